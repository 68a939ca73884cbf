"""What a new version changes, as a book: a section a step, one table of all its changes."""

from __future__ import annotations

from regkit.report.blocks import Bullets, Cell, Column, Line, Paragraph, Run, Section, Style, Table, TableRow, cell, text
from regkit.report.views.changes import ChangeRow, ChangesView, StepView, Touched
from regkit.report.words import _, ngettext, word
from regkit.text.words import apart

_STYLES: dict[str, Style] = {"added": "added", "removed": "removed"}
_KEYS = {"lost": "lost", "look": "suspect", "follows": "covered"}


def changes_book(view: ChangesView) -> tuple[Section, ...]:
    """Return a section for each step; a word on how to ask for one where none was asked for."""
    if not view.steps:
        said = _("No versions were named. Ask for a step with: regkit report changes --from ID@OLD --to ID@NEW")
        return (Section(title=_("No step between versions"), place="changes", blocks=(Paragraph(runs=text(said)),)),)
    return tuple(_section(step, number) for number, step in enumerate(view.steps, 1))


def _section(step: StepView, number: int) -> Section:
    counts = ", ".join(f"{count:,} {word(change)}" for change, count in step.counts) or _("none")
    untouched = ngettext("Not touched: %(count)s thing of the project.", "Not touched: %(count)s things of the project.", step.untouched)
    told = " ".join((_("Requirements: %(counts)s.", counts=counts), untouched))
    sections: tuple[Section, ...] = ()
    if step.touched:
        lost = Bullets(items=tuple(cell(_touched(touched)) for touched in step.touched))
        sections = (Section(title=_("What hangs on nothing that is left"), blocks=(lost,)),)
    blocks = (Paragraph(runs=text(told)), _table(step, number))
    return Section(title=_("From %(old)s to %(new)s", old=step.old, new=step.new), place=f"step-{number}", blocks=blocks, sections=sections)


def _table(step: StepView, number: int) -> Table:
    columns = (
        Column(title=_("Change"), share=2),
        Column(title=_("Requirement"), share=4),
        Column(title=_("Words"), share=9),
        Column(title=_("What it touches"), share=5),
    )
    rows = tuple(
        TableRow(place=row.place, cells=(cell(text(row.label, "strong"), text(row.note, "small")), _where(row), _words(row), _touches(row.touched)))
        for row in step.rows
    )
    name = _("Changes") if number == 1 else _("Changes %(number)s", number=number)
    return Table(name=name, columns=columns, rows=rows, empty=_("Nothing has changed."), records=number == 1)


def _where(row: ChangeRow) -> Cell:
    ids = [*row.old, *(id for id in row.new if id not in row.old)]
    if row.old_pinpoint and row.new_pinpoint and row.old_pinpoint != row.new_pinpoint:
        head = f"{row.old_pinpoint} → {row.new_pinpoint}"
    else:
        head = row.new_pinpoint or row.old_pinpoint
    return cell(text(head, "strong"), *(text(id, "code") for id in ids))


def _words(row: ChangeRow) -> Cell:
    runs: list[Run] = []
    for how, words in row.changed:
        if runs and (space := apart(words)):
            runs.append(Run(space))
        runs.append(Run(words, _STYLES.get(how, "")))
    return cell(tuple(runs))


def _touches(hung: tuple[Touched, ...]) -> Cell:
    if not hung:
        return cell(text(_("Nothing"), "emphasis"))
    worst = next((key for key in ("lost", "look", "follows") if any(touched.effect == key for touched in hung)), "follows")
    return cell(*(_touched(touched) for touched in hung), status=_KEYS[worst])


def _touched(touched: Touched) -> Line:
    return (Run(touched.label, "strong"), Run(f": {word(touched.kind)} {touched.id}{f', {touched.why}' if touched.why else ''}"))
