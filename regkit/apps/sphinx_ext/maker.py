"""Blocks as docutils' nodes, for every builder but those of HTML. Words of documents become text nodes; never ``raw``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from regkit.apps.embed.spec import anchor
from regkit.report.blocks import Block, Branch, Bullets, Cell, Facts, Line, Paragraph, Run, Section, Table, Tree
from regkit.report.writers.common import clean

if TYPE_CHECKING:
    from regkit.apps.sphinx_ext.domain import RegDomain

_STYLES: dict[str, type[nodes.TextElement]] = {"strong": nodes.strong, "emphasis": nodes.emphasis, "code": nodes.literal}


class Maker:
    """Makes docutils' nodes of blocks."""

    def __init__(self, domain: RegDomain, docname: str, anchors: set[str]) -> None:
        self._domain = domain
        self._docname = docname
        self._anchors = anchors

    def blocks(self, blocks: Iterable[Block | Section]) -> list[nodes.Node]:
        """Return the nodes of blocks. A section of a report is a rubric: the page's own sections stay its author's."""
        made: list[nodes.Node] = []
        for block in blocks:
            if isinstance(block, Section):
                made += [nodes.rubric(block.title, clean(block.title)), *self.blocks(block.blocks), *self.blocks(block.sections)]
            else:
                made += self._block(block)
        return made

    def _block(self, block: Block) -> list[nodes.Node]:
        match block:
            case Table():
                return [self._table(block)]
            case Paragraph():
                return [self._paragraph(block)]
            case Facts():
                items = [
                    nodes.definition_list_item("", nodes.term("", clean(name)), nodes.definition("", *self._cell(value)))
                    for name, value in block.pairs
                ]
                return [nodes.definition_list("", *items)] if items else []
            case Bullets():
                return [nodes.bullet_list("", *(nodes.list_item("", *self._cell(item)) for item in block.items), bullet="-")] if block.items else []
            case Tree():
                return [nodes.bullet_list("", self._branch(block.root), bullet="-")]

    def _paragraph(self, block: Paragraph) -> nodes.Node:
        runs = [*self._target(block.place), *([nodes.Text(f"{clean(block.marker)} ")] if block.marker else []), *self._line(block.runs)]
        made: nodes.Node = nodes.paragraph("", "", *runs)
        for _ in range(min(block.depth, 4) + (block.kind in {"quote", "source"})):
            made = nodes.block_quote("", made)
        return made

    def _table(self, block: Table) -> nodes.Node:
        if not block.rows:
            return nodes.paragraph("", "", nodes.emphasis("", clean(block.empty)))
        head = nodes.row("", *(nodes.entry("", nodes.paragraph("", "", nodes.strong("", clean(column.title)))) for column in block.columns))
        body = []
        for row in block.rows:
            entries = [nodes.entry("", *self._cell(cell)) for cell in row.cells]
            first = entries[0][0] if entries and len(entries[0]) else None
            if isinstance(first, nodes.paragraph):
                first[:0] = self._target(row.place)
            body.append(nodes.row("", *entries))
        total = sum(column.share for column in block.columns)
        widths = [nodes.colspec(colwidth=max(1, 100 * column.share // total)) for column in block.columns]
        group = nodes.tgroup("", *widths, nodes.thead("", head), nodes.tbody("", *body), cols=len(block.columns))
        title = [nodes.title("", clean(block.caption))] if block.caption else []
        return nodes.table("", *title, group, classes=["longtable", "colwidths-given"])

    def _branch(self, branch: Branch) -> nodes.list_item:
        label = nodes.paragraph("", "", nodes.strong("", clean(branch.word)), nodes.Text(" "), *self._line(branch.label))
        below = [nodes.bullet_list("", *(self._branch(child) for child in branch.children), bullet="-")] if branch.children else []
        return nodes.list_item("", label, *below)

    def _target(self, place: str) -> list[nodes.Node]:
        if place not in self._anchors:
            return []
        self._anchors.discard(place)
        return [nodes.target("", "", ids=[anchor(place)])]

    def _cell(self, cell: Cell) -> list[nodes.Node]:
        return [nodes.paragraph("", "", *self._line(line)) for line in cell.lines] or [nodes.paragraph()]

    def _line(self, line: Line) -> list[nodes.Node]:
        return [self._run(run) for run in line]

    def _run(self, run: Run) -> nodes.Node:
        words = clean(run.text)
        style = "strong" if "cue" in run.layers and not run.style else "emphasis" if run.layers and not run.style else run.style
        made: nodes.Node = _STYLES[style]("", words) if style in _STYLES else nodes.Text(words)
        docname = self._domain.home(run.target, self._docname) if run.target else None
        if docname is not None:
            inner = made if isinstance(made, nodes.Element) else nodes.inline("", words)
            return addnodes.pending_xref(
                "", inner, refdomain="reg", reftype="place", refdoc=self._docname, regkit_place=run.target, reftarget=run.target
            )
        if run.url:
            return nodes.reference("", "", made if isinstance(made, nodes.Element) else nodes.inline("", words), refuri=run.url, internal=False)
        return made
