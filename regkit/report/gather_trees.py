"""The condition trees of a graph with what the evidence shows of every part: the facts behind "may I rely on it?"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from regkit.graph.queries import conditional
from regkit.graph.schema import Graph
from regkit.model.annotation import LogicOp, Modality
from regkit.model.coverage import Coverage, Reliance
from regkit.model.requirement import ConditionTree
from regkit.report.facts import TreeFact, TreeNode
from regkit.trace.reliance import reliance

_RELIED_ON = {Modality.EXEMPTION.value, Modality.PERMISSION.value}


def trees_of(graph: Graph, coverage: Iterable[Coverage]) -> tuple[TreeFact, ...]:
    """Return a tree for every exemption or permission that depends on conditions, in reading order; `regkit.trace.reliance` gives the values."""
    known = tuple(coverage)
    by_id = {item.requirement: item for item in known}
    found = []
    for id in conditional(graph):
        if graph.nodes[id].get("modality") not in _RELIED_ON:
            continue
        answer = reliance(graph, id, known)
        if answer.tree is not None:
            root = _node(answer.tree, iter([step.value for step in answer.steps]))
            found.append(TreeFact(requirement=id, root=root, reasons=tuple(dict.fromkeys(_reasons(graph, root, by_id)))))
    return tuple(found)


def _node(tree: ConditionTree, values: Iterator[Reliance]) -> TreeNode:
    """Join the tree with the values of its parts, which come parents first."""
    value = next(values)
    return TreeNode(
        op=tree.op, count=tree.count, requirement=tree.id, reliance=value, children=tuple(_node(child, values) for child in tree.children)
    )


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
