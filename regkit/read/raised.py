"""Footnotes that are typed: a raised number in the text, and a paragraph that begins with the same raised number, with no link between the two.

Pages and Word files of before links were usual, and what is copied out of them, have them so. Raised numbers are exponents too, so both ends must
agree: the notes are numbered on without a gap, and each is called, in order, before it stands; the call follows a word or a mark of punctuation.
Otherwise all stays as it is. Where every note stands behind every call, what stands between two notes goes on the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from regkit.model.document import MarkKind
from regkit.read.builder import Call, Run
from regkit.read.html_blocks import Item
from regkit.read.paragraph import Note, Paragraph, plain

_AFTER = re.compile(r"(?:[.,;:?!”\"’)\]]|[^\W\d_]{3,})\s*$")
_MARK = re.compile(r"\s*(\d{1,3})[.)]?\s*")
_MOST = 8  # paragraphs of a note beside its first


class _Place(Struct):
    number: int
    item: int
    piece: int


def attach_raised(items: list[Item]) -> list[Item]:
    """Return the items with typed notes given to the paragraphs that call them; as they are where the marks don't agree. Linear."""
    notes = _notes(items)
    calls = _calls(items, notes) if notes else []
    if not notes or len(calls) < len(notes):
        return items
    behind = calls[-1].item < notes[0].item
    made = list(items)
    gone: set[int] = set()
    for index, (note, call) in enumerate(zip(notes, calls, strict=True)):
        end = notes[index + 1].item if behind and index + 1 < len(notes) else note.item + 1
        more = items[note.item + 1 : end]
        if len(more) > _MOST or any(item.level or item.paragraph.table for item in more):
            more = []
        first = items[note.item].paragraph
        paragraphs = [_with(first, first.pieces[note.piece + 1 :]), *(item.paragraph for item in more)]
        gone.update(range(note.item, note.item + 1 + len(more)))
        key, mark = f"raised-{note.item}", str(note.number)
        caller = made[call.item].paragraph
        pieces = [*caller.pieces[: call.piece], Call(mark, key), *caller.pieces[call.piece + 1 :]]
        paragraph = _with(caller, pieces)
        paragraph.notes = [*caller.notes, Note(mark, key, paragraphs)]
        made[call.item] = replace(made[call.item], paragraph=paragraph)
    return [item for index, item in enumerate(made) if index not in gone]


def _with(paragraph: Paragraph, pieces: Sequence[object]) -> Paragraph:
    return replace(paragraph, pieces=list(pieces), text="", italics=[])


def _raised(piece: object) -> int:
    """Return the number that a piece is when it is raised, 0 for anything else."""
    if not isinstance(piece, Run) or piece.kind is not MarkKind.SUPERSCRIPT:
        return 0
    match = _MARK.fullmatch(piece.text)
    return int(match[1]) if match else 0


def _notes(items: Sequence[Item]) -> list[_Place]:
    """Return the paragraphs that begin with a raised number, where their numbers follow each other without a gap."""
    found: list[_Place] = []
    for index, item in enumerate(items):
        if item.level or item.paragraph.table or item.paragraph.number:
            continue
        first = next((at for at, piece in enumerate(item.paragraph.pieces) if plain(piece).strip()), -1)
        number = _raised(item.paragraph.pieces[first]) if first >= 0 else 0
        if number:
            if found and number != found[-1].number + 1:
                return []
            found.append(_Place(number, index, first))
    return found


def _calls(items: Sequence[Item], notes: Sequence[_Place]) -> list[_Place]:
    """Return the first call of each note, in order, as far as they are found before their notes."""
    found: list[_Place] = []
    own = {note.item for note in notes}
    for index, item in enumerate(items):
        if index in own:
            continue
        before = ""
        for at, piece in enumerate(item.paragraph.pieces):
            if len(found) == len(notes):
                return found
            wanted = notes[len(found)]
            if _raised(piece) == wanted.number and index < wanted.item and _AFTER.search(before):
                found.append(_Place(wanted.number, index, at))
            before = (before + plain(piece))[-40:]
    return found
