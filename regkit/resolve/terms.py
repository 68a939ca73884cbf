"""Uses of defined terms, linked to the definition that each one means.

All documents of one instrument are read together: what its definitions section defines holds in its other parts and in its commentary, a short
form holds in the document that introduces it. Of several definitions in scope the narrowest wins, then the one of the same document, then the last
before the use. Longest match first: "account number" is one use where it is defined, and a use of "account" where it is not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from regkit.extract.definitions_scope import Units
from regkit.extract.term_uses import TermTrie, folded, forms
from regkit.extract.term_uses_sense import SENTENCE_START, Inside, headings, in_compound, in_name, is_verb
from regkit.model.analysis import Analysis
from regkit.model.annotation import Definition, DefinitionKind, TermUse
from regkit.model.document import Document, ProvisionType
from regkit.model.span import Span
from regkit.resolve.term_places import Places
from regkit.text.quotes import fold_lower

_SECTION = re.compile(r"(?:Sections?|§+|Rule|Article)?\s*(\d+[A-Za-z]?\.\d+[\w-]*|\d+[a-z]+\d*-\d+)$")
_COMMENT = re.compile(r"(?:[Cc]omments?|[Pp]aragraphs?)?\s*\d+((?:\([A-Za-z0-9]{1,5}\))+)")
_RULES = frozenset(
    {ProvisionType.PART, ProvisionType.SUBPART, ProvisionType.SECTION, ProvisionType.ARTICLE, ProvisionType.RULE, ProvisionType.APPENDIX}
)
_VERB = re.compile(r"(?:means? )?to (?!which)")


class _Entry(Struct, frozen=True):
    """A definition with what matching needs. ``place`` is the path of the list it stands in; ``own`` are the stretches where it names itself.

    ``aside`` says that it stands outside the rules of a document that has some: the preamble of a rule explains words, its rules define them.
    """

    definition: Definition
    document: int
    path: tuple[str, ...]
    place: tuple[str, ...]
    own: tuple[Span, ...]
    written: str
    cased: bool | None
    verb: bool
    aside: bool

    @property
    def alike(self) -> tuple[object, ...]:
        """What it shares with all others of which only the nearest can be meant."""
        definition = self.definition
        return definition.scope, self.place, definition.term, definition.kind, self.document, self.written, self.cased, self.verb, self.aside


class _Hit(Struct, frozen=True):
    """A match in one document: the form that matched may differ from the term."""

    start: int
    end: int
    first: bool
    entries: list[_Entry]


def resolve_terms(analyses: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """Return the analyses with their ``term_uses``, each in reading order. Cost: linear in the texts, whatever the number of terms."""
    groups: dict[str, list[int]] = {}
    for at, analysis in enumerate(analyses):
        groups.setdefault(_instrument(analysis.document), []).append(at)
    done: list[Analysis] = list(analyses)
    for members in groups.values():
        for at, uses in _uses([analyses[member] for member in members], members):
            done[at] = replace(analyses[at], term_uses=uses)
    return tuple(done)


def _instrument(document: Document) -> str:
    authority = document.authority
    return authority.instrument or authority.citation or f"document {document.id}"


def _uses(analyses: Sequence[Analysis], members: Sequence[int]) -> Iterator[tuple[int, tuple[TermUse, ...]]]:
    entries = [entry for at, analysis in enumerate(analyses) for entry in _entries(analysis, at)]
    shared = [entry for entry in entries if entry.definition.kind is not DefinitionKind.SHORT_FORM]
    tries: dict[bool, TermTrie[_Entry]] = {}
    hits: list[list[_Hit]] = []
    lowers = [folded(analysis.document.text) for analysis in analyses]
    for at, analysis in enumerate(analyses):
        local = [entry for entry in entries if entry.document == at and entry.definition.kind is DefinitionKind.SHORT_FORM]
        if local or not tries:
            trie = TermTrie((form, entry) for entry in (*shared, *local) for form in forms(entry.definition.term, verb=entry.verb))
            if not local:
                tries[True] = trie
        else:
            trie = tries[True]
        hits.append(list(_hits(analysis, lowers[at], trie)))
    capital = _capitals(analyses, hits)
    through = _References(analyses, entries)
    units = Units(analysis.document for analysis in analyses)
    for at, analysis in enumerate(analyses):
        yield members[at], tuple(_linked(analysis, at, hits[at], capital, through, units))


def _entries(analysis: Analysis, at: int) -> Iterator[_Entry]:
    document = analysis.document
    starts = [sentence.span.start for sentence in analysis.sentences]
    enacted = _enacted(document)
    several = any(enacted)
    for definition in analysis.definitions:
        path = document.provisions[definition.provision].path
        block = document.blocks[document.block_at(definition.span.start)].span
        own = [definition.span]
        if definition.kind is DefinitionKind.SHORT_FORM:
            own.append(definition.body)
        elif definition.span.start - block.start < 40 or definition.kind is DefinitionKind.ENTRY:
            own.append(block)
        else:
            sentence = bisect_right(starts, definition.span.start) - 1
            own.append(analysis.sentences[sentence].span if sentence >= 0 else block)
        yield _Entry(
            definition=definition,
            document=at,
            path=path,
            place=path[:-1] if len(path) > 1 else path,
            own=tuple(own),
            written=document.quote(definition.span),
            cased=_cased(document, definition),
            verb=_VERB.match(document.quote(definition.body)[:40].lower()) is not None,
            aside=several and not enacted[definition.provision],
        )


def _enacted(document: Document) -> list[bool]:
    """Tell of each provision whether it is, or stands in, a section, an article, a rule or an appendix."""
    found: list[bool] = []
    for provision in document.provisions:
        found.append(provision.type in _RULES or (provision.parent >= 0 and found[provision.parent]))
    return found


def _cased(document: Document, definition: Definition) -> bool | None:
    """Tell whether a term is written with capitals; None where its place explains the first one and it has no other."""
    words = [
        word
        for word in re.findall(r"[^\W\d_]+", document.quote(definition.span))
        if word not in ("of", "and", "or", "the", "in", "for", "to", "a", "on")
    ]
    if not words:
        return True
    if not words[0][0].isupper():
        return False
    if any(word[0].isupper() for word in words[1:]) or (len(words[0]) > 1 and words[0].isupper()):
        return all(word[0].isupper() for word in words[1:])
    if len(words) > 1:
        return False
    start = definition.span.start
    return None if SENTENCE_START.search(document.text, max(0, start - 30), start) or start == 0 else True


def _hits(analysis: Analysis, lower: str, trie: TermTrie[_Entry]) -> Iterator[_Hit]:
    text = analysis.document.text
    skipped = Inside(headings(analysis))
    for start, end, entries in trie.find(lower):
        if start in skipped or in_compound(text, start):
            continue
        first = SENTENCE_START.search(text, max(0, start - 30), start) is not None or start == 0
        yield _Hit(start, end, first, entries)


def _capitals(analyses: Sequence[Analysis], hits: Sequence[Sequence[_Hit]]) -> dict[str, bool]:
    """Return, for each term whose place explains its capital, whether the instrument writes it with one inside sentences."""
    counts: dict[str, list[int]] = {}
    open_: dict[int, Counter[str]] = {}  # by the list of definitions, which all uses of a form share
    for analysis, found in zip(analyses, hits, strict=True):
        text = analysis.document.text
        for hit in found:
            if hit.first:
                continue
            terms = open_.get(id(hit.entries))
            if terms is None:
                terms = open_[id(hit.entries)] = Counter(entry.definition.term for entry in hit.entries if entry.cased is None)
            capital = bool(terms) and text[hit.start].isupper()
            if not terms or (capital and in_name(text, hit.start, hit.end, cased=True, first=hit.first)):
                continue
            for term, number in terms.items():
                counts.setdefault(term, [0, 0])[capital] += number
    return {term: capital > lower for term, (lower, capital) in counts.items()}


def _linked(
    analysis: Analysis, at: int, hits: Sequence[_Hit], capital: dict[str, bool], through: Callable[[_Entry], _Entry], units: Units
) -> Iterator[TermUse]:
    document = analysis.document
    text = document.text
    paths = [_effective(provision.path) for provision in document.provisions]
    enacted = _enacted(document)
    places: dict[int, Places[_Entry]] = {}
    for hit in hits:
        provision = document.blocks[document.block_at(hit.start)].provision
        path = paths[provision]
        upper = text[hit.start].isupper()
        candidates: list[_Entry] = []
        around = places.get(id(hit.entries))
        if around is None:
            around = places[id(hit.entries)] = Places(hit.entries, at)
        for entry in around.near(path, units.of(path), hit.start):
            cased = capital.get(entry.definition.term, False) if entry.cased is None else entry.cased
            if cased and not _written_as(text[hit.start : hit.end], entry.written):
                continue
            if upper and in_name(text, hit.start, hit.end, cased=cased, first=hit.first):
                continue
            if not cased and not entry.verb and " " not in text[hit.start : hit.end]:
                plural = fold_lower(text[hit.start : hit.end]) != entry.definition.term
                if is_verb(text, hit.start, hit.end, plural=plural, first=hit.first):
                    continue
            if entry.document == at and any(own.start <= hit.start < own.end for own in entry.own):
                candidates = []
                break
            if entry.aside and enacted[provision] and entry.definition.kind is not DefinitionKind.SHORT_FORM:
                continue
            if _holds(entry, at, path, units):
                candidates.append(entry)
        if candidates:
            best = through(max(candidates, key=lambda entry: _rank(entry, at, hit.start, units)))
            yield TermUse(span=Span(hit.start, hit.end), term=best.definition.term, definition=best.definition.id, defined_at=best.path)


def _written_as(words: str, term: str) -> bool:
    """Tell whether an occurrence of a term with capitals has a capital wherever the term has one first; an abbreviation has two."""
    if not words[0].isupper() and term[0].isupper():
        return False
    for word, model in zip(words.split(), term.split(), strict=False):
        if model[:2].isupper() and len(model) > 1 and not word[:2].isupper():
            return False
        if model[0].isupper() and not word[0].isupper():
            return False
    return True


class _References:
    """Follows a definition by reference ("has the meaning given in § 7.3(b)") to the same term's definition there, where the instrument holds it."""

    def __init__(self, analyses: Sequence[Analysis], entries: Sequence[_Entry]) -> None:
        self._analyses = analyses
        self._places = {analysis.document.id: at for at, analysis in enumerate(analyses)}
        self._terms: dict[str, list[_Entry]] = {}
        for entry in entries:
            self._terms.setdefault(entry.definition.term, []).append(entry)
        self._starts = [[citation.span.start for citation in analysis.citations] for analysis in analyses]
        self._known: dict[str, _Entry] = {}

    def __call__(self, entry: _Entry) -> _Entry:
        """Return the definition that ``entry`` refers to, itself where it refers to none that is held; one step, so that a circle ends."""
        if entry.definition.kind is not DefinitionKind.REFERENCE:
            return entry
        known = self._known.get(entry.definition.id)
        if known is None:
            known = self._known[entry.definition.id] = self._follow(entry)
        return known

    def _follow(self, entry: _Entry) -> _Entry:
        body = entry.definition.body
        first = bisect_left(self._starts[entry.document], body.start)
        for citation in self._analyses[entry.document].citations[first : first + 8]:
            if citation.span.start >= body.end or citation.target_path is None:
                continue
            document = self._places.get(citation.target_document or "")
            for other in self._terms[entry.definition.term]:
                inside = other.document == document and other.path[: len(citation.target_path)] == citation.target_path
                if inside and other is not entry and other.definition.kind is not DefinitionKind.REFERENCE:
                    return other
        return entry


