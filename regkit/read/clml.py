"""CLML, the Crown Legislation Markup Language of legislation.gov.uk: acts, statutory instruments, and law retained from the European Union.

Provisions nest as they are cited (P1 a section, regulation, article or rule, P2 "(1)", P3 "(a)"); the brackets around numbers are left to whoever
prints them, so they are part of the text here. The title of a group of one provision is that provision's heading. Annotations ("F1") and footnotes
are notes where they are called; of an amendment that marks many words only the first is. What an instrument puts into another stands below
"quoted". A text that is revised says which amendments it lacks and which provisions are not in force: findings, since the text alone doesn't show it.
Sources: CLML user guide and schema 2.4 (The National Archives), and measured files.
"""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from lxml import etree

from regkit.model.document import MarkKind, ProvisionType
from regkit.model.finding import Severity
from regkit.read import clml_units, clml_words
from regkit.read.builder import Call, DocumentBuilder, Piece
from regkit.read.nested import Action, Nested
from regkit.read.nested_roles import Role, Unit, local, printed, words_of
from regkit.read.xml import parse, root_start

MEDIA_TYPE = "application/xml"
FALLBACK = False
_CHARACTERS = {"DotPadding": " … ", "EmSpace": " ", "EnSpace": " ", "ThinSpace": " ", "NonBreakingSpace": " ", "LinePadding": " ", "BoxPadding": " "}


