"""An OSCAL catalog: the documents as groups, their provisions and requirements as controls, for compliance-trestle, FedRAMP tools and GRC suites.

A provision is a control with its own text and its definitions as parts; below it stand its requirements, controls with the sentence as their
statement, and its provisions. (An OSCAL group holds groups or controls, never both, so provisions are no groups.) Links lead to the conditions,
exceptions and lead-ins, which are controls too, and to sources and authorities in the back matter. The file is written in pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regkit.export.content import Content, Names, compact, uuid
from regkit.export.oscal import NS, STATEMENT, filled, line, metadata, names, props, resource
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.text.visible import markdown

MEDIA_TYPE = "application/json"
SUFFIX = ".oscal-catalog.json"

_RELATIONS = {EdgeKind.CONDITIONED_BY: "conditioned-by", EdgeKind.EXCEPTED_BY: "excepted-by", EdgeKind.READ_WITH: "read-with"}
_REQUIREMENT = {
    "modality": "modality",
    "kind": "requirement_kind",
    "bearer": "bearer",
    "conditions": "conditions",
    "exceptions": "exceptions",
    "deadlines": "deadlines",
    "thresholds": "thresholds",
    "rule": "rule",
    "certain": "certain",
    "coverage": "coverage",
    "char-start": "start",
    "char-end": "end",
    "fingerprint": "fingerprint",
}


def export(graph: Graph) -> bytes:
    """Return the graph's documents, provisions and requirements as an OSCAL catalog."""
    return b"".join(pieces(graph))


def pieces(graph: Graph) -> Iterator[bytes]:
    """Yield the file piece by piece."""
    for piece in _file(Content(graph)):
        yield piece.encode()


def _file(content: Content) -> Iterator[str]:
    known = names(content)
    moment = content.moment()
    yield '{"catalog":{"uuid":' + compact(uuid("catalog", content.name)) + ',"metadata":' + compact(metadata(content, content.name, moment))
    opened = ',"groups":['
    for id in content.of(NodeKind.DOCUMENT):
        yield opened + compact(_group(content, known, id))[:-1]
        if _below(content, id):
            yield ',"controls":['
            yield from _controls(content, known, id)
            yield "]"
        yield "}\n"
        opened = ","
    if opened == ",":
        yield "]"
    opened = ',"back-matter":{"resources":['
    for id in (*content.of(NodeKind.DOCUMENT), *content.of(NodeKind.AUTHORITY)):
        yield opened + compact(resource(content, id)) + "\n"
        opened = ","
    yield ("]}" if opened == "," else "") + "}}\n"


def _below(content: Content, id: str) -> list[str]:
    return [*content.within(id, NodeKind.REQUIREMENT), *content.parts(id)]


def _controls(content: Content, known: Names, document: str) -> Iterator[str]:
    """Yield the controls of a document: each opened, what is below it, closed. A stack and no recursion, however deep the provisions."""
    stack = [iter(_below(content, document))]
    comma = ""
    while stack:
        id = next(stack[-1], None)
        if id is None:
            stack.pop()
            yield "]}\n" if stack else ""
            comma = ","
            continue
        yield comma + compact(_control(content, known, id))[:-1]
        below = _below(content, id)
        if below:
            stack.append(iter(below))
        yield ',"controls":[' if below else "}\n"
        comma = "" if below else ","


def _group(content: Content, known: Names, id: str) -> dict[str, Any]:
    data = content.nodes[id]
    fields = {"standing": "status", "issuer": "issuer", "instrument": "instrument", "citation": "citation", "document-version": "version"}
    return filled(
        {
            "id": known[id],
            "class": "document",
            "title": line(data.get("title") or data.get("label") or id),
            "props": props(data, fields, regkit_id=id),
            "links": [{"href": f"#{uuid('resource', id)}", "rel": "source"}],
            "parts": _parts(content, known, id),
        }
    )


def _control(content: Content, known: Names, id: str) -> dict[str, Any]:
    data = content.nodes[id]
    if data["kind"] == NodeKind.PROVISION.value:
        title = " ".join(filter(None, (data.get("marker", ""), data.get("heading", "")))) or data.get("pinpoint") or id
        fields = {"type": "type", "char-start": "start", "char-end": "end"}
        head = {"id": known[id], "class": "provision", "title": line(title)}
        return filled(head | {"props": _label(data) + props(data, fields, regkit_id=id), "parts": _parts(content, known, id)})
    return filled(
        {
            "id": known[id],
            "class": "requirement",
            "title": line(data.get("title") or data.get("label") or id),
            "props": _label(data) + props(data, _REQUIREMENT, regkit_id=id),
            "links": _links(content, known, id),
            "parts": [{"id": known[id] + STATEMENT, "name": "statement", "prose": line(data["quote"])}],
        }
    )


def _label(data: dict[str, Any]) -> list[dict[str, str]]:
    label = " ".join(str(data.get("pinpoint", "")).split())
    return [{"name": "label", "value": label}] if label else []


def _parts(content: Content, known: Names, id: str) -> list[dict[str, Any]]:
    said = markdown(content.said(id)).strip()
    parts: list[dict[str, Any]] = [{"id": f"{known[id]}_ovw", "name": "overview", "prose": said}] if said else []
    for definition in content.within(id, NodeKind.DEFINITION):
        data = content.nodes[definition]
        anchor = {"char-start": "start", "char-end": "end", "rule": "rule", "certain": "certain", "fingerprint": "fingerprint"}
        facts = props(data, anchor, regkit_id=definition)
        parts.append(filled({"name": "definition", "ns": NS, "title": line(data["term"]), "props": facts, "prose": markdown(data.get("body", ""))}))
    return parts


def _links(content: Content, known: Names, id: str) -> list[dict[str, str]]:
    data = content.nodes[id]
    source = {"href": f"#{uuid('resource', data['document'])}", "rel": "source", "resource-fragment": f"char={data['start']},{data['end']}"}
    links = [source]
    for edge, rel in _RELATIONS.items():
        links += [{"href": f"#{known[target]}", "rel": rel} for target, _ in content.out(id, edge) if target in known]
    for target, _ in content.out(data.get("sentence", ""), EdgeKind.CITES):
        where = known[target] if target in known else uuid("resource", target)
        links.append({"href": f"#{where}", "rel": "reference"})
    return list({(link["href"], link["rel"]): link for link in links}.values())
