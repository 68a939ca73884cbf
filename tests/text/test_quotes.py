"""Folding keeps lengths, so that offsets hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.text.quotes import collapse, fold, fold_lower


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“Act” and ‘rule’", "\"Act\" and 'rule'"),
        ("2011–2012 — or ‑x", "2011-2012 - or -x"),
        ("§\u00a05\u2009b\tc\n", "§ 5 b c "),
        ("wait… now", "wait… now"),
        ("Plain.", "Plain."),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_lower_keeps_characters_that_would_grow() -> None:
    assert fold_lower("İ “AB”") == 'İ "ab"'
    assert fold_lower("“ÄB—C”") == '"äb-c"'


@pytest.mark.parametrize(("text", "collapsed"), [("  a \n\t b ", "a b"), ("", ""), (" \n", ""), ("a\u00a0b", "a b")])
def test_collapse(text: str, collapsed: str) -> None:
    assert collapse(text) == collapsed


@given(st.text())
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text) == len(fold_lower(text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert collapse(collapse(text)) == collapse(text)
    assert collapse(text).split() == text.split()
