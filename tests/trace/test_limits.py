"""Limits are numbers or shares, each with its exit code; all that are exceeded are said."""

import pytest

from regkit.errors import SettingsError
from regkit.model.coverage import Coverage, CoverageStatus
from regkit.settings import Limit, parse_settings
from regkit.trace.limits import breaches, lacking, with_options

COUNTS = {"failing": 1, "uncovered": 46, "stale": 5, "orphan": 0}
LIMITS = [  # limit, total, exceeded
    ({"failing": 0}, 90, ["1 failing, at most 0 are allowed"]),
    ({"failing": 1}, 90, []),
    ({"lost": 0, "orphan": 0}, 90, []),
    ({"uncovered": "50 %"}, 90, ["46 uncovered, at most 50 % are allowed"]),
    ({"uncovered": "51.2%"}, 90, []),
    ({"uncovered": "99 %"}, 0, ["46 uncovered, at most 99 % are allowed"]),
    ({"stale": 1, "failing": 0}, 90, ["1 failing, at most 0 are allowed", "5 stale, at most 1 is allowed"]),
]


@pytest.mark.parametrize(("limits", "total", "expected"), LIMITS)
def test_what_is_exceeded(limits, total, expected):
    found = breaches(COUNTS, total, {name: Limit(most=most) for name, most in limits.items()})
    assert [breach.message for breach in found] == expected


def test_settings_spell_limits_three_ways():
    text = b'[thresholds]\ncoverage = 80\nexit = 3\nfailing = 0\nstale = "5 %"\norphan = {most = 2, exit = 14}\n'
    thresholds = parse_settings(text).thresholds
    assert thresholds.limits() == {"failing": Limit(most=0), "stale": Limit(most="5 %"), "orphan": Limit(most=2, exit=14)}
    assert thresholds.exit == 3


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("failing = -1", "no number or share"),
        ('failing = "many"', "no number or share"),
        ('failing = "101 %"', "no number or share"),
        ("failing = {most = 0, exit = 2}", "2 is for misuse"),
        ("failing = {most = 0, exit = 200}", "3 to 125"),
        ("failing = {least = 0}", "unknown field 'least'"),
        ("exit = 0", "exit code of thresholds"),
        ("broken = 0", "unknown field 'broken'"),
    ],
)
def test_wrong_limits(line, words):
    with pytest.raises(SettingsError, match=words):
        parse_settings(f"[thresholds]\n{line}\n".encode())


def test_the_command_line_goes_before_the_settings():
    found = with_options({"failing": Limit(most=3, exit=7)}, ["failing=0", "stale=5%"], ["stale=12"])
    assert found == {"failing": Limit(most=0, exit=7), "stale": Limit(most="5%", exit=12)}


@pytest.mark.parametrize(
    ("most", "exits"), [(["failing"], []), (["covered=1"], []), (["failing=x"], []), ([], ["failing=3"]), (["failing=0"], ["failing=2"])]
)
def test_wrong_options(most, exits):
    with pytest.raises(SettingsError):
        with_options({}, most, exits)


def test_lacking_keeps_the_order():
    statuses = [CoverageStatus.COVERED, CoverageStatus.STALE, CoverageStatus.WAIVED, CoverageStatus.FAILING]
    found = [Coverage(requirement=str(number), status=status) for number, status in enumerate(statuses)]
    assert [item.requirement for item in lacking(found, ["covered", "waived"])] == ["1", "3"]
