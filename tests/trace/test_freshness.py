"""How long a result holds, by the words of registers; and whether what it verified is still the same."""

import pytest

from regkit.model.check import Check, Evidence, Method, Result
from regkit.trace.freshness import carried, good_through, interval, is_understood, procedure_fingerprint, too_old

THROUGH = [  # frequency, day of the result, last day on which it holds
    ("daily", "2026-09-30", "2026-10-01"),
    ("Weekly", "2026-12-28", "2027-01-04"),
    ("every 10 days", "2026-06-25", "2026-07-05"),
    ("fortnightly", "2026-06-01", "2026-06-15"),
    ("monthly", "2026-01-31", "2026-02-28"),
    ("monthly", "2026-02-28", "2026-03-31"),
    ("monthly", "2024-01-30", "2024-02-29"),
    ("quarterly", "2026-06-30", "2026-09-30"),
    ("once a quarter", "2026-05-15", "2026-08-15"),
    ("semi-annual", "2026-08-31", "2027-02-28"),
    ("annually", "2024-02-29", "2025-02-28"),
    ("every 2 years", "2026-03-01", "2028-03-01"),
    ("P90D", "2026-01-01", "2026-04-01"),
    ("P1Y", "2026-01-01", "2027-01-01"),
    ("per customer", "2026-01-01", ""),
    ("on each change of the form", "2026-01-01", ""),
    ("every 0 days", "2026-01-01", ""),
    ("P", "2026-01-01", ""),
    ("", "2026-01-01", ""),
    ("annual", "9999-06-01", ""),
    ("every 9999 weeks", "9990-06-01", ""),
]


@pytest.mark.parametrize(("frequency", "date", "last"), THROUGH)
def test_the_last_day_of_a_result(frequency, date, last):
    assert good_through(date, frequency) == last


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [("monthly", True), ("per customer", True), ("on each change", True), ("", True), ("mnthly", False), ("sometimes", False)],
)
def test_a_frequency_that_says_nothing_is_known(frequency, expected):
    assert is_understood(frequency) is expected
    assert bool(interval(frequency)) <= expected


def check(**fields):
    return Check(id="C", title="C", verifies=(), **fields)


OLD = [  # fields of the check, day of the result, today, too old
    ({"frequency": "monthly"}, "2026-05-31", "2026-06-30", False),
    ({"frequency": "monthly"}, "2026-05-31", "2026-07-01", True),
    ({"frequency": "monthly", "next_due": "2026-06-01"}, "2026-05-31", "2026-06-20", False),
    ({"frequency": "per customer", "next_due": "2026-06-01"}, "2026-05-31", "2026-06-01", False),
    ({"frequency": "per customer", "next_due": "2026-06-01"}, "2026-05-31", "2026-06-02", True),
    ({"next_due": "2026-06-01"}, "2026-06-01", "2026-12-31", False),
    ({"frequency": "daily"}, "2026-01-01", "", False),
]


@pytest.mark.parametrize(("fields", "date", "today", "expected"), OLD)
def test_too_old(fields, date, today, expected):
    assert bool(too_old(check(**fields), date, today)) is expected


def test_the_reason_says_until_when_it_held():
    assert (
        too_old(check(frequency="monthly"), "2026-05-31", "2026-07-01") == "the result of check C of 2026-05-31 was good through 2026-06-30 (monthly)"
    )


PROCEDURE = procedure_fingerprint(check(procedure="Count them."))
CARRIED = [  # verified then, inputs that changed, reason
    ({}, (), ""),
    ({"act/1.1": "rk1:a", "check:C": PROCEDURE}, (), ""),
    ({"act/1.1": "rk1:b"}, (), "the wording has changed since"),
    ({"act/1.1": "rk0:a"}, (), "the wording, or how fingerprints are made, has changed since"),
    ({"act/2.1": "rk1:a"}, (), "the check did not verify this requirement then"),
    ({"act/1.1": "rk1:a", "check:C": "rk1:x"}, (), "the check's method or procedure has changed since"),
    ({}, (("data/a.csv", "22"),), "its input data/a.csv has changed since"),
    ({}, (("data/b.csv", ""),), "its input data/b.csv is no longer there"),
]


@pytest.mark.parametrize(("verified", "changed", "reason"), CARRIED)
def test_a_result_older_than_what_it_verifies_is_carried(verified, changed, reason):
    item = Evidence(id="e", check="C", result=Result.PASS, date="2026-06-30", verified=tuple(verified.items()), changed=changed)
    now = {"act/1.1": "rk1:a", "check:C": PROCEDURE}
    found = carried(item, "act/1.1", now)
    assert found.removeprefix("the result of check C of 2026-06-30 is carried: ") == reason


def test_the_procedure_counts_and_its_typography_does_not():
    same = procedure_fingerprint(check(procedure="Count  “them”."))
    assert same == procedure_fingerprint(check(procedure='Count "them".'))
    assert same != procedure_fingerprint(check(procedure='Count "all".'))
    assert same != procedure_fingerprint(check(procedure='Count "them".', method=Method.TEST))
    assert procedure_fingerprint(check())
