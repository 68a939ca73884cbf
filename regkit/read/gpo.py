"""What GPO's XML vocabularies share: paragraphs, headings, tables, footnotes, history notes.

A reader subclasses `Walker`, adds handlers for its own elements, and walks. An element that nobody knows is a paragraph where it holds text
and a container where it holds elements, so that nothing is dropped. Left out of the text, on purpose: footnote marks (they become calls, and the
markers of their notes) and metadata blocks that a reader names.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from regkit.model.document import Origin, ProvisionType
from regkit.model.finding import Severity
from regkit.read import headings
from regkit.read.assemble import Assembler
from regkit.read.builder import Call, DocumentBuilder, Page, Piece
from regkit.read.footnotes import Footnotes, note_mark
from regkit.read.inline import Inline
from regkit.read.paragraph import Note, Paragraph, words
from regkit.read.vocabulary import DISPLAY, HEADS, HISTORY, LEVELS, PARAGRAPHS, children, is_leaf, leaves

Handler = Callable[[etree._Element, str], None]


class Walker:
    """Walks one document. Subclasses set ``handlers`` (element → method) and ``skipped`` (metadata that is not text)."""

    repair = True
    skipped: frozenset[str] = frozenset()

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        self.root = root
        self.build = build
        self.assemble = Assembler(build)
        self.title = ""  # of the CFR, where the source says it
        self.part = ""
        self.commentary = False
        self.section = False
        self._beside = False
        self._footnotes = Footnotes(root, build)
        self._inline = Inline(self._call, repair=self.repair)
        self.handlers: dict[str, Handler] = {
            "GPOTABLE": self.table,
            "TABLE": self.table,
            "table": self.table,
            "FTNT": self.footnote,
            "CONTENTS": self.contents,
            "SECTNO": self.entry,
            "PRTPAGE": self.page,
            "STARS": self.stars,
            "NOTE": self.aside,
            "EXTRACT": self.extract,
        }
        self.handlers |= dict.fromkeys(PARAGRAPHS, self.paragraph)
        self.handlers |= dict.fromkeys(DISPLAY, self.display)
        self.handlers |= dict.fromkeys(HISTORY, self.history)
        self.handlers |= dict.fromkeys(HEADS, self.head)
        self._omitted = 0

    def run(self) -> None:
        """Read the whole tree into the builder."""
        self.walk(self.root, f"/{self.root.tag}")
        for note in self._footnotes.unclaimed():
            self.stray_note(note, self.root.getroottree().getpath(note))
        self.end()

    def end(self) -> None:
        """Close what is open, and say what the source leaves out."""
        self.assemble.close(0)
        if self._omitted:
            message = f"the source leaves out unchanged text in {self._omitted} places (asterisks)"
            self.build.finding("read.omitted-text", Severity.NOTE, message, remedy="read the amended provisions with the text they amend")

    # walking

    def walk(self, element: etree._Element, path: str) -> None:
        """Read the children of a container. Text directly inside it is kept as paragraphs."""
        if element.text and element.text.strip():
            self.add([element.text], element, path)
        for child, place in children(element, path):
            self.visit(child, place)
            if child.tail and child.tail.strip():
                self.add([child.tail], element, path)

    def visit(self, element: etree._Element, path: str) -> None:
        """Read one element by its handler."""
        tag = element.tag
        if not isinstance(tag, str) or tag in self.skipped:
            return
        handler = self.handlers.get(tag)
        if handler is not None:
            handler(element, path)
        elif is_leaf(element):
            self.paragraph(element, path)
        else:
            self.walk(element, path)

    def add(self, pieces: list[Piece], element: etree._Element, path: str, **flags: bool) -> Paragraph:
        """Add a paragraph, with the notes that it calls."""
        paragraph = Paragraph(pieces, _origin(element, path), **flags)  # type: ignore[arg-type]
        paragraph.aside = paragraph.aside or self._beside
        paragraph.notes = self.notes(pieces)
        self.assemble.add(paragraph)
        return paragraph

    def pieces(self, element: etree._Element) -> list[Piece]:
        """Return the pieces of an element's content."""
        return self._inline.pieces(element)

    def text(self, element: etree._Element | None) -> str:
        """Return the words of an element, single-spaced, without footnote marks."""
        return "" if element is None else words(self.pieces(element))

    # handlers

    def paragraph(self, element: etree._Element, path: str) -> None:
        """Read a paragraph; in commentary it may be the heading of a comment. Block elements inside it are read after its text."""
        inner = [child for child in element if child.tag in ("GPOTABLE", "TABLE", "GPH", "EXTRACT", "DIV")]
        if inner:
            self.walk(element, path)
            return
        pieces = self.pieces(element)
        if self.commentary:
            text = words(pieces)
            found = headings.classify(text, commentary=True) if len(text) < headings.LONGEST else None
            if found is not None and found.rank >= headings.COMMENT:
                self.open(found, pieces, element, path)
                return
        self.add(pieces, element, path, flush=element.tag.startswith("FP"))

    def display(self, element: etree._Element, path: str) -> None:
        """Read an element that is display text: running heads, subjects, signatures, document numbers."""
        self.add(self.pieces(element), element, path, heading=True)

    def page(self, element: etree._Element, path: str) -> None:
        """Keep a page mark that stands between paragraphs."""
        self.add([Page(element.get("P") or "")], element, path)

    def stars(self, element: etree._Element, path: str) -> None:
        """Count a place where the source leaves out unchanged text."""
        self._omitted += 1

    def aside(self, element: etree._Element, path: str) -> None:
        """Read a note that stands beside the numbering: its own markers don't go on with the section's."""
        before, self._beside = self._beside, True
        for child, place in children(element, path):
            if child.tag in HEADS:
                self.display(child, place)
            else:
                self.visit(child, place)
            if child.tail and child.tail.strip():
                self.add([child.tail], element, path)
        self._beside = before

    def extract(self, element: etree._Element, path: str) -> None:
        """Read quoted text. In a section it stands beside the numbering; with headings of its own it is what the headings say (an appendix)."""
        if self.section and not any(child.tag in HEADS for child in element):
            self.aside(element, path)
        else:
            self.walk(element, path)

    def history(self, element: etree._Element, path: str) -> None:
        """Read authority, source and history notes as a note of their own: they are never requirement text."""
        self.assemble.flush()
        head = next((child for child in element if child.tag in HEADS), None)
        title = self.text(head).rstrip(":") or None
        with self.build.provision("", type=ProvisionType.NOTE, heading=title, name=element.tag.lower()):
            if is_leaf(element):
                self.add(self.pieces(element), element, path)
            else:
                self.aside(element, path)
            self.assemble.flush()

    def contents(self, element: etree._Element, path: str) -> None:
        """Read a table of contents: each number with its subject is one line of display text."""
        self.assemble.flush()
        with self.build.provision("", type=ProvisionType.TEXT, name="contents"):
            for child, place in children(element, path):
                self.contents_line(child, place)
            self.assemble.flush()

    def contents_line(self, element: etree._Element, path: str) -> None:
        """Read a line of a table of contents, or a subpart's part of one."""
        if element.tag == "SECTNO":
            self.entry(element, path)
        elif self._is_entry(element):
            return
        elif element.tag == "PRTPAGE":
            self.page(element, path)
        elif is_leaf(element):
            self.display(element, path)
        else:
            for child, place in children(element, path):
                self.contents_line(child, place)

    @staticmethod
    def _is_entry(element: etree._Element) -> bool:
        """Tell whether a SUBJECT was read with the number before it."""
        before = element.getprevious()
        return element.tag == "SUBJECT" and before is not None and before.tag == "SECTNO"

    def entry(self, element: etree._Element, path: str) -> None:
        """Read a section number outside a section, with the subject after it, as one line of display text."""
        following = element.getnext()
        pieces = self.pieces(element)
        if following is not None and following.tag == "SUBJECT":
            pieces = [*pieces, " ", *self.pieces(following)]
        self.add(pieces, element, path, heading=True)

    def table(self, element: etree._Element, path: str) -> None:
        """Read a table row by row; the cells of a row are parted by spaces."""
        for child, place in children(element, path):
            if child.tag in ("ROW", "TR", "tr", "BOXHD"):
                pieces: list[Piece] = []
                for cell in child:
                    pieces += [" ", *self.pieces(cell), *([cell.tail] if cell.tail else [])]
                self.add(pieces, child, place, table=True)
            elif child.tag in ("THEAD", "TBODY", "TFOOT", "thead", "tbody", "tfoot"):
                self.table(child, place)
            elif is_leaf(child):
                self.add(self.pieces(child), child, place, table=True)
            else:
                self.visit(child, place)

    # headings

    def head(self, element: etree._Element, path: str) -> None:
        """Read a heading: of a numbered unit where its words say so, else a heading that groups what follows."""
        pieces = self.pieces(element)
        text = words(pieces)
        if not text:
            return
        found = headings.classify(text, commentary=self.commentary)
        if found is not None and not (self.section and not self.commentary and found.rank > headings.SUBPART):
            self.open(found, pieces, element, path)
        elif self.section:
            self.add(pieces, element, path, heading=True)
        else:
            self.group(pieces, text, element, path)

    def group(self, pieces: list[Piece], text: str, element: etree._Element, path: str) -> None:
        """Open a heading by its level: "II." and "B." are labels, other headings are groups without a number."""
        source = element.get("SOURCE") or (element.tag if element.tag in LEVELS else "")
        rank = headings.ROMAN + LEVELS.get(source, 1)
        self.assemble.group(self._heading(pieces, element, path), rank, text, appendix=self.commentary)

    def open(self, found: headings.Heading, pieces: list[Piece] | None, element: etree._Element, path: str) -> None:
        """Open the unit that a heading announces; without pieces its heading is read later, with its content."""
        if found.rank <= headings.SECTION:
            self.commentary = found.type is ProvisionType.APPENDIX
            self.section = found.type is ProvisionType.SECTION
        pinpoint = self._pinpoint(found) if self.title else ""
        paragraph = None if pieces is None else self._heading(pieces, element, path)
        self.assemble.heading(
            paragraph, found.rank, found.label, found.type, marker=found.marker, title=found.title, top=found.top, pinpoint=pinpoint
        )

    def _pinpoint(self, found: headings.Heading) -> str:
        """Return how a unit of the CFR is cited; empty for units that follow from their parents."""
        if found.type is ProvisionType.SECTION:
            return f"{self.title} CFR {found.label}"
        if found.type is ProvisionType.PART:
            return f"{self.title} CFR part {found.label}"
        if found.type is ProvisionType.APPENDIX and self.part:
            return f"{self.title} CFR part {self.part}, {found.label}"
        return ""

    def _heading(self, pieces: list[Piece], element: etree._Element, path: str) -> Paragraph:
        paragraph = Paragraph(pieces, _origin(element, path), heading=True)
        paragraph.notes = self.notes(pieces)
        return paragraph

    # footnotes

    def _call(self, element: etree._Element) -> Call | bool | None:
        return self._footnotes.call(element)  # asked for at each call: a title has its footnotes part by part

    def notes(self, pieces: list[Piece]) -> list[Note]:
        """Return the notes that pieces of text call, in order."""
        found = []
        for call in pieces:
            element = self._footnotes.claim(call) if isinstance(call, Call) else None
            if element is not None and isinstance(call, Call):
                found.append(Note(note_mark(element) or call.mark, call.key, self._note_paragraphs(element)))
        return found

    def footnote(self, element: etree._Element, path: str) -> None:
        """Read a note where it stands only if nobody calls it: the others are read after the paragraph of their call."""
        if element not in self._footnotes.called:
            self.stray_note(element, path)

    def stray_note(self, element: etree._Element, path: str) -> None:
        """Read a note whose call was not found where it stands."""
        if self._footnotes.take(element):
            paragraph = self.add([], element, path)
            paragraph.notes = [Note(note_mark(element), "", self._note_paragraphs(element))]

    def _note_paragraphs(self, element: etree._Element) -> list[Paragraph]:
        """Return a note's paragraphs. Elements other than paragraphs (a table, an extract) give one each."""
        path = self.root.getroottree().getpath(element)
        blocks = [(element, path)] if is_leaf(element) else list(leaves(element, path))
        return [Paragraph(self.pieces(block), _origin(block, place)) for block, place in blocks]


def _origin(element: etree._Element, path: str) -> Origin:
    line: object = element.sourceline
    return Origin(line=line if isinstance(line, int) else None, xpath=path)