def _rank(entry: _Entry, at: int, start: int, units: Units) -> tuple[int, bool, bool, bool, bool, int]:
    same = entry.document == at
    before = same and entry.definition.span.start <= start
    whole = entry.definition.kind not in (DefinitionKind.INCLUDES, DefinitionKind.EXCLUDES)
    scope = entry.definition.scope
    narrow = 1 if scope in units else 1 + len(scope) if scope else 0
    return narrow, not entry.aside, whole, same, before, entry.definition.span.start if before else -entry.definition.span.start


def _holds(entry: _Entry, at: int, path: tuple[str, ...], units: Units) -> bool:
    """Tell whether a definition holds at a path: within its scope, and in the list of definitions it stands in."""
    if entry.definition.kind is DefinitionKind.SHORT_FORM and entry.document != at:
        return False
    scope = entry.definition.scope
    if scope in units and units.of(path) == scope:
        return True
    return path[: len(scope)] == scope or (len(entry.place) > 1 and path[: len(entry.place)] == entry.place)


def _effective(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path of what a provision of a commentary comments on: ("Supplement I", "Section 1002.14", "14(a)(1)", "4") → ("1002.14", "a", "1").

    Of any other provision, its own path.
    """
    for at, label in enumerate(path[1:], start=1):
        section = _SECTION.match(label)
        if section:
            comment = _COMMENT.match(path[at + 1]) if at + 1 < len(path) else None
            labels = re.findall(r"\(([A-Za-z0-9]{1,5})\)", comment[1]) if comment else path[at + 1 :]
            return (section[1], *labels)
    return path
