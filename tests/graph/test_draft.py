"""Rows become the networkx graph that networkx itself would make of them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.graph.draft import Draft, arranged
from regkit.graph.schema import EdgeKind, NodeKind

NAMES = st.sampled_from(["a", "b", "c", "d"])
EDGES = st.lists(st.tuples(st.sampled_from([EdgeKind.CITES, EdgeKind.CONTAINS]), NAMES, NAMES), max_size=12)


def draft_of(edges: list[tuple[EdgeKind, str, str]]) -> Draft:
    draft = Draft(name="x", schema=1)
    for order, name in enumerate("abcd"):
        draft.add_node(name, {"kind": NodeKind.PROVISION.value, "order": order})
    for start, (kind, source, target) in enumerate(edges):
        draft.add_edge(kind, source, target, start=start)
    return draft


def whole(graph: Any) -> tuple[Any, ...]:
    forward = {source: {target: dict(keyed) for target, keyed in ends.items()} for source, ends in graph.adjacency()}
    back = {target: {source: dict(keyed) for source, keyed in ends.items()} for target, ends in graph.pred.items()}
    return dict(graph.graph), list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True)), forward, back


@given(EDGES)
def test_graph_is_what_networkx_makes(edges: list[tuple[EdgeKind, str, str]]) -> None:
    made = draft_of(edges).finish()
    expected: Any = nx.MultiDiGraph()
    expected.graph.update(made.graph)
    expected.add_nodes_from(made.nodes(data=True))
    for source, target, key, data in made.edges(keys=True, data=True):
        expected.add_edge(source, target, key=key, **data)
    assert whole(made) == whole(expected)
    assert made.number_of_edges() == len(edges)
    made.remove_node("a")  # the two directions share their dictionaries, as networkx keeps them
    expected.remove_node("a")
    assert whole(made) == whole(expected)


def test_arranged_shares_nothing_with_what_it_copies() -> None:
    graph = draft_of([(EdgeKind.CITES, "a", "b")]).finish()
    copy = arranged(graph)
    copy.nodes["a"]["order"] = 9
    next(iter(copy.edges(data=True)))[2]["start"] = 9
    assert graph.nodes["a"]["order"] == 0
    assert next(iter(graph.edges(data=True)))[2]["start"] == 0


def test_edge_without_an_end_is_refused() -> None:
    draft = draft_of([])
    draft.add_edge(EdgeKind.CITES, "a", "nowhere")
    with pytest.raises(KeyError):
        draft.finish()
