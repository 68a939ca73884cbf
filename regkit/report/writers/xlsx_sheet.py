"""One sheet of a report's workbook: a heading that stays, rows of cells with links, colours and drop-downs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from regkit.report.blocks import Cell, Column, Line, Run
from regkit.report.writers.common import COLOURS, MARKS, clean, cut, words_of
from regkit.report.writers.xlsx_style import LONGEST, Looks, print_setup, quoted, range_name, row_height

LINKS = 65_000  # Excel opens no more than 65,530 links of a sheet
_LONGEST_ADDRESS, _LONGEST_FRAGMENT = 2_079, 255
_NUMBER = re.compile(r"-?\d{1,3}(?:,?\d{3})*(?:\.\d+)?\Z")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%\Z")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
# A workbook has two underlines only, so weight and slope tell the layers apart beside them.
_FONTS: dict[str, dict[str, object]] = {
    "cue": {"bold": True, "font_color": "#7A4B00"},
    "bearer": {"underline": 2},
    "condition": {"underline": 1, "italic": True},
    "exception": {"underline": 2, "italic": True},
    "deadline": {"underline": 1, "bold": True},
    "threshold": {"underline": 2, "bold": True},
    "term": {"underline": 1},
    "citation": {"italic": True},
}
_OF_A4, _OF_A3 = 160.0, 250.0  # characters that a page is wide and still read
LINKED = 40  # characters of a cell that may be a link
_LOOKED_AT = 400  # rows whose words say how wide a column is


class Place(NamedTuple):
    """Where a place of the book is: the sheet's name, the row from 0, and what stands there."""

    sheet: str
    row: int
    words: str


class Head(NamedTuple):
    """A column of a sheet. ``width`` is in characters, 0 for one that fits its words; ``detail`` puts it into a group that is closed."""

    title: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    width: float = 0
    detail: bool = False


class Value(NamedTuple):
    """A cell: its words, and where it leads: a place of the book or an address. ``line`` has the styles where it has any."""

    words: str
    target: str = ""
    url: str = ""
    status: str = ""
    lines: tuple[Line, ...] = ()


def value_of(cell: Cell, known: Callable[[str], bool], many: str = "") -> Value:
    """Return a cell of a book. Where it leads to several places it leads to ``many``, the list of them.

    Long words lead nowhere: a link takes the whole cell and its looks, and LibreOffice does not wrap it.
    """
    words = words_of(cell)
    if len(words) > LINKED or "\n" in words:
        return Value(words, status=cell.status, lines=cell.lines)
    runs = [run for line in cell.lines for run in line]
    targets = {run.target for run in runs if run.target and known(run.target)}
    urls = [run.url for run in runs if run.url]
    target = (many if len(targets) > 1 else next(iter(targets))) if targets else ""
    return Value(words, target, "" if target else next(iter(urls), ""), cell.status, cell.lines)


