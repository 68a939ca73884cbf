"""The gaps: what is not shown, worst first, and what would close each."""

from __future__ import annotations

from msgspec import Struct

from regkit.model.coverage import CoverageStatus
from regkit.report.facts import ProjectView, UnresolvedFact
from regkit.report.views.common import Front, StatusChip, StatusCount, chip, front, place, status_counts
from regkit.report.views.matrix import Filters, filters
from regkit.report.views.reviews import ReviewRow, review_rows
from regkit.report.views.rows import CheckLine, Row, Rows, check_line
from regkit.report.views.source import SourceDocument, source_documents
from regkit.report.words import _

OPEN = tuple(status for status in CoverageStatus if status not in {CoverageStatus.WAIVED, CoverageStatus.COVERED})


class GapRow(Struct, frozen=True, kw_only=True, gc=False):
    """A requirement that is not shown to be met, and what would close the gap."""

    row: Row
    closes: str


class GapGroup(Struct, frozen=True, kw_only=True, gc=False):
    """The gaps of one status."""

    status: StatusChip
    rows: tuple[GapRow, ...]


class LostCheck(Struct, frozen=True, kw_only=True, gc=False):
    """A check with targets that are not found in the text."""

    line: CheckLine
    problems: tuple[str, ...]


class UnresolvedRow(Struct, frozen=True, kw_only=True, gc=False):
    """A reference that leads nowhere, and why."""

    written: str
    note: str
    pinpoint: str
    source: str


class GapsView(Struct, frozen=True, kw_only=True, gc=False):
    """Everything on the gaps page. ``accepted`` are waived: a gap that somebody answers for, until a date."""

    front: Front
    statuses: tuple[StatusCount, ...]
    total: int
    gap_count: int
    groups: tuple[GapGroup, ...]
    accepted: tuple[GapRow, ...]
    records: tuple[GapRow, ...]
    lost_checks: tuple[LostCheck, ...]
    doubtful: tuple[Row, ...]
    unresolved: tuple[UnresolvedRow, ...]
    reviews: tuple[ReviewRow, ...]
    filters: Filters
    sources: tuple[SourceDocument, ...]


def gaps_view(project: ProjectView) -> GapsView:
    """Return the gaps of ``project``."""
    make = Rows(project)
    rows = make.all()
    by_status: dict[str, list[GapRow]] = {}
    for row in rows:
        by_status.setdefault(row.status.key, []).append(GapRow(row=row, closes=closes(row)))
    groups = tuple(GapGroup(status=chip(status), rows=tuple(by_status[status.value])) for status in OPEN if status.value in by_status)
    accepted = tuple(by_status.get(CoverageStatus.WAIVED.value, ()))
    records = tuple(gap for group in groups for gap in group.rows)
    return GapsView(
        front=front(project),
        statuses=status_counts(requirement.status for requirement in project.requirements),
        total=len(rows),
        gap_count=len(records),
        groups=groups,
        accepted=accepted,
        records=(*records, *accepted),
        lost_checks=tuple(LostCheck(line=check_line(check), problems=check.problems) for check in project.checks if check.problems),
        doubtful=tuple(row for row in rows if row.doubtful),
        unresolved=tuple(_unresolved(fact) for fact in project.unresolved),
        filters=filters(make, tuple(gap.row for gap in (*records, *accepted))),
        reviews=tuple(row for row in review_rows(project) if row.state != "accepted"),
        sources=source_documents(project, {gap.row.id for gap in (*records, *accepted)}),
    )


def _unresolved(fact: UnresolvedFact) -> UnresolvedRow:
    source = place(fact.place.sentence or fact.place.provision)
    return UnresolvedRow(written=fact.written, note=fact.note, pinpoint=fact.place.pinpoint, source=source)


def closes(row: Row) -> str:
    """Return what would close the gap of a row, as an instruction; it names the checks that stand in the way."""
    bad = [line.id for line in row.checks if line.result in {"fail", "error"}]
    waiting = [line.id for line in row.checks if line.result not in {"pass", "fail", "error"}]
    match CoverageStatus(row.status.key):
        case CoverageStatus.LOST:
            return _("Find the wording that took the place of the quoted text, and quote it in the check; or drop the check's target")
        case CoverageStatus.FAILING:
            return _("Mend what %(named)s found, then record passing evidence", named=_named(bad))
        case CoverageStatus.SUSPECT:
            return _("Compare the wording with what was reviewed, adapt the checks where it matters, then record the review")
        case CoverageStatus.UNCOVERED:
            return _("Write a check that verifies %(id)s, or accept the gap with a reason, an owner and a date", id=row.id)
        case CoverageStatus.UNVERIFIED:
            return _("Carry out %(named)s and record the result", named=_named(waiting))
        case CoverageStatus.STALE:
            return _("Carry out %(named)s anew and record the result", named=_named([line.id for line in row.checks]))
        case CoverageStatus.WAIVED:
            return _("Accepted; it opens again when the date passes or the sentence changes")
        case CoverageStatus.COVERED:
            return ""


def _named(checks: list[str]) -> str:
    """Return the checks as a phrase: the first three by name."""
    if not checks:
        return _("the checks")
    names = ", ".join(checks[:3])
    return _("%(names)s and %(count)s more", names=names, count=len(checks) - 3) if len(checks) > 3 else names
