"""Prove a stored graph: every anchor stands where it says, every text and source is the one that was built from, every edge has its ends.

Nothing is repaired and nothing raises for what is found wrong: the answer is a list of findings, empty where everything holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping

from regkit.errors import AnchorError, RegkitError
from regkit.graph.document import text_sha256
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.graph.walk import anchor
from regkit.model.document import Document
from regkit.model.finding import Finding, Severity
from regkit.model.span import Span
from regkit.text.anchors import holds, make_anchor

_KINDS = {kind.value for kind in NodeKind}
_EDGES = {kind.value for kind in EdgeKind}


def verify(graph: Graph, texts: Mapping[str, Document], read_source: Callable[[str], bytes] | None = None) -> list[Finding]:
    """Return what does not hold, in reading order.

    Args:
        graph: the graph as stored.
        texts: the stored documents by id, as `regkit.graph.store.load_texts` returns them.
        read_source: returns the bytes of a document's source file, or raises RegkitError or OSError; without it sources are not compared.
    """
    findings: list[Finding] = []
    for id, data in graph.nodes(data=True):
        if data.get("kind") not in _KINDS:
            findings.append(_finding("verify.kind", f"a node of the unknown kind {data.get('kind')!r}", id))
        if data.get("kind") == NodeKind.DOCUMENT.value:
            findings += _document(id, data, texts, read_source)
        elif "fingerprint" in data:
            findings += _anchored(graph, id, data, texts)
        elif data.get("kind") == NodeKind.REQUIREMENT.value:
            findings.append(_finding("verify.anchor-missing", "a requirement without an anchor", id))
    findings += _edges(graph)
    return findings


def _document(id: str, data: dict[str, object], texts: Mapping[str, Document], read_source: Callable[[str], bytes] | None) -> Iterator[Finding]:
    if id not in texts:
        yield _finding("verify.text-missing", "the canonical text is not stored", id, document=id)
    elif text_sha256(texts[id].text) != data.get("text_sha256"):
        yield _finding("verify.text-hash", "the stored canonical text is not the one that the graph was built from", id, document=id)
    if read_source is None:
        return
    try:
        digest = hashlib.sha256(read_source(id)).hexdigest()
    except (RegkitError, OSError) as problem:
        yield _finding("verify.source-missing", f"the source cannot be read: {problem}", id, document=id)
        return
    if digest != data.get("sha256"):
        message = f"the source {data.get('source')} has changed since the build: its SHA-256 is {digest}"
        yield _finding("verify.source-hash", message, id, document=id)


def _anchored(graph: Graph, id: str, data: dict[str, object], texts: Mapping[str, Document]) -> Iterator[Finding]:
    name = str(data.get("document", ""))
    document = texts.get(name)
    if document is None:
        if name not in graph:
            yield _finding("verify.anchor-document", f"its document {name!r} is not in the graph", id, document=name)
        return
    try:
        found = anchor(graph, id)
        expected = make_anchor(name, document.text, found.span)
    except (KeyError, TypeError, ValueError, AnchorError) as problem:
        yield _finding("verify.anchor", f"its anchor is no anchor: {problem}", id, document=name)
        return
    if not holds(found, document.text):
        message = f"its quote does not stand at {found.span.start} to {found.span.end}"
        yield _finding("verify.anchor", message, id, document=name, span=found.span)
    elif found != expected:
        yield _finding("verify.anchor-context", "the words around its quote are not those of the text", id, document=name, span=found.span)
    sentence = str(data.get("sentence", ""))
    if sentence and sentence in graph:
        around = graph.nodes[sentence]
        if not (around["start"] <= found.span.start and found.span.end <= around["end"]):
            yield _finding("verify.anchor-sentence", f"its quote does not lie within its sentence {sentence}", id, document=name, span=found.span)


def _edges(graph: Graph) -> Iterator[Finding]:
    keys: set[str] = set()
    for source, target, key, data in graph.edges(keys=True, data=True):
        ends = [end for end in (source, target) if not graph.nodes[end].get("kind")]
        if ends:
            yield _finding("verify.edge-end", f"an end of the edge is no node: {ends[0]}", str(key))
        if data.get("kind") not in _EDGES:
            yield _finding("verify.kind", f"an edge of the unknown kind {data.get('kind')!r}", str(key))
        if key in keys:
            yield _finding("verify.edge-key", "two edges have one key", str(key))
        keys.add(str(key))
    for id, data in graph.nodes(data=True):
        if data.get("kind") == NodeKind.REQUIREMENT.value and data.get("sentence") not in graph:
            yield _finding("verify.sentence-missing", f"its sentence {data.get('sentence')!r} is not in the graph", id)


def _finding(code: str, message: str, place: str, *, document: str = "", span: Span | None = None) -> Finding:
    remedy = "Restore the source, or build again with: regkit build" if code.startswith("verify.source") else "Build again with: regkit build"
    return Finding(code=code, severity=Severity.ERROR, message=message, document=document, place=place, remedy=remedy, span=span)