class Grid:
    """Writes one table to a sheet. ``places`` says where links lead; what it does not know is no link."""

    def __init__(self, sheet: Any, looks: Looks, heads: Sequence[Head], places: Mapping[str, Place]) -> None:
        self.sheet, self._looks, self._heads, self._places = sheet, looks, heads, places
        self.cut = 0
        self.unlinked = 0
        self.width = 0.0  # in characters, without what is closed
        self._links = 0
        self._at = 0

    def fill(self, rows: Sequence[Sequence[Value]], levels: Sequence[int] = ()) -> None:
        """Write the heading and the rows. ``levels`` are their depths in an outline, one a row."""
        widths = self._widths(rows)
        last = len(self._heads) - 1
        for at, head in enumerate(self._heads):
            options = {"level": 1, "hidden": True} if head.detail else {"collapsed": True} if at and self._heads[at - 1].detail else {}
            self.sheet.set_column(at, at, widths[at], None, options)
            self.sheet.write_string(0, at, clean(head.title), self._looks.head)
        if self._heads[last].detail:
            self.sheet.set_column(last + 1, last + 1, None, None, {"collapsed": True})
        open_columns = [at for at, head in enumerate(self._heads) if not head.detail]
        open_widths = [widths[at] for at in open_columns]
        self.width = sum(open_widths)
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                self.write(number, at, value, 4 * levels[number - 1] if levels and not at else 0)
            options = {"level": min(7, levels[number - 1])} if levels else {}
            self.sheet.set_row(number, row_height((row[at].words for at in open_columns), open_widths), None, options)
        self.sheet.freeze_panes(1, 1)
        self.sheet.autofilter(0, 0, max(1, len(rows)), last)

    def _widths(self, rows: Sequence[Sequence[Value]]) -> list[float]:
        made: list[float] = []
        for at, head in enumerate(self._heads):
            if head.width:
                made.append(head.width)
                continue
            longest = max((len(line) for row in rows[:_LOOKED_AT] for line in row[at].words.split("\n")), default=0)
            fit = longest + 3 if longest <= 18 else 22 if longest <= 60 else 32 if longest <= 120 else 52
            made.append(max(11.0, min(22.0, len(head.title) + 5), float(fit)))
        return made

    def write(self, row: int, at: int, value: Value, indent: int = 0) -> None:
        """Write one cell."""
        words = clean(value.words)
        if len(words) > LONGEST // 2:  # Excel counts a character beyond U+FFFF twice
            whole, words = words, cut(words, LONGEST - sum(char > "\uffff" for char in words))
            self.cut += words != whole
        kind = self._heads[at].kind
        look = self._looks.coloured(COLOURS[value.status], bold=True) if value.status in COLOURS else self._looks.body
        if indent:
            look = self._looks.cell(align="left", indent=min(15, indent // 2))
        if self._linked(row, at, value, words):
            return
        if kind in {"number", "date"} and self._typed(row, at, words, kind):
            return
        if (
            any(run.style or run.layers for line in value.lines for run in line)
            and len(words) < LONGEST // 2
            and self._rich(row, at, value.lines, look)
        ):
            return
        self.sheet.write_string(row, at, words, look)

    def _linked(self, row: int, at: int, value: Value, words: str) -> bool:
        """Write a cell that leads somewhere; say whether it could be one."""
        if not words or not (value.target or value.url):
            return False
        if self._links >= LINKS:
            self.unlinked += 1
            return False
        look = self._looks.cell(font_color="#0A5470", underline=1)
        place = self._places.get(value.target)
        if place is not None:
            url = f"internal:{quoted(place.sheet)}!A{place.row + 1}"
        elif value.url and not value.target:
            url, _, fragment = value.url.partition("#")
            url = value.url if fragment and len(fragment) <= _LONGEST_FRAGMENT else url
            if len(url) > _LONGEST_ADDRESS:
                return False
        else:
            return False
        if self.sheet.write_url(row, at, url, look, words, clean(place.words)[:200] if place else None) != 0:
            return False
        self._links += 1
        return True

    def _typed(self, row: int, at: int, words: str, kind: str) -> bool:
        """Write a number or a day as one, so that it sorts; only where a column is declared to hold such, never for words of a document."""
        if kind == "number" and _NUMBER.match(words):
            self.sheet.write_number(row, at, float(words.replace(",", "")), self._looks.cell(num_format="#,##0" if "." not in words else "#,##0.0"))
            return True
        if kind == "number" and (found := _PERCENT.match(words)):
            self.sheet.write_number(row, at, float(found[1]) / 100, self._looks.cell(num_format="0.0 %"))
            return True
        if kind == "date" and (found := _DATE.match(words)) and words >= "1900-03-01":
            try:
                day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return False
            self.sheet.write_datetime(row, at, day, self._looks.cell(num_format="yyyy-mm-dd", align="left"))
            return True
        return False

    def _rich(self, row: int, at: int, lines: tuple[Line, ...], look: Any) -> bool:
        """Write a cell with styles within it; say whether it could be written. One style for the whole is the cell's own."""
        parts: list[Any] = []
        count = 0
        for number, line in enumerate(lines):
            for place, run in enumerate(line):
                words = ("\n" if number and not place else "") + clean(run.text)
                if not words:
                    continue
                count += 1
                font = self._font(run)
                parts += [font, words] if font is not None else [words]
        if count < 2:
            return False
        return bool(self.sheet.write_rich_string(row, at, *parts, look) == 0)

    def _font(self, run: Run) -> Any:
        made: dict[str, object] = {}
        if run.style == "strong":
            made["bold"] = True
        elif run.style == "emphasis":
            made["italic"] = True
        elif run.style in {"small", "code"}:
            made["font_color"] = "#565B66"
        elif run.style == "removed":
            made |= {"font_strikeout": True, "font_color": "#AB1F1A"}
        elif run.style == "added":
            made |= {"bold": True, "underline": 1, "font_color": "#19693A"}
        for layer in run.layers:
            if layer in _FONTS:
                made = {"font_color": f"#{MARKS[layer].colour}", **made, **_FONTS[layer]}
        return self._looks.of(**made) if made else None


def choices(book: Any, lists: Any, at: int, head: Head, grid: Grid, column: int, rows: int) -> None:
    """Give a column a drop-down of its choices, which are kept on the hidden sheet ``lists`` in column ``at``."""
    lists.write_string(0, at, clean(head.title))
    for number, choice in enumerate(head.choices, start=1):
        lists.write_string(number, at, clean(choice))
    name = range_name(f"choices_{head.title}_{at}")
    letter = letters(at + 1)
    book.define_name(name, f"={quoted(lists.get_name())}!${letter}$2:${letter}${len(head.choices) + 1}")
    grid.sheet.data_validation(1, column, max(1, rows), column, {"validate": "list", "source": f"={name}", "ignore_blank": True})


def colour_words(sheet: Any, looks: Looks, column: int, rows: int, words: Mapping[str, str]) -> None:
    """Colour the cells of a column by what they say: ``words`` are the labels of statuses with their keys. An edited cell changes its colour."""
    for label, key in words.items():
        ink, ground = COLOURS[key]
        rule = {"type": "cell", "criteria": "==", "value": f'"{label}"', "format": looks.of(font_color=f"#{ink}", bg_color=f"#{ground}", bold=True)}
        sheet.conditional_format(1, column, max(1, rows), column, rule)


def set_paper(sheet: Any, *, title: str, standing: str, foot: str, width: float) -> None:
    """Set the sheet up for paper; ``width`` is in characters."""
    print_setup(sheet, left=clean(title), right=clean(standing), foot=foot, large=width > _OF_A4, pages=max(1, min(4, round(width / _OF_A3))))


def letters(count: int) -> str:
    """Return the letters of the last of ``count`` columns.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    made = ""
    while count:
        count, rest = divmod(count - 1, 26)
        made = chr(65 + rest) + made
    return made


def column_of(columns: Sequence[Column]) -> list[Head]:
    """Return the columns of a book's table as those of a sheet; the shares become widths."""
    total = sum(column.share for column in columns) or 1
    return [Head(column.title, column.kind, column.choices, max(12.0, 150.0 * column.share / total)) for column in columns]
