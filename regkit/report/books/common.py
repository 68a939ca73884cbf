"""What several books print: the requirement's own cells, counts, checks, reviews, and the closing section on the documents."""

from __future__ import annotations

from regkit.report.blocks import Cell, Column, Facts, Line, Paragraph, Run, Section, Table, TableRow, cell, marked, text
from regkit.report.views.common import STATUS_WORDS, DocumentRow, Front, StatusCount
from regkit.report.views.reviews import ReviewRow
from regkit.report.views.rows import CheckLine, Row
from regkit.report.words import _, word


def status_choices() -> tuple[str, ...]:
    """Return the words of coverage statuses, worst first."""
    return tuple(_(words[0]) for words in STATUS_WORDS.values())


def requirement_cell(row: Row) -> Cell:
    """Return what a requirement is called: pinpoint, id, document with its standing, and its official address."""
    where = _("PDF page %(pdf_page)s", pdf_page=row.pdf_page) if row.pdf_page else _("Official source")
    return cell(
        text(row.pinpoint, "strong"),
        text(row.id, "code"),
        text(f"{row.document_title} ({word(row.document_status)})", "small"),
        text(where, "small", url=row.url) if row.url else text(where, "small") if row.pdf_page else (),
    )


def sentence_cell(row: Row) -> Cell:
    """Return the sentence with its marks, who is bound, and what it is read with."""
    return cell(
        marked(row.segments),
        text(_("Who: %(bearer)s", bearer=row.bearer), "small") if row.bearer else (),
        *(text(_("Read with: %(lead)s", lead=lead.text), "small") for lead in row.lead_ins),
        text(_("Doubtful (rule %(rule)s)", rule=row.rule), "emphasis") if row.doubtful else (),
        text(_("Review: %(review)s", review=row.review), "small") if row.review else (),
    )


def check_line_of(line: CheckLine) -> Line:
    """Return a check in a line: its id leads to the table of checks where the book has one."""
    result = _("%(result)s on %(date)s", result=line.result_words, date=line.date) if line.date else line.result_words
    return (Run(line.id, "strong", target=line.place), Run(f" {line.title}: {result}"))


def checks_cell(row: Row) -> Cell:
    """Return the checks of a requirement."""
    return cell(*(check_line_of(line) for line in row.checks)) if row.checks else cell(text(_("No check"), "emphasis"))


def status_cell(row: Row) -> Cell:
    """Return the coverage of a requirement and why."""
    return cell(text(row.status.label, "strong"), *(text(reason, "small") for reason in row.reasons), status=row.status.key)


def counts_table(counts: tuple[StatusCount, ...], what: str = "") -> Table:
    """Return how many have each status; what does not occur is left out, for a count of nothing takes the eye from those that matter."""
    rows = tuple(
        TableRow(
            cells=(cell(item.chip.label, status=item.chip.key), cell(item.chip.meaning), cell(f"{item.count:,}"), cell(f"{item.permille / 10:.1f} %"))
        )
        for item in counts
        if item.count
    )
    columns = (
        Column(title=_("Coverage"), share=2, kind="status", choices=status_choices()),
        Column(title=_("Meaning"), share=5),
        Column(title=what or _("Requirements"), share=1, kind="number"),
        Column(title=_("Share"), share=1, kind="number"),
    )
    return Table(name=_("Summary"), columns=columns, rows=rows)


def reviews_section(reviews: tuple[ReviewRow, ...], title: str = "") -> tuple[Section, ...]:
    """Return the decisions of reviews as a section; none where nobody decided anything."""
    if not reviews:
        return ()
    columns = (
        Column(title=_("Decision"), share=2),
        Column(title=_("On"), share=2),
        Column(title=_("Sentence"), share=5),
        Column(title=_("Words"), share=4),
    )
    styles = {"added": "added", "removed": "removed"}
    rows = []
    for item in reviews:
        redline: Line = tuple(Run(words, styles.get(how, "")) for how, words in item.changed)  # type: ignore[arg-type]
        rows.append(
            TableRow(
                cells=(
                    cell(text(item.label, "strong"), status=item.state),
                    cell(text(item.pinpoint, "strong", target=item.source), text(item.id, "code")),
                    cell(redline or text(item.quote)),
                    cell(item.words),
                )
            )
        )
    return (Section(title=title or _("What people decided"), place="reviews", blocks=(Table(name=_("Reviews"), columns=columns, rows=tuple(rows)),)),)


def shown_section(front: Front) -> tuple[Section, ...]:
    """Return what part of the project is shown, and as of which day; nothing where it is all of it, as it is now."""
    said = [front.shown] if front.shown else []
    said += [_("As of %(on)s.", on=front.on)] if front.on else []
    return (Section(title=_("What is shown"), place="shown", blocks=tuple(Paragraph(runs=text(line)) for line in said)),) if said else ()


def documents_section(front: Front) -> Section:
    """Return the closing section: every document that is quoted, its standing, its official records and its hash; then the graph and the tool."""
    return Section(title=_("Documents"), place="documents", sections=tuple(_document(row) for row in front.documents), blocks=(_foot(front),))


def _document(row: DocumentRow) -> Section:
    pairs = [
        (_("Standing"), row.standing),
        (_("Issuer"), row.issuer),
        (_("Instrument"), row.instrument),
        (_("Citation"), row.citation),
        (_("Version"), row.version),
        (_("Effective"), row.effective),
        (_("Expires"), row.expires),
        (_("Source"), row.source),
        (_("Media type"), row.media_type),
        (_("Retrieved"), row.retrieved),
        (_("SHA-256"), row.sha256),
    ]
    made = [(name, cell(text(value, "code") if name == "SHA-256" else value)) for name, value in pairs if value]
    if row.url:
        made.append((_("Address"), cell(text(row.url, url=row.url))))
    for record in row.records:
        named = f"{record.title} ({record.citation})" if record.citation else record.title
        words = named if record.held else _("%(record)s, not held", record=named)
        made.append((_("Official record"), cell(text(words, url=record.url))))
    made += [(_("Not held"), cell(words)) for words in row.not_held]
    return Section(title=row.title, place=row.place, blocks=(Facts(pairs=tuple(made)),))


def _foot(front: Front) -> Facts:
    return Facts(pairs=((_("Graph SHA-256"), cell(text(front.graph_sha256, "code"))), (_("Tool"), cell(front.tool))))
