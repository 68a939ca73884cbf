"""Norms without a modal: the imperatives of instructions, and the present tense of commentary ("the institution reports the amount").

Read only where a sentence has no other cue. Both are guesses of a kind: an imperative is certain where it opens a full sentence, the present
tense never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from regkit.extract import bearers
from regkit.extract.clauses import imperative, skip_blank
from regkit.extract.rule_set import word_list
from regkit.extract.view import View
from regkit.model.annotation import Condition, Modality
from regkit.model.span import Span

IMPERATIVE = "implicit.imperative"
PRESENT = "implicit.present"

_MARKER = re.compile(r"\W*(?:\((?:[a-z]{1,4}|\d{1,2})\) |\d{1,2}\. )?(?:then |please |note[:,] )?")
_AMENDING = re.compile(r"\b(?:to read(?: as follows)?|by (?:adding|removing|revising|inserting|striking))\b")  # an instruction to the editor
_NARRATED = re.compile(r"\b(?:also|then|later|subsequently) $")
_GENERAL = re.compile(r"(?:an?|the|each|every|such|any)\b")
_EXAMPLE = re.compile(r"\W*(?:for (?:example|instance)|e\.g\.|thus|assume|suppose|in this example)\b|\b(?:commenters?|the (?:final|proposed) rule)\b")

Implicit = tuple[Span, int, Modality, str, Span | None, bool, bool]


@cache
def present_forms() -> tuple[str, ...]:
    """Return the -s forms of the verbs by which the present tense binds, sorted."""
    return tuple(sorted(verb[:-1] + "ies" if verb.endswith("y") else verb + "s" for verb in word_list("verbs", "dutiful")))


@cache
def _dutiful() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(present_forms())})(?= (?:the|an?|only|its|that|any|all|each|no|either|whether|to the|both|as|zero|such|p|q|\")\b)"
    )


def find(text: View, bare: str, conditions: Sequence[Condition]) -> Iterator[Implicit]:
    """Yield the implicit norm of a sentence that has no cue, if any, as the fields of `regkit.extract.norms.Found`."""
    if not text.plain.rstrip().endswith((".", ":", ".)", '."')):
        return
    if _AMENDING.search(text.plain):
        return
    start = _MARKER.match(text.plain)
    places = [start.end() if start else 0]
    for condition in conditions:
        if condition.span.start <= places[-1] + 1:
            places.append(skip_blank(text.plain, condition.span.end + 1))
            if text.plain.startswith(("and ", "or "), places[-1]):
                places[-1] = skip_blank(text.plain, places[-1] + 4)
    for place in places:
        match = imperative().match(text.plain, place)
        if match:
            negative = match["cue"].startswith("do not")
            modality = Modality.PROHIBITION if negative else Modality.OBLIGATION
            yield Span(*match.span("cue")), place, modality, IMPERATIVE, None, False, True
            return
    if (text.words is not None and text.words.isdisjoint(present_forms())) or _EXAMPLE.search(text.plain):
        return
    for match in _dutiful().finditer(bare):
        subject = bearers.subject(text, bare, 0, match.start())
        told = _NARRATED.search(bare[max(0, match.start() - 12) : match.start()]) is not None
        if subject.agent and not subject.relative and not told and _GENERAL.match(text.plain, subject.start):
            yield Span(*match.span()), subject.start, Modality.OBLIGATION, PRESENT, Span(subject.start, subject.end), False, False
            return
