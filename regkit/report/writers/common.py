"""What the writers of books share: characters that a file can hold, links that lead somewhere, colours and marks, tables that fit a page.

Colour is never alone: a status has its words, and every layer of marks has a line of its own kind under it beside its colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from regkit.report.blocks import Block, Book, Branch, Bullets, Cell, Facts, Line, Paragraph, Run, Section, Table, Tree, text
from regkit.report.words import N_, _
from regkit.text.visible import storable, visible

COLUMNS_OF_A_PAGE = 9  # a table with more is printed row by row, as names and values
_ENTRIES = 60  # of a table of contents on a page
_SHORT_ROW = 1_200  # characters: such a row stays on one page
_CUT_MARK = " […]"

# Ink and ground of a status, of a result, and of what people decided, as in the style sheet of the pages.
_COVERED, _FAILING, _SUSPECT, _LOST = ("19693A", "E5F3EA"), ("AB1F1A", "FCE9E7"), ("7D4A00", "FBEED6"), ("713599", "F3E9FA")
_UNCOVERED, _UNVERIFIED, _WAIVED, _STALE = ("4A515C", "ECEEF1"), ("22559C", "E6EFFB"), ("5F5344", "EFEBE4"), ("5C5A00", "F0EFD2")
COLOURS: dict[str, tuple[str, str]] = {
    "covered": _COVERED,
    "failing": _FAILING,
    "suspect": _SUSPECT,
    "uncovered": _UNCOVERED,
    "unverified": _UNVERIFIED,
    "lost": _LOST,
    "waived": _WAIVED,
    "stale": _STALE,
    "pass": _COVERED,
    "fail": _FAILING,
    "error": _FAILING,
    "not_applicable": _WAIVED,
    "shown": _COVERED,
    "fails": _FAILING,
    "not_shown": _UNCOVERED,
    "accepted": _COVERED,
    "rejected": _FAILING,
    "edited": _UNVERIFIED,
    "pending": _UNCOVERED,
}


class Mark(NamedTuple):
    """How a layer is marked: what it is called, its line (as WordprocessingML calls it; empty for bold on a ground) and the line's colour."""

    words: str
    line: str
    colour: str


MARKS: dict[str, Mark] = {
    "cue": Mark(N_("words that bind"), "", "FFE49A"),
    "bearer": Mark(N_("who is bound"), "double", "565B66"),
    "condition": Mark(N_("condition"), "dottedHeavy", "22559C"),
    "exception": Mark(N_("exception"), "wave", "7D4A00"),
    "deadline": Mark(N_("deadline"), "thick", "713599"),
    "threshold": Mark(N_("threshold"), "dashedHeavy", "19693A"),
    "term": Mark(N_("defined term"), "dotted", "565B66"),
    "citation": Mark(N_("citation"), "single", "565B66"),
}


def clean(words: str) -> str:
    """Return ``words`` as a page or a file of XML can hold them; what it cannot hold is shown as a picture of it or spelled out."""
    return storable(visible(words))


def cut(words: str, longest: int) -> str:
    """Return ``words``, cut to ``longest`` characters where they are longer; the cut is seen.

    >>> cut("abcdefghij", 10), cut("abcdefghijk", 10)
    ('abcdefghij', 'abcdef […]')
    """
    return words if len(words) <= longest else words[: longest - len(_CUT_MARK)] + _CUT_MARK


def plain(line: Line) -> str:
    """Return the words of a line."""
    return "".join(run.text for run in line)


def words_of(cell: Cell) -> str:
    """Return the words of a cell, a line a line."""
    return "\n".join(plain(line) for line in cell.lines)


def all_sections(sections: Iterable[Section]) -> Iterator[Section]:
    """Return the sections and those under them, in the order of the book."""
    for section in sections:
        yield section
        yield from all_sections(section.sections)


def contents(book: Book) -> list[tuple[Section, int]]:
    """Return the sections that the table of contents lists, with levels from 1: three levels where that fits a page, else two or one."""
    for deepest, most in ((3, _ENTRIES), (2, 5 * _ENTRIES)):
        found = list(_listed(book.sections, 1, deepest))
        if len(found) <= most:
            return found
    return [(section, 1) for section in book.sections]


