"""Which words before "means" are the term: read leftwards from the verb.

A term is set off by quotation marks or type, or named ("the term creditor"), or bare ("Branch means …"). A bare one is believed only where it
fills the sentence from its start, or from the comma that ends an opening phrase, and holds no word that makes a clause of it: that is what
keeps "a reasonable means by which" and "This means that" out. All functions read a sentence twice, folded to lower case and as it stands
(for capitals); offsets are code points of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from regkit.model.document import Mark, MarkKind
from regkit.model.span import Span
from regkit.text.quotes import collapse, fold_lower

_QUOTED = re.compile(r"“([^“”]{1,120})”|\"([^\"“”]{1,120})\"|‘([^‘’]{1,80})’(?!\w)|(?<!\w)'([^'\n]{2,80})'(?!\w)")
_TYPE = frozenset({MarkKind.ITALIC, MarkKind.BOLD, MarkKind.TERM, MarkKind.SMALL_CAPS})
_MARKER = re.compile(
    r"\s*(?:§+\s*[\d.\-]+\w*\s+)?(?:(?:\([A-Za-z]{1,5}\)|\(\d{1,3}\))\s*)*(?:(?:\d{1,3}(?:\.\d{1,3})*\.?|[ivxlc]{1,6}\.|[A-Za-z]\.|[-•*·–—])\s+)?"
)
_RUN_IN = re.compile(r"[A-Z][^.;:\"“”]{0,90}(?:[.:]\s+|—\s*)(?=[A-Z\"“(])")
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|had|have|shall|must|may|might|can|could|will|would|should|does|do|did|this|that|these|those|it|they|"
    r"he|she|we|which|"
    r"who|whom|whose|what|there|if|because|provides?|using|uses|says|not|only)\b"
)
_SAYS = re.compile(rf"{_CLAUSE.pattern}|\b(?:means?|includes?|refers?|excludes?)\b(?! of)")
_OPENER = re.compile(
    r"(?:(?:solely |only )?for (?:the )?(?:limited )?purposes?\b|as used\b|when(?:ever)? used\b|when(?:ever)?\b|where(?:ver)?\b|whether\b|"
    r"in\b|within\b|under\b|unless\b|"
    r"except\b|notwithstanding\b|if\b|with (?:respect|regard|reference)\b|as to\b|for\b|on\b|after\b|before\b|subject to\b|to the extent\b|"
    r"without\b|upon\b|(?:however|accordingly|thus|further|in addition|additionally|also|moreover|similarly)\b)"
)
_ASIDE_WORDS = r"(?:as|when|whenever|where|in|with|for|unless|except|if|on|under|of|whether|and any|other than)"
_LIMITS = (
    r"(?:as (?:used|defined|applied|it|they|described)|when(?:ever)? (?:used|applied|it|such|employed)|"
    r"in (?:this|these|that|the context|connection|relation|reference|paragraphs?|sections?|comments?|§|subparts?)|"
    r"with (?:respect|regard|reference)|for (?:the )?purposes?|unless|except|if|under (?:this|these|sections?|paragraphs?|§)|other than|and any)"
)
_BETWEEN = re.compile(
    rf"\s*\)?\s*(?:\([^()]{{0,240}}\)\s*)?(?:,\s*{_ASIDE_WORDS}\b[^;:\"]{{0,240}},|{_ASIDE_WORDS}\b[^;:\",]{{0,120}},?)?\s*(?:(?:each|also|"
    rf"both|all)\s+)?"
)
_JOIN = re.compile(
    r"\s*(?:[,/]\s*(?:(?:and|or|and/or)\b)?|(?:and/or|and|or)\b|\(\s*(?:(?:or|and|the|collectively|individually|each),?\s*)*)\s*(?:(?:the|a|"
    r"an|any)\s+)?(?:(?:term|word|phrase|expression)s?\s+)?"
)
_OR_ELSE = re.compile(r"\s*\((?:(?:or|also|and|the|an?|collectively|individually|each|together|hereinafter|i\.e\.|simply),?\s*)*$")
_NAMED = re.compile(r"\b(?:terms?|words?|phrases?|expressions?|abbreviations?|acronyms?)\s*$")
_NAMED_BARE = re.compile(
    rf"(?:^|[\s(])(?:the |any |each |such )?(?:terms?|words?|phrases?|"
    rf"expressions?) (?P<term>[^,;:.\"()]{{1,90}}?)\s*(?:,\s*{_ASIDE_WORDS}\b[^;:\"]{{0,240}},\s*|\s{_LIMITS}\b[^;:\",]{{0,120}})?$"
)
_BARE_ASIDE = re.compile(
    r"^(?P<term>[^;:]{2,120}?)\s*(?:\([^()]{0,240}\)\s*)?(?:,\s*(?:as|when|whenever|where|in|with|for|unless|except|on|"
    r"under)\b[^;:]{0,240},)?\s*(?:each\s*)?$"
)
_OBJECT = re.compile(
    r"\b(?:us(?:e|es|ed|ing)(?: of)?|stating|says?|labell?ed|marked|contain(?:s|ing)?|definitions? of|meaning of|references? to|"
    r"as)(?: (?:the|that|those|such|a|an))?(?: (?:term|word|phrase|expression)s?)?\s*$"
)
_ARTICLE = re.compile(r"(?:the|a|an|any|each|such)\s+", re.I)
_TAIL = " \t\n,.;:-—–\"'“”‘’"
_ASIDE = re.compile(r"\([^()]*\)")
_NO_TERM = re.compile(r"(?:for|subject to|except|if|when|where|unless|with respect)\b(?!-)")
_DANGLING = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "to",
        "by",
        "for",
        "with",
        "or",
        "and",
        "as",
        "from",
        "its",
        "any",
        "each",
        "no",
        "all",
        "other",
        "such",
        "also",
        "at",
    ]
)
_SAID_OF_TERMS = frozenset(
    ["defined", "used", "listed", "set", "described", "appearing", "capitalized", "capitalised", "below", "herein", "importing", "denoting"]
)
_TERMS = re.compile(r"\b(?:terms|words|phrases|expressions)\b")
_SPEAKING = re.compile(r"(?:the )?(?:words? (?:importing|in|of|denoting|using)|references? to|use of|singular|plural|masculine|feminine)\b")
_NOT_TERMS = frozenset({"term", "terms", "word", "words", "phrase", "following", "definition", "definitions", "expression", "meaning"})


class Subject(Struct, frozen=True):
    """The terms before a verb.

    ``form`` is "quoted", "named" or "bare"; ``start`` is where the subject begins, ``opening`` the phrase before it; ``first`` says that
    nothing but a marker, a heading or an opening phrase stands before the subject.
    """

    terms: tuple[Span, ...]
    form: str
    start: int
    opening: Span
    first: bool


class SetOff(Struct, frozen=True):
    """Words in quotation marks or in a type of their own: ``inner`` without them, ``outer`` with them. ``comma`` where the quotes hold a comma."""

    inner: Span
    outer: Span
    comma: bool = False


def normal(term: str) -> str:
    """Return a term's normal form: lower case, straight, single spaces, no quotes, no article, no punctuation at the ends.

    >>> normal("the  “Exchange Act,”")
    'exchange act'
    """
    words = collapse(fold_lower(term)).strip(_TAIL)
    article = _ARTICLE.match(words)
    return words[article.end() :].strip(_TAIL) if article else words


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without white space, punctuation or a leading article at its ends; empty at ``start`` where nothing is left."""
    while end > start and text[end - 1] in _TAIL:
        end -= 1
    while start < end and text[start] in _TAIL:
        start += 1
    article = _ARTICLE.match(text, start, end)
    if article and article.end() < end:
        start = article.end()
    return Span(start, end)


