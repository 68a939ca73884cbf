"""The body of a Word file → its blocks in order: paragraphs with their computed numbers, headings, rows of tables, text boxes, notes at their calls.

A computed number is part of the text, as it is when Word saves the document as plain text: "(a)" is printed and is cited. A bullet is not: it says
only that the paragraph stands in a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from regkit.model.document import Origin
from regkit.read.builder import Call, Page, Piece
from regkit.read.docx_numbering import Label, Numbering
from regkit.read.docx_package import W, number, value
from regkit.read.docx_runs import Inline, Runs
from regkit.read.docx_styles import BODY_TEXT, Style, Styles
from regkit.read.html_blocks import Item
from regkit.read.html_dress import dressed
from regkit.read.paragraph import Note, Paragraph, plain

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HOLDERS = (f"{W}sdt", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}sdtContent")
_MARKER = re.compile(r"\([A-Za-z0-9]{1,5}\)|\d{1,3}(?:\.\d{1,3})*\.?|[A-Za-z]\.|[ivxl]{1,6}\.|[A-Za-z0-9]{1,3}\)|[•●▪–—*-]")
_MEANS = re.compile(r"\W*(?:means?|includes?|refers? to|has the (?:same )?meaning|have the meanings?|shall mean)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:,]\W*$")
_PROSE = re.compile(r"\b(?:shall|must|may|will|is|are|was|were|has|have|means?)\b", re.IGNORECASE)
_LONGEST_HEADING = 200
_LONG = 600  # characters; a cell of data has fewer
_DEEPEST = 20  # tables and text boxes within each other
_PRINTED = re.compile(r"\s*(?:\(\w{1,5}\)|(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)]|(?:\d{1,3}\.)+\d{1,3}\.?|§)\s*")


class Body:
    """Walks a file's body once and collects its items."""

    def __init__(self, styles: Styles, numbering: Numbering, runs: Runs, notes: dict[str, etree._Element]) -> None:
        self.items: list[Item] = []
        self.title = ""
        self.comments: list[tuple[str, str]] = []
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._notes = notes
        self._waiting: list[Inline] = []  # what stands in paragraphs whose ends are taken away
        self._depth = 0
        self._called: set[str] = set()
        self._in_note = False

    def read(self, element: etree._Element, path: str) -> list[Item]:
        """Return the items of a body, a cell, a text box or a note. ``path`` is its XPath."""
        self._walk(element, path)
        if self._waiting:
            self._finish(Inline(), None, path)
        return self.items

    def _walk(self, element: etree._Element, path: str) -> None:
        counts: dict[str, int] = {}
        for child in element:
            tag = child.tag
            if type(tag) is not str:
                continue
            count = counts[tag] = counts.get(tag, 0) + 1
            name = tag.rpartition("}")[2]
            below = f"{path}/w:{name}[{count}]" if tag.startswith(W) else f"{path}/*[local-name()='{name}'][{count}]"
            if tag == f"{W}p":
                self._paragraph(child, below)
            elif tag == f"{W}tbl":
                self._table(child, below)
            elif tag in _HOLDERS:
                self._walk(child, below)
            elif tag == f"{_MC}AlternateContent":
                chosen = next((each for each in child if isinstance(each.tag, str) and len(each)), None)
                if chosen is not None:
                    self._walk(chosen, f"{below}/*[1]")
            elif tag == f"{W}altChunk":
                self._runs.counts.embedded += 1

    def _paragraph(self, paragraph: etree._Element, path: str) -> None:
        properties = paragraph.find(f"{W}pPr")
        marks = properties.find(f"{W}rPr") if properties is not None else None
        if self._runs.original and properties is not None and (change := properties.find(f"{W}pPrChange/{W}pPr")) is not None:
            properties = change  # numbering and style as they were
        style = self._styles.style(value(properties, "pStyle"))
        in_contents = self._runs.in_contents
        made = self._runs.read(paragraph, style.dress)
        if self._runs.skips(marks):
            self._waiting.append(made)  # its end is taken away: it goes on in the next paragraph, which has the properties
            return
        if style.contents or in_contents or self._runs.in_contents:
            self._runs.counts.contents += sum(len(plain(piece).strip()) for piece in made.pieces)
            return
        self._finish(made, properties, path, style)

    def _finish(self, made: Inline, properties: etree._Element | None, path: str, style: Style | None = None) -> None:
        waiting, self._waiting = [*self._waiting, made], []
        style = style or self._styles.default
        pieces = [piece for each in waiting for piece in each.pieces]
        boxes = [box for each in waiting for box in each.boxes]
        shown = any(plain(piece).strip() for piece in pieces)
        label = self._label(properties, style) if shown or len(waiting) == 1 else None
        if shown:
            self._item(pieces, waiting, label, style, properties, path)
        elif calls := [call for each in waiting for call in each.calls]:
            self._empty(calls, path)
        self.comments += [(comment, path) for each in waiting for comment in each.comments]
        for count, box in enumerate(boxes, start=1):
            if self._depth < _DEEPEST:
                self._depth += 1
                self._walk(box, f"({path}//w:txbxContent)[{count}]")
                self._depth -= 1

    def _item(
        self, pieces: list[Piece], waiting: list[Inline], label: Label | None, style: Style, properties: etree._Element | None, path: str
    ) -> None:
        words = "".join(map(plain, pieces))
        if label is not None and label.text and not (_PRINTED.match(words) and words.lstrip().startswith(label.text.strip())):
            pieces = [label.text, *pieces]
        level = self._level(properties, style, words)
        bullet = 1 + label.depth if label is not None and label.bullet else 0
        paragraph = Paragraph(pieces, Origin(xpath=path), listed=bullet)
        paragraph.heading = level > 0
        paragraph.notes = self._notes_of([call for each in waiting for call in each.calls])
        if style.name.lower() == "title" and not self._in_note:
            self.title = self.title or " ".join(words.split())
            paragraph.heading, level = True, 0
        alone = [piece for piece in pieces if piece is not (label.text if label else None)]
        self.items.append(Item(paragraph, level, "", dressed(alone) and not paragraph.heading))

    def _empty(self, calls: list[tuple[str, str]], path: str) -> None:
        """Keep the notes that an empty paragraph calls: the calls stand at the end of the text before."""
        holder = Paragraph([Call(mark, key) for mark, key in calls], Origin(xpath=path))
        holder.notes = self._notes_of(calls)
        if self.items:
            last = self.items[-1].paragraph
            last.pieces += holder.pieces
            last.notes += holder.notes
        else:
            self.items.append(Item(holder))

    def _label(self, properties: etree._Element | None, style: Style) -> Label | None:
        listed = properties.find(f"{W}numPr") if properties is not None else None
        num, depth = value(listed, "numId"), value(listed, "ilvl")
        if num is not None:
            return self._numbering.next(number(num), number(depth)) if number(num) else None
        found = self._numbering.of_style(style)
        if found is None:
            return None
        return self._numbering.next(found[0], found[1] if depth is None else number(depth))

    def _level(self, properties: etree._Element | None, style: Style, words: str) -> int:
        """Return the level of a heading, from 1; 0 for text. Agreements set whole paragraphs in the styles of headings: those are text."""
        said = value(properties, "outlineLvl")
        level = style.level if said is None else number(said, BODY_TEXT)
        text = " ".join(words.split())
        if level is None or not 0 <= level < BODY_TEXT or self._in_note or not text or len(text) > _LONGEST_HEADING:
            return 0
        if _SENTENCE.search(text) and (len(text.split()) > 12 or _PROSE.search(text)):
            return 0
        return min(6, level + 1)

    def _notes_of(self, calls: list[tuple[str, str]]) -> list[Note]:
        found: list[Note] = []
        for mark, key in calls:
            element = self._notes.get(key)
            if element is None or key in self._called or self._in_note:
                continue
            self._called.add(key)
            kind, _, id = key.partition("-")
            saved, runs = (self.items, self._waiting, self._in_note), self._runs.enter_note()
            self.items, self._waiting, self._in_note = [], [], True
            self.read(element, f"//w:{kind}[@w:id='{id}']" if re.fullmatch(r"-?\d+", id) else f"//w:{kind}")
            paragraphs = [item.paragraph for item in self.items]
            self.items, self._waiting, self._in_note = saved
            self._runs.leave_note(runs)
            found.append(Note(mark, key, paragraphs))
        return found

    def _table(self, table: etree._Element, path: str) -> None:
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        rows = [(row, place) for row, place in _rows(table, path) if not self._runs.skips(row.find(f"{W}trPr"))]
        cells = [[(cell, at) for cell, at in _cells(row, place) if not _continues(cell)] for row, place in rows]
        if _is_layout(cells):
            for row_cells in cells:
                for cell, place in row_cells:
                    self._walk(cell, place)
        else:
            for (_, place), row_cells in zip(rows, cells, strict=True):
                self._row(row_cells, place)
        self._depth -= 1

    def _row(self, cells: list[tuple[etree._Element, str]], path: str) -> None:
        before, self.items = self.items, []
        texts: list[list[Item]] = []
        for cell, place in cells:
            self.items = []
            self._walk(cell, place)
            texts.append(self.items)
        self.items = before
        filled = [items for items in texts if items]
        if not filled:
            return
        pieces: list[Piece] = []
        notes: list[Note] = []
        for item in (item for items in filled for item in items):
            pieces += [" ", *item.paragraph.pieces] if pieces else item.paragraph.pieces
            notes += item.paragraph.notes
        words = [" ".join(" ".join(item.paragraph.text.split()) for item in items) for items in filled]
        prose = len(words) == 2 and (
            (bool(_MARKER.fullmatch(words[0])) and not _MARKER.fullmatch(words[1]) and (words[0][0] == "(" or len(words[1].split()) >= 4))
            or (len(words[0].split()) <= 14 and _MEANS.match(words[1]) is not None)
        )
        paragraph = Paragraph([piece for piece in pieces if not isinstance(piece, Page)], Origin(xpath=path), table=not prose)
        paragraph.notes = notes
        self.items.append(Item(paragraph, 0, "" if prose else "row"))


