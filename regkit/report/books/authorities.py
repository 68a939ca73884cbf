"""The table of authorities as a book."""

from __future__ import annotations

from regkit.report.blocks import Column, Paragraph, Section, Table, TableRow, cell, text
from regkit.report.views.authorities import AuthoritiesView
from regkit.report.words import _, ngettext


def authorities_book(view: AuthoritiesView) -> tuple[Section, ...]:
    """Return one table, under the headings of its groups."""
    columns = (
        Column(title=_("Authority"), share=5),
        Column(title=_("Group"), share=3),
        Column(title=_("Cited"), share=1, kind="number"),
        Column(title=_("Where"), share=8),
    )
    rows = tuple(
        TableRow(
            place=row.place,
            cells=(
                cell(text(row.target, "strong", url=row.url), text(_("Held in this corpus"), "small") if row.held else ()),
                cell(row.group),
                cell(f"{row.citation_count:,}"),
                cell(text("passim", "emphasis") if row.passim else (), row.places_text),
            ),
        )
        for row in view.rows
    )
    table = Table(name=_("Authorities"), columns=columns, rows=rows, empty=_("No authorities are cited."), records=True)
    words = _("%(held)s of %(rows)s are held in this corpus.", held=f"{view.held:,}", rows=f"{len(view.rows):,}")
    if view.unresolved:
        unresolved = ngettext(
            "%(count)s reference resolves to nothing; the report of gaps lists it.",
            "%(count)s references resolve to nothing; the report of gaps lists them.",
            view.unresolved,
        )
        words = f"{words} {unresolved}"
    return (Section(title=_("Authorities cited"), place="authorities", blocks=(Paragraph(runs=text(words), kind="note"), table)),)
