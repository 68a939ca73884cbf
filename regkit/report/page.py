"""What a writer gets: the report, its view, and the templates of its format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateSyntaxError
from msgspec import Struct

from regkit.errors import ReportError
from regkit.report import blocks
from regkit.report.books import BOOKS
from regkit.report.books.common import documents_section, shown_section
from regkit.report.environment import environment
from regkit.report.facts import ProjectView
from regkit.report.folders import Report
from regkit.report.views.common import front
from regkit.report.words import _, language, word

Cell: TypeAlias = str


class Page(Struct, frozen=True, kw_only=True, dict=True):
    """One report to write. ``make`` is the report's view function, ``docx_template`` a Word document whose styles and page a Word report takes."""

    report: Report
    project: ProjectView
    make: Callable[[ProjectView], Struct]
    folders: tuple[Path, ...] = ()
    docx_template: Path | None = None

    @cached_property
    def view(self) -> Struct:
        """What the view function returns, made when a writer first asks: the page of a large matrix is drawn from the facts, without it."""
        return self.make(self.project)

    def environment(self, format: str) -> Environment:
        """Return the Jinja2 environment for a format."""
        return environment(format, self.folders)

    def templates(self, format: str) -> list[str]:
        """Return the names of the templates that may print the page; the first that there is does."""
        return [f"{self.report.name}/page.{format}.jinja", f"_shared/page.{format}.jinja"]

    def fill(self, format: str, **context: Any) -> str:
        """Fill ``<report>/page.<format>.jinja``, or the one in ``_shared`` where the report has none.

        A ``view`` in ``context`` stands in for the page's.

        Raises: ReportError naming the template and line where a template is missing or wrong.
        """
        made = self.environment(format)
        names = self.templates(format)
        try:
            template = made.select_template(names)
            given = context if "view" in context else {"view": self.view, **context}
            return template.render(report=self.report.file, name=self.report.name, sections=self.sections, places=self.places, **given)
        except TemplateNotFound as error:
            raise ReportError(f"there is no template {error.name or names[0]}", remedy="Add it, or ask for another format") from error
        except TemplateSyntaxError as error:
            raise ReportError(f"the template is wrong: {error.message}", place=f"{error.filename or error.name}:{error.lineno}") from error
        except TemplateError as error:
            raise ReportError(f"the template cannot be filled: {error.message}", place=names[0]) from error

    def records(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the report's table as text: a heading, then a line for each row, with the standing and hash of its document at the end.

        Raises: ReportError where a column names a field that the rows don't have.
        """
        file = self.report.file
        standing = _Standing(self.project)
        heading = (*(column.title for column in file.columns), *standing.titles)
        lines = []
        for row in _values(self.view, file.rows, self.report.name):
            documents = _values(row, file.document, self.report.name) if file.document else None
            cells = ("; ".join(_text(value, column.word) for value in _values(row, column.field, self.report.name)) for column in file.columns)
            lines.append((*cells, *standing.cells(documents)))
        return (heading, *lines)

    def sections(self) -> tuple[blocks.Section, ...]:
        """Return the sections of the report's book, but for that on the documents. Raises: ReportError as `records` does."""
        make = BOOKS.get(self.report.file.view)
        return make(self.view) if make else (self._table(),)

    def places(self) -> frozenset[str]:
        """Return the places that a link of the report's page may lead to: those of its sections, and of the sources that stand on it too."""
        return self._places

    @cached_property
    def _places(self) -> frozenset[str]:
        sources = getattr(self.view, "sources", ())
        found = set(blocks.places(self.sections())) | {document.place for document in sources}
        for document in sources:
            for provision in document.provisions:
                found.add(provision.place)
                found.update(sentence.place for paragraph in provision.paragraphs for sentence in paragraph)
        return frozenset(found - {""})

    def book(self) -> blocks.Book:
        """Return the report as a book, for formats that no template lays out; a view without a book of its own gives its table.

        Raises: ReportError where a column names a field that the rows don't have.
        """
        about = front(self.project)
        standings = dict.fromkeys(document.standing for document in about.documents)
        return blocks.Book(
            name=self.report.name,
            title=self.report.file.title,
            description=self.report.file.description,
            project=about.project,
            tool=about.tool,
            graph_sha256=about.graph_sha256,
            standing="; ".join(standings),
            caution=about.caution,
            documents=about.documents,
            sections=(*shown_section(about), *self.sections(), documents_section(about)),
            shown=about.shown,
            on=about.on,
            language=language(),
        )

    def _table(self) -> blocks.Section:
        heading, *lines = self.records()
        columns = tuple(blocks.Column(title=title) for title in heading)
        rows = tuple(blocks.TableRow(cells=tuple(blocks.cell(value) for value in line)) for line in lines)
        table = blocks.Table(name=self.report.file.title, columns=columns, rows=rows, records=True)
        return blocks.Section(title=self.report.file.title, place="rows", blocks=(table,))


class _Standing:
    """The last columns of every table: what the quoted text is, what official records there are, and hashes."""

    def __init__(self, project: ProjectView) -> None:
        self.titles = (_("Document status"), _("Official records"), _("Not held"), _("Source SHA-256"), _("Graph SHA-256"), _("Tool"))
        self._front = front(project)
        self._made = {document.id: self._of([document.id]) for document in self._front.documents}
        self._all = self._of([document.id for document in self._front.documents])

    def cells(self, ids: Sequence[Any] | None) -> tuple[Cell, ...]:
        """Return the cells for a row of the given document, or of all of them."""
        return self._made.get(str(ids[0]), self._all) if ids else self._all

    def _of(self, ids: list[str]) -> tuple[Cell, ...]:
        found = [document for document in self._front.documents if document.id in ids]
        many = len(found) > 1

        def join(values: list[tuple[str, str]]) -> str:
            return "; ".join(f"{id}: {value}" if many else value for id, value in values if value)

        records = [
            (document.id, words if record.held else _("%(record)s, not held", record=words))
            for document in found
            for record in document.records
            for words in (f"{record.title} ({record.citation})" if record.citation else record.title,)
        ]
        return (
            join([(document.id, document.standing) for document in found]),
            join(records),
            join([(document.id, text) for document in found for text in document.not_held]),
            join([(document.id, document.sha256) for document in found]),
            self._front.graph_sha256,
            self._front.tool,
        )


def _values(value: Any, path: str, report: str) -> list[Any]:
    """Return what a dotted path leads to; a list on the way is followed for each of its members."""
    found = [value]
    for name in path.split("."):
        try:
            found = [inner for outer in found for inner in _flat(getattr(outer, name))]
        except AttributeError as error:
            raise ReportError(f"there is no field {path!r} in the rows", place=f"{report}/report.toml", remedy="Name a field of the view") from error
    return found


def _flat(value: Any) -> Sequence[Any]:
    return value if isinstance(value, tuple) else (value,)


def _text(value: Any, is_word: bool) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if is_word and value:
        return word(str(value))
    return "" if value is None else str(value)
