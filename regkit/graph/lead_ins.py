"""What the items of a list are to their lead-in: things that the norm says, conditions of it, or exceptions from it.

First the lead-in's own conditions decide: a clause that runs to the end of the lead-in is what the items spell out. Where extraction found none
there, the closing words of the lead-in do ("only if:", "subject to the following conditions:").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import TypeVar

from regkit.model.annotation import Condition, Norm
from regkit.model.requirement import RequirementKind

D = TypeVar("D")


class Role(Enum):
    """What an item is to its lead-in."""

    ITEM = "item"
    CONDITION = "condition"
    EXCEPTION = "exception"


_TRAILING = " \t,;:.—–-"
_COUNT = r"(?:(?:each|any|all|both|either|one|two|three|one or more|at least \w+|none) of )?"
_THESE = rf"{_COUNT}(?:the )?(?:following|these|below)\b[^,;:.]{{0,80}}"
_ENDING = rf"(?: that)?(?:,? {_THESE})?\s*[:—–-]*\s*$"
_CONDITIONS = re.compile(
    rf"\b(?:if|only if|provided|so long as|as long as|on (?:the )?condition|where|when|in the event)(?: and only if)?{_ENDING}"
    r"|\b(?:subject to|condition(?:ed|al) (?:up)?on|meets?|satisf(?:y|ies)|compl(?:y|ies) with)\b"
    r"[^.;:]{0,60}\bconditions?\b[^.;]{0,60}[:—–-]*\s*$"
    r"|\bconditions?(?: (?:is|are|must be|shall be) (?:met|satisfied|fulfilled))?\s*[:—–-]+\s*$",
    re.I,
)
_EXCEPTIONS = re.compile(rf"\b(?:unless|except|other than|excluding)(?: (?:if|when|where|that|for|in|to|as follows|to the extent))?{_ENDING}", re.I)
_FOLLOWING = re.compile(r"\b(?:following|these|below)\b", re.I)
_EXAMPLES = re.compile(r"\b(?:such as|including|for example|for instance|e\.g\.)[^:;.]{0,60}[:—–-]\s*$", re.I)
_SPEAKS_OF = re.compile(r"\b(?:exempt|relief|permi|authori|relies|rely|no-action)", re.I)
_OPENS = re.compile(r"\W*(?:\(\w{1,5}\)\s*)*(?:[^.,;:]{0,40}\. )?(if|when|where|provided|unless|except)\b", re.I)


def role_of(hosts: Sequence[tuple[D, Norm | None, RequirementKind]], lead_in: str, text: str, end: int) -> tuple[D, Role, Condition | None]:
    """Return which of the lead-in's requirements the items complete, what they are to it, and the clause that says so, if one was found.

    Args:
        hosts: the lead-in's requirements in reading order, at least one, with norm and kind.
        lead_in: the lead-in's words.
        text: the document's canonical text.
        end: where the lead-in ends in it.
    """
    for draft, norm, _ in reversed(hosts):
        if norm is None:
            continue
        for role, clauses in ((Role.EXCEPTION, norm.exceptions), (Role.CONDITION, norm.conditions)):
            for clause in clauses:
                if text[clause.span.end : end].strip(_TRAILING):
                    continue
                if _EXAMPLES.search(lead_in):
                    return draft, Role.ITEM, None  # "when a lessee ends the lease early, such as charges for:"
                before = text[max(0, end - len(lead_in)) : clause.span.start]
                if _FOLLOWING.search(before) and not _FOLLOWING.search(text, clause.span.start, clause.span.end):
                    return draft, Role.ITEM, None  # "shall do each of the following if it receives a notice:"
                return draft, Role.EXCEPTION if clause.kind == "unless" else role, clause
    draft, norm, kind = hosts[-1]
    role = host_of(lead_in, ending_only=True)
    if role is Role.ITEM and kind is RequirementKind.CONDITION:
        role = Role.CONDITION  # parts of a condition
    return draft, role, None


def host_of(lead_in: str, *, anywhere: bool = False, ending_only: bool = False) -> Role:
    """Return what a lead-in's words make of its items, apart from any norm.

    Only its closing words count with ``ending_only``; otherwise its first word counts too ("If a bank:", before a closing sentence that states the
    norm). ``anywhere`` asks for a lead-in that speaks of an exemption or permission stated elsewhere, and of its conditions.

    >>> host_of("The exemption is subject to the following conditions:", anywhere=True)
    <Role.CONDITION: 'condition'>
    >>> host_of("A bank shall do each of the following:")
    <Role.ITEM: 'item'>
    """
    if anywhere:
        return host_of(lead_in, ending_only=True) if _SPEAKS_OF.search(lead_in) else Role.ITEM
    if _EXCEPTIONS.search(lead_in):
        return Role.EXCEPTION
    if _CONDITIONS.search(lead_in):
        return Role.CONDITION
    if not ending_only and (opening := _OPENS.match(lead_in)):
        return Role.EXCEPTION if opening[1].lower() in {"unless", "except"} else Role.CONDITION
    return Role.ITEM
