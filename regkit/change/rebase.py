"""Where every link to the old version goes: exact, proposed, or lost. Nothing is written here.

A link is *exact* where the words that it rests on stand in the new version, in the requirement that the old one became: its quote, or, for a link by
id, the whole sentence. It is *proposed*, with the likeness, where the requirement was reworded, split or merged: a person must accept it by name. It
is *lost* where the requirement is gone. What a link would become is looked up in the new version before it is offered: an offer always holds.

A review or waiver that moves to reworded text keeps the fingerprint of what was reviewed, so that it is suspect there: moving never approves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from regkit.change.impact import Links
from regkit.change.model import RequirementPair
from regkit.change.project import Step
from regkit.diff.model import Change
from regkit.errors import CheckError
from regkit.model.check import Check, Target
from regkit.text.quotes import collapse

_FEWEST = 4  # words of a quote that is enough by itself, where the sentence around it has changed
_UNCHANGED = (Change.SAME, Change.MOVED, Change.RENUMBERED)


class Standing(StrEnum):
    """How sure a move is."""

    EXACT = "exact"
    PROPOSED = "proposed"
    LOST = "lost"


class Moved(Struct, frozen=True, kw_only=True):
    """A requirement of the old version and what it became, with the fingerprints of both; ``certain`` where no word differs."""

    old: str
    old_fingerprint: str
    new: str
    new_fingerprint: str
    certain: bool


class Move(Struct, frozen=True, kw_only=True):
    """One link and where it goes.

    ``id`` names it for people: "CHK-1#2" is the second target of a check, "review#1" and "waiver#1" count from the file's first. ``was`` and ``now``
    are the targets (of a review or waiver, the requirement's id in ``Target.id``). ``fingerprint`` is the new one of a review or waiver that keeps
    its standing, else empty. ``editable`` is False where the link stands in a file that regkit does not write (a source file with marks, say).
    """

    id: str
    kind: str
    standing: Standing
    was: Target
    now: Target
    score: float = 0.0
    note: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    fingerprint: str = ""
    requirements: tuple[Moved, ...] = ()
    editable: bool = True

    @property
    def writes(self) -> bool:
        """Whether a file changes: a link by quote, or by the name that both versions share, may hold as it stands."""
        return self.standing is not Standing.LOST and (self.was != self.now or bool(self.fingerprint))


def plan(step: Step) -> tuple[Move, ...]:
    """Return where every link to the old version goes, in the order of the files: checks, then reviews, then waivers."""
    return tuple(_Planner(step).moves())


class _Planner:
    def __init__(self, step: Step) -> None:
        self.step, self.old, self.new = step, step.old, step.new
        self.links = Links(step.old, step.comparison, step.names)
        self.files = {step.workspace.relative(path) for path in step.workspace.checks}

    def moves(self) -> Iterator[Move]:
        """Yield every move but those that a record has already: a link that two versions write alike does not tell which of the two it is of."""
        done = self.step.moved()
        yield from (move for move in self._all() if (move.id, move.kind, move.was) not in done)

    def _all(self) -> Iterator[Move]:
        for check in self.step.checks:
            editable = check.place.rpartition(", line ")[0] in self.files or check.place in self.files
            for number, target in enumerate(check.verifies, 1):
                if self.links.is_here(target):
                    yield self._target(check, f"{check.id}#{number}", target, editable=editable)
        for number, review in enumerate(self.step.reviews.review, 1):
            if self.links.here(review.requirement):
                yield self._decision("review", f"review#{number}", review.requirement, review.fingerprint)
        for number, waiver in enumerate(self.step.reviews.waiver, 1):
            if self.links.here(waiver.requirement):
                yield self._decision("waiver", f"waiver#{number}", waiver.requirement, waiver.fingerprint)

    def _target(self, check: Check, id: str, target: Target, *, editable: bool) -> Move:
        try:
            meant = self.links.meant(target)
        except CheckError as problem:
            return Move(
                id=id, kind="check", standing=Standing.LOST, was=target, now=target, note=problem.message, place=check.place, editable=editable
            )
        pairs = [self.links.pairs[one] for one in meant]
        wanted = tuple(dict.fromkeys(new for pair in pairs for new in pair.new))
        before = " ".join(dict.fromkeys(collapse(self.old.requirements[one].anchor.quote) for one in meant))
        note = "; ".join(dict.fromkeys(pair.note for pair in pairs if pair.note))
        if not all(pair.new for pair in pairs):
            gone = [one for one, pair in zip(meant, pairs, strict=True) if not pair.new]
            said = note or f"gone: {', '.join(gone)}"
            return Move(
                id=id, kind="check", standing=Standing.LOST, was=target, now=target, note=said, place=check.place, before=before, editable=editable
            )
        exact = all(pair.certain and pair.change in _UNCHANGED for pair in pairs)
        now = self._kept(target, wanted) if exact or len(target.quote.split()) >= _FEWEST else None
        if now is not None and target.quote and not exact:
            exact, note = True, "the quoted words stand there still; others of the sentence have changed"
        now = now or self._other(target, wanted)
        standing = Standing.EXACT if exact else Standing.PROPOSED
        return Move(
            id=id,
            kind="check",
            standing=standing,
            was=target,
            now=now,
            score=1.0 if exact else min(pair.score for pair in pairs),
            note=note,
            place=check.place,
            before=before,
            after=" ".join(dict.fromkeys(collapse(self.new.requirements[one].anchor.quote) for one in wanted)),
            requirements=tuple(self._moved(one, pair) for one, pair in zip(meant, pairs, strict=True)),
            editable=editable,
        )

    def _kept(self, target: Target, wanted: Sequence[str]) -> Target | None:
        """Return the target with no more than its document or id changed, where it then means what is wanted."""
        if target.id:
            return Target(id=self._named(wanted[0])) if len(wanted) == 1 else None
        try:
            found = self.new.targets.find(Target(document=self.new.document.id, quote=target.quote))
        except CheckError:
            return None
        document = target.document if self.step.keeps_name(target.document) else self.step.new_name
        return Target(document=document, quote=target.quote) if set(found) == set(wanted) else None

    def _other(self, target: Target, wanted: Sequence[str]) -> Target:
        """Return a target for the new words: the first requirement's whole sentence where that means it alone, else its id."""
        first = wanted[0]
        quote = collapse(self.new.anchor(self.new.requirements[first].sentence).quote)
        try:
            found = self.new.targets.find(Target(document=self.new.document.id, quote=quote))
        except CheckError:
            found = []
        if target.id or not set(found) <= set(wanted) or not found:
            return Target(id=self._named(first))
        return Target(document=target.document if self.step.keeps_name(target.document) else self.step.new_name, quote=quote)

    def _decision(self, kind: str, id: str, requirement: str, fingerprint: str) -> Move:
        here = self.links.here(requirement)
        pair = self.links.pairs[here]
        was = Target(id=requirement)
        before = collapse(self.old.requirements[here].anchor.quote)
        if not pair.new:
            return Move(
                id=id, kind=kind, standing=Standing.LOST, was=was, now=was, note=pair.note or f"gone: {here}", before=before, place=requirement
            )
        moved = self._moved(here, pair)
        stood = fingerprint == moved.old_fingerprint
        return Move(
            id=id,
            kind=kind,
            standing=Standing.EXACT if pair.same_words else Standing.PROPOSED,
            was=was,
            now=Target(id=self._named(pair.new[0])),
            score=pair.score,
            note=pair.note,
            before=before,
            after=" ".join(dict.fromkeys(collapse(self.new.requirements[one].anchor.quote) for one in pair.new)),
            place=requirement,
            fingerprint=moved.new_fingerprint if pair.same_words and stood and moved.new_fingerprint != fingerprint else "",
            requirements=(moved,),
        )

    def _moved(self, id: str, pair: RequirementPair) -> Moved:
        certain = pair.certain and pair.change in _UNCHANGED
        return Moved(
            old=self.step.old_id(id),
            old_fingerprint=self.old.requirements[id].anchor.fingerprint,
            new=self._named(pair.new[0]),
            new_fingerprint=self.new.requirements[pair.new[0]].anchor.fingerprint,
            certain=certain,
        )

    def _named(self, id: str) -> str:
        return f"{self.step.new_name}/{id.partition('/')[2]}"
