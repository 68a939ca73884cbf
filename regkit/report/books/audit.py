"""The audit summary as a book: two pages when printed, for a project of ordinary size."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.report.blocks import Column, Paragraph, Section, Table, TableRow, cell, text
from regkit.report.books.common import counts_table, status_choices
from regkit.report.books.coverage import percent, slices_table
from regkit.report.views.audit import AuditView
from regkit.report.words import _, named


def audit_book(view: AuditView) -> tuple[Section, ...]:
    """Return the sections of the summary: figures, where, reliance, open, accepted, findings, what vouches for it."""
    return tuple(_sections(view))


def _sections(view: AuditView) -> Iterator[Section]:
    yield Section(title=_("In figures"), place="figures", blocks=(_figures(view), counts_table(view.statuses)))
    if view.trees:
        yield Section(title=_("May I rely on it?"), place="reliance", blocks=(_trees(view),))
    yield Section(title=_("Open gaps, worst first"), place="gaps", blocks=(_gaps(view), *_more(view)))
    if view.accepted:
        yield Section(title=_("Accepted gaps"), place="accepted", blocks=(_accepted(view),))
    if view.findings:
        yield Section(title=_("Findings"), place="findings", blocks=(_findings(view),))
    yield Section(title=_("Where"), place="slices", blocks=(slices_table(view.slices, records=False),))
    yield Section(title=_("What vouches for it"), place="proof", blocks=(_logs(view),))


def _figures(view: AuditView) -> Table:
    columns = (
        Column(title=_("What"), share=5),
        Column(title=_("Number"), share=1, kind="number"),
        Column(title=_("Of"), share=1, kind="number"),
        Column(title=_("Share"), share=1, kind="number"),
        Column(title=_("Note"), share=4),
    )
    rows = tuple(
        TableRow(
            cells=(
                cell(figure.label),
                cell(f"{figure.count:,}"),
                cell(f"{figure.of:,}"),
                cell(percent(figure.count * 1000 // figure.of) if figure.of else _("none")),
                cell(figure.note),
            )
        )
        for figure in view.figures
    )
    return Table(name=_("Figures"), columns=columns, rows=rows)


def _trees(view: AuditView) -> Table:
    columns = (
        Column(title=_("Norm"), share=4),
        Column(title=_("Answer"), share=2),
        Column(title=_("Conditions shown"), share=2),
        Column(title=_("Why"), share=6),
    )
    rows = tuple(
        TableRow(
            cells=(
                cell(text(tree.row.pinpoint, "strong"), text(named(tree.row.modality), "small")),
                cell(tree.answer, status=tree.key),
                cell(_("%(shown)s of %(total)s", shown=f"{tree.shown:,}", total=f"{tree.total:,}")),
                cell(*tree.reasons[:3], *([_("and %(reasons)s more", reasons=f"{len(tree.reasons) - 3:,}")] if len(tree.reasons) > 3 else [])),
            )
        )
        for tree in view.trees
    )
    return Table(name=_("Reliance"), columns=columns, rows=rows)


def _gaps(view: AuditView) -> Table:
    columns = (
        Column(title=_("Requirement"), share=4),
        Column(title=_("Coverage"), share=2, kind="status", choices=status_choices()),
        Column(title=_("Owners"), share=3),
        Column(title=_("Last passed"), share=2, kind="date"),
        Column(title=_("What would close it"), share=6),
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
    return Table(name=_("Open gaps"), columns=columns, rows=rows, empty=_("No open gaps."), records=True)


def _more(view: AuditView) -> tuple[Paragraph, ...]:
    return (Paragraph(runs=text(_("%(more)s more are in the report of gaps.", more=f"{view.more:,}")), kind="note"),) if view.more else ()


def _accepted(view: AuditView) -> Table:
    columns = (
        Column(title=_("Requirement"), share=4),
        Column(title=_("Owner"), share=2),
        Column(title=_("Until"), share=2),
        Column(title=_("Reason"), share=6),
    )
    rows = tuple(
        TableRow(
            cells=(
                cell(text(gap.row.pinpoint if gap.row else gap.requirement, "strong"), text(gap.requirement, "code") if gap.row else ()),
                cell(gap.owner),
                cell(gap.until, "" if gap.stands else text(_("ended"), "emphasis")),
                cell(gap.reason),
            )
        )
        for gap in view.accepted
    )
    return Table(name=_("Accepted gaps"), columns=columns, rows=rows)


def _findings(view: AuditView) -> Table:
    columns = (
        Column(title=_("Severity"), share=2),
        Column(title=_("What"), share=7),
        Column(title=_("Where"), share=4),
        Column(title=_("Code"), share=3),
    )
    rows = tuple(
        TableRow(
            cells=(
                cell(named(finding.severity)),
                cell(finding.message, text(finding.remedy, "small")),
                cell(finding.place),
                cell(text(finding.code, "code")),
            )
        )
        for finding in view.findings
    )
    return Table(name=_("Findings"), columns=columns, rows=rows)


def _logs(view: AuditView) -> Table:
    columns = (
        Column(title=_("Log"), share=3),
        Column(title=_("Entries"), share=1, kind="number"),
        Column(title=_("Head"), share=6),
        Column(title=_("State"), share=4),
    )
    rows = tuple(
        TableRow(
            cells=(
                cell(log.file),
                cell(f"{log.entries:,}"),
                cell(text(log.head, "code")),
                cell(*(log.problems or (_("Every entry holds."),))),
            )
        )
        for log in view.logs
    )
    return Table(name=_("Logs"), columns=columns, rows=rows, empty=_("No log of evidence: results stand in files that anyone may edit."))
