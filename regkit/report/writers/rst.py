"""reStructuredText: a page that docutils and Sphinx read without a warning, for documentation builds.

Every place has a name that begins with ``regkit-`` and the report's, so that several reports can stand in one build; marks and statuses are roles
of those names, which a style sheet may colour. ``_shared/page.rst.jinja`` sets head and body; its blocks may be replaced.
Source: docutils, reStructuredText Markup Specification and Directives (list-table).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from regkit.report.blocks import Block, Book, Branch, Bullets, Cell, Facts, Line, Paragraph, Run, Section, Table, text
from regkit.report.page import Page
from regkit.report.words import _
from regkit.report.writers.common import COLOURS, clean, contents_depth, first_places, legend, page_blocks
from regkit.text.rst import address, escape, literal, width

_UNDERLINES = "=-~^\"'"
_BLANK_LINES = re.compile(r"\n{3,}")
_WRAPS = {"strong": ("**", "**"), "emphasis": ("*", "*"), "added": (":regkit-added:`", "`"), "removed": (":regkit-removed:`", "`")}


def write(page: Page) -> bytes:
    """Return the report as UTF-8. Runs of blank lines become one."""
    made = _Rst(page.book())
    filled = page.fill("rst", head=Markup("\n".join(made.head())), body=Markup("\n".join(made.body())))  # noqa: S704  (escaped line by line)
    return (_BLANK_LINES.sub("\n\n", filled).strip("\n") + "\n").encode("utf-8", "replace")


class _Rst:
    """Prints one book, line by line."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._names = first_places(book)
        self._titles: dict[str, int] = {}
        self._roles: dict[str, tuple[str, ...]] = {}

    def head(self) -> Iterator[str]:
        """Return the title, what the report is, on what it rests, and the contents. Roles are made known first, so the body is printed before."""
        book = self._book
        self._body = list(self._sections(book.sections, 1))
        facts = [(_("Project"), book.project), (_("Standing"), book.standing), (_("Graph SHA-256"), book.graph_sha256), (_("Tool"), book.tool)]
        shown = list(self._blocks((Facts(pairs=tuple((name, Cell((text(words),))) for name, words in facts if words)),)))
        marks = self._line(legend(book), first=True)
        for name, classes in self._roles.items():
            yield from (f".. role:: {name}", *([f"   :class: {' '.join(classes)}"] if classes != (name,) else []), "")
        yield from self._title(book.title, 0, f"regkit-{book.name}")
        if book.description:
            yield from (escape(book.description, first=True), "")
        yield from shown
        if book.caution:
            yield from (".. caution::", "", f"   {escape(book.caution, first=True)}", "")
        if marks:
            yield from (marks, "")
        if len(book.sections) > 1:
            yield from (".. contents::", "   :local:", f"   :depth: {contents_depth(book)}", "")

    def body(self) -> list[str]:
        """Return the sections; after `head`."""
        return self._body

    def _sections(self, sections: Iterable[Section], depth: int) -> Iterator[str]:
        for section in sections:
            yield from self._title(section.title, depth, self._names.get(section.place, ""))
            yield from self._blocks(page_blocks(section))
            yield from self._sections(section.sections, depth + 1)

    def _title(self, words: str, depth: int, place: str) -> Iterator[str]:
        """Return a heading. A title that was there before gets a number: docutils takes two alike for one target with two places."""
        shown = " ".join(clean(words).split()) or "—"
        key = shown.lower()
        self._titles[key] = self._titles.get(key, 0) + 1
        if self._titles[key] > 1:
            shown = f"{shown} ({self._titles[key]})"
        made = escape(shown, first=True)
        yield from ("", *self._target(place))
        if depth < len(_UNDERLINES):
            yield from (made, _UNDERLINES[depth] * max(4, width(made)), "")
        else:
            yield from (f".. rubric:: {made}", "")

    def _target(self, name: str) -> tuple[str, ...]:
        return (f".. _{name}:", "") if name else ()

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        deep = False
        for block in blocks:
            if isinstance(block, Paragraph):
                if block.depth and not deep:
                    yield from ("..", "")  # parts what is indented from a list before it
                deep = block.depth > 0
                yield from self._paragraph(block)
                continue
            deep = False
            if isinstance(block, Table):
                yield from self._table(block)
            elif isinstance(block, Facts):
                for name, cell in block.pairs:
                    yield from _hang(f":{_field(name)}: ", self._cell(cell), 3)
            elif isinstance(block, Bullets):
                for cell in block.items:
                    yield from _hang("- ", self._cell(cell) or ["—"], 2)
            else:
                yield from self._branch(block.root, "")
            yield ""

    def _paragraph(self, block: Paragraph) -> Iterator[str]:
        indent = "   " * block.depth
        marker = (Run(f"{block.marker} ", "strong"),) if block.marker else ()
        words = self._line((*marker, *block.runs), first=True)
        yield from (indent + line if line else "" for line in self._target(self._names.get(block.place, "")))
        if not words:
            return
        if block.kind in {"caution", "note"}:
            yield from (f"{indent}.. {block.kind}::", "", f"{indent}   {words}", "")
        elif block.kind == "quote":
            yield from (f"{indent}.. epigraph::", "", f"{indent}   {words}", "")
        else:
            yield from (indent + words, "")

    def _table(self, table: Table) -> Iterator[str]:
        if not table.rows:
            yield from (escape(table.empty, first=True), "")
            return
        caption = f" {escape(table.caption, first=True)}" if table.caption else ""
        yield from (f".. list-table::{caption}", "   :header-rows: 1", "   :class: longtable regkit-table")
        yield from (f"   :widths: {' '.join(str(max(1, column.share)) for column in table.columns)}", "")
        heads = [[escape(column.title, first=True)] for column in table.columns]
        yield from self._row(heads)
        for row in table.rows:
            cells = [self._cell(cell) for cell in row.cells]
            name = self._names.get(row.place, "")
            cells[0] = [*self._target(name), *cells[0]]
            yield from self._row(cells)
        yield ""

    def _row(self, cells: list[list[str]]) -> Iterator[str]:
        for number, lines in enumerate(cells):
            yield from _hang("   * - " if not number else "     - ", lines, 7)

    def _cell(self, cell: Cell) -> list[str]:
        """Return a cell: a paragraph, or a block of lines where it has several."""
        lines = [
            made
            for number, line in enumerate(cell.lines)
            if (made := self._line(line, first=len(cell.lines) == 1, status="" if number else cell.status))
        ]
        return lines if len(lines) < 2 else [f"| {line}" for line in lines]

    def _branch(self, branch: Branch, indent: str) -> Iterator[str]:
        word = (Run(branch.word, "strong"), Run(" ")) if branch.word else ()
        yield from ("", f"{indent}- {self._line((*word, *branch.label), first=True, status=branch.status)}", "")
        for child in branch.children:
            yield from self._branch(child, f"{indent}  ")

    def _line(self, line: Line, *, first: bool = False, status: str = "") -> str:
        """Return a line: runs of words, each in the one markup that fits it best, for docutils does not nest them. ``status`` colours the first."""
        made = ""
        for number, run in enumerate(line):
            piece = self._run(run, first and not made, status if not number else "")
            if piece and made and not (made[-1] == " " or piece[0] == " "):
                made += "\\ " if piece[0] != "\\" or piece[1:2] != " " else ""
            made += piece
        return made.strip(" ")

    def _run(self, run: Run, first: bool, status: str) -> str:
        core = run.text.strip()
        if not core:
            return " " if run.text else ""
        before, after = (" " if run.text[0].isspace() else ""), (" " if run.text[-1].isspace() else "")
        classes = [f"regkit-{layer}" for layer in run.layers] + ([f"regkit-{status}"] if status in COLOURS else [])
        if run.target in self._names:
            made = f"`{escape(core)} <{self._names[run.target]}_>`__"
        elif run.url:
            made = f"`{escape(core)} <{address(run.url)}>`__"
        elif classes:
            made = f":{self._role(classes)}:`{escape(core)}`"
        elif run.style == "code":
            made = literal(core)
        elif run.style in _WRAPS:
            start, end = _WRAPS[run.style]
            if start.startswith(":"):
                self._roles[start.strip(":`")] = (start.strip(":`"),)
            made = f"{start}{escape(core)}{end}"
        else:
            made = escape(core, first=first)
        return f"{before}{made}{after}"

    def _role(self, classes: list[str]) -> str:
        name = classes[0] if len(classes) == 1 else "-".join([classes[0], *(part.removeprefix("regkit-") for part in classes[1:])])
        self._roles[name] = tuple(classes)
        return name


def _field(name: str) -> str:
    """Return the name of a field, whose end is the first colon that no backslash stands before."""
    return escape(name, first=True).replace(": ", "\\: ") or "—"


def _hang(head: str, lines: list[str], indent: int) -> Iterator[str]:
    """Return lines behind a head, the rest of them as deep as ``indent``."""
    yield f"{head}{lines[0] if lines else ''}".rstrip()
    yield from (f"{' ' * indent}{line}" if line else "" for line in lines[1:])
