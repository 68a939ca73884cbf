"""Fingerprints change with wording and with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.text.fingerprint import fingerprint

SAME = [
    ("“Consumer” means a natural person.", '"Consumer"  means a natural\nperson.'),
    ("the institution’s account", "the institution's account"),
    ("in 2011–2012", "in 2011-2012"),
]
DIFFERENT = [
    ("The institution shall correct the error.", "The institution may correct the error."),
    ("the Act", "the act"),
    ("fees, or charges", "fees or charges"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_typesetting_does_not_count(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_wording_counts(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=2, max_size=4))
def test_fields_are_kept_apart(fields: list[str]) -> None:
    joined = ["".join(fields[:2]), *fields[2:]]
    assert fingerprint(*fields) != fingerprint(*joined)


@pytest.mark.parametrize("fields", [(), ("",), (" \t",), ("a", " ")])
def test_blank_fields_are_refused(fields: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="blank"):
        fingerprint(*fields)
