"""What GPO's XML vocabularies share: paragraphs, headings, tables, footnotes, history notes.

A reader subclasses `Walker`, adds handlers for its own elements, and walks. An element that nobody knows is a paragraph where it holds text
and a container where it holds elements, so that nothing is dropped. Left out of the text, on purpose: footnote marks (they become calls, and the
markers of their notes) and metadata blocks that a reader names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from regkit.model.document import Origin, ProvisionType
from regkit.model.finding import Severity
from regkit.read import headings
from regkit.read.assemble import Assembler
from regkit.read.builder import Call, DocumentBuilder, Piece
from regkit.read.inline import Inline
from regkit.read.paragraph import Note, Paragraph

Handler = Callable[[etree._Element, str], None]

INLINE = frozenset("E I B SU SUP SUB FTREF PRTPAGE FR AC LI BR a em strong i b sup sub br span".split())
PARAGRAPHS = frozenset("P FP FP-1 FP-2 FP-DASH FP1 FP1-2 FP2 FP2-2 PSPACE LDRFIG AMDPAR p".split())
DISPLAY = frozenset("EAR GID BILCOD FRDOC AGENCY SUBAGY CFR DEPDOC RIN SUBJECT DATE DATED NAME TITLE SECHD APP RESERVED TTITLE PARTHD CHAPHD RESERV".split())
HISTORY = frozenset("AUTH SOURCE CITA SECAUTH APPRO EFFDNOT EDNOTE XREF CROSSREF PARAUTH".split())
HEADS = frozenset("HD HD1 HD2 HD3 HD4 HD5 HD6 HED H1 HEAD".split())
_LEVELS = {"HED": 0, "HD1": 1, "HD2": 2, "HD3": 3, "HD4": 4, "HD5": 5, "HD6": 6, "HD8": 6}


class Walker:
    """Walks one document. Subclasses set ``handlers`` (element → method) and ``skipped`` (metadata that is not text)."""

    repair = True
    skipped: frozenset[str] = frozenset()

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        self.root = root
        self.build = build
        self.assemble = Assembler(build)
        self.title = ""  # of the CFR, where the source says it
        self.commentary = False
        self.section = False
        self._calls: dict[etree._Element, Call | None] = {}
        self._notes: dict[str, etree._Element] = {}
        self._called: set[etree._Element] = set()
        self._claimed: set[etree._Element] = set()
        self._inline = Inline(self._call, repair=self.repair)
        self.handlers: dict[str, Handler] = {
            "GPOTABLE": self.table,
            "TABLE": self.table,
            "table": self.table,
            "FTNT": self.footnote,
            "CONTENTS": self.contents,
            "SECTNO": self.entry,
            "STARS": self.stars,
            "NOTE": self.aside,
        }
        self.handlers |= dict.fromkeys(PARAGRAPHS, self.paragraph)
        self.handlers |= dict.fromkeys(DISPLAY, self.display)
        self.handlers |= dict.fromkeys(HISTORY, self.history)
        self.handlers |= dict.fromkeys(HEADS, self.head)
        self._omitted = 0
        self._pair_notes()

    def run(self) -> None:
        """Read the whole tree into the builder."""
        self.walk(self.root, f"/{self.root.tag}")
        for note in self._notes.values():
            if note not in self._claimed:
                self.stray_note(note, self.root.getroottree().getpath(note))
        self.assemble.close(0)
        if self._omitted:
            message = f"the source leaves out unchanged text in {self._omitted} places (asterisks)"
            self.build.finding("read.omitted-text", Severity.NOTE, message, remedy="read the amended provisions with the text they amend")

    # walking

    def walk(self, element: etree._Element, path: str) -> None:
        """Read the children of a container. Text directly inside it is kept as paragraphs."""
        if element.text and element.text.strip():
            self.add([element.text], element, path)
        for child, place in self.children(element, path):
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
        elif tag == "PRTPAGE" or _is_leaf(element):
            self.paragraph(element, path) if tag != "PRTPAGE" else self.page(element, path)
        else:
            self.walk(element, path)

    @staticmethod
    def children(element: etree._Element, path: str) -> Iterator[tuple[etree._Element, str]]:
        """Yield the children of an element with their XPaths."""
        counts: dict[str, int] = {}
        for child in element:
            tag = child.tag
            count = counts[tag] = counts.get(tag, 0) + 1
            yield child, f"{path}/{tag}[{count}]"

    def add(self, pieces: list[Piece], element: etree._Element, path: str, **flags: bool) -> Paragraph:
        """Add a paragraph, with the notes that it calls."""
        paragraph = Paragraph(pieces, Origin(line=element.sourceline, xpath=path), **flags)  # type: ignore[arg-type]
        paragraph.notes = [self.note(call) for call in pieces if isinstance(call, Call)]
        self.assemble.add(paragraph)
        return paragraph

    def pieces(self, element: etree._Element) -> list[Piece]:
        """Return the pieces of an element's content."""
        return self._inline.pieces(element)

    def text(self, element: etree._Element | None) -> str:
        """Return the words of an element, single-spaced, without footnote marks."""
        return "" if element is None else " ".join(Paragraph(self.pieces(element), Origin()).text.split())

    # handlers

    def paragraph(self, element: etree._Element, path: str) -> None:
        """Read a paragraph; in commentary it may be the heading of a comment. Block elements inside it are read after its text."""
        inner = [child for child in element if child.tag in ("GPOTABLE", "TABLE", "GPH", "EXTRACT", "DIV")]
        if inner:
            self.walk(element, path)
            return
        pieces = self.pieces(element)
        if self.commentary:
            text = self.text(element)
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
        self.add(self._inline_page(element), element, path)

    def stars(self, element: etree._Element, path: str) -> None:
        """Count a place where the source leaves out unchanged text."""
        self._omitted += 1

    def aside(self, element: etree._Element, path: str) -> None:
        """Read a note that stands beside the numbering: its own markers don't go on with the section's."""
        for child, place in self.children(element, path):
            if child.tag in HEADS:
                self.display(child, place)
            else:
                self.visit(child, place)

    def history(self, element: etree._Element, path: str) -> None:
        """Read authority, source and history notes as a note of their own: they are never requirement text."""
        self.assemble.flush()
        head = next((child for child in element if child.tag in HEADS), None)
        title = self.text(head).rstrip(":") or None
        with self.build.provision("", type=ProvisionType.NOTE, heading=title, name=element.tag.lower()):
            if _is_leaf(element):
                self.add(self.pieces(element), element, path)
            else:
                for child, place in self.children(element, path):
                    if child.tag in HEADS:
                        self.display(child, place)
                    else:
                        self.visit(child, place)
                    if child.tail and child.tail.strip():
                        self.add([child.tail], element, path)
            self.assemble.flush()

    def contents(self, element: etree._Element, path: str) -> None:
        """Read a table of contents: each number with its subject is one line of display text."""
        self.assemble.flush()
        with self.build.provision("", type=ProvisionType.TEXT, name="contents"):
            for child, place in self.children(element, path):
                if child.tag in HEADS or _is_leaf(child):
                    self.entry(child, place) if child.tag == "SECTNO" else None if self._is_entry(child) else self.display(child, place)
                else:
                    self.contents_part(child, place)
            self.assemble.flush()

    def contents_part(self, element: etree._Element, path: str) -> None:
        """Read a subpart's part of a table of contents."""
        for child, place in self.children(element, path):
            if child.tag == "SECTNO":
                self.entry(child, place)
            elif self._is_entry(child):
                continue
            elif _is_leaf(child):
                self.display(child, place)
            else:
                self.contents_part(child, place)

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
        for child, place in self.children(element, path):
            if child.tag in ("ROW", "TR", "tr", "BOXHD"):
                pieces: list[Piece] = []
                for cell in child:
                    pieces += [" ", *self.pieces(cell), *([cell.tail] if cell.tail else [])]
                self.add(pieces, child, place, table=True)
            elif child.tag in ("THEAD", "TBODY", "TFOOT", "thead", "tbody", "tfoot"):
                self.table(child, place)
            elif _is_leaf(child):
                self.add(self.pieces(child), child, place, table=True)
            else:
                self.visit(child, place)

    # headings

    def head(self, element: etree._Element, path: str) -> None:
        """Read a heading: of a numbered unit where its words say so, else a heading that groups what follows."""
        pieces = self.pieces(element)
        text = self.text(element)
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
        source = element.get("SOURCE") or (element.tag if element.tag in _LEVELS else "")
        rank = headings.ROMAN + _LEVELS.get(source, 1)
        self.assemble.group(self._heading(pieces, element, path), rank, text, appendix=self.commentary)

    def open(self, found: headings.Heading, pieces: list[Piece] | None, element: etree._Element, path: str) -> None:
        """Open the unit that a heading announces; without pieces its heading is read later, with its content."""
        if found.rank <= headings.SECTION:
            self.commentary = found.type is ProvisionType.APPENDIX
            self.section = found.type is ProvisionType.SECTION
        pinpoint = f"{self.title} CFR {found.label}" if self.title and found.type is ProvisionType.SECTION else ""
        paragraph = None if pieces is None else self._heading(pieces, element, path)
        self.assemble.heading(paragraph, found.rank, found.label, found.type, marker=found.marker, title=found.title, top=found.top, pinpoint=pinpoint)

    def _heading(self, pieces: list[Piece], element: etree._Element, path: str) -> Paragraph:
        paragraph = Paragraph(pieces, Origin(line=element.sourceline, xpath=path), heading=True)
        paragraph.notes = [self.note(call) for call in pieces if isinstance(call, Call)]
        return paragraph

    # footnotes

    def _pair_notes(self) -> None:
        """Pair the k-th call with the k-th note: numbers are reused and sometimes missing, the order never fails.

        A call without a mark whose note's number stands elsewhere as a bare superior (a signature, say) is called there.
        """
        references = list(self.root.iter("FTREF"))
        notes = [note for note in self.root.iter("FTNT") if not any(True for _ in note.iterancestors("FTNT"))]
        marks = {note: _note_mark(note) for note in notes}
        own = {mark for mark in (_mark_element(note) for note in notes) if mark is not None}
        if len(references) != len(notes):
            message = f"{len(references)} footnote calls and {len(notes)} footnotes"
            self.build.finding("read.note-count", Severity.WARNING, message, remedy="check the footnotes against the published page")
        bare = {}
        marked = set()
        for reference in references:
            mark = _before(reference)
            if mark is not None:
                marked.add(mark)
        for superior in self.root.iter("SU"):
            if superior not in marked and superior not in own:
                bare.setdefault("".join(superior.itertext()).strip(), superior)
        for superior in own:
            self._calls[superior] = None
        for index, reference in enumerate(references):
            note = notes[index] if index < len(notes) else None
            element = _before(reference)
            mark = "".join(element.itertext()).strip() if element is not None else ""
            number = marks[note] if note is not None else ""
            if mark and number and mark != number:
                message = f"footnote call {mark} is paired with note {number} by its place"
                self.build.finding("read.note-number", Severity.WARNING, message, place=f"line {reference.sourceline}", remedy="check the numbers")
            key = f"note-{index + 1}"
            if note is not None:
                self._notes[key] = note
                self._called.add(note)
            call = Call(mark or number or str(index + 1), key)
            if element is not None:
                self._calls[element] = call
                self._calls[reference] = None
            elif number in bare:
                self._calls[bare.pop(number)] = call
                self._calls[reference] = None
            else:
                self._calls[reference] = call

    def _call(self, element: etree._Element) -> Call | None | bool:
        if element in self._calls:
            return self._calls[element]
        return None if element.tag == "FTREF" else False

    def _inline_page(self, element: etree._Element) -> list[Piece]:
        holder = etree.Element("P")
        holder.append(etree.Element("PRTPAGE", {"P": element.get("P") or ""}))
        return self._inline.pieces(holder)

    def note(self, call: Call) -> Note:
        """Return the note that a call names."""
        element = self._notes.get(call.key)
        if element is None or element in self._claimed:
            return Note(call.mark, call.key, [])
        self._claimed.add(element)
        return Note(_note_mark(element) or call.mark, call.key, self._note_paragraphs(element))

    def footnote(self, element: etree._Element, path: str) -> None:
        """Read a note where it stands only if nobody calls it: the others are read after the paragraph of their call."""
        if element not in self._called:
            self.stray_note(element, path)

    def stray_note(self, element: etree._Element, path: str) -> None:
        """Read a note that nobody called before it: it stays where it stands."""
        if element in self._claimed:
            return
        self._claimed.add(element)
        paragraph = self.add([], element, path)
        paragraph.notes = [Note(_note_mark(element), "", self._note_paragraphs(element))]

    def _note_paragraphs(self, element: etree._Element) -> list[Paragraph]:
        """Return a note's paragraphs. Elements other than paragraphs (a table, an extract) give one each."""
        path = self.root.getroottree().getpath(element)
        blocks = [(element, path)] if _is_leaf(element) else list(_leaves(element, path))
        return [Paragraph(self.pieces(block), Origin(line=block.sourceline, xpath=place)) for block, place in blocks]


def _leaves(element: etree._Element, path: str) -> Iterator[tuple[etree._Element, str]]:
    for child, place in Walker.children(element, path):
        if _is_leaf(child):
            yield child, place
        else:
            yield from _leaves(child, place)


def _is_leaf(element: etree._Element) -> bool:
    """Tell whether an element holds running text: text of its own, or nothing but inline elements."""
    if element.text and element.text.strip():
        return True
    return all(child.tag in INLINE for child in element)


def _before(reference: etree._Element) -> etree._Element | None:
    """Return the superior right before a footnote reference."""
    element = reference.getprevious()
    if element is not None and not (element.tail or "").strip() and (element.tag == "SU" or (element.tag == "E" and element.get("T") == "51")):
        return element
    return None


def _mark_element(note: etree._Element) -> etree._Element | None:
    """Return the superior that opens a note."""
    for element in note.iter("SU"):
        holder = element.getparent()
        first = holder is not None and holder[0] is element and not (holder.text or "").strip()
        return element if first else None
    return None


def _note_mark(note: etree._Element) -> str:
    element = _mark_element(note)
    return "" if element is None else "".join(element.itertext()).strip()
