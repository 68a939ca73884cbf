"""Footnotes of GPO's XML: which call belongs to which note.

The k-th reference belongs to the k-th note: numbers are reused and sometimes missing, the order held in every document that was measured. A
reference without a mark, whose note's number stands elsewhere as a bare superior (in a signature, say), is called there.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from regkit.model.finding import Severity
from regkit.read.builder import Call, DocumentBuilder


class Footnotes:
    """The calls and notes of one document, or of one part of it, paired once.

    ``called`` are the notes that some call names, ``count`` is how many calls there are; ``first`` of them stand in parts before this one.
    """

    def __init__(self, root: etree._Element, build: DocumentBuilder, first: int = 0) -> None:
        self._first = first
        self._calls: dict[etree._Element, Call | None] = {}
        self._notes: dict[str, etree._Element] = {}
        self._claimed: set[etree._Element] = set()
        self.called: set[etree._Element] = set()
        references = list(root.iter("FTREF"))
        notes = [note for note in root.iter("FTNT") if next(note.iterancestors("FTNT"), None) is None]
        self.count = len(references)
        if references or notes:
            self._pair(root, references, notes, build)

    def call(self, element: etree._Element) -> Call | bool | None:
        """Return the call that a superior or reference is; None where it is no text (its call stands elsewhere), False where it is plain text."""
        if element in self._calls:
            return self._calls[element]
        return None if element.tag == "FTREF" else False

    def claim(self, call: Call) -> etree._Element | None:
        """Return the note that a call names, once; None where it has none or it was claimed before."""
        element = self._notes.get(call.key)
        if element is None or element in self._claimed:
            return None
        self._claimed.add(element)
        return element

    def take(self, element: etree._Element) -> bool:
        """Claim a note that is read where it stands; False where it was claimed before."""
        taken = element not in self._claimed
        self._claimed.add(element)
        return taken

    def unclaimed(self) -> Iterator[etree._Element]:
        """Yield the notes whose calls were never read, in order."""
        yield from (note for note in self._notes.values() if note not in self._claimed)

    def _pair(self, root: etree._Element, references: list[etree._Element], notes: list[etree._Element], build: DocumentBuilder) -> None:
        if len(references) != len(notes):
            message = f"{len(references)} footnote calls and {len(notes)} footnotes"
            build.finding("read.note-count", Severity.WARNING, message, remedy="check the footnotes against the published page")
        superiors = [_superior_before(reference) for reference in references]
        own = {mark for mark in map(_superior_of, notes) if mark is not None}
        self._calls.update(dict.fromkeys(own))
        marked = {superior for superior in superiors if superior is not None}
        bare: dict[str, etree._Element] = {}
        for superior in root.iter("SU"):
            if superior not in marked and superior not in own:
                bare.setdefault(_words(superior), superior)
        for index, (reference, before) in enumerate(zip(references, superiors, strict=True)):
            note = notes[index] if index < len(notes) else None
            mark = "" if before is None else _words(before)
            number = "" if note is None else note_mark(note)
            if mark and number and mark != number:
                message = f"footnote call {mark} is paired with note {number} by its place"
                place = f"{build.source.name}:{reference.sourceline}"
                build.finding("read.note-number", Severity.WARNING, message, place=place, remedy="check the numbers")
            key = f"note-{self._first + index + 1}"
            if note is not None:
                self._notes[key] = note
                self.called.add(note)
            self._calls[reference] = None
            stands = before if before is not None else bare.pop(number, reference) if number else reference
            self._calls[stands] = Call(mark or number or str(index + 1), key)


def note_mark(note: etree._Element) -> str:
    """Return the mark that opens a note, empty where it has none."""
    superior = _superior_of(note)
    return "" if superior is None else _words(superior)


def _words(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


def _superior_before(reference: etree._Element) -> etree._Element | None:
    """Return the superior right before a footnote reference."""
    element = reference.getprevious()
    if element is None or (element.tail or "").strip():
        return None
    return element if element.tag == "SU" or (element.tag == "E" and element.get("T") == "51") else None


def _superior_of(note: etree._Element) -> etree._Element | None:
    """Return the superior that opens a note."""
    superior = next(note.iter("SU"), None)
    holder = None if superior is None else superior.getparent()
    if holder is None or holder[0] is not superior or (holder.text or "").strip():
        return None
    return superior
