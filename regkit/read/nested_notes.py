"""Footnotes of XML that nests as the law does: they stand where they are called, or apart with an id that the call names."""

from __future__ import annotations

from typing import ClassVar

from lxml import etree

from regkit.model.document import MarkKind, ProvisionType
from regkit.read.builder import Call, DocumentBuilder, Piece
from regkit.read.nested_roles import Places, Role, local


class Notes:
    """The part of `regkit.read.nested.Nested` that reads footnotes. ``notes`` are those that are called from elsewhere, by id."""

    places: Places
    roles: ClassVar[dict[str, Role]]
    build: DocumentBuilder
    notes: dict[str, etree._Element]
    _number: list[Piece]
    _pieces: list[Piece]
    _at: tuple[etree._Element, str]
    _where: tuple[etree._Element, str]
    _display: bool
    _row: bool
    _kind: MarkKind | None
    _value: str
    _waiting: list[tuple[Call, etree._Element]]
    _read: set[etree._Element]

    def walk(self, element: etree._Element, path: str, skip: int = 0) -> None:
        """Read mixed content."""
        raise NotImplementedError

    def flush(self, *, heading: bool = False) -> None:
        """End the block that is being read."""
        raise NotImplementedError

    def read_inline(self, element: etree._Element, path: str) -> None:
        """Read an inline element."""
        raise NotImplementedError

    def call(self, element: etree._Element) -> Call | None:
        """Return the call that an element is; None where it is plain text."""
        return None

    def note_mark(self, element: etree._Element) -> str:
        """Return the mark that a footnote is printed with."""
        return ""

    def call_mark(self, element: etree._Element) -> str:
        """Return the mark that a footnote is called with where it stands."""
        return self.note_mark(element)

    def note_key(self, element: etree._Element) -> str:
        """Return what calls elsewhere name a note by, empty where none does."""
        return ""

    def source_id(self, element: etree._Element) -> str:
        """Return the id that the source gives an element."""
        return ""

    def read_call(self, element: etree._Element, path: str) -> None:
        """Read the call of a footnote that stands elsewhere; its note is read after the paragraph."""
        call = self.call(element)
        if call is None:
            self.read_inline(element, path)
            return
        self._pieces.append(call)
        note = self.notes.get(call.key)
        if note is not None and note not in self._read:
            self._read.add(note)
            self._waiting.append((call, note))

    def read_note(self, element: etree._Element, path: str) -> None:
        """Read a footnote that stands where it is called; one that is called from elsewhere is read there."""
        if element in self._read or self.notes.get(element.get("id") or element.get("eId") or "") is element:
            return
        self._read.add(element)
        key = self.note_key(element) or f"here-{len(self._read)}"
        call = Call(self.call_mark(element), key)
        if not self._pieces:
            self._where = self._at
        self._pieces.append(call)
        self._waiting.append((call, element))

    def _read_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        outer = self._at, self._number, self._display, self._row, self._kind, self._value
        for call, note in waiting:
            self._number, self._display, self._row, self._kind, self._value = [], False, False, None, ""
            mark = self.note_mark(note) or call.mark
            self.build.open(
                f"n{mark}",
                type=ProvisionType.FOOTNOTE,
                marker=mark or None,
                top=True,
                key=call.key,
                pinpoint=f"{self.build.pinpoint}, note {mark}".rstrip(),
                source_id=self.source_id(note),
            )
            path = self.places.path(note)
            self._at = (note, path)
            skip = 1 if len(note) and self.roles.get(local(note[0])) is Role.NUMBER else 0
            self.walk(note, path, skip)
            self.flush()
            self.build.close()
        self._at, self._number, self._display, self._row, self._kind, self._value = outer
