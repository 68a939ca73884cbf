"""The stored graph: the same bytes for the same graph, back as it was, and a clear error where it cannot be used."""

import json

import networkx as nx
import pytest

from regkit.errors import GraphError
from regkit.graph.build import build_graph
from regkit.graph.draft import arranged
from regkit.graph.schema import SCHEMA
from regkit.graph.store import dump, load, load_text, load_texts, parse, publish


def content(graph):
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True)), graph.graph


def test_round_trip(graph):
    assert content(parse(dump(graph))) == content(graph)
    assert dump(parse(dump(graph))) == dump(graph)


def test_the_order_in_which_a_graph_was_made_does_not_show(graph):
    shuffled = nx.MultiDiGraph(**graph.graph)
    shuffled.add_nodes_from(reversed(list(graph.nodes(data=True))))
    shuffled.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert dump(shuffled) == dump(graph)
    assert content(arranged(shuffled)) == content(graph)


def test_networkx_reads_it(graph):
    read = nx.node_link_graph(json.loads(dump(graph)), edges="edges")
    assert nx.utils.graphs_equal(read, graph)


def test_hostile_text_comes_back(analysis_of):
    text = 'A bank must report "x" </script> \\ {{ 7 * 7 }} =1+1 \u202e \U0001f600 \u2028 end.'
    graph = build_graph([analysis_of("act", [("1", text)])])
    assert parse(dump(graph)).nodes["act/1.1"]["quote"] == graph.nodes["act/1.1"]["quote"]


@pytest.mark.parametrize("value", [None, ["a"], {"a": 1}, object(), float("nan"), float("inf")])
def test_an_attribute_that_is_no_scalar_is_refused(graph, value):
    graph.nodes["order/III.1"]["odd"] = value
    with pytest.raises(GraphError, match=r"'odd' of order/III\.1"):
        dump(graph)


def test_half_a_character_is_refused(graph):
    graph.nodes["order/III.1"]["odd"] = "a\ud800b"
    with pytest.raises(GraphError, match="lone surrogate"):
        dump(graph)


DAMAGE = [
    ("cut", lambda data: data[: len(data) // 2]),
    ("empty", lambda data: b""),
    ("not text", lambda data: b"\xff\xfe" + data),
    ("another shape", lambda data: b'{"graph":{"schema":%d},"nodes":3}' % SCHEMA),
    ("an edge without an end", lambda data: data.replace(b'"source":"order"', b'"source":"nowhere"', 1)),
    ("a node without an id", lambda data: data.replace(b'"id":"order",', b"", 1)),
    ("a node without a kind", lambda data: data.replace(b'"kind":"document",', b"", 1)),
]


@pytest.mark.parametrize("harm", [case[1] for case in DAMAGE], ids=[case[0] for case in DAMAGE])
def test_damage_is_an_error_with_a_remedy(graph, tmp_path, harm):
    path = tmp_path / "graph.json"
    harmed = harm(dump(graph))
    assert harmed != dump(graph)
    path.write_bytes(harmed)
    with pytest.raises(GraphError, match=r"graph\.json.*regkit build"):
        load(path)


def test_another_schema_is_named(graph):
    with pytest.raises(GraphError, match="schema 999"):
        parse(dump(graph).replace(b'"schema":%d' % SCHEMA, b'"schema":999'))


def test_nothing_built_yet(tmp_path):
    with pytest.raises(GraphError, match="nothing is built yet"):
        load(tmp_path / "graph.json")


def test_texts_are_stored_beside_and_old_ones_removed(graph, analyses, tmp_path, analysis_of):
    path = tmp_path / "build" / "graph.json"
    documents = [analysis.document for analysis in analyses]
    publish(path, graph, documents)
    assert path.read_bytes() == dump(graph)
    stored = load(path)
    assert load_texts(path, stored) == {document.id: document for document in documents}
    before = sorted(file.name for file in (path.parent / "texts").iterdir())
    other = analysis_of("order", [("1", "A bank must report.")])
    publish(path, build_graph([other]), [other.document])
    assert load_text(path, load(path), "order") == other.document
    after = sorted(file.name for file in (path.parent / "texts").iterdir())
    assert len(after) == 1
    assert after[0] not in before


def test_publishing_twice_writes_the_same_bytes(graph, analyses, tmp_path):
    documents = [analysis.document for analysis in analyses]
    files = []
    for name in ("a", "b"):
        publish(tmp_path / name / "graph.json", graph, documents)
        files.append({file.relative_to(tmp_path / name): file.read_bytes() for file in sorted((tmp_path / name).rglob("*.json"))})
    assert files[0] == files[1]
    assert len(files[0]) == 3


def test_a_text_that_is_not_the_one_is_refused(graph, analyses, tmp_path):
    path = tmp_path / "graph.json"
    publish(path, graph, [analysis.document for analysis in analyses])
    stored = load(path)
    file = path.parent / stored.nodes["order"]["text_file"]
    file.write_bytes(file.read_bytes().replace(b"futures", b"savings"))
    with pytest.raises(GraphError, match="not the one"):
        load_text(path, stored, "order")
    file.unlink()
    with pytest.raises(GraphError, match="cannot be read"):
        load_text(path, stored, "order")
    with pytest.raises(GraphError, match="no document 'nope'"):
        load_text(path, stored, "nope")


def test_a_text_file_cannot_be_named_outside_the_build(graph, analyses, tmp_path):
    path = tmp_path / "build" / "graph.json"
    publish(path, graph, [analysis.document for analysis in analyses])
    stored = load(path)
    stored.nodes["order"]["text_file"] = "../../secret.0000000000000000.json"
    (tmp_path / "secret.0000000000000000.json").write_text("{}")
    with pytest.raises(GraphError, match="cannot be read"):
        load_text(path, stored, "order")


def test_a_folder_that_cannot_be_written_is_an_error_and_loses_nothing(graph, analyses, tmp_path, monkeypatch):
    path = tmp_path / "build" / "graph.json"
    documents = [analysis.document for analysis in analyses]
    publish(path, graph, documents)
    before = path.read_bytes()
    graph.nodes["order"]["label"] = "another"

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(GraphError, match="No space left on device"):
        publish(path, graph, documents)
    assert path.read_bytes() == before
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="cannot be written"):
        publish(tmp_path / "file" / "graph.json", graph, documents)
