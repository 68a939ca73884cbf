"""Steps in a graph: one node, the nodes of a kind, the ends of a node's edges. What `regkit.graph.queries` is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regkit.errors import GraphError
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.model.span import Anchor, Span
from regkit.text.forms import nearest


def _inside(graph: Graph) -> Any:
    """Return the graph for a look at its own dictionaries, which networkx names in its documentation for subclasses.

    ``_node[id]`` are attributes, ``_succ[u][v]`` and ``_pred[v][u]`` attributes by key. The views that stand before them take five times as long.
    """
    return graph


def node(graph: Graph, id: str, kind: NodeKind | None = None) -> dict[str, Any]:
    """Return the attributes of a node. Raises: GraphError where there is none, or of another kind."""
    attributes = _inside(graph)._node.get(id)
    if attributes is not None and (kind is None or attributes["kind"] == kind.value):
        return attributes  # type: ignore[no-any-return]
    if (nearest_ids := getattr(graph, "nearest_ids", None)) is not None:
        near = nearest_ids(id)
    else:
        near = nearest(id, [other for other, data in graph.nodes(data=True) if kind is None or data["kind"] == kind.value])
    hint = f"Nearest are: {', '.join(near)}" if near else ""
    raise GraphError(f"the graph has no {kind.value if kind else 'node'} {id!r}", remedy=hint)


def nodes(graph: Graph, kind: NodeKind, document: str = "") -> list[str]:
    """Return the ids of all nodes of a kind, or those of one document."""
    value = kind.value
    if (ids := getattr(graph, "ids", None)) is not None:  # a stored graph, which has an index (regkit.graph.db.lazy)
        return list(ids(kind, document))
    if not document:
        return [id for id, data in _inside(graph)._node.items() if data["kind"] == value]
    return [id for id, data in _inside(graph)._node.items() if data["kind"] == value and data.get("document") == document]


def successors(graph: Graph, id: str, kind: EdgeKind) -> list[str]:
    """Return the ends of the node's outgoing edges of a kind, each once."""
    node(graph, id)
    return _ends(_inside(graph)._succ[id], kind.value)


def predecessors(graph: Graph, id: str, kind: EdgeKind) -> list[str]:
    """Return the starts of the node's incoming edges of a kind, each once."""
    node(graph, id)
    return _ends(_inside(graph)._pred[id], kind.value)


def _ends(around: Mapping[str, Mapping[str, Mapping[str, Any]]], kind: str) -> list[str]:
    """Return the other ends of the edges of a kind, in their order."""
    return [end for end, keyed in around.items() if any(data["kind"] == kind for data in keyed.values())]


def neighbours(graph: Graph, id: str) -> list[tuple[EdgeKind, str, bool]]:
    """Return (kind, other end, whether the edge leaves the node) of every edge of a node: the outgoing first."""
    node(graph, id)
    out = [(EdgeKind(data["kind"]), target, True) for _, target, data in graph.out_edges(id, data=True)]
    return out + [(EdgeKind(data["kind"]), source, False) for source, _, data in graph.in_edges(id, data=True)]


def anchor(graph: Graph, id: str) -> Anchor:
    """Return the anchor of a sentence, definition or requirement."""
    data = node(graph, id)
    if "fingerprint" not in data:
        raise GraphError(f"a {data['kind']} has no anchor: {id!r}")
    return Anchor(
        document=data["document"],
        span=Span(data["start"], data["end"]),
        quote=data["quote"],
        prefix=data["prefix"],
        suffix=data["suffix"],
        fingerprint=data["fingerprint"],
    )
