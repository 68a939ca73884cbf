"""The status of a requirement follows from the checks that verify it, and from nothing else."""

import pytest

from regkit.graph.build import build_graph
from regkit.model.check import Check, Evidence, Result, Review, Target, Waiver
from regkit.model.coverage import CoverageStatus
from regkit.trace.coverage import coverage, summarise, tally
from regkit.trace.reviews import Reviews

P, F, E, N = Result.PASS, Result.FAIL, Result.ERROR, Result.NOT_APPLICABLE
ID = "act/1.1"


@pytest.fixture
def act(analysis_of):
    """A graph of one requirement and the checks whose results are given, oldest first."""

    def make(**results):
        checks = [Check(id=id, title=id, verifies=(Target(id=ID),), owner=f"Owner {id}") for id in results]
        evidence = [
            Evidence(id=f"{id}{n}", check=id, result=result, date=f"2026-0{n}-01")
            for id, found in results.items()
            for n, result in enumerate(found, 1)
        ]
        return build_graph([analysis_of("act", [("1", "A bank must report.")])], checks, evidence)

    return make


STATUS = [
    ({}, "uncovered", "no check verifies it"),
    ({"A": []}, "unverified", "check A has no evidence"),
    ({"A": [N]}, "unverified", "check A was not applicable on 2026-01-01"),
    ({"A": [P]}, "covered", "check A passed on 2026-01-01"),
    ({"A": [P], "B": []}, "unverified", "check B has no evidence"),
    ({"A": [P], "B": [P]}, "covered", "check A passed on 2026-01-01"),
    ({"A": [P, F]}, "failing", "check A failed on 2026-02-01"),
    ({"A": [P, E]}, "failing", "check A ended in an error on 2026-02-01"),
    ({"A": [F, P]}, "covered", "check A passed on 2026-02-01"),
    ({"A": [P, N]}, "unverified", "check A was not applicable on 2026-02-01"),
    ({"A": [F], "B": [P]}, "failing", "check A failed on 2026-01-01"),
]


@pytest.mark.parametrize(("results", "status", "reason"), STATUS)
def test_status_from_the_latest_results(act, results, status, reason):
    (found,) = coverage(act(**results))
    assert (found.status.value, found.reasons[0]) == (status, reason)
    assert found.checks == tuple(results)


def test_a_result_counts_only_for_what_its_check_verifies(graph):
    found = {item.requirement: item.status.value for item in coverage(graph)}
    assert found["order/III-1.1"] == "covered"
    assert found["order/III.1"] == "uncovered", "a lead-in is not covered because its items are"
    assert found["order/III-3.1"] == "uncovered"
    assert found["order/III-3.2"] == "unverified"


def waiver(until, fingerprint=""):
    return Waiver(requirement=ID, reason="done elsewhere", owner="Legal", until=until, fingerprint=fingerprint)


WAIVERS = [  # results, until, day, status
    ({}, "2026-12-31", "2026-06-01", "waived"),
    ({}, "2026-06-01", "2026-06-01", "waived"),
    ({}, "2026-05-31", "2026-06-01", "uncovered"),
    ({"A": []}, "2026-12-31", "2026-06-01", "waived"),
    ({"A": [F]}, "2026-12-31", "2026-06-01", "failing"),
    ({"A": [P]}, "2026-12-31", "2026-06-01", "covered"),
    ({"A": [N]}, "2025-12-31", "", "unverified"),
]


@pytest.mark.parametrize(("results", "until", "day", "status"), WAIVERS)
def test_a_waiver_in_date_accepts_a_gap(act, results, until, day, status):
    (found,) = coverage(act(**results), Reviews(waiver=(waiver(until),)), on=day)
    assert found.status.value == status
    if status in {"uncovered", "unverified"}:
        assert any(f"ended on {until}" in reason for reason in found.reasons)


def test_changed_wording_makes_suspect(act):
    graph = act(A=[P])
    now = graph.nodes[ID]["fingerprint"]
    review = Review(requirement=ID, fingerprint="rk1:old", decision="approved", reviewer="A. Person", date="2026-01-01")
    renewed = Review(requirement=ID, fingerprint=now, decision="approved", reviewer="A. Person", date="2026-02-01")
    link = Review(requirement=ID, fingerprint="rk1:old", decision="approved", reviewer="B. Person", date="2026-01-01", check="A")

    def status(*reviews):
        (found,) = coverage(graph, Reviews(review=reviews))
        return found.status

    assert status(review) is CoverageStatus.SUSPECT
    assert status(review, renewed) is CoverageStatus.COVERED
    assert status(renewed, review) is CoverageStatus.COVERED, "the later date counts, not the later line"
    assert status(renewed, link) is CoverageStatus.SUSPECT
    (found,) = coverage(act(), Reviews(waiver=(waiver("2099-01-01", "rk1:old"),)))
    assert found.status is CoverageStatus.SUSPECT
    (found,) = coverage(act(A=[F]), Reviews(review=(review,)))
    assert found.status is CoverageStatus.FAILING


def test_a_quote_that_is_lost_is_told_where_it_was_reviewed(act):
    review = Review(requirement=ID, fingerprint="rk1:old", decision="approved", reviewer="A. Person", date="2026-01-01", check="B")
    (found,) = coverage(act(A=[P]), Reviews(review=(review,)), lost=[("B", "must file")])
    assert found.status is CoverageStatus.LOST
    assert found.reasons[0] == 'check B quotes words that are not in the text: "must file"'


def test_counts(graph):
    summary = summarise(graph, coverage(graph))
    assert (summary.all.total, summary.all.covered) == (14, 4)
    assert {name: found.total for name, found in summary.documents.items()} == {"order": 10, "rule": 4}
    assert {name: found.total for name, found in summary.kinds.items()} == {"norm": 4, "condition": 7, "item": 3}
    assert summary.owners["Operations"].covered == 1
    assert summary.owners["Legal"].total == 1
    assert sum(summary.all.counts.values()) == summary.all.total
    assert list(summary.all.counts) == list(CoverageStatus)


def test_nothing_is_not_covered():
    assert tally(()).percent == 0.0
    assert summarise(build_graph([]), ()).all.percent == 0.0


def test_a_waiver_without_any_day_accepts_nothing(act):
    (found,) = coverage(act(), Reviews(waiver=(waiver("2020-01-01"),)))
    assert found.status is CoverageStatus.UNCOVERED
    assert "needs a day" in found.reasons[-1]
