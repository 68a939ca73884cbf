"""The definitions that one sentence states, by its words alone; what stands around it is said by a `Setting`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from regkit.extract.definitions_short import stands_for
from regkit.extract.definitions_terms import Subject, body_start, set_off, subject, trimmed
from regkit.extract.load_rules import Rule, load_rules
from regkit.model.annotation import DefinitionKind
from regkit.model.document import Mark
from regkit.model.span import Span
from regkit.text.quotes import fold, fold_lower

_STRONG_NEXT = re.compile(
    r"\s*(?:$|[:(\"$—-]|,\s*(?:with|for|in|as|when|where|unless|except|if|at|on|to|without|subject|collectively|depending)\b"
    r"|(?!(?:it|he|she|they|we|you|i|there|this|are|is|was|were|shall|must|may|will|can|and|or|has|have|but|includes?|used|available|"
    r"employed|necessary|chosen|selected)\b)\w)"
)
_NOT_SHORT = re.compile(
    r"\b(?:is|are|was|were|will|shall|must|can|has|have|we|you|your|our|i|who|what|how|may)\b|^\d|\d{4}$|[?!]$|\.\.\.|^(?:january|february|"
    r"march|april|may|june|july|august|september|october|november|december)\b"
)
_LIMITED = re.compile(
    r"(?:(?:solely |only )?for (?:the )?purposes? of|as used|when(?:ever)? used|(?:when |as )?used|in this|within this|in these|under this)\b"
)
_NAMED = re.compile(r"\b(?:terms?|words?|phrases?|expressions?)\s*$")
_AS = re.compile(r"\bas(?: (?:that|the|those|such|these))?(?: (?:terms?|words?|phrases?))?$")
_ELSEWHERE = re.compile(r"\b(?:defined|described) (?:in|by|under|at)\b")
_ENDS = " ,.\"”’'"
_REPORTED = re.compile(
    r"\b(?:stat|disclos|say|said|explain|clarif|note|indicat|believ|suggest|argu|recommend|propos|contend|assert|mention|observ|conclud|reveal|show)"
    r"\w{0,4}(?: \w+){0,3}? that(?:,(?: [^,]{1,80},)?)?(?: (?:the|an?))?(?: (?:term|word|phrase|expression)s?)?\s*$"
)
_MARKERS = re.compile(r"\(\w{1,5}\)|\b\w{1,6}\.|§+\s*[\d.]+")
_ARTICLE = re.compile(r"(?:the|an?)\s")
_ASIDE = re.compile(
    r",?\s*\b(?:together|collectively|individually|each)\b[^\"]*\Z|"
    r",?\s*\b(?:(?:is|are|(?:may|shall|will)(?:, but need not,)? be|be)\s+)?(?:in this \w+ )?(?:hereinafter|hereafter|referred to|known as|"
    r"known|called)\b[^\"]*\Z",
    re.I,
)
_MANY = re.compile(r"\b(?:collectively|together|each|individually|jointly|all)\b")
_DETERMINED = re.compile(r"\b(?:the|an?|each|collectively|together|hereinafter|our|its|or)\b")
_SAID = re.compile(r"\b(?:referred to|called|known|defined)\b")
_MOST = 64  # verbs read in one sentence, so that a text without an end of a sentence stays cheap
_QUOTE = re.compile(r"(?P<lead>[^\"]*)\"(?P<term>[^\"]{1,100})\"")
_LEADS = re.compile(
    r"[\s,;:.]*(?:(?:each|of|which|whom|them|these|the|foregoing|together|collectively|individually|respectively|hereinafter|hereafter|"
    r"herein|jointly|or|and|and/or|i\.e\.|"
    r"also|known|as|a/k/a|f/k/a|referred|to|called|defined|our|its|any|such|in|this|these|section|order|notice|agreement|release|a|an|it|"
    r"for|short)\b[\s,;:.]*)*"
    r"(?:(?:with|as|such|each such|including|in the case of)\b[^\"]{1,100})?"
)


class Setting(Struct, frozen=True):
    """What surrounds a sentence: whether it stands in a list of definitions, in commentary, and whether it begins a provision or a paragraph.

    ``heading`` is a heading that runs in before it, where that is a sentence of its own.
    """

    listed: bool = False
    commentary: bool = False
    first: bool = True
    heading: str = ""


class Found(Struct, frozen=True):
    """A definition in one sentence. Spans are code points of the sentence.

    ``terms`` are the synonyms it defines together; ``body`` what they mean; ``scope`` the words of the sentence that may say how far it
    holds; ``weak`` says that its verb is as often used without defining.
    """

    terms: tuple[Span, ...]
    body: Span
    kind: DefinitionKind
    rule: str
    scope: str = ""
    certain: bool = True
    weak: bool = False
    start: int = 0


@cache
def definition_rules(folders: tuple[Path, ...] = ()) -> dict[str, tuple[Rule, ...]]:
    """Return the rules by their sign, in the order of the file."""
    rules: dict[str, list[Rule]] = {}
    for rule in load_rules("definitions", folders):
        rules.setdefault(str(rule.data.get("sign", "verb")), []).append(rule)
    return {sign: tuple(group) for sign, group in rules.items()}


@cache
def own_words(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """Return the words of the rules in a user's own folders: a sentence with one of them is worth a look, too."""
    shipped = {rule.id for rule in load_rules("definitions")}
    return tuple(dict.fromkeys(word for rule in load_rules("definitions", folders) if rule.id not in shipped for word in rule.words))


