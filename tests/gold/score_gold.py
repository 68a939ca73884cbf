"""Compare what regkit finds in the model corpus with what a careful reader found: ``corpus/*/gold.toml``, described in README.md beside this file.

Run as a command it prints precision and recall a layer and document; ``--errors`` lists each miss and each false find with its place.

When two annotations are the same:

- terms: the same term, defined within the words that the gold quotes;
- scopes: of the terms found, those whose scope is the gold's;
- norms: the cue touches the gold's quote and the modality is the gold's, or one that it accepts;
- bearers: of the norms found, the bearer is the gold's but for leading articles and words in brackets;
- conditions (with exceptions) and deadlines: the spans share at least half of the ground that they cover together, and the role is the same;
- citations: the spans touch and the target is the same: for references within the document, the path of the provision after resolution. Parallel
  forms of one reference ("Section 36 of the Act, 15 U.S.C. 78mm") may be found as one or as two; "this order" alone counts neither way.

Matching is one to one, best overlap first. What only an optional entry matches counts neither way.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation, Definition, Norm
from regkit.model.document import Authority
from regkit.model.span import Span

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
LAYERS = ("terms", "scopes", "norms", "bearers", "conditions", "deadlines", "citations")


class GoldError(Exception):
    """A gold entry does not point at exactly one place."""


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    term: str
    at: str
    scope: tuple[str, ...] = ()
    optional: bool = False


class GoldNorm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    quote: str
    modality: str
    at: str = ""
    also: tuple[str, ...] = ()
    bearer: str = ""
    optional: bool = False


class GoldCondition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    quote: str
    kind: str
    role: str
    at: str = ""
    optional: bool = False


class GoldCitation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    at: str = ""
    target: str = ""
    path: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    optional: bool = False


class Gold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ``gold.toml``."""

    term: tuple[Term, ...] = ()
    norm: tuple[GoldNorm, ...] = ()
    condition: tuple[GoldCondition, ...] = ()
    citation: tuple[GoldCitation, ...] = ()


