"""Resolved analyses, checks and evidence → the graph. What the graph is made of is said in `regkit.graph.schema`.

Nothing is decided here: which norms are requirements and what hangs on what is `regkit.graph.requirements`, what a check's quote means
`regkit.graph.targets`. The order of nodes and edges is that of `regkit.graph.order`, whatever order the input came in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from regkit.graph.amendments import add_amendments
from regkit.graph.bulk import without_collector
from regkit.graph.draft import Draft
from regkit.graph.elements import anchored, filled, short
from regkit.graph.links import add_citations, add_definitions, add_term_uses
from regkit.graph.requirements import Stated, derive
from regkit.graph.schema import SCHEMA, SEPARATOR, Attributes, EdgeKind, Graph, NodeKind, Scalar, check_id, evidence_id
from regkit.graph.targets import link_checks, link_evidence, try_links
from regkit.graph.versions import Superseded, add_versions
from regkit.model.analysis import Analysis
from regkit.model.annotation import LogicOp, Norm, Statement
from regkit.model.check import Check, Evidence
from regkit.model.document import Document
from regkit.text.anchors import make_anchor


def build_graph(
    analyses: Sequence[Analysis],
    checks: Sequence[Check] = (),
    evidence: Sequence[Evidence] = (),
    *,
    name: str = "",
    versions: Sequence[Superseded] = (),
    strict: bool = True,
) -> Graph:
    """Return the graph of resolved analyses (their order is the project's), of checks and of evidence.

    ``versions`` are those that the documents have superseded. Without ``strict``, targets that mean nothing are left out instead of raised.

    Raises: CheckError that lists every check whose target is unknown or ambiguous, and every result of an unknown check;
        ValueError where two documents have one id.
    """
    if len({analysis.document.id for analysis in analyses}) != len(analyses):
        raise ValueError("two documents have one id")
    with without_collector():
        draft = _draft(analyses, name, versions)
        if checks or evidence:
            _checks(draft, checks, evidence, strict=strict)
        return draft.finish()


def _draft(analyses: Sequence[Analysis], name: str, versions: Sequence[Superseded]) -> Draft:
    draft = Draft(schema=SCHEMA, name=name)
    places = {
        (analysis.document.id, provision.path): provision.id
        for analysis in reversed(analyses)
        for provision in reversed(analysis.document.provisions[1:])
    }
    for number, analysis in enumerate(analyses):
        _document(draft, analysis, number)
        _provisions(draft, analysis.document)
        _sentences(draft, analysis)
        _requirements(draft, analysis)
    for analysis in analyses:
        add_definitions(draft, analysis)
    for analysis in analyses:
        add_citations(draft, analysis, places)
        add_term_uses(draft, analysis)
    add_amendments(draft, analyses)
    add_versions(draft, versions)
    return draft


def with_checks(graph: Graph, checks: Sequence[Check], evidence: Sequence[Evidence]) -> Graph:
    """Return a copy of a graph with further checks, those left out that it has, and with further results of checks, newer than all it has.

    Raises: CheckError as `build_graph` does.
    """
    draft = Draft(**graph.graph)
    draft.nodes = {node: dict(data) for node, data in graph.nodes.items()}
    draft.edges = {(source, target, key): dict(data) for source, target, key, data in graph.edges(keys=True, data=True)}
    _checks(draft, [check for check in checks if check_id(check.id) not in draft], ())
    _evidence(draft, evidence, len(draft.nodes))
    return draft.finish()


def _checks(draft: Draft, checks: Sequence[Check], evidence: Sequence[Evidence], *, strict: bool = True) -> None:
    links = link_checks(draft.nodes, checks) if strict else try_links(draft.nodes, checks)[0]
    executed = link_evidence(checks, evidence)
    for order, check in enumerate(checks):
        attributes = filled(check, "title owner frequency next_due procedure evidence_wanted risk place")
        attributes |= {"check": check.id, "method": check.method.value, "label": check.title or check.id, "order": order}
        if check.tags:
            attributes["tags"] = SEPARATOR.join(check.tags)
        draft.add_node(check_id(check.id), attributes | {"kind": NodeKind.CHECK.value})
    for check, target, requirement in links:
        extra: Attributes = {"by": "id"} if target.id else {"by": "quote", "quote": target.quote}
        draft.add_edge(EdgeKind.VERIFIES, check_id(check.id), requirement, **extra)
    _evidence(draft, executed, 0)


def _evidence(draft: Draft, evidence: Sequence[Evidence], first: int) -> None:
    for order, item in enumerate(evidence, first):
        attributes = filled(item, "date by note attachment sha256 place environment entry")
        attributes |= {
            name: msgspec.json.encode(pairs).decode()
            for name, pairs in (("verified", item.verified), ("inputs", item.inputs), ("changed", item.changed))
            if pairs
        }
        attributes |= {
            "evidence": item.id,
            "check": item.check,
            "result": item.result.value,
            "label": f"{item.date} {item.result.value}",
            "order": order,
        }
        draft.add_node(evidence_id(item.id), attributes | {"kind": NodeKind.EVIDENCE.value})
        draft.add_edge(EdgeKind.EVIDENCED_BY, check_id(item.check), evidence_id(item.id))


def _document(draft: Draft, analysis: Analysis, order: int) -> None:
    document = analysis.document
    authority, source = document.authority, document.source
    encode = msgspec.json.Encoder(order="deterministic").encode
    attributes = filled(authority, "title issuer instrument citation short version effective expires url")
    attributes |= {
        "kind": NodeKind.DOCUMENT.value,
        "label": authority.title or document.id,
        "order": order,
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
