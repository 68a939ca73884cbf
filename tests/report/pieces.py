"""Sections with a piece of every kind, for the tests of writers, and what a file made of them shows."""

from __future__ import annotations

import io

import docx
import openpyxl
import pypdfium2
from docutils.core import publish_doctree

from regkit.report.blocks import Branch, Bullets, Cell, Column, Facts, Paragraph, Run, Section, Table, TableRow, Tree, cell, text
from regkit.report.writers.common import MARKS

FORMATS = ("docx", "pdf", "rst", "xlsx")
LONG = "Überprüfungs" * 34  # 408 letters without a place to part them


def everything() -> tuple[Section, ...]:
    """Return sections with a block of every kind, links both ways, words of every style and mark, and what is hard to print."""
    marks = tuple(Run(mark.words.upper(), layers=(layer,)) for layer, mark in MARKS.items())
    both = Run("within two days", layers=("deadline", "cue"))
    rows = Table(
        name="Duties [a/b]: all of them, by owner",
        caption="Duties, by owner",
        columns=(
            Column(title="Duty", share=3),
            Column(title="State", kind="status", choices=("Covered", "Failing")),
            Column(title="Count", kind="number"),
            Column(title="Due", kind="date"),
            Column(title="See", share=2),
        ),
        rows=(
            TableRow(
                place="Duty.1",
                cells=(
                    cell(text("Keep the books", "strong"), (*marks, Run(" "), both), text("duty/1", "code"), text("since 2001", "small")),
                    cell(text("Covered", "strong"), status="covered"),
                    cell("1,204"),
                    cell("2026-05-02"),
                    cell(text("Check A", target="check-a"), text("nowhere", target="lost")),
                ),
            ),
            TableRow(
                place="duty-1",
                cells=(
                    cell(LONG),
                    cell("Failing", status="failing"),
                    cell("40.0 %"),
                    cell("soon"),
                    cell(text("Official", url="https://example.gov/a_b#c")),
                ),
            ),
        ),
    )
    checks = Table(
        name="Checks",
        columns=(Column(title="Check"), Column(title="Verifies", share=3)),
        rows=(
            TableRow(
                place="check-a",
                cells=(
                    cell("Check A"),
                    cell(text("first", target="Duty.1"), text("second", target="duty-1"), text("old", "removed"), text("new", "added")),
                ),
            ),
        ),
    )
    wide = Table(
        name="Wide",
        columns=tuple(Column(title=f"Name {number}") for number in range(12)),
        rows=(TableRow(place="wide-1", cells=tuple(cell(f"value {number}") for number in range(12))),),
    )
    leaf = Branch(label=text("a written agreement", target="Duty.1"), status="covered", word="Covered")
    root = Branch(
        label=text("all of:"), status="fails", word="Fails", children=(leaf, Branch(label=text("a notice"), status="failing", word="Failing"))
    )
    paragraphs = (
        Paragraph(runs=text("A caution."), kind="caution"),
        Paragraph(runs=text("A note."), kind="note"),
        Paragraph(runs=text("A quotation."), kind="quote"),
        Paragraph(runs=text("A rule of its own."), kind="source", marker="(a)", place="source-a"),
        Paragraph(runs=text("An item of it."), kind="source", marker="(1)", depth=2, place="source-a-1"),
        Paragraph(runs=text("An item above it."), kind="source", depth=1),
    )
    deep = Section(title="Five", blocks=(Paragraph(runs=text("Deepest words.")),))
    for title in ("Four", "Three", "Same title"):
        deep = Section(title=title, sections=(deep,))
    return (
        Section(
            title="Tables",
            place="tables",
            blocks=(rows, checks, wide, Table(name="Empty", columns=(Column(title="A"),), rows=(), empty="Nothing here.")),
        ),
        Section(
            title="Words",
            place="words",
            blocks=(Bullets(items=(cell("one"), cell("two", text("two and a half", "emphasis")))), *paragraphs, Tree(root=root)),
        ),
        Section(title="Same title", blocks=(Facts(pairs=(("A: name", cell("a value")), ("Other", Cell()))),), sections=(deep,)),
    )


SAID = (
    "Keep the books",
    "duty/1",
    "since 2001",
    LONG,
    "nowhere",
    "second",
    "value 11",
    "two and a half",
    "A caution.",
    "A quotation.",
    "(a)",
    "A rule of its own.",
    "An item of it.",
    "a written agreement",
    "Fails",
    "Deepest words.",
    "A: name",
    "a value",
    *(mark.words.upper() for mark in MARKS.values()),
)


def said(format: str, data: bytes) -> str:
    """Return the words that a file shows."""
    if format == "docx":
        return "\n".join("".join(part.text or "" for part in line.iter("{*}t")) for line in docx.Document(io.BytesIO(data)).element.body.iter("{*}p"))
    if format == "pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    if format == "xlsx":
        return "\n".join(
            str(value) for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.values for value in row if value is not None
        )
    return publish_doctree(data.decode(), settings_overrides={"report_level": 5}).astext()
