"""The condition trees of a graph with what the evidence shows of every part: the facts behind "may I rely on it?"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from regkit.graph.logic import condition_tree, evaluate
from regkit.graph.queries import conditional
from regkit.graph.schema import Graph
from regkit.model.annotation import LogicOp
from regkit.model.coverage import Coverage, CoverageStatus, Reliance
from regkit.model.requirement import ConditionTree
from regkit.report.facts import TreeFact, TreeNode

_SHOWS = {CoverageStatus.COVERED: Reliance.SHOWN, CoverageStatus.FAILING: Reliance.FAILS}


def trees_of(graph: Graph, coverage: Iterable[Coverage]) -> tuple[TreeFact, ...]:
    """Return a tree for every exemption or permission that depends on conditions, in reading order.

    Covered conditions are shown and failing ones fail. Everything else (suspect, lost, waived, without check or evidence) is not shown: an accepted
    gap is not evidence. A lead-in that no check verifies is left to the conditions below it.
    """
    by_id = {item.requirement: item for item in coverage}
    statuses = {id: _SHOWS.get(item.status, Reliance.NOT_SHOWN) for id, item in by_id.items() if item.checks}
    found = []
    for id in conditional(graph):
        tree = condition_tree(graph, id)
        if tree is not None:
            root = _node(tree, statuses)
            found.append(TreeFact(requirement=id, root=root, reasons=tuple(_reasons(graph, root, by_id))))
    return tuple(found)


def _node(tree: ConditionTree, statuses: Mapping[str, Reliance]) -> TreeNode:
    children = tuple(_node(child, statuses) for child in tree.children)
    return TreeNode(op=tree.op, count=tree.count, requirement=tree.id, reliance=evaluate(tree, statuses), children=children)


def _reasons(graph: Graph, root: TreeNode, coverage: Mapping[str, Coverage]) -> Iterator[str]:
    """Yield why the root is not shown: the conditions to blame, each once, with what is known of their coverage."""
    for node in dict.fromkeys(_blamed(root)):
        data = graph.nodes.get(node.requirement, {})
        name = str(data.get("pinpoint", "")) or node.requirement or "A condition"
        known = coverage.get(node.requirement)
        why = "; ".join(known.reasons) if known and known.reasons else f"it is {known.status.value}" if known else "nothing is known of it"
        words = {Reliance.SHOWN: "is shown, and takes the relief away", Reliance.FAILS: "fails", Reliance.NOT_SHOWN: "is not shown"}[node.reliance]
        yield f"{name} {words}: {why}"


def _blamed(node: TreeNode) -> Iterator[TreeNode]:
    """Yield the leaves that a node's value follows from, where it is not as wished; under "none of" the wish turns round."""
    yield from _follow(node, node.reliance) if node.reliance is not Reliance.SHOWN else ()


def _follow(node: TreeNode, value: Reliance) -> Iterator[TreeNode]:
    if not node.children:
        yield node
        return
    wanted = value
    if node.op is LogicOp.NONE and value is not Reliance.NOT_SHOWN:
        wanted = Reliance.SHOWN if value is Reliance.FAILS else Reliance.FAILS
    same = [child for child in node.children if child.reliance is wanted]
    if not same:  # the lead-in's own checks decide
        yield node
    for child in same:
        yield from _follow(child, wanted)
