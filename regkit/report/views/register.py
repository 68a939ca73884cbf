"""The obligations register: who must, must not, may or need not do what, under which conditions, by when, and who sees to it."""

from __future__ import annotations

from msgspec import Struct

from regkit.model.annotation import Modality
from regkit.report.facts import ProjectView, RequirementFact
from regkit.report.views.common import Count, Front, StatusCount, front, status_counts, tally
from regkit.report.views.rows import Row, Rows
from regkit.report.views.source import SourceDocument, source_documents
from regkit.report.words import N_, _, named
from regkit.text.quotes import fold_lower

NO_BEARER = N_("Bearer not named in the sentence")
_ARTICLES = ("a ", "an ", "the ", "each ", "every ", "any ", "no ", "all ", "such ")


class Duty(Struct, frozen=True, kw_only=True, gc=False):
    """One norm as a register keeps it. ``who`` is the bearer as written, or whom its pronoun means; ``actions`` what is to be done."""

    row: Row
    who: str
    actions: tuple[str, ...]
    conditions: tuple[str, ...]
    exceptions: tuple[str, ...]
    deadlines: tuple[str, ...]
    thresholds: tuple[str, ...]
    frequencies: tuple[str, ...]
    next_due: str


class DutyGroup(Struct, frozen=True, kw_only=True, gc=False):
    """The norms of one bearer, in reading order."""

    bearer: str
    duties: tuple[Duty, ...]


class RegisterView(Struct, frozen=True, kw_only=True, gc=False):
    """The register. ``rows`` are all duties, by bearer; bearers with the most come first, those that no sentence names last."""

    front: Front
    groups: tuple[DutyGroup, ...]
    rows: tuple[Duty, ...]
    statuses: tuple[StatusCount, ...]
    modalities: tuple[Count, ...]
    sources: tuple[SourceDocument, ...]


def register_view(project: ProjectView) -> RegisterView:
    """Return the register of ``project``: its norms; a condition of another norm is no duty of its own and stands with that norm."""
    make = Rows(project)
    facts = [fact for fact in project.requirements if fact.modality]
    found: dict[str, list[Duty]] = {}
    names: dict[str, str] = {}
    for fact in facts:
        duty = _duty(make, fact)
        key = _key(duty.who)
        names.setdefault(key, duty.who or _(NO_BEARER))
        found.setdefault(key, []).append(duty)
    order = sorted(found, key=lambda key: (key == "", -len(found[key]), key))
    groups = tuple(DutyGroup(bearer=_title(names[key]), duties=tuple(found[key])) for key in order)
    rows = tuple(duty for group in groups for duty in group.duties)
    return RegisterView(
        front=front(project),
        groups=groups,
        rows=rows,
        statuses=status_counts(fact.status for fact in facts),
        modalities=tally((fact.modality for fact in facts), named, [modality.value for modality in Modality]),
        sources=source_documents(project, {duty.row.id for duty in rows}),
    )


def _duty(make: Rows, fact: RequirementFact) -> Duty:
    row = make.row(fact)
    layers: dict[str, list[str]] = {}
    for mark in fact.highlights:
        layers.setdefault(mark.layer, []).append(fact.quote[mark.start : mark.end])
    checks = [make.checks[line.id] for line in row.checks if line.id in make.checks]
    due = sorted(check.next_due for check in checks if check.next_due)
    return Duty(
        row=row,
        who=fact.meant or fact.bearer,
        actions=fact.actions,
        conditions=tuple(layers.get("condition", ())),
        exceptions=tuple(layers.get("exception", ())),
        deadlines=tuple(layers.get("deadline", ())),
        thresholds=tuple(layers.get("threshold", ())),
        frequencies=tuple(dict.fromkeys(check.frequency for check in checks if check.frequency)),
        next_due=due[0] if due else "",
    )


def _key(who: str) -> str:
    """Return what bearers are grouped by: "A dealer" and "the Dealer" are one."""
    key = fold_lower(who).strip()
    for article in _ARTICLES:
        key = key.removeprefix(article)
    return key


def _title(who: str) -> str:
    return who[:1].upper() + who[1:]
