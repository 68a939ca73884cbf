"""Definitions, uses of terms and citations → nodes and edges."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Mapping

import msgspec

from regkit.graph.draft import Draft
from regkit.graph.elements import anchored, filled
from regkit.graph.schema import Attributes, EdgeKind, NodeKind, authority_id, unresolved_id
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation
from regkit.model.document import Document
from regkit.model.span import Span
from regkit.text.anchors import make_anchor

Places = Mapping[str, Mapping[tuple[str, ...], str]]
"""The ids of provisions by document and path; a document that is not there is not of the corpus."""


def paths_of(document: Document) -> dict[tuple[str, ...], str]:
    """Return the id of each provision by its path; of several with one path, of the first."""
    return {provision.path: provision.id for provision in reversed(document.provisions[1:])}


def add_definitions(draft: Draft, analysis: Analysis) -> None:
    """Add a node for every definition, and an edge from the sentence that gives it."""
    document = analysis.document
    starts, ids = _index(analysis)
    for order, definition in enumerate(analysis.definitions):
        provision = document.provisions[definition.provision]
        sentence = _sentence_at(starts, ids, definition.span)
        attributes = anchored(make_anchor(document.id, document.text, definition.span))
        attributes |= {
            "kind": NodeKind.DEFINITION.value,
            "label": definition.term,
            "order": order,
            "provision": provision.id,
            "pinpoint": provision.pinpoint,
            "sentence": sentence,
            "term": definition.term,
            "definition_kind": definition.kind.value,
            "scope": msgspec.json.encode(definition.scope).decode(),
            "body": document.quote(definition.body),
            "body_start": definition.body.start,
            "body_end": definition.body.end,
            "rule": definition.rule,
            "certain": definition.certain,
        }
        draft.add_node(definition.id, attributes)
        draft.add_edge(EdgeKind.DEFINES, sentence or provision.id, definition.id)


def add_term_uses(draft: Draft, analysis: Analysis, definitions: Container[str]) -> None:
    """Add an edge for every use of a term whose definition is in the graph, of this document or another."""
    starts, ids = _index(analysis)
    for use in analysis.term_uses:
        if use.definition in definitions:
            place = _sentence_at(starts, ids, use.span) or analysis.document.provision_at(use.span.start).id
            extra: Attributes = {"start": use.span.start, "end": use.span.end, "quote": analysis.document.quote(use.span), "term": use.term}
            draft.add_edge(EdgeKind.USES_TERM, place, use.definition, **extra)


def add_citations(draft: Draft, analysis: Analysis, places: Places) -> None:
    """Add an edge for every citation."""
    document = analysis.document
    starts, ids = _index(analysis)
    for citation in analysis.citations:
        sentence = _sentence_at(starts, ids, citation.span)
        place = sentence or document.provision_at(citation.span.start).id
        provision = ""
        if citation.target_document and (paths := places.get(citation.target_document)) is not None:
            path = citation.target_path or ()
            provision = paths.get(path, "") if path else citation.target_document
        extra = filled(citation, "family rule through note url") | {"start": citation.span.start, "end": citation.span.end}
        extra |= {"quote": document.quote(citation.span), "certain": citation.certain}
        via = ""
        if citation.target and citation.family != "internal":
            via = authority_id(citation.target)
            if via not in draft:
                draft.add_node(via, _authority(citation, citation.target, resolved=True))
            if provision:
                draft.nodes[via].update(document=citation.target_document or "", provision=provision)
            draft.add_edge(EdgeKind.CITES, place, via, **extra)
        if provision:
            draft.add_edge(EdgeKind.CITES, place, provision, **extra, **({"via": via} if via else {}))
        elif not via:
            offset = citation.span.start - int(draft.nodes[place].get("start", 0))
            node = unresolved_id(place, offset)
            draft.add_node(node, _authority(citation, document.quote(citation.span), resolved=False))
            draft.add_edge(EdgeKind.CITES, place, node, **extra)


def _authority(citation: Citation, target: str, *, resolved: bool) -> Attributes:
    attributes = filled(citation, "family url" if resolved else "family url note")
    return attributes | {"kind": NodeKind.AUTHORITY.value, "label": target, "target": target, "resolved": resolved, "order": 0}


def _index(analysis: Analysis) -> tuple[list[int], list[tuple[str, Span]]]:
    found = [(sentence.span.start, sentence.id, sentence.span) for sentence in analysis.sentences if analysis.document.quote(sentence.span).strip()]
    return [start for start, _, _ in found], [(id, span) for _, id, span in found]


def _sentence_at(starts: list[int], ids: list[tuple[str, Span]], span: Span) -> str:
    at = bisect_right(starts, span.start) - 1
    return ids[at][0] if at >= 0 and span.start < ids[at][1].end else ""
