"""Tables of web pages: those that hold data, those that only place things, and those that pair terms with their meanings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

_MARKER = re.compile(r"\(\s?[A-Za-z0-9]{1,5}\s?\)|\d{1,3}[A-Z]{0,2}(?:\.\d{1,3}[A-Z]{0,2})*\.?|[A-Za-z]\.|[ivxl]{1,6}\.|[•●▪–—*]")
_TERM_HEAD = re.compile(
    r"(?:defined |glossary )?(?:terms?|expressions?|words?|phrases?|abbreviations?|acronyms?)(?:(?: or | and |\s*/\s*)\w+)?", re.IGNORECASE
)
_MEANS = re.compile(r"\W*(?:means?|includes?|refers? to|has the (?:same )?meaning|have the meanings?)\b", re.IGNORECASE)
_MEANING_HEAD = re.compile(r"(?:its )?(?:definitions?|meanings?|interpretation|descriptions?)", re.IGNORECASE)
_BLOCKS = ("p", "div", "ol", "ul", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dl", "pre")
_GROUPS = ("tbody", "thead", "tfoot")
_PARTS = ("tr", "tbody", "thead", "tfoot", "caption", "colgroup", "col", "script", "style", "template")
_LONG = 600  # characters; a cell of data has fewer


def words(element: etree._Element) -> str:
    """Return the text below an element, single-spaced; of a long one its beginning."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(str(part))
        size += len(part)
        if size > 4 * _LONG:
            break
    return " ".join("".join(parts).split())


def rows_of(table: etree._Element, path: str) -> list[tuple[etree._Element, str]]:
    """Return the rows of a table, not those of tables within it, with their XPaths."""
    rows: list[tuple[etree._Element, str]] = []
    counts: dict[str, int] = {}
    for child in table:
        tag = child.tag
        if tag in ("tr", "tbody", "thead", "tfoot"):
            count = counts[tag] = counts.get(tag, 0) + 1
            place = f"{path}/{tag}[{count}]"
            if tag == "tr":
                rows.append((child, place))
            else:
                rows += [(row, f"{place}/tr[{number}]") for number, row in enumerate(child.iterchildren("tr"), start=1)]
    return rows


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def is_layout(table: etree._Element, rows: Sequence[etree._Element]) -> bool:
    """Tell whether a table only places text on the page: one column, or cells that are pages of their own."""
    if not rows or _stray(table):
        return True
    if table.find(".//th") is not None:
        return False
    widths = [len([cell for cell in _cells(row) if words(cell)]) for row in rows]
    if max(widths) <= 1:
        return True
    if table.find(".//table") is not None:
        return True
    for row in rows:
        for cell in _cells(row):
            blocks = [child for child in cell if child.tag in _BLOCKS]
            if any(child.tag in _BLOCKS[5:11] for child in blocks) or (len(blocks) > 2 and len(words(cell)) > _LONG):
                return True
    return False


def _stray(table: etree._Element) -> bool:
    """Tell whether text stands in a table outside its cells, as only broken markup has it."""
    for element in (table, *(child for child in table if child.tag in _GROUPS)):
        if (element.text or "").strip():
            return True
        for child in element:
            if (child.tail or "").strip() or child.tag not in _PARTS:
                return True
            if child.tag == "tr" and ((child.text or "").strip() or any(cell.tag not in ("td", "th") or (cell.tail or "").strip() for cell in child)):
                return True
    return False


def pairs_from(rows: Sequence[etree._Element], *, listed: bool) -> int:
    """Return the row from which a table pairs terms with their meanings; -1 where it does not.

    Its head says so, or it has none and most of its second cells begin with "means"; in a list of definitions (``listed``) two columns are enough.
    """
    cells = [[words(cell) for cell in _cells(row)] for row in rows]
    if not cells or any(len(row) != 2 for row in cells):
        return -1
    if len(cells) > 1 and _TERM_HEAD.fullmatch(cells[0][0]) and _MEANING_HEAD.fullmatch(cells[0][1]):
        return 1
    if rows[0].find("th") is not None or any(not 0 < len(row[0].split()) <= 14 or _MARKER.fullmatch(row[0]) for row in cells):
        return -1
    means = sum(1 for row in cells if _MEANS.match(row[1]))
    return 0 if means * 2 > len(cells) or (listed and all(len(row[1].split()) >= 3 for row in cells)) else -1


def marks_row(cells: Sequence[etree._Element]) -> bool:
    """Tell whether a row is a paragraph with its marker in a cell of its own."""
    filled = [cell for cell in cells if words(cell)]
    if len(filled) != 2 or any(cell.tag == "th" for cell in filled):
        return False
    first, second = words(filled[0]), words(filled[1])
    return bool(_MARKER.fullmatch(first)) and (first[0] == "(" or len(second.split()) >= 4) and not _MARKER.fullmatch(second)
