"""Workbooks: links, filters, drop-downs, print set-up; nothing is ever a formula."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from types import ModuleType

import openpyxl
import pytest

from regkit.errors import MissingExtraError
from regkit.report import render
from regkit.report.blocks import Column, Paragraph, Section, Table, TableRow, cell, text
from regkit.report.books import BOOKS
from regkit.report.facts import ProjectView
from regkit.report.writers import xlsx_sheet
from regkit.report.writers.xlsx_style import LONGEST, quoted, range_name, row_height, sheet_name


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=False)


@pytest.fixture
def matrix(project: ProjectView) -> openpyxl.Workbook:
    return opened(render("matrix", "xlsx", project))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, project: ProjectView) -> Callable[[tuple[Section, ...]], openpyxl.Workbook]:
    def print_(sections: tuple[Section, ...]) -> openpyxl.Workbook:
        monkeypatch.setitem(BOOKS, "gaps", lambda view: sections)
        return opened(render("gaps", "xlsx", project))

    return print_


def column(sheet, title: str) -> list:
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(title)] for row in sheet.iter_rows(min_row=2)]


def leads(book: openpyxl.Workbook, cell) -> str:
    """Return what stands where a cell leads."""
    name, _, at = cell.hyperlink.location.rpartition("!")
    return book[name.strip("'")][at].value


def test_sheets_in_their_order(matrix: openpyxl.Workbook) -> None:
    assert matrix.sheetnames == ["Report", "Requirements", "Checks", "Links", "Documents", "Lists"]
    assert matrix["Lists"].sheet_state == "hidden"


def test_front_sheet_says_what_it_is(matrix: openpyxl.Workbook, project: ProjectView) -> None:
    said = [str(value) for row in matrix["Report"].values for value in row if value is not None]
    for wanted in (
        "Traceability matrix",
        "Reserve relief",
        "Of the 2 documents quoted here, 1 is a restatement.",
        "c" * 64,
        "Failing",
        "regkit 0.1.0",
    ):
        assert wanted in said
    assert any("regkit register export" in words for words in said)
    assert [cell.value for cell in matrix["Report"]["A"] if cell.hyperlink] == ["Requirements", "Checks", "Links", "Documents"]


def test_one_value_a_cell_details_closed(matrix: openpyxl.Workbook, project: ProjectView) -> None:
    sheet = matrix["Requirements"]
    assert [cell.value for cell in column(sheet, "Sentence")] == [fact.quote for fact in project.requirements]
    assert [cell.value for cell in column(sheet, "Coverage")] == ["Failing", "Covered", "Failing", "Uncovered", "Unverified"]
    closed = [range(group.min, group.max + 1) for group in sheet.column_dimensions.values() if group.hidden and group.outlineLevel == 1]
    hidden = {cell.value for cell in sheet[1] if any(cell.column in group for group in closed)}
    assert {"Rule", "Source SHA-256", "Review"} <= hidden  # a detail, what is said of the document, and what nobody has
    assert hidden.isdisjoint({"Requirement", "Sentence", "Checks", "Coverage", "Auditor note"})


def test_links_lead_both_ways(matrix: openpyxl.Workbook) -> None:
    single, several = column(matrix["Requirements"], "Checks")[1:3]
    assert leads(matrix, single) == "Account title\nACC-1\nInspection · Operations"
    assert leads(matrix, several) == "Order III(2)"  # its rows in Links
    at = int(several.hyperlink.location.rpartition("!A")[2])
    assert [matrix["Links"].cell(at + line, 3).value for line in (0, 1)] == ["DIS-1", "DIS-2"]
    assert leads(matrix, matrix["Links"].cell(at, 3)).startswith("Disclosure sent")
    assert leads(matrix, column(matrix["Checks"], "Leads to")[0]) == "order/III-1.1"
    assert leads(matrix, column(matrix["Requirements"], "Requirement")[0]) == "Order on reserve relief"
    assert column(matrix["Requirements"], "Address")[-1].hyperlink.target.startswith("https://www.ecfr.gov/")


def test_view_and_paper(matrix: openpyxl.Workbook) -> None:
    for name in ("Requirements", "Checks", "Links", "Documents"):
        sheet = matrix[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert "Traceability matrix" in sheet.oddHeader.left.text
        assert "Restatement" in sheet.oddHeader.right.text


def test_drop_down_and_colours_of_statuses(matrix: openpyxl.Workbook) -> None:
    sheet = matrix["Requirements"]
    (choice,) = sheet.data_validations.dataValidation
    at = column(sheet, "Coverage")[0].column_letter
    assert str(choice.sqref) == f"{at}2:{at}6"
    target = matrix.defined_names[choice.formula1.lstrip("=")].attr_text
    listed = [cell[0].value for cell in matrix["Lists"][target.rpartition("!")[2].replace("$", "")]]
    assert listed[:2] == ["Lost", "Failing"]
    rules = [rule for rules in sheet.conditional_formatting for rule in rules.rules]
    assert {'"Failing"', '"Covered"', '"Stale"'} <= {rule.formula[0] for rule in rules}


def test_numbers_and_days_are_such_where_declared(printed, pieces: ModuleType) -> None:
    book = printed(pieces.everything())
    sheet = book["Duties a b all of them, by owne"]
    assert [cell.value for cell in column(sheet, "Count")] == [1204, 0.4]
    assert column(sheet, "Due")[0].is_date
    assert column(sheet, "Due")[1].value == "soon"


def test_trees_sources_and_all_else_have_sheets(printed, pieces: ModuleType) -> None:
    book = printed(pieces.everything())
    trees = book["Trees"]
    assert [cell.value for cell in trees["A"]] == ["Condition", "all of:", "a written agreement", "a notice"]
    assert [trees.row_dimensions[row].outlineLevel for row in (2, 3, 4)] == [0, 1, 1]
    assert leads(book, trees["A3"]).startswith("Keep the books")
    assert [cell.value for cell in book["Source"]["B"]][1:] == ["A quotation.", "A rule of its own.", "An item of it.", "An item above it."]
    assert ["Words", "", "one"] in [[cell.value for cell in row] for row in book["Text"].rows]


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "1", "1,204", "2026-01-01", "http://example.gov", "mailto:a@b.example", "TRUE", "{=1}"]
)
def test_words_are_words(printed, words: str) -> None:
    table = Table(name=words, columns=(Column(title=words), Column(title="x")), rows=(TableRow(cells=(cell(words), cell(words))),))
    book = printed((Section(title=words, blocks=(table, Paragraph(runs=text(words)))),))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    found = [cell.data_type for cell in cells if cell.value == words]
    assert len(found) >= 5
    assert set(found) == {"s"}
    assert all(not cell.hyperlink for cell in cells if cell.value == words and cell.parent.title != "Report")


def test_a_cell_too_long_is_cut_and_said(printed) -> None:
    table = Table(name="T", columns=(Column(title="A"), Column(title="B")), rows=(TableRow(cells=(cell("x" * 40_000), cell("😀" * 20_000))),))
    book = printed((Section(title="S", blocks=(table,)),))
    first, second = (cell.value for cell in book["T"][2])
    assert (len(first), first[-4:]) == (LONGEST, " […]"[:4])
    assert len(second.encode("utf-16-le")) // 2 <= LONGEST
    assert any("2 cells are longer" in str(value) for row in book["Report"].values for value in row)


def test_links_beyond_what_a_sheet_can_have_are_words(printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheet, "LINKS", 3)
    rows = tuple(TableRow(place=f"r{n}", cells=(cell(text(f"row {n}", target=f"r{(n + 1) % 6}")),)) for n in range(6))
    book = printed((Section(title="S", blocks=(Table(name="T", columns=(Column(title="A"),), rows=rows),)),))
    assert [bool(cell.hyperlink) for cell in book["T"]["A"]][1:] == [True] * 3 + [False] * 3
    assert any("cells have no link" in str(value) for row in book["Report"].values for value in row)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Checks", "Checks 2"),
        ("a/b:c?", "a b c"),
        ("'quoted'", "quoted"),
        ("", "Sheet"),
        ("history", "History of it"),
        ("x" * 40, "x" * 31),
        ("[]", "Sheet"),
    ],
)
def test_names_of_sheets(wanted: str, name: str) -> None:
    assert sheet_name(wanted, {"checks"}) == name


@pytest.mark.parametrize(("columns", "pages", "paper"), [(2, 1, 9), (5, 1, 8), (9, 2, 8), (40, 4, 8)])
def test_a_wide_sheet_is_printed_on_pages_side_by_side(columns: int, pages: int, paper: int) -> None:
    from regkit.report.writers.xlsx_sheet import Grid, Head, Value, set_paper
    from regkit.report.writers.xlsx_style import make_workbook

    def fill(book, looks) -> None:
        grid = Grid(book.add_worksheet("T"), looks, [Head(f"H{n}", width=50) for n in range(columns)], {})
        grid.fill([[Value("x")] * columns])
        set_paper(grid.sheet, title="&1 T", standing="S" * 400, foot="", width=grid.width)

    data = make_workbook(fill, {})
    sheet = opened(data)["T"]
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.paperSize) == (pages, paper)
    assert sheet.print_title_cols == ("$A:$A" if pages > 1 else None)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (header,) = re.findall(r"<oddHeader>(.*?)</oddHeader>", archive.read("xl/worksheets/sheet1.xml").decode())
    assert header.startswith("&amp;L&amp;&amp;1 T&amp;RSSS")
    assert len(header.replace("&amp;", "&")) <= 255


def test_names_of_sheets_are_unlike_whatever_their_case() -> None:
    taken: set[str] = set()
    made = [sheet_name(name, taken) for name in ("A" * 40, "a" * 31, "A" * 35)]
    assert made == ["A" * 31, "a" * 29 + " 2", "A" * 29 + " 3"]
    assert (range_name("Duties [a]"), quoted("it's")) == ("regkit_Duties__a_", "'it''s'")


def test_rows_are_high_enough() -> None:
    assert row_height(["short", "x"], [20, 20]) == 15
    assert row_height(["x" * 100, "a\nb"], [20, 20]) == 90
    assert row_height(["x" * 100_000], [20]) == 409


def test_missing_extra_is_one_line(project: ProjectView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"regkit\[xlsx\]"):
        render("matrix", "xlsx", project)
