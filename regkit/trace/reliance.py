"""May I rely on it? What the evidence shows of a conditional norm's conditions, through their tree. Never legal advice: people conclude.

A condition is shown where its coverage is *covered*, fails where it is *failing*, and is not shown otherwise: a waiver accepts a gap, it does not
fill it, and evidence on wording that has changed since is evidence on another sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from regkit.graph.logic import Step, condition_tree, explain
from regkit.graph.queries import node
from regkit.graph.schema import Graph, NodeKind
from regkit.model.annotation import LogicOp
from regkit.model.coverage import Coverage, CoverageStatus, Reliance
from regkit.model.requirement import ConditionTree

_VALUES = {CoverageStatus.COVERED: Reliance.SHOWN, CoverageStatus.FAILING: Reliance.FAILS}
_WORDS = {Reliance.SHOWN: "shown", Reliance.NOT_SHOWN: "not shown", Reliance.FAILS: "fails"}
_OPS = {
    LogicOp.ALL: "all of these",
    LogicOp.ANY: "any of these",
    LogicOp.NONE: "none of these",
}


class RelianceAnswer(Struct, frozen=True, kw_only=True):
    """The answer for one conditional norm. ``steps`` is the tree with the value of every part, parents first; ``reasons`` the same in words."""

    requirement: str
    answer: Reliance
    tree: ConditionTree | None
    steps: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()


def reliance(graph: Graph, requirement: str, coverages: Iterable[Coverage]) -> RelianceAnswer:
    """Return whether the evidence shows that the conditions of a requirement are met. Raises: GraphError where there is no such requirement."""
    node(graph, requirement, NodeKind.REQUIREMENT)
    tree = condition_tree(graph, requirement)
    if tree is None:
        return RelianceAnswer(requirement=requirement, answer=Reliance.NOT_SHOWN, tree=None, reasons=("it has no conditions in the graph",))
    found = {item.requirement: item for item in coverages}
    # A lead-in that no check verifies is what its items make of it; any other status is its own.
    values = {
        id: _VALUES.get(item.status, Reliance.NOT_SHOWN) for id, item in found.items() if item.checks or item.status is not CoverageStatus.UNCOVERED
    }
    steps = explain(tree, values)
    reasons = tuple(_words(graph, step, found.get(step.id)) for step in steps)
    return RelianceAnswer(requirement=requirement, answer=steps[0].value, tree=tree, steps=tuple(steps), reasons=reasons)


def op_words(op: LogicOp, count: int = 0) -> str:
    """Return how the members of a branch combine, in words."""
    return _OPS.get(op, f"at least {count} of these")


def _words(graph: Graph, step: Step, found: Coverage | None) -> str:
    parts = ["  " * step.depth]
    if step.id:
        data = graph.nodes[step.id]
        parts.append(f"{data.get('pinpoint') or step.id} ({step.id})")
    if step.op is not LogicOp.LEAF:
        words = op_words(step.op, step.count)
        parts.append(f"{', ' if step.id else ''}{words}")
    parts.append(f": {_WORDS[step.value]}")
    if found and found.reasons:
        parts.append(f" ({'; '.join(found.reasons)})")
    return "".join(parts)
