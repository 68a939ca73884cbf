"""What the two OSCAL files have in common: names of controls, properties, Markdown, metadata.

OSCAL 1.1.3. Ids are tokens (``order/III-1.1`` → ``order_III-1.1``), UUIDs are of version 5 over the graph's ids, so that a catalog and the
results that name its controls can be made apart. Prose and titles are Markdown in OSCAL, so what Markdown would take for markup is escaped; the
sentence itself is found by its offsets and its fingerprint, which are properties.

Source: NIST, OSCAL 1.1.3, JSON format reference for the catalog and the assessment results models.
"""

from __future__ import annotations

from typing import Any

from regkit.export.content import Attributes, Content, Names, token, uuid
from regkit.graph.schema import NodeKind
from regkit.text.visible import markdown

VERSION = "1.1.3"
NS = "https://regkit.invalid/ns/oscal"
"""Of properties, parts and links that are regkit's; it is a name and leads nowhere."""

STATEMENT = "_smt"
"""What the id of a requirement's statement adds to its control's."""


def names(content: Content) -> Names:
    """Return the control and group ids of documents, provisions and requirements."""
    kinds = (NodeKind.DOCUMENT, NodeKind.PROVISION, NodeKind.REQUIREMENT)
    return Names((id for kind in kinds for id in content.of(kind)), token)


def line(text: str) -> str:
    """Return text as Markdown on one line, a dash where nothing is left of it: no title may be empty."""
    return markdown(text).strip() or "–"


def props(data: Attributes, fields: dict[str, str], **more: Any) -> list[dict[str, str]]:
    """Return the attributes that have a value as properties, by name; what is given beside them too. Values are one line, as OSCAL asks."""
    found = {name: data.get(source, "") for name, source in fields.items()} | {name.replace("_", "-"): value for name, value in more.items()}
    said = {name: " ".join((str(value).lower() if isinstance(value, bool) else str(value)).split()) for name, value in found.items()}
    return [{"name": name, "ns": NS, "value": value} for name, value in said.items() if value]


def metadata(content: Content, title: str, moment: str) -> dict[str, Any]:
    """Return the metadata that every OSCAL document begins with; its version is the day of what it was made from."""
    return {"title": line(title), "last-modified": moment, "version": moment[:10], "oscal-version": VERSION}


def filled(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item without its empty lists and texts, which OSCAL forbids."""
    return {name: value for name, value in item.items() if value not in ("", [], {}, None)}


def resource(content: Content, id: str) -> dict[str, Any]:
    """Return a document, or an authority with an address, as a resource of the back matter."""
    data = content.nodes[id]
    if data["kind"] == NodeKind.DOCUMENT.value:
        fields = {"issuer": "issuer", "citation": "citation", "standing": "status", "effective": "effective", "text-sha256": "text_sha256"}
        link = filled({"href": data.get("source", ""), "media-type": data.get("media_type", "")})
        link["hashes"] = [{"algorithm": "SHA-256", "value": data["sha256"]}]
        links = [link] + ([{"href": data["source_url"]}] if data.get("source_url") else [])
        title = data.get("title") or data.get("label") or id
    else:
        fields = {"family": "family"}
        links = [{"href": data["url"]}] if data.get("url") else []
        title = data.get("target") or data.get("label") or id
    return filled({"uuid": uuid("resource", id), "title": line(title), "props": props(data, fields), "rlinks": links})
