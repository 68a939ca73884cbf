"""Dossiers as a book: a section a requirement."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from regkit.report.blocks import Bullets, Cell, Column, Facts, Line, Paragraph, Run, Section, Table, TableRow, cell, marked, text
from regkit.report.books.common import checks_cell, requirement_cell, reviews_section, status_cell, status_choices
from regkit.report.books.coverage import tree_section
from regkit.report.views.dossier import CheckSheet, CitationLine, Dossier, DossierView, EvidenceLine
from regkit.report.words import _, named, ngettext


def dossier_book(view: DossierView) -> tuple[Section, ...]:
    """Return an overview, and a section for each requirement."""
    columns = (
        Column(title=_("Requirement"), share=4),
        Column(title=_("Sentence"), share=8),
        Column(title=_("Checks"), share=4),
        Column(title=_("Coverage"), share=3, kind="status", choices=status_choices()),
    )
    rows = tuple(
        TableRow(
            place=dossier.row.place,
            cells=(requirement_cell(dossier.row), cell(marked(dossier.row.segments)), checks_cell(dossier.row), status_cell(dossier.row)),
        )
        for dossier in view.rows
    )
    overview = Table(name=_("Requirements"), columns=columns, rows=rows, empty=_("No requirements."), records=True)
    title = ngettext("%(count)s requirement", "%(count)s requirements", len(view.rows))
    return (
        Section(title=title, place="overview", tab=_("Overview"), blocks=(overview,)),
        Section(title=_("Dossiers"), place="dossiers", sections=tuple(_dossier(dossier) for dossier in view.rows)),
    )


def _dossier(dossier: Dossier) -> Section:
    row = dossier.row
    standing = f"{row.document_title}. {row.standing}."
    head: list[Paragraph] = [
        Paragraph(runs=(Run(row.status.label, "strong"), Run(f": {'; '.join(row.reasons) or row.status.meaning}"))),
        Paragraph(runs=text(standing, "small")),
    ]
    if row.before:
        head.append(Paragraph(runs=text(row.before), kind="source"))
    head.append(Paragraph(runs=marked(row.segments), kind="quote"))
    if row.after:
        head.append(Paragraph(runs=text(row.after), kind="source"))
    # a sentence may state several requirements, and a provision hold several sentences: the contents must tell them apart
    title = f"{row.pinpoint}: {textwrap.shorten(row.quote, 64, placeholder=' …')}"
    return Section(title=title, place=dossier.place, blocks=(*head, _facts(dossier)), sections=tuple(_parts(dossier)))


def _facts(dossier: Dossier) -> Facts:
    row = dossier.row
    given: list[tuple[str, tuple[str, ...]]] = [
        (_("Requirement"), (row.id,)),
        (_("Force"), (named(row.modality or row.kind),)),
        (_("Who"), (row.bearer,)),
        (_("What"), dossier.actions),
        (_("Conditions"), row.conditions),
        (_("Exceptions"), dossier.exceptions),
        (_("Deadlines"), row.deadlines),
        (_("Amounts"), dossier.thresholds),
        (_("Review"), (row.review,)),
    ]
    pairs = [(name, cell(*values)) for name, values in given if any(values)]
    pairs += [(_("Read with"), cell(text(lead.text, target=lead.place))) for lead in row.lead_ins]
    if row.doubtful:
        pairs.append((_("Doubtful"), cell(_("The rule %(rule)s is not sure of this; please confirm.", rule=row.rule))))
    if row.url:
        pairs.append((_("Address"), cell(text(row.url, url=row.url))))
    pairs += [(name, cell(text(value, "code" if value.startswith("rk1:") else ""))) for name, value in dossier.anchor]
    return Facts(pairs=tuple(pairs))


def _parts(dossier: Dossier) -> Iterator[Section]:
    if dossier.terms:
        items = tuple(cell((Run(term.term, "strong", target=term.source), Run(f" ({term.pinpoint}): {term.body}"))) for term in dossier.terms)
        yield Section(title=_("Defined terms that it uses"), blocks=(Bullets(items=items),))
    if dossier.cites:
        yield Section(title=_("What it cites"), blocks=(Bullets(items=tuple(cell(_cites(line)) for line in dossier.cites)),))
    if dossier.cited_by:
        yield Section(title=_("What cites its provision"), blocks=(Bullets(items=tuple(cell(_cited(line)) for line in dossier.cited_by)),))
    for tree in dossier.trees:
        made = tree_section(tree)
        yield Section(
            title=_("May I rely on it? %(answer)s", answer=tree.answer), blocks=tuple(block for block in made.blocks if not _is_quote(block))
        )
    if not dossier.checks:
        yield Section(title=_("Checks"), blocks=(Paragraph(runs=text(_("No check verifies it."))),))
    for check in dossier.checks:
        yield _check(check)
    if dossier.waivers:
        items = tuple(
            cell(
                text(
                    _("Accepted by %(owner)s until %(until)s: %(reason)s", owner=waiver.owner, until=waiver.until, reason=waiver.reason)
                    if waiver.stands
                    else _("Accepted by %(owner)s until %(until)s (ended): %(reason)s", owner=waiver.owner, until=waiver.until, reason=waiver.reason)
                )
            )
            for waiver in dossier.waivers
        )
        yield Section(title=_("Accepted gaps"), blocks=(Bullets(items=items),))
    for section in reviews_section(dossier.reviews):
        yield Section(title=section.title, blocks=(Bullets(items=tuple(_review(row.cells) for row in _rows(section))),))


def _is_quote(block: object) -> bool:
    return isinstance(block, Paragraph) and block.kind == "quote"


def _rows(section: Section) -> tuple[TableRow, ...]:
    return tuple(row for block in section.blocks if isinstance(block, Table) for row in block.rows)


def _review(cells: tuple[Cell, ...]) -> Cell:
    decision, _, sentence, words = cells
    return Cell((*decision.lines, *words.lines, *sentence.lines))


def _cites(line: CitationLine) -> Line:
    if line.target and line.target != line.written:
        return (Run(line.written), Run(": "), Run(line.target, "strong", target=line.source, url=line.url))
    return (Run(line.written, "strong", target=line.source, url=line.url),)


def _cited(line: CitationLine) -> Line:
    return (Run(line.pinpoint, "strong", target=line.source), Run(f": {line.written}"))


def _check(check: CheckSheet) -> Section:
    pairs = tuple((name, cell(value)) for name, value in check.about)
    if check.evidence:
        results: Paragraph | Bullets = Bullets(items=tuple(_evidence(line) for line in check.evidence))
    else:
        results = Paragraph(runs=text(_("No evidence yet.")))
    return Section(title=_("Check %(id)s: %(title)s", id=check.id, title=check.title), blocks=(*((Facts(pairs=pairs),) if pairs else ()), results))


def _evidence(line: EvidenceLine) -> Cell:
    said = _("%(result)s by %(by)s", result=line.words, by=line.by) if line.by else line.words
    head: Line = (Run(line.date, "strong"), Run(f" {said}"))
    changed = _("Changed since: %(changed)s", changed=", ".join(line.changed)) if line.changed else ""
    return cell(head, line.note, text(line.proof, "small"), text(changed, "small"))
