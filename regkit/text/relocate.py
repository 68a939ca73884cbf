"""Find an anchor again in a new text.

The outcomes are definite, and only an exact one is certain: a quote that stands where it stood is the ``same``; one that stands elsewhere has
``moved``; one that stands in several places with nothing to tell them apart is ``ambiguous``; one whose nearest sentence is like it was perhaps
``reworded``, which a person must confirm; else it is ``lost``. Guessing here would move a reviewed link to a sentence nobody reviewed.

The search for a reworded quote is bounded: sentences are indexed once by their words, the rarest words of the quote choose a few candidates, and
only those are compared in full. Build an `Index` once for many anchors.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice

from msgspec import Struct

from regkit.model.span import Anchor, Span
from regkit.text.quotes import fold, fold_lower

_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"[^\n]+?(?:[.?!;:](?=\s)|$)", re.M)
_RARE = 12  # words of the quote that choose candidates
_POSTINGS = 400  # a word that stands in more sentences says nothing
_CANDIDATES = 8
_LIKE = 0.6  # below this a sentence is another one
_PART = 0.95  # a quote that is part of a sentence is a little less like it than the whole would be
_MARGIN = 4  # characters of context by which one place must beat the others
_MOST = 64


class Outcome(StrEnum):
    """What became of an anchor."""

    SAME = "same"
    MOVED = "moved"
    REWORDED = "reworded"
    AMBIGUOUS = "ambiguous"
    LOST = "lost"


class Relocation(Struct, frozen=True, kw_only=True):
    """Where an anchor is now.

    ``span`` is None where the outcome is ambiguous or lost. ``score`` is 1 for an exact quote, else how alike the wordings are, from 0 to 1.
    ``certain`` holds for ``same`` and ``moved`` only. ``places`` are the places among which an ambiguous quote could not be decided.
    """

    outcome: Outcome
    span: Span | None = None
    score: float = 0.0
    certain: bool = False
    places: tuple[Span, ...] = ()


class Near(Struct, frozen=True, kw_only=True):
    """A sentence that resembles a quote: its place among the sentences that were given, its words and the likeness from 0 to 1."""

    index: int
    text: str
    score: float


class Index:
    """A text made ready for many look-ups. Cost: linear in the text, once.

    Args:
        text: the new text.
        sentences: its sentences, as they should be offered for reworded anchors; without them the text is cut at stops and line ends.
    """

    def __init__(self, text: str, sentences: Sequence[Span] | None = None) -> None:
        self.text = text
        self.sentences = _cut(text) if sentences is None else tuple(sentences)
        self._folded = fold(text)
        lowered = fold_lower(text)
        self._words = _Words(lowered[span.start : span.end] for span in self.sentences)

    def find(self, anchor: Anchor) -> Relocation:
        """Return where ``anchor`` is in the text."""
        span, quote = anchor.span, anchor.quote
        if not quote.strip():
            return Relocation(outcome=Outcome.LOST)
        if self.text[span.start : span.end] == quote:
            return Relocation(outcome=Outcome.SAME, span=span, score=1.0, certain=True)
        places = _exact(self.text, quote) or _typeset(self._folded, fold(quote))
        return self._choose(anchor, places) if places else self._reworded(anchor)

    def _choose(self, anchor: Anchor, places: list[Span]) -> Relocation:
        """Decide among the places of the quote by what stands before and after it."""
        span = places[0]
        if len(places) > 1:
            ranked = sorted(((self._context(anchor, place), -at) for at, place in enumerate(places)), reverse=True)
            if ranked[0][0] - ranked[1][0] < _MARGIN:
                return Relocation(outcome=Outcome.AMBIGUOUS, score=1.0, places=tuple(places))
            span = places[-ranked[0][1]]
        outcome = Outcome.SAME if span.start == anchor.span.start else Outcome.MOVED
        return Relocation(outcome=outcome, span=span, score=1.0, certain=True)

    def _context(self, anchor: Anchor, place: Span) -> int:
        """Return how many characters of the anchor's context stand beside ``place``, counted outwards from it."""
        before = self._folded[max(0, place.start - len(anchor.prefix)) : place.start]
        after = self._folded[place.end : place.end + len(anchor.suffix)]
        return _common(fold(anchor.prefix)[::-1], before[::-1]) + _common(fold(anchor.suffix), after)

    def _reworded(self, anchor: Anchor) -> Relocation:
        found = self._words.nearest(fold_lower(anchor.quote), 2)
        if not found or found[0][1] < _LIKE:
            return Relocation(outcome=Outcome.LOST, score=round(found[0][1], 4) if found else 0.0)
        if len(found) > 1 and found[1][1] == found[0][1]:
            one, other = (self.sentences[index] for index, _ in found)
            scores = self._context(anchor, one), self._context(anchor, other)
            if scores[0] == scores[1]:
                return Relocation(outcome=Outcome.AMBIGUOUS, score=round(found[0][1], 4), places=(min(one, other), max(one, other)))
            return Relocation(outcome=Outcome.REWORDED, span=one if scores[0] > scores[1] else other, score=round(found[0][1], 4))
        return Relocation(outcome=Outcome.REWORDED, span=self.sentences[found[0][0]], score=round(found[0][1], 4))


