"""Physical lines of a plain-text file → logical paragraphs.

Plain text says where a paragraph ends in four ways: by a blank line, by a marker at the start of a line, by a line that ends early, and by
columns. The builder collapses white space inside a block, so what layout says must be read here or it is lost.

The test for a line that ends early is the one of the program that wrapped the text: would the first word of the next line have fitted? If so,
somebody broke the line on purpose. It needs the width the text was wrapped to, which is measured on the whole file first; a file whose lines are
paragraphs has none, and there only grammar (a line that ends in "the", a next line in lower case) joins two lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|\Z)")
_COLUMNS = re.compile(r"[ \u00a0]*\t\s*| {4,}\s*")
_MARKER = re.compile(
    r"(?:\((?:[A-Za-z]{1,2}|[0-9]{1,3}|[ivxlIVXL]{1,6})\)"
    r"|(?:[0-9]{1,3}|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})[.)](?=\s|$)"
    r"|§+\s*[0-9]|(?:Sec(?:tion)?|Article|Rule|Part|SECTION|ARTICLE|RULE|PART)\.?\s+[0-9IVX]+[.:—-]"
    r"|[•●▪◦*·–—-](?=\s))"
)
_LABEL = re.compile(r"[A-Z][\w.'’ ]{0,40}:(?=\s|$)")
_TERMINAL = re.compile(r"[.?!:;…][\"”’')\]]*[0-9]{0,3}$")
_LINK_AFTER_ITEM = re.compile(r"[;—]\s+(?:and|or|and/or)$", re.I)
_REFERS = re.compile(r"\b(?:sub)?(?:paragraph|section|clause|subdivision|item)s?$|§$", re.I)
_HYPHEN = re.compile(r"[^\W\d_]-$")
_FUNCTION_WORD = re.compile(
    r"(?:^|\s)(?:an?|and|as|at|but|by|for|from|if|in|into|its|nor|of|on|or|our|per|shall|than|that|the|their|this|to|under|upon|was|were|which|who|whose"
    r"|will|with)$"
)
_BRACKETS = frozenset("()[]|")
_LONG = 130
_PROSE = 100


class Paragraph(Struct, frozen=True):
    """A logical paragraph. ``line`` counts from 1; ``start`` is the code point of its first character in the file's text.

    ``text`` has the characters of the file in their order; only white space is changed, where lines are joined. ``row`` marks a line of a table
    set in columns, which is kept as it stands.
    """

    text: str
    line: int
    start: int
    row: bool = False


class _Line(Struct, frozen=True):
    """A physical line that is not blank, or one of its columns. ``edge`` is where its text ends on the page, ``fresh`` that it begins a paragraph."""

    text: str
    number: int
    start: int
    indent: int
    edge: int
    soft: bool
    fresh: bool
    row: bool = False


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of ``text`` in order; linear in the text.

    Every character but white space is in exactly one paragraph. A paragraph is never empty.
    """
    lines = list(_columns(_physical(text)))
    width = _width(lines)
    current: list[_Line] = []
    for line in lines:
        if current and _goes_on(current, line, width):
            current.append(line)
            continue
        if current:
            yield _join(current)
        current = [line]
    if current:
        yield _join(current)


def _physical(text: str) -> Iterator[_Line]:
    fresh = True
    for number, match in enumerate(_LINE.finditer(text), start=1):
        raw = match[0]
        body = raw.strip()
        if not body:
            fresh = True
            continue
        lead = len(raw) - len(raw.lstrip())
        indent = len(raw[:lead].expandtabs())
        tail = raw[lead + len(body) :]
        yield _Line(body, number, match.start() + lead, indent, indent + len(body), tail.startswith(" "), fresh)
        fresh = False


def _cells(line: _Line) -> list[tuple[int, int]]:
    """Return the columns of a line as offsets into it: one, where it has no columns."""
    text = line.text
    if len(text) > _LONG * 2 or ("\t" not in text and "    " not in text):
        return [(0, len(text))]
    cells = []
    at = 0
    for gap in _COLUMNS.finditer(text):
        left = text[at : gap.start()].rstrip()
        if left.endswith((":", ",", ";", ".", "?", "!")) or _MARKER.fullmatch(left):
            continue  # a label with its value, two sentences, or a marker with its text
        cells.append((at, at + len(left)))
        at = gap.end()
    cells.append((at, len(text)))
    return cells


