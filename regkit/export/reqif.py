"""ReqIF 1.2, for DOORS, Polarion, Jama, codebeamer, Capella and strictdoc.

A document is a SPECIFICATION, its provisions the hierarchy; below a provision stand its definitions and requirements, each with its sentence as
XHTML and with its anchor. Checks and cited authorities are specifications of their own, since an object in no hierarchy is shown by few tools. A
provision's own text is what states no requirement, so that the whole of a document is there, and no sentence of it twice.

Relations lead from the dependent to what it depends on, as ReqIF tools draw them (child to parent). So CONDITIONED_BY and EXCEPTED_BY are written
turned round, as CONDITION_OF and EXCEPTION_OF: an item of a list is both read with its lead-in and a condition of it, and the two one way and the
other make a circle, in which strictdoc 0.30 loses itself. Between two objects is one relation: strictdoc stops at a second. What else ties the two
is named in its ``regkit.Also``. All other relations lead where the graph's edges do. Sentences are no objects here: what a requirement is read
with, cites or uses through its sentence leads from the requirement itself, and to the provision that the sentence stands in.

Identifiers are UUIDs of the graph's ids, so that a later export updates the items of an earlier one; LAST-CHANGE is the day of the document.
The file is written in pieces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from regkit.export.content import Content, Names
from regkit.export.reqif_types import (
    AUTHORITY,
    CHECK,
    DEFINITION,
    DOCUMENT,
    HEADING,
    RELATIONS,
    REQUIREMENT,
    Kind,
    attribute,
    definitions,
    identifier,
    opening,
    values,
)
from regkit.graph.schema import SEPARATOR, EdgeKind, Graph, NodeKind

MEDIA_TYPE = "application/xml"
SUFFIX = ".reqif"

_TURNED = {EdgeKind.CONDITIONED_BY: "CONDITION_OF", EdgeKind.EXCEPTED_BY: "EXCEPTION_OF"}
_THROUGH = (EdgeKind.USES_TERM, EdgeKind.CITES)
_OBJECTS = (NodeKind.PROVISION, NodeKind.DEFINITION, NodeKind.REQUIREMENT, NodeKind.AUTHORITY, NodeKind.CHECK)
_FOREIGN = re.compile(r"^\W|[^\w()/.: -]")


def export(graph: Graph) -> bytes:
    """Return the graph as ReqIF in UTF-8."""
    return b"".join(pieces(graph))


def pieces(graph: Graph) -> Iterator[bytes]:
    """Yield the file piece by piece."""
    for piece in _file(Content(graph)):
        yield piece.encode()


def _file(content: Content) -> Iterator[str]:
    moment = content.moment()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<REQ-IF xmlns="http://www.omg.org/spec/ReqIF/20110401/reqif.xsd" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    yield f'<THE-HEADER><REQ-IF-HEADER IDENTIFIER="{identifier("header", content.name)}"><CREATION-TIME>{moment}</CREATION-TIME>'
    yield "<REQ-IF-TOOL-ID>regkit</REQ-IF-TOOL-ID><REQ-IF-VERSION>1.0</REQ-IF-VERSION><SOURCE-TOOL-ID>regkit</SOURCE-TOOL-ID>"
    yield f"<TITLE>{_text(content.name)}</TITLE></REQ-IF-HEADER></THE-HEADER>\n<CORE-CONTENT><REQ-IF-CONTENT>\n"
    yield from definitions(moment)
    yield "<SPEC-OBJECTS>"
    yield from _objects(content)
    yield "</SPEC-OBJECTS>\n<SPEC-RELATIONS>"
    yield from _relations(content)
    yield "</SPEC-RELATIONS>\n<SPECIFICATIONS>"
    yield from _specifications(content)
    yield "</SPECIFICATIONS>\n</REQ-IF-CONTENT></CORE-CONTENT></REQ-IF>\n"


def _foreign(id: str) -> str:
    """Return an id as people know it, in the alphabet that strictdoc has for its UIDs."""
    return _FOREIGN.sub("_", id.removeprefix("check:"))


def _objects(content: Content) -> Iterator[str]:
    names = Names((id for kind in _OBJECTS for id in content.of(kind)), _foreign)
    for id in content.of(NodeKind.PROVISION):
        data = content.nodes[id]
        chapter = " ".join(filter(None, (data.get("marker", ""), data.get("heading", "")))) or data.get("pinpoint", "") or id
        yield _object(content, HEADING, id, names, {"chapter": chapter, "text": content.said(id)})
    for id in content.of(NodeKind.DEFINITION):
        yield _object(content, DEFINITION, id, names, {})
    for id in content.of(NodeKind.REQUIREMENT):
        yield _object(content, REQUIREMENT, id, names, {})
    for id in content.of(NodeKind.AUTHORITY):
        yield _object(content, AUTHORITY, id, names, {"target": content.nodes[id].get("target") or content.nodes[id].get("label", "")})
    for id in content.of(NodeKind.CHECK):
        latest = content.latest(id) or {}
        result = {f"result{end}": latest.get(name, "") for end, name in (("", "result"), ("_date", "date"), ("_note", "note"))}
        yield _object(content, CHECK, id, names, result)


def _object(content: Content, kind: Kind, id: str, names: Names, more: dict[str, Any]) -> str:
    data = content.nodes[id] | {"id": names[id]} | more
    head = opening("SPEC-OBJECT", identifier(id), content.moment(id))
    return f"{head}><TYPE><SPEC-OBJECT-TYPE-REF>{kind.id}</SPEC-OBJECT-TYPE-REF></TYPE>{values(kind, data)}</SPEC-OBJECT>\n"


def _relations(content: Content) -> Iterator[str]:
    for id in (*content.of(NodeKind.REQUIREMENT), *content.of(NodeKind.CHECK)):
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        also: dict[str, list[str]] = {}
        for name, target, data in _links(content, id):
            end = _object_of(content, target)
            if not end or end == id:
                continue
            first = found.setdefault(end, (name, data))[0]
            if first != name and name not in also.setdefault(end, []):
                also[end].append(name)
        for target, (name, data) in found.items():
            yield _relation(content, name, id, target, data | {"also": SEPARATOR.join(also.get(target, ()))})


def _links(content: Content, id: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (relation, other end, attributes) of what leads from an object, what says most first."""
    for edge, name in _TURNED.items():
        yield from ((name, other, data) for other, data in content.into(id, edge))
    for edge in (EdgeKind.VERIFIES, EdgeKind.READ_WITH):
        yield from ((edge.name, other, data) for other, data in content.out(id, edge))
    for edge in _THROUGH:
        yield from ((edge.name, other, data) for other, data in content.out(content.nodes[id].get("sentence", ""), edge))


