"""What a diagram shows of a graph: boxes and lines, for the forms that draw (Mermaid, DOT).

Three pictures: the whole (requirements and checks, with how they depend on each other), the neighbourhood of one node (whatever is tied to it, as
many steps away as asked for), and the condition tree of one requirement. Sentences are no boxes: what a requirement uses or cites through its
sentence is tied to it directly, and what is read with a sentence is tied to that sentence's provision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from regkit.errors import GraphError
from regkit.export.content import STANDING, Content
from regkit.graph.logic import condition_tree
from regkit.graph.schema import EdgeKind, Graph, NodeKind, check_id
from regkit.graph.walk import node
from regkit.model.annotation import LogicOp
from regkit.model.requirement import ConditionTree
from regkit.text.visible import visible

_WHOLE = (EdgeKind.CONDITIONED_BY, EdgeKind.EXCEPTED_BY, EdgeKind.READ_WITH, EdgeKind.VERIFIES)
_THROUGH = (EdgeKind.USES_TERM, EdgeKind.CITES)
_DIRECT = (*_WHOLE, EdgeKind.EVIDENCED_BY, EdgeKind.AMENDS, EdgeKind.SUPERSEDES)
_LONGEST = 160  # characters of a sentence in a box; the form may have the rest elsewhere
OPERATOR = "operator"
"""The kind of a box that says how conditions combine."""


class Box(Struct, frozen=True, kw_only=True):
    """A box: ``lines`` is what it says, ``whole`` the same without being cut, ``group`` the document it stands in. Text is as people may see it."""

    id: str
    kind: str
    lines: tuple[str, ...]
    whole: str = ""
    status: str = ""
    group: str = ""


class Line(Struct, frozen=True, kw_only=True):
    """An arrow from one box to another, both by id, with what it says."""

    source: str
    target: str
    label: str = ""


class Picture(Struct, frozen=True, kw_only=True):
    """Boxes in reading order, their lines, and the titles of the groups by id."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    groups: dict[str, str]

    def grouped(self) -> list[tuple[str, list[Box]]]:
        """Return (title, boxes) of each group, and last, under the title "", the boxes that stand in none."""
        found: dict[str, list[Box]] = {id: [] for id in (*self.groups, "")}
        for box in self.boxes:
            found[box.group if box.group in self.groups else ""].append(box)
        return [(self.groups.get(id, ""), boxes) for id, boxes in found.items()]


def picture(graph: Graph, around: str = "", depth: int = 1, tree: str = "") -> Picture:
    """Return the picture of a graph, of what is around a node, or of a requirement's conditions.

    Args:
        graph: the graph, which is not changed.
        around: the id of a node; of a check, that which people gave it will do.
        depth: how many steps away from it.
        tree: the id of a requirement with conditions; ``around`` does not count then.

    Raises: GraphError where there is no such node, or the requirement has no conditions.
    """
    content = Content(graph)
    titles = {id: _shown(content.nodes[id].get("title") or content.nodes[id].get("label") or id) for id in content.of(NodeKind.DOCUMENT)}
    boxes, lines = _tree(graph, content, tree) if tree else _linked(graph, content, around, depth)
    groups = set() if tree else {box.group for box in boxes}  # a tree's operators belong to no document
    return Picture(boxes=tuple(boxes), lines=tuple(lines), groups={id: title for id, title in titles.items() if id in groups})


def _linked(graph: Graph, content: Content, around: str, depth: int) -> tuple[list[Box], list[Line]]:
    if around:
        start = around if around in graph else check_id(around) if check_id(around) in graph else around
        node(graph, start)
        if start not in content.nodes:
            raise GraphError(f"{around!r} was rejected in review", remedy="Choose a node that is part of the graph")
        lines = list(_lines(content, _DIRECT, _THROUGH))
        if content.nodes[start]["kind"] in (NodeKind.PROVISION.value, NodeKind.DOCUMENT.value):
            stated = content.within(start, NodeKind.REQUIREMENT)
            lines += [Line(source=start, target=id, label=EdgeKind.STATES.value) for id in stated]
        shown = _reached(lines, start, depth)
    else:
        lines = list(_lines(content, _WHOLE, ()))
        shown = {*content.of(NodeKind.REQUIREMENT), *content.of(NodeKind.CHECK)}
    boxes = [_box(content, id) for id in content.nodes if id in shown]
    return boxes, [line for line in lines if line.source in shown and line.target in shown]


