"""Put paragraphs and headings into the tree: what every reader drives.

A reader tells headings with their rank (part before section, section before paragraph) and paragraphs as they come. Paragraphs are kept until their
unit ends, because their depth is decided over the whole unit (`regkit.read.outline`); then they go to the builder.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from regkit.model.document import ProvisionType
from regkit.read import headings
from regkit.read.builder import DocumentBuilder, Piece
from regkit.read.outline import Marker, depths
from regkit.read.paragraph import Found, Note, Paragraph, cut, find_markers, run_in_title

_DEFINES = re.compile(
    r"\s*[“\"]?[A-Z0-9][^.;:]{0,120}?[”\"]?,?\s+(?:means?|includes?|has the (?:same )?meaning|have the (?:same )?meanings?|refers? to|is defined)\b"
)
_SUBORDINATE = re.compile(r"\s*(?:unless|for|as|in|if|when|where|except|notwithstanding|pursuant|under|to|this|these|such)\b", re.IGNORECASE)
_DEFINED = re.compile(
    r"\s*(?:the terms?\s+)?[“\"]?([^,”\"(]{1,80}?)[”\"]?"
    r"(?=,|\s*\(|\s+(?:(?:shall|will|does|do)\s+(?:not\s+)?)?(?:means?|includes?|has|have|refers?|is|are|be)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[;,]|;\s*(?:and|or)|,\s*(?:and|or))\s*$")
_LEADS = re.compile(r"[:—–]\s*$")
_STOPS = re.compile(r"[.?!][”\")\]]*\s*$")


class Assembler:
    """Turns headings and paragraphs into calls of the `DocumentBuilder`, in reading order."""

    def __init__(self, build: DocumentBuilder) -> None:
        self.build = build
        self._ranks: list[int] = []
        self._pending: list[Paragraph] = []
        self._definitions = False
        self._listed: dict[int, int] = {}  # by depth, in how many lists of the source the paragraph stands that opened it

    def heading(
        self,
        paragraph: Paragraph | None,
        rank: int,
        label: str,
        type: ProvisionType,
        *,
        marker: str | None = None,
        title: str | None = None,
        top: bool = False,
        pinpoint: str = "",
        name: str = "",
    ) -> None:
        """Begin a unit: close every open unit of the same or a higher rank, open this one, and add its heading as a block of display text."""
        self.close(rank)
        title = " ".join(title.split()) if title else None
        pinpoint = pinpoint or self._pinpoint(label, rank, type)
        self.build.open(label, type=type, marker=marker, heading=title or None, top=top, pinpoint=pinpoint, name=name)
        self._ranks.append(rank)
        self._definitions = bool(title and "definition" in title.lower())
        if paragraph is not None:
            paragraph.heading = True
            self._blocks(paragraph, [paragraph.pieces])

    def unit(self, paragraph: Paragraph, found: headings.Heading) -> None:
        """Begin the unit that a heading names. A section of a rule or an article is cited with it, any other stands for itself."""
        named = found.label.startswith("Section ")
        top = found.top and not (named and (self.inside(headings.RULE) or self.inside(headings.ARTICLE)))
        self.heading(paragraph, found.rank, found.label, found.type, marker=found.marker, title=found.title, top=top)

    def group(self, paragraph: Paragraph, rank: int, text: str, *, appendix: bool) -> None:
        """Begin a unit that the source heads and that is no part, section or such: "II." and "B." give it a label, or it has none."""
        self.close(rank)
        found = headings.labelled(text, self.build.path, appendix=appendix)
        if found is None:
            self.heading(paragraph, rank, "", ProvisionType.HEADING, title=text, name=text)
        else:
            label, marker, title = found
            self.heading(paragraph, rank, label, ProvisionType.HEADING, marker=marker, title=title, top=not appendix)

    def _pinpoint(self, label: str, rank: int, type: ProvisionType) -> str:
        """Return the printed form of a unit that is cited otherwise than its label says; empty for the others.

        Source: comments are cited "comment 2(c)-1.i" (Official Interpretations, Introduction, to 12 CFR parts 1002 and following).
        """
        authority = self.build.authority
        if type is ProvisionType.PART and authority.short.endswith("CFR"):
            return f"{authority.short} part {label}"
        if type is ProvisionType.APPENDIX and authority.citation:
            return f"{authority.citation}, {label}"
        if rank == headings.SUBCOMMENT and label:
            return f"{self.build.pinpoint.rpartition(', Section')[0] or self.build.pinpoint}, comment {label}"
        return ""

    def _item(self, label: str, marker: str) -> str:
        """Return the printed form of an item numbered with a dot: "III.1", "comment 2(c)-1.i"; empty for other markers."""
        if marker.endswith((".", ")")) and not marker.startswith("("):
            parent = self.build.pinpoint
            comment = re.search(r", comment [^ ,-]*\)$", parent)
            return f"{parent}{'-' if comment else '.' if self.build.path else ' '}{label}".strip()
        return ""

    def close(self, rank: int) -> None:
        """End the paragraphs that wait, and every open unit of the same or a higher rank."""
        self.flush()
        while self._ranks and self._ranks[-1] >= rank:
            self._ranks.pop()
            self.build.close()

    def inside(self, rank: int) -> bool:
        """Tell whether a unit of this rank is open."""
        return rank in self._ranks

    def add(self, paragraph: Paragraph) -> None:
        """Add a paragraph to the unit that is open."""
        self._pending.append(paragraph)

    def flush(self) -> None:
        """Decide the depths of the paragraphs that wait and hand them to the builder."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        found = [[] if paragraph.heading or paragraph.table or paragraph.aside else find_markers(paragraph) for paragraph in pending]
        entries = self._entries(pending, found)
        start = 0
        for index in [*sorted(i for i in entries if i > 0), len(pending)]:
            self._segment(pending[start:index], found[start:index], entry=start in entries)
            start = index

    def _entries(self, pending: list[Paragraph], found: list[list[Found]]) -> set[int]:
        """Return which paragraphs are entries of an unlettered list of definitions: numbering begins again under each.

        A list below a marker ("(b) Definitions.") is not cut up: the section's own numbering goes on after it.
        """
        entries = {
            index
            for index, paragraph in enumerate(pending)
            if not (found[index] or paragraph.heading or paragraph.table or paragraph.aside) and _is_entry(paragraph, self._definitions)
        }
        marked = next((index for index, marks in enumerate(found) if marks), len(found))
        return entries if len(entries) >= 2 and min(entries) < marked else set()

    def _segment(self, pending: list[Paragraph], found: list[list[Found]], entry: bool) -> None:
        base = self.build.depth
        if entry:
            first = pending[0]
            match = _DEFINED.match(first.text)
            term = " ".join((match[1] if match else first.text[:40]).split())
            self.build.open(term, type=ProvisionType.DEFINITION, heading=term, pinpoint=f"{self.build.pinpoint}, {term}")
        floor = self.build.depth
        placed = iter(depths(_markers(pending, found)))
        last = ""
        for paragraph, marks in zip(pending, found, strict=True):
            taken = [(mark, depth) for mark in marks if (depth := next(placed)) >= 0]
            if not taken:
                while self.build.depth > floor and self._listed.get(self.build.depth, 0) > paragraph.listed:
                    self.build.close()
                if self.build.depth > floor and not (paragraph.heading or paragraph.table or paragraph.listed) and _continues_parent(paragraph, last):
                    self.build.close()
                self._blocks(paragraph, [paragraph.pieces])
            else:
                self._marked(paragraph, taken, floor)
            if not (paragraph.heading or paragraph.table or paragraph.aside):
                last = paragraph.text
        while self.build.depth > base:
            self.build.close()

    def _marked(self, paragraph: Paragraph, taken: list[tuple[Found, int]], floor: int) -> None:
        parts = cut(paragraph.pieces, [mark.start for mark, _ in taken[1:]])
        for number, ((mark, depth), part) in enumerate(zip(taken, parts, strict=True)):
            while self.build.depth > floor + depth:
                self.build.close()
            kind = ProvisionType.ITEM if mark.marker.style[0] == "." else ProvisionType.PARAGRAPH
            title = run_in_title(paragraph, mark.end) if number + 1 == len(taken) or mark.end < taken[number + 1][0].start else None
            printed = " ".join(paragraph.text[mark.start : mark.end].split()) or paragraph.number
            label = mark.marker.label
            self.build.open(label, type=kind, marker=printed, heading=title, pinpoint=self._item(label, printed))
            self._listed[self.build.depth] = paragraph.listed
            self.build.block(*part, origin=paragraph.origin, continues=number > 0)
        self._notes(paragraph.notes)

    def _blocks(self, paragraph: Paragraph, parts: list[list[Piece]]) -> None:
        for number, part in enumerate(parts):
            self.build.block(*part, origin=paragraph.origin, heading=paragraph.heading, table=paragraph.table, continues=number > 0)
        self._notes(paragraph.notes)

    def _notes(self, notes: list[Note]) -> None:
        for note in notes:
            pinpoint = f"{self.build.pinpoint}, note {note.mark}".rstrip()
            with self.build.provision(
                f"n{note.mark}", type=ProvisionType.FOOTNOTE, marker=note.mark or None, top=True, key=note.key, pinpoint=pinpoint
            ):
                for paragraph in note.paragraphs:
                    self.build.block(*paragraph.pieces, origin=paragraph.origin, table=paragraph.table)


