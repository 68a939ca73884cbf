"""What is written document by document is what is written at once; what is not finished was never written."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regkit.errors import GraphError
from regkit.graph.build import build_graph
from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.passages import entries, indexes
from regkit.graph.db.passages import stored as rows_of
from regkit.graph.db.split import split, write
from regkit.graph.db.writer import GraphWriter
from regkit.graph.schema import SCHEMA, EdgeKind, edge_key
from regkit.graph.store import dump

ABOUT = {"schema": SCHEMA, "name": "made"}


def contents(path):
    """The graph as bytes, and every word of the indexes with the ids that hold it: what does not depend on the way that a file came about."""
    with StoredGraph(path) as graph:
        found = set()
        for name in indexes(graph.base):
            graph.base.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{name}_terms USING fts5vocab(main, {name}, instance)")
            rows = graph.base.execute(f"SELECT v.term, n.id, v.doc & 3, v.col, v.offset FROM {name}_terms v JOIN node n ON n.number = v.doc >> 2")
            found |= set(rows)
        return dump(graph), found


def document(id, sentences, links=()):
    """Rows of a document with one provision and these sentences; ``links`` are (sentence number, id of what it cites)."""
    nodes = [(id, {"kind": "document", "label": id, "order": 0}), (f"{id}/1", {"kind": "provision", "document": id, "order": 1, "label": "1"})]
    edges = [(id, f"{id}/1", edge_key(EdgeKind.CONTAINS, id, f"{id}/1"), {"kind": "contains"})]
    for number, quote in enumerate(sentences):
        name = f"{id}/1.s{number}"
        nodes.append((name, {"kind": "sentence", "document": id, "order": number, "quote": quote, "provision": f"{id}/1", "label": quote}))
        edges.append((f"{id}/1", name, edge_key(EdgeKind.CONTAINS, f"{id}/1", name), {"kind": "contains"}))
    for number, target in links:
        source = f"{id}/1.s{number}"
        edges.append((source, target, edge_key(EdgeKind.CITES, source, target), {"kind": "cites", "start": 3, "quote": "there"}))
    return nodes, edges


def store(path, documents, order=(), shared=((), ())):
    with GraphWriter(path) as writer:
        for id in set(writer.documents) - set(documents):
            writer.remove(id)
        for id, (nodes, edges) in documents.items():
            writer.replace(id, nodes, edges)
        writer.shared(*shared)
        writer.finish(ABOUT, order or list(documents))
        return writer.written


def test_a_second_writing_of_the_same_writes_nothing(path, graph):
    assert write(path, graph) == len(graph)
    assert write(path, graph) == 0


def test_one_changed_sentence_writes_one_row(path, graph):
    write(path, graph)
    before = contents(path)
    graph.nodes["order/III-2-b.1"]["title"] = "another"
    assert write(path, graph) == 1
    assert contents(path)[0] == dump(graph) != before[0]


def test_bytes_are_those_of_every_first_build(tmp_path, graph):
    write(tmp_path / "a" / "graph.db", graph)
    write(tmp_path / "b" / "graph.db", graph)
    one, other = ((tmp_path / name / "graph.db").read_bytes() for name in "ab")
    assert one == other
    graph.nodes["order"]["title"] = "another"
    write(tmp_path / "b" / "graph.db", graph)
    graph.nodes["order"].pop("title")
    write(tmp_path / "c" / "graph.db", graph)
    write(tmp_path / "b" / "graph.db", graph, fresh=True)
    fresh, again = ((tmp_path / name / "graph.db").read_bytes() for name in "cb")
    differing = [at for at, (one, other) in enumerate(zip(fresh, again, strict=True)) if one != other]
    counters = {*range(24, 28), *range(40, 44), *range(92, 100)}  # of changes to the file and to its schema, and the version of SQLite
    assert set(differing) <= counters


def test_documents_cite_each_other_whatever_comes_first(path):
    first = document("a", ["One.", "Two."], [(0, "b/1.s1"), (1, "a/1.s0")])
    second = document("b", ["Three.", "Four."], [(0, "a/1")])
    store(path, {"a": first, "b": second})
    with StoredGraph(path) as graph:
        assert [target for target, _ in graph.succ["a/1.s0"].items()] == ["b/1.s1"]
    store(path, {"a": first, "b": document("b", ["Between.", "Three.", "Four."], [(0, "a/1")])})
    with StoredGraph(path) as graph:
        assert list(graph.succ["a/1.s0"]) == ["b/1.s1"]
        assert graph.nodes["b/1.s1"]["quote"] == "Three."


def test_an_edge_into_nothing_leaves_the_last_good_build(path):
    good = {"a": document("a", ["One."], [(0, "b/1.s0")]), "b": document("b", ["Two."])}
    store(path, good)
    before = contents(path)
    with pytest.raises(GraphError, match="no node"):
        store(path, {"a": good["a"], "b": document("b", [])})
    with pytest.raises(GraphError, match="no node: z"):
        store(path, {"a": document("a", ["One."], [(0, "z")]), "b": good["b"]})
    assert contents(path) == before


def test_a_document_that_goes_and_comes_again_keeps_what_cites_it(path):
    first, second = document("a", ["One."], [(0, "b/1.s0")]), document("b", ["Two."])
    store(path, {"a": first, "b": second})
    with GraphWriter(path) as writer:
        writer.remove("b")
        writer.replace("b", *second)
        writer.finish(ABOUT, ["b", "a"])
    with StoredGraph(path) as graph:
        assert list(graph.succ["a/1.s0"]) == ["b/1.s0"]
        assert list(graph)[:2] == ["b", "a"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((([("b", {"kind": "document", "order": 0})]), []), "do not hold its node"),
        (([("a", {"kind": "document", "order": 0}), ("x", {"kind": "mystery"})], []), "unknown kind 'mystery'"),
        (([("a", {"kind": "document", "order": 0, "list": [1]})], []), "no plain scalar"),
        (([("a", {"kind": "document", "order": 0, "x": float("nan")})], []), "no plain scalar"),
        (([("a", {"kind": "document", "order": 0, "x": "\ud800"})], []), "half a character"),
        (([("a", {"kind": "document", "order": 0}), ("a/1", {"kind": "provision"}), ("a/1", {"kind": "provision"})], []), "one id"),
        (([("a", {"kind": "document", "order": 0})], [("z", "a", "contains|z|a", {"kind": "contains"})]), "does not start at a node"),
        (([("a", {"kind": "document", "order": 0})], [("a", "a", "mine", {"kind": "contains"})]), "another key"),
        (([("a", {"kind": "document", "order": 0})], [("a", "a", "contains|a|a|1", {"kind": "contains"})]), "another key"),
        (([("a", {"kind": "document", "order": 0})], [("a", "a", "x|a|a", {"kind": "x"})]), "unknown kind 'x'"),
    ],
)
def test_what_is_no_graph_is_refused(path, rows, message):
    with GraphWriter(path) as writer, pytest.raises(GraphError, match=message):
        writer.replace("a", *rows)
    assert list(path.parent.iterdir()) == []  # nothing is left behind


def test_two_documents_with_one_id_of_a_node(path):
    nodes, edges = document("a", ["One."])
    with GraphWriter(path) as writer, pytest.raises(GraphError, match="one id"):
        writer.replace("a", nodes, edges)
        writer.replace("b", [("b", {"kind": "document", "order": 1}), nodes[1]], [])
        writer.finish(ABOUT)


def test_removing_what_is_not_there(path):
    with GraphWriter(path) as writer, pytest.raises(GraphError, match="no document 'a'"):
        writer.remove("a")


DOCUMENTS = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(st.lists(st.sampled_from(["One bank.", "Two banks.", "Café", ""]), max_size=3), st.booleans()),
    min_size=1,
    max_size=4,
)


def made(chosen):
    found = {}
    for id, (sentences, linked) in chosen.items():
        others = [f"{other}/1" for other in sorted(chosen)] + ["authority:12 CFR 1"]
        found[id] = document(id, sentences, [(0, target) for target in others] if linked and sentences else ())
    names = sorted(chosen)
    authority = {"kind": "authority", "order": 0, "target": "12 CFR 1", "resolved": True, "label": "12 CFR 1", "document": names[-1]}
    check = {"kind": "check", "check": "C", "order": 0, "label": "C"}
    ends = [("check:C", names[0], edge_key(EdgeKind.VERIFIES, "check:C", names[0]), {"kind": "verifies"})]
    versions = [(names[0], "authority:12 CFR 1", edge_key(EdgeKind.SUPERSEDES, names[0], "authority:12 CFR 1"), {"kind": "supersedes"})]
    return found, names, ([("authority:12 CFR 1", authority), ("check:C", check)], ends + versions)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DOCUMENTS, min_size=2, max_size=4))
def test_whatever_was_edited_the_file_says_what_a_clean_build_says(tmp_path, edits):
    path, clean = tmp_path / "edited.db", tmp_path / "clean.db"
    for leftover in (path, clean):
        leftover.unlink(missing_ok=True)
    for chosen in edits:
        store(path, *made(chosen))
    store(clean, *made(edits[-1]))
    assert contents(path) == contents(clean)
    with StoredGraph(path) as graph:
        assert graph.base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert (len(graph), graph.number_of_edges()) == (len(list(graph)), sum(len(keyed) for ends in graph.succ.values() for keyed in ends.values()))
        for name in indexes(graph.base):
            held = {row for (row,) in graph.base.execute(f"SELECT rowid FROM {name}")}
            owners = [0, *(number for (number,) in graph.base.execute("SELECT number FROM document"))]
            assert held == {entry[0] for owner in owners for entry in entries(rows_of(graph.base, owner))}


def test_split_parts_all_of_a_graph(graph):
    parts, (nodes, edges) = split(graph)
    assert list(parts) == ["order", "rule"]
    assert sum(len(own) for own, _ in parts.values()) + len(nodes) == len(graph)
    assert sum(len(out) for _, out in parts.values()) + len(edges) == graph.number_of_edges()
    assert {data["kind"] for _, data in nodes} == {"authority", "check", "evidence"}


def test_a_file_that_is_no_database_is_built_over(path, graph):
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(GraphError, match="damaged"):
        StoredGraph(path)
    write(path, graph, fresh=True)
    assert contents(path)[0] == dump(graph)


def test_no_room_says_so(path, graph, monkeypatch):
    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("regkit.graph.db.writer.passages.add", full)
    with pytest.raises(GraphError, match=r"full.*Make room"):
        write(path, graph)
    assert not path.exists()


def test_build_graph_and_writer_agree_on_empty_documents(path, analysis_of):
    graph = build_graph([analysis_of("empty", [])], name="x")
    write(path, graph)
    assert contents(path)[0] == dump(graph)
