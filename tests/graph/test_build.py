"""The graph as designed: kinds, ids, plain attributes, unique keys, one order."""

import json

import pytest
from msgspec.structs import replace

from regkit.errors import CheckError
from regkit.graph.build import build_graph
from regkit.graph.schema import ATTRIBUTE_TYPES, EdgeKind, NodeKind, authority_id, check_id, evidence_id
from regkit.model.annotation import Condition, Statement
from regkit.model.check import Check, Evidence, Result, Target
from regkit.model.span import Span


def test_every_node_and_edge_has_a_kind_and_plain_attributes(graph):
    for id, data in graph.nodes(data=True):
        assert data["kind"] in set(NodeKind), id
        assert data["label"], id
    for _, _, key, data in graph.edges(keys=True, data=True):
        assert data["kind"] in set(EdgeKind), key
    records = [data for _, data in graph.nodes(data=True)] + [data for _, _, data in graph.edges(data=True)]
    for data in records:
        for name, value in data.items():
            assert type(value) is ATTRIBUTE_TYPES.get(name, str), (name, value)


def test_every_kind_that_the_input_has_is_there(graph):
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {kind.value for kind in NodeKind} - {NodeKind.REJECTED.value}
    reserved = {EdgeKind.AMENDS, EdgeKind.SUPERSEDES, EdgeKind.EXCEPTED_BY, EdgeKind.REJECTED}
    assert {data["kind"] for _, _, data in graph.edges(data=True)} == {kind.value for kind in EdgeKind if kind not in reserved}


def test_edge_keys_are_unique_strings(graph):
    keys = [key for _, _, key in graph.edges(keys=True)]
    assert len(set(keys)) == len(keys) == graph.size()
    assert all(type(key) is str for key in keys)


def test_the_document_carries_what_reports_say_of_it(graph):
    data = graph.nodes["order"]
    assert data["status"] == "restatement"
    assert json.loads(data["not_held"]) == ["the text as issued"]
    assert json.loads(data["records"])[0]["citation"] == "Release No. 1"
    assert len(data["text_sha256"]) == 64


def test_anchors_stand_in_the_text(graph, analyses):
    texts = {analysis.document.id: analysis.document.text for analysis in analyses}
    anchored = [data for _, data in graph.nodes(data=True) if "fingerprint" in data]
    assert len(anchored) > 20
    for data in anchored:
        assert texts[data["document"]][data["start"] : data["end"]] == data["quote"]


def test_citations_lead_to_authorities_and_to_provisions(graph):
    cites = {(source, target): data for source, target, data in graph.edges(data=True) if data["kind"] == "cites"}
    ends = {target for _, target in cites}
    assert authority_id("15 U.S.C. 78o(b)") in ends
    assert "rule/300-1" in ends, "an internal reference leads to the provision itself"
    vague = next(end for end in ends if end.startswith("unresolved:"))
    assert graph.nodes[vague]["resolved"] is False
    assert graph.nodes[vague]["note"] == "no such rule in the corpus"


def test_checks_verify_and_have_evidence(graph):
    assert graph.has_edge(check_id("CHK-1"), "order/III-1.1")
    assert {target for _, target, data in graph.out_edges(check_id("CHK-1"), data=True) if data["kind"] == "evidenced_by"} == {
        evidence_id("e1"),
        evidence_id("e2"),
    }


def test_nothing_gives_an_empty_graph():
    assert build_graph([]).order() == 0


def test_two_documents_of_one_id_are_refused(analyses):
    with pytest.raises(ValueError, match="one id"):
        build_graph([analyses[0], analyses[0]])


def test_all_problems_with_checks_are_listed_together(analyses):
    checks = [
        Check(id="A", title="a", verifies=(Target(id="order/III-1.9"),), place="a.yaml, line 3"),
        Check(id="B", title="b", verifies=(Target(document="order", quote="words that are nowhere"), Target(document="odrer", quote="x"))),
    ]
    with pytest.raises(CheckError) as caught:
        build_graph(analyses, checks)
    text = str(caught.value)
    assert text.startswith("3 problems")
    assert "a.yaml, line 3: there is no requirement 'order/III-1.9'" in text
    assert "order/III-1.1" in text
    assert "Did you mean 'order'?" in text


def test_evidence_of_an_unknown_check_is_refused(analyses):
    checks = [Check(id="CHK-1", title="a", verifies=(Target(id="order/III-1.1"),))]
    with pytest.raises(CheckError, match=r"unknown check 'CHK-2'.*Did you mean 'CHK-1'"):
        build_graph(analyses, checks, [Evidence(id="e", check="CHK-2", result=Result.PASS, date="2026-01-01")])


def test_conditions_of_a_sentence_that_states_no_norm_are_facts_of_it(analysis_of):
    text = "This part applies unless the bank is small."
    analysis = analysis_of("act", [("1", text)])
    clause = Condition(span=Span(18, 42), cue=Span(18, 24), kind="unless", rule="test.unless")
    statement = Statement(sentence=0, span=Span(0, len(text)), rule="test.statement", exceptions=(clause,))
    graph = build_graph([replace(analysis, statements=(statement,))])
    (sentence,) = [data for _, data in graph.nodes(data=True) if data["kind"] == "sentence"]
    assert (sentence["exceptions"], sentence["exception_spans"]) == ("unless the bank is small", "18-42")
    assert not [data for _, data in graph.nodes(data=True) if data["kind"] == "requirement"]