def _together(_a: str, _b: str) -> bool:
    return False


def read_definitions(
    text: str,
    marks: Sequence[Mark] = (),
    setting: Setting | None = None,
    *,
    apart: Callable[[str, str], bool] = _together,
    folders: tuple[Path, ...] = (),
    lower: str = "",
) -> tuple[Found, ...]:
    """Return the definitions that a sentence states, in order.

    ``marks`` is its typography; ``apart(a, b)`` says of two bare words joined by "or" whether the instrument uses them apart.
    """
    setting = setting or Setting()
    rules = definition_rules(folders)
    lower = lower or fold_lower(text)
    found = [*_by_verb(text, lower, marks, setting, rules.get("verb", ()), apart)]
    if '"' in lower:
        found += _by_bracket(text, lower, rules.get("bracket", ()) + rules.get("aside", ()))
    found.sort(key=lambda item: item.terms[0].start)
    taken: set[int] = set()
    kept = []
    for item in found:  # two signs may point at one term: "(hereinafter referred to as the 'Fund')"
        if taken.isdisjoint(term.start for term in item.terms):
            taken.update(term.start for term in item.terms)
            kept.append(item)
    return tuple(kept)


def _by_verb(text: str, lower: str, marks: Sequence[Mark], setting: Setting, rules: Sequence[Rule], apart: Callable[[str, str], bool]) -> list[Found]:
    cues = sorted({(start, -end, n) for n, rule in enumerate(rules) if any(w in lower for w in rule.words) for start, end in rule.cues(lower)})
    if not cues:
        return []
    offs = set_off(text, marks)
    after = own = body_start(text)
    found: list[Found] = []
    last = -1
    for start, minus, n in cues[:_MOST]:
        if start < last:
            continue
        rule, end = rules[n], -minus
        at = subject(text, lower, start, offs, after=after, plural=lower[:end].endswith("mean") and "shall" not in lower[start:end], apart=apart)
        if at is None and after > own:
            continue
        if (
            at is None
            or (rule.id == "definition.means" and at.form != "quoted" and not _STRONG_NEXT.match(lower, end))
            or not _believed(text, lower, at, rule, setting, own, start)
        ):
            continue
        scope = (
            fold(text[at.opening.start : at.opening.end] + ", " + text[at.terms[-1].end : start].lstrip(_ENDS)) + " " + _late_scope(text, lower, end)
        )
        if found and not _LIMITED.search(scope.lower()):
            scope = found[-1].scope  # "In this section, 'index' means … and 'margin' means …"
        if found:
            found[-1] = _cut(found[-1], at.start)
        found.append(
            Found(
                at.terms,
                Span(start, len(text)),
                DefinitionKind(rule.label),
                rule.id,
                scope,
                rule.certain,
                rule.data.get("strength") == "weak",
                at.start,
            )
        )
        after = last = end
    return found


