"""Move annotations from a sentence to its document and back: every span by the same number of code points."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from regkit.model.annotation import Citation, Condition, Deadline, Norm, Statement, Threshold
from regkit.model.document import Mark
from regkit.model.span import Span

Spanned = TypeVar("Spanned", Citation, Mark)
Stated = TypeVar("Stated", Norm, Statement)


def shifted(item: Spanned, by: int) -> Spanned:
    """Return a citation or a mark moved by ``by`` code points. A citation's group may begin before the place it is shifted to; it is then cut."""
    if isinstance(item, Citation) and item.group is not None:
        group = Span(max(0, item.group.start + by), max(0, item.group.end + by))
        return replace(item, span=item.span.shifted(by), group=group)
    return replace(item, span=item.span.shifted(by))


def shift_stated(item: Stated, by: int, sentence: int) -> Stated:
    """Return a norm or statement of a sentence as one of the document: spans moved by ``by``, ``sentence`` set to its index."""
    common = {
        "sentence": sentence,
        "span": item.span.shifted(by),
        "conditions": tuple(map(_condition, item.conditions, [by] * len(item.conditions))),
        "exceptions": tuple(map(_condition, item.exceptions, [by] * len(item.exceptions))),
        "deadlines": tuple(map(_deadline, item.deadlines, [by] * len(item.deadlines))),
        "thresholds": tuple(map(_threshold, item.thresholds, [by] * len(item.thresholds))),
    }
    if isinstance(item, Norm):
        common |= {
            "cue": item.cue.shifted(by),
            "bearer": _span(item.bearer, by),
            "action": _span(item.action, by),
            "actions": tuple(act.shifted(by) for act in item.actions),
        }
    return replace(item, **common)


def _span(span: Span | None, by: int) -> Span | None:
    return None if span is None else span.shifted(by)


def _condition(condition: Condition, by: int) -> Condition:
    return replace(condition, span=condition.span.shifted(by), cue=condition.cue.shifted(by), modifies=_span(condition.modifies, by))


def _deadline(deadline: Deadline, by: int) -> Deadline:
    return replace(deadline, span=deadline.span.shifted(by), trigger=_span(deadline.trigger, by), modifies=_span(deadline.modifies, by))


def _threshold(threshold: Threshold, by: int) -> Threshold:
    return replace(threshold, span=threshold.span.shifted(by), modifies=_span(threshold.modifies, by))
