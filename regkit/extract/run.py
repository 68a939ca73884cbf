"""One analysis in, the same with citations, definitions and norms out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from regkit import cite
from regkit.extract import definitions
from regkit.extract.clauses import imperative
from regkit.extract.implicit import present_forms
from regkit.extract.load_rules import alternation, load_rules
from regkit.extract.pipeline import pipeline, read_sentence
from regkit.extract.rule_set import overlaps
from regkit.extract.shift import shift_stated, shifted
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation, Definition, Norm, Statement
from regkit.model.document import Mark
from regkit.model.span import Span
from regkit.text.quotes import fold_lower

LONGEST = 4000
REMEMBERED = 20_000
_ENUMERATOR = re.compile(r"\(\w{1,5}\) |(?:\d{1,2}|[a-z]|[ivx]{1,5})\. ")

Spanned = TypeVar("Spanned", Citation, Mark)


def extract(analysis: Analysis, *, folders: Sequence[Path] = ()) -> Analysis:
    """Return ``analysis`` with its citations, definitions and norms, in reading order, not yet resolved.

    ``folders`` hold rules of the user's own. Headings are read for citations only. Cost: linear in the text; only sentences that
    hold a word of some rule get a Doc, and wording that was read before, in this document or another, is not read again: two versions of a rule
    share most of their sentences. Raises: RuleError.

    It is `with_citations`, `with_definitions` and `with_norms` one after the other: each reads what those before it found.
    """
    lower = fold_lower(analysis.document.text)
    return with_norms(with_definitions(with_citations(analysis), folders=folders, lower=lower), folders=folders, lower=lower)


def with_citations(analysis: Analysis) -> Analysis:
    """Return ``analysis`` with its citations. No rules of the user's own, no spaCy."""
    found = cite.find(analysis.document.text)
    return replace(analysis, citations=tuple(sorted(found, key=lambda citation: (citation.span, citation.family, citation.target or ""))))


def with_definitions(analysis: Analysis, *, folders: Sequence[Path] = (), lower: str | None = None) -> Analysis:
    """Return ``analysis`` with its definitions. ``lower`` is the text after `fold_lower`, where it is at hand. Raises: RuleError."""
    lower = fold_lower(analysis.document.text) if lower is None else lower
    return replace(analysis, definitions=definitions.find_definitions(analysis, folders=tuple(folders), lower=lower))


def with_norms(analysis: Analysis, *, folders: Sequence[Path] = (), lower: str | None = None) -> Analysis:
    """Return ``analysis``, which has its citations and definitions, with its norms and statements. ``lower`` as above. Raises: RuleError."""
    document = analysis.document
    lower = fold_lower(document.text) if lower is None else lower
    read = _reader(tuple(folders))
    spans = _Inside(analysis.citations)
    marks = _Inside(document.marks)
    defined = definitions.Stated(analysis.definitions)
    norms: list[Norm] = []
    statements: list[Statement] = []
    scan = Scan(lower, tuple(folders))
    for index in gated(analysis, scan):
        for span in windows(lower, analysis.sentences[index].span):
            at, end = span.start, span.end
            wording = _Wording(document.text[at:end], lower[at:end], scan.words(at, end), spans.of(span), marks.of(span), tuple(defined.of(span)))
            stated = read(wording)
            norms += [shift_stated(norm, at, index) for norm in stated.norms]
            statements += [shift_stated(one, at, index) for one in stated.statements]
    return replace(analysis, norms=tuple(norms), statements=tuple(statements))


class _Wording(NamedTuple):
    """All that the norms of a stretch of text are read from; spans count from its start."""

    text: str
    lower: str
    words: frozenset[str]
    citations: tuple[Citation, ...]
    marks: tuple[Mark, ...]
    definitions: tuple[Definition, ...]


class _Stated(NamedTuple):
    norms: tuple[Norm, ...]
    statements: tuple[Statement, ...]


