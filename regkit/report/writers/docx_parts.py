"""The pieces of a Word document: runs, links, bookmarks, paragraphs and tables, made as XML at once.

python-docx looks a cell up by counting from the table's start, which is quadratic in the rows; a table of 10,000 rows is made here with lxml
alone. Source: ECMA-376, 17.3 (paragraphs and runs), 17.4 (tables), 17.13.6 (bookmarks), 17.16 (fields and links).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from regkit.report.blocks import Book, Cell, Line, Run
from regkit.report.writers.common import COLOURS, MARKS, clean, first_places
from regkit.report.writers.docx_styles import W, layer_style

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
_NOT_IN_BOOKMARK = re.compile(r"\W", re.ASCII)
_BOOKMARK_LONGEST = 40
_STYLES = {style: f"Regkit {style.capitalize()}" for style in ("strong", "emphasis", "code", "small", "added", "removed")}


def element(parent: Any, tag: str, **attributes: str) -> Any:
    """Return a new child of ``parent`` in the main namespace; its attributes are of it too."""
    return etree.SubElement(parent, W + tag, {W + name: value for name, value in attributes.items()})


class Pieces:
    """Makes the pieces of one document. ``relations`` are those of its main part, ``ids`` those of the styles by name."""

    def __init__(self, book: Book, relations: Any, ids: Mapping[str, str]) -> None:
        self._relations, self._ids = relations, ids
        self._bookmarks = {place: _bookmark(name) for place, name in first_places(book).items()}
        self._marked: set[str] = set()
        self._count = 0
        self._links: dict[str, str] = {}

    def style(self, name: str) -> str:
        """Return the id of a style."""
        return self._ids.get(name.lower(), name.replace(" ", ""))

    def paragraph(
        self, parent: Any, style: str, *lines: Line, place: str = "", left: int = 0, keep: bool = False, status: str = "", right: bool = False
    ) -> Any:
        """Return a new paragraph; several lines are parted by breaks. ``left`` indents it, in twentieths of a point."""
        made = element(parent, "p")
        properties = element(made, "pPr")
        element(properties, "pStyle", val=self.style(style))
        if keep:
            element(properties, "keepNext")
        if left:
            element(properties, "ind", left=str(left))
        if right:
            element(properties, "jc", val="right")
        self.bookmark(made, place)
        for number, line in enumerate(lines):
            if number:
                element(element(made, "r"), "br")
            for run in line:
                self.run(made, run, status)
        return made

    def bookmark(self, parent: Any, place: str) -> None:
        """Set a bookmark where a place of the book is; each is set once."""
        name = self._bookmarks.get(place)
        if name and name not in self._marked:
            self._marked.add(name)
            self._count += 1
            element(parent, "bookmarkStart", id=str(self._count), name=name)
            element(parent, "bookmarkEnd", id=str(self._count))

    def anchor(self, place: str) -> str:
        """Return the name of the bookmark of a place, empty where the book has no such place."""
        return self._bookmarks.get(place, "")

    def run(self, parent: Any, run: Run, status: str = "") -> None:
        """Add a run to a paragraph, as a link where it leads somewhere. ``status`` gives it that ink."""
        words = _BREAKS.sub(" ", clean(run.text))
        if not words:
            return
        anchor = self._bookmarks.get(run.target, "")
        if anchor:
            parent = element(parent, "hyperlink", anchor=anchor, history="1")
        elif run.url:
            parent = etree.SubElement(parent, W + "hyperlink", {_R + "id": self._relation(run.url), W + "history": "1"})
        made = element(parent, "r")
        self._properties(made, run, bool(anchor or run.url), status)
        etree.SubElement(made, W + "t", {_SPACE: "preserve"}).text = words

    def _properties(self, made: Any, run: Run, linked: bool, status: str) -> None:
        lines = [layer for layer in run.layers if layer in MARKS and MARKS[layer].line]
        bound = [layer for layer in run.layers if layer in MARKS and not MARKS[layer].line]
        named = layer_style((lines or bound)[-1]) if lines or bound else _STYLES.get(run.style, "Hyperlink" if linked else "")
        ink = COLOURS.get(status)
        if not named and not ink:
            return
        properties = element(made, "rPr")
        if named:
            element(properties, "rStyle", val=self.style(named))
        if (linked and run.style == "strong") or (lines and bound):
            element(properties, "b")
        if ink:
            element(properties, "color", val=ink[0])
        elif linked and named != "Hyperlink":
            element(properties, "color", val="0A5470")
        if linked and named != "Hyperlink" and not lines:
            element(properties, "u", val="single")
        if lines and bound:
            element(properties, "shd", val="clear", color="auto", fill=MARKS[bound[0]].colour)

    def _relation(self, url: str) -> str:
        """Return the id of the relation to an address. python-docx would look through all for each, so they are kept here."""
        if url not in self._links:
            self._links[url] = f"rIdLink{len(self._links) + 1}"
            self._relations.add_relationship(_LINK, url, self._links[url], is_external=True)
        return self._links[url]

    def table(self, parent: Any, style: str, widths: Iterable[int], *, name: str, description: str = "", heads: bool = True) -> Any:
        """Return a new table. ``name`` and ``description`` are its alternative text; widths are in twentieths of a point."""
        made = element(parent, "tbl")
        properties = element(made, "tblPr")
        element(properties, "tblStyle", val=self.style(style))
        element(properties, "tblW", w="5000", type="pct")
        element(properties, "tblLayout", type="fixed")
        first, column = ("1", "0") if heads else ("0", "1")
        look = {"firstRow": first, "lastRow": "0", "firstColumn": column, "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
        element(properties, "tblLook", val="0620" if heads else "0680", **look)
        element(properties, "tblCaption", val=clean(name))
        if description:
            element(properties, "tblDescription", val=clean(description))
        grid = element(made, "tblGrid")
        for width in widths:
            element(grid, "gridCol", w=str(width))
        return made

    def row(self, table: Any, *, head: bool = False, whole: bool = True) -> Any:
        """Return a new row: ``head`` is repeated on every page, ``whole`` is not parted by the end of one."""
        made = element(table, "tr")
        if head or whole:
            properties = element(made, "trPr")
            if whole:
                element(properties, "cantSplit")
            if head:
                element(properties, "tblHeader")
        return made

    def cell(self, row: Any, width: int, cell: Cell, *, style: str = "Regkit Cell", place: str = "", right: bool = False) -> None:
        """Add a cell to a row, coloured by its status; its first line has the status' ink. ``right`` is for numbers."""
        made = element(row, "tc")
        properties = element(made, "tcPr")
        element(properties, "tcW", w=str(width), type="dxa")
        if cell.status in COLOURS:
            element(properties, "shd", val="clear", color="auto", fill=COLOURS[cell.status][1])
        lines = cell.lines or ((),)
        for number, line in enumerate(lines):
            self.paragraph(made, style, line, place="" if number else place, status="" if number else cell.status, right=right)

    def field(self, paragraph: Any, code: str, shown: str) -> None:
        """Add a simple field (``PAGE``) to a paragraph."""
        made = element(paragraph, "fldSimple", instr=f" {code} ")
        etree.SubElement(element(made, "r"), W + "t").text = shown


def _bookmark(name: str) -> str:
    """Return the name of a bookmark: letters, digits and underscores, at most 40, unlike any other whatever their case."""
    made = _NOT_IN_BOOKMARK.sub("_", name)
    if len(made) <= _BOOKMARK_LONGEST:
        return made
    return f"{made[: _BOOKMARK_LONGEST - 13]}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"