def _markers(pending: list[Paragraph], found: list[list[Found]]) -> list[Marker]:
    """Return the markers of a segment with what the solver reads beside them."""
    markers: list[Marker] = []
    before, gap = "", False
    for paragraph, marks in zip(pending, found, strict=True):
        for number, mark in enumerate(marks):
            markers.append(replace(mark.marker, after=before, gap=gap) if number == 0 else mark.marker)
        if paragraph.heading or paragraph.table or paragraph.aside:
            continue
        gap = not marks
        tail = paragraph.text[-24:]
        before = ":" if _LEADS.search(tail) else ";" if _GOES_ON.search(tail) else "." if _STOPS.search(tail) else ""
    return markers


def _is_entry(paragraph: Paragraph, definitions: bool) -> bool:
    text = paragraph.text
    if paragraph.italics:
        begin = len(text) - len(text.lstrip())
        start, end = paragraph.italics[0]
        if start <= begin:
            return (
                bool(re.match(r"[^.;:]{0,120}?\b(?:means?|includes?|has|have|refers?|is defined)\b", text[end : end + 160]))
                and text[end - 1] not in ".:"
            )
    return definitions and bool(_DEFINES.match(text)) and not _SUBORDINATE.match(text)


def _continues_parent(paragraph: Paragraph, last: str) -> bool:
    """Tell whether an unmarked paragraph after a list item completes the lead-in of the list rather than the item."""
    text = paragraph.text.lstrip()
    return bool(text) and (paragraph.flush or text[0].islower()) and not _LEADS.search(last[-4:])
