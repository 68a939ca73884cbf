"""What a comparison of requirements says, and what it does to what hangs on them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from regkit.diff.model import Alignment, Change
from regkit.model.document import Document


class RequirementPair(Struct, frozen=True, kw_only=True):
    """Requirements that belong together, by id; () on one side where there are none.

    ``certain``: the same words, in a place that nothing else can be. ``context``: its own words are the same and those of the lead-in that it
    completes are not. ``score`` is how alike the words are, 0 to 1. ``note`` says in words what the change alone does not.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    change: Change
    score: float = 1.0
    certain: bool = False
    context: bool = False
    note: str = ""

    @property
    def same_words(self) -> bool:
        """Whether the requirement asks in the same words what it asked."""
        return self.certain and not self.context and self.change in (Change.SAME, Change.MOVED, Change.RENUMBERED)


class Comparison(Struct, frozen=True, kw_only=True):
    """Two versions: their texts, how their provisions and how their requirements belong together.

    ``requirements`` are in the order of the new text, what was removed where it stood. Every requirement is in exactly one pair.
    """

    old: Document
    new: Document
    provisions: Alignment
    requirements: tuple[RequirementPair, ...]

    @property
    def changed(self) -> bool:
        """Whether any provision or requirement differs."""
        return self.provisions.changed or any(pair.change is not Change.SAME or pair.context for pair in self.requirements)

    def counts(self) -> dict[str, int]:
        """Return how many pairs of requirements there are of each change, in the enum's order; only those that occur."""
        found = {str(change): sum(pair.change is change for pair in self.requirements) for change in Change}
        return {change: count for change, count in found.items() if count}


class Effect(StrEnum):
    """What the new version asks of a person, worst first.

    ``lost``: the requirement is not there any more, or cannot be told from others. ``look``: its words, or its lead-in's, have changed.
    ``follows``: the same words under another number; the link can go along.
    """

    LOST = "lost"
    LOOK = "look"
    FOLLOWS = "follows"


class Touch(Struct, frozen=True, kw_only=True):
    """A check, a result, a review or a waiver that the new version touches, and by which requirement.

    ``kind`` is "check", "evidence", "review" or "waiver"; ``id`` the check's or the result's id, else the requirement's. ``before`` and ``now`` are
    the requirement's wording. ``place`` is file and line, where known.
    """

    kind: str
    id: str
    effect: Effect
    change: Change
    requirement: str
    now_at: tuple[str, ...]
    why: str
    before: str = ""
    now: tuple[str, ...] = ()
    place: str = ""


class Impact(Struct, frozen=True, kw_only=True):
    """What going from the old version to the new one touches. ``added`` are requirements that nothing can verify yet."""

    old: str
    new: str
    counts: dict[str, int]
    touches: tuple[Touch, ...]
    added: tuple[str, ...]
    untouched: int

    def effects(self) -> dict[str, int]:
        """Return how many touches there are of each effect, worst first; only those that occur."""
        found = {str(effect): sum(touch.effect is effect for touch in self.touches) for effect in Effect}
        return {effect: count for effect, count in found.items() if count}
