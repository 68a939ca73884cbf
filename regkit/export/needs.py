"""needs.json, which sphinx-needs imports: requirements, defined terms and checks as needs, with their links.

What a need says is in fields that the reading project has to declare (docs/exchange.md has the lines for its conf.py). The sentence is the need's
content, which sphinx-needs reads as reStructuredText, so every character that would be markup is escaped; in the other fields ``[[`` and ``<<`` are
set apart, since sphinx-needs runs what stands between as a function or a variant. Values are strings: a number would make it drop the need.

Ids have no dot, which would name a part of a need. Source: sphinx-needs 9.1, needs.json format and needimport directive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import regkit
from regkit.export.content import STANDING, Attributes, Content, Names, compact, listed
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.text.rst import escape
from regkit.text.visible import visible

MEDIA_TYPE = "application/json"
SUFFIX = ".needs.json"

TYPES = {NodeKind.REQUIREMENT: "req", NodeKind.DEFINITION: "term", NodeKind.CHECK: "check"}
FIELDS = {
    "regkit_id": "",
    "citation": "pinpoint",
    "document": "document",
    "modality": "modality",
    "kind": "requirement_kind",
    "bearer": "bearer",
    "conditions": "conditions",
    "exceptions": "exceptions",
    "deadlines": "deadlines",
    "thresholds": "thresholds",
    "rule": "rule",
    "char_start": "start",
    "char_end": "end",
    "fingerprint": "fingerprint",
    "method": "method",
    "owner": "owner",
    "frequency": "frequency",
    "next_due": "next_due",
    "result": "",
    "result_date": "",
}
"""The fields that a reading project declares, and the graph's attributes that they are filled from."""

LINKS = {
    "conditioned_by": EdgeKind.CONDITIONED_BY,
    "excepted_by": EdgeKind.EXCEPTED_BY,
    "read_with": EdgeKind.READ_WITH,
    "verifies": EdgeKind.VERIFIES,
    "uses_term": EdgeKind.USES_TERM,
}
"""The types of links that a reading project declares."""

_OTHER = re.compile(r"[^A-Z0-9]+")
_SPACE = re.compile(r"\s+")
_LEAST = 5  # characters that sphinx-needs asks of an id


def export(graph: Graph) -> bytes:
    """Return the graph as needs.json in UTF-8."""
    return b"".join(pieces(graph))


def pieces(graph: Graph) -> Iterator[bytes]:
    """Yield the file piece by piece, a need a line."""
    content = Content(graph)
    ids = [id for kind in TYPES for id in content.of(kind)]
    names = Names(ids, _need_id)
    version = content.moment()[:10]
    head = {"project": _field(content.name), "current_version": version}
    of_version = {"creator": {"program": "regkit", "version": regkit.__version__}, "needs_amount": len(ids)}
    opening = compact(head)[:-1] + ',"versions":{' + compact(version) + ":" + compact(of_version)[:-1] + ',"needs":{'
    for id in ids:
        yield f"{opening}\n{compact(names[id])}:{compact(_need(content, names, id))}".encode()
        opening = ","
    yield ((opening if not ids else "") + "}}}}\n").encode()


def rst(text: str) -> str:
    r"""Return ``text`` on one line such that reStructuredText shows exactly it.

    >>> rst("(a) *all* of_ it::")
    '\\(a) \\*all\\* of\\_ it\\:\\:'
    """
    return escape(_SPACE.sub(" ", text).strip(), first=True)


def _need(content: Content, names: Names, id: str) -> dict[str, Any]:
    data = content.nodes[id]
    kind = NodeKind(data["kind"])
    need: dict[str, Any] = {"id": names[id], "type": TYPES[kind], "title": _field(_title(data)) or names[id], "content": rst(_words(data, kind))}
    if data.get(STANDING):
        need["status"] = data[STANDING]
    if tags := [_field(tag) for tag in listed(data, "tags")]:
        need["tags"] = tags
    said = data | {"regkit_id": id}
    latest = content.latest(id) if kind is NodeKind.CHECK else None
    if latest:
        said |= {"result": latest.get("result", ""), "result_date": latest.get("date", "")}
    for field, source in FIELDS.items():
        if (value := said.get(source or field, "")) != "":
            need[field] = _field(str(value))
    sentence = data.get("sentence", "")
    for name, edge in LINKS.items():
        start = sentence if edge is EdgeKind.USES_TERM and kind is NodeKind.REQUIREMENT else id
        if found := list(dict.fromkeys(names[target] for target, _ in content.out(start, edge) if target in names)):
            need[name] = found
    return need


def _title(data: Attributes) -> str:
    return str(data.get("title") or data.get("term") or data.get("label") or "")


def _words(data: Attributes, kind: NodeKind) -> str:
    return str(data.get({NodeKind.REQUIREMENT: "quote", NodeKind.DEFINITION: "body"}.get(kind, "procedure"), ""))


def _field(text: str) -> str:
    text = _SPACE.sub(" ", visible(text)).strip()
    while "[[" in text or "<<" in text:
        text = text.replace("[[", "[ [").replace("<<", "< <")
    return text


def _need_id(id: str) -> str:
    name = _OTHER.sub("_", id.upper()).strip("_")
    return name if len(name) >= _LEAST and name[0].isalpha() else f"REG_{name}"
