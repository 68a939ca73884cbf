"""The one order of nodes and edges: reading order within their kind. It decides the bytes of every export, and the order of every query's answer."""

from __future__ import annotations

from typing import Any

import networkx as nx

from regkit.graph.schema import EdgeKind, Graph, NodeKind

_NODES = {kind.value: rank for rank, kind in enumerate(NodeKind)}
_EDGES = {kind.value: rank for rank, kind in enumerate(EdgeKind)}


def arranged(graph: Graph) -> Graph:
    """Return a copy of the graph with its nodes and edges in order: the same graph gives the same order, however it was made."""
    documents = {node: int(data.get("order", 0)) for node, data in graph.nodes(data=True) if data.get("kind") == NodeKind.DOCUMENT.value}

    def node_key(entry: tuple[str, dict[str, Any]]) -> tuple[Any, ...]:
        node, data = entry
        return (
            _NODES.get(str(data.get("kind")), len(_NODES)),
            documents.get(str(data.get("document", node)), len(documents)),
            data.get("order", 0),
            node,
        )

    result: Graph = nx.MultiDiGraph()
    result.graph.update(sorted(graph.graph.items()))
    nodes: list[tuple[str, dict[str, Any]]] = [(node, data) for node, data in graph.nodes(data=True)]
    nodes.sort(key=node_key)
    result.add_nodes_from(nodes)
    places = {node: place for place, node in enumerate(result)}

    def edge_key(entry: tuple[str, str, str, dict[str, Any]]) -> tuple[Any, ...]:
        source, target, key, data = entry
        return (
            places[source],
            _EDGES.get(str(data.get("kind")), len(_EDGES)),
            data.get("start", 0),
            places[target],
            key,
        )

    edges: list[Any] = list(graph.edges(keys=True, data=True))
    edges.sort(key=edge_key)
    result.add_edges_from(edges)
    return result
