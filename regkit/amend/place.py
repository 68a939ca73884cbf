"""Where a new unit goes among its neighbours: in the order of its label, as the Code prints it."""

from __future__ import annotations

import re

from regkit.amend.tree import Node, Text
from regkit.model.document import ProvisionType
from regkit.text.numbering import readings

_PIECES = re.compile(r"\d+|[A-Za-z]+")
_APART = (ProvisionType.FOOTNOTE, ProvisionType.NOTE, ProvisionType.TEXT)


def natural(label: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts section numbers and names as people do: 1.9 before 1.10, 15c3-3 before 15c3-10."""
    return tuple((0, int(piece), "") if piece.isdigit() else (1, 0, piece.lower()) for piece in _PIECES.findall(label))


def insert(parent: Node, node: Node) -> None:
    """Put a node among the units of its parent."""
    siblings = [item for item in parent.content if isinstance(item, Node) and item.type not in _APART]
    before = [one for one in siblings if one.type is node.type or {one.type, node.type} <= {ProvisionType.PARAGRAPH, ProvisionType.ITEM}]
    if node.type in (ProvisionType.SECTION, ProvisionType.SUBPART, ProvisionType.APPENDIX, ProvisionType.HEADING, ProvisionType.DEFINITION):
        lower = [one for one in before if _rank(one) < _rank(node)]
    else:
        lower = _counted(before, node)
    if lower:
        at = next(index for index, item in enumerate(parent.content) if item is lower[-1]) + 1
    elif before:
        at = next(index for index, item in enumerate(parent.content) if item is before[0])
    else:
        at = len(parent.content) if not siblings or node.type is not ProvisionType.PARAGRAPH else len(parent.intro())
    parent.content.insert(at, node)


def _rank(node: Node) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    """Supplements come after appendices."""
    return (1 if node.label.startswith("Supplement") else 0, natural(node.label or node.heading or ""))


def _counted(siblings: list[Node], node: Node) -> list[Node]:
    """Return the siblings that come before a paragraph, by the way of counting that they and it share."""
    own = {reading.kind: reading.value for reading in readings(node.label)}
    best: list[Node] = []
    for kind, value in own.items():
        values = [(one, reading.value) for one in siblings for reading in readings(one.label) if reading.kind is kind]
        if len(values) == len(siblings):
            return [one for one, at in values if at < value]
        best = best or [one for one, at in values if at < value]
    return best or (siblings if not own else [])


def section_parent(root: Node, number: str) -> Node | None:
    """Return the unit that a new section goes into: that of the section before it, else of the one after it."""
    part = number.partition(".")[0]
    holders = [
        (natural(one.label), node)
        for node in root.walk()
        for one in node.nodes
        if one.type is ProvisionType.SECTION and one.label.startswith(f"{part}.")
    ]
    lower = [(key, node) for key, node in holders if key < natural(number)]
    if lower:
        return max(lower, key=lambda pair: pair[0])[1]
    if holders:
        return min(holders, key=lambda pair: pair[0])[1]
    return next((node for node in root.walk() if node.type is ProvisionType.PART and node.label == part), None)


def reserved(node: Node) -> bool:
    """Tell whether a unit is there in name only."""
    return "[reserved]" in node.words.lower() and len(node.words) < 80


def own_heading(node: Node) -> list[Text]:
    """Return the display blocks at the head of a unit."""
    return [item for item in node.intro() if isinstance(item, Text) and item.heading]
