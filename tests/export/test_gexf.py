"""GEXF that networkx opens as the same graph."""

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regkit.errors import GraphError
from regkit.export import gexf
from regkit.graph.schema import Graph
from regkit.text.visible import storable


def edges(graph):
    """Return attributes by (source, target, key). The key is in ``id`` too: networkx makes a plain DiGraph of a file without parallel edges."""
    found = {}
    for source, target, data in graph.edges(data=True):
        data = dict(data)
        found[source, target, data.pop("id")] = data
    return found


def given_edges(graph):
    return {(source, target, key): data for source, target, key, data in graph.edges(keys=True, data=True)}


def types(graph):
    return {(id, name): type(value) for id, data in graph.nodes(data=True) for name, value in data.items()}


def test_networkx_reads_the_same_graph(graph, validators, tmp_path):
    read = validators.gexf(gexf.export(graph), tmp_path)
    assert read.is_directed()
    assert list(read.nodes(data=True)) == sorted(graph.nodes(data=True), key=lambda entry: list(read).index(entry[0]))
    assert edges(read) == given_edges(graph)
    assert types(read) == types(graph)


def test_names_that_the_format_has_for_itself_are_attributes_as_any(validators, tmp_path):
    graph = Graph(name="x")
    graph.add_node("a", kind="document", label="l", order=0, start=3, end=4, id="mine", type="t", pid="p", parents="q", viz="v", weight="w")
    graph.add_edge("a", "a", key="k1", kind="x", start=1, end=2, type="undirected")
    graph.add_edge("a", "a", key="k2", kind="x")
    read = validators.gexf(gexf.export(graph), tmp_path)
    assert dict(read.nodes["a"]) == dict(graph.nodes["a"])
    assert edges(read) == given_edges(graph)
    assert isinstance(read, nx.MultiDiGraph)
    assert sorted(read.edges(keys=True)) == [("a", "a", "k1"), ("a", "a", "k2")]
    assert read.graph["mode"] == "static"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None)), number=st.integers(-(2**62), 2**62), real=st.floats(allow_nan=False), truth=st.booleans())
def test_any_value_comes_back(text, number, real, truth, validators, tmp_path):
    graph = Graph(name=text)
    graph.add_node("a", kind="document", label=text, order=0, text=text, number=number, real=real, truth=truth)
    read = validators.gexf(gexf.export(graph), tmp_path).nodes["a"]
    assert read == dict(graph.nodes["a"]) | {"label": storable(text), "text": storable(text)}


@pytest.mark.parametrize(("one", "other"), [(["x"], "y"), ({}, "y"), (None, "y"), (1, "y"), (True, 1)])
def test_what_no_column_can_hold_is_an_error(one, other):
    graph = Graph()
    graph.add_node("a", kind="document", label="", order=0, odd=one)
    graph.add_node("b", kind="document", label="", order=1, odd=other)
    with pytest.raises(GraphError, match="'odd'"):
        gexf.export(graph)