def set_off(text: str, marks: Sequence[Mark] = ()) -> list[SetOff]:
    """Return what is set off in a sentence, in order. A quotation wins over type inside or around it; a heading in italics ends in a point."""
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        inner = trimmed(text, *match.span(group))
        if len(inner):
            found.append(SetOff(inner, Span(*match.span()), match[group].rstrip().endswith(",")))
    quotes = list(found)
    for mark in marks:
        words = mark.span.of(text)
        if mark.kind not in _TYPE or len(words) > 120 or words.rstrip().endswith((".", ":", "—")) or mark.span.end > len(text):
            continue
        if not any(mark.span.overlaps(quote.outer) for quote in quotes) and len(inner := trimmed(text, mark.span.start, mark.span.end)):
            found.append(SetOff(inner, mark.span, words.rstrip().endswith(",")))
    return sorted(found, key=lambda item: item.outer)


def body_start(text: str) -> int:
    """Return where a sentence's own words begin: after its markers and a heading that runs in ("(1) Definition. Branch means")."""
    at = _MARKER.match(text).end()  # type: ignore[union-attr]
    for _ in range(2):
        run_in = _RUN_IN.match(text, at)
        if run_in is None or len(run_in[0].split()) > 12 or _SAYS.search(fold_lower(run_in[0])) or run_in.end() >= len(text):
            break
        at = _MARKER.match(text, run_in.end()).end()  # type: ignore[union-attr]
    return at


