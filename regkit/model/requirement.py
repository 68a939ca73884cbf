"""A requirement: a norm, or a condition, that someone traces; and the tree that says how conditions combine."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from regkit.model.annotation import LogicOp, Modality
from regkit.model.span import Anchor


class RequirementKind(StrEnum):
    """``norm``: the sentence states it. ``condition``: another requirement depends on it. ``item``: a list item read with its lead-in."""

    NORM = "norm"
    CONDITION = "condition"
    ITEM = "item"


class Requirement(Struct, frozen=True, gc=False, kw_only=True):
    """What a row of the matrix is about.

    ``id`` is ``<provision id>.<n>``, n counting from 1 within the provision. ``anchor`` is the exact sentence; ``read_with`` the ids of the
    requirements or sentences it completes. ``cue`` and the other words that fired are offsets in the document, not in the quote.
    """

    id: str
    kind: RequirementKind
    document: str
    provision: str
    pinpoint: str
    sentence: str
    anchor: Anchor
    modality: Modality | None = None
    bearer: str = ""
    title: str = ""
    rule: str = ""
    certain: bool = True
    read_with: tuple[str, ...] = ()


class ConditionTree(Struct, frozen=True, gc=False, kw_only=True):
    """How a requirement's conditions combine. A leaf names a requirement in ``id``; a branch has an operator and children.

    ``count`` belongs to ``at_least``. A negated branch (an exception) is ``none`` over what would take the requirement away. ``whole`` marks a
    condition whose children are parts of its own words: what shows it as a whole shows it, whether or not its parts are looked at one by one.
    """

    op: LogicOp
    id: str = ""
    count: int = 0
    children: tuple[ConditionTree, ...] = ()
    whole: bool = False
