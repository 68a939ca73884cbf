"""Words of a column → lines, each with its raised marks in their place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from regkit.read.pdf_types import BOLD, ITALIC, Line, PdfPage, Region, Word

_SMALL = 0.88  # of the size of a line: what is smaller may be a mark that stands above or below it
_UP, _DOWN = 0.75, 0.3  # of the size of a line: how far such a mark may stand from its baseline
_CELL_GAP = 2.0  # of the size, at least, between cells of a table
_WORD_GAP = 0.19  # of the size: a wider gap between words is a space


def lines_of(page: PdfPage) -> list[Line]:
    """Return the lines of a page in reading order."""
    found: list[Line] = []
    for number, region in enumerate(page.regions):
        lines = region_lines(region)
        cells = [0 if region.table else _cells(line) for line in lines]
        for index, line in enumerate(lines):
            line.page, line.region = page.number, number
            line.left, line.right = region.left, region.right
            line.row = region.table or (cells[index] > 1 and cells[index] in (cells[index - 1 : index] + cells[index + 1 : index + 2]))
        found += lines
    if page.numbers:
        for line in found:
            y, value = min(page.numbers, key=lambda pair: abs(pair[0] - line.y))
            if abs(y - line.y) < 0.6 * line.size:
                line.number = value
    return found


def _cells(line: Line) -> int:
    """Return how many cells of a table a line may hold: stretches parted by much more room than words are, three or more, or two far apart."""
    found = sum(b.x0 - a.x1 > _CELL_GAP * line.size for a, b in pairwise(line.words)) + 1
    return found if found > 2 or any(b.x0 - a.x1 > 2 * _CELL_GAP * line.size for a, b in pairwise(line.words)) else 1


def region_lines(region: Region) -> list[Line]:
    """Return the lines of a column from its top. A small word beside or over a line is part of it."""
    rows: list[list[Word]] = []
    for word in sorted(region.words, key=lambda word: (-word.y, word.x0)):
        if rows and rows[-1][0].y - word.y <= 0.16 * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    sizes = [max(word.size for word in row) for row in rows]
    home = list(range(len(rows)))
    for index, row in enumerate(rows):
        host = _host(index, rows, sizes, row)
        if host >= 0:
            home[index] = host
    joined: dict[int, list[Word]] = {}
    for index, row in enumerate(rows):
        target = index
        for _ in range(4):
            if home[target] == target:
                break
            target = home[target]
        joined.setdefault(target, []).extend(row)
    return _with_lone_marks([make_line(words) for _, words in sorted(joined.items())])


def _with_lone_marks(lines: list[Line]) -> list[Line]:
    """Put a mark that stands alone on a line, because the line before was full, at the end of that line."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        alone = len(line.words) == 1 and len(line.text) <= 4 and line.text.isdecimal()
        if last is not None and alone and line.size < _SMALL * last.size and last.y - line.y < 1.6 * last.size:
            line.words[0].raised = True
            last.words.append(line.words[0])
            last.text += line.text
        else:
            found.append(line)
    return found


def _host(index: int, rows: list[list[Word]], sizes: list[float], row: list[Word]) -> int:
    """Return the row that a row of small or stray words belongs to, -1 where it stands for itself."""
    best, score = -1, 0.0
    for other in (index - 2, index - 1, index + 1, index + 2):
        if not 0 <= other < len(rows):
            continue
        size = sizes[other]
        rise = row[0].y - rows[other][0].y
        if not -_DOWN * size < rise < _UP * size:
            continue
        small = sizes[index] < _SMALL * size
        # one line whose parts are set a hair apart, or a cell beside it
        stray = abs(rise) < 0.4 * min(size, sizes[index]) and _beside(row, rows[other]) and (len(row), -index) < (len(rows[other]), -other)
        if not (small or stray) or (small and not _near(row, rows[other], size)):
            continue
        if best < 0 or abs(rise) < score:
            best, score = other, abs(rise)
    return best


def _beside(row: Sequence[Word], other: Sequence[Word]) -> bool:
    """Tell whether no word of a row stands over or under one of the other."""
    return all(word.x1 <= each.x0 + 1 or word.x0 >= each.x1 - 1 for word in row for each in other)


def _near(row: Sequence[Word], other: Sequence[Word], size: float) -> bool:
    """Tell whether every word of a row of marks stands right beside a word of the other row."""
    row = sorted(row, key=lambda word: word.x0)
    edges = sorted([word.x1 for word in other])
    starts = sorted([word.x0 for word in other])
    reach = 1.2 * size
    end = float("-inf")
    for word in row:
        beside = any(-0.3 * size < word.x0 - edge < reach for edge in edges) or any(-0.3 * size < start - word.x1 < reach for start in starts)
        if not beside and word.x0 - end > reach:
            return False
        end = word.x1
    return _beside(row, other)


def make_line(words: list[Word]) -> Line:
    """Return the line of words that stand on one baseline, or just above or below it."""
    words.sort(key=lambda word: word.x0)
    weight: dict[float, int] = {}
    for word in words:
        if not word.raised:
            weight[word.size] = weight.get(word.size, 0) + len(word.text)
    size = max(weight, key=lambda key: (weight[key], key)) if weight else words[0].size
    main = [word for word in words if word.size > _SMALL * size and not word.raised] or words
    base = sorted(word.y for word in main)[len(main) // 2]
    for word in words:
        if word.size <= _SMALL * size and word.y - base > 0.12 * size:
            word.raised = True
    letters = [word for word in main if any(map(str.isalnum, word.text))] or main
    style = 0
    for flag in (BOLD, ITALIC):
        if sum(len(word.text) for word in letters if word.style & flag) * 10 >= 9 * sum(len(word.text) for word in letters):
            style |= flag
    parts: list[str] = []
    last: Word | None = None
    for word in words:
        if last is not None and is_spaced(last, word):
            parts.append(" ")
        parts.append(word.text)
        last = word
    return Line(words, words[0].x0, max(word.x1 for word in words), base, size, "".join(parts), style=style)


def is_spaced(left: Word, right: Word) -> bool:
    """Tell whether white space stands between two words of a line, drawn or left free."""
    gap = right.x0 - left.x1
    return gap > _WORD_GAP * min(left.size, right.size) or (right.spaced and gap > -0.1 * right.size)
