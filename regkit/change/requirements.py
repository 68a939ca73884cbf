"""Pair the requirements of two versions.

A requirement goes where its sentence goes: `regkit.diff.Carrier` says where that is and whether it is certain. Where the words are the same, the
clause that states the requirement is found by its words; where they are not, by likeness, first in the sentence that the old one became, then in
the provision. A pair is certain only where sentence and clause have the same words. Cost: linear, plus a full comparison of what was reworded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from regkit.change.model import Comparison, RequirementPair
from regkit.diff import Carrier, align
from regkit.diff.model import Change, Pair
from regkit.diff.units import WORD
from regkit.graph import queries
from regkit.graph.build import build_graph
from regkit.graph.targets import Targets
from regkit.model.analysis import Analysis
from regkit.model.requirement import Requirement
from regkit.model.span import Anchor, Span
from regkit.text.anchors import make_anchor
from regkit.text.quotes import collapse, fold
from regkit.text.relocate import Outcome, Relocation

_LIKE = 0.4  # within one provision a requirement as like as this is the old one reworded
_HELD = 0.75  # of a part's words stand, in runs, in what it was cut from
_FEWEST = 5
_MOST = 400  # words of a clause that are compared


class Side:
    """One version, resolved by itself: its text and its requirements as a graph has them."""

    def __init__(self, analysis: Analysis) -> None:
        self.document = analysis.document
        self.graph = build_graph([analysis])
        self.requirements: dict[str, Requirement] = {found.id: found for found in queries.requirements(self.graph)}
        self.targets = Targets(self.graph.nodes)
        self._by_sentence: dict[str, list[str]] = defaultdict(list)
        for id, found in self.requirements.items():
            self._by_sentence[found.sentence].append(id)
        spans = sorted((self.span(sentence), sentence) for sentence in self._by_sentence)
        self._starts = [span.start for span, _ in spans]
        self._spans = spans

    def span(self, node: str) -> Span:
        """Return where a sentence or a requirement stands."""
        data = self.graph.nodes[node]
        return Span(data["start"], data["end"])

    def anchor(self, sentence: str) -> Anchor:
        """Return the anchor of a sentence, without the number that it begins with: that may change when no word does."""
        return make_anchor(self.document.id, self.document.text, self._unnumbered(sentence, self.span(sentence)))

    def clause(self, id: str) -> str:
        """Return the words that state a requirement, typography folded, without the number of its paragraph."""
        data = self.graph.nodes[id]
        return collapse(fold(self.document.quote(self._unnumbered(id, Span(data["clause_start"], data["clause_end"])))))

    def _unnumbered(self, node: str, span: Span) -> Span:
        marker = str(self.graph.nodes[str(self.graph.nodes[node]["provision"])].get("marker", ""))
        text = self.document.quote(span)
        if not marker or not text.startswith(marker):
            return span
        rest = text[len(marker) :].lstrip()
        return Span(span.end - len(rest), span.end) if any(map(str.isalpha, rest)) else span

    def at(self, span: Span) -> list[str]:
        """Return the requirements of the sentences that a span touches, in reading order."""
        found: list[str] = []
        index = max(0, bisect_right(self._starts, span.start) - 1)
        while index < len(self._spans) and self._spans[index][0].start < span.end:
            if self._spans[index][0].overlaps(span):
                found += self._by_sentence[self._spans[index][1]]
            index += 1
        return found

    def context(self, id: str) -> tuple[str, ...]:
        """Return the words of the lead-ins that a requirement is read with, nearest first, typography folded."""
        found: list[str] = []
        seen = {id}
        queue = list(self.requirements[id].read_with)
        while queue:
            lead = queue.pop(0)
            if lead in seen:
                continue
            seen.add(lead)
            found.append(collapse(fold(str(self.graph.nodes[lead].get("quote", "")))))
            if lead in self.requirements:
                queue += self.requirements[lead].read_with
        return tuple(dict.fromkeys(found))


def compare(old: Side, new: Side) -> Comparison:
    """Return how the provisions and the requirements of two versions belong together. A version and itself: all same."""
    return _Pairing(old, new).comparison()


class _Pairing:
    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.alignment = align(old.document, new.document)
        self.carrier = Carrier(old.document, new.document, self.alignment)
        self.carried: dict[str, Relocation] = {}
        self.to_new: dict[str, str] = {}
        self.to_old: dict[str, str] = {}
        self.score: dict[str, float] = {}
        self.certain: set[str] = set()
        self.provision_pair = {index: pair for pair in self.alignment.pairs for index in pair.old}
        self.provision_back = {index: pair for pair in self.alignment.pairs for index in pair.new}
        self.index_new = {provision.id: index for index, provision in enumerate(new.document.provisions)}
        self.index_old = {provision.id: index for index, provision in enumerate(old.document.provisions)}
        self.in_new: dict[str, list[str]] = defaultdict(list)  # by provision
        for id, requirement in new.requirements.items():
            self.in_new[requirement.provision].append(id)

    def comparison(self) -> Comparison:
        self._same_words()
        self._bare()
        self._reworded()
        self._in_provision()
        splits = self._divided(self.old, self.new, self.to_new, self.to_old)
        merges = self._divided(self.new, self.old, self.to_old, self.to_new)
        return Comparison(old=self.old.document, new=self.new.document, provisions=self.alignment, requirements=tuple(self._listed(splits, merges)))

    def _where(self, id: str) -> Relocation:
        sentence = self.old.requirements[id].sentence
        if sentence not in self.carried:
            self.carried[sentence] = self.carrier.carry(self.old.anchor(sentence))
        return self.carried[sentence]

    def _pair(self, a: str, b: str, score: float, *, certain: bool = False) -> None:
        self.to_new[a], self.to_old[b], self.score[a] = b, a, score
        if certain:
            self.certain.add(a)

    def _free(self, ids: Iterable[str]) -> list[str]:
        return [id for id in ids if id not in self.to_old]

    def _same_words(self) -> None:
        for id, requirement in self.old.requirements.items():
            there = self._where(id)
            if not there.certain or there.span is None:
                continue
            clause = self.old.clause(id)
            alike = [found for found in self._free(self.new.at(there.span)) if self.new.clause(found) == clause]
            alike.sort(key=lambda found: _force(self.new.requirements[found]) != _force(requirement))
            if alike:
                self._pair(id, alike[0], 1.0, certain=True)

    def _bare(self) -> None:
        """What states nothing but its own number ("(2)", completed below) can only be known by it."""
        for id, requirement in self.old.requirements.items():
            twin = f"{self.new.document.id}/{local(id)}"
            if id not in self.to_new and twin in self.new.requirements and twin not in self.to_old:
                bare = not any(char.isalpha() for char in requirement.anchor.quote) or len(requirement.anchor.quote.split()) == 1
                if bare and self.new.clause(twin) == self.old.clause(id):
                    self._pair(id, twin, 1.0, certain=True)

    def _reworded(self) -> None:
        scored = []
        for place, id in enumerate(self.old.requirements):
            there = self._where(id)
            if id in self.to_new or there.span is None:
                continue
            for found in self._free(self.new.at(there.span)):
                scored.append((self._likeness(id, found), there.score, -place, id, found))
        self._take(scored, 0.0)

    def _in_provision(self) -> None:
        scored = []
        for place, (id, requirement) in enumerate(self.old.requirements.items()):
            pair = self.provision_pair.get(self.index_old[requirement.provision])
            if id in self.to_new or pair is None:
                continue
            for index in pair.new:
                for found in self._free(self.in_new[self.new.document.provisions[index].id]):
                    scored.append((self._likeness(id, found), 0.0, -place, id, found))
        self._take(scored, _LIKE)

    def _take(self, scored: list[tuple[float, float, int, str, str]], least: float) -> None:
        for likeness, score, _, id, found in sorted(scored, reverse=True):
            if likeness >= least and id not in self.to_new and found not in self.to_old:
                self._pair(id, found, min(0.999, max(likeness, score)))

    def _likeness(self, old: str, new: str) -> float:
        a, b = (WORD.findall(text.lower())[:_MOST] for text in (self.old.clause(old), self.new.clause(new)))
        ratio = SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0
        one, other = self.old.requirements[old], self.new.requirements[new]
        return ratio - 0.05 * (one.kind is not other.kind) - 0.05 * (one.modality is not other.modality)

    def _divided(self, whole: Side, parts: Side, forth: dict[str, str], back: dict[str, str]) -> dict[str, list[str]]:
        """Return which requirements became several: the words of what has no partner stand in one that was reworded, in the same place."""
        found: dict[str, list[str]] = defaultdict(list)
        reworded: dict[str, list[str]] = defaultdict(list)
        for a, b in forth.items():
            if a not in self.certain and b not in self.certain:
                for place in {parts.requirements[b].provision, *self._partners(whole, a)}:
                    reworded[place].append(a)
        parents = {provision.id: parts.document.provisions[max(0, provision.parent)].id for provision in parts.document.provisions}
        for id, requirement in parts.requirements.items():
            words = WORD.findall(parts.clause(id).lower())
            if id in back or len(words) < _FEWEST:
                continue
            near = (requirement.provision, parents[requirement.provision])
            others = dict.fromkeys(a for place in near for a in reworded[place])
            best = max(((_held(words, WORD.findall(whole.clause(a).lower())), a) for a in others), default=(0.0, ""))
            if best[0] >= _HELD:
                found[best[1]].append(id)
        return found

    def _partners(self, side: Side, id: str) -> list[str]:
        """Return the provisions of the other side that belong to a requirement's."""
        forth = side is self.old
        pairs = self.provision_pair if forth else self.provision_back
        pair = pairs.get((self.index_old if forth else self.index_new)[side.requirements[id].provision])
        if pair is None:
            return []
        other, indices = (self.new, pair.new) if forth else (self.old, pair.old)
        return [other.document.provisions[index].id for index in indices]

    def _listed(self, splits: dict[str, list[str]], merges: dict[str, list[str]]) -> Iterable[RequirementPair]:
        gone = {id for several in merges.values() for id in several}
        come = {id for several in splits.values() for id in several}
        removed: dict[str, list[str]] = defaultdict(list)
        last = ""
        for a in self.old.requirements:
            if a in self.to_new:
                last = self.to_new[a]
            elif a not in gone:
                removed[last].append(a)
        yield from map(self._removed, removed[""])
        for b in self.new.requirements:
            if b in self.to_old:
                yield self._changed(self.to_old[b], b, splits, merges)
            elif b not in come:
                yield RequirementPair(old=(), new=(b,), change=Change.ADDED, score=0.0)
            yield from map(self._removed, removed[b])

    def _removed(self, a: str) -> RequirementPair:
        there = self._where(a)
        note = ""
        if there.certain:
            note = "its words are still there, and state no requirement of their own"
        elif there.outcome is Outcome.AMBIGUOUS:
            note = f"its words stand in {max(2, len(there.places))} places, and nothing tells which"
        return RequirementPair(old=(a,), new=(), change=Change.REMOVED, score=there.score if note else 0.0, note=note)

    def _changed(self, a: str, b: str, splits: dict[str, list[str]], merges: dict[str, list[str]]) -> RequirementPair:
        score = round(self.score[a], 4)
        if a in splits:
            return RequirementPair(old=(a,), new=(b, *splits[a]), change=Change.SPLIT, score=score)
        if b in merges:
            return RequirementPair(old=(a, *merges[b]), new=(b,), change=Change.MERGED, score=score)
        if a not in self.certain:
            return RequirementPair(old=(a,), new=(b,), change=Change.REWORDED, score=score)
        change = Change.SAME
        if local(a) != local(b):
            pair = self.provision_pair.get(self.index_old[self.old.requirements[a].provision])
            change = Change.MOVED if pair is None or _moved(pair) else Change.RENUMBERED
        context = self.old.context(a) != self.new.context(b)
        note = "the lead-in that it completes has other words" if context else ""
        return RequirementPair(old=(a,), new=(b,), change=change, certain=True, context=context, note=note)


def local(id: str) -> str:
    """Return a requirement's id within its document, the same in each version that has the provision."""
    return id.partition("/")[2]


def _force(requirement: Requirement) -> tuple[str, str]:
    return requirement.kind.value, requirement.modality.value if requirement.modality else ""


def _moved(pair: Pair) -> bool:
    return pair.change is Change.MOVED


def _held(part: list[str], whole: list[str]) -> float:
    """Return the share of a part's words that stand in the whole in runs of three and more."""
    blocks = SequenceMatcher(None, part[:_MOST], whole[:_MOST], autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 3) / len(part[:_MOST])
