"""Books: what a report says in formats without a template."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from regkit.report import report_names
from regkit.report.blocks import Book, Bullets, Cell, Facts, Line, Paragraph, Section, Table
from regkit.report.facts import ProjectView
from regkit.report.folders import find_report
from regkit.report.page import Page
from regkit.report.views import VIEWS


def book_of(name: str, project: ProjectView) -> Book:
    report = find_report(name)
    return Page(report=report, project=project, make=VIEWS[report.file.view]).book()


def sections(found: tuple[Section, ...]) -> Iterator[Section]:
    for section in found:
        yield section
        yield from sections(section.sections)


def cells(book: Book) -> Iterator[Cell]:
    for section in sections(book.sections):
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row.cells)
            elif isinstance(block, Facts):
                yield from (cell for _, cell in block.pairs)
            elif isinstance(block, Bullets):
                yield from block.items
            elif isinstance(block, Paragraph):
                yield Cell((block.runs,))


def words(line: Line) -> str:
    return "".join(run.text for run in line)


@pytest.mark.parametrize("name", report_names())
def test_book_is_whole(name: str, project: ProjectView) -> None:
    book = book_of(name, project)
    tables = [block for section in sections(book.sections) for block in section.blocks if isinstance(block, Table)]
    assert sum(table.records for table in tables) <= 1
    assert len({table.name for table in tables}) == len(tables)
    assert all(len(row.cells) == len(table.columns) for table in tables for row in table.rows)
    said = "\n".join(words(line) for cell in cells(book) for line in cell.lines)
    assert all(document.sha256 in said for document in book.documents)
    assert "Restatement, not the official text" in book.standing
    places = [section.place for section in sections(book.sections) if section.place]
    places += [row.place for table in tables for row in table.rows if row.place]
    assert len(places) == len(set(places))


def test_matrix_quotes_every_sentence(project: ProjectView) -> None:
    said = [words(line) for cell in cells(book_of("matrix", project)) for line in cell.lines]
    assert all(requirement.quote in said for requirement in project.requirements)
