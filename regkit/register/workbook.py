"""The register as an XLSX file: written with XlsxWriter, read with openpyxl (the extra ``xlsx``).

Sheets: ``Checks``, which is read back; ``Requirements`` with the sentences, for looking up; ``About``. No cell is ever a formula or a link made of a
document's words: texts are written as texts. Two exports of one project are the same bytes. Source: ECMA-376, 18.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from regkit.errors import CheckError
from regkit.model.check import Method
from regkit.register.rows import COLUMNS, EXPORTED, SHOWN, Row
from regkit.report.writers.xlsx_sheet import colour_words
from regkit.report.writers.xlsx_style import LONGEST, Looks, make_workbook, missing, print_setup, row_height

SHEET = "Checks"
LARGEST = 50_000_000  # bytes of a file, and of what is unpacked of it five times that
_WIDTHS = {"id": 16, "title": 38, "verifies": 48, "procedure": 48, "evidence_wanted": 36, "risk": 36, "quote": 80, "requirement": 30, "place": 26}
_COLOURS = {"pass": "pass", "fail": "fail", "error": "error", "no result": "uncovered"}  # what a status is coloured as


class Sheet(Struct, frozen=True, kw_only=True):
    """What was read: rows, columns that nobody reads, and remarks (cell comments) that are told and not taken over."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def write(checks: Sequence[Mapping[str, str]], requirements: Sequence[Mapping[str, str]], about: Sequence[tuple[str, str]]) -> bytes:
    """Return the workbook: rows of checks (by `COLUMNS`, `SHOWN` and `EXPORTED`), of requirements, and pairs for ``About``.

    Raises: MissingExtraError; CheckError where a text is longer than a cell can be.
    """
    columns = (*COLUMNS, *SHOWN, EXPORTED)

    def fill(book: Any, looks: Looks) -> None:
        sheet = book.add_worksheet(SHEET)
        _fill(sheet, columns, checks, looks, dict.fromkeys((*SHOWN, EXPORTED), looks.shown))
        sheet.set_column(len(columns) - 1, len(columns) - 1, 4, None, {"hidden": True})
        sheet.data_validation(
            1, columns.index("method"), 5_000, columns.index("method"), {"validate": "list", "source": [method.value for method in Method]}
        )
        colour_words(sheet, looks, columns.index("status"), len(checks), _COLOURS)
        other = book.add_worksheet("Requirements")
        _fill(other, ("requirement", "pinpoint", "modality", "bearer", "status", "quote"), requirements, looks, {})
        last = book.add_worksheet("About")
        last.set_column(0, 0, 24)
        last.set_column(1, 1, 90, looks.body)
        for number, (name, value) in enumerate(about):
            last.write_string(number, 0, name, looks.head)
            last.write_string(number, 1, value, looks.body)

    return make_workbook(fill, {"title": "Register of checks"})


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[Mapping[str, str]], looks: Looks, formats: Mapping[str, Any]) -> None:
    for at, name in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(name, 16))
        sheet.write_string(0, at, name, looks.head)
    for number, row in enumerate(rows, start=1):
        for at, name in enumerate(columns):
            text = row.get(name, "")
            if len(text) > LONGEST:
                raise CheckError(f"{name} has {len(text):,} characters; a cell holds {LONGEST:,}", place=row.get("id", ""), remedy="Shorten it")
            sheet.write_string(number, at, text, formats.get(name, looks.body))
        seen = [name for name in columns if name != EXPORTED]
        sheet.set_row(number, row_height((row.get(name, "") for name in seen), [_WIDTHS.get(name, 16) for name in seen]))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    print_setup(sheet, large=True)


def read(data: bytes, place: str) -> Sheet:
    """Return the rows of the sheet ``Checks``. Raises: CheckError where the file is no workbook, or has no such sheet; MissingExtraError."""
    try:
        import openpyxl  # noqa: PLC0415
    except ImportError:
        raise missing() from None
    _bounded(data, place)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as problem:  # noqa: BLE001  (openpyxl raises whatever a damaged file makes its parts raise)
        raise CheckError(f"the workbook cannot be read: {problem}", place=place, remedy="Save it as .xlsx once more") from None
    if SHEET not in book.sheetnames:
        raise CheckError(f"there is no sheet {SHEET!r}", place=place, remedy=f"There are: {', '.join(book.sheetnames)}")
    sheet = book[SHEET]
    lines = sheet.iter_rows()
    heads: dict[int, str] = {}
    for line in lines:
        heads = {at: str(cell.value).strip().lower().replace(" ", "_") for at, cell in enumerate(line) if cell.value is not None}
        if "id" in heads.values():
            break
        if line[0].row >= 20:
            heads = {}
            break
    if "id" not in heads.values():
        raise CheckError("no row of headings is found: none has a cell 'id'", place=place, remedy="Keep the headings as exported")
    doubled = sorted({name for name in heads.values() if list(heads.values()).count(name) > 1})
    if doubled:
        raise CheckError(f"two columns have the heading {doubled[0]!r}", place=place, remedy="Keep one")
    merged = {
        (row, at)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for at in range(area.min_col, area.max_col + 1)
    }
    rows, remarks = [], []
    for line in lines:
        row, notes = _row(line, heads, merged)
        remarks += notes
        if row.faults or any(value.strip() for name, value in row.cells.items() if name in COLUMNS):
            rows.append(row)
    known = {*COLUMNS, *SHOWN, EXPORTED}
    return Sheet(rows=tuple(rows), unknown=tuple(name for name in heads.values() if name not in known), remarks=tuple(remarks))


def _row(line: Sequence[Any], heads: Mapping[int, str], merged: set[tuple[int, int]]) -> tuple[Row, list[str]]:
    cells: dict[str, str] = {}
    faults, notes = [], []
    for at, cell in enumerate(line):
        name = heads.get(at, "")
        if cell.comment is not None:
            notes.append(f"{cell.coordinate}: {' '.join(str(cell.comment.text).split())}")
        if name not in COLUMNS and name != EXPORTED:
            continue
        if (cell.row, at + 1) in merged:
            faults.append(f"{cell.coordinate} is a merged cell")
        if cell.data_type == "f":
            faults.append(f"{cell.coordinate} is a formula")
        elif cell.data_type == "e":
            faults.append(f"{cell.coordinate} is an error value")
        cells[name] = _text(cell.value)
    return Row(number=line[0].row, cells=cells, faults=tuple(faults)), notes


def _text(value: object) -> str:
    """Return a cell's value as the person sees it: days as ISO dates, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("_x000D_", "")


def _bounded(data: bytes, place: str) -> None:
    """Refuse what is no ZIP, or unpacks to more than any register."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError):
        raise CheckError("the file is no workbook", place=place, remedy="Give an .xlsx file; save .xls and .ods files as one") from None
    if len(data) > LARGEST or size > 5 * LARGEST:
        raise CheckError(f"the workbook is larger than {LARGEST // 1_000_000} MB", place=place, remedy="Leave out what is no check")


def rows_of(items: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return rows with characters that no XML may hold left out."""
    return [{name: "".join(char for char in text if char >= " " or char in "\t\n") for name, text in item.items()} for item in items]