def _columns(lines: Iterator[_Line]) -> Iterator[_Line]:
    """Split lines into columns, but keep the rows of a table, where a neighbour has as many columns, as lines of their own."""
    todo = [(line, _cells(line)) for line in lines]
    counts = [sum(any(map(str.isalnum, line.text[a:b])) for a, b in cells) for line, cells in todo]
    for i, (line, cells) in enumerate(todo):
        if len(cells) == 1:
            yield line
            continue
        above = i > 0 and not line.fresh and counts[i - 1] == counts[i]
        below = i + 1 < len(todo) and not todo[i + 1][0].fresh and counts[i + 1] == counts[i]
        if counts[i] > 1 and (above or below):
            yield _Line(line.text, line.number, line.start, line.indent, line.edge, False, True, True)
            continue
        for n, (a, b) in enumerate(cells):
            edge = line.edge if n == len(cells) - 1 else 0
            yield _Line(line.text[a:b], line.number, line.start + a, line.indent + a, edge, False, line.fresh or n > 0)


def _width(lines: list[_Line]) -> int:
    """Return the width the text was wrapped to, 0 where its lines are paragraphs.

    Wrapped lines are of one length and mostly end in the middle of a sentence. The 95th percentile stands for the longest, since a long
    address in the text is no wrapped line.
    """
    if sum(len(line.text) for line in lines if line.edge > _LONG) * 3 > sum(len(line.text) for line in lines):
        return 0
    edges = sorted(line.edge for line in lines if line.edge <= _LONG)
    if not edges:
        return 0
    width = edges[min(len(edges) - 1, len(edges) * 95 // 100)]
    full = [a for a, b in pairwise(lines) if not b.fresh and not a.row and a.edge * 10 >= width * 6]
    ends = sum(_TERMINAL.search(line.text) is not None for line in full)
    return width if full and ends * 2 <= len(full) else 0


def _goes_on(current: list[_Line], line: _Line, width: int) -> bool:
    """Tell whether ``line`` continues the paragraph that ends with the last of ``current``."""
    before = current[-1]
    if _BRACKETS.issuperset(line.text):
        return True  # the brackets that close a caption's column
    if line.fresh or before.row:
        return False
    if _BRACKETS.issuperset(before.text):
        return False
    ended = _TERMINAL.search(before.text) is not None
    if _REFERS.search(before.text):
        return True  # "under paragraph" / "(b) of this rule"
    if _MARKER.match(line.text) and (ended or _LINK_AFTER_ITEM.search(before.text) or not _full(before, line, width)):
        return False
    if _changes_case(before, line, prose=not ended and _full(before, line, width)):
        return False
    if width and _full(before, line, width):
        deeper = line.indent - before.indent
        if ended and len(current) > 1 and deeper >= 2:
            return False  # the first line of an indented paragraph
        return not (ended and abs(deeper) >= 4 and len(current) > 1)
    return _grammar(before, line, ended=ended)


def _full(before: _Line, line: _Line, width: int) -> bool:
    """Tell whether the first word of ``line`` would not have fitted on the line before: the wrapping program broke it. 15 % slack for ragged text."""
    word = len(line.text.split(None, 1)[0])
    return bool(width) and (before.edge + 1 + word) * 100 > width * 85


def _grammar(before: _Line, line: _Line, *, ended: bool) -> bool:
    """Tell whether the words say that a sentence goes on over the line break."""
    text = before.text
    if _LABEL.match(line.text):
        return False
    if _FUNCTION_WORD.search(text) or _HYPHEN.search(text):
        return True
    if ended and not text.endswith(";"):
        return before.soft and len(text) > _PROSE and not _MARKER.match(line.text)
    return (
        line.text[0].islower() or text.endswith(",") or (len(text) > _PROSE and not text.endswith(";")) or (before.soft and len(text) > _PROSE // 2)
    )


def _changes_case(before: _Line, line: _Line, *, prose: bool) -> bool:
    """Tell whether a heading in capitals ends or begins here; where wrapped prose runs on, a line in capitals is a name ("TILA.") and no heading."""
    one, other = before.text, line.text
    if one.isupper() == other.isupper() or min(sum(map(str.isalpha, one)), sum(map(str.isalpha, other))) < 4:
        return False
    return one.isupper() or not prose


def _join(lines: list[_Line]) -> Paragraph:
    """Return the paragraph of the lines. A hyphen at a line's end stays and takes no space, since nothing tells a broken word from a compound."""
    parts = [lines[0].text]
    for line in lines[1:]:
        glued = _HYPHEN.search(parts[-1]) and line.text[0].islower()
        parts += ["" if glued else " ", line.text]
    return Paragraph("".join(parts), lines[0].number, lines[0].start, lines[0].row)