@cache
def _reader(folders: tuple[Path, ...]) -> Callable[[_Wording], _Stated]:
    """Return what reads a stretch with the rules of ``folders`` too, and remembers the last `REMEMBERED` of them."""
    nlp = pipeline(folders)

    @lru_cache(maxsize=REMEMBERED)
    def read(wording: _Wording) -> _Stated:
        text, lower, words, citations, marks, defined = wording
        layers = read_sentence(nlp, text, citations, marks, defined, lower=lower, words=words)._
        return _Stated(layers.norms, layers.statements)

    return read


class Scan:
    """Where the literals of rules stand in a document: read once, for all layers and sentences."""

    def __init__(self, lower: str, folders: tuple[Path, ...] = ()) -> None:
        literals, self._opening = _literals(folders)
        self.lower = lower
        self._words: list[str] = []
        self._starts: list[int] = []
        for match in literals.finditer(lower):
            self._words.append(match[0])
            self._starts.append(match.start())

    def words(self, start: int, end: int) -> frozenset[str]:
        """Return the literals between two offsets: the longest of those that overlap."""
        return frozenset(self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)])

    def opens(self, start: int, end: int) -> bool:
        """Tell whether a literal of a norm or condition stands between two offsets."""
        return not self._opening.isdisjoint(self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)])


def gated(analysis: Analysis, scan: Scan) -> Iterator[int]:
    """Yield the indices of the sentences worth a look: not headings, and holding a word that a rule of a norm or condition needs.

    Deadlines and amounts are read where a norm or condition is; by themselves they say
    nothing. An instruction has no cue but its first word. Definitions are found before, with a gate of their own: their words ("is",
    "means") would let every sentence in.
    """
    instruction = imperative()
    lower = scan.lower
    for index, sentence in enumerate(analysis.sentences):
        if sentence.heading:
            continue
        start, end = sentence.span.start, sentence.span.end
        if scan.opens(start, end) or instruction.match(lower, _after_marker(lower, start), end):
            yield index


def windows(lower: str, span: Span) -> Iterator[Span]:
    """Yield the stretches in which a sentence is read: all of it, or, where it is longer than any prose, parts that end at semicolons or blanks.

    Clauses are looked for within a stretch only, which bounds the cost of a text without full stops: it grows linearly with its length.
    """
    start, end = span.start, span.end
    while end - start > LONGEST:
        cut = max(lower.rfind("; ", start + LONGEST // 2, start + LONGEST) + 2, start + LONGEST // 2)
        if cut == start + LONGEST // 2:
            cut = max(lower.rfind(" ", start + 1, start + LONGEST) + 1, start + LONGEST // 2)
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _after_marker(lower: str, start: int) -> int:
    """Return where a sentence begins after an enumerator such as "(a)" or "1."."""
    match = _ENUMERATOR.match(lower, start)
    return match.end() if match else start


@cache
def _literals(folders: tuple[Path, ...]) -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the pattern of every literal of every layer, and those of them that let a sentence in."""
    words = {
        layer: {word for rule in load_rules(layer, folders) for word in rule.words} for layer in ("norms", "conditions", "deadlines", "thresholds")
    }
    every = set(present_forms()).union(*words.values())
    inner = words["norms"] | words["conditions"] | set(present_forms())
    return alternation(every), frozenset(found for found in every if any(overlaps(word, found) for word in inner))


class _Inside(Generic[Spanned]):
    """Finds what lies inside a span, shifted to it: bisection, so that a document costs n log n."""

    def __init__(self, items: Sequence[Spanned]) -> None:
        self._items: Sequence[Spanned] = items
        self._starts = [item.span.start for item in items]

    def of(self, span: Span) -> tuple[Spanned, ...]:
        """Return the items that begin and end inside ``span``, with spans counted from its start."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return tuple(shifted(item, -span.start) for item in self._items[first:last] if item.span.end <= span.end)