@dataclass
class Tally:
    """Counts of one layer of one document, and the errors as (place, what)."""

    right: int = 0
    missed: list[tuple[int, str]] = field(default_factory=list)
    false: list[tuple[int, str]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        found = self.right + len(self.false)
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        there = self.right + len(self.missed)
        return self.right / there if there else 1.0


def load_gold(folder: Path) -> Gold:
    """Read ``gold.toml`` of one document, strictly."""
    return msgspec.toml.decode((folder / "gold.toml").read_bytes(), type=Gold)


def locate(text: str, quote: str, at: str = "") -> Span:
    """Return where ``quote`` stands in ``text``, within ``at`` if that is given. Raises GoldError unless there is exactly one place."""
    base = 0
    if at:
        base, text = locate(text, at).start, at
    count = text.count(quote) if quote else 0
    if count != 1:
        raise GoldError(f"{quote!r} stands {count} times in {at or 'the text'!r}")
    start = base + text.index(quote)
    return Span(start, start + len(quote))


def spans(gold: Gold, text: str) -> Iterator[tuple[object, Span | GoldError]]:
    """Yield every entry with its place, or with the error that it has none: what the soundness test reads."""
    pointed: list[tuple[object, str, str]] = [
        *((term, term.at, "") for term in gold.term),
        *((norm, norm.quote, norm.at) for norm in gold.norm),
        *((condition, condition.quote, condition.at) for condition in gold.condition),
        *((citation, citation.text, citation.at) for citation in gold.citation),
    ]
    for entry, quote, at in pointed:
        try:
            yield entry, locate(text, quote, at)
        except GoldError as error:
            yield entry, error


def analyse_corpus(root: Path = CORPUS) -> tuple[Analysis, ...]:
    """Return the analyses of all documents of the model corpus, resolved together, in the order of ``regkit.toml``."""
    from regkit.read import read
    from regkit.resolve import resolve
    from regkit.workflow import extract

    analyses = []
    for id in msgspec.toml.decode((root / "regkit.toml").read_bytes())["documents"]:
        meta = msgspec.toml.decode((root / id / "document.toml").read_bytes())
        authority = msgspec.convert(meta["authority"], Authority)
        analyses.append(extract(read(root / id / meta["source"]["file"], id=id, authority=authority)))
    return resolve(analyses)


def score(analysis: Analysis, gold: Gold) -> dict[str, Tally]:
    """Return a tally a layer."""
    text = analysis.document.text
    tallies = {layer: Tally() for layer in LAYERS}
    _terms(analysis, gold, text, tallies)
    _norms(analysis, gold, text, tallies)
    _conditions(analysis, gold, text, tallies)
    _citations(analysis, gold, text, tallies)
    return tallies


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of some tallies; places are dropped with the documents they belong to."""
    whole = Tally()
    for tally in tallies:
        whole.right += tally.right
        whole.missed += tally.missed
        whole.false += tally.false
    return whole


G = TypeVar("G")
P = TypeVar("P")


@dataclass
class _Match(Generic[G, P]):
    pairs: list[tuple[G, P]]
    missed: list[tuple[G, Span]]
    false: list[P]


def _match(gold: Sequence[tuple[G, Span]], found: Sequence[P], same: Callable[[G, Span, P], float], optional: Callable[[G], bool]) -> _Match[G, P]:
    """Pair gold entries with finds one to one; ``same`` gives how well two agree, 0 for not at all. Quadratic: gold is small."""
    ranked = sorted(
        ((same(entry, span, item), -g, -p) for g, (entry, span) in enumerate(gold) for p, item in enumerate(found) if same(entry, span, item) > 0),
        reverse=True,
    )
    of_gold: dict[int, int] = {}
    of_found: dict[int, int] = {}
    for _, g, p in ranked:
        if -g not in of_gold and -p not in of_found:
            of_gold[-g], of_found[-p] = -p, -g
    absorbed = {-p for _, g, p in ranked if optional(gold[-g][0])}
    return _Match(
        pairs=[(gold[g][0], found[p]) for g, p in sorted(of_gold.items()) if not optional(gold[g][0])],
        missed=[gold[g] for g in range(len(gold)) if g not in of_gold and not optional(gold[g][0])],
        false=[found[p] for p in range(len(found)) if p not in of_found and p not in absorbed],
    )


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start)) if shared > 0 else 0.0


_EDGES = re.compile(r"^(?:[\s,;:.]|(?:and|or|but|then)\s)+|[\s,;:.]+$", re.I)


def _trim(text: str, span: Span) -> Span:
    """Leave punctuation at the ends out, as the gold does."""
    words = span.of(text)
    start = match.end() if (match := _EDGES.match(words)) else 0
    return Span(span.start + start, span.start + max(start, len(words.rstrip(" ,;:."))))


def _terms(analysis: Analysis, gold: Gold, text: str, tallies: dict[str, Tally]) -> None:
    def same(entry: Term, span: Span, item: Definition) -> float:
        return float(entry.term == item.term and span.contains(item.span))

    match = _match([(entry, locate(text, entry.at)) for entry in gold.term], analysis.definitions, same, lambda entry: entry.optional)
    tally = tallies["terms"]
    tally.right = len(match.pairs)
    tally.missed = [(span.start, entry.term) for entry, span in match.missed]
    tally.false = [(item.span.start, f"{item.term} ({item.rule})") for item in match.false]
    scopes = tallies["scopes"]
    for entry, item in match.pairs:
        if entry.scope == item.scope:
            scopes.right += 1
        else:
            scopes.missed.append((item.span.start, f"{entry.term}: {entry.scope}"))
            scopes.false.append((item.span.start, f"{entry.term}: {item.scope} ({item.rule})"))


_ARTICLE = re.compile(r"^(?:an?|the|any|each|every|only)\s+", re.I)


_ASIDE = re.compile(r"\s*\([^()]*\)")


def _bearer(text: str) -> str:
    previous, text = None, _ASIDE.sub("", text)
    while previous != text:
        previous, text = text, _ARTICLE.sub("", text.strip(" ,;:.")).casefold()
    return text


def _norms(analysis: Analysis, gold: Gold, text: str, tallies: dict[str, Tally]) -> None:
    def same(entry: GoldNorm, span: Span, item: Norm) -> float:
        return _overlap(span, item.cue) if item.modality in (entry.modality, *entry.also) else 0.0

    entries = [(entry, locate(text, entry.quote, entry.at)) for entry in gold.norm]
    stated = [norm for norm in analysis.norms if norm.rule != "lead-in.inherit"]  # an item completes its lead-in's norm; the gold lists that one once
    match = _match(entries, stated, same, lambda entry: entry.optional)
    tally = tallies["norms"]
    tally.right = len(match.pairs)
    tally.missed = [(span.start, f"{entry.modality}: {entry.quote}") for entry, span in match.missed]
    tally.false = [(item.cue.start, f"{item.modality}: {_around(text, item.cue)} ({item.rule})") for item in match.false]
    bearers = tallies["bearers"]
    for entry, item in match.pairs:
        said = item.bearer.of(text) if item.bearer else ""
        if _bearer(entry.bearer) == _bearer(said):
            bearers.right += bool(entry.bearer)
            continue
        if entry.bearer:
            bearers.missed.append((item.cue.start, entry.bearer))
        if said:
            bearers.false.append((item.cue.start, said))


def _conditions(analysis: Analysis, gold: Gold, text: str, tallies: dict[str, Tally]) -> None:
    found: dict[tuple[str, Span], str] = {}
    for norm in analysis.norms:
        for condition in norm.conditions:
            found.setdefault(("condition", _trim(text, condition.span)), condition.rule)
        for exception in norm.exceptions:
            found.setdefault(("exception", _trim(text, exception.span)), exception.rule)
        for deadline in norm.deadlines:
            found.setdefault(("deadline", _trim(text, deadline.span)), deadline.rule)

    def same(entry: GoldCondition, span: Span, item: tuple[str, Span]) -> float:
        overlap = _overlap(span, item[1])
        return overlap if overlap >= 0.5 and entry.role in (item[0], "either") else 0.0

    for layer, roles in (("conditions", ("condition", "exception", "either")), ("deadlines", ("deadline",))):
        entries = [(entry, locate(text, entry.quote, entry.at)) for entry in gold.condition if entry.role in roles]
        items = sorted((item for item in found if item[0] in roles), key=lambda item: item[1])
        match = _match(entries, items, same, lambda entry: entry.optional)
        tally = tallies[layer]
        tally.right = len(match.pairs)
        tally.missed = [(span.start, f"{entry.role}: {entry.quote}") for entry, span in match.missed]
        tally.false = [(item[1].start, f"{item[0]}: {item[1].of(text)} ({found[item]})") for item in match.false]


_SPACES = re.compile(r"\s+")
_ITSELF = re.compile(r"(?:this|these) (?:order|notice|rules?|restatement)", re.I)


def canonical(target: str) -> str:
    """Fold what two spellings of one target may differ in: case, white space, the kind of dash."""
    return _SPACES.sub(" ", re.sub("[‐-―]", "-", target)).strip().casefold()


def _citations(analysis: Analysis, gold: Gold, text: str, tallies: dict[str, Tally]) -> None:
    id = analysis.document.id

    def same(entry: GoldCitation, span: Span, item: Citation) -> float:
        overlap = _overlap(span, item.span)
        if entry.path:
            right = item.target_path == entry.path and item.target_document in (id, None) and bool(item.through) == bool(entry.through)
        else:
            right = entry.optional or canonical(item.target or "") == canonical(entry.target)
        return overlap if right else 0.0

    entries = [(entry, locate(text, entry.text, entry.at)) for entry in gold.citation]
    match = _match(entries, analysis.citations, same, lambda entry: entry.optional)
    paired = [item for _, item in match.pairs]
    tally = tallies["citations"]
    tally.right = len(match.pairs)
    tally.missed = [
        (span.start, f"{entry.text} → {entry.target or ' '.join(entry.path)}")
        for entry, span in match.missed
        if not (entry.target and any(same(entry, span, item) for item in paired))
    ]
    tally.false = [
        (item.span.start, f"{item.span.of(text)} → {item.target} {' '.join(item.target_path or ())} ({item.rule}) {item.note}".rstrip())
        for item in match.false
        if not _ITSELF.fullmatch(item.span.of(text)) and not any(_within(entry, span, item) for entry, span in entries)
    ]


def _within(entry: GoldCitation, span: Span, item: Citation) -> bool:
    """Tell whether the find is the outer part of a longer reference: "Section III" in "condition 2 of Section III"."""
    return span.contains(item.span) and item.target_path is not None and entry.path[: len(item.target_path)] == item.target_path != entry.path


def _around(text: str, span: Span, width: int = 40) -> str:
    before = text[max(0, span.start - width) : span.start].rsplit("\n", 1)[-1]
    after = text[span.end : span.end + width].split("\n", 1)[0]
    return f"{before}[{span.of(text)}]{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return 0."""
    parser = argparse.ArgumentParser(description="Precision and recall of regkit on the model corpus against its gold.")
    parser.add_argument("--errors", action="store_true", help="list each miss and each false find")
    options = parser.parse_args(arguments)
    results = {analysis.document.id: score(analysis, load_gold(CORPUS / analysis.document.id)) for analysis in analyse_corpus()}
    out = sys.stdout.write
    for layer in LAYERS:
        rows = [(id, tallies[layer]) for id, tallies in results.items()]
        for id, tally in [*rows, ("all", total(tally for _, tally in rows))]:
            gold = tally.right + len(tally.missed)
            out(f"{layer:11} {id:20} P {tally.precision:.3f}  R {tally.recall:.3f}  right {tally.right:3} of {gold:3}, false {len(tally.false)}\n")
        if options.errors:
            for id, tally in rows:
                for kind, errors in (("missed", tally.missed), ("false", tally.false)):
                    for at, what in errors:
                        out(f"    {kind:6} {id} {at}: {what}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
