"""Which requirements a document, an id, an owner of checks means, as numbers of a stored graph: by its indexes, without a look at the others."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.rows import EDGE_CODES, NODE_CODES
from regkit.graph.schema import EdgeKind, NodeKind

_REQUIREMENT = NODE_CODES[NodeKind.REQUIREMENT.value]
_VERIFIES = EDGE_CODES[EdgeKind.VERIFIES.value]
_OF = "SELECT n.number FROM document d CROSS JOIN node n ON n.kind = ? AND n.document = d.number WHERE d.id = ?"
_BELOW = "SELECT number FROM node WHERE (id = ? OR id >= ? AND id < ?) AND kind = ?"
_VERIFIED = "SELECT target FROM edge WHERE source = ? AND kind = ?"


def of_documents(graph: StoredGraph, documents: Iterable[str]) -> set[int]:
    """Return the requirements of these documents. Raises: GraphError where the file cannot be read."""
    return _all(graph, _OF, [(_REQUIREMENT, document) for document in documents])


def below(graph: StoredGraph, places: Iterable[str]) -> set[int]:
    """Return the requirements that have these ids, or whose ids begin with these and "-", "." or "/", which follow each other in ASCII."""
    return _all(graph, _BELOW, [(place, f"{place}-", f"{place}0", _REQUIREMENT) for place in places])


def of_owners(graph: StoredGraph, owners: Iterable[str]) -> set[int]:
    """Return the requirements that checks of these owners verify."""
    return _all(graph, _VERIFIED, [(graph.number(id), _VERIFIES) for id in checks_of(graph, owners)])


def checks_of(graph: StoredGraph, owners: Iterable[str]) -> list[str]:
    """Return the node ids of the checks of these owners."""
    wanted = set(owners)
    return [id for id in graph.ids(NodeKind.CHECK) if graph.nodes[id].get("owner", "") in wanted]


def counted(graph: StoredGraph, kind: NodeKind) -> int:
    """Return how many nodes there are of a kind."""
    return int(graph.ask("SELECT count(*) FROM node WHERE kind = ?", NODE_CODES[kind.value])[0][0])


def _all(graph: StoredGraph, query: str, values: Iterable[tuple[object, ...]]) -> set[int]:
    return {int(row[0]) for value in values for row in graph.ask(query, *value)}
