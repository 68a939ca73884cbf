"""Questions about references: what is cited where, which terms are defined and used where. Asked through `regkit.graph.queries`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.graph.walk import anchor, node, nodes, successors
from regkit.model.span import Anchor, Span


class CitationUse(Struct, frozen=True, kw_only=True):
    """A citation where it stands. ``sentence`` is the citing node (a provision outside sentences); ``authority`` the cited target's node id.

    ``provision`` is the corpus' own copy of the target, empty where it has none; ``authority`` is empty for a resolved internal reference.
    """

    sentence: str
    span: Span
    quote: str
    family: str
    authority: str = ""
    provision: str = ""
    rule: str = ""
    certain: bool = True
    note: str = ""


class AuthorityEntry(Struct, frozen=True, kw_only=True):
    """A cited target and every place that cites it. ``resolved`` is False for a reference that means nothing yet; ``note`` says why."""

    id: str
    target: str
    family: str
    resolved: bool
    url: str = ""
    document: str = ""
    provision: str = ""
    note: str = ""
    uses: tuple[CitationUse, ...] = ()


class TermEntry(Struct, frozen=True, kw_only=True):
    """A defined term, its definition, and the sentences that use it, one for each use."""

    id: str
    term: str
    document: str
    provision: str
    pinpoint: str
    sentence: str
    anchor: Anchor
    body: str
    kind: str
    scope: tuple[str, ...]
    rule: str
    certain: bool
    uses: tuple[str, ...] = ()


def citations_of(graph: Graph, id: str) -> list[CitationUse]:
    """Return the citations in a sentence, in reading order; of a document or provision, those of all sentences within."""
    node(graph, id)
    places, todo = [], [id]
    while todo:
        place = todo.pop()
        places.append(place)
        todo += reversed(successors(graph, place, EdgeKind.CONTAINS))
    return [use for place in places for use in _uses(graph, place)]


def _uses(graph: Graph, place: str) -> Iterator[CitationUse]:
    edges = [(target, data) for _, target, data in graph.out_edges(place, data=True) if data["kind"] == EdgeKind.CITES.value]
    copies = {(data["via"], data["start"]): target for target, data in edges if "via" in data}
    for target, data in sorted(edges, key=lambda edge: (edge[1]["start"], edge[1]["end"])):
        if "via" in data:
            continue
        cited = graph.nodes[target]["kind"] == NodeKind.AUTHORITY.value
        yield CitationUse(
            sentence=place,
            span=Span(data["start"], data["end"]),
            quote=data["quote"],
            family=data["family"],
            authority=target if cited else "",
            provision=copies.get((target, data["start"]), "") if cited else target,
            rule=data["rule"],
            certain=data["certain"],
            note=data.get("note", ""),
        )


def authorities(graph: Graph) -> list[AuthorityEntry]:
    """Return every cited target with the places that cite it, by family and target; references that mean nothing yet come last."""
    uses: dict[str, list[CitationUse]] = {}
    for id, data in graph.nodes(data=True):
        if data["kind"] in {NodeKind.SENTENCE.value, NodeKind.PROVISION.value, NodeKind.DOCUMENT.value}:
            for use in _uses(graph, id):
                uses.setdefault(use.authority, []).append(use)
    found = []
    for id in nodes(graph, NodeKind.AUTHORITY):
        data = graph.nodes[id]
        texts = {name: data.get(name, "") for name in ("url", "document", "provision", "note")}
        found.append(
            AuthorityEntry(id=id, target=data["target"], family=data["family"], resolved=data["resolved"], uses=tuple(uses.get(id, ())), **texts)
        )
    return sorted(found, key=lambda entry: (not entry.resolved, entry.family, entry.target, entry.id))


def terms(graph: Graph) -> list[TermEntry]:
    """Return every definition with the sentences that use its term."""
    found = []
    for id in nodes(graph, NodeKind.DEFINITION):
        data = graph.nodes[id]
        uses = [place for place, _, edge in graph.in_edges(id, data=True) if edge["kind"] == EdgeKind.USES_TERM.value]
        found.append(
            TermEntry(
                id=id,
                term=data["term"],
                document=data["document"],
                provision=data["provision"],
                pinpoint=data.get("pinpoint", ""),
                sentence=data["sentence"],
                anchor=anchor(graph, id),
                body=data["body"],
                kind=data["definition_kind"],
                scope=msgspec.json.decode(data["scope"], type=tuple[str, ...]),
                rule=data["rule"],
                certain=data["certain"],
                uses=tuple(uses),
            )
        )
    return found