def subject(
    text: str, lower: str, verb: int, offs: Sequence[SetOff], *, after: int, plural: bool, apart: Callable[[str, str], bool]
) -> Subject | None:
    """Return the terms that end before the verb at ``verb``, or None where there are none.

    ``after`` is where the search stops leftwards (the sentence's own words, or the definition before); ``apart(a, b)`` tells whether two
    words joined by "or" are used apart from each other.
    """
    return (
        _quoted(text, lower, verb, offs, after) or _named(text, lower, verb, after, plural, apart) or _bare(text, lower, verb, after, plural, apart)
    )


def _quoted(text: str, lower: str, verb: int, offs: Sequence[SetOff], after: int) -> Subject | None:
    before = [item for item in offs if item.outer.start >= after and item.outer.end <= verb]
    if not before or _BETWEEN.fullmatch(lower, before[-1].outer.end, verb) is None:
        return None
    chosen = [before[-1]]
    for item in reversed(before[:-1]):
        gap = lower[item.outer.end : chosen[-1].outer.start]
        if _JOIN.fullmatch(gap) is None and not (item.comma and not gap.strip()):
            break
        chosen.append(item)
    chosen.reverse()
    start = chosen[0].outer.start
    left = lower[after:start]
    if bracket := _OR_ELSE.search(left):
        full = subject(text, lower, after + bracket.start(), (), after=after, plural=False, apart=lambda _a, _b: False)
        if full is not None and lower[chosen[-1].outer.end : verb].lstrip().startswith(")"):
            terms = (*full.terms, *(item.inner for item in chosen))
            return Subject(terms, full.form, full.start, full.opening, full.first)
    if _OBJECT.search(left):
        return None
    named = _NAMED.search(left)
    lead = re.sub(r"(?:^|\s)(?:the|any|each|a|an|and)\s*$", "", left[: named.start()] if named else left)
    return Subject(tuple(item.inner for item in chosen), "quoted", start, Span(after, after + len(lead)), _opens(lead))


def _named(text: str, lower: str, verb: int, after: int, plural: bool, apart: Callable[[str, str], bool]) -> Subject | None:
    match = next(reversed(list(_NAMED_BARE.finditer(lower, after, verb))), None)
    if match is None or _CLAUSE.search(match["term"]) or len(match["term"].split()) > 9:
        return None
    first, last = match["term"].split()[0], match["term"].split()[-1]
    if first in _DANGLING - {"no", "all", "other"} - {"a", "an", "the"} or first in _SAID_OF_TERMS or last in _DANGLING:
        return None
    lead = lower[after : match.start()]
    if _OBJECT.search(lower[after : match.start("term")]):
        return None
    several = plural or _TERMS.search(lower, match.start(), match.start("term")) is not None
    terms = split(text, trimmed(text, *match.span("term")), plural=several, apart=apart)
    return Subject(terms, "named", match.start(), Span(after, match.start()), _opens(lead)) if terms else None


