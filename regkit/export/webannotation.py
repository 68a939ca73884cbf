"""W3C Web Annotations as JSON-LD, with PROV-O for where they come from and SKOS for the terms.

An annotation a requirement, definition and citation: its target is the canonical text, in which a TextPositionSelector (code points, half-open) and a
TextQuoteSelector (with the words around) both find the same words, its body what they are. The text was derived from the source file, whose SHA-256
is there, by an activity whose agent is regkit in its version. A document's defined terms are a SKOS concept scheme.

The context is in the file: nothing is fetched to read it, and a key that the context does not know would vanish silently, so the tests look for one.
Shapes in SHACL say what the file promises (`shapes`, `violations`). One resource a line, written in pieces.

Sources: W3C Web Annotation Data Model (2017), 4.2.4 and 4.2.5; PROV-O (2013); SKOS Reference (2009); SHACL (2017); JSON-LD 1.1 (2020).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any
from urllib.parse import quote

import regkit
from regkit.errors import RegkitError
from regkit.export.akn_xml import address
from regkit.export.content import STANDING, Attributes, Content, compact, listed, uuid
from regkit.graph.schema import EdgeKind, Graph, NodeKind

MEDIA_TYPE = "application/ld+json"
SUFFIX = ".jsonld"

NS = "https://regkit.invalid/ns#"
_AROUND = 32  # code points before and after a citation, as anchors have them
_TOOL = "urn:regkit:tool"


def _link(name: str) -> dict[str, str]:
    return {"@id": name, "@type": "@id"}


def _typed(name: str, type_: str) -> dict[str, str]:
    return {"@id": name, "@type": f"xsd:{type_}"}


CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rk": NS,
    "id": "@id",
    "type": "@type",
    "body": _link("oa:hasBody"),
    "target": _link("oa:hasTarget"),
    "source": _link("oa:hasSource"),
    "selector": _link("oa:hasSelector"),
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "classifying": "oa:classifying",
    "describing": "oa:describing",
    "linking": "oa:linking",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": _typed("oa:start", "nonNegativeInteger"),
    "end": _typed("oa:end", "nonNegativeInteger"),
    "used": _link("prov:used"),
    "wasGeneratedBy": _link("prov:wasGeneratedBy"),
    "wasDerivedFrom": _link("prov:wasDerivedFrom"),
    "wasAssociatedWith": _link("prov:wasAssociatedWith"),
    "inScheme": _link("skos:inScheme"),
    "prefLabel": {"@id": "skos:prefLabel", "@language": "en"},
    "definition": {"@id": "skos:definition", "@language": "en"},
    "notation": "skos:notation",
    "label": "rdfs:label",
    "seeAlso": _link("rdfs:seeAlso"),
    "title": "dcterms:title",
    "issuer": "dcterms:publisher",
    "format": "dcterms:format",
    "citation": "dcterms:bibliographicCitation",
    "partOf": _link("dcterms:isPartOf"),
    "retrieved": _typed("dcterms:date", "date"),
    "effective": _typed("dcterms:valid", "date"),
    "conditionedBy": _link("rk:conditionedBy"),
    "exceptedBy": _link("rk:exceptedBy"),
    "readWith": _link("rk:readWith"),
    "usesTerm": _link("rk:usesTerm"),
    "verifies": _link("rk:verifies"),
    "evidenceOf": _link("rk:evidenceOf"),
    "date": _typed("dcterms:date", "date"),
    "certain": _typed("rk:certain", "boolean"),
} | {
    name: f"rk:{name}"
    for name in (
        *("version", "sha256", "standing", "modality", "kind", "bearer", "conditions", "exceptions"),
        *("deadlines", "thresholds", "rule", "coverage", "fingerprint", "family", "result"),
    )
}


def export(graph: Graph) -> bytes:
    """Return the graph as one JSON-LD document in UTF-8."""
    return b"".join(pieces(graph))


def pieces(graph: Graph) -> Iterator[bytes]:
    """Yield the file piece by piece."""
    opening = '{"@context":' + compact(CONTEXT) + ',"@graph":[\n'
    for item in _items(Content(graph)):
        yield (opening + compact(item)).encode()
        opening = ",\n"
    yield b"\n]}\n"


def shapes() -> bytes:
    """Return the SHACL shapes that every export keeps, as Turtle."""
    return (resources.files("regkit.export") / "shapes.ttl").read_bytes()


def violations(data: bytes) -> str:
    """Return what of an export breaks the shapes, in words; empty where nothing does. Raises: RegkitError where the extra is missing."""
    try:
        from pyshacl import validate  # noqa: PLC0415
        from rdflib import Graph as Triples  # noqa: PLC0415
    except ImportError:
        raise RegkitError("RDF is checked with rdflib and pyshacl", remedy="Install them: pip install 'regkit[rdf]'") from None
    found = Triples().parse(data=data, format="json-ld")
    conforms, _, words = validate(found, shacl_graph=Triples().parse(data=shapes(), format="turtle"))
    return "" if conforms else str(words)


def iri(id: str) -> str:
    """Return the IRI of a node."""
    return f"urn:regkit:{quote(id, safe='/.:()-_~', errors='replace')}"


def _items(content: Content) -> Iterator[dict[str, Any]]:
    documents = content.of(NodeKind.DOCUMENT)
    build = f"urn:uuid:{uuid('build', content.name, *(content.nodes[id]['sha256'] for id in documents))}"
    yield {"id": _TOOL, "type": "prov:SoftwareAgent", "label": "regkit", "version": regkit.__version__}
    yield _filled({"id": build, "type": "prov:Activity", "used": [f"{iri(id)}#source" for id in documents], "wasAssociatedWith": _TOOL})
    for id in documents:
        yield from _document(content, id, build)
    for id in content.of(NodeKind.PROVISION):
        data = content.nodes[id]
        above = next((source for source, _ in content.into(id, EdgeKind.CONTAINS)), data["document"])
        yield {"id": iri(id), "type": "rk:Provision", "label": data.get("pinpoint") or data["label"], "partOf": iri(above)}
    for id in content.of(NodeKind.DEFINITION):
        yield _annotation(content.nodes[id], iri(id), "describing", _concept(content, id), build)
    for id in content.of(NodeKind.REQUIREMENT):
        yield _annotation(content.nodes[id], iri(id), "classifying", _requirement(content, id), build)
    for id in content.of(NodeKind.AUTHORITY):
        data = content.nodes[id]
        title = data.get("target") or data["label"]
        yield _filled({"id": iri(id), "type": "rk:Authority", "title": title, "family": data.get("family"), "seeAlso": address(data.get("url", ""))})
    for id in content.of(NodeKind.SENTENCE):
        yield from _citations(content, id, build)
    for id in content.of(NodeKind.CHECK):
        data = content.nodes[id]
        verified = list(dict.fromkeys(iri(target) for target, _ in content.out(id, EdgeKind.VERIFIES)))
        yield _filled({"id": iri(id), "type": "rk:Check", "title": data.get("title"), "notation": data.get("check"), "verifies": verified})
        for found, _ in content.out(id, EdgeKind.EVIDENCED_BY):
            evidence = content.nodes[found]
            item = {"id": iri(found), "type": ["rk:Evidence", "prov:Entity"], "evidenceOf": iri(id)}
            yield _filled(item | {name: evidence.get(name) for name in ("result", "date", "sha256")})


def _document(content: Content, id: str, build: str) -> Iterator[dict[str, Any]]:
    data = content.nodes[id]
    source, text = f"{iri(id)}#source", f"{iri(id)}#text"
    yield _filled(
        {
            "id": source,
            "type": "prov:Entity",
            "label": data.get("source"),
            "format": data.get("media_type"),
            "sha256": data["sha256"],
            "retrieved": data.get("retrieved"),
            "seeAlso": address(data.get("source_url", "")),
        }
    )
    item = {"id": text, "type": ["prov:Entity", "rk:Text"], "sha256": data["text_sha256"], "format": "text/plain", "partOf": iri(id)}
    yield item | {"wasDerivedFrom": source, "wasGeneratedBy": build}
    kept = {name: data.get(name) for name in ("title", "issuer", "citation", "version", "effective")}
    item = {"id": iri(id), "type": "rk:Document", "standing": data.get("status"), "seeAlso": address(data.get("url", ""))}
    yield _filled(item | kept | {"title": data.get("title") or data["label"]})
    yield {"id": f"{iri(id)}#terms", "type": "skos:ConceptScheme", "title": f"Terms of {data.get('title') or data['label']}", "partOf": iri(id)}


def _concept(content: Content, id: str) -> dict[str, Any]:
    data = content.nodes[id]
    return _filled(
        {
            "id": iri(id),
            "type": "skos:Concept",
            "prefLabel": data["term"],
            "definition": data.get("body"),
            "notation": data.get("pinpoint"),
            "inScheme": f"{iri(data['document'])}#terms",
            "rule": data.get("rule"),
            "certain": data.get("certain"),
        }
    )


def _requirement(content: Content, id: str) -> dict[str, Any]:
    data = content.nodes[id]
    kinds = ["rk:Requirement"] + ([f"rk:{data['modality'].title()}"] if data.get("modality") else [])
    item = {
        "id": iri(id),
        "type": kinds,
        "label": data.get("title") or data["label"],
        "citation": data.get("pinpoint"),
        "modality": data.get("modality"),
        "kind": data.get("requirement_kind"),
        "coverage": data.get(STANDING),
        "partOf": iri(data["provision"]),
    }
    item |= {name: data.get(name) for name in ("bearer", "rule", "certain", "fingerprint")}
    item |= {name: listed(data, name) for name in ("conditions", "exceptions", "deadlines", "thresholds")}
    edges = {"conditionedBy": EdgeKind.CONDITIONED_BY, "exceptedBy": EdgeKind.EXCEPTED_BY, "readWith": EdgeKind.READ_WITH}
    item |= {name: list(dict.fromkeys(_place(content, target) for target, _ in content.out(id, edge))) for name, edge in edges.items()}
    item["usesTerm"] = list(dict.fromkeys(iri(target) for target, _ in content.out(data.get("sentence", ""), EdgeKind.USES_TERM)))
    return _filled(item)


def _place(content: Content, id: str) -> str:
    """Return the IRI of a node, of a sentence that of its provision: a sentence has none of its own."""
    data = content.nodes[id]
    return iri(data["provision"] if data["kind"] == NodeKind.SENTENCE.value else id)


def _citations(content: Content, id: str, build: str) -> Iterator[dict[str, Any]]:
    """Yield an annotation a cited stretch of a sentence; its bodies are all that it leads to."""
    sentence = content.nodes[id]
    found: dict[tuple[int, int], list[tuple[str, Attributes]]] = {}
    for target, data in content.out(id, EdgeKind.CITES):
        found.setdefault((data["start"], data["end"]), []).append((target, data))
    text = sentence["prefix"] + sentence["quote"] + sentence["suffix"]
    for (start, end), cited in found.items():
        first, last = (offset - sentence["start"] + len(sentence["prefix"]) for offset in (start, end))
        around = {"prefix": text[max(first - _AROUND, 0) : first], "suffix": text[last : last + _AROUND]}
        anchor = {"document": sentence["document"], "start": start, "end": end, "quote": cited[0][1]["quote"]} | around
        bodies = list(dict.fromkeys(_place(content, target) for target, _ in cited))
        yield _annotation(anchor, f"{iri(id)}#char={start},{end}", "linking", bodies, build)


def _annotation(anchor: Attributes, id: str, motivation: str, body: Any, build: str) -> dict[str, Any]:
    position = {"type": "oa:TextPositionSelector", "start": anchor["start"], "end": anchor["end"]}
    words = {"type": "oa:TextQuoteSelector", "exact": anchor["quote"], "prefix": anchor["prefix"], "suffix": anchor["suffix"]}
    target = {"type": "oa:SpecificResource", "source": f"{iri(anchor['document'])}#text", "selector": [position, words]}
    name = id if "#" in id else f"{id}#annotation"
    return {"id": name, "type": "oa:Annotation", "motivation": motivation, "body": body, "target": target, "wasGeneratedBy": build}


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value not in ("", [], None)}
