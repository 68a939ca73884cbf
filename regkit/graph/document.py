"""What one document gives to the graph: its nodes and edges, and what it says of authorities that it shares with other documents.

No other document has a say in it, but for the provisions that its citations lead to. So it is made once, and kept (`regkit.graph.fragment`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container

import msgspec

from regkit.graph.draft import Draft
from regkit.graph.elements import anchored, filled, short
from regkit.graph.links import Places, add_citations, add_definitions, add_term_uses
from regkit.graph.requirements import Stated, derive
from regkit.graph.schema import SEPARATOR, Attributes, EdgeKind, NodeKind, Scalar
from regkit.model.analysis import Analysis
from regkit.model.annotation import LogicOp, Norm, Statement
from regkit.model.document import Document
from regkit.text.anchors import make_anchor


def draft_of(analysis: Analysis, places: Places, definitions: Container[str]) -> Draft:
    """Return what a resolved analysis gives.

    ``places`` finds the id of a provision by document and path; ``definitions`` are the ids of all definitions that uses may lead to.
    The document's node lacks what the project decides: its ``order``.
    """
    draft = Draft()
    _document(draft, analysis)
    _provisions(draft, analysis.document)
    _sentences(draft, analysis)
    _requirements(draft, analysis)
    add_definitions(draft, analysis)
    add_citations(draft, analysis, places)
    add_term_uses(draft, analysis, definitions)
    return draft


def _document(draft: Draft, analysis: Analysis) -> None:
    document = analysis.document
    authority, source = document.authority, document.source
    encode = msgspec.json.Encoder(order="deterministic").encode
    attributes = filled(authority, "title issuer instrument citation short version effective expires url")
    attributes |= {
        "kind": NodeKind.DOCUMENT.value,
        "label": authority.title or document.id,
        "status": authority.status.value,
        "records": encode(authority.records).decode(),
        "not_held": encode(authority.not_held).decode(),
        "source": source.name,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "size": source.size,
        "text_sha256": text_sha256(document.text),
        "length": len(document.text),
        "findings": encode((*document.findings, *analysis.findings)).decode(),
    }
    attributes |= {name: value for name, value in (("source_url", source.url), ("retrieved", source.retrieved)) if value}
    draft.add_node(document.id, attributes)


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a canonical text in UTF-8, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _provisions(draft: Draft, document: Document) -> None:
    depths = [0] * len(document.provisions)
    for index, provision in enumerate(document.provisions):
        if provision.parent < 0:
            continue
        depths[index] = depths[provision.parent] + 1
        attributes = filled(provision, "marker heading pinpoint")
        attributes |= {
            "kind": NodeKind.PROVISION.value,
            "label": provision.pinpoint or provision.id,
            "document": document.id,
            "path": msgspec.json.encode(provision.path).decode(),
            "type": provision.type.value,
            "start": provision.span.start,
            "end": provision.span.end,
            "depth": depths[index],
            "order": index,
        }
        draft.add_node(provision.id, attributes)
        draft.add_edge(EdgeKind.CONTAINS, document.provisions[provision.parent].id, provision.id)


def _sentences(draft: Draft, analysis: Analysis) -> None:
    document = analysis.document
    statements = {statement.sentence: statement for statement in analysis.statements}
    for index, sentence in enumerate(analysis.sentences):
        if not document.quote(sentence.span).strip():
            continue
        provision = document.provisions[sentence.provision]
        attributes = anchored(make_anchor(document.id, document.text, sentence.span))
        attributes |= {"provision": provision.id, "heading_text": sentence.heading, "lead_in": sentence.lead_in, "order": index}
        attributes |= {"kind": NodeKind.SENTENCE.value, "label": short(str(attributes["quote"])), "pinpoint": provision.pinpoint}
        origin = document.origin(sentence.span.start)
        found: list[tuple[str, Scalar | None]] = [("line", origin.line), ("xpath", origin.xpath), ("pdf_page", origin.page)]
        found.append(("page", document.page(sentence.span.start)))
        attributes |= {name: value for name, value in found if value}
        if index in statements:
            attributes |= _clauses(document, statements[index]) | {"statement_rule": statements[index].rule}
        draft.add_node(sentence.id, attributes)
        draft.add_edge(EdgeKind.CONTAINS, provision.id, sentence.id)


def _requirements(draft: Draft, analysis: Analysis) -> None:
    requirements, links = derive(analysis)
    for order, stated in enumerate(requirements):
        draft.add_node(stated.requirement.id, _requirement(analysis.document, stated) | {"order": order})
        draft.add_edge(EdgeKind.STATES, stated.requirement.sentence, stated.requirement.id)
    for link in links:
        extra: Attributes = {"order": link.order, "certain": link.certain}
        if link.group:
            extra |= {"group": link.group, "op": (link.op or LogicOp.ALL).value, "count": link.count}
        if link.item:
            extra["item"] = link.item
        draft.add_edge(link.kind, link.source, link.target, **extra)


def _requirement(document: Document, stated: Stated) -> Attributes:
    requirement, norm = stated.requirement, stated.norm
    attributes = anchored(requirement.anchor)
    attributes |= filled(requirement, "provision pinpoint sentence bearer title rule")
    attributes |= {
        "kind": NodeKind.REQUIREMENT.value,
        "label": requirement.title or requirement.id,
        "requirement_kind": requirement.kind.value,
        "certain": requirement.certain,
        "clause_start": stated.clause.start,
        "clause_end": stated.clause.end,
    }
    if requirement.modality:
        attributes["modality"] = requirement.modality.value
    if norm:
        if norm.logic:
            attributes["logic"] = norm.logic.value
        for name, span in (("cue", norm.cue), ("bearer", norm.bearer), ("action", norm.action)):
            if span:
                attributes |= {name: document.quote(span), f"{name}_start": span.start, f"{name}_end": span.end}
        if norm.actions:
            attributes["actions"] = SEPARATOR.join(document.quote(act) for act in norm.actions)
        if norm.resolved_bearer:
            attributes["resolved_bearer"] = document.quote(norm.resolved_bearer)
        if norm.bearer_definition:
            attributes["bearer_definition"] = norm.bearer_definition
        attributes |= _clauses(document, norm)
    return attributes


def _clauses(document: Document, stated: Norm | Statement) -> Attributes:
    """Return conditions, exceptions, deadlines and thresholds as texts and spans."""
    attributes: Attributes = {}
    for name in ("condition", "exception", "deadline", "threshold"):
        members = getattr(stated, f"{name}s")
        spans = [member.span for member in members]
        if isinstance(stated, Norm) and any(member.modifies not in (None, stated.action, stated.cue) for member in members):
            attributes[f"{name}s_modify"] = SEPARATOR.join(document.quote(member.modifies) if member.modifies else "" for member in members)
        if spans:
            attributes[f"{name}s"] = SEPARATOR.join(document.quote(span) for span in spans)
            attributes[f"{name}_spans"] = " ".join(f"{span.start}-{span.end}" for span in spans)
    return attributes