def accepts(head: bytes, name: str) -> bool:
    """Take XML whose first element is CLML's."""
    element, tag = root_start(head)
    return element == "Legislation" and "legislation.gov.uk/namespaces/legislation" in tag


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read an act or instrument, or a part of one. Raises: ReadError where the XML is broken."""
    ClmlReader(parse(data, build.source.name), build).run()


class ClmlReader(Nested):
    """The vocabulary of CLML. What it doesn't list is read as a paragraph or what holds some."""

    unknown: ClassVar[Role] = Role.BLOCK
    roles: ClassVar[dict[str, Role]] = clml_words.ROLES
    dress: ClassVar[dict[str, MarkKind]] = clml_words.DRESS

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        clml_units.suggest(root, build)
        self.cited = build.authority.citation
        self._first = clml_units.kind_of(root)
        self._schedules: list[str] = []
        self._marks: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._changes: set[str] = set()
        for note in root.iter("{*}Commentary", "{*}Footnote", "{*}MarginNote"):
            if id := note.get("id"):
                self.notes[id] = note

    def run(self) -> None:
        """Read the document, then say what its text alone does not show."""
        super().run()
        place = self.build.source.name
        effects = [each for each in self.root.iter("{*}UnappliedEffect") if each.get("RequiresApplied") == "true"]
        if effects:
            what = "a change" if len(effects) == 1 else f"{len(effects)} changes"
            message = f"{what} made by other law {'is' if len(effects) == 1 else 'are'} not yet worked into this text"
            self.build.finding(
                "read.clml-outstanding", Severity.WARNING, message, place=place, remedy="see the page of the document for what they are"
            )
        states = Counter(
            each.get("Status", "") for each in self.root.iter("{*}P1", "{*}Schedule") if each.get("Match") == "false" or each.get("Status")
        )
        for state, count in sorted(states.items()):
            what = {"Prospective": "not in force yet", "Repealed": "repealed"}.get(state, "not valid at the date of the text")
            message = f"{'a provision is' if count == 1 else f'{count} provisions are'} {what}"
            self.build.finding("read.clml-not-in-force", Severity.WARNING, message, place=place, remedy="see the page of the document for which")
        if next(self.root.iter("{*}Version"), None) is not None:
            message = "texts for other parts of the United Kingdom were left out"
            self.build.finding("read.clml-versions", Severity.NOTE, message, place=place, remedy="see the page of the document")

    def actions(self) -> dict[str, Action]:
        """Return what is read by more than a role."""
        found: dict[str, Action] = dict.fromkeys(clml_words.GROUPS, self.group)
        found |= dict.fromkeys(clml_words.DIVISIONS, self.division)
        found |= dict.fromkeys(("Addition", "Substitution", "Repeal"), self.change)
        found |= dict.fromkeys(clml_words.DATES, self.read_block)
        found |= dict.fromkeys(("Title", "Subtitle", "TitleBlock", "Number", "Reference"), self.title)
        return found | {"Text": self.text, "Character": self.character, "OrderedList": self.ordered}

    # units

    def unit(self, element: etree._Element, name: str, number: str, heading: str) -> Unit:
        """Label a provision."""
        id = self.source_id(element)
        if name != "P1":
            return clml_units.lower(number, id)
        around = self._schedules[-1] if self._schedules else ""
        return clml_units.first_level(clml_units.word_of(element, self._first), number, heading, self.cited, around, id)

    def source_id(self, element: etree._Element) -> str:
        """Return the id of a provision."""
        return element.get("id") or ""

    def value(self, element: etree._Element, name: str) -> str:
        """Return what a reference leads to."""
        return element.get("URI") or element.get("SectionRef") or element.get("Ref") or ""

    def _gather(self, element: etree._Element | None) -> list[Piece]:
        """Return an element's content as pieces; a number as it is printed."""
        pieces = super()._gather(element)
        if element is None or local(element) != "Pnumber" or not printed(pieces):
            return pieces
        parent = element.getparent()
        plain = parent is None or local(parent) == "P1"
        after = "." if plain and self._first != "section" and not self._schedules else ""
        before, after = element.get("PuncBefore", "" if plain else "("), element.get("PuncAfter", after if plain else ")")
        return [piece for piece in (before, *pieces, after) if piece]

    def group(self, element: etree._Element, path: str) -> None:
        """Read a group: its title is the heading of the one provision in it, or stands over several."""
        title = next((child for child in element if local(child) == "Title"), None)
        own = [child for child in element if local(child) in clml_words.LEVELS]
        rest = [child for child in element if child is not title and isinstance(child.tag, str)]
        if len(own) == 1 == len(rest) and not (element.text or "").strip():
            self._headed(own[0], self.places.path(own[0]), title)
            return
        self._divided(element, path, Unit("", ProvisionType.HEADING, heading=words_of(title) or None, name=words_of(title) or "group"))

    def _headed(self, element: etree._Element, path: str, title: etree._Element | None) -> None:
        """Read a provision whose heading stands before it."""
        number = element[0] if len(element) and local(element[0]) == "Pnumber" else None
        self.release()
        heading = self._gather(title)
        mark = self._gather(number)
        unit = self.unit(element, local(element), printed(mark), printed(heading))
        self._open(unit)
        outer, self._at = self._at, (element, path)
        self._number, self._numbered = (mark if printed(mark) else []), self._at
        if title is not None and printed(heading):
            self._where, self._pieces, self._numbered = self._at, heading, (element, path)
            self.flush(heading=True)
        self.walk(element, path, 1 if number is not None else 0)
        self.flush()
        self._end_unit()
        self._at = outer

    def _open(self, unit: Unit) -> None:
        self.build.open(
            unit.label,
            type=unit.type,
            marker=unit.marker,
            heading=unit.heading,
            top=unit.top and not self.quoted,
            pinpoint="" if self.quoted else unit.pinpoint,
            source_id=unit.source_id,
            name=unit.name,
        )

    def division(self, element: etree._Element, path: str) -> None:
        """Read a part, a chapter, a cross-heading or a schedule: number and title are lines of their own."""
        name = local(element)
        number = next((child for child in element if local(child) == "Number"), None)
        title = next((child for child in element if local(child) in ("Title", "TitleBlock")), None)
        unit = clml_units.division(name, words_of(number), words_of(title), self.cited, self.build.depth, self.source_id(element))
        if name == "Schedule":
            self._schedules.append(unit.pinpoint)
        self._divided(element, path, unit)
        if name == "Schedule":
            self._schedules.pop()

    def _divided(self, element: etree._Element, path: str, unit: Unit) -> None:
        self.release()
        self._open(unit)
        outer, self._at = self._at, (element, path)
        self.walk(element, path)
        self.release()
        self.build.close()
        self._at = outer

    def title(self, element: etree._Element, path: str) -> None:
        """Read a title or a number that stands on a line of its own; within a title block they are one."""
        if self._row:
            self.read_block(element, path)
        else:
            self.read_display(element, path)

    # text

    def text(self, element: etree._Element, path: str) -> None:
        """Read a paragraph of text; what stands before a date is one with it."""
        parent = element.getparent()
        if parent is not None and local(parent) in clml_words.DATES:
            self.walk(element, path)
            self.say(" ")
        else:
            self.read_block(element, path)

    def character(self, element: etree._Element, path: str) -> None:
        """Read a character that is given by its name."""
        self.say(_CHARACTERS.get(element.get("Name") or "", " "))

    def change(self, element: etree._Element, path: str) -> None:
        """Read words that an amendment put in; its annotation is called before the first of them."""
        change = element.get("ChangeId") or ""
        if change and change not in self._changes:
            self._changes.add(change)
            self._call(element.get("CommentaryRef") or "")
        self.walk(element, path)

    def ordered(self, element: etree._Element, path: str) -> None:
        """Read a list whose numbers are left to whoever prints it."""
        if self._row:
            self.read_block(element, path)
            return
        self.release()
        index = 0
        for child in element:
            if local(child) != "ListItem":
                continue
            index += 1
            number = child.get("NumberOverride") or clml_units.item_number(index, element.get("Type") or "", element.get("Decoration") or "")
            place = f"{path}/*[{1 + sum(1 for _ in child.itersiblings('*', preceding=True))}]"
            self._open(clml_units.lower(number, self.source_id(child)))
            outer, self._at = self._at, (child, place)
            self._number, self._numbered = [number], self._at
            self.walk(child, place)
            self.flush()
            self._end_unit()
            self._at = outer

    # notes

    def call(self, element: etree._Element) -> Call | None:
        """Return the call of an annotation or a footnote."""
        id = element.get("Ref") or ""
        return Call(self._mark(id), id) if id in self.notes else None

    def _call(self, id: str) -> None:
        note = self.notes.get(id)
        if note is None:
            return
        if not self._pieces:
            self._where = self._at
        self._pieces.append(Call(self._mark(id), id))
        if note not in self._read:
            self._read.add(note)
            self._waiting.append((Call(self._mark(id), id), note))

    def _mark(self, id: str) -> str:
        """Return the mark of a note: annotations are counted by their type as they are called ("F1", "C1"), others in one row."""
        if id not in self._marks:
            kind = self.notes[id].get("Type") or ""
            self._counts[kind] += 1
            self._marks[id] = f"{kind}{self._counts[kind]}"
        return self._marks[id]

    def note_mark(self, element: etree._Element) -> str:
        """Return the mark of a note."""
        return self._mark(element.get("id") or "") if element.get("id") in self.notes else ""
