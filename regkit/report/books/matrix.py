"""The traceability matrix as a book."""

from __future__ import annotations

from regkit.report.blocks import Column, Line, Run, Section, Table, TableRow, cell, text
from regkit.report.books.common import (
    STATUS_CHOICES,
    checks_cell,
    counts_table,
    requirement_cell,
    reviews_section,
    sentence_cell,
    status_cell,
)
from regkit.report.views.matrix import CheckRow, MatrixView


def matrix_book(view: MatrixView) -> tuple[Section, ...]:
    """Return the sections of the matrix: the summary, requirement → checks, check → requirements, what people decided."""
    columns = (
        Column(title="Requirement", share=4),
        Column(title="Sentence", share=8),
        Column(title="Modality", share=2),
        Column(title="Checks", share=4),
        Column(title="Coverage", share=3, kind="status", choices=STATUS_CHOICES),
    )
    rows = tuple(
        TableRow(
            place=row.place,
            cells=(requirement_cell(row), sentence_cell(row), cell((row.modality or row.kind).capitalize()), checks_cell(row), status_cell(row)),
        )
        for row in view.rows
    )
    table = Table(name="Requirements", columns=columns, rows=rows, empty="No requirements.", records=True)
    return (
        Section(title="Coverage", place="summary", blocks=(counts_table(view.statuses),)),
        Section(title="Requirements and their checks", place="requirements", blocks=(table,)),
        Section(title="Checks and the requirements they verify", place="checks", blocks=(_checks(view.checks),)),
        *reviews_section(view.reviews),
    )


def _checks(checks: tuple[CheckRow, ...]) -> Table:
    columns = (Column(title="Check", share=4), Column(title="Verifies", share=6), Column(title="Latest evidence", share=3))
    rows = []
    for check in checks:
        line = check.line
        about = " · ".join(part for part in (line.method.capitalize(), line.owner, check.frequency) if part)
        due = f"Next due {check.next_due}" if check.next_due else ""
        verifies: list[Line] = [
            (Run(item.pinpoint, "strong", target=item.place), Run(f" {item.status.label}: {item.quote}")) for item in check.requirements
        ] or [text("Nothing in this corpus", "emphasis")]
        lost = [text(f"Lost: {problem}", "emphasis") for problem in check.problems]
        dated = f" on {line.date}" if line.date else ""
        by = f"by {check.by}" if check.by else ""
        rows.append(
            TableRow(
                place=line.place,
                cells=(
                    cell(text(line.title, "strong"), text(line.id, "code"), text(about, "small"), text(due, "small")),
                    cell(*verifies, *lost),
                    cell(text(f"{line.result_words.capitalize()}{dated}"), text(by, "small"), check.note, status=line.result),
                ),
            )
        )
    return Table(name="Checks", columns=columns, rows=tuple(rows), empty="No checks.")
