"""A stretch of a document's text as mixed content of Akoma Ntoso: marks, terms, links, calls of notes, pages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

from lxml import etree

from regkit.cite.links import url
from regkit.export.akn_xml import address, own, put, say
from regkit.model.annotation import Citation
from regkit.model.document import Document, Mark, MarkKind, NoteCall, PageMark
from regkit.text.slug import slug

_PLAIN = {MarkKind.ITALIC: "i", MarkKind.BOLD: "b", MarkKind.SUPERSCRIPT: "sup", MarkKind.SUBSCRIPT: "sub"}
_DEFINES = ("means", "include", "has the", "have the", "is defined", "refers to", "shall mean")

NoteWriter = Callable[[etree._Element, NoteCall], None]


class Inline:
    """Writes text. ``terms`` collects the terms that were marked, id → words."""

    def __init__(self, document: Document, citations: Iterable[Citation]) -> None:
        self.document = document
        self.terms: dict[str, str] = {}
        self._marks = _with_citations(document.marks, citations)
        self._starts = [mark.span.start for mark in self._marks]
        self._points: list[tuple[int, int, NoteCall | PageMark]] = sorted(
            [
                *((call.span.start, 1, call) for call in document.calls),
                *((page.at, 0, page) for page in document.pages),
            ],
            key=lambda point: point[:2],
        )
        self._places = [point[0] for point in self._points]
        self._done: set[int] = set()
        self._defined: set[str] = set()

    def covers(self, offset: int) -> bool:
        """Tell whether a mark begins before an offset and ends behind it."""
        index = bisect_left(self._starts, offset)
        return index > 0 and self._marks[index - 1].span.end > offset

    def write(self, element: etree._Element, start: int, end: int, *, last: bool, note: NoteWriter) -> None:
        """Add the text from ``start`` to ``end``, with what stands at its end where it is the ``last`` stretch of its block.

        Each call and page is written once. ``note`` writes the call of a footnote.
        """
        marks = self._marks
        index = bisect_left(self._starts, start)
        if index and marks[index - 1].span.end > start:
            index -= 1
        place = start
        while index < len(marks) and marks[index].span.start < end:
            mark = marks[index]
            begin, stop = max(mark.span.start, start), min(mark.span.end, end)
            if begin < stop:
                self._run(element, place, begin, note)
                self._run(self._mark(element, mark, begin, stop), begin, stop, note)
                place = stop
            index += 1
        self._run(element, place, end, note)
        if last:
            self._emit(element, end, note)

    def _run(self, element: etree._Element, start: int, end: int, note: NoteWriter) -> None:
        """Add text without marks, and what stands in it."""
        text = self.document.text
        place = start
        index = bisect_left(self._places, start)
        while index < len(self._places) and self._places[index] < end:
            at, _, point = self._points[index]
            if index not in self._done:
                say(element, text[place:at])
                place = max(place, at)
                self._emit_one(element, index, note)
                if isinstance(point, NoteCall):
                    place = max(place, point.span.end)
            index += 1
        if place < end:
            say(element, text[place:end])

    def _emit(self, element: etree._Element, at: int, note: NoteWriter) -> None:
        index = bisect_left(self._places, at)
        while index < len(self._places) and self._places[index] == at:
            if index not in self._done:
                self._emit_one(element, index, note)
            index += 1

    def _emit_one(self, element: etree._Element, index: int, note: NoteWriter) -> None:
        point = self._points[index][2]
        self._done.add(index)
        if isinstance(point, PageMark):
            put(element, "eop", number=point.label)
        else:
            note(element, point)

    def _mark(self, element: etree._Element, mark: Mark, start: int, end: int) -> etree._Element:
        name = _PLAIN.get(mark.kind)
        if name is not None:
            return put(element, name)
        if mark.kind is MarkKind.SMALL_CAPS:
            return put(element, "inline", name="small-caps")
        if mark.kind is MarkKind.TERM:
            return self._term(element, mark, start, end)
        href = address(mark.value)
        if not href:
            made = put(element, "inline", name="link")
            made.set(own("value"), mark.value.encode("utf-8", "ignore").decode())
            return made
        made = put(element, "ref", href=href)
        if href != mark.value:
            made.set(own("value"), mark.value)
        return made

    def _term(self, element: etree._Element, mark: Mark, start: int, end: int) -> etree._Element:
        words = self.document.text[start:end]
        given = mark.value if mark.value and address("#" + mark.value) == "#" + mark.value and "/" not in mark.value else ""
        id = given or f"term-{slug(words).lower()[:60] or 'nn'}"
        self.terms.setdefault(id, words)
        after = self.document.text[end : end + 24].lstrip("”\"’', ")
        defines = id not in self._defined and after.startswith(_DEFINES)
        if defines:
            self._defined.add(id)
        made = put(element, "def" if defines else "term", refersTo=f"#{id}")
        if id != mark.value:
            made.set(own("value"), mark.value)
        return made


def _with_citations(marks: tuple[Mark, ...], citations: Iterable[Citation]) -> list[Mark]:
    """Return the marks with links for the citations that stand clear of them."""
    found = list(marks)
    starts = [mark.span.start for mark in marks]
    for citation in citations:
        span, href = citation.span, url(citation.target)
        index = bisect_left(starts, span.start)
        clear = (not index or marks[index - 1].span.end <= span.start) and (index == len(marks) or starts[index] >= span.end)
        if href and clear:
            found.append(Mark(span, MarkKind.LINK, href))
    return sorted(found, key=lambda mark: mark.span)
