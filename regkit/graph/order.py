"""The one order of nodes and edges: reading order within their kind. It decides the bytes of every export, and the order of every query's answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from regkit.graph.schema import EdgeKind, NodeKind

_NODES = {kind.value: rank for rank, kind in enumerate(NodeKind)}
_EDGES = {kind.value: rank for rank, kind in enumerate(EdgeKind)}
_DOCUMENT = NodeKind.DOCUMENT.value

Node = tuple[str, dict[str, Any]]
Edge = tuple[str, str, str, dict[str, Any]]


def put_in_order(nodes: list[Node], edges: list[Edge]) -> None:
    """Sort nodes (id, attributes) and edges (source, target, key, attributes) in place. Raises: KeyError where an edge has an end that is no node."""
    nodes.sort(key=_node_key(nodes))
    edges.sort(key=_edge_key({node: place for place, (node, _) in enumerate(nodes)}))


def _node_key(nodes: Iterable[Node]) -> Callable[[Node], tuple[Any, ...]]:
    documents = {node: int(data.get("order", 0)) for node, data in nodes if data.get("kind") == _DOCUMENT}

    def key(entry: Node) -> tuple[Any, ...]:
        node, data = entry
        return (
            _NODES.get(str(data.get("kind")), len(_NODES)),
            documents.get(str(data.get("document", node)), len(documents)),
            data.get("order", 0),
            node,
        )

    return key


def _edge_key(places: Mapping[str, int]) -> Callable[[Edge], tuple[Any, ...]]:

    def key(entry: Edge) -> tuple[Any, ...]:
        source, target, name, data = entry
        return (
            places[source],
            _EDGES.get(str(data.get("kind")), len(_EDGES)),
            data.get("start", 0),
            places[target],
            name,
        )

    return key
