"""Pair the provisions of two versions.

Certain pairs first: same place and same words; then words that stand once in each version, wherever that is. What is left is reworded, split, added
or removed, and a version changes little of itself: runs of three words are indexed once, each provision left is compared with the few of the other
version that share its rarest runs, and the best pairs are taken, those in the same place before others that are as like. A provision that keeps its
number keeps its identity even where every word is new, unless its old words are found elsewhere. Cost: linear, plus n log n for sorting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from regkit.diff.model import Alignment, Change, Pair
from regkit.diff.units import Unit, contained, likeness, units
from regkit.model.document import Document

_LIKE = 0.5  # two provisions in different places are the same one reworded from here on
_HERE = 0.12  # added to the likeness of what stands in the same place
_WHOLE = 0.4  # added where one of the two, in the same place, holds the words of the other
_NEAR = 0.04  # added where the units they are in belong together
_RAREST = 24
_POSTINGS = 40  # a run of words that stands in more provisions says nothing
_CANDIDATES = 6
_FEWEST = 4  # words that a text needs to be known again in another place
_HELD = 0.75  # of a part's runs of words must stand in the whole
_COVERED = 0.85


def align(old: Document, new: Document) -> Alignment:
    """Return how the provisions of two versions of a document belong together. A document and itself: all same."""
    return Alignment(old=old.id, new=new.id, pairs=_Aligner(units(old), units(new)).pairs())


class _Aligner:
    def __init__(self, old: list[Unit], new: list[Unit]) -> None:
        self.old, self.new = old, new
        self.to_new: dict[int, int] = {}  # positions in the lists
        self.to_old: dict[int, int] = {}
        self.place_old = {unit.place: at for at, unit in enumerate(old)}
        self.place_new = {unit.place: at for at, unit in enumerate(new)}

    def pairs(self) -> tuple[Pair, ...]:
        """Return all pairs."""
        self._in_place()
        self._by_words()
        self._reworded()
        self._by_place()
        splits, merges = self._divided(self.old, self.new, self.to_new, self.to_old), self._divided(self.new, self.old, self.to_old, self.to_new)
        return self._listed(splits, merges)

    def _pair(self, a: int, b: int) -> None:
        self.to_new[a], self.to_old[b] = b, a

    def _left(self) -> tuple[list[int], list[int]]:
        return [a for a in range(len(self.old)) if a not in self.to_new], [b for b in range(len(self.new)) if b not in self.to_old]

    def _in_place(self) -> None:
        """Same place, same words."""
        for a, unit in enumerate(self.old):
            b = self.place_new.get(unit.place)
            if b is not None and self.new[b].text == unit.text:
                self._pair(a, b)

    def _by_words(self) -> None:
        """Words that stand once in each of what is left; then those that stand several times, in order, below units that belong together."""
        left_old, left_new = self._left()
        olds = _grouped((self.old[a].text, a) for a in left_old)
        news = _grouped((self.new[b].text, b) for b in left_new)
        for text, group in olds.items():
            others = news.get(text, [])
            if len(group) == len(others) == 1 and len(self.old[group[0]].words) >= _FEWEST:
                self._pair(group[0], others[0])
        left_old, left_new = self._left()
        olds = _grouped(((self.old[a].text, self._above(a)), a) for a in left_old if len(self.old[a].words) >= _FEWEST)
        news = _grouped(((self.new[b].text, self.new[b].above), b) for b in left_new)
        for text, group in olds.items():
            for a, b in zip(group, news.get(text, []), strict=False):
                self._pair(a, b)

    def _above(self, a: int) -> tuple[str, ...]:
        """Return where the unit that an old provision is in stands now."""
        above = self.place_old.get(self.old[a].above)
        there = self.to_new.get(above) if above is not None else None
        return self.new[there].place if there is not None else self.old[a].above

    def _reworded(self) -> None:
        left_old, left_new = self._left()
        postings: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for b in left_new:
            for run in self.new[b].shingles:
                postings[run].append(b)
        scored: list[tuple[float, int, int]] = []
        for a in left_old:
            place = self.old[a].place
            stays = place in self.place_new and self.place_new[place] not in self.to_old
            for b in self._candidates(a, postings):
                if stays and len(self.new[b].place) > len(place) and self.new[b].place[: len(place)] == place:
                    continue  # its words went down into a paragraph of its own: the number stays where it is
                score = likeness(self.old[a], self.new[b])
                here = place == self.new[b].place
                if score >= (_LIKE if not here else 0.2):
                    near = self._above(a) == self.new[b].above
                    whole = here and max(contained(self.new[b], self.old[a]), contained(self.old[a], self.new[b])) >= _HELD  # cut, or added to
                    scored.append((score + (_WHOLE if whole else _HERE * here) + _NEAR * near, a, b))
        scored.sort(key=lambda one: (-one[0], one[1], one[2]))
        for _, a, b in scored:
            if a not in self.to_new and b not in self.to_old:
                self._pair(a, b)

    def _candidates(self, a: int, postings: dict[tuple[str, ...], list[int]]) -> list[int]:
        runs = sorted((run for run in self.old[a].shingles if run in postings), key=lambda run: (len(postings[run]), run))
        votes: Counter[int] = Counter()
        for run in runs[:_RAREST]:
            if len(postings[run]) > _POSTINGS:
                break
            votes.update(postings[run])
        found = sorted(votes, key=lambda b: (-votes[b], b))[:_CANDIDATES]
        here = self.place_new.get(self.old[a].place)
        return [*found, here] if here is not None and here not in found and here not in self.to_old else found

    def _by_place(self) -> None:
        """What keeps its number and finds no better partner is the same provision, however it is worded."""
        for a in self._left()[0]:
            b = self.place_new.get(self.old[a].place)
            if b is not None and b not in self.to_old:
                self._pair(a, b)

    def _divided(self, whole: list[Unit], parts: list[Unit], forth: dict[int, int], back: dict[int, int]) -> dict[int, list[int]]:
        """Return which provisions became several: the words of what nobody was paired with stand in a provision that lost them."""
        postings: dict[tuple[str, ...], list[int]] = defaultdict(list)
        shortened = [
            a for a, unit in enumerate(whole) if a in forth and unit.text != parts[forth[a]].text and len(unit.words) > len(parts[forth[a]].words)
        ]
        for a in shortened:
            for run in whole[a].shingles:
                postings[run].append(a)
        found: dict[int, list[int]] = defaultdict(list)
        for b, unit in enumerate(parts):
            if b in back or len(unit.words) < _FEWEST * 2:
                continue
            votes = Counter(a for run in unit.shingles for a in postings.get(run, ())[:_POSTINGS])
            best = max(votes, key=lambda a: (votes[a], -a), default=-1)
            if best >= 0 and contained(unit, whole[best]) >= _HELD and _beside(unit, parts[forth[best]]):
                found[best].append(b)
        return {a: several for a, several in found.items() if self._covers(whole[a], [parts[forth[a]], *(parts[b] for b in several)])}

    @staticmethod
    def _covers(whole: Unit, parts: list[Unit]) -> bool:
        """Tell whether the parts hold nearly all of the whole, and little else."""
        runs = frozenset().union(*(part.shingles for part in parts))
        return len(whole.shingles & runs) >= _COVERED * len(whole.shingles) and contained(parts[0], whole) >= _HELD

    def _listed(self, splits: dict[int, list[int]], merges: dict[int, list[int]]) -> tuple[Pair, ...]:
        """Return the pairs in the order of the new text, what was removed after what stood before it."""
        gone = {a for several in merges.values() for a in several}
        come = {b for several in splits.values() for b in several}
        removed: dict[int, list[int]] = defaultdict(list)
        last = -1
        for a in range(len(self.old)):
            if a in self.to_new:
                last = self.to_new[a]
            elif a not in gone:
                removed[last].append(a)
        found = [self._removed(a) for a in removed[-1]]
        for b in range(len(self.new)):
            if b in self.to_old:
                found.append(self._changed(self.to_old[b], b, splits, merges))
            elif b not in come:
                found.append(Pair(old=(), new=(self.new[b].index,), change=Change.ADDED, score=0.0))
            found += [self._removed(a) for a in removed[b]]
        return tuple(found)

    def _removed(self, a: int) -> Pair:
        return Pair(old=(self.old[a].index,), new=(), change=Change.REMOVED, score=0.0)

    def _changed(self, a: int, b: int, splits: dict[int, list[int]], merges: dict[int, list[int]]) -> Pair:
        one, other = self.old[a], self.new[b]
        score = round(likeness(one, other), 4)
        if a in splits:
            return Pair(old=(one.index,), new=(other.index, *(self.new[part].index for part in splits[a])), change=Change.SPLIT, score=score)
        if b in merges:
            return Pair(old=(one.index, *(self.old[part].index for part in merges[b])), new=(other.index,), change=Change.MERGED, score=score)
        if one.text != other.text:
            change = Change.REWORDED
        elif one.place == other.place:
            change = Change.SAME
        else:  # what goes along with the unit that it is in is renumbered like it
            change = Change.RENUMBERED if self._above(a) == other.above else Change.MOVED
        return Pair(old=(one.index,), new=(other.index,), change=change, score=1.0 if one.text == other.text else score)


def _beside(part: Unit, other: Unit) -> bool:
    """Tell whether a part stands next to the provision that it was taken from, or below it."""
    return part.above == other.above or part.place[: len(other.place)] == other.place


def _grouped(pairs: Iterable[tuple[object, int]]) -> dict[object, list[int]]:
    found: dict[object, list[int]] = defaultdict(list)
    for key, at in pairs:
        found[key].append(at)
    return found
