"""The obligations register as a book."""

from __future__ import annotations

from regkit.report.blocks import Cell, Column, Section, Table, TableRow, cell, marked, text
from regkit.report.books.common import STATUS_CHOICES, checks_cell, counts_table, status_cell
from regkit.report.views.register import Duty, RegisterView


def register_book(view: RegisterView) -> tuple[Section, ...]:
    """Return a summary and one table of all norms, by bearer."""
    columns = (
        Column(title="Who", share=3),
        Column(title="Force", share=2),
        Column(title="What, where it is said", share=8),
        Column(title="When and how much", share=4),
        Column(title="Checks", share=4),
        Column(title="Coverage", share=3, kind="status", choices=STATUS_CHOICES),
    )
    rows = tuple(_row(group.bearer, duty) for group in view.groups for duty in group.duties)
    table = Table(name="Register", columns=columns, rows=rows, empty="No norms.", records=True)
    return (
        Section(
            title=f"{len(view.rows):,} norms of {len(view.groups):,} bearers",
            place="summary",
            tab="Summary",
            blocks=(counts_table(view.statuses, "norms"),),
        ),
        Section(title="Register", place="register", blocks=(table,)),
    )


def _row(bearer: str, duty: Duty) -> TableRow:
    row = duty.row
    due = text(f"Next due {duty.next_due}", "small") if duty.next_due else ()
    checks = checks_cell(row)
    return TableRow(
        place=row.place,
        cells=(
            cell(text(bearer, "strong")),
            cell(row.modality.capitalize(), text("Doubtful", "emphasis") if row.doubtful else ()),
            cell(
                marked(row.segments),
                text(row.pinpoint, "strong"),
                text(row.id, "code"),
                text(f"{row.document_title} ({row.document_status})", "small"),
            ),
            _when(duty),
            Cell((*checks.lines, *((due,) if due else ()))),
            status_cell(row),
        ),
    )


def _when(duty: Duty) -> Cell:
    named = (("By", duty.deadlines), ("If", duty.conditions), ("Except", duty.exceptions), ("Amount", duty.thresholds), ("Every", duty.frequencies))
    return cell(*(((text(f"{name}: ", "strong")) + text(value)) for name, values in named for value in values))
