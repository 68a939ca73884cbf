"""One directive → what it shows, as blocks in no format, with the places that may be linked to and what is wrong.

A function a kind, looked up in `MAKERS`. None raises for what an author wrote: what is wrong is a `Problem`, and the page shows what can be shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import msgspec

from regkit.apps.embed.project import Project
from regkit.apps.embed.select import GAPS, select, values
from regkit.apps.embed.spec import FILTERS, Embedded, Place, Problem, Shown
from regkit.errors import ReportError
from regkit.report.blocks import Block, Cell, Column, Facts, Paragraph, Section, Table, TableRow, cell, marked, text
from regkit.report.books.common import check_line_of, checks_cell, counts_table, requirement_cell, sentence_cell, status_cell, status_choices
from regkit.report.facts import RequirementFact
from regkit.report.folders import find_report
from regkit.report.page import Page
from regkit.report.views import VIEWS
from regkit.report.views.common import STANDING_WORDS, place, status_counts
from regkit.report.views.gaps import closes
from regkit.report.views.rows import Row
from regkit.report.words import ngettext
from regkit.text.forms import nearest
from regkit.text.quotes import collapse, fold


def embedded(project: Project, shown: Shown) -> Embedded:
    """Return what a directive shows. Made once a project. Raises: GraphError, ReportError where the project itself cannot be read."""
    return project.once(shown, lambda: MAKERS[shown.kind](project, shown.argument.strip(), dict(shown.options)))


def fingerprint(project: Project, shown: Shown) -> str:
    """Return a hash of all that a directive shows and complains of: equal where a page that was written before need not be written again."""
    return project.once(("fingerprint", shown), lambda: hashlib.sha256(msgspec.json.encode(embedded(project, shown))).hexdigest()[:32])


def missing(what: str, id: str, known: Iterable[str]) -> Problem:
    """Return the problem of an id that is not there, naming the nearest that are."""
    near = nearest(id, known)
    return Problem("unknown-id", f"there is no {what} {id!r} in the graph" + (f"; did you mean {' or '.join(near)}?" if near else ""))


def pinned(quote: str, words: str, id: str) -> tuple[Problem, ...]:
    """Return the problem where ``quote`` is pinned and not in ``words``; white space and the shape of quotes don't count."""
    if not quote or fold(collapse(quote)) in fold(collapse(words)):
        return ()
    return (Problem("changed-quote", f"{id} does not say {quote!r}; it says: {collapse(words)}"),)


def requirement_place(fact: RequirementFact) -> Place:
    """Return where a requirement can be linked to."""
    return Place(place(fact.id), "requirement", fact.id, fact.pinpoint)


def _requirement(project: Project, id: str, options: dict[str, str]) -> Embedded:
    fact = project.requirements.get(id)
    if fact is None:
        return Embedded(problems=(missing("requirement", id, project.requirements),))
    row = project.rows.row(fact)
    pairs: list[tuple[str, Cell]] = [
        ("Coverage", status_cell(row)),
        ("Kind", cell((row.modality or row.kind).capitalize())),
        ("Who", cell(row.bearer)),
        ("Read with", cell(*(lead.text for lead in row.lead_ins))),
        ("Checks", cell(*(check_line_of(line) for line in row.checks)) if row.checks else cell(text("No check", "emphasis"))),
        ("Review", cell(row.review)),
        ("Document", cell(f"{row.document_title}. {row.standing}.", text("Official source", url=row.url) if row.url else ())),
        ("Rule", cell(text(f"{row.rule}{' (doubtful)' if row.doubtful else ''}", "code"))),
    ]
    head = Paragraph(runs=(*text(row.title or row.pinpoint, "strong"), *text(" "), *text(row.id, "code")), place=row.place)
    quote = Paragraph(runs=marked(row.segments), kind="quote")
    return Embedded(
        blocks=(head, quote, Facts(pairs=tuple((name, value) for name, value in pairs if value.lines))),
        places=(requirement_place(fact),),
        problems=pinned(options.get("quote", ""), fact.quote, id),
        index=((f"{row.document_title}; {row.pinpoint}", row.place),),
    )


