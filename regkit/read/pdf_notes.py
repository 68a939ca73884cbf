"""Footnotes of PDF pages: the small lines at the foot of a column, parted into notes, and the raised marks that call them.

A note begins with its mark. What stands at the foot without a mark goes on with the note before, which may have begun in another column or on the
page before. A raised number is a call where a note of that number stands on its page, on the next (typesetters move notes on), or later (notes at
the end); where none does it is a power, an ordinal or the like, and stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from regkit.read.pdf_types import Line, Word

_MARKS = re.compile(r"\d{1,4}|[*†‡§¶#]{1,4}|[a-z]|[ivx]{1,5}")
_SYMBOLS = re.compile(r"[*†‡§¶#]{1,4}")
_OPENS = re.compile(r"(?:\[(\d{1,4})\]|(\d{1,4})[.)]?|([*†‡]{1,4}|[¶#]{1,3}))(?=\s|$|[“\"(A-Z])")
_TOKENS = re.compile(r"\d{1,4}|[*†‡§¶#]{1,4}|[a-z]+")
_SMALLER = 0.95  # of the text's size


class NoteLines(Struct):
    """A note as printed: its mark, the page that it begins on, its lines. ``key`` names it, ``called`` tells whether a call was found."""

    mark: str
    page: int
    lines: list[Line] = field(default_factory=list)
    key: str = ""
    called: bool = False


class Notes(Struct):
    """The notes of a document in reading order; ``calls`` are the raised words that call them, by the identity of the word."""

    notes: list[NoteLines] = field(default_factory=list)
    calls: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    missing: list[tuple[str, int]] = field(default_factory=list)


def part_notes(lines: Sequence[Line], rules: dict[int, list[tuple[float, float, float]]], size: float) -> tuple[list[Line], Notes]:
    """Return the lines of the text, and the notes with their calls. ``rules`` are the strokes of each page, ``size`` is that of the text. Linear."""
    found = Notes()
    body: list[Line] = []
    raised = {token for line in lines for word in line.words if word.raised for token in _TOKENS.findall(word.text)}
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and (lines[end].page, lines[end].region) == (lines[start].page, lines[start].region):
            end += 1
        column = lines[start:end]
        at = _foot(column, rules.get(lines[start].page, []), size, found, raised)
        body += column[:at]
        for line in column[at:]:
            _take(line, found, raised)
        start = end
    for number, note in enumerate(found.notes):
        note.key = f"note-{number + 1}"
    _pair(body, found)
    return body, found


def _foot(column: Sequence[Line], rules: Iterable[tuple[float, float, float]], size: float, found: Notes, raised: set[str]) -> int:
    """Return where the notes of a column begin, its length where it has none."""
    left, right = column[0].left, column[0].right
    at = len(column)
    while at > 0 and column[at - 1].size < _SMALLER * size and not column[at - 1].row:
        at -= 1
    across = [y for x0, x1, y in rules if x0 > left - 12 and x1 < right + 12]
    ruled = next((index for index, line in enumerate(column) if index and any(line.y + 0.5 * line.size < y < column[index - 1].y for y in across)), 0)
    if at == len(column):
        # notes in the size of the text are told by the rule over them
        if ruled and _mark(column[ruled], raised) and column[ruled].words[0].raised and _ends_with_notes(column[ruled:]):
            return ruled
        return at
    first = next((index for index in range(at, len(column)) if _mark(column[index], raised)), len(column))
    if first == at:
        return at
    parted = at == 0 or (ruled == at) or column[at - 1].y - column[at].y > 1.6 * size
    if found.notes and parted and found.notes[-1].page >= column[0].page - 1:
        goes_on = found.notes[-1].lines[-1].text[-1:] not in ".!?”)" or column[at].text[:1].islower()
        if at == 0 or ruled == at or first < len(column) or goes_on:
            return at
    return first


def _ends_with_notes(lines: Sequence[Line]) -> bool:
    """Tell whether what stands below a rule is in one size, as notes are."""
    return all(abs(line.size - lines[0].size) < 0.06 * lines[0].size for line in lines)


def _mark(line: Line, raised: set[str]) -> str:
    """Return the mark that opens a line, empty where none does. A mark that is not raised must be called somewhere."""
    first = line.words[0]
    if first.raised and _MARKS.fullmatch(first.text) and len(line.words) > 1:
        return first.text
    match = _OPENS.match(line.text)
    if match is None:
        return ""
    mark = match[1] or match[2] or match[3]
    if match[3]:
        return mark
    return mark if mark in raised and not first.raised else ""


def _take(line: Line, found: Notes, raised: set[str]) -> None:
    mark = _mark(line, raised)
    if mark and not _follows(mark, line, found):
        mark = ""
    if not mark and found.notes:
        found.notes[-1].lines.append(line)
        return
    found.notes.append(NoteLines(mark, line.page, [_without(line, mark) if mark else line]))


def _follows(mark: str, line: Line, found: Notes) -> bool:
    """Tell whether a mark may come next: a plain number only as the next in its sequence, since lines of notes may begin with a volume or a title."""
    if line.words[0].raised or not mark.isdecimal() or not found.notes:
        return True
    last = found.notes[-1].mark
    return not last.isdecimal() or int(mark) == int(last) + 1 or (int(mark) == 1 and found.notes[-1].page < line.page)


def _without(line: Line, mark: str) -> Line:
    """Return a note's first line without its mark."""
    words = list(line.words)
    first = words[0]
    rest = first.text.strip("[]")[len(mark) :].lstrip(".)") if not first.raised else ""
    if rest:
        words[0] = Word(first.x0 + (first.x1 - first.x0) * len(mark) / len(first.text), first.x1, first.y, first.size, rest, first.style)
    else:
        words.pop(0)
    if not words:
        return line
    text = line.text[len(mark) :].lstrip(" .])")
    return Line(
        words, words[0].x0, line.x1, line.y, line.size, text, line.page, line.region, line.left, line.right, line.row, line.style, line.number
    )


