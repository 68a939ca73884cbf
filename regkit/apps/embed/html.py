"""Blocks as HTML, for pages of any theme. Every word of a document is escaped here, and nothing is printed that was not.

The fast way for tables of many thousands of rows: a string a cell, no tree of nodes. ``href`` gives the address of a place, empty where no page
shows it; ``anchors`` are the places that get an id on this page (a place that stands twice on a page has its id once).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from html import escape

from regkit.apps.embed.spec import anchor
from regkit.report.blocks import Block, Branch, Bullets, Cell, Facts, Line, Paragraph, Run, Section, Table, Tree
from regkit.report.writers.common import clean

Href = Callable[[str], str]
_TAGS = {"strong": "strong", "emphasis": "em", "code": "code", "small": "small", "added": "ins", "removed": "del"}


class Printer:
    """Prints the blocks of one directive."""

    def __init__(self, href: Href, anchors: Container[str]) -> None:
        self._href = href
        self._anchors = anchors
        self._used: set[str] = set()

    def blocks(self, blocks: Iterable[Block | Section], level: int = 0) -> str:
        """Return the blocks, one after the other."""
        return "".join(self._section(block, level) if isinstance(block, Section) else self._block(block) for block in blocks)

    def _section(self, section: Section, level: int) -> str:
        head = f'<p class="rubric regkit-h{min(level, 3)}" role="heading" aria-level="{min(level + 3, 6)}">{visible_words(section.title)}</p>\n'
        return head + self.blocks(section.blocks, level) + self.blocks(section.sections, level + 1)

    def _block(self, block: Block) -> str:
        match block:
            case Table():
                return self._table(block)
            case Paragraph():
                return self._paragraph(block)
            case Facts():
                pairs = "".join(f"<dt>{visible_words(name)}</dt><dd{_status(value)}>{self.cell(value)}</dd>" for name, value in block.pairs)
                return f'<dl class="regkit-facts">{pairs}</dl>\n'
            case Bullets():
                return f"<ul>{''.join(f'<li>{self.cell(item)}</li>' for item in block.items)}</ul>\n"
            case Tree():
                return f'<ul class="regkit-tree">{self._branch(block.root)}</ul>\n'

    def _paragraph(self, block: Paragraph) -> str:
        tag = "blockquote" if block.kind == "quote" else "p"
        inner = (f'<span class="regkit-marker">{visible_words(block.marker)}</span> ' if block.marker else "") + self.line(block.runs)
        return f'<{tag}{self._id(block.place)} class="regkit-{block.kind} regkit-d{min(block.depth, 8)}">{inner}</{tag}>\n'

    def _table(self, block: Table) -> str:
        if not block.rows:
            return f'<p class="regkit-empty">{visible_words(block.empty)}</p>\n'
        name = visible_words(block.caption or block.name)
        total = sum(column.share for column in block.columns)
        made = [f'<div class="regkit-scroll" role="region" tabindex="0" aria-label="{name}"><table class="regkit-table">']
        made.append(f"<caption>{name}</caption>" if block.caption else "")
        made.append("<colgroup>" + "".join(f'<col style="width:{100 * column.share // total}%">' for column in block.columns) + "</colgroup>")
        made.append(
            "<thead><tr>" + "".join(f'<th scope="col">{visible_words(column.title)}</th>' for column in block.columns) + "</tr></thead><tbody>\n"
        )
        # the title again, for narrow screens, where a row is a card
        titles = [f' data-title="{visible_words(column.title)}"' for column in block.columns]
        for row in block.rows:
            cells = "".join([f"<td{title}{_status(cell)}>{self.cell(cell)}</td>" for title, cell in zip(titles, row.cells, strict=True)])
            made.append(f"<tr{self._id(row.place)}>{cells}</tr>\n")
        made.append("</tbody></table></div>\n")
        return "".join(made)

    def _branch(self, branch: Branch) -> str:
        below = f"<ul>{''.join(self._branch(child) for child in branch.children)}</ul>" if branch.children else ""
        chip = f'<span class="regkit-chip regkit-is-{visible_words(branch.status)}">{visible_words(branch.word)}</span>'
        return f"<li>{chip} {self.line(branch.label)}{below}</li>"

    def cell(self, cell: Cell) -> str:
        """Return the lines of a cell; one alone needs no paragraph."""
        lines = cell.lines
        if len(lines) == 1:
            return self.line(lines[0])
        return "".join([f"<div>{self.line(line)}</div>" for line in lines])

    def line(self, line: Line) -> str:
        """Return the runs of a line."""
        return "".join([self._run(run) if run.style or run.layers or run.target or run.url else visible_words(run.text) for run in line])

    def _run(self, run: Run) -> str:
        made = visible_words(run.text)
        if run.style:
            tag = _TAGS[run.style]
            made = f"<{tag}>{made}</{tag}>"
        for layer in reversed(run.layers):
            made = f'<mark class="regkit-{layer}">{made}</mark>'
        address = (self._href(run.target) if run.target else "") or run.url
        if address:
            kind = "internal" if address != run.url else "external"
            made = f'<a class="reference {kind}" href="{escape(address)}">{made}</a>'
        return made

    def _id(self, place: str) -> str:
        if not place or place in self._used or place not in self._anchors:
            return ""
        self._used.add(place)
        return f' id="{escape(anchor(place))}"'


def _status(cell: Cell) -> str:
    return f' class="regkit-status regkit-is-{visible_words(cell.status)}"' if cell.status else ""


def visible_words(words: str) -> str:
    """Return words as text of HTML or the value of an attribute."""
    return escape(clean(words))


def search_words(blocks: Iterable[Block | Section]) -> str:
    """Return the words of the blocks as plain text, for a search index."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Section():
                found += [block.title, search_words((*block.blocks, *block.sections))]
            case Table():
                found += [_plain(cell) for row in block.rows for cell in row.cells]
            case Paragraph():
                found.append("".join([run.text for run in block.runs]))
            case Facts():
                found += [part for name, cell in block.pairs for part in (name, _plain(cell))]
            case Bullets():
                found += [_plain(cell) for cell in block.items]
            case Tree():
                found += _tree_words(block.root)
    return clean("\n".join(found))


def _plain(cell: Cell) -> str:
    return "\n".join(["".join([run.text for run in line]) for line in cell.lines])


def _tree_words(branch: Branch) -> list[str]:
    return ["".join(run.text for run in branch.label), branch.word, *(words for child in branch.children for words in _tree_words(child))]