def _late_scope(text: str, lower: str, end: int) -> str:
    """Return the words right after the verb where they limit it: "means, for purposes of this section, …"."""
    match = re.match(r",\s*(?:(?:as used|when used) in|for (?:the )?purposes? of|in)\b[^,;:]{1,160},", lower[end : end + 200])
    return fold(text[end : end + match.end()]) if match else ""


def _cut(found: Found, end: int) -> Found:
    return Found(
        found.terms, Span(found.body.start, max(found.body.start, end)), found.kind, found.rule, found.scope, found.certain, found.weak, found.start
    )


def _believed(text: str, lower: str, at: Subject, rule: Rule, setting: Setting, own: int, cue: int) -> bool:
    """Tell whether the words before the verb and the place make a definition of it."""
    weak = rule.data.get("strength") == "weak"
    opening = lower[at.opening.start : at.opening.end].strip()
    limited = _LIMITED.match(opening) is not None or "used in" in lower[at.terms[-1].end : at.terms[-1].end + 20]
    named = at.form == "named" or _NAMED.search(lower[own : at.start]) is not None
    if _AS.search(lower[own : at.start].strip()):
        return False  # "as the term 'bank' is defined in" points to a definition, and makes none
    if _REPORTED.search(lower[max(own, at.start - 160) : at.start]):
        return False  # "the notice must state that 'balance' means …", "commenters noted that …": what somebody says
    if weak and _ELSEWHERE.search(lower, at.terms[-1].end, cue):
        return False  # "the term 'bank', as defined in section 3, includes …" adds to a definition that stands elsewhere
    if setting.commentary:
        return at.form != "bare" and ((limited and rule.label in ("means", "reference")) or (named and rule.id == "definition.means"))
    if rule.data.get("strength") == "copula":
        return at.form == "quoted" and at.first and (limited or setting.listed) and not setting.heading.strip()
    if at.form == "quoted":
        return not weak or (at.first and (named or setting.listed or at.start == own or limited))
    if at.form == "named":
        return not weak or (at.first and (not opening or limited))
    if weak or rule.id == "definition.defined-as":
        heading = setting.heading + text[:own]
        plain = not any(char.isalpha() for char in _MARKERS.sub("", heading)) or "efinition" in heading
        return (
            (setting.listed or (limited and weak and rule.label in ("includes", "excludes") and at.form == "bare" and "," not in opening[:-1]))
            and setting.first
            and plain
            and (at.start == own or limited)
            and (text[at.start].isupper() or limited)
            and not _ARTICLE.match(lower, at.start)
        )
    if setting.listed or limited:
        return True
    words = text[at.terms[0].start : at.terms[-1].end].split()
    return len(words) <= 8 and text[at.start].isupper() and not _ARTICLE.match(lower, at.start) and not opening


def _by_bracket(text: str, lower: str, rules: Sequence[Rule]) -> list[Found]:
    plain = fold(text)
    floor = body_start(text)
    found = []
    for rule in rules:
        for start, end in rule.cues(lower):
            terms: list[Span] = []
            for match in _QUOTE.finditer(plain, start, end):
                lead = match["lead"].lower()
                if rule.data.get("sign") == "bracket" and (not _LEADS.fullmatch(lead) or (not terms and "in the case of" in lead)):
                    break
                inner = plain[match.start("term") : match.end("term")]
                shown = inner.strip(" ,.;:")
                if shown and len(shown.split()) <= 8 and not _NOT_SHORT.search(shown.lower()) and any(char.isalpha() for char in shown):
                    terms.append(trimmed(plain, *match.span("term")))
            if not terms:
                continue
            said = _ASIDE.search(plain, max(0, start - 80), start) if rule.data.get("sign") == "aside" else None
            begin = said.start() if said else start
            at = begin if rule.data.get("sign") == "aside" else start - 1
            for term in terms:
                head = lower[begin : term.start]
                body = stands_for(plain, term.of(text), at, floor, many=_MANY.search(head) is not None)
                article = _SAID.search(head) or _DETERMINED.search(head) or rule.data.get("sign") == "aside"
                capital = any(char.isupper() for char in term.of(text))
                if len(body) and (capital or (article and (head.strip(' "') not in ("a", "an") or " " in term.of(text)))):
                    found.append(Found((term,), body, DefinitionKind.SHORT_FORM, rule.id, head, rule.certain, False, body.start))
    return found
