"""What a comparison of two documents says."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from regkit.model.span import Span


class Change(StrEnum):
    """What became of a provision.

    ``same``: same place, same words. ``moved``: same words in another unit; ``renumbered``: same words under another number of the same unit.
    ``reworded``: other words (its number may have changed too). ``split`` and ``merged``: the words of one stand in several, or the other way round.
    """

    SAME = "same"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


class Word(Struct, frozen=True, gc=False):
    """A stretch of words of a reworded pair: "equal", "removed", "added" or "replaced", with its spans in the old and the new text."""

    kind: str
    old: Span
    new: Span


class Pair(Struct, frozen=True, gc=False, kw_only=True):
    """Provisions of the old and the new document that belong together, as indices into ``Document.provisions``; () on one side where there are none.

    ``score`` is how alike their own words are, from 0 to 1.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]
    change: Change
    score: float = 1.0


class Alignment(Struct, frozen=True, kw_only=True, dict=True):
    """Two documents compared: their ids, and the pairs in the order of the new text, what was removed at the place where it stood.

    Every provision with words of its own is in exactly one pair.
    """

    old: str
    new: str
    pairs: tuple[Pair, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(pair.change is not Change.SAME for pair in self.pairs)

    def counts(self) -> dict[str, int]:
        """Return how many pairs there are of each change, in the enum's order; only those that occur."""
        found = {str(change): sum(pair.change is change for pair in self.pairs) for change in Change}
        return {change: count for change, count in found.items() if count}

    def of_old(self, index: int) -> Pair | None:
        """Return the pair of a provision of the old document."""
        return self._of_old.get(index)

    def of_new(self, index: int) -> Pair | None:
        """Return the pair of a provision of the new document."""
        return self._of_new.get(index)

    @cached_property
    def _of_old(self) -> dict[int, Pair]:
        return {index: pair for pair in self.pairs for index in pair.old}

    @cached_property
    def _of_new(self) -> dict[int, Pair]:
        return {index: pair for pair in self.pairs for index in pair.new}
