"""A source as regkit reads it: canonical text, the tree of its provisions, and where each piece came from."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum

from msgspec import Struct

from regkit.model.finding import Finding
from regkit.model.span import Span


class Status(StrEnum):
    """What a text is in law. Every report shows it beside what it quotes."""

    OFFICIAL = "official"
    RESTATEMENT = "restatement"
    SUMMARY = "summary"
    DRAFT = "draft"


class ProvisionType(StrEnum):
    """What kind of numbered unit a provision is. ``document`` is the root; ``text`` is an unnumbered group such as a preamble."""

    DOCUMENT = "document"
    TITLE = "title"
    CHAPTER = "chapter"
    PART = "part"
    SUBPART = "subpart"
    SECTION = "section"
    ARTICLE = "article"
    RULE = "rule"
    APPENDIX = "appendix"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CONDITION = "condition"
    DEFINITION = "definition"
    FOOTNOTE = "footnote"
    TABLE = "table"
    NOTE = "note"
    TEXT = "text"


class MarkKind(StrEnum):
    """Typography that carries meaning: what a rule may read beside the words."""

    ITALIC = "italic"
    BOLD = "bold"
    SMALL_CAPS = "small_caps"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    TERM = "term"
    LINK = "link"


class Source(Struct, frozen=True, gc=False, kw_only=True):
    """The file as received. ``sha256`` is of its bytes, in hex; ``retrieved`` an ISO date, where known."""

    name: str
    sha256: str
    media_type: str
    size: int = 0
    url: str = ""
    retrieved: str = ""


class Record(Struct, frozen=True, gc=False, kw_only=True):
    """An official record that a document restates or belongs to: what it is, and how it is cited."""

    title: str
    citation: str = ""
    date: str = ""
    url: str = ""
    held: bool = False


class Authority(Struct, frozen=True, gc=False, kw_only=True):
    """Who says it, in what instrument, in which version, with what standing.

    ``citation`` is the official citation of the whole ("12 CFR part 1005"); ``short`` is what pinpoints begin with ("12 CFR",
    "XM Order"). Dates are ISO (YYYY-MM-DD) or empty. ``records`` are the official records; ``not_held`` says in words what regkit's
    corpus does not have.
    """

    title: str = ""
    issuer: str = ""
    instrument: str = ""
    citation: str = ""
    short: str = ""
    version: str = ""
    effective: str = ""
    expires: str = ""
    url: str = ""
    status: Status = Status.DRAFT
    records: tuple[Record, ...] = ()
    not_held: tuple[str, ...] = ()


class Origin(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """Where a block stands in its source.

    ``line`` counts from 1, or is the number that a page prints beside its line; ``page`` is a PDF page from 1; ``box`` is (x0, y0, x1, y1) in points
    of the page turned upright, y upwards. ``document`` is the id of the document that the block was taken from, where a text was put together from
    several (an amended text).
    """

    line: int | None = None
    xpath: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    document: str = ""


class Block(Struct, frozen=True, gc=False, kw_only=True):
    """A piece of text that belongs to one provision: a paragraph of the source, or the part of one after a marker within it.

    ``provision`` indexes ``Document.provisions``. Blocks are in text order, never overlap, and together with the separators between them
    (one line feed between paragraphs of the source, a space or nothing between pieces of one) are the whole text. ``heading`` says that
    the block is display text, not prose: it is never split into sentences and never states a norm.
    """

    span: Span
    provision: int
    origin: Origin = Origin()
    heading: bool = False
    table: bool = False


class Mark(Struct, frozen=True, gc=False):
    """A stretch of text set apart by its typography, or by a link of the source. ``value`` is the link's target, else empty."""

    span: Span
    kind: MarkKind
    value: str = ""


class NoteCall(Struct, frozen=True, gc=False, kw_only=True):
    """Where a footnote is called.

    ``span`` is zero-width where the source marks the call up (the mark is then not in the text), and covers the mark where it stands in plain
    text. ``note`` is the id of the note's provision, empty where the note is missing.
    """

    span: Span
    mark: str
    note: str = ""