def _bare(text: str, lower: str, verb: int, after: int, plural: bool, apart: Callable[[str, str], bool]) -> Subject | None:
    start = after
    if _OPENER.match(lower, after) and (comma := _last_comma(lower, after, verb)) >= 0:
        start = comma + 1
    match = _BARE_ASIDE.match(lower[start:verb])
    if match is None:
        return None
    words = match["term"].split()
    if not 1 <= len(words) <= 12 or words[-1] in _DANGLING or (set(words) & _NOT_TERMS and len(words) < 3):
        return None
    if _NO_TERM.match(match["term"].lstrip()) or match["term"].count("(") != match["term"].count(")"):
        return None
    if words[-1] in _NOT_TERMS and ("following" in words or words[-2:-1] in (["the"], ["this"], ["that"], ["such"], ["these"])):
        return None
    if _SPEAKING.match(match["term"].lstrip()):
        return None
    if len(words) > 1 and (
        _CLAUSE.search(_ASIDE.sub("", match["term"])) or words[0] in {"any", "no", "all", "each", "every", "only", "such", "one", "other", "by"}
    ):
        return None
    if len(words) == 1 and _CLAUSE.fullmatch(words[0]):
        return None
    begin = start + len(lower[start:verb]) - len(lower[start:verb].lstrip())
    terms = split(text, trimmed(text, begin, start + match.end("term")), plural=plural, apart=apart)
    return Subject(terms, "bare", begin, Span(after, start), True) if terms else None


def _last_comma(lower: str, start: int, end: int) -> int:
    """Return the place of the last comma outside brackets that an aside does not own, -1 where there is none."""
    depth, found = 0, -1
    for at in range(start, end):
        char = lower[at]
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0 and lower[at + 1 : end].strip():
            found = at
    return found


def opens(words: str) -> bool:
    """Tell whether words begin with an opening phrase ("for purposes of", "in", "except"), which no term does."""
    return _OPENER.match(words) is not None


def _opens(lead: str) -> bool:
    """Tell whether what stands before the subject is nothing, or an opening phrase with its comma, or a clause that goes on with "and"."""
    lead = lead.strip()
    return not lead or lead.endswith((",", ":", ";", " and")) or _OPENER.match(lead) is not None


def split(text: str, span: Span, *, plural: bool, apart: Callable[[str, str], bool]) -> tuple[Span, ...]:
    """Return the synonyms in a bare subject: "Extend credit and extension of credit mean" has two terms, "Factor or value means" one.

    With a plural verb every conjunct is a term. With a singular one "A or B" is two terms where both are used apart from each other in the
    instrument, or where both are names; a shorter A ("administrative or clerical tasks") shares the head of B and is none.
    """
    if not len(span):
        return ()
    words = fold_lower(span.of(text))
    if plural:
        cuts = [m.span() for m in re.finditer(r",? (?:and|or) (?:the )?|, ", words)]
    else:
        cuts = [m.span() for m in re.finditer(r" or (?:the )?", words) if "," not in words]
        if len(cuts) != 1:
            return (span,)
        left, right = span.of(text)[: cuts[0][0]], span.of(text)[cuts[0][1] :]
        names = left[0].isupper() and right[:1].isupper()
        if (
            not names
            and not f" {normal(left)}".endswith((f" {normal(right)}", f" {normal(right).removesuffix('s')}"))
            and (len(left.split()) < len(right.split()) or not apart(normal(left), normal(right)))
        ):
            return (span,)
    edges = [0, *(edge for cut in cuts for edge in cut), len(words)]
    parts = (trimmed(text, span.start + a, span.start + b) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return tuple(part for part in parts if len(part))
