"""Amendments of tables: a table as a whole, or its rows, found by the words that they begin with."""

from __future__ import annotations

import copy

from regkit.amend.merge import is_stars
from regkit.amend.model import Action, Aspect, Operation
from regkit.amend.tree import Node, Text
from regkit.text.quotes import collapse, fold_lower


def change_table(node: Node, new: Node, operation: Operation) -> str:
    """Carry out an amendment of a table or its rows in ``node``; "" where it is carried out, else why it is not."""
    old, fresh = _rows(node), _rows(new)
    if operation.target.aspect is Aspect.TABLE:
        if operation.action is Action.REMOVE:
            return _put(old, []) if old else "there is no table"
        if not fresh:
            return "its replacement text is not found in the rule"
        if any(is_stars(row) or "* *" in row.words for _, row in fresh):
            return "the rule prints only rows of it"
        if operation.action is Action.ADD and not old:
            node.content.extend(copy.deepcopy(row) for _, row in fresh)
            return ""
        return _put(old, [row for _, row in fresh]) if old else "there is no table"
    if not operation.target.name:
        return "it does not say which entry"
    name = collapse(fold_lower(operation.target.name))
    mine = [(holder, row) for holder, row in old if collapse(fold_lower(row.words)).startswith(name)]
    theirs = [row for _, row in fresh if collapse(fold_lower(row.words)).startswith(name)]
    if operation.action is Action.ADD:
        if mine:
            return "it is there already"
        if len(theirs) != 1 or not old:
            return "its replacement text is not found in the rule"
        before = [row for _, row in old if collapse(fold_lower(row.words)) < collapse(fold_lower(theirs[0].words))] or [old[-1][1]]
        holder = next(holder for holder, row in old if row is before[-1])
        at = next(index for index, item in enumerate(holder.content) if item is before[-1])
        holder.content.insert(at + 1, copy.deepcopy(theirs[0]))
        return ""
    if len(mine) != 1:
        return "the entry is not there, or is there more than once"
    if operation.action is Action.REMOVE:
        return _put(mine, [])
    return _put(mine, theirs) if len(theirs) == 1 else "its replacement text is not found in the rule"


def _rows(node: Node) -> list[tuple[Node, Text]]:
    return [(one, text) for one in node.walk() for text in one.texts if text.table]


def _put(old: list[tuple[Node, Text]], rows: list[Text]) -> str:
    """Put rows where the old ones stood."""
    holder, first = old[0]
    at = next(index for index, item in enumerate(holder.content) if item is first)
    for one, row in old:
        one.content = [item for item in one.content if item is not row]
    holder.content[at:at] = copy.deepcopy(rows)
    return ""
