"""Footnotes of plain text: a run of numbered notes at the end, and the marks that call them.

Numbers stand everywhere in regulatory text, so both ends must agree: the last paragraphs are notes 1 to n, in order, and every one of them is
called, in order, by a raised number, a number in square brackets, or a number glued to the word or the full stop before it. Otherwise all is plain
text. Marks and notes stay where they are printed; marks become calls inside the text.
"""

from __future__ import annotations

import re

from regkit.model.document import Origin
from regkit.read.builder import Call, Piece
from regkit.read.paragraph import Note, Paragraph

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE = re.compile(r"\s*(?:\[(\d{1,3})\]|([⁰¹²³⁴-⁹]{1,3})|(\d{1,3}))\s+(?=[A-Z“\"0-9§])")
_CALL = re.compile(r"\[(\d{1,3})\]|([⁰¹²³⁴-⁹]{1,3})|(?<=[a-z.,;:”\"’)\]])(\d{1,3})(?=[\s,;.”)\]—]|$)")


def attach(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with calls in them and the notes at the end made notes; as they are where there are none. Linear."""
    first = _first_note(paragraphs)
    count = len(paragraphs) - first
    places = _calls(paragraphs[:first], count) if count else []
    if not count or len(places) < count:
        return paragraphs
    by: dict[int, list[tuple[int, int, str]]] = {}
    for index, start, end in places:
        by.setdefault(index, []).append((start, end, paragraphs[index].text[start:end]))
    body = [_called(paragraph, by[index]) if index in by else paragraph for index, paragraph in enumerate(paragraphs[:first])]
    for number, paragraph in enumerate(paragraphs[first:], start=1):
        holder = Paragraph([], Origin(line=paragraph.origin.line))
        holder.notes = [Note(str(number), f"note-{number}", [paragraph])]
        body.append(holder)
    return body


def _number(match: re.Match[str]) -> int:
    return int((match[1] or match[2] or match[3]).translate(_RAISED))


def _first_note(paragraphs: list[Paragraph]) -> int:
    """Return the index of note 1 where the last paragraphs are notes 1 to n, else how many paragraphs there are."""
    index = len(paragraphs)
    expected: int | None = None
    while index > 0:
        match = _NOTE.match(paragraphs[index - 1].text)
        if match is None or (expected is not None and _number(match) != expected):
            return len(paragraphs)
        expected = _number(match) - 1
        index -= 1
        if expected == 0:
            return index
    return len(paragraphs)


def _calls(paragraphs: list[Paragraph], count: int) -> list[tuple[int, int, int]]:
    """Return (paragraph, start, end) of the calls of notes 1 to ``count``, as far as they are found in order."""
    found: list[tuple[int, int, int]] = []
    for index, paragraph in enumerate(paragraphs):
        for match in _CALL.finditer(paragraph.text):
            if len(found) < count and _number(match) == len(found) + 1:
                found.append((index, match.start(), match.end()))
    return found


def _called(paragraph: Paragraph, places: list[tuple[int, int, str]]) -> Paragraph:
    pieces: list[Piece] = []
    at = 0
    for start, end, printed in places:
        number = int(printed.strip("[]").translate(_RAISED))
        pieces += [paragraph.text[at:start], Call(printed, f"note-{number}", inline=True)]
        at = end
    pieces.append(paragraph.text[at:])
    return Paragraph([piece for piece in pieces if piece], paragraph.origin)
