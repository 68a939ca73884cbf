"""Workbooks as regkit writes them, reports and the register alike: looks, sizes and print set-up in one place (XlsxWriter, the extra ``xlsx``).

No cell is ever a formula, a number or a link made of a document's words: everything is written as text by name. Two workbooks of one project are the
same bytes, for the date of making is fixed. Source: ECMA-376, 18; Excel specifications and limits.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from regkit.errors import MissingExtraError
from regkit.report.words import _
from regkit.report.writers.common import cut

LONGEST = 32_767  # characters of a cell
NAME_LONGEST = 31  # characters of a sheet's name
_HEADER_LONGEST = 255  # characters of a header or a footer, its codes included
_LINE, _HIGHEST = 15.0, 409.0  # points
_CREATED = datetime.datetime(2000, 1, 1)  # a workbook's dates have no zone
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_IN_RANGE_NAME = re.compile(r"\W", re.ASCII)
_A3, _A4 = 8, 9  # papers, as Excel numbers them


def missing() -> MissingExtraError:
    """Return the error that names the extra."""
    return MissingExtraError("workbooks need XlsxWriter and openpyxl", remedy='Install them with: pip install "regkit[xlsx]"')


def make_workbook(fill: Callable[[Any, Looks], None], properties: dict[str, str]) -> bytes:
    """Return a workbook that ``fill`` has filled. Raises: MissingExtraError."""
    try:
        import xlsxwriter  # noqa: PLC0415
    except ImportError:
        raise missing() from None
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, dict(_OPTIONS))
    book.set_properties({**properties, "created": _CREATED})
    fill(book, Looks(book))
    book.close()
    return buffer.getvalue()


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8CDD3"}
        self._cell = cell
        self.head = self.of(bold=True, bg_color="#1F3A5F", font_color="#FFFFFF", valign="top", text_wrap=True, border=1)
        self.body = self.of(**cell)
        self.shown = self.of(**cell, bg_color="#F2F4F6")

    def of(self, **properties: object) -> Any:
        """Return the format with these properties of XlsxWriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def cell(self, **properties: object) -> Any:
        """Return the format of a cell of a table with these properties beside its own."""
        return self.of(**{**self._cell, **properties})

    def coloured(self, colours: tuple[str, str], **properties: object) -> Any:
        """Return the format of a cell with an ink and a ground."""
        return self.cell(font_color=f"#{colours[0]}", bg_color=f"#{colours[1]}", **properties)


def row_height(texts: Iterable[str], widths: Sequence[float]) -> float:
    """Return a row's height in points, so that wrapped text is seen: programs that open the file do not all work it out."""
    most = 1
    for text, width in zip(texts, widths, strict=False):
        if len(text) > width or "\n" in text:
            most = max(most, sum(1 + int(1.05 * len(line) / width) for line in text.split("\n")))
    return min(_HIGHEST, _LINE * most)


def print_setup(sheet: Any, *, left: str = "", right: str = "", foot: str = "", repeat: bool = True, large: bool = False, pages: int = 1) -> None:
    """Set a sheet up for paper: on its side, so many pages wide, heads repeated, a header of two words and a footer with the page's number."""
    sheet.set_landscape()
    sheet.set_paper(_A3 if large else _A4)
    sheet.fit_to_pages(pages, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
    if repeat:
        sheet.repeat_rows(0)
    if pages > 1:
        sheet.repeat_columns(0)
    if left or right:
        half = (_HEADER_LONGEST - 20) // 2
        sheet.set_header(f"&L{_words(left, half)}&R{_words(right, half)}")
    page = _("Page %(page)s of %(pages)s").replace("&", "&&").replace("%(pages)s", "&N").replace("%(page)s", "&P")[:80]
    sheet.set_footer(f"&L{_words(foot, 80) or '&A'}&C{'&A' if foot else ''}&R{page}")


def _words(text: str, longest: int) -> str:
    """Return words for a header: an ampersand is a code there, so it is doubled, and a line has an end.

    A digit after a code would be taken into it (``&L12`` is a size); a space parts them.
    """
    made = cut(" ".join(text.split()), longest // 2 if "&" in text else longest).replace("&", "&&")
    return f" {made}" if made[:1].isdigit() or made[:1] == '"' else made


def sheet_name(wanted: str, taken: set[str]) -> str:
    r"""Return a name that Excel takes, unlike those in ``taken`` (lower case), to which it is added.

    Source: at most 31 characters, none of ``[ ] : * ? / \``, no apostrophe at an end, not "History", alike whatever the case.
    """
    base = " ".join(_NOT_IN_NAME.sub(" ", wanted).split()).strip(" '")[:NAME_LONGEST].strip(" '") or "Sheet"
    if base.lower() == "history":
        base = "History of it"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        ending = f" {number}"
        name = base[: NAME_LONGEST - len(ending)].rstrip(" '") + ending
    taken.add(name.lower())
    return name


def range_name(wanted: str) -> str:
    """Return a defined name: ``regkit_`` and letters, digits and underscores, so that it is no cell's."""
    return "regkit_" + _NOT_IN_RANGE_NAME.sub("_", wanted)


def quoted(name: str) -> str:
    """Return a sheet's name as a reference has it."""
    return "'" + name.replace("'", "''") + "'"
