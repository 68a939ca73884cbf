"""Running heads and feet, page numbers, line numbers: what stands in the margins of a PDF's pages and is no text of the document.

A line at the edge of a page is one of these where it comes again on other pages at the same height, its numbers aside, and nothing but such lines
stands outside it. What varies (the name of a chapter) is told by its place, where other pages have a running head. A number alone at the edge that
counts with the pages is a page number. Line numbers, as on pleadings, are a column of numbers that count down the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from regkit.model.document import Margin, MarginKind
from regkit.read.pdf_types import PdfPage, Word, median

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,7}")
_ALONE = re.compile(
    r"(?:page|p\.|pg\.?|seite)?\s*[-–—|\[(]*\s*(?:page\s*)?(?:[A-Z]{1,3}-)?(?:\d{1,6}|[ivxlc]{1,7})\s*[-–—|\])]*(?:\s*(?:of|/)\s*\d{1,6})?", re.I
)
_OUTER = 5  # rows at each edge that may be running heads or feet
_HEIGHT = 4.0  # points that the height of a running head may differ between pages
_REACH = 0.2  # of the page's height, at each edge
_EDGE = 0.1  # of the page's height
_LINES = 8  # line numbers that a page has at least


class Row(Struct):
    """The words at one height of a page, left to right."""

    words: list[Word]
    y: float
    text: str
    masked: str
    inside: float = 0.0  # distance to the next row towards the middle of the page


def take_margins(pages: Sequence[PdfPage], size: float) -> list[Margin]:
    """Take what stands in the margins out of the pages and return it; label the pages by their printed numbers. ``size`` is that of the text."""
    found: list[Margin] = []
    for page in pages:
        found += _line_numbers(page)
    for top in (True, False):
        edges = [_edge(page, top=top) for page in pages]
        taken = _running(edges, pages, size)
        for page, rows, count in zip(pages, edges, taken, strict=True):
            gone: set[int] = set()
            inner = {id(word) for row in rows[:count] for word in row.words}
            if count > 1 and not any(any(map(str.isalpha, word.text)) for word in page.words if id(word) not in inner):
                count = 1 - max((row.inside, -number) for number, row in enumerate(rows[: count - 1]))[1]  # a page is never all margin
            for row in rows[:count]:
                kind = MarginKind.PAGE_NUMBER if _ALONE.fullmatch(row.text) else MarginKind.HEAD if top else MarginKind.FOOT
                found.append(Margin(page=page.number, kind=kind, text=row.text, box=box_of(row.words)))
                gone.update(map(id, row.words))
            if gone:
                page.words = [word for word in page.words if id(word) not in gone]
    _label(pages, found)
    order = {MarginKind.HEAD: 0}
    found.sort(key=lambda margin: (margin.page, order.get(margin.kind, 1)))
    return found


def box_of(words: Sequence[Word]) -> tuple[float, float, float, float]:
    """Return the box of words in points, to a tenth: ink may reach a quarter of the size below the baseline, and 0.8 of it above."""
    return (
        round(min(word.x0 for word in words), 1),
        round(min(word.y - 0.25 * word.size for word in words), 1),
        round(max(word.x1 for word in words), 1),
        round(max(word.y + 0.8 * word.size for word in words), 1),
    )


def _edge(page: PdfPage, *, top: bool) -> list[Row]:
    """Return the rows at one edge of a page, the outermost first."""
    sign = -1 if top else 1
    if not page.words:
        return []
    limit = page.height * (1 - _REACH) if top else page.height * _REACH
    origin = 0.0
    near = [word for word in page.words if (word.y - origin > limit if top else word.y - origin < limit)]
    near.sort(key=lambda word: sign * word.y)
    rows: list[Row] = []
    for word in near:
        if rows and abs(rows[-1].words[0].y - word.y) < 0.45 * max(word.size, 4.0):
            rows[-1].words.append(word)
        elif len(rows) > _OUTER:
            break
        else:
            rows.append(Row([word], word.y, "", ""))
    for index, row in enumerate(rows):
        row.words.sort(key=lambda word: word.x0)
        row.text = _text(row.words)
        row.masked = _masked(row.text)
        if index + 1 < len(rows):
            row.inside = abs(row.y - rows[index + 1].y)
    return rows[:_OUTER]


def _text(words: Sequence[Word]) -> str:
    parts: list[str] = []
    last: Word | None = None
    for word in words:
        if last is not None and (word.spaced or word.x0 - last.x1 > 0.15 * word.size):
            parts.append(" ")
        parts.append(word.text)
        last = word
    return "".join(parts)


def _masked(text: str) -> str:
    masked = _DIGITS.sub("#", text)
    return "#" if _ROMAN.fullmatch(masked.strip(" -–—[]()|")) or _ALONE.fullmatch(text) else masked


def _running(edges: list[list[Row]], pages: Sequence[PdfPage], size: float) -> list[int]:
    """Return how many rows of each edge, from outside, are running heads or feet."""
    groups: dict[str, list[tuple[int, float]]] = {}
    for index, rows in enumerate(edges):
        for row in rows:
            groups.setdefault(row.masked, []).append((index, row.y))
    need = 2 if len(pages) < 6 else 3
    heights: list[float] = []
    again: set[tuple[int, str]] = set()
    for masked, places in groups.items():
        if not any(character.isalnum() or character == "#" for character in masked):
            continue
        places.sort(key=lambda place: place[1])
        ys = [y for _, y in places]
        for index, y in places:
            near = places[bisect_left(ys, y - _HEIGHT) : bisect_right(ys, y + _HEIGHT)][: 4 * need]
            if len({other for other, _ in near} | {index}) >= need:
                again.add((index, masked))
                heights.append(y)
    common = [y for y, count in Counter(round(y) for y in heights).items() if count * 3 >= len(pages) and count >= 3]
    taken = []
    for index, rows in enumerate(edges):
        count = 0
        for number, row in enumerate(rows):
            known = (index, row.masked) in again and (row.masked != "#" or _is_number(row))
            if not known and number == count:
                alone = _set_off(row, rows, number)
                known = alone and any(abs(row.y - y) <= 1.5 for y in common)
                known = known or (row.masked == "#" and _is_number(row) and (alone or len(pages) == 1))
                known = known or (alone and _is_head(row, pages[index], size))
            if not known:
                break
            count = number + 1
        taken.append(count)
    return taken


def _is_number(row: Row) -> bool:
    return _ALONE.fullmatch(row.text) is not None


def _is_head(row: Row, page: PdfPage, size: float) -> bool:
    """Tell a running head that comes but once: at the very edge, its parts at both sides of the page, one of them a number."""
    words = row.words
    if not (row.y > page.height * (1 - _EDGE) or row.y < page.height * _EDGE) or len(words) < 2:
        return False
    gap = max(b.x0 - a.x1 for a, b in pairwise(words))
    return gap > 5 * size and (words[-1].text.isdecimal() or words[0].text.isdecimal())


def _set_off(row: Row, rows: list[Row], number: int) -> bool:
    """Tell whether more room is left inside a row than between lines of text: 1.5 times its own size at least."""
    return number + 1 >= len(rows) or row.inside > 1.5 * max(word.size for word in row.words)


def _label(pages: Sequence[PdfPage], margins: Sequence[Margin]) -> None:
    """Give pages the numbers printed on them: those that differ from the count of pages by one amount on most pages."""
    tokens: dict[int, list[int]] = {}
    kinds = {margin.kind for margin in margins}
    wanted = (MarginKind.PAGE_NUMBER,) if MarginKind.PAGE_NUMBER in kinds else (MarginKind.HEAD, MarginKind.FOOT)
    for margin in margins:
        if margin.kind in wanted:
            tokens.setdefault(margin.page, []).extend(int(token) for token in _DIGITS.findall(margin.text) if len(token) <= 9)
    shifts = Counter(shift for page, values in tokens.items() for shift in {value - page for value in values})
    if not shifts:
        return
    shift, count = min(shifts.items(), key=lambda pair: (-pair[1], abs(pair[0])))
    if count < 2 and len(pages) > 1:
        return
    for page in pages:
        if page.number + shift in tokens.get(page.number, ()):
            page.label = str(page.number + shift)


def _line_numbers(page: PdfPage) -> list[Margin]:
    """Take the line numbers out of a page: at its edge, right of nothing, counting down the page in equal steps."""
    numeric = [word for word in page.words if word.text.isdecimal() and word.text.isascii() and len(word.text) <= 4]
    if len(numeric) < _LINES:
        return []
    found: list[Margin] = []
    for left in (True, False):
        others = [word for word in page.words if not (word.text.isdecimal() and word.text.isascii())]
        if not others:
            return found
        edge = sorted(word.x0 if left else word.x1 for word in others)
        bound = edge[len(edge) // 100] if left else edge[-1 - len(edge) // 100]
        column = [word for word in numeric if (word.x1 < bound + 1 if left else word.x0 > bound - 1)]
        column.sort(key=lambda word: -word.y)
        values = [int(word.text) for word in column]
        steps = Counter(b - a for a, b in pairwise(values))
        if len(column) < _LINES or not steps:
            continue
        step, count = steps.most_common(1)[0]
        leading = median([a.y - b.y for a, b in pairwise(column)])
        even = sum(abs(a.y - b.y - leading) < 0.3 * leading for a, b in pairwise(column))
        if step not in (1, 5) or count < 0.9 * (len(values) - 1) or even < 0.8 * (len(values) - 1) or column[0].y - column[-1].y < 0.3 * page.height:
            continue
        page.numbers += [(word.y, int(word.text)) for word in column]
        gone = set(map(id, column))
        page.words = [word for word in page.words if id(word) not in gone]
        found.append(Margin(page=page.number, kind=MarginKind.LINE_NUMBER, text=f"{values[0]}–{values[-1]}", box=box_of(column)))
    return found
