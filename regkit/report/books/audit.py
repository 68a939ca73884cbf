"""The audit summary as a book: two pages when printed, for a project of ordinary size."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.report.blocks import Column, Paragraph, Section, Table, TableRow, cell, text
from regkit.report.books.common import STATUS_CHOICES, counts_table
from regkit.report.books.coverage import percent, slices_table
from regkit.report.views.audit import AuditView


def audit_book(view: AuditView) -> tuple[Section, ...]:
    """Return the sections of the summary: figures, where, reliance, open, accepted, findings, what vouches for it."""
    return tuple(_sections(view))


def _sections(view: AuditView) -> Iterator[Section]:
    yield Section(title="In figures", place="figures", blocks=(_figures(view), counts_table(view.statuses)))
    if view.trees:
        yield Section(title="May I rely on it?", place="reliance", blocks=(_trees(view),))
    yield Section(title="Open gaps, worst first", place="gaps", blocks=(_gaps(view), *_more(view)))
    if view.accepted:
        yield Section(title="Accepted gaps", place="accepted", blocks=(_accepted(view),))
    if view.findings:
        yield Section(title="Findings", place="findings", blocks=(_findings(view),))
    yield Section(title="Where", place="slices", blocks=(slices_table(view.slices, records=False),))
    yield Section(title="What vouches for it", place="proof", blocks=(_logs(view),))


def _figures(view: AuditView) -> Table:
    columns = (
        Column(title="What", share=5),
        Column(title="Number", share=1, kind="number"),
        Column(title="Of", share=1, kind="number"),
        Column(title="Share", share=1, kind="number"),
        Column(title="Note", share=4),
    )
    rows = tuple(
        TableRow(
            cells=(
                cell(figure.label),
                cell(f"{figure.count:,}"),
                cell(f"{figure.of:,}"),
                cell(percent(figure.count * 1000 // figure.of) if figure.of else "none"),
                cell(figure.note),
            )
        )
        for figure in view.figures
    )
    return Table(name="Figures", columns=columns, rows=rows)


def _trees(view: AuditView) -> Table:
    columns = (
        Column(title="Norm", share=4),
        Column(title="Answer", share=2),
        Column(title="Conditions shown", share=2),
        Column(title="Why", share=6),
    )
    rows = tuple(
        TableRow(
            cells=(
                cell(text(tree.row.pinpoint, "strong"), text(tree.row.modality.capitalize(), "small")),
                cell(tree.answer, status=tree.key),
                cell(f"{tree.shown:,} of {tree.total:,}"),
                cell(*tree.reasons[:3], *([f"and {len(tree.reasons) - 3:,} more"] if len(tree.reasons) > 3 else [])),
            )
        )
        for tree in view.trees
    )
    return Table(name="Reliance", columns=columns, rows=rows)


def _gaps(view: AuditView) -> Table:
    columns = (
        Column(title="Requirement", share=4),
        Column(title="Coverage", share=2, kind="status", choices=STATUS_CHOICES),
        Column(title="Owners", share=3),
        Column(title="Last passed", share=2, kind="date"),
        Column(title="What would close it", share=6),
    )
    rows = tuple(
        TableRow(
            place=gap.row.place,
            cells=(
                cell(text(gap.row.pinpoint, "strong"), text(gap.row.id, "code")),
                cell(gap.row.status.label, status=gap.row.status.key),
                cell(gap.owners),
                cell(gap.last_passed),
                cell(f"{gap.closes}."),
            ),
        )
        for gap in view.rows
    )
    return Table(name="Open gaps", columns=columns, rows=rows, empty="No open gaps.", records=True)


def _more(view: AuditView) -> tuple[Paragraph, ...]:
    return (Paragraph(runs=text(f"{view.more:,} more are in the report of gaps."), kind="note"),) if view.more else ()


def _accepted(view: AuditView) -> Table:
    columns = (Column(title="Requirement", share=4), Column(title="Owner", share=2), Column(title="Until", share=2), Column(title="Reason", share=6))
    rows = tuple(
        TableRow(
            cells=(
                cell(text(gap.row.pinpoint if gap.row else gap.requirement, "strong"), text(gap.requirement, "code") if gap.row else ()),
                cell(gap.owner),
                cell(gap.until, "" if gap.stands else text("ended", "emphasis")),
                cell(gap.reason),
            )
        )
        for gap in view.accepted
    )
    return Table(name="Accepted gaps", columns=columns, rows=rows)


def _findings(view: AuditView) -> Table:
    columns = (Column(title="Severity", share=2), Column(title="What", share=7), Column(title="Where", share=4), Column(title="Code", share=3))
    rows = tuple(
        TableRow(
            cells=(
                cell(finding.severity.capitalize()),
                cell(finding.message, text(finding.remedy, "small")),
                cell(finding.place),
                cell(text(finding.code, "code")),
            )
        )
        for finding in view.findings
    )
    return Table(name="Findings", columns=columns, rows=rows)


def _logs(view: AuditView) -> Table:
    columns = (
        Column(title="Log", share=3),
        Column(title="Entries", share=1, kind="number"),
        Column(title="Head", share=6),
        Column(title="State", share=4),
    )
    rows = tuple(
        TableRow(
            cells=(
                cell(log.file),
                cell(f"{log.entries:,}"),
                cell(text(log.head, "code")),
                cell(*(log.problems or ("Every entry holds.",))),
            )
        )
        for log in view.logs
    )
    return Table(name="Logs", columns=columns, rows=rows, empty="No log of evidence: results stand in files that anyone may edit.")
