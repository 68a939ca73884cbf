"""The audit summary: how much is shown of what, what is open and with whom, what is accepted until when, and what vouches for all of it."""

from __future__ import annotations

from msgspec import Struct

from regkit.model.coverage import CoverageStatus
from regkit.report.facts import ProjectView
from regkit.report.facts_audit import FindingFact, LogFact
from regkit.report.views.common import Front, StatusCount, front, status_counts
from regkit.report.views.coverage import Slice, TreeView, slices_by, tree_views
from regkit.report.views.gaps import OPEN, closes
from regkit.report.views.rows import Row, Rows
from regkit.report.views.source import SourceDocument
from regkit.report.words import _

MANY = 40
"""So many open gaps are listed by name; the report of gaps has them all."""


class Figure(Struct, frozen=True, kw_only=True, gc=False):
    """A number with what it is out of, so that it means something: ``41`` of ``56`` requirements."""

    label: str
    count: int
    of: int
    note: str = ""


class OpenGap(Struct, frozen=True, kw_only=True, gc=False):
    """A requirement that is not shown to be met: who sees to it, what it showed last, and what would close it."""

    row: Row
    owners: str
    last_passed: str
    closes: str


class AcceptedGap(Struct, frozen=True, kw_only=True, gc=False):
    """A waiver with its requirement. ``stands`` says that it does on the day of the report."""

    row: Row | None
    requirement: str
    owner: str
    until: str
    reason: str
    stands: bool


class AuditView(Struct, frozen=True, kw_only=True, gc=False):
    """Everything on the summary. ``rows`` are the open gaps, worst first; ``more`` is how many are not listed; ``on`` is empty for the latest."""

    front: Front
    on: str
    figures: tuple[Figure, ...]
    statuses: tuple[StatusCount, ...]
    slices: tuple[Slice, ...]
    trees: tuple[TreeView, ...]
    rows: tuple[OpenGap, ...]
    more: int
    accepted: tuple[AcceptedGap, ...]
    findings: tuple[FindingFact, ...]
    logs: tuple[LogFact, ...]
    sources: tuple[SourceDocument, ...] = ()


def audit_view(project: ProjectView) -> AuditView:
    """Return the audit summary of ``project``."""
    make = Rows(project)
    rows = make.all()
    rank = {status.value: number for number, status in enumerate(OPEN)}
    gaps = sorted((row for row in rows if row.status.key in rank), key=lambda row: rank[row.status.key])
    by_id = {row.id: row for row in rows}
    passed = {check.id: max((entry.date for entry in check.history if entry.result == "pass"), default="") for check in project.checks}
    accepted = tuple(
        AcceptedGap(
            row=by_id.get(waiver.requirement),
            requirement=waiver.requirement,
            owner=waiver.owner,
            until=waiver.until,
            reason=waiver.reason,
            stands=waiver.stands,
        )
        for waiver in sorted(project.waivers, key=lambda waiver: (waiver.until, waiver.requirement))
    )
    return AuditView(
        front=front(project),
        on=project.on,
        figures=_figures(project, rows, accepted),
        statuses=status_counts(fact.status for fact in project.requirements),
        slices=slices_by(make, rows),
        trees=tree_views(make, project),
        rows=tuple(_open(row, passed) for row in gaps[:MANY]),
        more=max(0, len(gaps) - MANY),
        accepted=accepted,
        findings=project.findings,
        logs=project.logs,
    )


def _open(row: Row, passed: dict[str, str]) -> OpenGap:
    last = max((passed.get(line.id, "") for line in row.checks), default="")
    return OpenGap(row=row, owners=", ".join(row.owners), last_passed=last or _("never"), closes=closes(row))


def _figures(project: ProjectView, rows: tuple[Row, ...], accepted: tuple[AcceptedGap, ...]) -> tuple[Figure, ...]:
    total = len(rows)
    checks = project.checks
    status = [row.status.key for row in rows]
    results = [entry for check in checks for entry in check.history]
    return (
        Figure(label=_("Requirements covered"), count=status.count(CoverageStatus.COVERED.value), of=total),
        Figure(label=_("Requirements with a check"), count=sum(bool(row.checks) for row in rows), of=total),
        Figure(label=_("Requirements that a person reviewed"), count=sum(bool(row.review) for row in rows), of=total),
        Figure(label=_("Extractions in doubt and not confirmed"), count=sum(row.doubtful for row in rows), of=total),
        Figure(label=_("Suspect: worded otherwise than reviewed"), count=status.count(CoverageStatus.SUSPECT.value), of=total),
        Figure(label=_("Lost: a check quotes what is not in the text"), count=status.count(CoverageStatus.LOST.value), of=total),
        Figure(label=_("Stale: evidence too old"), count=status.count(CoverageStatus.STALE.value), of=total),
        Figure(
            label=_("Gaps accepted"), count=sum(gap.stands for gap in accepted), of=len(accepted), note=_("of all waivers; the others have ended")
        ),
        Figure(label=_("Checks with evidence"), count=sum(check.evidence is not None for check in checks), of=len(checks)),
        Figure(label=_("Results in a log that proves itself"), count=sum(bool(entry.entry) for entry in results), of=len(results)),
        Figure(label=_("References resolved"), count=len(project.citations), of=len(project.citations) + len(project.unresolved)),
    )
