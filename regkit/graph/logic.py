"""May a conditional norm be relied on? The tree of its conditions, and its value in three-valued logic.

A leaf is *shown* (its checks have passing evidence), *fails* (evidence says that it does not hold), or is *not shown*. The operators are those
of Kleene's strong logic of indeterminacy (S. C. Kleene, Introduction to Metamathematics, 1952, section 64), with "not shown" as the third value:
an answer is given as soon as it follows whatever the open leaves turn out to be, and never before.

A branch may have an ``id`` of its own: the lead-in that its children spell out. A lead-in without a status of its own is what its items
make of it; with one, both must be shown. Exceptions are ``none`` over what would take the requirement away. From nothing follows nothing: a
branch without children is not shown.

A condition that is made of parts of its own words ("if it is small and has no branch") is the same statement as its parts: it is shown where either
shows it, and fails where either fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from msgspec import Struct

from regkit.graph.schema import PART, EdgeKind, Graph, NodeKind
from regkit.model.annotation import LogicOp
from regkit.model.coverage import Reliance
from regkit.model.requirement import ConditionTree

_KINDS = (EdgeKind.CONDITIONED_BY.value, EdgeKind.EXCEPTED_BY.value)
_NOT = {Reliance.SHOWN: Reliance.FAILS, Reliance.FAILS: Reliance.SHOWN, Reliance.NOT_SHOWN: Reliance.NOT_SHOWN}
_RANK = {Reliance.FAILS: 0, Reliance.NOT_SHOWN: 1, Reliance.SHOWN: 2}


class Step(Struct, frozen=True, kw_only=True):
    """One line of the reason: a branch or leaf of the tree, how deep it stands, and what it comes to. Parents come before their children."""

    depth: int
    op: LogicOp
    value: Reliance
    id: str = ""
    count: int = 0


def condition_tree(graph: Graph, requirement: str) -> ConditionTree | None:
    """Return how the conditions of a requirement combine; None where it has none.

    Groups of conditions (a list, the clauses of the sentence, the exceptions) must all hold. Members of a group are in reading order.
    """
    return _tree(graph, requirement, frozenset({requirement}))


def evaluate(tree: ConditionTree, statuses: Mapping[str, Reliance]) -> Reliance:
    """Return what the tree comes to; ids without a status are not shown (a leaf), or left to their children (a branch)."""
    return explain(tree, statuses)[0].value


def explain(tree: ConditionTree, statuses: Mapping[str, Reliance], depth: int = 0) -> list[Step]:
    """Return the value of the tree and of every part of it, parents first: the chain of reasons."""
    below = [explain(child, statuses, depth + 1) for child in tree.children]
    value = _value(tree, [steps[0].value for steps in below], statuses.get(tree.id) if tree.id else None)
    return [Step(depth=depth, op=tree.op, value=value, id=tree.id, count=tree.count), *(step for steps in below for step in steps)]


def leaves(tree: ConditionTree) -> list[str]:
    """Return the ids that the tree names, in reading order, each once."""
    found = dict.fromkeys([tree.id] if tree.id else [])
    for child in tree.children:
        found |= dict.fromkeys(leaves(child))
    return list(found)


def _value(tree: ConditionTree, values: list[Reliance], own: Reliance | None) -> Reliance:
    if tree.op is LogicOp.LEAF:
        return own or Reliance.NOT_SHOWN
    if not values:
        return own if own is Reliance.FAILS else Reliance.NOT_SHOWN
    shown, failing = values.count(Reliance.SHOWN), values.count(Reliance.FAILS)
    needed = {LogicOp.ALL: len(values), LogicOp.ANY: 1, LogicOp.NONE: 1}.get(tree.op, max(tree.count, 1))
    if shown >= needed:
        value = Reliance.SHOWN
    elif len(values) - failing < needed:
        value = Reliance.FAILS
    else:
        value = Reliance.NOT_SHOWN
    if tree.op is LogicOp.NONE:
        value = _NOT[value]
    if tree.whole and own is not None:
        return next((either for either in (Reliance.FAILS, Reliance.SHOWN) if either in (own, value)), Reliance.NOT_SHOWN)
    return value if own is None else min(value, own, key=_RANK.__getitem__)


def _tree(graph: Graph, requirement: str, above: frozenset[str]) -> ConditionTree | None:
    edges = [
        (data["kind"], str(data.get("group", "")), int(data.get("order", 0)), target, data)
        for _, target, data in graph.out_edges(requirement, data=True)
        if data["kind"] in _KINDS and target not in above
    ]
    edges.sort(key=lambda edge: (_KINDS.index(edge[0]), edge[1] == "clause", edge[1], edge[2], edge[3]))
    groups = []
    for (kind, _), found in groupby(edges, key=lambda edge: edge[:2]):
        members = list(found)
        data = members[0][4]
        children = []
        for _, item in groupby(members, key=lambda edge: str(edge[4].get("item") or edge[3])):
            parts = tuple(part for edge in item if (part := _member(graph, edge[3], above)) is not None)
            if not parts:
                continue
            children.append(parts[0] if len(parts) == 1 else ConditionTree(op=LogicOp.ALL, children=parts))
        if not children:
            continue
        op, count = LogicOp(data.get("op", LogicOp.ALL)), int(data.get("count", 0))
        op = LogicOp.ALL if op is LogicOp.LEAF else op
        branch = ConditionTree(op=op, count=count, children=tuple(children), whole=data.get("group") == PART)
        if kind == EdgeKind.EXCEPTED_BY.value:
            branch = ConditionTree(op=LogicOp.NONE, children=branch.children if op is LogicOp.ANY or len(children) == 1 else (branch,))
        groups.append(branch)
    if not groups:
        return None
    return groups[0] if len(groups) == 1 else ConditionTree(op=LogicOp.ALL, children=tuple(groups))


def _member(graph: Graph, requirement: str, above: frozenset[str]) -> ConditionTree | None:
    """Return the part that a condition is; None for one that a person has rejected, though not for what its own items ask for."""
    below = _tree(graph, requirement, above | {requirement})
    if below is None and graph.nodes[requirement]["kind"] == NodeKind.REJECTED.value:
        return None
    if below is None:
        return ConditionTree(op=LogicOp.LEAF, id=requirement)
    return ConditionTree(op=below.op, id=requirement, count=below.count, children=below.children, whole=below.whole)
