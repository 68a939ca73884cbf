"""The table of authorities as a book."""

from __future__ import annotations

from regkit.report.blocks import Column, Paragraph, Section, Table, TableRow, cell, text
from regkit.report.views.authorities import AuthoritiesView


def authorities_book(view: AuthoritiesView) -> tuple[Section, ...]:
    """Return one table, under the headings of its groups."""
    columns = (
        Column(title="Authority", share=5),
        Column(title="Group", share=3),
        Column(title="Cited", share=1, kind="number"),
        Column(title="Where", share=8),
    )
    rows = tuple(
        TableRow(
            place=row.place,
            cells=(
                cell(text(row.target, "strong", url=row.url), text("Held in this corpus", "small") if row.held else ()),
                cell(row.group),
                cell(f"{row.citation_count:,}"),
                cell(text("passim", "emphasis") if row.passim else (), row.places_text),
            ),
        )
        for row in view.rows
    )
    table = Table(name="Authorities", columns=columns, rows=rows, empty="No authorities are cited.", records=True)
    words = f"{view.held:,} of {len(view.rows):,} are held in this corpus."
    unresolved = f" {view.unresolved:,} references resolve to nothing; the report of gaps lists them." if view.unresolved else ""
    return (Section(title="Authorities cited", place="authorities", blocks=(Paragraph(runs=text(words + unresolved), kind="note"), table)),)