def _object_of(content: Content, id: str) -> str:
    """Return the object that a relation to a node leads to: of a sentence, its provision; none of a document, which is a specification."""
    if content.nodes[id]["kind"] == NodeKind.SENTENCE.value:
        id = content.nodes[id]["provision"]
    kind = content.nodes.get(id, {}).get("kind")
    return id if kind in _OBJECTS else ""


def _relation(content: Content, name: str, source: str, target: str, data: dict[str, Any]) -> str:
    kind = RELATIONS[name]
    head = opening("SPEC-RELATION", identifier("relation", source, target), content.moment(source))
    reference = "SPEC-OBJECT-REF"
    return (
        f"{head}><TYPE><SPEC-RELATION-TYPE-REF>{kind.id}</SPEC-RELATION-TYPE-REF></TYPE>"
        f"<SOURCE><{reference}>{identifier(source)}</{reference}></SOURCE><TARGET><{reference}>{identifier(target)}</{reference}></TARGET>"
        f"{values(kind, data)}</SPEC-RELATION>\n"
    )


def _specifications(content: Content) -> Iterator[str]:
    documents = content.of(NodeKind.DOCUMENT)
    titles = {id: str(content.nodes[id].get("title") or content.nodes[id].get("label") or id) for id in documents}
    shared = {title for title, count in Counter(title.casefold() for title in titles.values()).items() if count > 1} | {"checks", "authorities"}
    for id, title in titles.items():
        data = content.nodes[id]
        name = f"{title} ({id})" if title.casefold() in shared else title  # strictdoc names a file by it
        yield _specification(content, id, name, values(DOCUMENT, data | {"id": id, "title": title, "text": content.said(id)}))
        yield from (_leaf(content, below) for below in _stated(content, id))
        depth = 0
        opened = False
        for provision, level in content.walk(id):
            if opened:
                yield "</CHILDREN></SPEC-HIERARCHY>" * (depth - level + 1)
            yield f"{_hierarchy(content, provision)}<CHILDREN>"
            yield from (_leaf(content, below) for below in _stated(content, provision))
            depth, opened = level, True
        yield "</CHILDREN></SPEC-HIERARCHY>" * (depth + 1 if opened else 0) + "</CHILDREN></SPECIFICATION>\n"
    for kind, title in ((NodeKind.CHECK, "Checks"), (NodeKind.AUTHORITY, "Authorities")):
        if content.of(kind):
            yield _specification(content, f"specification:{kind.value}", title, "")
            yield from (_leaf(content, id) for id in content.of(kind))
            yield "</CHILDREN></SPECIFICATION>\n"


def _specification(content: Content, id: str, title: str, filled: str) -> str:
    head = opening("SPECIFICATION", identifier(id), content.moment(id), title)
    return f"{head}><TYPE><SPECIFICATION-TYPE-REF>{DOCUMENT.id}</SPECIFICATION-TYPE-REF></TYPE>{filled}<CHILDREN>"


def _stated(content: Content, provision: str) -> list[str]:
    return [*content.within(provision, NodeKind.DEFINITION), *content.within(provision, NodeKind.REQUIREMENT)]


def _hierarchy(content: Content, id: str) -> str:
    head = opening("SPEC-HIERARCHY", identifier("place", id), content.moment(id))
    return f"{head}><OBJECT><SPEC-OBJECT-REF>{identifier(id)}</SPEC-OBJECT-REF></OBJECT>"


def _leaf(content: Content, id: str) -> str:
    return f"{_hierarchy(content, id)}</SPEC-HIERARCHY>\n"


def _text(text: str) -> str:
    return attribute(text)[1:-1]
