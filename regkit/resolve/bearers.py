"""Who is "it": the antecedent of a bearer that is a pronoun or points back ("such person"), and the definition of the term that names a bearer.

The bearer's span stays what is written; `Norm.resolved_bearer` is the antecedent, a span of the same document. Only safe ones are taken:

- in the sentence itself, the one person or body named before the pronoun that agrees with it in number ("If a bank declines a claim, it must …");
- where none is, the bearer of the norms of the sentence before it in the same provision, or of the lead-in of its list, where they have one;
- "such person" and "the institution" take the one before them with the same noun.

Natural persons ("consumer", "employee") are no antecedent of "it", and bodies none of "he" or "she". Two candidates are none: the bearer stays
unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from regkit.extract import chunks
from regkit.extract.clauses import DETERMINER
from regkit.extract.view import View
from regkit.model.analysis import Analysis
from regkit.model.annotation import Norm
from regkit.model.span import Span

_SINGULAR = frozenset(["it", "he", "she", "he or she"])
_PLURAL = frozenset(["they"])
_BACK = re.compile(r"(?:such|the|that|said) [a-z-]+$")
_NATURAL = frozenset(["consumer", "individual", "employee", "officer", "director", "spouse", "child", "resident", "man", "woman", "examiner"])
_BODIES = frozenset(
    ["bank", "institution", "agency", "commission", "board", "bureau", "company", "corporation", "fund", "firm", "court", "authority"]
)
_PHRASE = re.compile(rf"(?={DETERMINER} [a-z])")
_COUNTED = ("one ", "no ", "another ", "either ", "neither ")
_WORD = re.compile(r"[a-z][a-z'-]*")
_STOP = re.compile(rf"[,;:.]|\b(?:shall|must|may|will|should|is|are|was|were|has|have|does|do|not|{DETERMINER})\b")
_LONGEST = 120
_VERB_WORDS = 2
_LEADING = 3  # words between a bearer's first and the term in it: "each such covered"


def resolve_bearers(analyses: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """Return the analyses with the bearers of their norms resolved. Linear in norms and uses of terms."""
    return tuple(_resolve(analysis) for analysis in analyses)


def _resolve(analysis: Analysis) -> Analysis:
    if not any(norm.bearer for norm in analysis.norms):
        return analysis
    found = _Antecedents(analysis)
    defined = _Defined(analysis)
    norms = []
    for norm in analysis.norms:
        antecedent = found.of(norm)
        definition = defined.of(antecedent or norm.bearer)
        norms.append(replace(norm, resolved_bearer=antecedent, bearer_definition=definition) if antecedent or definition else norm)
    return replace(analysis, norms=tuple(norms))


class _Antecedents:
    """Finds antecedents, norm by norm in reading order: what an earlier one resolved to serves the later ones."""

    def __init__(self, analysis: Analysis) -> None:
        self._text = analysis.document.text
        self._analysis = analysis
        self._starts = [sentence.span.start for sentence in analysis.sentences]
        self._lead_ins = {item: items.lead_in for items in analysis.lists if items.lead_in >= 0 for item in items.items}
        self._bearers: defaultdict[int, list[Span]] = defaultdict(list)
        self._known: dict[Span, Span | None] = {}

    def of(self, norm: Norm) -> Span | None:
        """Return the antecedent of the norm's bearer, None where it needs none or none is safe."""
        bearer = norm.bearer
        if bearer is None:
            return None
        sentence = bisect_right(self._starts, bearer.start) - 1
        if bearer not in self._known:
            self._known[bearer] = self._antecedent(bearer, sentence)
        named = self._known[bearer] or bearer
        if not self._pronoun(named):
            self._bearers[sentence].append(named)
        return self._known[bearer]

    def _pronoun(self, span: Span) -> bool:
        return self._word(span) in _SINGULAR | _PLURAL

    def _word(self, span: Span) -> str:
        return " ".join(self._text[span.start : span.end].lower().split())

    def _antecedent(self, bearer: Span, sentence: int) -> Span | None:
        word = self._word(bearer)
        if word in _SINGULAR | _PLURAL:
            here = self._agreeing(word, self._named(sentence, bearer.start))
            return _only(here or self._agreeing(word, self._before(sentence)), self._text)
        if _BACK.fullmatch(word) is None or self._text.startswith(" of ", bearer.end):
            return None
        head = word.rsplit(" ", 1)[-1]
        if not chunks.is_agent(head):
            return None
        same = [span for span in (*self._before(sentence), *self._named(sentence, bearer.start)) if self._head(span) == head]
        fuller = [span for span in same if _BACK.fullmatch(self._word(span)) is None and not self._word(span).startswith(_COUNTED)]
        if not word.startswith("such "):  # "the bank" after "a bank" says nothing more; after "a covered bank" it does
            fuller = [span for span in fuller if len(self._word(span).split()) > len(word.split())]
        return _only(fuller, self._text)

    def _before(self, sentence: int) -> list[Span]:
        """Return the bearers of the sentence before, in the same provision, or else of the lead-in whose item this is."""
        sentences = self._analysis.sentences
        before = sentences[sentence - 1] if sentence else None
        if before is not None and not before.heading and before.provision == sentences[sentence].provision:
            return self._bearers[sentence - 1]
        return self._bearers[self._lead_ins.get(sentences[sentence].provision, -1)]

    def _named(self, sentence: int, end: int) -> Iterator[Span]:
        """Yield the persons and bodies named in a sentence before an offset."""
        start = self._starts[sentence]
        for span in _phrases(View(self._text[start:end])):
            yield Span(start + span.start, start + span.end)

    def _agreeing(self, word: str, spans: Sequence[Span] | Iterator[Span]) -> list[Span]:
        kept = []
        for span in spans:
            head = self._head(span)
            many = (head.endswith("s") and not head.endswith("ss")) or re.search(r"\band\b", self._word(span)) is not None
            person, body = head in _NATURAL, head in _BODIES
            if many is (word in _PLURAL) and not (word == "it" and person) and not (word in ("he", "she", "he or she") and body):
                kept.append(span)
        return kept

    def _head(self, span: Span) -> str:
        words = self._word(span)
        phrase = chunks.trim(words, 0, len(words))
        return chunks.head_of(words, *phrase) if phrase else ""


