"""How the paragraphs of a replacement text nest, where the instruction says it.

A replacement text prints few paragraphs ("(a) * * *", "(1) * * *", "(iii) …"), too few for the sequence of markers to tell how deep each stands. The
instruction names the paragraphs in full, so their labels and those above them are known; what stands below them keeps its depth under them.
"""

from __future__ import annotations

from collections.abc import Iterator

from regkit.amend.tree import Node, Text
from regkit.model.document import ProvisionType
from regkit.text.numbering import readings

_PARAGRAPHS = (ProvisionType.PARAGRAPH, ProvisionType.ITEM)
_Event = tuple[Node, Node | Text, int]  # owner, paragraph or its content, depth


def nest(holder: Node, paths: list[tuple[str, ...]]) -> None:
    """Put the paragraphs below ``holder`` where the paths that are amended say. Other units below it are left as they are."""
    known = {path[:size] for path in paths for size in range(1, len(path) + 1)}
    if not known or any(node.type not in (*_PARAGRAPHS, ProvisionType.FOOTNOTE) for node in holder.walk() if node is not holder):
        return
    events = list(_events(holder, 0))
    holder.content = []
    stack: list[Node] = []
    labels: list[str] = []
    anchor, base = 0, 0  # where the last paragraph that the instruction names stands: in the new nesting and in the old
    for owner, item, depth in events:
        if not (isinstance(item, Node) and item.type in _PARAGRAPHS):
            place = owner if (owner is holder and not stack) or any(owner is one for one in stack) else stack[-1] if stack else holder
            place.content.append(item)
            continue
        at = next((size for size in range(len(labels), -1, -1) if (*labels[:size], item.label) in known), -1)
        if at >= 0:
            anchor, base = at, depth
        else:
            at = _beside(labels, item.label, anchor, anchor + depth - base)
        item.content = []
        del stack[at:], labels[at:]
        (stack[-1] if stack else holder).content.append(item)
        stack.append(item)
        labels.append(item.label)


def _beside(labels: list[str], label: str, anchor: int, wanted: int) -> int:
    """Return the depth of a paragraph that the instruction does not name: under the one named last, or the next in a list that is open."""
    if anchor < wanted <= len(labels):
        return wanted
    for depth in range(len(labels) - 1, -1, -1):
        before = {reading.kind: reading.value for reading in readings(labels[depth])}
        if any(before.get(reading.kind, -2) + 1 == reading.value for reading in readings(label)):
            return depth
    return max(0, min(wanted, len(labels)))


def _events(node: Node, depth: int) -> Iterator[_Event]:
    """Yield a unit's content in reading order, paragraphs before what they hold."""
    for item in node.content:
        yield node, item, depth
        if isinstance(item, Node) and item.type in _PARAGRAPHS:
            yield from _events(item, depth + 1)
