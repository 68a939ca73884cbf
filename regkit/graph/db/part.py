"""A part of the stored graph as an ordinary networkx graph in memory, in the reading order of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from regkit.graph.bulk import without_collector
from regkit.graph.db.lazy import StoredGraph
from regkit.graph.draft import assemble
from regkit.graph.order import Edge, Node, put_in_order
from regkit.graph.schema import Graph


def to_networkx(stored: StoredGraph, ids: Iterable[str] | None = None) -> Graph:
    """Return the whole, or the part that is made of these nodes and the edges between them; what is no node is left out.

    Attributes are copies. Cost: linear in the part.
    """
    with without_collector():
        if ids is None:
            nodes: list[Node] = list(stored.rows())
        else:
            nodes = [(id, dict(data)) for id in dict.fromkeys(ids) if (data := stored.attributes(id)) is not None]
        inside = {id for id, _ in nodes}
        edges = list(_edges(stored, inside))
        put_in_order(nodes, edges)
        return assemble(stored.graph, nodes, edges)


def _edges(stored: StoredGraph, inside: set[str]) -> Iterator[Edge]:
    for source in inside:
        for target, keyed in stored.adj_of(source).items():
            if target in inside:
                for key, data in keyed.items():
                    yield source, target, key, dict(data)
