"""A condition tree as a picture: a tidy tree from left to right, laid out here, drawn by a template.

The layout is the simplest that never overlaps: every leaf takes its own band of the height, a branch stands in the middle of its children,
and every level begins at its own column. Nothing stands to the right of a leaf in its band, so leaves may be wider than a column. Labels are
wrapped by counting characters, for the widths of fonts differ between machines and the picture's bytes must not. Units are SVG user
units; a text line's ``y`` is its base line.
"""

from __future__ import annotations

from msgspec import Struct

from regkit.model.annotation import LogicOp
from regkit.model.coverage import Reliance
from regkit.report.facts import TreeNode
from regkit.report.words import N_, Words, _

LINE = 18
PADDING = 12
GAP_Y = 14
LEAF_WIDTH = 372
BRANCH_WIDTH = 176
COLUMN = BRANCH_WIDTH + 44
BRANCH_CHARS = 24
LEAF_CHARS = 48  # at 13 units a character is about 6.6 wide; 48 leave room for the shape
LEAF_LINES = 3

RELIANCE_WORDS: Words[Reliance, tuple[str, str]] = Words(
    {
        Reliance.SHOWN: (N_("Shown"), N_("the evidence shows it")),
        Reliance.NOT_SHOWN: (N_("Not shown"), N_("the evidence does not show it")),
        Reliance.FAILS: (N_("Fails"), N_("the evidence shows the contrary")),
    }
)


class Line(Struct, frozen=True, kw_only=True):
    """A line of a label. ``role`` is head, text or note."""

    x: int
    y: int
    text: str
    role: str


class Node(Struct, frozen=True, kw_only=True):
    """A box. ``key`` is a coverage status for a leaf, a reliance for a branch; ``href`` a place in the page, empty where there is none."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    key: str
    label: str
    description: str
    href: str
    lines: tuple[Line, ...]


class Picture(Struct, frozen=True, kw_only=True):
    """A laid-out tree. ``edges`` are path data, from a branch to each of its children."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[str, ...]


class Label(Struct, frozen=True, kw_only=True):
    """What a leaf says: the requirement's pinpoint, its wording, its status, and where its row is."""

    head: str
    text: str
    key: str
    status: str
    href: str = ""


def wrap(text: str, width: int, lines: int) -> tuple[str, ...]:
    """Break ``text`` into at most ``lines`` lines of at most ``width`` characters; a longer word is cut, a longer text ends in an ellipsis.

    >>> wrap("one two three", 7, 2)
    ('one two', 'three')
    """
    words = [word[at : at + width] for word in text.split() for at in range(0, len(word), width)]
    made: list[str] = []
    for word in words:
        if made and len(made[-1]) + 1 + len(word) <= width:
            made[-1] += " " + word
        else:
            made.append(word)
    if len(made) > lines:
        made = [*made[: lines - 1], made[lines - 1][: width - 1].rstrip() + "…"]
    return tuple(made)


def branch_words(node: TreeNode) -> str:
    """Return how a branch combines its children, in words; one child alone is "this"."""
    if len(node.children) == 1 and node.op in {LogicOp.ALL, LogicOp.ANY, LogicOp.NONE}:
        return _("Not this") if node.op is LogicOp.NONE else _("This")
    return {
        LogicOp.ALL: _("All of these"),
        LogicOp.ANY: _("Any of these"),
        LogicOp.AT_LEAST: _("At least %(count)s of these", count=node.count),
        LogicOp.NONE: _("None of these"),
        LogicOp.LEAF: _("This"),
    }[node.op]


def picture(root: TreeNode, labels: dict[str, Label]) -> Picture:
    """Lay out ``root``. ``labels`` has one entry for every requirement that a leaf names. Cost: linear in the nodes.

    The height of the tree is bounded by the depth of a rulebook's lists, so the layout recurses.
    """
    nodes: list[Node] = []
    edges: list[str] = []
    bottom = _lay(root, 0, 0, labels, nodes, edges)[1]
    width = max(node.x + node.width for node in nodes)
    return Picture(width=width + 4, height=bottom - GAP_Y + 4, nodes=tuple(nodes), edges=tuple(edges))


def _lay(node: TreeNode, level: int, top: int, labels: dict[str, Label], nodes: list[Node], edges: list[str]) -> tuple[int, int]:
    """Place ``node`` and all below it from ``top`` down; return the height of its middle, and where the next may begin."""
    x = level * COLUMN + 2
    if not node.children:
        box = _leaf(labels[node.requirement], x, top + 2)
        nodes.append(box)
        return box.y + box.height // 2, box.y + box.height + GAP_Y - 2
    at = len(nodes)
    middles: list[int] = []
    bottom = top
    for child in node.children:
        middle, bottom = _lay(child, level + 1, bottom, labels, nodes, edges)
        middles.append(middle)
    own = labels.get(node.requirement)
    lines = [("head", branch_words(node)), ("note", RELIANCE_WORDS[node.reliance][0])]
    if own:
        lines.insert(1, ("text", wrap(own.head, BRANCH_CHARS, 1)[0]))
    height = len(lines) * LINE + 2 * PADDING - 4
    middle = (middles[0] + middles[-1]) // 2
    y = max(top + 2, middle - height // 2)
    bottom = max(bottom, y + height + GAP_Y)
    middle = y + height // 2
    words, meaning = RELIANCE_WORDS[node.reliance]
    nodes.insert(
        at,
        Node(
            x=x,
            y=y,
            width=BRANCH_WIDTH,
            height=height,
            kind="branch",
            key=node.reliance.value,
            label=f"{branch_words(node)}: {words}",
            description=meaning,
            href=own.href if own else "",
            lines=tuple(
                Line(x=x + PADDING + (18 if role == "note" else 0), y=y + PADDING + 11 + LINE * index, text=text, role=role)
                for index, (role, text) in enumerate(lines)
            ),
        ),
    )
    right, left = x + BRANCH_WIDTH, x + COLUMN
    bend = (left - right) // 2
    edges += [f"M{right} {middle}C{right + bend} {middle} {left - bend} {child} {left} {child}" for child in middles]
    return middle, bottom


def _leaf(label: Label, x: int, y: int) -> Node:
    text = wrap(label.text, LEAF_CHARS, LEAF_LINES)
    first = y + PADDING + 11
    lines = [Line(x=x + PADDING, y=first, text=wrap(label.head, LEAF_CHARS - 4, 1)[0] if label.head.strip() else "", role="head")]
    lines += [Line(x=x + PADDING, y=first + LINE * (index + 1), text=line, role="text") for index, line in enumerate(text)]
    lines.append(Line(x=x + PADDING + 18, y=first + LINE * (len(text) + 1), text=label.status, role="note"))
    return Node(
        x=x,
        y=y,
        width=LEAF_WIDTH,
        height=2 * PADDING + LINE * (len(text) + 2) - 4,
        kind="leaf",
        key=label.key,
        label=f"{label.head}: {label.status}",
        description=label.text,
        href=label.href,
        lines=tuple(lines),
    )
