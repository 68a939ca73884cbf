"""The only maker of offsets: readers say what stands where, the builder makes the canonical text and the tree.

White space is normalised here and nowhere else: within a block every run of it becomes one space and none is left at the ends; blocks are
separated by one line feed, or, for pieces of one paragraph of the source, by what stood between them (a space or nothing). Characters that no
XML may hold (C0 controls, lone surrogates) are dropped with a finding. Every other character is kept, in order.

A reader drives it like this::

    build = DocumentBuilder("12-cfr-1005", source, authority)
    with build.provision("1005.11", type=ProvisionType.SECTION, marker="§ 1005.11", heading="Procedures", top=True):
        build.block("§ 1005.11 Procedures", origin=Origin(line=3), heading=True)
        with build.provision("a", marker="(a)"):
            build.block("(a) ", Run("Definition", MarkKind.ITALIC), " …", Call("1", key="n1"), origin=Origin(line=5))
        with build.provision("n1", type=ProvisionType.FOOTNOTE, marker="1", key="n1", top=True):
            build.block("See 15 U.S.C. 1693.", origin=Origin(line=9))
    document = build.build()
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from regkit.model.document import (
    Authority,
    Block,
    Document,
    Margin,
    Mark,
    NoteCall,
    Origin,
    PageMark,
    ProvisionType,
    Source,
    Status,
)
from regkit.model.finding import Finding, Severity
from regkit.model.span import Span
from regkit.read.pieces import Call, Page, Piece, Run, starts_blank
from regkit.read.spans import Unit, provisions_of
from regkit.text.slug import slug

__all__ = ["Call", "DocumentBuilder", "Page", "Piece", "Run"]

_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]+")  # where a line may break or not: layout, and in the way of every search


class _Open:
    """A provision that is being filled."""

    def __init__(self, index: int, path: tuple[str, ...], pinpoint: str, name: str) -> None:
        self.index = index
        self.path = path
        self.pinpoint = pinpoint
        self.name = name


class DocumentBuilder:
    """Collects provisions and blocks in reading order, then makes the `Document`. Cost: linear in the text."""

    def __init__(self, id: str, source: Source, authority: Authority | None = None) -> None:
        self.id = id
        self.source = source
        self.authority = authority or Authority()
        self._text: list[str] = []
        self._length = 0
        self._provisions: list[Unit] = []
        self._blocks: list[Block] = []
        self._marks: list[Mark] = []
        self._calls: list[tuple[Span, str, str]] = []
        self._pages: list[PageMark] = []
        self._findings: list[Finding] = []
        self._margins: list[Margin] = []
        self._notes: dict[str, str] = {}
        self._ids: dict[str, int] = {}
        self._dropped = 0
        self._space_before_next = False
        self._stack = [_Open(0, (), "", "")]
        self._provisions.append(Unit(id, (), ProvisionType.DOCUMENT, -1))

    @property
    def pinpoint(self) -> str:
        """The printed form of the innermost open provision."""
        return self._stack[-1].pinpoint or self._root_pinpoint()

    def suggest(self, **fields: object) -> None:
        """Fill fields of the authority that nobody gave, from what the source says of itself. Call it before anything is opened.

        A status is taken only where the authority is otherwise unknown: what document.toml says of a source's standing is never raised.
        """
        if len(self._provisions) > 1:
            raise ValueError("the authority is settled before the first provision")
        given = self.authority != Authority() and self.authority.status is not Status.DRAFT
        empty = {name: value for name, value in fields.items() if value and not getattr(self.authority, name)}
        if "status" in fields and not given and self.authority.status is Status.DRAFT:
            empty["status"] = fields["status"]
        self.authority = replace(self.authority, **empty)

    @property
    def path(self) -> tuple[str, ...]:
        """The labels of the innermost open provision, from its section (or rule, appendix, heading) down."""
        return self._stack[-1].path

    @property
    def depth(self) -> int:
        """How many provisions are open below the root."""
        return len(self._stack) - 1

    def open(
        self,
        label: str,
        *,
        type: ProvisionType = ProvisionType.PARAGRAPH,
        marker: str | None = None,
        heading: str | None = None,
        top: bool = False,
        pinpoint: str = "",
        key: str = "",
        name: str = "",
        source_id: str = "",
    ) -> str:
        """Open a provision below the innermost open one and return its id.

        ``label`` is empty for a group without a number: it shares its parent's path. ``top`` starts the path anew (sections, rules, appendices,
        roman headings, footnotes). ``pinpoint`` replaces the printed form that follows from the parent's. ``key`` lets calls find the note.
        ``name`` is what the id of a group without a number is made of; its type, where there is none. ``source_id`` is the source's own id.
        """
        parent = self._stack[-1]
        heading = _UNSEEN.sub("", heading or "")
        path = ((label,) if top else (*parent.path, label)) if label else parent.path
        if not pinpoint:
            pinpoint = self._pinpoint(parent, label, top)
        name, id = self._name(parent, label, top, name or str(type))
        index = len(self._provisions)
        self._provisions.append(Unit(id, path, type, parent.index, marker, heading or None, pinpoint, source_id))
        self._stack.append(_Open(index, path, pinpoint, name))
        if key:
            self._notes.setdefault(key, id)
        return id

    def close(self) -> None:
        """Close the innermost open provision."""
        if len(self._stack) == 1:
            raise ValueError("nothing is open")
        self._stack.pop()

    @contextmanager
    def provision(
        self,
        label: str,
        *,
        type: ProvisionType = ProvisionType.PARAGRAPH,
        marker: str | None = None,
        heading: str | None = None,
        top: bool = False,
        pinpoint: str = "",
        key: str = "",
        name: str = "",
        source_id: str = "",
    ) -> Iterator[str]:
        """Open a provision for the length of the ``with`` block; see `open`."""
        id = self.open(label, type=type, marker=marker, heading=heading, top=top, pinpoint=pinpoint, key=key, name=name, source_id=source_id)
        try:
            yield id
        finally:
            self.close()

    def block(self, *pieces: Piece, origin: Origin | None = None, heading: bool = False, table: bool = False, continues: bool = False) -> Span | None:
        """Add a block of text to the innermost open provision and return its span; None where it holds nothing but white space.

        ``continues`` says that the block is a further piece of the paragraph before it (text after a second marker): it is set off by a space
        where the source has white space between the two, and by nothing where it has none.
        """
        separator = "" if not self._blocks else "\n"
        if continues and self._blocks:
            glued = not self._space_before_next and not starts_blank(pieces)
            separator = "" if glued else " "
        at = self._length + len(separator)
        chunks: list[str] = []
        length = 0
        pending = False
        calls: list[tuple[int, Call]] = []
        pages: list[tuple[int, Page]] = []
        for piece in pieces:
            if isinstance(piece, Page):
                pages.append((length + (1 if pending and length else 0), piece))
                continue
            if isinstance(piece, Call) and not piece.inline:
                calls.append((length, piece))
                continue
            raw = piece if isinstance(piece, str) else piece.mark if isinstance(piece, Call) else piece.text
            if _FORBIDDEN.search(raw):
                raw, dropped = _FORBIDDEN.subn("", raw)
                self._dropped += dropped
            if not raw.isascii():
                raw = _UNSEEN.sub("", raw)
            body = " ".join(raw.split())
            if not body:
                pending = pending or bool(raw)
                continue
            if length and (pending or raw[0].isspace()):
                chunks.append(" ")
                length += 1
            start = at + length
            chunks.append(body)
            length += len(body)
            pending = raw[-1].isspace()
            span = Span(start, at + length)
            if isinstance(piece, Run) and piece.kind is not None:
                self._marks.append(Mark(span, piece.kind, piece.value))
            elif isinstance(piece, Call):
                self._calls.append((span, piece.mark, piece.key))
        # what is called, or begins, where no text follows stands at the end of the text before
        base = at if length else self._length
        self._calls += [(Span(base + local, base + local), call.mark, call.key) for local, call in calls]
        self._pages += [PageMark(base + local, page.label, page.origin) for local, page in pages]
        if not length:
            self._space_before_next = self._space_before_next or pending
            return None
        self._space_before_next = pending
        self._text += [separator, *chunks]
        self._length = at + length
        span = Span(at, self._length)
        self._blocks.append(Block(span=span, provision=self._stack[-1].index, origin=origin or Origin(), heading=heading, table=table))
        return span

    def finding(self, code: str, severity: Severity, message: str, *, place: str = "", remedy: str = "", span: Span | None = None) -> None:
        """Record something that the reader noticed."""
        self._findings.append(Finding(code=code, severity=severity, message=message, document=self.id, place=place, remedy=remedy, span=span))

    def margin(self, margin: Margin) -> None:
        """Keep what a page prints around its text; the same control characters are dropped as from text."""
        self._margins.append(replace(margin, text=_FORBIDDEN.sub("", margin.text)))

    def build(self) -> Document:
        """Return the document. What is still open is closed. Calls without a note keep an empty ``note`` and are a finding."""
        text = "".join(self._text)
        self._text = [text]  # the pieces of a large text are as large as it is
        root = self._provisions[0]
        root.heading, root.pinpoint = self.authority.title or None, self._root_pinpoint()
        provisions = provisions_of(self._provisions, self._blocks, text)
        calls = tuple(NoteCall(span=span, mark=mark, note=self._notes.get(key, "")) for span, mark, key in self._calls)
        for call in calls:
            if not call.note:
                self.finding(
                    "read.note-missing",
                    Severity.WARNING,
                    f"footnote {call.mark} is called but not found",
                    span=call.span,
                    remedy="check the source for the missing note",
                )
        if self._dropped:
            self.finding(
                "read.control-characters",
                Severity.WARNING,
                f"{self._dropped} control characters were dropped",
                remedy="check the source's encoding",
            )
        return Document(
            id=self.id,
            source=self.source,
            authority=self.authority,
            text=text,
            provisions=provisions,
            blocks=tuple(self._blocks),
            marks=tuple(sorted(self._marks, key=lambda mark: mark.span)),
            calls=tuple(sorted(calls, key=lambda call: call.span)),
            pages=tuple(PageMark(min(page.at, len(text)), page.label, page.origin) for page in self._pages),
            findings=tuple(self._findings),
            margins=tuple(self._margins),
        )

    def _root_pinpoint(self) -> str:
        return self.authority.citation or self.authority.title or self.id

    def _pinpoint(self, parent: _Open, label: str, top: bool) -> str:
        if not label:
            return parent.pinpoint or self._root_pinpoint()
        if top or not parent.path:
            return f"{self.authority.short} {label}".strip()
        if len(label) <= 6 and label.isalnum():
            return f"{parent.pinpoint}({label})"
        return f"{parent.pinpoint}, {label}"

    def _name(self, parent: _Open, label: str, top: bool, group: str) -> tuple[str, str]:
        """Return the slug of a new provision, from its section down, and its id; the second of a name gets ``~2``, and so on."""
        own = slug(label or group[:80]).lower() if not label else slug(label)
        name = own if top or not parent.name else f"{parent.name}-{own}"
        id = f"{self.id}/{name or 'text'}"
        count = self._ids[id] = self._ids.get(id, 0) + 1
        if count > 1:
            name, id = f"{name}~{count}", f"{id}~{count}"
        return name, id
