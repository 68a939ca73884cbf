"""Questions to the graph are answered in reading order, in the model's types."""

import pytest

from regkit.errors import GraphError
from regkit.graph import queries
from regkit.graph.schema import EdgeKind, NodeKind
from regkit.model.document import Status
from regkit.model.span import Span


def test_requirements_of_a_document_a_provision_and_a_sentence(graph):
    assert [found.id for found in queries.requirements_of(graph, "rule")] == ["rule/300-2.1", "rule/300-2-a.1", "rule/300-2-b.1", "rule/300-2-c.1"]
    assert [found.id for found in queries.requirements_of(graph, "order/III-2")] == ["order/III-2.1", "order/III-2-a.1", "order/III-2-b.1"]
    sentence = queries.sentence_of(graph, "order/III-3.1")
    assert [found.id for found in queries.requirements_of(graph, sentence)] == ["order/III-3.1", "order/III-3.2"]


def test_checks_both_ways(graph):
    assert queries.checks_of(graph, "order/III-2-a.1") == ["CHK-2"]
    assert queries.requirements_of_check(graph, "CHK-2") == ["order/III-2.1", "order/III-2-a.1", "order/III-2-b.1"]
    found = queries.check(graph, "CHK-1")
    assert (found.title, found.owner, found.place, found.verifies[0].id) == ("Account", "Operations", "checks/a.yaml, line 1", "order/III-1.1")
    assert [check.id for check in queries.checks(graph)] == ["CHK-1", "CHK-2", "CHK-3"]


def test_evidence_by_date(graph):
    assert [(item.date, item.result.value) for item in queries.evidence_of(graph, "CHK-1")] == [("2026-03-31", "fail"), ("2026-06-30", "pass")]
    assert queries.evidence_of(graph, "CHK-3") == []


def test_path_to_source_leads_to_the_document(graph):
    path = queries.path_to_source(graph, "order/III-2-a.1")
    assert path[0] == "order/III-2-a.1"
    assert path[2:] == ["order/III-2-a", "order/III-2", "order/III", "order"]
    assert queries.path_to_source(graph, "order") == ["order"]
    assert queries.path_to_source(graph, "rule/300-1.def-dealer")[-1] == "rule"


def test_authorities_with_their_places(graph):
    found = queries.authorities(graph)
    assert [(entry.target, entry.resolved) for entry in found] == [("15 U.S.C. 78o(b)", True), ("the reserve rule", False)]
    assert found[0].uses[0].quote == "15 U.S.C. 78o(b)"
    assert found[1].note == "no such rule in the corpus"


def test_citations_of_a_document_in_reading_order(graph):
    uses = queries.citations_of(graph, "rule")
    assert [(use.quote, use.authority, use.provision) for use in uses] == [
        ("15 U.S.C. 78o(b)", "authority:15 U.S.C. 78o(b)", ""),
        ("§ 300.1", "", "rule/300-1"),
    ]


def test_terms_with_their_uses(graph):
    (term,) = queries.terms(graph)
    assert (term.term, term.kind, term.scope) == ("dealer", "means", ())
    assert len(term.uses) == 6
    assert term.uses[0] == queries.sentence_of(graph, "order/III.1")


def test_spans_and_authority_and_source(graph):
    (span,) = queries.spans(graph, "rule/300-2.1", "deadline")
    at = graph.nodes["rule/300-2.1"]["start"] + graph.nodes["rule/300-2.1"]["quote"].index("within")
    assert span == Span(at, at + 24)
    assert queries.spans(graph, "order/III.1", "deadline") == []
    assert queries.authority(graph, "order").status is Status.RESTATEMENT
    assert queries.authority(graph, "order").records[0].citation == "Release No. 1"
    assert queries.source(graph, "order").name == "order.txt"


def test_conditional_norms(graph):
    assert queries.conditional(graph) == ["order/III.1"]


def test_neighbours(graph):
    found = queries.neighbours(graph, "order/III-4.1")
    assert (EdgeKind.READ_WITH, "order/III.1", True) in found
    assert (EdgeKind.CONDITIONED_BY, "order/III.1", False) in found


@pytest.mark.parametrize("ask", [queries.requirement, queries.path_to_source, queries.checks_of, queries.requirements_of])
def test_an_unknown_id_is_an_error_with_the_nearest(graph, ask):
    with pytest.raises(GraphError, match=r"Nearest are: .*order/III-1\.1"):
        ask(graph, "order/III-1.7")


def test_a_node_of_another_kind_is_refused(graph):
    with pytest.raises(GraphError, match="no requirement 'order'"):
        queries.requirement(graph, "order")
    assert queries.nodes(graph, NodeKind.DOCUMENT) == ["order", "rule"]
