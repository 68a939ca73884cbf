"""The gaps as a book: what is open, what is accepted, what regkit is not sure of."""

from __future__ import annotations

from regkit.report.blocks import Bullets, Cell, Column, Paragraph, Run, Section, Table, TableRow, cell, marked, text
from regkit.report.books.common import checks_cell, counts_table, requirement_cell, reviews_section, sentence_cell, status_cell, status_choices
from regkit.report.views.gaps import GapRow, GapsView
from regkit.report.views.rows import Row
from regkit.report.words import _


def gaps_book(view: GapsView) -> tuple[Section, ...]:
    """Return the sections of the gaps: the summary, what is open, what is accepted, what regkit is not sure of."""
    return (
        Section(
            title=_("%(gaps)s of %(total)s requirements not shown to be met", gaps=f"{view.gap_count:,}", total=f"{view.total:,}"),
            place="summary",
            tab=_("Summary"),
            blocks=(counts_table(view.statuses),),
        ),
        Section(title=_("Gaps, worst first"), place="gaps", blocks=(_gaps(view.records),)),
        *_lost(view),
        *_doubts(view),
        *reviews_section(view.reviews, _("What people decided otherwise, and what must be looked at again")),
    )


def _gaps(gaps: tuple[GapRow, ...]) -> Table:
    columns = (
        Column(title=_("Requirement"), share=4),
        Column(title=_("Sentence"), share=7),
        Column(title=_("Checks"), share=4),
        Column(title=_("Coverage"), share=3, kind="status", choices=status_choices()),
        Column(title=_("What would close it"), share=5),
    )
    rows = tuple(
        TableRow(
            place=gap.row.place,
            cells=(requirement_cell(gap.row), sentence_cell(gap.row), checks_cell(gap.row), status_cell(gap.row), cell(f"{gap.closes}.")),
        )
        for gap in gaps
    )
    return Table(name=_("Gaps"), columns=columns, rows=rows, empty=_("No gaps: every requirement is covered."), records=True)


def _lost(view: GapsView) -> tuple[Section, ...]:
    if not view.lost_checks:
        return ()
    items = tuple(
        cell((Run(check.line.id, "strong"), Run(f" {check.line.title}")), *(text(problem, "small") for problem in check.problems))
        for check in view.lost_checks
    )
    return (Section(title=_("Checks whose target is not in the text"), place="lost", blocks=(Bullets(items=items),)),)


def _doubts(view: GapsView) -> tuple[Section, ...]:
    sections = []
    if view.doubtful:
        columns = (Column(title=_("Requirement"), share=3), Column(title=_("Sentence"), share=8), Column(title=_("Rule"), share=3))
        rows = tuple(TableRow(cells=(_named(row), cell(marked(row.segments)), cell(text(row.rule, "code")))) for row in view.doubtful)
        table = Table(name=_("To confirm"), columns=columns, rows=rows)
        sections.append(Section(title=_("Requirements to confirm"), place="doubtful", blocks=(table,)))
    if view.unresolved:
        columns = (Column(title=_("Reference"), share=4), Column(title=_("Why"), share=5), Column(title=_("Where"), share=4))
        rows = tuple(TableRow(cells=(cell(row.written), cell(row.note or _("No target")), cell(row.pinpoint))) for row in view.unresolved)
        note = Paragraph(runs=text(_("References that were found and not resolved; regkit does not guess.")), kind="note")
        table = Table(name=_("Unresolved"), columns=columns, rows=rows)
        sections.append(Section(title=_("References that lead nowhere"), place="unresolved", blocks=(note, table)))
    return (Section(title=_("What regkit is not sure of"), place="doubts", sections=tuple(sections)),) if sections else ()


def _named(row: Row) -> Cell:
    return cell(text(row.pinpoint, "strong"), text(row.id, "code"))