def contents_depth(book: Book) -> int:
    """Return how many levels the table of contents has."""
    return max((level for _, level in contents(book)), default=1)


def _listed(sections: Iterable[Section], level: int, deepest: int) -> Iterator[tuple[Section, int]]:
    for section in sections:
        yield section, level
        if level < deepest:
            yield from _listed(section.sections, level + 1, deepest)


def places(book: Book) -> set[str]:
    """Return every place of the book that a run may lead to."""
    found = set()
    for section in all_sections(book.sections):
        found.add(section.place)
        for block in section.blocks:
            if isinstance(block, Table):
                found.update(row.place for row in block.rows)
            elif isinstance(block, Paragraph):
                found.add(block.place)
    return found - {""}


def lines_of(block: Block) -> Iterator[Line]:
    """Return every line that a block prints."""
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                yield from cell.lines
    elif isinstance(block, Paragraph):
        yield block.runs
    elif isinstance(block, Facts):
        for _, cell in block.pairs:
            yield from cell.lines
    elif isinstance(block, Bullets):
        for cell in block.items:
            yield from cell.lines
    elif isinstance(block, Tree):
        yield from _labels(block.root)


def _labels(branch: Branch) -> Iterator[Line]:
    yield branch.label
    for child in branch.children:
        yield from _labels(child)


def legend(book: Book) -> Line:
    """Return a line that shows each mark that the book uses, by its own words; empty where it uses none."""
    used = {
        layer
        for section in all_sections(book.sections)
        for block in section.blocks
        for line in lines_of(block)
        for run in line
        for layer in run.layers
    }
    runs: list[Run] = []
    for layer, mark in MARKS.items():
        if layer in used:
            runs += [Run(f"{_('Marks')}: " if not runs else " · "), Run(_(mark.words), layers=(layer,))]
    return tuple(runs)


def is_wide(book: Book) -> bool:
    """Say whether the book has a table that asks for a page on its side."""
    return any(
        4 < len(block.columns) <= COLUMNS_OF_A_PAGE for section in all_sections(book.sections) for block in section.blocks if isinstance(block, Table)
    )


def is_short(cells: Iterable[Cell]) -> bool:
    """Say whether a row is so short that it is not parted by the end of a page."""
    return sum(len(run.text) for cell in cells for line in cell.lines for run in line) <= _SHORT_ROW


def page_blocks(section: Section) -> Iterator[Block]:
    """Return the blocks of a section as a page can show them: a table with too many columns becomes names and values, row by row."""
    for block in section.blocks:
        if isinstance(block, Table) and len(block.columns) > COLUMNS_OF_A_PAGE and block.rows:
            if block.caption:
                yield Paragraph(runs=text(block.caption, "strong"))
            for row in block.rows:
                head, *rest = zip(block.columns, row.cells, strict=True)
                yield Paragraph(runs=tuple(run for line in head[1].lines for run in (*line, Run(" ")))[:-1] or text("—"), place=row.place)
                yield Facts(pairs=tuple((column.title, cell) for column, cell in rest if cell.lines))
        else:
            yield block


def first_places(book: Book) -> dict[str, str]:
    """Return a short name for each place, letters, digits and hyphens only, unlike any other whatever their case: for formats with narrow names.

    The name begins with that of the report, so that several reports can stand in one documentation build.
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for section in all_sections(book.sections):
        found = [section.place]
        for block in section.blocks:
            if isinstance(block, Table):
                found += [row.place for row in block.rows]
            elif isinstance(block, Paragraph):
                found.append(block.place)
        for place in found:
            if place and place not in made:
                made[place] = _unlike(f"regkit-{book.name}-{_PLAIN.sub('-', place.lower()).strip('-')}", taken)
    return made


_PLAIN = re.compile(r"[^a-z0-9]+")


def _unlike(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-x{number}"
    taken.add(found)
    return found
