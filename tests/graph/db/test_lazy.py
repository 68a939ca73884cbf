"""The stored graph answers as the graph in memory does."""

import hashlib
from pathlib import Path

import networkx as nx
import pytest

import regkit
from regkit.errors import GraphError
from regkit.graph import queries, walk
from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.part import around, to_networkx, whole
from regkit.graph.db.split import write
from regkit.graph.logic import condition_tree
from regkit.graph.schema import EdgeKind, NodeKind
from regkit.graph.store import dump
from regkit.workflow import build

CORPUS = Path(__file__).parents[3] / "corpus"
TEXT = """# Part 7

The term "bank" means a company under 12 U.S.C. 1813. A bank shall keep records, except as provided in § 7.2, if:

(1) it is small; and

(2) it lends.

# § 7.2 Exceptions

A bank may ask for relief under 12 CFR 1005.11(c)(1). A bank that asks must not lend until it is told.
"""


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """Graphs in memory with what is stored of them: of the model corpus, and of a text with every kind of thing in it."""
    folder = tmp_path_factory.mktemp("pairs")
    sources = [path for path in CORPUS.glob("*/source.*") if path.suffix in {".md", ".txt"}]
    documents = [regkit.read_document(path, id=path.parent.name) for path in sources]
    (folder / "part7.md").write_text(TEXT, encoding="utf-8")
    graphs = [build([*documents, regkit.read_document(folder / "part7.md")], name="many")]
    found = []
    for number, graph in enumerate(graphs):
        path = folder / f"{number}.db"
        write(path, graph)
        found.append((graph, StoredGraph(path)))
    yield found
    for _, stored in found:
        stored.close()


def test_it_is_the_same_graph(pairs, graph, stored):
    for one, other in [*pairs, (graph, stored)]:
        assert dump(other) == dump(one)
        assert list(other.nodes(data=True)) == list(one.nodes(data=True))
        assert [(id, list(other.succ[id].items())) for id in other] == [(id, list(one.succ[id].items())) for id in one]
        assert [(id, list(other.pred[id].items())) for id in other] == [(id, list(one.pred[id].items())) for id in one]
        assert (len(other), other.number_of_edges(), other.graph) == (len(one), one.number_of_edges(), one.graph)
        assert nx.utils.graphs_equal(to_networkx(other), one)
        assert list(to_networkx(other).edges(keys=True, data=True)) == list(one.edges(keys=True, data=True))


def test_every_question_has_the_same_answer(pairs, graph, stored):
    for one, other in [*pairs, (graph, stored)]:
        whole = [queries.documents, queries.requirements, queries.conditional, queries.authorities, queries.terms, queries.checks]
        assert [ask(other) for ask in whole] == [ask(one) for ask in whole]
        for kind in NodeKind:
            assert walk.nodes(other, kind) == walk.nodes(one, kind)
        for document in queries.documents(one):
            for ask in (queries.source, queries.authority, queries.requirements_of, queries.citations_of):
                assert ask(other, document) == ask(one, document)
            assert walk.nodes(other, NodeKind.SENTENCE, document) == walk.nodes(one, NodeKind.SENTENCE, document)
        for id, data in one.nodes(data=True):
            assert queries.neighbours(other, id) == queries.neighbours(one, id)
            assert queries.path_to_source(other, id) == queries.path_to_source(one, id)
            if data["kind"] == NodeKind.PROVISION.value:
                assert queries.requirements_of(other, id) == queries.requirements_of(one, id)
            if data["kind"] == NodeKind.REQUIREMENT.value:
                for ask in (
                    queries.requirement,
                    queries.checks_of,
                    queries.conditions_of,
                    queries.exceptions_of,
                    queries.sentence_of,
                    condition_tree,
                ):
                    assert ask(other, id) == ask(one, id)
            if data["kind"] == NodeKind.CHECK.value:
                for ask in (queries.check, queries.evidence_of, queries.requirements_of_check):
                    assert ask(other, data["check"]) == ask(one, data["check"])


def test_algorithms_of_networkx_work_on_it(graph, stored):
    assert nx.shortest_path(stored, "order", "order/III-2-a.1") == nx.shortest_path(graph, "order", "order/III-2-a.1")
    assert nx.number_weakly_connected_components(stored) == nx.number_weakly_connected_components(graph)


def test_it_cannot_be_changed(stored):
    with pytest.raises(nx.NetworkXError):
        stored.add_node("more")


def test_what_is_not_there_is_said_with_what_is_near(stored):
    with pytest.raises(GraphError, match=r"no requirement 'order/III-2\.2'.*order/III-2\.1"):
        queries.requirement(stored, "order/III-2.2")
    assert "nothing" not in stored
    assert "\ud800" not in stored
    assert stored.succ.get("nothing") is None


def test_a_provision_is_found_by_its_pinpoint(stored, graph):
    id = "order/III-2-a"
    pinpoint = graph.nodes[id].get("pinpoint") or ""
    assert (stored.with_pinpoint(f"  {pinpoint.upper()} ") == [id]) == bool(pinpoint)
    assert stored.with_pinpoint('" OR title:*') == []
    assert stored.with_pinpoint("§") == []


def test_a_part_says_of_its_requirements_what_the_whole_says(graph, stored):
    id = "order/III-2-a.1"
    part = around(stored, [stored.number(id)])
    assert len(part) < len(graph)
    for ask in (queries.requirement, queries.checks_of, queries.path_to_source, condition_tree):
        assert ask(part, id) == ask(graph, id)
    sentence = queries.sentence_of(graph, id)
    for kind in (EdgeKind.CITES, EdgeKind.USES_TERM):
        assert queries.successors(part, sentence, kind) == queries.successors(graph, sentence, kind)
    check = queries.checks_of(graph, id)[0]
    assert queries.evidence_of(part, check) == queries.evidence_of(graph, check)


def test_a_part_of_named_nodes_has_the_edges_between_them(graph, stored):
    ids = ["order", "order/III", "rule", "nothing"]
    part = to_networkx(stored, ids)
    assert set(part) == {"order", "order/III", "rule"}
    assert list(part.edges(keys=True)) == [edge for edge in graph.edges(keys=True) if edge[0] in part and edge[1] in part]


def test_text_of_a_document(path, graph):
    write(path, graph, {"order": "A “text” with half a letter \ud800.", "rule": ""})
    with StoredGraph(path) as stored:
        assert stored.text("order") == "A “text” with half a letter \ud800."
        assert stored.text("rule") == ""
        assert stored.text("none") is None


def test_the_whole_is_the_json_and_the_database_where_there_is_only_that(path, graph):
    data = dump(graph)
    path.with_name("graph.json").write_bytes(data)
    assert whole(path.with_name("graph.json"))[1] == hashlib.sha256(data).hexdigest()
    write(path, graph, json_sha256="abc")
    path.with_name("graph.json").unlink()
    found, digest = whole(path.with_name("graph.json"))
    assert (dump(found), digest) == (data, "abc")
    path.unlink()
    with pytest.raises(GraphError, match="nothing is built"):
        whole(path.with_name("graph.json"))
