"""The glossary as a book."""

from __future__ import annotations

from regkit.report.blocks import Column, Section, Table, TableRow, cell, text
from regkit.report.views.glossary import GlossaryView
from regkit.report.words import _, word


def glossary_book(view: GlossaryView) -> tuple[Section, ...]:
    """Return the glossary as one table, by term."""
    columns = (
        Column(title=_("Term"), share=3),
        Column(title=_("Definition"), share=8),
        Column(title=_("Where"), share=4),
        Column(title=_("Scope"), share=3),
        Column(title=_("Uses"), share=3),
    )
    rows = []
    for row in view.rows:
        places = ", ".join(f"{use.pinpoint}{f' ({use.count})' if use.count > 1 else ''}" for use in row.uses)
        where = cell(text(row.pinpoint, "strong"), text(f"{row.document_title} ({word(row.document_status)})", "small"))
        doubt = () if row.certain else text(_("Doubtful"), "emphasis")
        cells = (cell(text(row.written, "strong"), doubt), cell(row.body), where, cell(row.scope), cell(f"{row.use_count:,}", text(places, "small")))
        rows.append(TableRow(place=row.place, cells=cells))
    table = Table(name=_("Terms"), columns=columns, rows=tuple(rows), empty=_("No defined terms."), records=True)
    return (Section(title=_("%(rows)s defined terms", rows=f"{len(view.rows):,}"), place="terms", tab=_("Terms"), blocks=(table,)),)