def relocate(anchor: Anchor, text: str, sentences: Sequence[Span] | None = None) -> Relocation:
    """Return where ``anchor`` is in ``text``; for several anchors of one text build an `Index` and ask it.

    Tried in this order: its position, the exact quote (prefix and suffix choose among several), the quote with folded typography, the nearest
    sentence. The span of a result always lies inside ``text``.
    """
    return Index(text, sentences).find(anchor)


def nearest(quote: str, sentences: Sequence[str], n: int = 3) -> tuple[Near, ...]:
    """Return the ``n`` sentences most like ``quote``, best first, ties in reading order; fewer where fewer share a telling word.

    For messages about a quote that matches nothing. Cost: linear in the sentences, plus a full comparison of a few.
    """
    words = _Words(fold_lower(sentence) for sentence in sentences)
    return tuple(Near(index=index, text=sentences[index], score=round(score, 4)) for index, score in words.nearest(fold_lower(quote), n))


class _Words:
    """Sentences by their words."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._sentences = list(sentences)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for index, sentence in enumerate(self._sentences):
            for word in dict.fromkeys(_WORD.findall(sentence)):
                self._postings[word].append(index)

    def nearest(self, quote: str, n: int) -> list[tuple[int, float]]:
        """Return the indices of the ``n`` sentences most like the quote and their likeness, best first."""
        words = [word for word in dict.fromkeys(_WORD.findall(quote)) if word in self._postings]
        words.sort(key=lambda word: len(self._postings[word]))  # stable: equally rare ones stay in reading order
        votes: Counter[int] = Counter()
        for place, word in enumerate(words[:_RARE]):
            postings = self._postings[word]
            if place >= 3 and len(postings) > _POSTINGS:
                break
            for index in postings[: _POSTINGS * 4]:
                votes[index] += 1 + 1000 // len(postings)
        chosen = sorted(votes, key=lambda index: (-votes[index], index))[: max(_CANDIDATES, n * 2)]
        scored = [(index, self._likeness(quote, self._sentences[index])) for index in chosen]
        return sorted(scored, key=lambda one: (-one[1], one[0]))[:n]

    @staticmethod
    def _likeness(one: str, other: str) -> float:
        """Return how alike two wordings are, by words in order: 1 for the same words. Bounded: very long texts are compared by their openings.

        The first may be part of the second: then what counts is how much of it stands there in runs of two words and more.
        """
        a, b = _WORD.findall(one)[:400], _WORD.findall(other)[:400]
        if not a or not b:
            return 0.0
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        runs = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
        return max(matcher.ratio(), _PART * runs / len(a) if len(a) < len(b) else 0.0)


def _cut(text: str) -> tuple[Span, ...]:
    found = []
    for match in _SENTENCE.finditer(text):
        words = match[0].strip()
        if words:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found.append(Span(start, start + len(words)))
    return tuple(found)


def _exact(text: str, quote: str) -> list[Span]:
    """Return where ``quote`` stands in ``text``, overlapping places too; at most `_MOST`, since more are no better known than two."""
    found: list[Span] = []
    at = text.find(quote)
    while at >= 0 and len(found) < _MOST:
        found.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return found


def _typeset(text: str, quote: str) -> list[Span]:
    """Return where the folded ``quote`` stands in the folded ``text``, however white space runs in either."""
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    return [Span(*match.span()) for match in islice(pattern.finditer(text), _MOST)]


def _common(one: str, other: str) -> int:
    """Return the length of the common beginning."""
    n = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        n += 1
    return n