_COLUMNS: dict[str, tuple[Column, Callable[[Row], Cell]]] = {
    "requirement": (Column(title="Requirement", share=4), requirement_cell),
    "pinpoint": (Column(title="Provision", share=3), lambda row: cell(text(row.pinpoint, "strong"))),
    "id": (Column(title="Id", share=3, kind="id"), lambda row: cell(text(row.id, "code"))),
    "document": (Column(title="Document", share=3), lambda row: cell(f"{row.document_title} ({row.document_status})")),
    "sentence": (Column(title="Sentence", share=8), sentence_cell),
    "quote": (Column(title="Sentence", share=8), lambda row: cell(row.quote)),
    "modality": (Column(title="Modality", share=2), lambda row: cell((row.modality or row.kind).capitalize())),
    "bearer": (Column(title="Who", share=3), lambda row: cell(row.bearer)),
    "checks": (Column(title="Checks", share=4), checks_cell),
    "owner": (Column(title="Owner", share=3), lambda row: cell(*row.owners)),
    "status": (Column(title="Coverage", share=3, kind="status", choices=status_choices()), status_cell),
    "closes": (Column(title="What closes the gap", share=4), lambda row: cell(closes(row))),
}
COLUMNS = tuple(_COLUMNS)
MATRIX_COLUMNS = ("requirement", "sentence", "modality", "checks", "status")
GAP_COLUMNS = ("requirement", "sentence", "status", "closes")


def _matrix(project: Project, argument: str, options: dict[str, str], standard: tuple[str, ...] = MATRIX_COLUMNS) -> Embedded:
    facts, found = select(project, options)
    problems = [Problem(kind, words) for kind, words in found]
    names = values(options.get("columns", "")) or standard
    unknown = [name for name in names if name not in _COLUMNS]
    problems += [Problem("bad-option", f"there is no column {name!r}; columns are {', '.join(COLUMNS)}") for name in unknown]
    columns = [_COLUMNS[name] for name in names if name in _COLUMNS] or [_COLUMNS[name] for name in standard]
    rows = tuple(_row(project, fact, columns) for fact in facts)
    empty = "No requirements." if not any(options.get(name) for name in FILTERS) else "No requirement is selected."
    caption = options.get("caption", "")
    table = Table(name="Requirements", columns=tuple(column for column, _ in columns), rows=rows, caption=caption, empty=empty, records=True)
    return Embedded(blocks=(table,), places=tuple(map(requirement_place, facts)), problems=tuple(problems))


def _row(project: Project, fact: RequirementFact, columns: list[tuple[Column, Callable[[Row], Cell]]]) -> TableRow:
    row = project.rows.row(fact)
    return TableRow(place=row.place, cells=tuple(make(row) for _, make in columns))


def _gaps(project: Project, argument: str, options: dict[str, str]) -> Embedded:
    return _matrix(project, argument, {"sort": "status", **options, "status": options.get("status") or GAPS}, GAP_COLUMNS)


def _report(project: Project, name: str, options: dict[str, str]) -> Embedded:
    folders = tuple(project.workspace.templates)
    try:
        found = find_report(name, folders)
    except ReportError as error:
        return Embedded(problems=(Problem("unknown-id", str(error)),))
    if found.file.view not in VIEWS:
        return Embedded(problems=(Problem("bad-option", f"the report {name!r} shows the view {found.file.view!r}, which there is not"),))
    book = Page(report=found, project=project.view, make=VIEWS[found.file.view], folders=folders).book()
    blocks = ((Paragraph(runs=text(book.caution), kind="caution"),) if book.caution else ()) + book.sections
    return Embedded(blocks=blocks, places=tuple(_places_in(project, book.sections)))


