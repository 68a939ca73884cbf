"""Which checks, results, reviews and waivers the step from one version to the next touches, and how.

Nothing is touched by a requirement that has the same words in the same place. What merely has another number *follows*; what was reworded, split or
merged, or completes a lead-in that was, asks for a *look*; what is gone is *lost*. A result is touched where its check must be looked at: what it
showed was shown of other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from regkit.change.model import Comparison, Effect, Impact, RequirementPair, Touch
from regkit.change.requirements import Side
from regkit.diff.model import Change
from regkit.errors import CheckError
from regkit.model.check import Check, Evidence, Review, Target, Waiver
from regkit.text.quotes import collapse, fold


class Links:
    """What hangs on the old version: what its names are, and what a target or an id means in it."""

    def __init__(self, old: Side, comparison: Comparison, names: Iterable[str]) -> None:
        citation = fold(old.document.authority.citation)
        self.old = old
        self.names = {old.document.id, *names}
        self._cited = {fold(name) for name in self.names} | ({citation} if citation else set())
        self.pairs = {id: pair for pair in comparison.requirements for id in pair.old}

    def is_here(self, target: Target) -> bool:
        """Tell whether a target points into the old version, whether or not it finds anything there."""
        if target.id:
            return target.id.partition("/")[0] in self.names
        return fold(target.document) in self._cited

    def here(self, id: str) -> str:
        """Return the id in the old version of a requirement that a project names; empty where it names none of it."""
        document, _, rest = id.partition("/")
        found = f"{self.old.document.id}/{rest}"
        return found if document in self.names and found in self.old.requirements else ""

    def meant(self, target: Target) -> list[str]:
        """Return the requirements of the old version that a target means. Raises: CheckError where it means none, or several sentences."""
        if target.id:
            return [self.here(target.id) or target.id] if self.here(target.id) else self.old.targets.find(target)
        return self.old.targets.find(Target(document=self.old.document.id, quote=target.quote))


def impact(
    old: Side,
    new: Side,
    comparison: Comparison,
    *,
    checks: Sequence[Check] = (),
    evidence: Sequence[Evidence] = (),
    reviews: Sequence[Review] = (),
    waivers: Sequence[Waiver] = (),
    names: Iterable[str] = (),
) -> Impact:
    """Return what is touched. ``names`` are other ids that the project has for the old version. A target that means nothing in it is lost."""
    links = Links(old, comparison, names)
    touches: list[Touch] = []
    untouched = 0
    looked: dict[str, Touch] = {}
    for check in checks:
        found = list(_check_touches(check, links, old, new))
        untouched += not found and any(links.is_here(target) for target in check.verifies)
        touches += found
        for touch in found:
            if touch.effect is not Effect.FOLLOWS:
                looked.setdefault(check.id, touch)
    touches += _evidence_touches(evidence, looked)
    for review in reviews:
        id = links.here(review.requirement)
        why = f"{review.decision} by {review.reviewer} on {review.date}" + (f", for check {review.check}" if review.check else "")
        found = [_touch("review", review.requirement, id, links.pairs[id], old, new, why=why)] if id and is_touched(links.pairs[id]) else []
        untouched += bool(id and not found)
        touches += found
    for waiver in waivers:
        id = links.here(waiver.requirement)
        why = f"accepted by {waiver.owner} until {waiver.until}: {waiver.reason}"
        found = [_touch("waiver", waiver.requirement, id, links.pairs[id], old, new, why=why)] if id and is_touched(links.pairs[id]) else []
        untouched += bool(id and not found)
        touches += found
    order = {effect: place for place, effect in enumerate(Effect)}
    touches.sort(key=lambda touch: order[touch.effect])  # stable: of one effect in the order of the files
    added = tuple(pair.new[0] for pair in comparison.requirements if pair.change is Change.ADDED)
    return Impact(old=old.document.id, new=new.document.id, counts=comparison.counts(), touches=tuple(touches), added=added, untouched=untouched)


def is_touched(pair: RequirementPair) -> bool:
    """Tell whether anything that hangs on a requirement has to move or to be looked at."""
    return pair.change is not Change.SAME or pair.context


def effect_of(pair: RequirementPair) -> Effect:
    """Return what a pair that is touched asks for."""
    if not pair.new:
        return Effect.LOST
    return Effect.FOLLOWS if pair.same_words else Effect.LOOK


def _check_touches(check: Check, links: Links, old: Side, new: Side) -> Iterator[Touch]:
    seen: set[str] = set()
    for target in check.verifies:
        if not links.is_here(target):
            continue
        try:
            meant = links.meant(target)
        except CheckError as problem:
            yield Touch(
                kind="check", id=check.id, effect=Effect.LOST, change=Change.REMOVED, requirement=target.id, now_at=(), place=check.place,
                why=problem.message, before=collapse(target.quote),
            )  # fmt: skip
            continue
        for id in meant:
            if id not in seen and is_touched(links.pairs[id]):
                yield _touch("check", check.id, id, links.pairs[id], old, new, why="", place=check.place)
            seen.add(id)


def _touch(kind: str, id: str, requirement: str, pair: RequirementPair, old: Side, new: Side, *, why: str, place: str = "") -> Touch:
    return Touch(
        kind=kind,
        id=id,
        effect=effect_of(pair),
        change=pair.change,
        requirement=requirement,
        now_at=pair.new,
        why="; ".join(filter(None, (why, pair.note))),
        before=collapse(old.requirements[requirement].anchor.quote),
        now=tuple(dict.fromkeys(collapse(new.requirements[found].anchor.quote) for found in pair.new)),
        place=place,
    )


def _evidence_touches(evidence: Sequence[Evidence], looked: dict[str, Touch]) -> Iterator[Touch]:
    """Yield the latest result of each check that must be looked at: the earlier ones count for nothing either way."""
    latest: dict[str, Evidence] = {}
    counts: dict[str, int] = {}
    for item in evidence:
        counts[item.check] = counts.get(item.check, 0) + 1
        if item.check not in latest or latest[item.check].date <= item.date:
            latest[item.check] = item
    for check, touch in looked.items():
        if check in latest:
            item, more = latest[check], counts[check] - 1
            earlier = f", and {more} earlier" if more else ""
            yield Touch(
                kind="evidence", id=item.id, effect=touch.effect, change=touch.change, requirement=touch.requirement, now_at=touch.now_at,
                why=f"{item.result.value} on {item.date}{earlier}: shown of the old words", place=item.place,
            )  # fmt: skip
