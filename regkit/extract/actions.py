"""The acts of one norm: "shall establish, maintain, and enforce policies" asks for three things with one cue, of one bearer.

They stay one norm, because a reader traces the sentence once and three rows with the same words would read worse; each act has a span of
its own, for whoever checks them one by one.
"""

from __future__ import annotations

import re
from functools import cache

from regkit.extract.clauses import DETERMINER, PREPOSITION, SUBORDINATE
from regkit.extract.rule_set import word_list
from regkit.model.span import Span

_NO_VERB = rf"(?!(?:{DETERMINER}|{PREPOSITION}|{SUBORDINATE}|it|they|he|she|you|we|also|then|not|otherwise|\w+ly)\b)"
_VERBS = re.compile(
    rf"(?:(?:be|also|then|\w+ly) )*{_NO_VERB}[a-z][\w-]*"
    rf"(?P<more>(?:, (?:\w+ly )?{_NO_VERB}[a-z][\w-]*){{0,8}},? (?:and|or|and/or) (?:\w+ly )?{_NO_VERB}[a-z][\w-]*)(?= )"
)
_VERB = re.compile(r"(?:, (?:(?:and|or|and/or) )?| (?:and|or|and/or) )(?P<verb>(?:\w+ly )?[a-z][\w-]*)")


@cache
def _later() -> re.Pattern[str]:
    verbs = sorted({verb for key in ("finite", "imperative", "dutiful") for verb in word_list("verbs", key)} - {"do", "state", "exercise", "default"})
    return re.compile(rf",? (?:and|or) (?P<verb>(?:\w+ly )?(?:{'|'.join(verbs)}))(?= (?:{DETERMINER}|them|it|written|to the|with|promptly)\b)")


def acts(plain: str, action: Span | None) -> tuple[Span, ...]:
    """Return the spans of the acts in an action, in reading order; empty where there is one only.

    ``plain`` is the view of the sentence. Each span runs from its verb to the next one's conjunction; the last has the complement they share.
    """
    if action is None:
        return ()
    starts = [action.start]
    ends = []
    at = action.start
    match = _VERBS.match(plain, action.start, action.end)
    if match is not None:
        for verb in _VERB.finditer(plain, match.start("more"), match.end()):
            ends.append(verb.start())
            starts.append(verb.start("verb"))
        at = match.end()
    for verb in _later().finditer(plain, at, action.end):
        ends.append(verb.start())
        starts.append(verb.start("verb"))
    if len(starts) == 1:
        return ()
    return tuple(Span(start, end) for start, end in zip(starts, [*ends, action.end], strict=True) if start < end)
