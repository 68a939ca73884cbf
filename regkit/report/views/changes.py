"""What a new version changes: requirements added, removed and reworded, with the words, and the checks that must be looked at."""

from __future__ import annotations

from msgspec import Struct

from regkit.report.facts import ProjectView
from regkit.report.facts_audit import ChangeFact, RequirementChange
from regkit.report.views.common import Front, front, place
from regkit.report.views.source import SourceDocument
from regkit.report.words import N_, Words, named
from regkit.text.words import joined

EFFECTS = Words({"lost": N_("Lost"), "look": N_("Look again"), "follows": N_("Goes along")})
_QUIET = frozenset({"same"})


class Touched(Struct, frozen=True, kw_only=True, gc=False):
    """Something that hangs on a requirement that has changed; ``effect`` is a key of `EFFECTS`."""

    kind: str
    id: str
    effect: str
    label: str
    why: str


class ChangeRow(Struct, frozen=True, kw_only=True, gc=False):
    """A requirement before and after. ``changed`` are stretches: (equal, removed or added; words)."""

    place: str
    change: str
    label: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    old_pinpoint: str
    new_pinpoint: str
    changed: tuple[tuple[str, str], ...]
    before: str
    after: str
    note: str
    touched: tuple[Touched, ...]
    checks: tuple[str, ...]


class StepView(Struct, frozen=True, kw_only=True, gc=False):
    """From one version to the next. ``rows`` leave out what is the same and touches nothing; ``touched`` hangs on no requirement that is left."""

    old: str
    new: str
    counts: tuple[tuple[str, int], ...]
    untouched: int
    rows: tuple[ChangeRow, ...]
    touched: tuple[Touched, ...]


class ChangesView(Struct, frozen=True, kw_only=True, gc=False):
    """The steps that were asked for; ``rows`` are those of all of them."""

    front: Front
    steps: tuple[StepView, ...]
    rows: tuple[ChangeRow, ...]
    sources: tuple[SourceDocument, ...] = ()


def changes_view(project: ProjectView) -> ChangesView:
    """Return what the versions that were named change."""
    steps = tuple(_step(number, fact) for number, fact in enumerate(project.changes, 1))
    return ChangesView(front=front(project), steps=steps, rows=tuple(row for step in steps for row in step.rows))


def _step(number: int, fact: ChangeFact) -> StepView:
    touches: dict[str, list[Touched]] = {}
    for touch in fact.touches:
        made = Touched(kind=touch.kind, id=touch.id, effect=touch.effect, label=EFFECTS.get(touch.effect, touch.effect), why=touch.why)
        touches.setdefault(touch.requirement, []).append(made)
    rows = []
    for at, change in enumerate(fact.requirements, 1):
        hung = [touched for id in change.old for touched in touches.pop(id, ())]
        if change.change not in _QUIET or hung:
            rows.append(_row(f"{number}-{at}", change, tuple(hung)))
    left = tuple(touched for hung in touches.values() for touched in hung)
    return StepView(old=fact.old, new=fact.new, counts=fact.counts, untouched=fact.untouched, rows=tuple(rows), touched=left)


def _row(name: str, change: RequirementChange, hung: tuple[Touched, ...]) -> ChangeRow:
    return ChangeRow(
        place=place(name, "change"),
        change=change.change,
        label=named(change.change),
        old=change.old,
        new=change.new,
        old_pinpoint=change.old_pinpoint,
        new_pinpoint=change.new_pinpoint,
        changed=change.changed,
        before=joined(words for how, words in change.changed if how != "added"),
        after=joined(words for how, words in change.changed if how != "removed"),
        note=change.note,
        touched=hung,
        checks=tuple(dict.fromkeys(touched.id for touched in hung if touched.kind == "check")),
    )
