"""XML whose elements nest as the law does (USLM, Akoma Ntoso, Formex): one walk over mixed content drives the builder.

A vocabulary says which role each of its elements plays, by local name; namespaces differ between versions and say nothing here. Text is never
dropped: an element that a vocabulary does not know is read as what surrounds it is. A number and the text that it opens are one block ("(a) The
bank shall …"), a number and a heading are one block of display text. Origins are paths of child numbers ("/*/*[3]/*[1]"), which hold whatever
the namespace is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from lxml import etree

from regkit.model.document import MarkKind, Origin, ProvisionType
from regkit.model.finding import Severity
from regkit.read.builder import Call, DocumentBuilder, Page, Piece, Run
from regkit.read.nested_notes import Notes
from regkit.read.nested_roles import Places, Role, Unit, local, printed
from regkit.read.paragraph import plain

_CLOSES = re.compile(r"[\"'”’)\]]{0,3}[.,;:]?[\"'”’)\]]?")
Action = Callable[[etree._Element, str], None]


class Nested(Notes):
    """Reads one document. A subclass sets ``roles`` and ``dress`` and says with `unit` how its units are labelled."""

    roles: ClassVar[dict[str, Role]]
    dress: ClassVar[dict[str, MarkKind]]
    unknown: ClassVar[Role] = Role.BLOCK

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        self.root = root
        self.build = build
        self.notes = {}
        self.places = Places()
        self.quoted = 0
        self._number = []
        self._pieces = []
        self._at = (root, "/*")
        self._where: tuple[etree._Element, str] = self._at
        self._numbered: tuple[etree._Element, str] | None = None  # the unit whose number waits
        self._kind = None
        self._value = ""
        self._row = False
        self._display = False
        self._joined: str | None = None
        self._quote_ended = False
        self._waiting = []
        self._read = set()
        self._actions: dict[object, Action] = {}
        self._by_role: dict[Role, Action] = {
            Role.UNIT: self.open_unit,
            Role.BLOCK: self.read_block,
            Role.DISPLAY: self.read_display,
            Role.HEADING: self.read_display,
            Role.NUMBER: self.read_inline,
            Role.INLINE: self.read_inline,
            Role.ROW: self.read_row,
            Role.TABLE: self.read_block,
            Role.NOTE: self.read_note,
            Role.CALL: self.read_call,
            Role.QUOTED: self.read_quoted,
            Role.GROUP: self.read_group,
            Role.PAGE: self.read_page,
            Role.SKIPPED: self.skip,
        }

    def run(self) -> None:
        """Read the whole tree into the builder."""
        self.walk(self.root, "/*")
        self.flush()
        for key, note in self.notes.items():
            if note not in self._read:
                self._waiting.append((Call("", key), note))
        self._read_waiting()

    # what a vocabulary says

    def unit(self, element: etree._Element, name: str, number: str, heading: str) -> Unit:
        """Return how a unit is put into the tree. ``number`` and ``heading`` are as printed, single-spaced."""
        raise NotImplementedError

    def value(self, element: etree._Element, name: str) -> str:
        """Return the target of a link, or the term that a mark is of."""
        return ""

    def page(self, element: etree._Element) -> str:
        """Return the label of the page that begins."""
        return element.get("num") or element.get("NO") or (element.text or "").strip()

    # the walk

    def walk(self, element: etree._Element, path: str, skip: int = 0) -> None:
        """Read mixed content; the first ``skip`` children are left out."""
        if element.text and not skip:
            self.say(element.text)
        number = 0
        actions = self._actions
        for child in element:
            tag = child.tag
            if isinstance(tag, str):
                number += 1
            if skip:
                skip -= 1
            else:
                (actions.get(tag) or self._learn(child))(child, f"{path}/*[{number}]")
            tail = child.tail
            if tail:
                self.say(tail)

    def _learn(self, element: etree._Element) -> Action:
        tag = element.tag
        role = self.roles.get(local(element), self.unknown) if isinstance(tag, str) else Role.PAGE
        action = self._actions[tag] = self.actions().get(local(element)) or self._by_role[role]
        return action

    def actions(self) -> dict[str, Action]:
        """Return what elements with a way of their own are read by; asked once an element name."""
        return {}

    def say(self, text: str) -> None:
        """Add text to the block that is being read."""
        if not self._pieces:
            if text.isspace():
                return
            self._where = self._at
        self._pieces.append(text if self._kind is None else Run(text, self._kind, self._value))

    def flush(self, *, heading: bool = False) -> None:
        """End the block that is being read. A number that waits opens it."""
        pieces = self._pieces
        if not pieces:
            return
        self._pieces = []
        if self._number and any(plain(piece).strip() for piece in pieces):
            pieces, self._number = [*self._number, " ", *pieces], []
            self._where = self._numbered or self._where
        if self._row:  # what parts cells parts no blocks
            first = next((index for index, piece in enumerate(pieces) if piece != " "), len(pieces))
            last = next((index for index in range(len(pieces), first, -1) if pieces[index - 1] != " "), first)
            pieces = pieces[first:last]
        if self._quote_ended and _CLOSES.fullmatch(printed(pieces)):
            self._joined = ""  # the full stop behind a quotation is no line of its own
        self._quote_ended = False
        joined, self._joined = self._joined, None
        if joined:
            pieces = [joined, *pieces]
        element, path = self._where
        line: object = element.sourceline
        origin = Origin(line=line if isinstance(line, int) else None, xpath=path)
        self.build.block(*pieces, origin=origin, heading=heading or self._display, table=self._row, continues=joined is not None)
        if self._waiting:
            self._read_waiting()

    def open_unit(self, element: etree._Element, path: str) -> None:
        """Read a unit: its number and heading first, then its content in a provision of its own."""
        number = heading = None
        skip = 0
        for child in element:
            role = self.roles.get(local(child))
            if role is Role.NUMBER and number is None:  # before the heading, or after it: British instruments
                number = child
            elif role is Role.HEADING and heading is None and not self.is_run_in(child):
                heading = child
            else:
                break
            skip += 1
        self.flush()
        chained = bool(self._number)
        if chained:  # "(a)(1) …": the number of the unit around stands alone before this one
            self.release()
        self._joined = self.joins(element, chained=chained and heading is None)
        mark, title = self._gather(number), self._gather(heading)
        unit = self.unit(element, local(element), printed(mark), printed(title))
        self.build.open(
            unit.label,
            type=unit.type,
            marker=unit.marker,
            heading=unit.heading,
            top=unit.top and not self.quoted,
            pinpoint=unit.pinpoint if not self.quoted else "",
            source_id=unit.source_id,
            name=unit.name,
            key=unit.key,
        )
        outer, self._at = self._at, (element, path)
        self._number = mark if printed(mark) else []
        self._numbered = self._at
        if heading is not None and printed(title):
            self._where = self._at
            self._pieces = title
            self.flush(heading=True)
        self.walk(element, path, skip)
        self.flush()
        self._end_unit()
        self._at = outer

    def release(self) -> None:
        """End the block that is being read, and make a number that still waits for its text a block of its own."""
        self.flush()
        if self._number:
            self._where = self._numbered or self._at
            self._pieces, self._number = self._number, []
            self.flush()

    def _end_unit(self) -> None:
        self.release()  # a number and nothing else: "(c)" of a unit that is reserved
        self._joined = None
        self.build.close()

    def joins(self, element: etree._Element, *, chained: bool) -> str | None:
        """Return what parts a unit's first text from what stands before; None for a line of its own. ``chained``: a number alone stands there."""
        if not chained:
            return None
        return "" if any(self.roles.get(local(child)) is Role.NUMBER for child in element) else " "

    def is_run_in(self, heading: etree._Element) -> bool:
        """Tell whether a heading is printed at the head of the unit's text, not over it."""
        return False

    def _gather(self, element: etree._Element | None) -> list[Piece]:
        """Return an element's content as pieces, without adding it to anything."""
        if element is None:
            return []
        if not len(element):
            return [element.text] if element.text else []
        pieces, self._pieces = self._pieces, []
        row, self._row = self._row, True
        self.walk(element, "")
        self._row = row
        found, self._pieces = self._pieces, pieces
        return found

    def read_block(self, element: etree._Element, path: str) -> None:
        """Read a paragraph, or a container of paragraphs."""
        if self._row:
            self._pieces.append(" ")
            self.walk(element, path)
            self._pieces.append(" ")
            return
        self.flush()
        outer, self._at = self._at, (element, path)
        self.walk(element, path)
        self.flush()
        self._at = outer

    def read_display(self, element: etree._Element, path: str) -> None:
        """Read a paragraph of display text."""
        self.flush()
        before, self._display = self._display, True
        self.read_block(element, path)
        self._display = before

    def read_row(self, element: etree._Element, path: str) -> None:
        """Read a row of a table as one block; its cells are parted by spaces."""
        if self._row:
            self.read_block(element, path)
            return
        self.flush()
        outer, self._at, self._row = self._at, (element, path), True
        self._where = self._at  # the space before the first cell is no text that says where the row begins
        self.walk(element, path)
        self.flush()
        self._at, self._row = outer, False

    def read_inline(self, element: etree._Element, path: str) -> None:
        """Read an inline element: its text in its dress."""
        name = local(element)
        kind = self.dress.get(name)
        if kind is None:
            self.walk(element, path)
            return
        before = self._kind, self._value
        self._kind, self._value = kind, self.value(element, name)
        self.walk(element, path)
        self._kind, self._value = before

    def read_quoted(self, element: etree._Element, path: str) -> None:
        """Read text of another law: its units are labelled below "quoted", so that none is taken for a unit of this one."""
        self.release()
        pinpoint = f"{self.build.pinpoint}, quoted text"
        with self.build.provision("quoted", type=ProvisionType.TEXT, pinpoint=pinpoint, source_id=self.source_id(element)):
            self.quoted += 1
            self.read_block(element, path)
            self.release()
            self.quoted -= 1
        self._quote_ended = True

    def read_group(self, element: etree._Element, path: str) -> None:
        """Read a part of the document that has no number: a preamble, a source credit, an editorial note."""
        self.release()
        with self.build.provision("", type=ProvisionType.TEXT, name=local(element).lower(), source_id=self.source_id(element)):
            self.read_block(element, path)
            self.release()

    def read_page(self, element: etree._Element, path: str) -> None:
        """Keep a page mark."""
        if label := self.page(element):
            if not self._pieces:
                self._where = self._at
            self._pieces.append(Page(label))

    def skip(self, element: etree._Element, path: str) -> None:
        """Leave metadata out of the text."""

    def warn(self, code: str, message: str, remedy: str) -> None:
        """Record what the reader noticed about the file as a whole."""
        self.build.finding(code, Severity.WARNING, message, place=self.build.source.name, remedy=remedy)