def _pair(body: Sequence[Line], found: Notes) -> None:
    waiting: dict[str, list[NoteLines]] = {}
    for note in reversed(found.notes):
        if note.mark:
            waiting.setdefault(note.mark, []).append(note)
    symbols: dict[int, set[str]] = {}
    for note in found.notes:
        if _SYMBOLS.fullmatch(note.mark):
            symbols.setdefault(note.page, set()).add(note.mark)
    last = 0
    for line in body:
        for word in line.words:
            if word.raised:
                last = _call(word, line.page, waiting, found, last)
            elif symbols and word.text[-1] in "*†‡§¶#":
                _symbol(word, line, symbols, waiting, found)


def _call(word: Word, page: int, waiting: dict[str, list[NoteLines]], found: Notes, last: int) -> int:
    """Pair one raised word; return the number of the last note that was called."""
    text = word.text.strip("[]()., ")
    tokens = _TOKENS.findall(text)
    if len(tokens) == 1 and text.isdecimal() and _claim(text, page, waiting, take=False) is None:
        for cut in range(1, len(text)):  # two marks set without a space
            if _claim(text[:cut], page, waiting, take=False) and _claim(text[cut:], page, waiting, take=False):
                tokens = [text[:cut], text[cut:]]
                break
    made: list[tuple[str, str]] = []
    for token in tokens:
        note = _claim(token, page, waiting)
        if note is not None:
            note.called = True
            made.append((token, note.key))
        elif len(tokens) == 1 and token == text and token.isdecimal() and int(token) == last + 1 and last:
            made.append((token, f"missing-{token}-{page}"))
        if token.isdecimal() and made and made[-1][0] == token:
            last = int(token)
    if made:
        found.calls[id(word)] = made
    return last


def _claim(mark: str, page: int, waiting: dict[str, list[NoteLines]], *, take: bool = True) -> NoteLines | None:
    """Return the first note of a mark that no call has taken and that stands on this page or after it."""
    ahead = waiting.get(mark, [])
    while ahead and ahead[-1].page < page:
        ahead.pop()
    if not ahead:
        return None
    return ahead.pop() if take else ahead[-1]


def _symbol(word: Word, line: Line, symbols: dict[int, set[str]], waiting: dict[str, list[NoteLines]], found: Notes) -> None:
    """Pair a sign at the end of a word where a note of its page begins with it."""
    match = re.search(r"[*†‡§¶#]{1,4}$", word.text)
    mark = match[0] if match else ""
    if len(mark) == len(word.text) or not (mark in symbols.get(line.page, ()) or mark in symbols.get(line.page + 1, ())):
        return
    note = _claim(mark, line.page, waiting)
    if note is not None:
        note.called = True
        word.text = word.text[: -len(mark)]
        found.calls[id(word)] = [(mark, note.key)]
