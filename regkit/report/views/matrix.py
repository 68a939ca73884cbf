"""The traceability matrix: requirement → checks, and check → requirements."""

from __future__ import annotations

from msgspec import Struct

from regkit.model.annotation import Modality
from regkit.model.coverage import CoverageStatus
from regkit.report.facts import CheckFact, ProjectView
from regkit.report.views.common import Count, Front, StatusChip, StatusCount, chip, front, place, status_counts, tally
from regkit.report.views.reviews import ReviewRow, review_rows
from regkit.report.views.rows import CheckLine, Row, Rows, check_line
from regkit.report.views.source import SourceDocument, source_documents
from regkit.report.words import _, named, no_owner

# From here on a row's context is drawn by the page's script from the source pages of the same file, so that 10,000 rows stay a few megabytes.
INLINE_CONTEXT_LIMIT = 1500


class RequirementLine(Struct, frozen=True, kw_only=True, gc=False):
    """A requirement beside a check that verifies it."""

    id: str
    place: str
    pinpoint: str
    document_title: str
    quote: str
    status: StatusChip


class CheckRow(Struct, frozen=True, kw_only=True, gc=False):
    """A check with the requirements it verifies. ``problems`` say which of its targets were not found."""

    line: CheckLine
    frequency: str
    next_due: str
    procedure: str
    evidence_wanted: str
    note: str
    by: str
    requirements: tuple[RequirementLine, ...]
    problems: tuple[str, ...]
    tokens: str


class Filters(Struct, frozen=True, kw_only=True, gc=False):
    """What the page offers to filter by; keys are the tokens of the rows."""

    statuses: tuple[Count, ...]
    documents: tuple[Count, ...]
    modalities: tuple[Count, ...]
    owners: tuple[Count, ...]


class MatrixView(Struct, frozen=True, kw_only=True, gc=False):
    """Everything on the matrix page."""

    front: Front
    rows: tuple[Row, ...]
    checks: tuple[CheckRow, ...]
    statuses: tuple[StatusCount, ...]
    filters: Filters
    uncertain: int
    unchecked: int
    inline_context: bool
    reviews: tuple[ReviewRow, ...]
    sources: tuple[SourceDocument, ...]


def matrix_view(project: ProjectView) -> MatrixView:
    """Return the matrix of ``project``."""
    make = Rows(project)
    rows = make.all()
    return MatrixView(
        front=front(project),
        rows=rows,
        checks=check_rows(make),
        statuses=status_counts(requirement.status for requirement in project.requirements),
        filters=filters(make, rows),
        uncertain=sum(row.doubtful for row in rows),
        unchecked=sum(not row.checks for row in rows),
        inline_context=len(rows) <= INLINE_CONTEXT_LIMIT,
        reviews=review_rows(project),
        sources=source_documents(project, {row.id for row in rows}),
    )


def filters(make: Rows, rows: tuple[Row, ...]) -> Filters:
    """Return what ``rows`` can be filtered by, with counts."""
    titles = {make.document_token(document.id): make.title(document.id) for document in make.project.documents}
    owners = {make.owner_token(owner): owner for row in rows for owner in row.owners}
    statuses = [f"s-{status.value}" for status in CoverageStatus]
    modalities = [f"m-{modality.value}" for modality in Modality]
    return Filters(
        statuses=tally((f"s-{row.status.key}" for row in rows), lambda key: chip(CoverageStatus(key[2:])).label, statuses),
        documents=tally((make.document_token(row.document) for row in rows), lambda key: titles.get(key, key), list(titles)),
        modalities=tally(
            (f"m-{row.modality or 'none'}" for row in rows), lambda key: named(key[2:]) if key != "m-none" else _("No modality"), modalities
        ),
        owners=tally(
            (make.owner_token(owner) for row in rows for owner in row.owners),
            lambda key: owners[key],
            sorted(owners, key=lambda key: (owners[key] == no_owner(), owners[key])),
        ),
    )


def check_rows(make: Rows) -> tuple[CheckRow, ...]:
    """Return a row for every check, in the order of the project's files."""
    return tuple(_check_row(make, check) for check in make.project.checks)


def _check_row(make: Rows, check: CheckFact) -> CheckRow:
    lines = []
    tokens = [make.owner_token(check.owner or no_owner())]
    for id in check.requirements:
        fact = make.requirement(id)
        if fact is None:
            continue
        lines.append(
            RequirementLine(
                id=id,
                place=place(id),
                pinpoint=fact.pinpoint,
                document_title=make.title(fact.document),
                quote=fact.quote,
                status=chip(fact.status),
            )
        )
        tokens += [f"s-{fact.status.value}", make.document_token(fact.document), f"m-{fact.modality or 'none'}"]
    return CheckRow(
        line=check_line(check),
        frequency=check.frequency,
        next_due=check.next_due,
        procedure=check.procedure,
        evidence_wanted=check.evidence_wanted,
        note=check.evidence.note if check.evidence else "",
        by=check.evidence.by if check.evidence else "",
        requirements=tuple(lines),
        problems=check.problems,
        tokens=" ".join(dict.fromkeys(tokens)),
    )
