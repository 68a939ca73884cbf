"""May I rely on it? The answer follows from the coverage of the conditions, through their tree."""

import pytest

from regkit.errors import GraphError
from regkit.graph.build import build_graph
from regkit.model.check import Check, Evidence, Result, Target, Waiver
from regkit.model.coverage import Reliance
from regkit.trace.coverage import coverage
from regkit.trace.reliance import reliance
from regkit.trace.reviews import Reviews

LEAVES = ["order/III-1.1", "order/III-2-a.1", "order/III-2-b.1", "order/III-3.2", "order/III-4.1"]


@pytest.fixture
def answer(analyses):
    def ask(results, *, waived=()):
        checks = [Check(id=id, title=id, verifies=(Target(id=id),)) for id in results]
        evidence = [Evidence(id=id, check=id, result=result, date="2026-01-01") for id, result in results.items() if result]
        graph = build_graph(analyses, checks, evidence)
        waivers = tuple(Waiver(requirement=id, reason="accepted", owner="Legal", until="2099-01-01") for id in waived)
        return reliance(graph, "order/III.1", coverage(graph, Reviews(waiver=waivers)))

    return ask


PASSING = dict.fromkeys(LEAVES, Result.PASS)


def test_shown_when_every_condition_is(answer):
    found = answer(PASSING)
    assert found.answer is Reliance.SHOWN
    assert len(found.reasons) == len(found.steps) == 8


@pytest.mark.parametrize("open_", LEAVES)
def test_not_shown_while_one_is_open_and_fails_when_one_does(answer, open_):
    assert answer(PASSING | {open_: None}).answer is Reliance.NOT_SHOWN
    assert answer({id: result for id, result in PASSING.items() if id != open_}).answer is Reliance.NOT_SHOWN
    assert answer(PASSING | {open_: Result.FAIL}).answer is Reliance.FAILS


def test_a_waiver_fills_no_condition(answer):
    results = {id: result for id, result in PASSING.items() if id != "order/III-4.1"}
    assert answer(results, waived=["order/III-4.1"]).answer is Reliance.NOT_SHOWN


def test_a_lead_in_that_has_a_check_needs_its_evidence(answer):
    assert answer(PASSING | {"order/III-2.1": None}).answer is Reliance.NOT_SHOWN
    assert answer(PASSING | {"order/III-2.1": Result.PASS}).answer is Reliance.SHOWN


def test_the_reasons_name_the_open_conditions(answer):
    reasons = answer({}).reasons
    assert reasons[0] == "all of these: not shown"
    assert "  Order III(4) (order/III-4.1): not shown (no check verifies it)" in reasons


def test_without_conditions_nothing_is_shown(graph):
    found = reliance(graph, "order/IV.1", coverage(graph))
    assert (found.answer, found.tree) == (Reliance.NOT_SHOWN, None)
    with pytest.raises(GraphError):
        reliance(graph, "order/IV", coverage(graph))
