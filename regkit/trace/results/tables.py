"""JSON and CSV of one result a row: ``check``, ``result``, and as wanted ``date``, ``note``, ``by``.

JSON is a list of tables, a table with the list under ``results`` or ``evidence``, or JSON Lines. CSV has a heading row; commas, semicolons and tabs
part columns. Other usual names of the columns are read too, and a column that nobody reads is an error: it may be the one that matters.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from regkit.errors import CheckError
from regkit.trace.freshness import is_date
from regkit.trace.results.model import WORDS, Case

COLUMNS = {
    "check": ("check", "check id", "control", "control id", "id"),
    "result": ("result", "status", "outcome"),
    "date": ("date", "on", "performed on", "test date"),
    "note": ("note", "notes", "comment", "comments", "message"),
    "by": ("by", "performed by", "tester"),
}
_READ = {name: column for column, names in COLUMNS.items() for name in names}
_LISTS = ("results", "evidence")


def read(data: bytes, place: str) -> list[Case]:
    """Return every row of the JSON. Raises: CheckError that lists what cannot be read."""
    text = _decode(data, place)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as problem:
        value = _json_lines(text, place, problem)
    if isinstance(value, dict):
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), [value] if "check" in value else None)
    if not isinstance(value, list):
        raise CheckError("no list of results is in the file", place=place, remedy='Write [{"check": "…", "result": "pass", "date": "…"}, …]')
    return _cases([(row, f"{place}, entry {number}") for number, row in enumerate(value, 1)], place)


def read_csv(data: bytes, place: str) -> list[Case]:
    """Return every row of the CSV. Raises: CheckError that lists what cannot be read."""
    text = _decode(data, place)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        head = [cell.strip() for cell in next(rows, [])]
        found: list[tuple[Any, str]] = []
        for row in rows:
            where = f"{place}, line {rows.line_num}"
            if any(cell.strip() for cell in row):
                if len(row) > len(head):
                    raise CheckError(f"the row has {len(row)} cells, the heading {len(head)}", place=where, remedy="Put the text in quotes")
                found.append((dict(zip(head, row, strict=False)), where))
    except csv.Error as problem:
        raise CheckError(f"this is no CSV: {problem}", place=place, remedy="Save it as CSV, in UTF-8") from None
    return _cases(found, place, head)


def _json_lines(text: str, place: str, problem: Exception) -> list[Any]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise CheckError(f"this is no JSON: {problem}", place=place, remedy="Give the file as the tool wrote it") from None


def _decode(data: bytes, place: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise CheckError("this is not UTF-8", place=f"{place}, line {line}", remedy="Save the file as UTF-8") from None


def _cases(rows: list[tuple[Any, str]], place: str, head: list[str] | None = None) -> list[Case]:
    problems: list[str] = []
    cases: list[Case] = []
    for name in dict.fromkeys(name for row, _ in rows if isinstance(row, dict) for name in row) if head is None else head:
        if _plain(name) not in _READ:
            problems.append(f"the column {name!r} is not read: known are {', '.join(sorted(_READ))}")
    if head is not None and not {"check", "result"} <= {_READ.get(_plain(name)) for name in head}:
        problems.append("there is no column for the check, or none for the result")
    if not problems:
        for row, where in rows:
            found = _row(row, where)
            if isinstance(found, str):
                problems.append(found)
            else:
                cases.append(found)
    if problems:
        shown = "".join(f"\n  {problem}" for problem in problems)
        raise CheckError(f"{len(problems)} problems in the results:{shown}", place=place, remedy="Nothing was recorded")
    return cases


def _row(row: Any, where: str) -> Case | str:
    if not isinstance(row, dict):
        return f"{where}: not a table"
    cells = {_READ[_plain(name)]: "" if value is None else str(value).strip() for name, value in row.items()}
    check, word, date = cells.get("check", ""), cells.get("result", ""), cells.get("date", "")
    if not check:
        return f"{where}: no check is named"
    if word.casefold() not in WORDS:
        return f"{where}: {word!r} is no result: known are {', '.join(WORDS)}"
    if date and not is_date(date):
        return f"{where}: not a date: {date!r} (write YYYY-MM-DD)"
    result = WORDS[word.casefold()]
    note = cells.get("note", "") if result else "; ".join(part for part in (word, cells.get("note", "")) if part)
    return Case(place=where, label=check, result=result, named=(check,), note=note, date=date, by=cells.get("by", ""))


def _plain(name: Any) -> str:
    return " ".join(str(name).casefold().replace("_", " ").split())
