"""Decisions over a graph: rejected makes no requirement, edited has its new values, and taking it back restores everything."""

import pytest

from regkit.graph.build import build_graph
from regkit.graph.logic import condition_tree, leaves
from regkit.graph.queries import checks_of, requirements, requirements_of_check, terms
from regkit.graph.schema import EdgeKind
from regkit.graph.verify import verify
from regkit.model.check import Check, Decision, Target
from regkit.model.coverage import CoverageStatus
from regkit.trace.coverage import coverage
from regkit.trace.review import ItemKind, Items, decision_on, findings, lay_over, settle
from regkit.trace.reviews import Reviews

ON = "2026-01-01"


def record(graph, id, decision, check="", **edits):
    return decision_on(Items(graph).find(id, check), decision, reviewer="A. Person", on=ON, reason="as it reads", edits=edits)


def test_a_rejected_requirement_is_in_no_coverage_and_no_tree(graph):
    before = set(leaves(condition_tree(graph, "order/III.1")))
    made = record(graph, "order/III-4.1", Decision.REJECTED)
    lay_over(graph, [made])
    assert "order/III-4.1" not in {item.requirement for item in coverage(graph, Reviews(review=(made,)))}
    assert "order/III-4.1" not in {found.id for found in requirements(graph)}
    assert before - set(leaves(condition_tree(graph, "order/III.1"))) == {"order/III-4.1"}
    assert graph.nodes["order/III-4.1"]["review_words"] == "rejected by A. Person on 2026-01-01: as it reads"


def test_a_rejected_lead_in_keeps_the_conditions_that_its_items_are(graph):
    lay_over(graph, [record(graph, "order/III-2.1", Decision.REJECTED)])
    assert {"order/III-2-a.1", "order/III-2-b.1"} <= set(leaves(condition_tree(graph, "order/III.1")))


def test_a_check_of_what_was_rejected_is_a_finding(graph):
    made = [record(graph, "order/III-2-a.1", Decision.REJECTED)]
    standings = lay_over(graph, made)
    assert "order/III-2-a.1" not in requirements_of_check(graph, "CHK-2")
    (said,) = [found for found in findings(graph, standings, made, "reviews.toml") if found.code == "review.check-of-rejected"]
    assert "check CHK-2 verifies order/III-2-a.1, which was rejected by A. Person" in said.message


def test_a_rejected_link_verifies_nothing(graph):
    made = record(graph, "order/III-1.1", Decision.REJECTED, "CHK-1")
    lay_over(graph, [made])
    assert checks_of(graph, "order/III-1.1") == []
    (found,) = [item for item in coverage(graph, Reviews(review=(made,))) if item.requirement == "order/III-1.1"]
    assert found.status is CoverageStatus.UNCOVERED


def test_an_edit_has_its_values_and_keeps_what_was_extracted(graph):
    made = record(graph, "order/III-3.1", Decision.EDITED, modality="obligation", conditions="only if the customer has agreed", bearer="")
    lay_over(graph, [made])
    data = graph.nodes["order/III-3.1"]
    start, end = map(int, data["condition_spans"].split("-"))
    assert data["quote"][start - data["start"] : end - data["start"]] == "only if the customer has agreed" == data["conditions"]
    assert (data["modality"], "bearer" in data, data["review"]) == ("obligation", False, "edited")
    assert "modality: permission → obligation" in data["review_words"]
    item = Items(graph).find("order/III-3.1")
    assert (item.fields["modality"], item.fields["bearer"]) == ("permission", "(3) The dealer")
    (again,) = settle(graph, [made])
    assert again.state == "edited"


def test_definitions_and_citations(graph):
    items = Items(graph)
    citation = next(
        items.get(ItemKind.CITATION, id) for id in items.ids(ItemKind.CITATION) if items.get(ItemKind.CITATION, id).mark == "15 U.S.C. 78o(b)"
    )
    edited = decision_on(citation, Decision.EDITED, reviewer="A", on=ON, reason="the other one", edits={"target": "15 U.S.C. 78o(c)"})
    rejected = record(graph, "rule/300-1.def-dealer", Decision.REJECTED)
    lay_over(graph, [edited, rejected])
    cited = [target for _, target, data in graph.out_edges(citation.node, data=True) if data["kind"] == EdgeKind.CITES.value]
    assert cited == ["authority:15 U.S.C. 78o(c)"]
    assert terms(graph) == []
    assert not any(data["kind"] == EdgeKind.USES_TERM.value for *_, data in graph.edges(data=True))
    assert {standing.state.value for standing in settle(graph, [edited, rejected])} == {"edited", "rejected"}


def test_what_was_laid_over_is_still_a_sound_graph(graph, analyses):
    made = [record(graph, "order/III-4.1", Decision.REJECTED), record(graph, "order/III-1.1", Decision.EDITED, modality="prohibition")]
    lay_over(graph, made)
    texts = {analysis.document.id: analysis.document for analysis in analyses}
    assert [found for found in verify(graph, texts) if found.code != "verify.source-hash"] == []


def test_pending_and_suspect_change_nothing_but_what_is_said(analyses, graph):
    made = record(graph, "order/III-4.1", Decision.REJECTED)
    (standing,) = lay_over(graph, [made], 2)
    assert standing.state == "pending"
    assert graph.nodes["order/III-4.1"]["kind"] == "requirement"
    assert graph.nodes["order/III-4.1"]["review"] == "pending"


@pytest.mark.parametrize("approvals", [1, 2])
def test_no_decisions_change_nothing(graph, approvals):
    before = {id: dict(data) for id, data in graph.nodes(data=True)}
    assert lay_over(graph, [], approvals) == ()
    assert before == {id: dict(data) for id, data in graph.nodes(data=True)}


def test_a_check_that_names_two_requirements_keeps_the_other(analyses):
    checks = [Check(id="C", title="", verifies=(Target(id="order/III-1.1"), Target(id="order/III-4.1")))]
    graph = build_graph(analyses, checks)
    lay_over(graph, [record(graph, "order/III-1.1", Decision.REJECTED, "C")])
    assert requirements_of_check(graph, "C") == ["order/III-4.1"]
