"""A report as a book: sections of paragraphs, tables, lists and trees, in no format.

Pages in HTML and Markdown are laid out by templates; for every other format a report is turned into a `Book` once (`regkit.report.books`), and a
writer prints any book. So a new report is in every format at once, and a new format prints every report. A book holds plain text only; a writer
escapes it for its format. Texts are untrusted.

``place`` names a spot that a `Run` of the same book may lead to (``target``), after `regkit.report.views.common.place`: letters, digits and
``. / ~ - _``. A writer that cannot make a link prints the words alone. ``url`` is an http(s) address that was found safe.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from regkit.report.views.common import DocumentRow, Segment

Style: TypeAlias = Literal["", "strong", "emphasis", "code", "small", "added", "removed"]
ColumnKind: TypeAlias = Literal["text", "id", "status", "number", "date", "link"]
ParagraphKind: TypeAlias = Literal["text", "caution", "note", "quote", "source"]


class Run(Struct, frozen=True, gc=False):
    """Words in one style. ``layers`` are those of a `Highlight` (``cue``, ``condition``, ``term`` …), outermost first."""

    text: str
    style: Style = ""
    layers: tuple[str, ...] = ()
    target: str = ""
    url: str = ""


Line: TypeAlias = tuple[Run, ...]


class Cell(Struct, frozen=True, gc=False):
    """A cell: its lines, each a paragraph. ``status`` is the key of a coverage status or a result where the cell is coloured by it."""

    lines: tuple[Line, ...] = ()
    status: str = ""


class Column(Struct, frozen=True, kw_only=True, gc=False):
    """A column: ``share`` is its part of the width beside the others'; ``choices`` are the only values that the cells can have, if they are few."""

    title: str
    share: int = 1
    kind: ColumnKind = "text"
    choices: tuple[str, ...] = ()


class TableRow(Struct, frozen=True, kw_only=True, gc=False):
    """A row; ``place`` may be led to."""

    cells: tuple[Cell, ...]
    place: str = ""


class Table(Struct, frozen=True, kw_only=True, gc=False):
    """A table. ``name`` is short and unique in its book: a sheet or a label is called so.

    ``records`` marks the table that shows the report's own rows; a spreadsheet prints the columns of ``report.toml`` for it, a value a cell.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    caption: str = ""
    empty: str = "None."
    records: bool = False


class Paragraph(Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph. ``depth`` indents it, as a source does its provisions; ``marker`` stands before it: ``(a)``."""

    runs: Line
    kind: ParagraphKind = "text"
    place: str = ""
    depth: int = 0
    marker: str = ""


class Facts(Struct, frozen=True, kw_only=True, gc=False):
    """Names with their values: what is known of one thing."""

    pairs: tuple[tuple[str, Cell], ...]


class Bullets(Struct, frozen=True, kw_only=True, gc=False):
    """A list without an order."""

    items: tuple[Cell, ...]


class Branch(Struct, frozen=True, kw_only=True, gc=False):
    """A node of a condition tree. ``status`` is a coverage status for a leaf, a reliance for a branch; ``word`` says it in words."""

    label: Line
    status: str
    word: str
    children: tuple[Branch, ...] = ()


class Tree(Struct, frozen=True, kw_only=True, gc=False):
    """A condition tree."""

    root: Branch


Block: TypeAlias = Table | Paragraph | Facts | Bullets | Tree


class Section(Struct, frozen=True, kw_only=True, gc=False):
    """A heading with what stands under it. The table of contents is made of the sections; ``place`` may be led to.

    ``tab`` is what a page of views calls it, where its title is long.
    """

    title: str
    place: str = ""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    tab: str = ""

    def parts(self) -> tuple[tuple[str, Block], ...]:
        """Return the blocks with the names of their kinds, for templates."""
        return tuple((type(block).__name__, block) for block in self.blocks)


class Book(Struct, frozen=True, kw_only=True, gc=False):
    """A whole report.

    ``standing`` says in a line what the quoted texts are (Official text, Draft …), ``caution`` what stands between them and the law.

    ``language`` is a tag after BCP 47 for the report's own words. ``shown`` and ``on`` are as in `regkit.report.views.common.Front`; the first
    section says them too.
    """

    name: str
    title: str
    description: str
    project: str
    tool: str
    graph_sha256: str
    standing: str
    caution: str
    documents: tuple[DocumentRow, ...]
    sections: tuple[Section, ...]
    language: str = "en"
    shown: str = ""
    on: str = ""


def places(sections: tuple[Section, ...]) -> Iterator[str]:
    """Yield every place that a run may lead to, in order."""
    for section in sections:
        found = [section.place]
        for block in section.blocks:
            if isinstance(block, Table):
                found += [row.place for row in block.rows]
            elif isinstance(block, Paragraph):
                found.append(block.place)
        yield from filter(None, found)
        yield from places(section.sections)


def text(words: str, style: Style = "", *, target: str = "", url: str = "") -> Line:
    """Return a line of one run; without words, an empty line."""
    return (Run(words, style, target=target, url=url),) if words else ()


def cell(*lines: Line | str, status: str = "") -> Cell:
    """Return a cell of these lines; empty ones are left out."""
    made = tuple(text(line) if isinstance(line, str) else line for line in lines)
    return Cell(tuple(line for line in made if line), status)


def marked(segments: tuple[Segment, ...]) -> Line:
    """Return a sentence that was cut into segments as a line; its runs keep the layers and what a segment leads to."""
    return tuple(Run(segment.text, layers=segment.layers, target=segment.link) for segment in segments)
