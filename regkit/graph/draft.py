"""Nodes and edges while they are collected; the networkx graph is made of them once, in its final order.

A networkx edge costs several dictionaries. To put a finished graph in order means to make every node and edge a second time, which was a third of
the cost of a build's graph; plain dictionaries are sorted for next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import networkx as nx

from regkit.graph.order import Edge, Node, put_in_order
from regkit.graph.schema import Attributes, EdgeKind, Graph, Scalar, edge_key

R = TypeVar("R", Node, Edge)
HELD = ("document", "provision")
"""What an authority's node says of where the corpus holds it."""


class Draft:
    """``nodes`` are attributes by id, ``edges`` attributes by (source, target, key), ``graph`` the attributes of the whole, as in networkx."""

    def __init__(self, **attributes: Scalar) -> None:
        self.graph: dict[str, Any] = attributes
        self.nodes: dict[str, Attributes] = {}
        self.edges: dict[tuple[str, str, str], Attributes] = {}

    def __contains__(self, node: object) -> bool:
        return node in self.nodes

    def add_node(self, id: str, attributes: Attributes) -> None:
        """Add a node, or give one that is there these attributes too."""
        known = self.nodes.get(id)
        if known is None:
            self.nodes[id] = attributes
        else:
            known.update(attributes)

    def add_edge(self, kind: EdgeKind, source: str, target: str, **attributes: Scalar) -> None:
        """Add an edge under a key that no other edge has."""
        number = 1
        place = (source, target, edge_key(kind, source, target))
        while place in self.edges:
            number += 1
            place = (source, target, edge_key(kind, source, target, number))
        attributes["kind"] = kind.value
        self.edges[place] = attributes

    def absorb(self, part: Draft) -> None:
        """Add what a further document gives, none of whose edges is there.

        Of an authority that both name, the first says what it is, the last where the corpus holds it.
        """
        for id, data in part.nodes.items():
            known = self.nodes.get(id)
            if known is None:
                self.nodes[id] = data
            else:
                known.update((name, data[name]) for name in HELD if name in data)
        self.edges.update(part.edges)

    def finish(self) -> Graph:
        """Return the graph, in the order of `regkit.graph.order`, and leave the draft empty: the two are never in memory together.

        Raises: KeyError where an edge has an end that is no node.
        """
        nodes: list[Node] = list(self.nodes.items())
        edges: list[Edge] = [(*place, data) for place, data in self.edges.items()]
        self.nodes, self.edges = {}, {}
        put_in_order(nodes, edges)
        return assemble(self.graph, _spent(nodes), _spent(edges))


def _spent(rows: list[R]) -> Iterator[R]:
    """Yield rows in order, and drop each when it is done with."""
    rows.reverse()
    while rows:
        yield rows.pop()


def rows(graph: Graph) -> tuple[list[Node], list[Edge]]:
    """Return the nodes (id, attributes) and the edges (source, target, key, attributes) of a graph, in order, whatever order they were added in."""
    nodes: list[Node] = list(graph.nodes.items())
    edges: list[Edge] = [
        (source, target, key, data) for source, ends in graph.adjacency() for target, keyed in ends.items() for key, data in keyed.items()
    ]
    put_in_order(nodes, edges)
    return nodes, edges


def arranged(graph: Graph) -> Graph:
    """Return a copy of the graph with its nodes and edges in order: the same graph gives the same order, however it was made."""
    nodes, edges = rows(graph)
    return assemble(graph.graph, ((id, dict(data)) for id, data in nodes), ((*place, dict(data)) for *place, data in edges))  # type: ignore[misc]


def assemble(attributes: dict[str, Any], nodes: Iterable[Node], edges: Iterable[Edge]) -> Graph:
    """Return the graph that `MultiDiGraph.add_node` and `add_edge` would make of the rows, whose dictionaries it takes over.

    Those copy every attribute dictionary twice and clear a cache for each edge, which costs three times as much for the same structure:
    ``_succ[u][v]`` and ``_pred[v][u]`` are one dictionary of attributes by key, as the documentation of networkx for subclasses has it.
    A test compares the two. Raises: KeyError where an edge has an end that is no node.
    """
    result: Any = nx.MultiDiGraph()
    result.graph.update(sorted(attributes.items()))
    succ, pred, node = result._succ, result._pred, result._node
    for id, data in nodes:
        node[id] = data
        succ[id] = {}
        pred[id] = {}
    for source, target, key, data in edges:
        ends = succ[source]
        keyed = ends.get(target)
        if keyed is None:
            ends[target] = pred[target][source] = {key: data}
        else:
            keyed[key] = data
    made: Graph = result
    return made
