"""A book as the data of a Typst template: plain values only, so that no word of a document is ever markup."""

from __future__ import annotations

import re
from typing import Any

from regkit.report.blocks import Block, Book, Branch, Bullets, Cell, Facts, Line, Paragraph, Run, Section, Table, text
from regkit.report.words import _
from regkit.report.writers.common import COLOURS, MARKS, clean, contents_depth, is_short, is_wide, legend, page_blocks, places

_LONG = re.compile(r"\S{19,}")
_PIECE = re.compile(r".{1,12}(?:(?<=[/._~-])|$)|.{1,10}", re.S)
_BREAKS = re.compile(r"[\r\n\t\v\f\x1c-\x1f\x85\u2028\u2029]+")
_PLAIN = ("2B2E34", "F2F4F6")


def book_data(book: Book) -> dict[str, Any]:
    """Return everything that the template prints. Links that lead nowhere are left out, for Typst stops at them."""
    return _Data(book).whole()


class _Data:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._places = places(book)
        self._labelled: set[str] = set()

    def whole(self) -> dict[str, Any]:
        book = self._book
        pairs = ((_("Standing"), text(book.standing)), (_("Graph SHA-256"), text(book.graph_sha256, "code")), (_("Tool"), text(book.tool)))
        return {
            "title": _words(book.title) or "—",
            "project": _words(book.project),
            "description": _words(book.description),
            "standing": _words(book.standing),
            "caution": _words(book.caution),
            "graph": _words(book.graph_sha256),
            "tool": _words(book.tool),
            "said": {
                "graph": _words(_("Graph %(sha256)s")),
                "page": _words(_("Page %(page)s of %(pages)s")),
                "contents": _words(_("Contents")),
            },
            "language": book.language.split("-")[0],
            "wide": is_wide(book),
            "legend": self._line(legend(book)),
            "depth": contents_depth(book),
            "about": {"pairs": [(name, self._cell(Cell((line,)))) for name, line in pairs if line]},
            "sections": [self._section(section, 1) for section in book.sections],
        }

    def _section(self, section: Section, level: int) -> dict[str, Any]:
        return {
            "title": _words(section.title) or "—",
            "label": self._label(section.place),
            "level": level,
            "blocks": [self._block(block) for block in page_blocks(section)],
            "sections": [self._section(part, level + 1) for part in section.sections],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Facts):
            return {"kind": "facts", "pairs": [(_parts(name), self._cell(cell)) for name, cell in block.pairs]}
        if isinstance(block, Bullets):
            return {"kind": "bullets", "items": [self._cell(cell) for cell in block.items]}
        if isinstance(block, Paragraph):
            made = {"kind": "paragraph", "style": block.kind, "depth": block.depth, "marker": _words(block.marker)}
            return {**made, "label": self._label(block.place), "line": self._line(block.runs)}
        return {"kind": "tree", "root": self._branch(block.root)}

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "rows",
            "caption": _words(table.caption),
            "empty": _words(table.empty),
            "titles": [_words(column.title) for column in table.columns],
            "shares": [column.share for column in table.columns],
            "numbers": [column.kind == "number" for column in table.columns],
            "rows": [
                {"label": self._label(row.place), "whole": is_short(row.cells), "cells": [self._cell(cell) for cell in row.cells]}
                for row in table.rows
            ],
        }

    def _branch(self, branch: Branch) -> dict[str, Any]:
        children = [self._branch(child) for child in branch.children]
        return {
            "word": _words(branch.word),
            "status": _colours(branch.status) or [f"#{colour}" for colour in _PLAIN],
            "line": self._line(branch.label),
            "children": children,
        }

    def _cell(self, cell: Cell) -> dict[str, Any]:
        return {"status": _colours(cell.status), "lines": [self._line(line) for line in cell.lines]}

    def _line(self, line: Line) -> list[Any]:
        return [self._run(run) for run in line if run.text]

    def _run(self, run: Run) -> Any:
        words = _parts(run.text)
        target = run.target if run.target in self._places else ""
        if isinstance(words, str) and not (run.style or run.layers or target or run.url):
            return words
        layers = [layer for layer in run.layers if layer in MARKS]
        return {"t": words, "s": run.style, "l": layers, "to": target, "url": "" if target else clean(run.url)}

    def _label(self, place: str) -> str:
        """Return the label of a place, the first time only: a label that is there twice cannot be led to."""
        if not place or place in self._labelled:
            return ""
        self._labelled.add(place)
        return place


def _words(words: str) -> str:
    return _BREAKS.sub(" ", clean(words))


def _parts(words: str) -> str | list[str]:
    """Return words as the template takes them: in parts where one is too long for a narrow column, else as they are.

    A line may end between parts. A break at the end of a part of an id is better than one within.
    """
    shown = _words(words)
    if not _LONG.search(shown):
        return shown
    made: list[str] = []
    at = 0
    for found in _LONG.finditer(shown):
        _extend(made, shown[at : found.start()])
        pieces = _PIECE.findall(found[0])
        _extend(made, pieces[0])
        made += pieces[1:]
        at = found.end()
    _extend(made, shown[at:])
    return made


def _extend(made: list[str], words: str) -> None:
    if made:
        made[-1] += words
    elif words:
        made.append(words)


def _colours(status: str) -> list[str] | None:
    return [f"#{colour}" for colour in COLOURS[status]] if status in COLOURS else None
