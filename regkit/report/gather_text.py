"""The text of a document as the graph holds it → its pieces in reading order; and the words of a requirement that fired, as highlights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from regkit.model.document import Authority, ProvisionType, Record, Source, Status
from regkit.report.facts import DocumentFact, Highlight, ProvisionFact, SentenceFact

Attributes = Mapping[str, Any]
Entry = tuple[str, Attributes]
_EDGED_LAYERS = tuple((layer, f"{layer}_start", f"{layer}_end") for layer in ("cue", "bearer"))
_SPAN_LAYERS = tuple((layer, f"{layer}_spans") for layer in ("condition", "exception", "deadline", "threshold"))
_PARAGRAPH = ("line", "xpath", "pdf_page", "heading_text")


def reading(
    document: str, provisions: Sequence[Entry], sentences: Sequence[Entry], marks: Mapping[str, Sequence[Highlight]]
) -> tuple[ProvisionFact, ...]:
    """Return the document's provisions in reading order, each with the sentences that follow it.

    Text of a provision that stands after one of its children is a piece of its own, ``continued``, so that the order of the text is kept.
    Sentences without white space between them are ``glued``; another line, element, page or dress of the source makes another paragraph.
    """
    by_id = dict(provisions)
    pieces: list[tuple[str, list[SentenceFact]]] = []
    seen: set[str] = set()
    before: Attributes = {}
    paragraph = 0
    for id, data in _merged(provisions, sentences):
        if id in by_id:
            pieces.append((id, []))
            continue
        home = str(data.get("provision", ""))
        if not pieces or pieces[-1][0] != home:
            pieces.append((home, []))
        new = before.get("provision") != home or any(before.get(key) != data.get(key) for key in _PARAGRAPH)
        paragraph += new
        fact = SentenceFact(
            id=id,
            text=str(data.get("quote", "")),
            heading=bool(data.get("heading_text")),
            glued=not new and before.get("end") == data.get("start"),
            paragraph=paragraph,
            page=str(data.get("page", "")),
            highlights=tuple(sorted(marks.get(id, ()))),
        )
        before = data
        pieces[-1][1].append(fact)
    made = []
    for id, found in pieces:
        made.append(_piece(id, by_id.get(id, {}), tuple(found), root=id == document, continued=id in seen))
        seen.add(id)
    return tuple(made)


def _merged(provisions: Sequence[Entry], sentences: Sequence[Entry]) -> Iterator[Entry]:
    """Yield provisions and sentences by where they start; a provision comes before the sentence it begins with, a parent before its child."""
    at = 0
    for entry in sentences:
        start = int(entry[1].get("start", 0))
        while at < len(provisions) and int(provisions[at][1].get("start", 0)) <= start:
            yield provisions[at]
            at += 1
        yield entry
    yield from provisions[at:]


def _piece(id: str, data: Attributes, sentences: tuple[SentenceFact, ...], *, root: bool, continued: bool) -> ProvisionFact:
    return ProvisionFact(
        id=id,
        pinpoint=str(data.get("pinpoint", "")),
        depth=int(data.get("depth", 0)),
        type=ProvisionType.DOCUMENT if root else ProvisionType(data.get("type", ProvisionType.PARAGRAPH)),
        marker=str(data.get("marker", "")),
        heading=str(data.get("heading", "")),
        url=str(data.get("url", "")),
        continued=continued,
        sentences=sentences,
    )


def norm_marks(data: Attributes, origin: int) -> list[Highlight]:
    """Return the words of a requirement that fired, as offsets from ``origin``."""
    found: list[Highlight] = []
    for layer, first, last in _EDGED_LAYERS:
        if first in data and last in data:
            found.append(Highlight(int(data[first]) - origin, int(data[last]) - origin, layer))
    for layer, name in _SPAN_LAYERS:
        if name in data:
            for span in str(data[name]).split():
                start, _, end = span.partition("-")
                found.append(Highlight(int(start) - origin, int(end) - origin, layer))
    return sorted(mark for mark in found if mark.start >= 0)


def document_fact(id: str, data: Attributes, provisions: tuple[ProvisionFact, ...]) -> DocumentFact:
    """Return a document with its authority and source."""
    return DocumentFact(
        id=id,
        source=Source(
            name=str(data.get("source", "")),
            sha256=str(data.get("sha256", "")),
            media_type=str(data.get("media_type", "")),
            size=int(data.get("size", 0)),
            url=str(data.get("source_url", "")),
            retrieved=str(data.get("retrieved", "")),
        ),
        authority=Authority(
            title=str(data.get("title", "")),
            issuer=str(data.get("issuer", "")),
            instrument=str(data.get("instrument", "")),
            citation=str(data.get("citation", "")),
            short=str(data.get("short", "")),
            version=str(data.get("version", "")),
            effective=str(data.get("effective", "")),
            expires=str(data.get("expires", "")),
            url=str(data.get("url", "")),
            status=Status(data.get("status", Status.DRAFT)),
            records=msgspec.json.decode(str(data.get("records", "[]")), type=tuple[Record, ...]),
            not_held=msgspec.json.decode(str(data.get("not_held", "[]")), type=tuple[str, ...]),
        ),
        provisions=provisions,
    )