def _places_in(project: Project, sections: tuple[Section, ...]) -> list[Place]:
    known = project.once("places", lambda: _known_places(project))
    found: dict[str, None] = {}
    todo = list(sections)
    while todo:
        section = todo.pop(0)
        todo[:0] = section.sections
        for block in section.blocks:
            rows = (row.place for row in block.rows) if isinstance(block, Table) else (block.place,) if isinstance(block, Paragraph) else ()
            found.update((name, None) for name in rows if name in known)
    return [known[name] for name in found]


def _known_places(project: Project) -> dict[str, Place]:
    made = [requirement_place(fact) for fact in project.view.requirements]
    made += [Place(place(check.id, "check"), "check", check.id, check.title or check.id) for check in project.view.checks]
    made += [Place(place(term.id, "term"), "term", term.id, term.written or term.term) for term in project.view.terms]
    made += [Place(place(id), "provision", id, pieces[0].pinpoint or id) for id, pieces in project.provisions.items()]
    return {item.place: item for item in made}


def _coverage(project: Project, argument: str, options: dict[str, str]) -> Embedded:
    facts, found = select(project, {name: value for name, value in options.items() if name != "sort"})
    counts = status_counts(fact.status for fact in facts)
    covered = next(item.count for item in counts if item.chip.key == "covered")
    words = ngettext(
        "%(covered)s of %(count)s requirement covered.", "%(covered)s of %(count)s requirements covered.", len(facts), covered=f"{covered:,}"
    )
    blocks: tuple[Block, ...] = (Paragraph(runs=text(words)),) + ((counts_table(counts),) if facts else ())
    return Embedded(blocks=blocks, problems=tuple(Problem(kind, words) for kind, words in found))


def _glossary(project: Project, argument: str, options: dict[str, str]) -> Embedded:
    documents, wanted = values(options.get("document", "")), {value.casefold() for value in values(options.get("terms", ""))}
    problems = [missing("document", id, project.documents) for id in documents if id not in project.documents]
    problems += [missing("term", words, project.terms_by_words) for words in sorted(wanted) if words not in project.terms_by_words]
    chosen = [
        term
        for term in sorted(project.view.terms, key=lambda term: (term.term.casefold(), term.term))
        if (not documents or term.document in documents) and (not wanted or {term.term.casefold(), term.written.casefold()} & wanted)
    ]
    columns = (Column(title="Term", share=3), Column(title="Meaning", share=8), Column(title="Where", share=3), Column(title="Uses", kind="number"))
    rows, places, index = [], [], []
    for term in chosen:
        authority = project.documents[term.document].authority if term.document in project.documents else None
        standing = STANDING_WORDS[authority.status] if authority else ""
        where = cell(text(term.pinpoint, "strong"), text(f"holds in {term.scope or 'the whole instrument'}", "small"), text(standing, "small"))
        cells = (cell(text(term.written or term.term, "strong")), cell(term.body), where, cell(str(len(term.uses))))
        name = place(term.id, "term")
        rows.append(TableRow(cells=cells, place=name))
        places.append(Place(name, "term", term.id, term.written or term.term))
        index.append((term.written or term.term, name))
    table = Table(name="Terms", columns=columns, rows=tuple(rows), empty="No defined terms.", records=True)
    return Embedded(blocks=(table,), places=tuple(places), problems=tuple(problems), index=tuple(index))


def _source(project: Project, argument: str, options: dict[str, str]) -> Embedded:
    from regkit.apps.embed.quoting import source

    return source(project, argument, options)


def _tree(project: Project, argument: str, options: dict[str, str]) -> Embedded:
    from regkit.apps.embed.quoting import tree

    return tree(project, argument, options)


MAKERS: dict[str, Callable[[Project, str, dict[str, str]], Embedded]] = {
    "requirement": _requirement,
    "matrix": _matrix,
    "gaps": _gaps,
    "report": _report,
    "register": lambda project, argument, options: _report(project, argument or "register", options),
    "source": _source,
    "tree": _tree,
    "coverage": _coverage,
    "glossary": _glossary,
}
