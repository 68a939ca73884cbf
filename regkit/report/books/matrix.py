"""The traceability matrix as a book."""

from __future__ import annotations

from regkit.report.blocks import Column, Line, Run, Section, Table, TableRow, cell, text
from regkit.report.books.common import (
    checks_cell,
    counts_table,
    requirement_cell,
    reviews_section,
    sentence_cell,
    status_cell,
    status_choices,
)
from regkit.report.views.matrix import CheckRow, MatrixView
from regkit.report.words import _, capital, named


def matrix_book(view: MatrixView) -> tuple[Section, ...]:
    """Return the sections of the matrix: the summary, requirement → checks, check → requirements, what people decided."""
    columns = (
        Column(title=_("Requirement"), share=4),
        Column(title=_("Sentence"), share=8),
        Column(title=_("Modality"), share=2),
        Column(title=_("Checks"), share=4),
        Column(title=_("Coverage"), share=3, kind="status", choices=status_choices()),
    )
    rows = tuple(
        TableRow(
            place=row.place,
            cells=(requirement_cell(row), sentence_cell(row), cell(named(row.modality or row.kind)), checks_cell(row), status_cell(row)),
        )
        for row in view.rows
    )
    table = Table(name=_("Requirements"), columns=columns, rows=rows, empty=_("No requirements."), records=True)
    return (
        Section(title=_("Coverage"), place="summary", blocks=(counts_table(view.statuses),)),
        Section(title=_("Requirements and their checks"), place="requirements", blocks=(table,)),
        Section(title=_("Checks and the requirements they verify"), place="checks", blocks=(_checks(view.checks),)),
        *reviews_section(view.reviews),
    )


def _checks(checks: tuple[CheckRow, ...]) -> Table:
    columns = (Column(title=_("Check"), share=4), Column(title=_("Verifies"), share=6), Column(title=_("Latest evidence"), share=3))
    rows = []
    for check in checks:
        line = check.line
        about = " · ".join(part for part in (named(line.method), line.owner, check.frequency) if part)
        due = _("Next due %(next_due)s", next_due=check.next_due) if check.next_due else ""
        verifies: list[Line] = [
            (Run(item.pinpoint, "strong", target=item.place), Run(f" {item.status.label}: {item.quote}")) for item in check.requirements
        ] or [text(_("Nothing in this corpus"), "emphasis")]
        lost = [text(_("Lost: %(problem)s", problem=problem), "emphasis") for problem in check.problems]
        words = capital(line.result_words)
        result = _("%(result)s on %(date)s", result=words, date=line.date) if line.date else words
        by = _("by %(by)s", by=check.by) if check.by else ""
        rows.append(
            TableRow(
                place=line.place,
                cells=(
                    cell(text(line.title, "strong"), text(line.id, "code"), text(about, "small"), text(due, "small")),
                    cell(*verifies, *lost),
                    cell(text(result), text(by, "small"), check.note, status=line.result),
                ),
            )
        )
    return Table(name=_("Checks"), columns=columns, rows=tuple(rows), empty=_("No checks."))