class PageMark(Struct, frozen=True, gc=False):
    """From the offset ``at`` on, the text stands on the page ``label`` of the publication (Federal Register page, say).

    ``origin`` says where, where that is within a block: a paragraph that goes on in another column or on another page of a PDF.
    """

    at: int
    label: str
    origin: Origin | None = None


class MarginKind(StrEnum):
    """What stands in a page's margins and is no text of the document."""

    HEAD = "head"
    FOOT = "foot"
    PAGE_NUMBER = "page_number"
    LINE_NUMBER = "line_number"
    TURNED = "turned"


class Margin(Struct, frozen=True, gc=False, kw_only=True):
    """Text that a source prints around its pages and that is left out of the canonical text. ``page`` and ``box`` are as in `Origin`."""

    page: int
    kind: MarginKind
    text: str
    box: tuple[float, float, float, float] | None = None


class Provision(Struct, frozen=True, gc=False, kw_only=True):
    """A numbered unit, or a group without a number.

    ``path`` is its labels from its section (or rule, appendix, roman heading) down: ("1005.11", "c", "1"). A section's label is as printed, a
    paragraph's without its brackets. ``marker`` is as printed ("(1)", "§ 1005.11"), None where the unit has none. ``parent`` indexes
    ``Document.provisions``; -1 for the root. ``span`` covers the unit with all its children; ``body`` is its own text only, in order: from its
    marker to its first child, then any text after a child that is still its own. ``pinpoint`` is the printed form for people. ``source_id`` is
    the id that the source itself gives the unit (an eId of Akoma Ntoso, an identifier of USLM), empty where it gives none.
    """

    id: str
    path: tuple[str, ...]
    type: ProvisionType
    parent: int
    span: Span
    body: tuple[Span, ...] = ()
    marker: str | None = None
    heading: str | None = None
    pinpoint: str = ""
    source_id: str = ""


class Document(Struct, frozen=True, gc=False, kw_only=True):
    """One version of one instrument. ``provisions`` is in reading order; index 0 is the root, of type ``document``.

    A footnote's provision comes right after the paragraph that calls it. All offsets are code points of ``text``.
    """

    id: str
    source: Source
    authority: Authority
    text: str
    provisions: tuple[Provision, ...]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    calls: tuple[NoteCall, ...] = ()
    pages: tuple[PageMark, ...] = ()
    findings: tuple[Finding, ...] = ()
    margins: tuple[Margin, ...] = ()

    def quote(self, span: Span) -> str:
        """Return the text that ``span`` covers."""
        return self.text[span.start : span.end]

    def block_at(self, offset: int) -> int:
        """Return the index of the block that holds ``offset``, or the one before it; O(log n)."""
        return max(0, bisect_right(self.blocks, offset, key=lambda block: block.span.start) - 1)

    def provision_at(self, offset: int) -> Provision:
        """Return the innermost provision whose own text holds ``offset``."""
        return self.provisions[self.blocks[self.block_at(offset)].provision] if self.blocks else self.provisions[0]

    def origin(self, offset: int) -> Origin:
        """Return where the text at ``offset`` stands in the source; O(log n)."""
        if not self.blocks:
            return Origin()
        index = self.block_at(offset)
        origin = self.blocks[index].origin
        at = bisect_right(self.pages, offset, key=lambda page: page.at) - 1
        while at >= 0 and self.pages[at].origin is None and self.pages[at].at >= self.blocks[index].span.start:
            at -= 1
        if at < 0 or (moved := self.pages[at].origin) is None:
            return origin
        while index > 0 and self.blocks[index].span.start > self.pages[at].at and self.blocks[index - 1].origin == origin:
            index -= 1  # the pieces of one paragraph share its origin
        return moved if self.pages[at].at >= self.blocks[index].span.start else origin

    def page(self, offset: int) -> str:
        """Return the publication's page at ``offset``, empty where unknown."""
        at = bisect_right(self.pages, offset, key=lambda page: page.at) - 1
        return self.pages[at].label if at >= 0 else ""

    def ancestors(self, index: int) -> list[int]:
        """Return the indices of the provision's ancestors, nearest first, the root last."""
        found = []
        while (index := self.provisions[index].parent) >= 0:
            found.append(index)
        return found
