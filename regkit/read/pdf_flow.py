"""Lines → paragraphs: where one ends and the next begins, within a column, over columns and over pages.

A typesetter breaks a line where the next word would not have fitted; where it would have, the author broke it. Besides that a first line is set in
or set off by room, headings by size and weight, items by their markers. Which of these a document uses is measured on its own lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from regkit.read.pdf_lines import is_spaced
from regkit.read.pdf_types import BOLD, Line, median

_MARKER = re.compile(
    r"(?:\((?:[A-Za-z]{1,2}|\d{1,3}[A-Z]?|[ivxlIVXL]{1,6})\)|(?:\d{1,3}|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})[.)](?=\s|$)|\d{1,3}(?:\.\d{1,3})+[A-Z]?\.?(?=\s|$)"
    r"|§+\s*\d|(?:Sec(?:tion)?|Article|Rule|Part|Chapter|SECTION|ARTICLE|RULE|PART|CHAPTER)\.?\s+[0-9IVX]+[.:—-]?|[•●▪◦*·–—-](?=\s))"
)
_LABEL = re.compile(r"[A-Z][A-Z ]{2,40}:(?=\s|$)")
_TERMINAL = re.compile(r"(?:(?<!\s)|(?<=[.?!]\s))[.?!:;…][\"”’')\]]*(?:(?<!\d\.)\d{1,3})?$")  # also before a mark; "§ 11.35" ends nothing
_ITEM_ENDS = re.compile(r"[;:—][\"”]?(?:\s+(?:and|or|and/or))?$")
_REFERS = re.compile(
    r"(?:\b(?:(?:sub)?(?:paragraph|section|clause|part|item|chapter|title|rule|article)s?|an?|and|or|of|in|on|to|by|for|with|from|under|that|which|shall|must"
    r"|may|the|No|Nos)|[§,(]|§\s?\d[\w.–-]*|[\w.)]\([A-Za-z0-9]{1,4}\))\s*$",
    re.IGNORECASE,
)
_RUN_ON = re.compile(r"[,:;—]\s\((?:1|i|a|A)\)\s")  # a list that runs on within a paragraph
_LABEL_ALONE = re.compile(r"\([A-Za-z0-9]{1,4}\)")
_LIST_GOES_ON = re.compile(r"[;,—]\s+(?:and|or|and/or)$")
_SURE = 3  # pairs of lines that say how far apart lines of their size stand
_HYPHEN = ("-", "\u2010", "\u00ad")


class Column(Struct):
    """How the lines of one column are set: distance of its lines, left and right edge of its text, whether its lines are full."""

    leading: float
    left: float
    right: float
    full: bool


class Flow:
    """Parts the lines of a document into paragraphs."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._columns: dict[tuple[int, int], Column] = {}
        by: dict[tuple[int, int], list[Line]] = {}
        for line in lines:
            by.setdefault((line.page, line.region), []).append(line)
        steps: dict[float, Counter[float]] = {}
        for column in by.values():
            for a, b in pairwise(column):
                if 0 < a.y - b.y < 4 * a.size and abs(a.size - b.size) < 0.05 * a.size:
                    steps.setdefault(round(a.size * 2) / 2, Counter())[round((a.y - b.y) * 2) / 2] += 1
        self._leadings = {size: _typical(counts) for size, counts in steps.items() if sum(counts.values()) >= _SURE}
        edges = _edges(by)
        for key, column in by.items():
            self._columns[key] = self._measure(column, edges)
        self.indented = self._indents(by)

    def paragraphs(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Return the paragraphs of lines in reading order. Linear."""
        found: list[list[Line]] = []
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) else None
            if found and self._goes_on(found[-1], line, following):
                found[-1].append(line)
            else:
                found.append([line])
        return _over_tables(found)

    def _measure(self, lines: list[Line], edges: dict[tuple[int, int], tuple[float, float]]) -> Column:
        size = median([line.size for line in lines], 10.0)
        leading = median([a.y - b.y for a, b in pairwise(lines) if 0 < a.y - b.y < 4 * a.size and abs(a.size - b.size) < 0.05 * a.size])
        left, right = edges[(round(lines[0].left / 8), round((lines[0].right - lines[0].left) / 24))]
        left, right = min(left, lines[0].left), max(right, lines[0].right)
        reach = sum(right - line.x1 < 0.25 * size for line in lines)
        return Column(self._leadings.get(round(size * 2) / 2, leading) or leading or 1.3 * size, left, right, reach * 2 > len(lines))

    def _indents(self, by: dict[tuple[int, int], list[Line]]) -> bool:
        """Tell whether paragraphs begin with a line set in: such lines stand among lines that are not, a good part of the paragraphs at least."""
        starts = total = 0
        for key, lines in by.items():
            left = self._columns[key].left
            for a, b, c in zip(lines, lines[1:], lines[2:], strict=False):
                inset = b.x0 - left
                if 0.6 * b.size < inset < 6 * b.size and a.x0 - left < 0.3 * b.size and c.x0 - left < 0.3 * b.size:
                    starts += 1
            total += len(lines)
        return starts >= 3 and starts * 40 >= total

    def _goes_on(self, paragraph: list[Line], line: Line, following: Line | None) -> bool:
        last = paragraph[-1]
        if last.row or line.row:
            return False
        if not 0.93 < line.size / last.size < 1.08:
            return False
        if not _same_weight(last, line, self._room(last)):
            return False
        if (last.page, last.region) != (line.page, line.region) or line.y > last.y:
            return self._goes_over(paragraph, line)
        return self._goes_down(paragraph, line, following)

    def _room(self, line: Line) -> float:
        """Return how much room is left at the end of a line."""
        return self._columns[(line.page, line.region)].right - line.x1

    def _goes_down(self, paragraph: list[Line], line: Line, following: Line | None) -> bool:
        last = paragraph[-1]
        column = self._columns[(line.page, line.region)]
        leading = self._leadings.get(round(line.size * 2) / 2, column.leading)
        if last.y - line.y > 1.3 * leading + 0.12 * line.size:
            return False
        ended = _ended(last)
        hyphen = last.text.endswith(_HYPHEN)
        room = self._room(last)
        fits = room > max(_needs(last, line), 1.5 * line.size) and not hyphen
        if not fits and (any(_RUN_ON.search(each.text) for each in paragraph) or (len(paragraph) > 1 and _LABEL_ALONE.fullmatch(last.text))):
            return True
        opens = ended or fits or _ITEM_ENDS.search(last.text) is not None or bool(last.style & line.style & BOLD)
        if _MARKER.match(line.text) and not hyphen and opens and not _refers(last.text):
            return False
        display = bool(last.style & line.style & BOLD) or (_centred(last, column) and _centred(line, column))
        if display and last.text.isupper() != line.text.isupper() and not hyphen:
            return False
        if display and fits and not ended and (line.text[0] in "([" or line.text[0].islower()):
            return True  # the lines of a heading are broken by sense
        if _LABEL.match(line.text) and not hyphen and not last.text.isupper():
            return False
        inset = line.x0 - last.x0
        if _centred(last, column) and _centred(line, column):
            return not ended
        if fits and (ended or room > 0.3 * (column.right - column.left) or column.full):
            return not ended and (line.text[:1].islower() or _refers(last.text))
        if inset > 0.6 * line.size:
            hanging = len(paragraph) == 1 and (
                _MARKER.match(last.text) is not None or following is None or abs(following.x0 - line.x0) < 0.3 * line.size
            )
            if hanging and not (ended and fits):
                return True
            returns = following is not None and following.page == line.page and line.x0 - following.x0 > 0.5 * line.size
            return not (returns and ended) and not (ended and self.indented)
        if inset < -0.6 * line.size and len(paragraph) > 1:
            return not ended
        return True

    def _goes_over(self, paragraph: list[Line], line: Line) -> bool:
        """Tell whether a paragraph goes on at the top of the next column or page."""
        last = paragraph[-1]
        if last.text.endswith(_HYPHEN):
            return True
        column = self._columns[(line.page, line.region)]
        room = self._room(last)
        fits = room > _needs(last, line)
        ended = _ended(last)
        inset = line.x0 - column.left > 0.6 * line.size
        if line.style & BOLD and last.style & BOLD:
            return not ended and not fits
        if _MARKER.match(line.text) and (ended or fits) and not _refers(last.text):
            return False
        if not ended:
            return not fits or line.text[:1].islower() or _refers(last.text)
        if last.text.endswith((":", ";")) or fits:
            return False
        return not inset if self.indented else not inset and len(paragraph) > 1


def _ended(line: Line) -> bool:
    """Tell whether a line ends as a sentence or an item does, whatever mark of a note stands after that."""
    text = line.text
    if len(line.words) > 1 and line.words[-1].raised:
        text = text.removesuffix(line.words[-1].text).rstrip()
    return _TERMINAL.search(text) is not None


def _needs(last: Line, line: Line) -> float:
    """Return the room that the first word of a line would have needed at the end of the line before, with a space as that line has them.

    No line begins with a point or a closing bracket (Unicode Standard Annex 14, LB13), so "and .36" goes as one.
    """
    end = next((a.x1 for a, b in pairwise(line.words) if is_spaced(a, b) and b.text[0] not in ".,;:!?)]}/"), line.words[-1].x1)
    spaces = [b.x0 - a.x1 for a, b in pairwise(last.words) if is_spaced(a, b)]
    return end - line.words[0].x0 + min(max(median(spaces), 0.2 * line.size), 0.65 * line.size)


def _refers(text: str) -> bool:
    """Tell whether a line ends with what must be followed by something: "under paragraph"; not with the "; and" before the last item of a list."""
    return _REFERS.search(text) is not None and _LIST_GOES_ON.search(text) is None


def _typical(counts: Counter[float]) -> float:
    """Return the commonest distance of lines; of two that are about as common the smaller, since the other parts paragraphs."""
    most = max(counts.values())
    return min(step for step, count in counts.items() if count * 2 >= most)


def _edges(by: dict[tuple[int, int], list[Line]]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the edges of columns that stand at the same place on their pages: a page of short lines is as wide as its neighbours."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for lines in by.values():
        key = (round(lines[0].left / 8), round((lines[0].right - lines[0].left) / 24))
        left, right = found.get(key, (lines[0].left, lines[0].right))
        found[key] = (min(left, lines[0].left), max(right, lines[0].right))
    return found


def _centred(line: Line, column: Column) -> bool:
    left, right = line.x0 - column.left, column.right - line.x1
    return left > 2 * line.size and abs(left - right) < 0.9 * line.size


def _same_weight(last: Line, line: Line, room: float) -> bool:
    """Tell whether two lines are both bold or both not; a heading that runs on into its paragraph is bold up to within its last line."""
    if (last.style & BOLD) == (line.style & BOLD):
        return True
    bold = last.words[-1].style & BOLD, line.words[0].style & BOLD
    return bool(bold[0] and bold[1]) and room < 6 * line.size


def _over_tables(found: list[list[Line]]) -> list[list[Line]]:
    """Join a paragraph that is cut by a table, which stands where the page had room for it."""
    joined: list[list[Line]] = []
    index = 0
    while index < len(found):
        paragraph = found[index]
        end = index + 1
        while end < len(found) and found[end][0].row:
            end += 1
        if index + 1 < end < len(found) and not paragraph[0].row and _cut(paragraph[-1], found[end][0]):
            joined.append(paragraph + found[end])
            joined += found[index + 1 : end]
            index = end + 1
            continue
        joined.append(paragraph)
        index += 1
    return joined


def _cut(last: Line, first: Line) -> bool:
    same = 0.93 < first.size / last.size < 1.08 and (last.style & BOLD) == (first.style & BOLD)
    return same and first.text[:1].islower() and not _ended(last) and last.page <= first.page
