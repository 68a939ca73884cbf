"""Decisions laid over a graph that was opened: what was rejected makes no requirement, what was edited has its new values.

The stored graph stays what the rules found, so a decision needs no build, and taking it back restores everything. A rejected requirement or
definition becomes a node of kind ``rejected`` (``was`` is what it had been): it is in no coverage, in no condition tree (but its parts are: what a
lead-in's items ask for does not vanish with the lead-in) and verified by nothing, and it is listed with who rejected it and why. A rejected link or
citation becomes an edge of that kind. An edited item keeps beside its new values what was extracted, in ``extracted``.

Decisions that are pending, suspect or lost change nothing but what is said of the item.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from regkit.graph.schema import SEPARATOR, EdgeKind, Graph, NodeKind, authority_id, edge_key
from regkit.model.check import ItemKind
from regkit.text.quotes import fold
from regkit.trace.review.settle import Standing, State
from regkit.trace.review.words import described

SPANNED = ("conditions", "exceptions", "deadlines", "thresholds")


def apply(graph: Graph, standings: Iterable[Standing]) -> None:
    """Lay what was decided over a graph, in place. It must be one that nothing was laid over before."""
    for standing in standings:
        if standing.item is None:
            continue
        said = {
            "review": standing.state.value,
            "review_by": ", ".join(standing.reviewers),
            "review_date": standing.record.date,
            "review_words": described(standing),
        }
        if standing.kind in (ItemKind.REQUIREMENT, ItemKind.DEFINITION):
            _node(graph, standing, graph.nodes[standing.id], said)
        elif standing.kind is ItemKind.LINK:
            _link(graph, standing, said)
        else:
            _citation(graph, standing, said)


def _node(graph: Graph, standing: Standing, data: dict[str, Any], said: dict[str, str]) -> None:
    data.update(said)
    if standing.state is State.EDITED:
        before: dict[str, Any] = {}
        for field, value in standing.record.edits.items():
            before |= _set(graph, standing, data, field, value)
        data["extracted"] = msgspec.json.encode(before, order="sorted").decode()
    elif standing.state is State.REJECTED:
        data.update(was=data["kind"], kind=NodeKind.REJECTED.value)
        if standing.kind is ItemKind.DEFINITION:
            for _, _, edge in graph.in_edges(standing.id, data=True):
                if edge["kind"] == EdgeKind.USES_TERM.value:
                    _reject(edge, said)


def _set(graph: Graph, standing: Standing, data: dict[str, Any], field: str, value: str) -> dict[str, Any]:
    """Give a field its value; return what it had, with what goes with it."""
    names = [field]
    new: dict[str, Any] = {field: value} if value else {}
    if field in SPANNED:
        names.append(f"{field[:-1]}_spans")
        if value:
            new[names[1]] = " ".join(f"{start}-{end}" for start, end in located(standing, value.split(SEPARATOR)) or ())
    elif field in ("bearer", "body"):
        names += [f"{field}_start", f"{field}_end"]
        if value and (found := located(standing, [value])):
            new |= dict(zip(names[1:], found[0], strict=True))
    elif field == "term":
        names.append("label")
        new["label"] = value
    before = {name: data.get(name) for name in names}  # null: it had none
    for name in names:
        data.pop(name, None)
    if field == "body" and len(new) == 1:
        new |= {name: before[name] for name in names[1:]}  # no quote of its sentence: where it stands is not known better
    data.update(new)
    return before


def located(standing: Standing, quotes: Iterable[str]) -> list[tuple[int, int]] | None:
    """Return where quotes stand in the document, in their item's sentence; None where one does not stand there."""
    item = standing.item
    return None if item is None else places_of(item.quote, item.start, quotes)


def places_of(sentence: str, start: int, quotes: Iterable[str]) -> list[tuple[int, int]] | None:
    """Return where quotes stand in a sentence that begins at ``start``, typography folded; None where one does not."""
    text, found = fold(sentence), []
    for quote in quotes:
        at = text.find(fold(quote))
        if at < 0 or not quote.strip():
            return None
        found.append((start + at, start + at + len(quote)))
    return found


def _link(graph: Graph, standing: Standing, said: dict[str, str]) -> None:
    item = standing.item
    if item is None:
        return
    for source, _, edge in graph.in_edges(item.node, data=True):
        if edge["kind"] == EdgeKind.VERIFIES.value and graph.nodes[source].get("check") == item.check:
            edge.update(said)
            if standing.state is State.REJECTED:
                _reject(edge, said)


def _citation(graph: Graph, standing: Standing, said: dict[str, str]) -> None:
    item = standing.item
    if item is None:
        return
    mark = item.marks[0][1]
    edges = [
        edge
        for _, _, edge in graph.out_edges(item.node, data=True)
        if edge["kind"] == EdgeKind.CITES.value and (edge["start"], edge["end"]) == (mark.start, mark.end)
    ]
    for edge in edges:
        edge.update(said)
        if standing.state in (State.REJECTED, State.EDITED):
            _reject(edge, said)
    if standing.state is State.EDITED and edges and (target := standing.record.edits.get("target", "")):
        family = str(edges[0].get("family", ""))
        node = target if target in graph else authority_id(target)
        if node not in graph:
            attributes = {"kind": NodeKind.AUTHORITY.value, "label": target, "target": target, "family": family, "resolved": True, "order": 0}
            graph.add_node(node, **attributes)
        kept = {name: edges[0][name] for name in ("family", "start", "end", "quote") if name in edges[0]}
        key, number = edge_key(EdgeKind.CITES, item.node, node), 1
        while graph.has_edge(item.node, node, key):
            number += 1
            key = edge_key(EdgeKind.CITES, item.node, node, number)
        graph.add_edge(item.node, node, key=key, kind=EdgeKind.CITES.value, rule="review", certain=True, **kept, **said)


def _reject(edge: dict[str, Any], said: dict[str, str]) -> None:
    edge.update(said, was=edge["kind"], kind=EdgeKind.REJECTED.value)
