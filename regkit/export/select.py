"""What of a graph is exported: coverage laid over it, and the part of it that was asked for.

A part is a graph as well, so every form can hold it. What is left out takes with it what would hang in the air: the checks that verify nothing any
more, their evidence, and authorities that nothing cites.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from regkit.export.content import STANDING
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.graph.walk import node
from regkit.model.coverage import Coverage


def with_coverage(graph: Graph, coverage: Iterable[Coverage]) -> Graph:
    """Return a copy of the graph whose requirements carry their coverage status as the attribute ``coverage``."""
    copy = graph.copy()
    for found in coverage:
        if found.requirement in copy:
            copy.nodes[found.requirement][STANDING] = found.status.value
    return copy


def select(graph: Graph, *, documents: Collection[str] = (), statuses: Collection[str] = (), modalities: Collection[str] = ()) -> Graph:
    """Return the part of a graph: requirements of these documents, coverage statuses and modalities. What is empty leaves nothing out.

    Statuses are those that `with_coverage` laid over the graph. Raises: GraphError where a document is not in the graph, naming the nearest.
    """
    if not (documents or statuses or modalities):
        return graph
    for id in documents:
        node(graph, id, NodeKind.DOCUMENT)
    held = {NodeKind.PROVISION.value, NodeKind.SENTENCE.value, NodeKind.DEFINITION.value, NodeKind.REQUIREMENT.value, NodeKind.REJECTED.value}
    kept: set[str] = set()
    for id, data in graph.nodes(data=True):
        kind = data["kind"]
        if kind == NodeKind.DOCUMENT.value:
            wanted = not documents or id in documents
        elif kind in held:
            wanted = not documents or data.get("document") in documents
        else:
            continue
        if kind == NodeKind.REQUIREMENT.value:
            wanted = wanted and (not statuses or data.get(STANDING) in statuses) and (not modalities or data.get("modality") in modalities)
        if wanted:
            kept.add(id)
    edges = [(source, target, data["kind"]) for source, target, data in graph.edges(data=True)]
    kept |= {target for source, target, _ in edges if source in kept and graph.nodes[target]["kind"] == NodeKind.AUTHORITY.value}
    _chain(graph, kept)
    verifying = {source for source, target, kind in edges if kind == EdgeKind.VERIFIES.value and target in kept}
    kept |= verifying
    kept |= {target for source, target, kind in edges if kind == EdgeKind.EVIDENCED_BY.value and source in verifying}
    return graph.subgraph(kept).copy()


def _chain(graph: Graph, kept: set[str]) -> None:
    """Keep the versions before a kept document, one after the other."""
    todo = list(kept)
    while todo:
        for _, target, data in graph.out_edges(todo.pop(), data=True):
            if data["kind"] == EdgeKind.SUPERSEDES.value and target not in kept:
                kept.add(target)
                todo.append(target)
