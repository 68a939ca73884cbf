"""``regkit_deadlines``: time limits and periods, as durations or dates with the event that they run from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes
from regkit.extract import chunks
from regkit.extract.clauses import DETERMINER, MODAL
from regkit.extract.quantities import iso_date, number, unit
from regkit.extract.rule_set import Hit, RuleSet, rule_set
from regkit.extract.view import View, view
from regkit.model.annotation import Deadline
from regkit.model.span import Span

_EVENT_END = re.compile(
    rf"[;:](?= |$)|,(?!\d{{3}})(?! \d{{4}}\b)|\.$|\.(?= )| - |(?= (?:if|unless|except|provided(?= (?:that|however)\b)|whichever|only|so that|"
    r"in order to|without|whether|regardless|or such|but|even)\b)"
    rf"|(?= (?:and|or) (?:{MODAL}|promptly|not|no|to|again|if|upon|in|on|within|by|before|after)\b)"
    rf"|(?= (?:and|but) (?:{DETERMINER} )?(?:[\w'-]+ ){{1,4}}{MODAL}\b)|(?= {MODAL}\b(?! not be ))"
)
_CLAUSE_FIRST = re.compile(r" (?:the|a|an|it|they|he|she|such|any|that|this|each|its|all)\b")
_SHORT_EVENT = re.compile(
    r" (?:receipt|receiving|request|demand|notice|discovery|closing|settlement|"
    r"consummation|termination|expiration|approval|completion)\b(?= (?:to|in|by|with|and)\b)"
)


_CHOICE = re.compile(r"\b(?:earlier|later|earliest|latest|sooner) of\b")
_MODAL = re.compile(rf" {MODAL}\b")
_OWN_MODAL = re.compile(rf" (?:{DETERMINER} )?(?:(?!{DETERMINER}\b)[\w'-]+ ?){{1,3}}")
_CLAUSE_CUE = re.compile(r"\b(?:before|until|after|once|as soon as) ?$")
_IN_RELATIVE = re.compile(rf" (?:that|which|who)(?: (?!{MODAL}\b)[\w'-]+){{0,4}}$")
_WORD = re.compile(r"\w{3,}")
_OTHER = re.compile(r" (?:or|and)\b")


@Language.factory("regkit_deadlines", default_config={"rules": []}, requires=["doc._.citations"], assigns=["doc._.deadlines"])
def make_deadlines(nlp: Language, name: str, rules: Sequence[str]) -> DeadlineFinder:
    """Build the component from ``rules/deadlines.toml`` and the folders in ``rules``."""
    return DeadlineFinder(rule_set("deadlines", tuple(rules)))


class DeadlineFinder:
    """Sets ``doc._.deadlines``, in reading order, never overlapping."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with its deadlines."""
        doc._.deadlines = find(view(doc), self._rules)
        return doc


def find(text: View, rules: RuleSet) -> tuple[Deadline, ...]:
    """Return the deadlines of one sentence."""
    found: list[Deadline] = []
    reach = 0
    for hit in rules.settled(text):
        if hit.start < reach:
            continue
        deadline = _deadline(text, hit)
        reach = deadline.span.end
        found.append(deadline)
    return tuple(found)


def _deadline(text: View, hit: Hit) -> Deadline:
    plain = text.plain
    opened = hit.groups.get("on")
    end = hit.end
    trigger = None
    if hit.rule.data.get("reach") == "event" and _has_event(plain, hit):
        short = _SHORT_EVENT.match(plain, hit.end) if opened else None
        stop = short or _event_end(plain, hit)
        if stop and stop.group() == "," and _CHOICE.search(plain, hit.start, stop.start()) and _OTHER.match(plain, stop.end()):
            stop = _EVENT_END.search(plain, stop.end())
        end = short.end() if short else stop.start() if stop else len(plain)
        if stop and not short and _MODAL.match(plain, end) and not _WORD.search(plain, 0, hit.start):
            end = max(chunks.ungoverned(plain, hit.end, end), default=end)  # the subject of the main clause, no comma before it
        while end > hit.end and plain[end - 1] in " ,;:.":
            end -= 1
        first = next((at for at in range(hit.end, end) if plain[at] != " "), end)
        trigger = Span(first, end) if first < end else None
    amount, word = hit.groups.get("n"), hit.groups.get("u")
    return Deadline(
        span=Span(hit.start, end),
        relation=hit.rule.label,
        rule=hit.rule.id,
        quantity=number(text.lower[slice(*amount)]) if amount else None,
        unit=unit(text.lower[slice(*word)]) if word else "",
        date=iso_date(text.lower[hit.start : end]) if trigger is None else "",
        trigger=trigger,
    )


def _event_end(plain: str, hit: Hit) -> re.Match[str] | None:
    """Return where the event's clause ends: at a modal of the main clause, but not at the event's own ("until banks can use it")."""
    stop = _EVENT_END.search(plain, hit.end)
    while stop and stop.group() == "" and _MODAL.match(plain, stop.start()) and _IN_RELATIVE.search(plain, hit.end, stop.start()):
        stop = _EVENT_END.search(plain, stop.start() + 1)
    if (
        stop
        and _OWN_MODAL.fullmatch(plain, hit.end, stop.start())
        and _MODAL.match(plain, stop.start())
        and _CLAUSE_CUE.search(plain, hit.start, hit.end)
    ):
        return _EVENT_END.search(plain, stop.start() + 1)
    return stop


def _has_event(plain: str, hit: Hit) -> bool:
    """Tell whether the words are followed by the event that the time runs from.

    After a bare duration ("within 30 days") what follows is the sentence going on; after a preposition, or a cue that is one ("before",
    "until", "no later than"), it is the event.
    """
    if "on" in hit.groups or "of" in hit.groups:
        return True
    return plain[hit.start : hit.end].endswith(("before", "prior to", "until", "later than", "end of", "close of business of", "as soon as"))
