"""CSL-JSON of the documents and of what they cite, for Zotero, JabRef, pandoc and whatever else speaks the Citation Style Language.

An authority is what `regkit.cite.export.csl` makes of its target; a document adds what is known of it: title, issuer, dates, address, and its
standing in law as a note. What could not be resolved is left out: there is nothing to cite.

Source: CSL 1.0.2, the input data schema and appendix IV of the specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regkit.cite.export import csl
from regkit.export.content import Content, Names, compact
from regkit.graph.schema import Graph, NodeKind
from regkit.text.slug import slug
from regkit.trace.freshness import is_date

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
SUFFIX = ".csl.json"


def export(graph: Graph) -> bytes:
    """Return the documents and authorities as a CSL-JSON array in UTF-8."""
    return b"".join(pieces(graph))


def pieces(graph: Graph) -> Iterator[bytes]:
    """Yield the file piece by piece, an item a line."""
    content = Content(graph)
    opening = "["
    cited = [id for id in content.of(NodeKind.AUTHORITY) if content.nodes[id].get("resolved") and content.nodes[id].get("target")]
    ids = [*content.of(NodeKind.DOCUMENT), *cited]
    names = Names(ids, lambda id: slug(id.removeprefix("authority:")).lower() or "item")
    for id in ids:
        item = _document(content, id) if content.nodes[id]["kind"] == NodeKind.DOCUMENT.value else _authority(content, id)
        yield (opening + "\n" + compact({"id": names[id]} | item)).encode()
        opening = ","
    yield b"\n]\n" if ids else b"[]\n"


def _authority(content: Content, id: str) -> dict[str, Any]:
    data = content.nodes[id]
    item = csl(data["target"])
    if data.get("family") == "version":  # an earlier version of a document: its target is regkit's name for it
        item = {"type": "document", "title": data.get("title") or data["label"], "version": data.get("version", "")}
        item |= _date("issued", data.get("effective") or data.get("version", ""))
    if data.get("url"):
        item.setdefault("URL", data["url"])
    return {name: value for name, value in item.items() if value}


def _document(content: Content, id: str) -> dict[str, Any]:
    data = content.nodes[id]
    citation = data.get("citation", "")
    item = csl(citation) if citation else {"type": "document"}
    standing = data.get("status", "")
    item |= {
        "title": data.get("title") or data.get("label") or id,
        "title-short": data.get("short", ""),
        "authority": data.get("issuer", ""),
        "genre": data.get("instrument", ""),
        "version": data.get("version", ""),
        "note": "; ".join(filter(None, (standing and f"{standing} text", citation))),
    }
    item |= _date("issued", data.get("effective") or data.get("version", "")) | _date("accessed", data.get("retrieved", ""))
    if address := data.get("url") or data.get("source_url"):
        item["URL"] = address
    return {name: value for name, value in item.items() if value}


def _date(name: str, day: str) -> dict[str, Any]:
    return {name: {"date-parts": [[int(part) for part in day.split("-")]]}} if is_date(day) else {}