def _phrases(view: View) -> Iterator[Span]:
    """Yield the noun phrases of a text that name a person or body: with a determiner, or a bare one ("If banks decline")."""
    reach = 0
    for word in _WORD.finditer(view.plain):
        at = word.start()
        if at < reach:
            continue
        if _PHRASE.match(view.plain, at) is None:
            if chunks.is_agent(word[0]):
                reach = word.end()
                yield Span(*word.span())
            continue
        stop = _STOP.search(view.plain, word.end(), at + _LONGEST)
        phrase = chunks.trim(view.plain, at, stop.start() if stop else min(len(view.plain), at + _LONGEST))
        end = _named_end(view, *phrase) if phrase else None
        if end is not None:
            reach = end
            yield Span(at, end)


def _named_end(view: View, start: int, end: int) -> int | None:
    """Return where the noun phrase at ``start`` ends that names a person or body; a verb may close the stretch ("a bank | declines")."""
    for _ in range(_VERB_WORDS + 1):
        if chunks.is_bearer(view.text, view.plain, start, end):
            return end
        end = view.plain.rfind(" ", start, end)
        if end < 0:
            return None
    return None


def _only(spans: Sequence[Span], text: str) -> Span | None:
    """Return the first of several spans where all name the same one ("a bank … the bank"), None where they differ or there is none."""
    names = {re.sub(rf"^{DETERMINER} ", "", " ".join(text[span.start : span.end].lower().split())) for span in spans}
    return spans[0] if len(names) == 1 else None


class _Defined:
    """Finds the definition of the term that names a bearer: the first use in it, near its beginning."""

    def __init__(self, analysis: Analysis) -> None:
        self._uses = analysis.term_uses
        self._text = analysis.document.text
        self._ends = [use.span.start for use in analysis.term_uses]

    def of(self, bearer: Span | None) -> str:
        """Return the id of the definition, empty where the bearer is no defined term."""
        if bearer is None:
            return ""
        at = bisect_right(self._ends, bearer.start - 1)
        if at >= len(self._uses) or not bearer.contains(self._uses[at].span):
            return ""
        use = self._uses[at]
        led = self._text[bearer.start : use.span.start].split()
        follows = self._text[use.span.end : bearer.end].split()
        named = len(led) <= _LEADING and (not follows or follows[0].lower() in ("that", "who", "which", "or", "and"))
        return use.definition if named else ""
