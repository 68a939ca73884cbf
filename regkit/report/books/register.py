"""The obligations register as a book."""

from __future__ import annotations

from regkit.report.blocks import Cell, Column, Section, Table, TableRow, cell, marked, text
from regkit.report.books.common import checks_cell, counts_table, status_cell, status_choices
from regkit.report.views.register import Duty, RegisterView
from regkit.report.words import _, named, word


def register_book(view: RegisterView) -> tuple[Section, ...]:
    """Return a summary and one table of all norms, by bearer."""
    columns = (
        Column(title=_("Who"), share=3),
        Column(title=_("Force"), share=2),
        Column(title=_("What, where it is said"), share=8),
        Column(title=_("When and how much"), share=4),
        Column(title=_("Checks"), share=4),
        Column(title=_("Coverage"), share=3, kind="status", choices=status_choices()),
    )
    rows = tuple(_row(group.bearer, duty) for group in view.groups for duty in group.duties)
    table = Table(name=_("Register"), columns=columns, rows=rows, empty=_("No norms."), records=True)
    return (
        Section(
            title=_("%(norms)s norms of %(bearers)s bearers", norms=f"{len(view.rows):,}", bearers=f"{len(view.groups):,}"),
            place="summary",
            tab=_("Summary"),
            blocks=(counts_table(view.statuses, _("Norms")),),
        ),
        Section(title=_("Register"), place="register", blocks=(table,)),
    )


def _row(bearer: str, duty: Duty) -> TableRow:
    row = duty.row
    due = text(_("Next due %(next_due)s", next_due=duty.next_due), "small") if duty.next_due else ()
    checks = checks_cell(row)
    return TableRow(
        place=row.place,
        cells=(
            cell(text(bearer, "strong")),
            cell(named(row.modality), text(_("Doubtful"), "emphasis") if row.doubtful else ()),
            cell(
                marked(row.segments),
                text(row.pinpoint, "strong"),
                text(row.id, "code"),
                text(f"{row.document_title} ({word(row.document_status)})", "small"),
            ),
            _when(duty),
            Cell((*checks.lines, *((due,) if due else ()))),
            status_cell(row),
        ),
    )


def _when(duty: Duty) -> Cell:
    named = (
        (_("By"), duty.deadlines),
        (_("If"), duty.conditions),
        (_("Except"), duty.exceptions),
        (_("Amount"), duty.thresholds),
        (_("Every"), duty.frequencies),
    )
    return cell(*(((text(f"{name}: ", "strong")) + text(value)) for name, values in named for value in values))
