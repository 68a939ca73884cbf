"""Words of a page → columns and full-width bands in reading order, from where the words stand and from nothing else.

The order in which a producer draws text says little: some draw row by row across columns. A gutter is a strip without ink that goes on over many
rows, so the page is cut into thin slices, each a bit set of the points that its words cover, and the slices are parted into bands: within a band
the strips that no slice covers are its gutters. Every band costs a little, every slice outside columns costs one; the cheapest parting is found by
dynamic programming, so that a heading or a table across the columns ends a band, and a gap that lasts for two lines does not begin one. A gutter
between short cells rather than lines of prose is one of a table, which is read row by row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from regkit.read.pdf_types import PdfPage, Region, Word, median

_BAND = 4.0  # rows that a band of columns must be worth
_ALONE = 1.0
_GUTTER = 0.8  # of the size, the narrowest gutter
_WITHIN = 1.3  # of the size, the narrowest strip between cells within a column; also that of a gutter beside few rows
_FEW_ROWS = 12
_WIDEST = 4096  # points; what stands further right counts as there
_MOST_SLICES = 600
_LEAST_ROWS = 3
_PROSE_WORDS = 2.6  # words in a line of a column of prose, at least, at the median
_FILLED = 0.55  # of a column's width, the median line of prose
_MARKER = re.compile(r"\(?[0-9A-Za-z]{1,5}[.)]?\)?|[•●▪◦*·–—-]|\d{1,3}(?:\.\d{1,3})+")


def layout(pages: Sequence[PdfPage]) -> None:
    """Fill the regions of every page. A gutter that many pages have is one on every page, whatever stands beside it there."""
    known: dict[int, int] = {}
    for page in pages:
        page.regions = regions(page.words)
        for left, right in pairwise(page.regions):
            if left.band == right.band and left.right < right.left:
                middle = round((left.right + right.left) / 2)
                known[middle] = known.get(middle, 0) + 1
    common = tuple(x for x in sorted(known) if sum(known.get(x + near, 0) for near in range(-3, 4)) * 5 >= max(len(pages), 10))
    for page in pages:
        if common and any(region.table for region in page.regions):
            page.regions = regions(page.words, known=common)


def regions(words: Sequence[Word], depth: int = 0, known: tuple[int, ...] = ()) -> list[Region]:
    """Return the columns and bands of a page in reading order; every word is in exactly one. Linear but for a bounded number of slices.

    ``known`` are the middles of gutters that are taken for such without looking at what they part.
    """
    if not words:
        return []
    size = median([word.size for word in words], 10.0)
    slices, step = _slices(words, size)
    bands = _bands([mask for mask, _ in slices], max(4, round((_WITHIN if depth else _GUTTER) * size)), step / size)
    found: list[Region] = []
    for number, (start, end, gutters) in enumerate(bands):
        own = [word for _, each in slices[start:end] for word in each]
        if own:
            columns = _band(own, gutters, number, depth, known)
            found = _continued(found, columns)
    return _merged(found)


def _continued(found: list[Region], columns: list[Region]) -> list[Region]:
    """Add the columns of a band; where those of the band right above have the same edges, the two are one.

    Spaces that happen to stand over each other in a few lines look like gutters of their own, and one line that sticks out parts columns too.
    """
    last = [region for region in found if region.band == found[-1].band] if found else []
    same = len(last) == len(columns) > 1 and all(
        not (a.table or b.table) and abs(a.left - b.left) < 6 and b.left < a.right for a, b in zip(last, columns, strict=True)
    )
    if not same:
        return found + columns
    joined = [Region(a.words + b.words, min(a.left, b.left), max(a.right, b.right), False, a.band) for a, b in zip(last, columns, strict=True)]
    return found[: len(found) - len(last)] + joined


def _slices(words: Sequence[Word], size: float) -> tuple[list[tuple[int, list[Word]]], float]:
    """Return for each slice, from the top, the points that are covered there and the words whose baseline lies in it; and their height."""
    top = max(word.y + 0.6 * word.size for word in words)
    bottom = min(word.y for word in words)
    step = max(size / 2, (top - bottom) / _MOST_SLICES)
    count = int((top - bottom) / step) + 1
    masks = [0] * count
    held: list[list[Word]] = [[] for _ in range(count)]
    for word in words:
        x0 = min(max(int(word.x0 + 0.5), 0), _WIDEST)
        x1 = min(max(int(word.x1 - 0.5), x0 + 1), _WIDEST + 1)
        mask = ((1 << (x1 - x0)) - 1) << x0
        last = min(count - 1, int((top - word.y - 0.05 * word.size) / step))
        for index in range(max(0, int((top - word.y - 0.5 * word.size) / step)), last + 1):
            masks[index] |= mask
        held[last].append(word)
    return list(zip(masks, held, strict=True)), step


def gaps(mask: int, width: int) -> list[tuple[int, int]]:
    """Return the strips (start, end) of at least ``width`` points without ink between covered points.

    >>> gaps(0b1110000011, 4)
    [(2, 7)]
    """
    empty = _strips(mask, width)
    found = []
    while empty:
        start = (empty & -empty).bit_length() - 1
        run = empty >> start
        length = (~run & (run + 1)).bit_length() - 1
        found.append((start, start + length + width - 1))
        empty &= ~(((1 << length) - 1) << start)
    return found


def _strips(mask: int, width: int) -> int:
    """Return a bit set of where strips of ``width`` points without ink begin, between the first and the last point with ink."""
    if not mask:
        return 0
    low = (mask & -mask).bit_length() - 1
    empty = ~mask & ((1 << mask.bit_length()) - (1 << low))
    done = 1
    while done < width and empty:
        shift = min(done, width - done)
        empty &= empty >> shift
        done += shift
    return empty


def _bands(masks: list[int], width: int, weight: float) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """Return the parting of the slices: (first, end, gutters) of each band from the top. ``weight`` is a slice's share of a row."""
    count = len(masks)
    whole = 0
    for mask in masks:
        whole |= mask
    edges = (whole & -whole) | (1 << max(0, whole.bit_length() - 1))
    cost = [0.0] * (count + 1)
    came: list[tuple[int, bool]] = [(0, False)] * (count + 1)
    worth = [weight if mask else 0.0 for mask in masks]
    for end in range(1, count + 1):
        best, start = cost[end - 1] + _ALONE * worth[end - 1], (end - 1, False)
        covered, rows, seen, gutters = 0, 0.0, 0, 1
        for begin in range(end - 1, -1, -1):
            if not masks[begin]:
                continue
            covered |= masks[begin]
            rows += worth[begin]
            strips = _strips(covered, width)
            if not strips:
                if not _strips(covered | edges, width):
                    break  # nothing is left free, and more rows leave no more
                continue
            if rows <= _BAND:
                continue
            if strips != seen:
                seen, gutters = strips, len(gaps(covered, width))
            total = cost[begin] + _BAND + rows * _ALONE / (1 + gutters) * 0.5
            if total < best - 1e-9:
                best, start = total, (begin, True)
        cost[end], came[end] = best, start
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    end = count
    while end:
        begin, columns = came[end]
        if columns:
            covered = 0
            for mask in masks[begin:end]:
                covered |= mask
            found.append((begin, end, gaps(covered, width)))
        elif found and not found[-1][2] and found[-1][0] == end:
            found[-1] = (begin, found[-1][1], [])
        else:
            found.append((begin, end, []))
        end = begin
    found.reverse()
    return found