def _lines(content: Content, direct: tuple[EdgeKind, ...], through: tuple[EdgeKind, ...]) -> Iterator[Line]:
    """Yield the lines between boxes, each once."""
    kinds = (NodeKind.DOCUMENT, NodeKind.REQUIREMENT, NodeKind.AUTHORITY, NodeKind.CHECK)
    for id in (id for kind in kinds for id in content.of(kind)):
        ends = [(edge, target) for edge in direct for target, _ in content.out(id, edge)]
        ends += [(edge, target) for edge in through for target, _ in content.out(content.nodes[id].get("sentence", ""), edge)]
        for edge, target in dict.fromkeys((edge, _boxed(content, target)) for edge, target in ends):
            yield Line(source=id, target=target, label=edge.value.replace("_", " "))


def _boxed(content: Content, id: str) -> str:
    data = content.nodes[id]
    return str(data["provision"]) if data["kind"] == NodeKind.SENTENCE.value else id


def _reached(lines: list[Line], start: str, depth: int) -> set[str]:
    ends: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        ends[line.source].append(line.target)
        ends[line.target].append(line.source)
    reached, edge = {start}, [start]
    for _ in range(depth):
        edge = [other for other in dict.fromkeys(other for id in edge for other in ends[id]) if other not in reached]
        reached.update(edge)
    return reached


def _tree(graph: Graph, content: Content, id: str) -> tuple[list[Box], list[Line]]:
    node(graph, id, NodeKind.REQUIREMENT)
    found = condition_tree(graph, id)
    if found is None:
        raise GraphError(f"{id!r} has no conditions", remedy="regkit explain says what it has")
    boxes, lines = [_box(content, id)], []
    todo: list[tuple[str, ConditionTree]] = [(id, found)]
    while todo:
        parent, branch = todo.pop()
        above = parent
        if branch.id and branch.id in content.nodes and (branch.id != parent):
            above = f"{parent} > {branch.id}"
            boxes.append(_box(content, branch.id, name=above))
            lines.append(Line(source=parent, target=above))
        if branch.op in (LogicOp.ALL, LogicOp.ANY) and len(branch.children) == 1:
            todo.append((above, branch.children[0]))  # all of one, any of one: that one
        elif branch.op is not LogicOp.LEAF:
            operator = f"{above} > {len(boxes)}"
            boxes.append(Box(id=operator, kind=OPERATOR, lines=(_operator(branch),)))
            lines.append(Line(source=above, target=operator))
            todo += [(operator, child) for child in reversed(branch.children)]
    return boxes, lines


def _operator(tree: ConditionTree) -> str:
    if tree.op is LogicOp.AT_LEAST:
        return f"at least {tree.count} of"
    return {LogicOp.ALL: "all of", LogicOp.ANY: "any of", LogicOp.NONE: "none of"}[tree.op]


def _box(content: Content, id: str, name: str = "") -> Box:
    data = content.nodes[id]
    kind = data["kind"]
    if kind == NodeKind.EVIDENCE.value:
        head, text, status = data.get("date", ""), data.get("note", ""), data["result"]
    elif kind == NodeKind.CHECK.value:
        head, text, status = data.get("check", ""), data.get("title", ""), ""
    elif kind == NodeKind.DEFINITION.value:
        head, text, status = data.get("pinpoint", ""), f"“{data['quote']}”: {data.get('body', '')}", ""
    else:
        head, text = data.get("pinpoint", ""), data.get("quote") or data.get("heading") or data.get("label") or id
        status = data.get(STANDING, "")
    whole = _shown(text)
    cut = whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
    lines = tuple(dict.fromkeys(line for line in (_shown(head), cut, status) if line))
    return Box(id=name or id, kind=kind, lines=lines or (_shown(id),), whole=whole, status=status, group=data.get("document", ""))


def _shown(text: str) -> str:
    return " ".join(visible(str(text)).split())
