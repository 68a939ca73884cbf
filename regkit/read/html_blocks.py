"""The document part of a web page → its blocks in order: headings, paragraphs, list items, rows of tables, entries of definition lists.

White space is left to the builder. A block ends where a browser begins a new line: at block elements, and at a double line break.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from lxml import etree
from msgspec import Struct

from regkit.model.document import MarkKind, Origin
from regkit.read.builder import Call, Page, Piece, Run
from regkit.read.html_boxes import boxes_of
from regkit.read.html_content import UNSEEN, Content, is_hidden
from regkit.read.html_dress import announces, dress, dressed, page_label, stands_beside
from regkit.read.html_footnotes import HtmlNotes
from regkit.read.html_lists import Numbers
from regkit.read.html_parse import names
from regkit.read.html_pre import preformatted
from regkit.read.html_tables import is_layout, marks_row, pairs_from, rows_of
from regkit.read.paragraph import Note, Paragraph, plain

LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = names(
    """address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form header hgroup hr html li
    main menu nav ol p pre section summary table tbody td tfoot th thead tr ul caption legend label"""
)


class Item(Struct):
    """A block of a page.

    ``level`` is a heading's, 0 for none; ``role`` says more: "term" and "meaning" of a definition list, "row", "pre". ``dressed`` says that all its
    words are set off, ``number`` is the number that a rulebook prints beside it.
    """

    paragraph: Paragraph
    level: int = 0
    role: str = ""
    dressed: bool = False
    number: str = ""


class Blocks:
    """Walks a page's document part once and collects its items."""

    def __init__(self, content: Content, notes: HtmlNotes) -> None:
        self.items: list[Item] = []
        self.images = 0
        self._dropped = content.dropped
        self._notes = notes
        self._called: set[str] = set()
        self._read: set[etree._Element] = set()
        self._waiting: list[tuple[str, str]] = []
        self._pieces: list[Piece] = []
        self._kind: tuple[MarkKind | None, str] = (None, "")
        self._origin = Origin()
        self._level = 0
        self._role = ""
        self._row = 0
        self._lists = Numbers()
        self._boxes = boxes_of(content.root)
        self._boxed = 0
        self._breaks = 0
        self._listed = False

    def read(self, element: etree._Element) -> list[Item]:
        """Return the items of the content of an element."""
        path = element.getroottree().getpath(element)
        self._origin = _origin(element, path)
        self._content(element, path)
        self._flush()
        return self.items

    def _content(self, element: etree._Element, path: str) -> None:
        if element.text:
            self._text(element.text)
        counts: dict[str, int] = {}
        for child in element:
            tag = child.tag
            if type(tag) is not str:
                if child.tail:
                    self._text(child.tail)
                continue
            count = counts[tag] = counts.get(tag, 0) + 1
            if tag == "img" and child.get("alt"):
                self.images += 1
            if tag not in UNSEEN and not (child.attrib and is_hidden(child)) and child not in self._dropped and child not in self._notes.skip:
                self._child(child, tag, f"{path}/{tag}[{count}]")
            if child.tail:
                self._text(child.tail)

    def _child(self, child: etree._Element, tag: str, path: str) -> None:
        if child in self._read:
            return
        if tag == "br":
            self._break(path, child)
        elif self._row:
            self._inline(child, tag, path)
            if tag in BLOCKS or tag in LEVELS:
                self._pieces.append(" ")
        elif tag in LEVELS:
            self._block(child, path, level=LEVELS[tag])
        elif tag in BLOCKS:
            self._container(child, tag, path)
        else:
            self._inline(child, tag, path)

    def _container(self, child: etree._Element, tag: str, path: str) -> None:
        if tag in ("ol", "ul", "dir", "menu"):
            self._flush()
            self._lists.open(child)
            self._block(child, path)
            self._lists.close()
        elif tag == "li":
            self._lists.item(child)
            self._block(child, path)
        elif tag == "table":
            self._flush()
            self._table(child, path)
        elif tag == "pre":
            self._flush()
            self._pre(child, path)
        elif tag in ("dt", "dd"):
            self._block(child, path, role="term" if tag == "dt" else "meaning")
        elif child in self._boxes:
            self._boxed += 1
            self._block(child, path)
            self._boxed -= 1
        else:
            self._block(child, path)

    def _block(self, child: etree._Element, path: str, level: int = 0, role: str = "") -> None:
        self._flush()
        before = self._origin, self._level, self._role
        self._origin, self._level = _origin(child, path), level or self._level
        self._role = role or self._role
        self._content(child, path)
        self._flush()
        self._origin, self._level, self._role = before

    def _inline(self, child: etree._Element, tag: str, path: str) -> None:
        call = self._notes.calls.get(child) if tag == "a" else None
        if call is not None:
            mark, key = call
            self._unbracket(child)
            self._pieces.append(Call(mark, key))
            if key not in self._called:
                self._called.add(key)
                self._read.add(self._notes.notes[key])
                self._waiting.append((mark, key))
            return
        if child.attrib and (label := page_label(child)) is not None:
            self._pieces.append(Page(label))
            return
        before = self._kind
        self._kind = dress(child, tag, *self._kind)
        self._content(child, path)
        self._kind = before
        if tag == "span" and stands_beside(child):
            self._pieces.append(" ")

    def _unbracket(self, link: etree._Element) -> None:
        """Take away the brackets that stand around a call: they are of its mark."""
        last, after = self._pieces[-1] if self._pieces else "", (link.tail or "").lstrip()
        text = last if isinstance(last, str) else last.text if isinstance(last, Run) else ""
        if not text.rstrip().endswith(("[", "(")) or not after.startswith("]" if text.rstrip().endswith("[") else ")"):
            return
        text = text.rstrip()[:-1]
        self._pieces[-1] = Run(text, last.kind, last.value) if isinstance(last, Run) else text
        link.tail = after[1:]

    def _text(self, text: str) -> None:
        if self._breaks and text.strip():
            self._breaks = 0
        kind, value = self._kind
        pieces = self._pieces
        if kind is None:
            pieces.append(text)
        elif pieces and type(last := pieces[-1]) is Run and last.kind is kind and last.value == value:
            pieces[-1] = Run(last.text + text, kind, value)
        else:
            pieces.append(Run(text, kind, value))

    def _break(self, path: str, child: etree._Element) -> None:
        """Take a line break: two of them end a paragraph, and one ends a line that is all in bold or a term, which is a heading or an entry."""
        self._breaks += 1
        if self._row or (self._breaks < 2 and not dressed(self._pieces)):
            self._pieces.append("\n")
            return
        self._flush()
        self._origin = _origin(child, path) if self._origin.line is None else self._origin
        self._breaks = 0

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        self._breaks = 0
        if not pieces:
            return
        if not any(plain(piece).strip() for piece in pieces):
            kept: list[Piece] = [piece for piece in pieces if isinstance(piece, Call | Page)]
            self._pieces = kept  # what is called before any text stands at the text that follows
            return
        number, level = ("", 0) if self._level else self._lists.take()
        paragraph = Paragraph(pieces, self._origin, number=number, level=level, listed=self._lists.depth + self._boxed)
        paragraph.heading = self._level > 0
        self._take_notes(paragraph)
        if self._level or len(paragraph.text) < 600:
            self._listed = announces(paragraph.text, heading=self._level > 0) or (self._listed and not self._level)
        self.items.append(Item(paragraph, self._level, self._role, dressed(pieces)))

    def _take_notes(self, paragraph: Paragraph) -> None:
        """Give a paragraph the notes that it calls, and those that these call in turn."""
        while self._waiting:
            mark, key = self._waiting.pop(0)
            found = self._note(key)
            paragraph.notes.append(Note(mark, key, found))
            paragraph.notes += [note for inner in found for note in inner.notes]

    def _note(self, key: str) -> list[Paragraph]:
        element = self._notes.notes[key]
        path = _path_of(element)
        waiting, self._waiting = self._waiting, []
        saved = self.items, self._pieces, self._kind, self._origin, self._level, self._role, self._lists, self._row, self._breaks
        self.items, self._pieces, self._kind, self._level, self._role = [], [], (None, ""), 0, ""
        self._lists, self._row, self._origin = Numbers(), 0, _origin(element, path)
        self._content(element, path)
        self._flush()
        found = [item.paragraph for item in self.items]
        self._waiting = waiting
        self.items, self._pieces, self._kind, self._origin, self._level, self._role, self._lists, self._row, self._breaks = saved
        return found

    def _table(self, table: etree._Element, path: str) -> None:
        placed = rows_of(table, path)
        rows = [row for row, _ in placed]
        if is_layout(table, rows):
            self._block(table, path)
            return
        pairs = pairs_from(rows, listed=self._listed)
        for caption in table.iterchildren("caption"):
            self._block(caption, f"{path}/caption")
        for number, (row, place) in enumerate(placed):
            if row in self._dropped or is_hidden(row):
                continue
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            if 0 <= pairs <= number and len(cells) == 2:
                for cell, role in zip(cells, ("term", "meaning"), strict=True):
                    self._block(cell, f"{place}/{cell.tag}[{_nth(cell)}]", role=role)
                continue
            self._origin = _origin(row, place)
            marked = marks_row(cells)
            self._cells(row, place, flat=marked)
            pieces, self._pieces = self._pieces, []
            if not any(plain(piece).strip() for piece in pieces):
                self._pieces = [piece for piece in pieces if isinstance(piece, Call | Page)]
                continue
            paragraph = Paragraph(pieces, self._origin, table=not marked, listed=self._lists.depth + self._boxed)
            self._take_notes(paragraph)
            self.items.append(Item(paragraph, 0, "" if marked else "row", False))

    def _cells(self, row: etree._Element, path: str, *, flat: bool) -> None:
        self._row += 1
        for number, cell in enumerate(row, start=1):
            if type(cell.tag) is str and cell not in self._dropped and cell not in self._notes.skip and not is_hidden(cell):
                if number > 1:
                    self._pieces.append(" ")
                before = self._kind
                if cell.tag == "th" and not flat:
                    self._kind = (MarkKind.BOLD, "")
                self._content(cell, f"{path}/{cell.tag}[{number}]")
                self._kind = before
        self._row -= 1

    def _pre(self, element: etree._Element, path: str) -> None:
        """Read preformatted text: its lines say where paragraphs end, its page marks on which page of the publication they stand."""
        text = "".join(_visible(element))
        if "\n" not in text.strip():
            self._block_text(text, element, path)
            return
        for paragraph in preformatted(text, _origin(element, path).line or 1, path):
            self.items.append(Item(paragraph, 0, "pre"))

    def _block_text(self, text: str, element: etree._Element, path: str) -> None:
        self._origin = _origin(element, path)
        self._text(text)
        self._flush()


def _visible(element: etree._Element) -> Iterable[str]:
    if element.text:
        yield element.text
    for child in element:
        if type(child.tag) is str and child.tag not in UNSEEN and not is_hidden(child):
            if child.tag == "br":
                yield "\n"
            yield from _visible(child)
        if child.tail:
            yield child.tail


def _nth(cell: etree._Element) -> int:
    return 1 + sum(1 for _ in cell.itersiblings(cell.tag, preceding=True))


def _path_of(element: etree._Element) -> str:
    """Return an XPath; by its id, where it has one, since counting siblings costs their number."""
    name = element.get("id") or ""
    if name and '"' not in name:
        return f'//*[@id="{name}"]'
    anchor = next((below for below in islice(element.iter("a"), 4) if below.get("name") and '"' not in str(below.get("name"))), None)
    if anchor is not None:
        return f'//a[@name="{anchor.get("name")}"]/ancestor::{element.tag}[1]'
    return element.getroottree().getpath(element)


def _origin(element: etree._Element, path: str) -> Origin:
    """Return where an element stands. libxml2 counts lines to 65535 and no further: beyond it the path alone says it."""
    line: object = element.sourceline
    return Origin(line=line if isinstance(line, int) and 0 < line < 65535 else None, xpath=path)