def _band(words: list[Word], gutters: list[tuple[int, int]], number: int, depth: int, known: tuple[int, ...]) -> list[Region]:
    """Return the regions of one band: its columns, or the whole where its gutters part the cells of a table or the markers of a list."""
    if not gutters:
        return [_region(words, number)]
    columns = _parted(words, gutters)
    kept = [] if depth else _prose_gutters(columns, gutters, known)
    if not kept:
        return [_region(words, number, table=_is_table(columns))]
    found = []
    for column in _parted(words, kept):
        if not column:
            continue
        inner = regions(column, depth + 1) if depth < 1 else [_region(column, number)]
        left, right = min(word.x0 for word in column), max(word.x1 for word in column)
        for region in inner:
            region.band = number
            if not region.table:
                region.left, region.right = left, right
        found += inner
    return found


def _parted(words: list[Word], gutters: list[tuple[int, int]]) -> list[list[Word]]:
    columns: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    middles = [(start + end) / 2 for start, end in gutters]
    for word in words:
        centre = (word.x0 + word.x1) / 2
        columns[sum(centre > middle for middle in middles)].append(word)
    return columns


def _prose_gutters(columns: list[list[Word]], gutters: list[tuple[int, int]], known: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the gutters with lines of prose on both sides. A column of short cells joins its neighbour, or makes all of it a table."""
    sure = [gutter for gutter in gutters if any(gutter[0] - 2 <= x <= gutter[1] + 2 for x in known)]
    if sure:
        return sure
    size = median([word.size for column in columns for word in column], 10.0)
    if len(_rows([word for column in columns for word in column])) < _FEW_ROWS and min(b - a for a, b in gutters) < _WITHIN * size:
        return []  # spaces of a few lines that happen to stand over each other
    rows = [len(_rows(column)) for column in columns]
    wide = [gutter for index, gutter in enumerate(gutters) if gutter[1] - gutter[0] >= _WITHIN * size or min(rows[index : index + 2]) >= _FEW_ROWS]
    if len(wide) < len(gutters):
        columns, gutters = _parted([word for column in columns for word in column], wide), wide
    prose = [_is_prose(column) for column in columns]
    if len(columns) > 1 and prose[-2] and not prose[-1] and _begins(columns[-2], columns[-1]):
        prose[-1] = True
    if all(prose):
        return gutters
    return [gutter for index, gutter in enumerate(gutters) if prose[index] and prose[index + 1]] if sum(prose) * 2 > len(prose) > 2 else []


def _begins(before: list[Word], column: list[Word]) -> bool:
    """Tell whether a few lines beside a long column of prose are the beginning of the next, where the document ends: they stand at its top."""
    rows, whole = _rows(column), _rows(before)
    if not rows or len(rows) > _LEAST_ROWS or len(whole) < _FEW_ROWS:
        return False
    width = max(word.x1 for word in before) - min(word.x0 for word in before)
    top = all(abs(row[0].y - other[0].y) < 0.5 * row[0].size for row, other in zip(rows, whole, strict=False))
    return top and max(word.x1 for word in column) - min(word.x0 for word in column) <= 1.1 * width


def _rows(words: list[Word]) -> list[list[Word]]:
    """Return words by their baselines, from the top."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.y):
        if rows and rows[-1][0].y - word.y < 0.45 * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _is_prose(words: list[Word]) -> bool:
    rows = _rows(words)
    if len(rows) < _LEAST_ROWS:
        return False
    width = max(word.x1 for word in words) - min(word.x0 for word in words)
    filled = _upper([sum(word.x1 - word.x0 for word in row) for row in rows])
    pieces = _upper([float(len(row)) for row in rows])
    return width >= 50 and pieces >= _PROSE_WORDS and filled >= _FILLED * width


def _upper(values: list[float]) -> float:
    """Return the upper quartile: the last lines of paragraphs, and lists of short entries, don't make prose a table."""
    return sorted(values)[len(values) * 3 // 4]


def _is_table(columns: list[list[Word]]) -> bool:
    """Tell whether rows of short cells are a table rather than a list whose markers stand apart."""
    if len(columns) == 2 and columns[0]:
        rows = _rows(columns[0])
        marks = sum(len(row) == 1 and _MARKER.fullmatch(row[0].text) is not None for row in rows)
        if marks * 4 >= len(rows) * 3:
            return False
    heights = [{round(row[0].y) for row in _rows(column)} for column in columns]
    every: set[int] = set().union(*heights)
    shared = sum(sum(any(abs(y - other) <= 1 for other in each) for each in heights) >= 2 for y in every)
    return len(every) >= 2 and shared * 2 >= len(every)


def _region(words: list[Word], number: int, *, table: bool = False) -> Region:
    return Region(words, min(word.x0 for word in words), max(word.x1 for word in words), table, number)


def _merged(found: list[Region]) -> list[Region]:
    """Join bands of full width that follow each other, so that a paragraph is not cut between them."""
    shared = {region.band: 0 for region in found}
    for region in found:
        shared[region.band] += 1
    merged: list[Region] = []
    whole = False
    for region in found:
        single = shared[region.band] == 1 and not region.table
        if single and whole:
            last = merged[-1]
            merged[-1] = Region(last.words + region.words, min(last.left, region.left), max(last.right, region.right), False, region.band)
        else:
            merged.append(region)
        whole = single
    return merged