def _rows(element: etree._Element, path: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield the rows of a table with their XPaths, those in content controls and the like too."""
    counts: dict[str, int] = {}
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            count = counts[name] = counts.get(name, 0) + 1
            place = f"{path}/w:{name}[{count}]"
            if child.tag == f"{W}tr":
                yield child, place
            elif child.tag in _HOLDERS:
                yield from _rows(child, place)


def _cells(element: etree._Element, path: str) -> Iterator[tuple[etree._Element, str]]:
    counts: dict[str, int] = {}
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            count = counts[name] = counts.get(name, 0) + 1
            place = f"{path}/w:{name}[{count}]"
            if child.tag == f"{W}tc":
                yield child, place
            elif child.tag in _HOLDERS:
                yield from _cells(child, place)


def _continues(cell: etree._Element) -> bool:
    """Tell whether a cell is the lower part of one that is merged over several rows, and shows nothing."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val") != "restart" and not any((text.text or "").strip() for text in cell.iter(f"{W}t"))


def _is_layout(rows: list[list[tuple[etree._Element, str]]]) -> bool:
    """Tell whether a table only places text on the page: one column, or cells that are pages of their own."""
    if not rows or max(map(len, rows)) <= 1:
        return True
    for cells in rows:
        for cell, _ in cells:
            if next(cell.iter(f"{W}tbl"), None) is not None:
                return True
            texts = ["".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in cell.iterchildren(f"{W}p")]
            if sum(1 for text in texts if text.strip()) > 2 and sum(map(len, texts)) > _LONG:
                return True
    return False
