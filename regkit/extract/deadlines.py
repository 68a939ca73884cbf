"""``regkit_deadlines``: time limits and periods, as durations or dates with the event that they run from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes
from regkit.extract import chunks
from regkit.extract.clauses import DETERMINER, MODAL
from regkit.extract.quantities import iso_date, number, ordinal, period, unit
from regkit.extract.rule_set import Hit, RuleSet, rule_set
from regkit.extract.view import View, view
from regkit.model.annotation import Deadline
from regkit.model.span import Span

_EVENT_END = re.compile(
    rf"[;:](?= |$)|,(?!\d{{3}})(?! \d{{4}}\b)|\.$|\.(?= )| - |(?= (?:if|unless|except|provided(?= (?:that|however)\b)|whichever|only|so that|"
    r"in order to|without|whether|regardless|or such|but|even|(?:with)?in which to)\b)"
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
_SIDE = re.compile(
    r"\b(?:(?P<before>before|prior to|in advance of|ahead of|preceding|until)"
    r"|after|following|from|upon|once|when|(?:day|week|month|year|hour)s? of)$"
)
_SHARE = (1.0, 0.5)
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
    opened = hit.groups.get("on") or hit.groups.get("on2")
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
    quantity, measure = _duration(text, hit)
    words = _group(text, hit, "u")
    longer = _group(text, hit, "m")
    return Deadline(
        span=Span(hit.start, end),
        relation=hit.rule.label,
        rule=hit.rule.id,
        quantity=quantity,
        unit=measure,
        date=iso_date(text.lower[hit.start : end]) if trigger is None else "",
        trigger=trigger,
        through=number(longer) if longer else None,
        calendar="business" if measure == "business day" else "calendar" if measure and "calendar" in words else "",
        direction=_direction(plain, hit) if trigger is not None and (measure or not plain.endswith(" of", 0, hit.end)) else "",
    )


def _group(text: View, hit: Hit, name: str) -> str:
    """Return what a group of the pattern holds: ``n``, or ``n2`` and so on in another branch of it; empty where none took part."""
    return next((text.lower[slice(*span)] for key, span in hit.groups.items() if key.rstrip("23456") == name), "")


def _duration(text: View, hit: Hit) -> tuple[float | None, str]:
    """Return the quantity and unit of a deadline; of "every year" one year, of "quarterly" one quarter, of "the third day after" three days."""
    amount, measure = _group(text, hit, "n"), unit(_group(text, hit, "u"))
    if amount:
        return number(amount), measure
    if ranked := _group(text, hit, "o"):
        counted = _direction(text.plain, hit) and not text.plain.endswith(" of", hit.start, hit.end)  # the 15th day of a month is a date
        return (ordinal(ranked), measure) if counted else (None, "")
    if hit.rule.label != "at_least_every":
        return None, ""
    if not measure:
        return period(text.lower[hit.start : hit.end])
    return _SHARE["twice" in text.plain[hit.start : hit.end]], measure


def _direction(plain: str, hit: Hit) -> str:
    """Return on which side of its event a time lies, by the word that leads to it: "before", "after", or "" where that word tells neither."""
    match = _SIDE.search(plain[hit.start : hit.end])
    return "" if match is None else "before" if match["before"] else "after"


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
    if "on" in hit.groups or "on2" in hit.groups or "of" in hit.groups:
        return True
    return plain[hit.start : hit.end].endswith(("before", "prior to", "until", "later than", "end of", "close of business of", "as soon as"))
