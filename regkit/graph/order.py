"""The one order of nodes and edges: reading order within their kind. It decides the bytes of every export, and the order of every query's answer.

Nodes go by kind, then document (in the project's order), then their place among their kind. Edges go by the place of their source, then kind, then
where the words stand, then target: one in the same document by its place, any other by its id. So what one document gives stands together within
each kind, in an order that no other document has a say in, and a stored graph is made of stretches that are kept from build to build
(`regkit.graph.fragment`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from regkit.graph.schema import EdgeKind, NodeKind

_NODES = {kind.value: rank for rank, kind in enumerate(NodeKind)}
_EDGES = {kind.value: rank for rank, kind in enumerate(EdgeKind)}
_DOCUMENT = NodeKind.DOCUMENT.value
_OWN = frozenset(kind.value for kind in (NodeKind.PROVISION, NodeKind.SENTENCE, NodeKind.DEFINITION, NodeKind.REQUIREMENT))

Node = tuple[str, dict[str, Any]]
Edge = tuple[str, str, str, dict[str, Any]]


def put_in_order(nodes: list[Node], edges: list[Edge]) -> None:
    """Sort nodes (id, attributes) and edges (source, target, key, attributes) in place; targets in other documents need not be among the nodes.

    Raises: KeyError where an edge begins in no node.
    """
    documents = {node: int(data.get("order", 0)) for node, data in nodes if data.get("kind") == _DOCUMENT}
    nodes.sort(key=lambda entry: _node_key(entry, documents))
    homes = {node: home for node, data in nodes if (home := home_of(node, data))}
    edges.sort(key=_edge_key({node: place for place, (node, _) in enumerate(nodes)}, homes))


def home_of(node: str, data: Mapping[str, Any]) -> str:
    """Return the document that a node is a part of; empty for what several share (authorities, checks, evidence)."""
    kind = data.get("kind")
    return str(data.get("document", "")) if kind in _OWN else node if kind == _DOCUMENT else ""


def _node_key(entry: Node, documents: Mapping[str, int]) -> tuple[Any, ...]:
    node, data = entry
    return (
        _NODES.get(str(data.get("kind")), len(_NODES)),
        documents.get(str(data.get("document", node)), len(documents)),
        data.get("order", 0),
        node,
    )


def _edge_key(places: Mapping[str, int], homes: Mapping[str, str]) -> Callable[[Edge], tuple[Any, ...]]:
    def key(entry: Edge) -> tuple[Any, ...]:
        source, target, name, data = entry
        home = homes.get(source)
        apart = home is not None and homes.get(target) != home
        return (
            places[source],
            _EDGES.get(str(data.get("kind")), len(_EDGES)),
            data.get("start", 0),
            apart,
            target if apart else "",
            0 if apart else places[target],
            name,
        )

    return key
