"""A finished graph, part by part: what each document owns, and what belongs to none. How a graph that is in memory gets into `GraphWriter`."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from regkit.graph.db.writer import GraphWriter
from regkit.graph.draft import rows
from regkit.graph.order import Edge, Node
from regkit.graph.schema import EdgeKind, Graph, NodeKind

_SHARED = frozenset({NodeKind.CHECK.value, NodeKind.EVIDENCE.value})
_APART = frozenset({EdgeKind.AMENDS.value, EdgeKind.SUPERSEDES.value})

Part = tuple[list[Node], list[Edge]]


def split(graph: Graph) -> tuple[dict[str, Part], Part]:
    """Return the nodes and edges of every document, in the project's order, and those of none.

    A document owns what is made of its text, a reference that means nothing in it too; of edges, those that start at what it owns, but for what
    it amends and the versions that it supersedes.
    """
    nodes, edges = rows(graph)
    documents = [id for id, data in nodes if data["kind"] == NodeKind.DOCUMENT.value]
    owners: dict[str, str] = {}
    for id, data in nodes:
        if data["kind"] == NodeKind.DOCUMENT.value:
            owners[id] = id
        elif data["kind"] not in _SHARED and data["kind"] != NodeKind.AUTHORITY.value:
            owners[id] = str(data.get("document", ""))
    for source, target, _, data in edges:
        if data["kind"] == EdgeKind.CITES.value and not graph.nodes[target].get("resolved", True):
            owners[target] = owners[source]
    found: dict[str, Part] = defaultdict(lambda: ([], []))
    for id, data in nodes:
        found[owners.get(id, "")][0].append((id, data))
    for edge in edges:
        found[owners.get(edge[0], "") if edge[3]["kind"] not in _APART else ""][1].append(edge)
    return {id: found[id] for id in documents}, found[""]


def write(path: Path, graph: Graph, texts: dict[str, str] | None = None, *, fresh: bool = False, json_sha256: str = "") -> int:
    """Make the database at ``path`` that of a graph, whatever it was; return how many rows of nodes that took. Raises: GraphError."""
    parts, (nodes, edges) = split(graph)
    with GraphWriter(path, fresh=fresh) as writer:
        for document in writer.documents:
            if document not in parts:
                writer.remove(document)
        for document, (own, out) in parts.items():
            writer.replace(document, own, out, text=(texts or {}).get(document))
        writer.shared(nodes, edges)
        writer.finish(graph.graph, order=list(parts), json_sha256=json_sha256)
        return writer.written
