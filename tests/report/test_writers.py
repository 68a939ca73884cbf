"""What the writers of books share, and a book with a piece of every kind in every format."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

import pytest

from regkit.report import render
from regkit.report.blocks import Book, Column, Facts, Paragraph, Run, Section, Table, TableRow, cell
from regkit.report.books import BOOKS
from regkit.report.facts import ProjectView
from regkit.report.writers.common import MARKS, clean, contents, contents_depth, cut, first_places, is_short, is_wide, legend, page_blocks, places

FORMATS = ("docx", "pdf", "rst", "xlsx")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, project: ProjectView, pieces: ModuleType) -> Callable[[str], bytes]:
    """Return what prints `everything` in a format."""
    monkeypatch.setitem(BOOKS, "gaps", lambda view: pieces.everything())
    return lambda format: render("gaps", format, project)


@pytest.fixture
def book(pieces: ModuleType) -> Book:
    """Return the book of `everything`."""
    return Book(
        name="gaps",
        title="Gaps",
        description="",
        project="p",
        tool="regkit",
        graph_sha256="",
        standing="",
        caution="",
        documents=(),
        sections=pieces.everything(),
    )


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_lost(made: Callable[[str], bytes], pieces: ModuleType, format: str) -> None:
    shown = re.sub(r"\s+|\ufffe", "", pieces.said(format, made(format)))
    assert [words for words in pieces.SAID if "".join(words.split()) not in shown] == []


@pytest.mark.parametrize("format", FORMATS)
def test_every_sentence_of_the_matrix_is_there(project: ProjectView, pieces: ModuleType, format: str) -> None:
    shown = re.sub(r"\s+|\ufffe", "", pieces.said(format, render("matrix", format, project)))
    assert [fact.quote for fact in project.requirements if "".join(fact.quote.split()) not in shown] == []


def test_a_long_table_is_whole_in_every_format(project: ProjectView, pieces: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple(TableRow(place=f"r{number}", cells=(cell(f"row {number}."), cell("x"))) for number in range(150))
    table = Table(name="Rows", columns=(Column(title="A"), Column(title="B")), rows=rows)
    monkeypatch.setitem(BOOKS, "gaps", lambda view: (Section(title="Rows", blocks=(table,)),))
    for format in FORMATS:
        shown = pieces.said(format, render("gaps", format, project))
        assert all(f"row {number}." in shown for number in range(150)), format


def test_places_have_narrow_names_that_no_case_confuses(book: Book) -> None:
    names = first_places(book)
    assert set(names) == places(book) == {"tables", "words", "Duty.1", "duty-1", "check-a", "wide-1", "source-a", "source-a-1"}
    assert names["Duty.1"] == "regkit-gaps-duty-1"
    assert names["duty-1"] == "regkit-gaps-duty-1-x2"


def test_legend_shows_the_marks_that_are_used(book: Book) -> None:
    assert [run.layers[0] for run in legend(book) if run.layers] == list(MARKS)
    plain = Section(title="x", blocks=(Paragraph(runs=(Run("y", layers=("cue",)),)),))
    assert [run.text for run in legend(Book(**{name: getattr(book, name) for name in Book.__struct_fields__} | {"sections": (plain,)}))] == [
        "Marks: ",
        "words that bind",
    ]


def test_a_table_too_wide_for_a_page_is_names_and_values(pieces: ModuleType) -> None:
    table = next(block for block in pieces.everything()[0].blocks if isinstance(block, Table) and block.name == "Wide")
    head, facts = page_blocks(Section(title="x", blocks=(table,)))
    assert isinstance(head, Paragraph)
    assert (head.runs[0].text, head.place) == ("value 0", "wide-1")
    assert isinstance(facts, Facts)
    assert [name for name, _ in facts.pairs] == [f"Name {number}" for number in range(1, 12)]


def test_contents_are_as_deep_as_a_page_can_list(book: Book) -> None:
    assert contents_depth(book) == 3
    assert [(section.title, level) for section, level in contents(book)][-3:] == [("Same title", 1), ("Same title", 2), ("Three", 3)]

    def of(count: int) -> Book:
        parts = (Section(title="x", sections=(Section(title="y"),)),) * count
        return Book(**{name: getattr(book, name) for name in Book.__struct_fields__} | {"sections": (Section(title="all", sections=parts),)})

    assert [contents_depth(of(count)) for count in (5, 29, 30, 299, 300)] == [3, 3, 2, 2, 1]


def test_width_and_length(book: Book) -> None:
    assert is_wide(book)
    assert is_short((cell("x" * 600), cell("y" * 600)))
    assert not is_short((cell("x" * 600), cell("y" * 601)))


@pytest.mark.parametrize(
    ("words", "shown"), [("a\x07b", "a␇b"), ("\u202eevil", "[U+202E]evil"), ("\ufffe\ud800", "\ufffd\ufffd"), ("plain\n", "plain\n")]
)
def test_clean(words: str, shown: str) -> None:
    assert clean(words) == shown


def test_cut_is_seen_and_fits() -> None:
    assert cut("x" * 100, 100) == "x" * 100
    assert cut("x" * 101, 100) == "x" * 96 + " […]"[:4]
    assert len(cut("x" * 101, 100)) == 100
