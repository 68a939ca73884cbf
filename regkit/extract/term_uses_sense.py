"""Whether the words of a term are, where they stand, a use of it: not a heading, not part of a longer name, not a verb.

Each test is a rule that holds whatever the term: none knows a word of its own but function words. Offsets are those of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from regkit.model.analysis import Analysis
from regkit.model.span import Span

_BEFORE = re.compile(r"([\w.&'’/-]*\w)([ -])\Z")
_AFTER = re.compile(r"([ -])(?:(?:of|for|and|on) (?:the )?)?([A-Z]\w*)")
_NEXT = re.compile(r"[ ]+(\w+)")
_SAYS = re.compile(r"\b(?:shall|must|may|need not|will|cannot|can|should|is|are|was|were|has|have|do|does)\b(?=.{12})")
_PREFIX = re.compile(r"\b(?:non|pre|post|multi|sub|inter|intra|co)\Z", re.I)
_IS_NOT = re.compile(r"\b(?:is|are|was|were|be|been|being) not \Z")
_RELATIVE = re.compile(
    r" +(?:is|are|was|were|be|been|has|have|had|do|does|did|may|might|must|shall|should|will|would|can|could|not|also|only|\w+(?:ed|ly))\b"
)
_MODAL = frozenset(["shall", "must", "may", "might", "can", "cannot", "could", "should", "would"])
_DETERMINED = frozenset(["a", "an", "the", "that", "whether", "any", "each", "its", "their", "such", "this", "these", "how", "only"])
_NOUN_BEFORE = frozenset(
    [
        "a",
        "an",
        "the",
        "any",
        "each",
        "every",
        "all",
        "no",
        "some",
        "such",
        "this",
        "that",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "your",
        "our",
        "other",
        "another",
        "one",
        "two",
        "of",
        "in",
        "by",
        "for",
        "from",
        "on",
        "with",
        "under",
        "or",
        "and",
        "within",
        "as",
        "per",
        "than",
        "same",
    ]
)
_NOUN = re.compile(r"(?:er|or|ion|ment|ity|ee|ness|ship|ance|ence|ism|ist|ian|ant)s?\Z|ies\Z")
SENTENCE_START = re.compile(r"(?:[.;:?!—\n]|\A)[\s\"”’(“‘\[]*(?:\((?:\w{1,5})\)\s*)*\Z")
"""Matches, read up to an offset, where that offset begins a sentence, a paragraph or an item."""


def headings(analysis: Analysis) -> list[Span]:
    """Return the stretches that are headings, in order: whole blocks, and headings that run in before a paragraph's text.

    A heading says what a provision is about; what it says is said again by the provision.
    """
    document = analysis.document
    found = []
    for block in document.blocks:
        if block.heading:
            found.append(block.span)
            continue
        provision = document.provisions[block.provision]
        if not provision.body or provision.body[0].start != block.span.start:
            continue
        if provision.heading and _SAYS.search(provision.heading) is None:
            at = document.text.find(provision.heading[:60], block.span.start, block.span.start + 80)
            if at >= 0:
                found.append(Span(block.span.start, min(at + len(provision.heading), block.span.end)))
    found += [sentence.span for sentence in analysis.sentences if sentence.heading]
    return sorted(set(found))


class Inside:
    """Tells whether an offset lies in one of some spans, which may nest only at their starts; O(log n)."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans: list[Span] = []
        for span in sorted(spans):
            if self._spans and span.start < self._spans[-1].end:
                span = Span(self._spans[-1].start, max(self._spans[-1].end, span.end))
                self._spans.pop()
            self._spans.append(span)
        self._starts = [span.start for span in self._spans]

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._spans[at].end


def in_name(text: str, start: int, end: int, *, cased: bool, first: bool) -> bool:
    """Tell whether a capitalised occurrence is part of a longer name: "Act" in "Truth in Lending Act", "States" in "United States".

    ``cased`` says that the term itself is written with capitals, ``first`` that the occurrence begins its sentence. A term of several words with
    capitals is a name itself, and stays one in a longer name ("Common Member Agreement").
    """
    if not text[start].isupper():
        return False
    several = " " in text[start:end]
    before = _before(text, start, 40)
    opens = before is not None and SENTENCE_START.search(text, max(0, before.start() - 30), before.start()) is not None
    if (
        before
        and not opens
        and before[1][0].isupper()
        and not (cased and several)
        and before[1].lower() not in _NOUN_BEFORE | {"under", "when", "if", "where"}
    ):
        return True
    after = _AFTER.match(text, end, end + 40)
    if after is None or (cased and several):
        return False
    return (not cased and not first and after[0][1:2].isupper()) or (cased and " of " in after[0])


def in_compound(text: str, start: int) -> bool:
    """Tell whether a hyphen makes the occurrence part of another word: "self-credit"; but "dwelling-related" is about a dwelling.

    A prefix is no word, and what it precedes is used in its sense: "pre-application testing", "non-applicant".
    """
    return start > 1 and text[start - 1] in "-‑" and text[start - 2].isalnum() and _PREFIX.search(text, max(0, start - 8), start - 1) is None


def _before(text: str, start: int, reach: int) -> re.Match[str] | None:
    """Return the word before an offset, at most ``reach`` characters of it; the blank before that word bounds the search."""
    if start == 0 or text[start - 1] not in " -":
        return None
    lowest = max(0, start - reach)
    return _BEFORE.search(text, max(lowest, text.rfind(" ", lowest, start - 1) + 1), start)


def is_verb(text: str, start: int, end: int, *, plural: bool, first: bool) -> bool:
    """Tell whether a single word that names a thing is a verb here: after a modal verb, or with an object of its own.

    "may act", "to state the rate", "an advertisement states a rate", "State the maturity". The words beside decide: what follows a noun is
    rarely an article, and what stands before a noun in the singular is one, or another noun's determiner.
    """
    before = _before(text, start, 24)
    word = before[1].lower() if before else ""
    if word in _MODAL:
        return True
    if word == "not" and before is not None and _IS_NOT.search(text, max(0, before.start() - 12), start) is None:
        return _NOUN.search(text, start, end) is None  # "need not state"; but "is not interest"
    following = _NEXT.match(text, end, end + 20)
    if following is None or following[1].lower() not in _DETERMINED or _NOUN.search(text, start, end):
        return False
    if plural and following[1].lower() == "that" and _RELATIVE.match(text, following.end(), following.end() + 20):
        return False  # "accounts that have low limits"
    if plural and word in ("that", "which", "who"):
        return True  # "an advertisement that states a rate"
    if plural:
        return bool(word) and word != "to" and word not in _NOUN_BEFORE and not word.endswith(("ing", "ed", "al", "ive"))
    return word == "to" or first or text[start - 1 : start] == "["
