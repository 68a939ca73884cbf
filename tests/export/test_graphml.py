"""GraphML that other tools read."""

import io

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regkit.errors import GraphError
from regkit.export.graphml import export, load


def test_networkx_reads_it_as_it_is(graph):
    read = nx.read_graphml(io.BytesIO(export(graph)), force_multigraph=True)
    assert (read.order(), read.size()) == (graph.order(), graph.size())
    assert read.nodes["order/III.1"]["label"] == graph.nodes["order/III.1"]["label"]
    assert type(read.nodes["order/III.1"]["start"]) is int
    assert read.nodes["order/III.1"]["certain"] is True


def test_edge_ids_are_names(graph):
    assert b'<edge source="order" target="order/III" id="e0">' in export(graph)


XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=XML_TEXT)
def test_any_text_comes_back(text):
    made = nx.MultiDiGraph(schema=1)
    made.add_node("a", kind="document", label=text, order=0)
    made.add_edge("a", "a", key="k|a|a", kind="contains", quote=text)
    back = load(export(made))
    assert back.nodes["a"]["label"] == text
    assert back.edges["a", "a", "k|a|a"]["quote"] == text


def test_entities_are_refused(graph):
    bomb = export(graph).replace(b"<graphml", b'<!DOCTYPE g [<!ENTITY a "aaaa">]><graphml', 1)
    with pytest.raises(GraphError, match="declares a document type"):
        load(bomb)


def test_a_list_is_refused(graph):
    graph.nodes["order"]["odd"] = ["x"]
    with pytest.raises(GraphError, match="'odd' of order"):
        export(graph)
