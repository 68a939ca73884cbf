"""What each condition, exception, deadline and threshold modifies: the act of its norm, a condition, or the bearer.

Which norm of a sentence it belongs to is settled before, by the clause that it stands in. Within a norm the place decides, as the canons of
construction have it:

- a time limit or amount inside a condition is that condition's ("if the customer objects within 10 days");
- an amount between the bearer and its verb tells which bearer ("a bank with assets of $10 billion or more shall");
- what stands before the acts, or interrupts the verb ("must, if asked, send"), qualifies all of them;
- what stands in an act that others follow is that act's ("shall reply within 10 days and keep a copy");
- what closes the last act is the last act's alone (rule of the last antecedent), but qualifies all of them where a comma sets it off, or where
  they share one complement, verbs in a row before it ("shall establish and maintain policies within 60 days": the series qualifier).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from regkit.model.annotation import Condition, Deadline, Norm, Threshold
from regkit.model.span import Span

_VERB_WORDS = 2  # an act of so few words is a verb that shares the last one's complement: "promptly file"

Qualifier = TypeVar("Qualifier", Condition, Deadline, Threshold)


def attached(plain: str, norm: Norm) -> Norm:
    """Return the norm with what each of its qualifiers modifies. ``plain`` is the view of its sentence."""
    if not (norm.conditions or norm.exceptions or norm.deadlines or norm.thresholds):
        return norm
    clauses = [one.span for one in (*norm.conditions, *norm.exceptions)]
    return replace(
        norm,
        conditions=_told(plain, norm, norm.conditions, ()),
        exceptions=_told(plain, norm, norm.exceptions, ()),
        deadlines=_told(plain, norm, norm.deadlines, clauses),
        thresholds=_told(plain, norm, norm.thresholds, clauses),
    )


def _told(plain: str, norm: Norm, members: Sequence[Qualifier], clauses: Sequence[Span]) -> tuple[Qualifier, ...]:
    return tuple(replace(member, modifies=_modified(plain, norm, member, clauses)) for member in members)


def _modified(plain: str, norm: Norm, member: Condition | Deadline | Threshold, clauses: Sequence[Span]) -> Span:
    span = member.span
    for clause in clauses:
        if clause.contains(span):
            return clause
    bearer = norm.bearer
    if isinstance(member, Threshold) and bearer is not None and bearer.start <= span.start < norm.cue.start:
        return bearer
    whole = norm.action or norm.cue
    acts = norm.actions
    if not acts or span.start <= acts[0].start:
        return whole
    for act in acts[:-1]:
        if act.start <= span.start < act.end:
            return act
    shared = all(len(plain[act.start : act.end].split()) <= _VERB_WORDS for act in acts[:-1])
    return whole if shared or plain[: span.start].rstrip().endswith(",") else acts[-1]
