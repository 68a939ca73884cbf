"""XLSX: a workbook to read, filter and print; the extra ``xlsx``. Checks are edited in the register, and the front sheet says so.

Sheets: ``Report`` (what it is, on what it rests, counts, contents), one a table of the book, ``Source`` with quoted paragraphs, ``Trees``, ``Text``
with all else, ``Links`` with every link between rows, ``Documents``. A cell has one link at most, so a cell that leads to several places leads to
its rows of ``Links``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from regkit.report.blocks import Block, Book, Branch, Cell, Facts, Paragraph, Section, Table, Tree
from regkit.report.page import Page
from regkit.report.views.common import STATUS_WORDS, web_url
from regkit.report.words import N_, _, ngettext
from regkit.report.writers.common import all_sections, clean, cut, legend, plain, words_of
from regkit.report.writers.xlsx_documents import documents_sheet
from regkit.report.writers.xlsx_sheet import LINKED, Grid, Head, Place, Value, choices, colour_words, column_of, letters, set_paper, value_of
from regkit.report.writers.xlsx_style import Looks, make_workbook, print_setup, quoted, range_name, row_height, sheet_name

SUMMARY = N_("Summary")  # the table of counts, which stands on the front sheet
DOCUMENTS = "documents"  # the place of the closing section, which has a sheet of its own making
_NOTE = N_("Auditor note")
_COPY = N_(
    "This workbook is a copy to read, filter and annotate; regkit does not read it back. Checks are edited in the register: regkit register export."
)


def _status_keys() -> dict[str, str]:
    return {words[0]: status.value for status, words in STATUS_WORDS.items()}


def write(page: Page) -> bytes:
    """Return the workbook. Raises: MissingExtraError."""
    book = page.book()
    records = page.records() if any(block.records for block in _tables(book)) else ()
    properties = {
        "title": clean(book.title),
        "subject": clean(f"{book.project}: {book.standing}")[:250],
        "author": clean(book.tool),
        "comments": clean(f"{book.description} {book.caution} Graph SHA-256 {book.graph_sha256}"),
    }
    return make_workbook(lambda workbook, looks: _Workbook(page, book, records, workbook, looks).fill(), properties)


class _Content(Struct, frozen=True, kw_only=True):
    """A sheet to write. ``places`` has a place for each row, or nothing."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Value, ...], ...]
    places: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    what: str = ""


class _Workbook:
    """Writes one book. What is where is known before anything is written, for links lead forward too."""

    def __init__(self, page: Page, book: Book, records: tuple[tuple[str, ...], ...], workbook: Any, looks: Looks) -> None:
        self._page, self._book, self._records, self._workbook, self._looks = page, book, records, workbook, looks
        self._names = {"report", "lists"}
        self._places: dict[str, Place] = {}
        self._known: set[str] = {row.place for table in _tables(book) for row in table.rows}
        self._known |= {block.place for section in all_sections(book.sections) for block in section.blocks if isinstance(block, Paragraph)}
        self._known |= {document.place for document in book.documents}
        self._known.discard("")

    def fill(self) -> None:
        """Write every sheet."""
        contents = list(self._contents())
        for content in contents:
            for number, place in enumerate(content.places, start=1):
                if place:
                    self._places.setdefault(place, Place(content.name, number, content.rows[number - 1][0].words.split("\n")[0]))
        front = self._workbook.add_worksheet(_("Report"))
        sheets = [(content, self._workbook.add_worksheet(content.name)) for content in contents]
        lists = self._workbook.add_worksheet(_("Lists"))
        lists.hide()
        short = unlinked = listed = 0
        for content, sheet in sheets:
            grid = Grid(sheet, self._looks, content.heads, self._places)
            grid.fill(content.rows, content.levels)
            for at, head in enumerate(content.heads):
                if head.kind == "status":
                    words = {label: key for label, key in _status_keys().items() if not head.choices or label in head.choices}
                    colour_words(sheet, self._looks, at, len(content.rows), words)
                if head.choices:
                    choices(self._workbook, lists, listed, head, grid, at, len(content.rows))
                    listed += 1
            self._workbook.define_name(
                range_name(content.name), f"={quoted(content.name)}!$A$1:${letters(len(content.heads))}${len(content.rows) + 1}"
            )
            foot = _("Graph %(sha256)s", sha256=self._book.graph_sha256[:12]) if self._book.graph_sha256 else ""
            set_paper(sheet, title=f"{self._book.title} · {self._book.project}", standing=self._book.standing, foot=foot, width=grid.width)
            short, unlinked = short + grid.cut, unlinked + grid.unlinked
        self._front(front, contents, short, unlinked)

    def _contents(self) -> Iterator[_Content]:
        """Return the sheets in their order."""
        linked: list[tuple[str, str, Value, str]] = []
        for table in _tables(self._book):
            if table.name != _(SUMMARY):
                yield self._table(table, linked)
        others: list[tuple[Value, ...]] = []
        quoted_rows: list[tuple[Value, ...]] = []
        quoted_places: list[str] = []
        trees: list[tuple[Value, ...]] = []
        levels: list[int] = []
        for section in _body(self._book):
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.kind in {"source", "quote"}:
                    words = value_of(Cell((block.runs,)), self._is_known)
                    quoted_rows.append((Value(f"{'    ' * block.depth}{block.marker}"), words, Value(section.title)))
                    quoted_places.append(block.place)
                elif isinstance(block, Tree):
                    for level, branch in _branches(block.root):
                        label = value_of(Cell((branch.label,)), self._is_known)
                        trees.append((label, Value(branch.word, status=branch.status), Value(section.title)))
                        levels.append(level)
                else:
                    others += self._other(section, block)
        if quoted_rows:
            heads = (Head(_("Place"), width=16), Head(_("Text"), width=100), Head(_("Section"), width=40))
            yield _Content(
                name=sheet_name(_("Source"), self._names), heads=heads, rows=tuple(quoted_rows), places=tuple(quoted_places), what=_("paragraphs")
            )
        if trees:
            heads = (Head(_("Condition"), width=90), Head(_("What the evidence shows"), width=24), Head(_("Section"), width=40))
            yield _Content(name=sheet_name(_("Trees"), self._names), heads=heads, rows=tuple(trees), levels=tuple(levels), what=_("conditions"))
        if others:
            heads = (Head(_("Section"), width=40), Head(_("Name"), width=28), Head(_("Text"), width=100))
            yield _Content(name=sheet_name(_("Text"), self._names), heads=heads, rows=tuple(others), what=_("lines"))
        if linked:
            columns = (Head(_("From"), width=44), Head(_("On sheet"), width=22), Head(_("To"), width=44), Head(_("There on sheet"), width=22))
            names = {row.place: table.name for table in _tables(self._book) for row in table.rows}
            rows = tuple((Value(words, start), Value(sheet), to, Value(names.get(to.target, ""))) for start, sheet, to, words in linked)
            places = [f"links {start}" for start, *_ in linked]
            first = tuple(place if number == 0 or places[number - 1] != place else "" for number, place in enumerate(places))
            yield _Content(name=sheet_name(_("Links"), self._names), heads=columns, rows=rows, places=first, what=_("links"))
        if self._book.documents:
            yield self._documents()

    def _is_known(self, place: str) -> bool:
        return place in self._known

    def _table(self, table: Table, linked: list[tuple[str, str, Value, str]]) -> _Content:
        """Return the sheet of a table; links of its rows are added to ``linked``: where from, the sheet, where to, words of the row."""
        name = sheet_name(table.name, self._names)
        many: list[str] = []
        for row in table.rows:
            targets = {run.target: run.text.strip() for cell in row.cells for line in cell.lines for run in line if run.target in self._known}
            many.append(f"links {row.place}" if row.place and targets else "")
            if row.place:
                words = words_of(row.cells[0]).split("\n")[0]
                linked += [(row.place, name, Value(shown or target, target), words) for target, shown in targets.items()]
        heads: tuple[Head, ...]
        rows: tuple[tuple[Value, ...], ...]
        if table.records and self._records and len(self._records) == len(table.rows) + 1:
            heads, rows = self._flat(table, many)
        else:
            heads, rows = self._wrapped(table, many)
        return _Content(name=name, heads=heads, rows=rows, places=tuple(row.place for row in table.rows), what=_("rows"))

    def _wrapped(self, table: Table, many: list[str]) -> tuple[tuple[Head, ...], tuple[tuple[Value, ...], ...]]:
        """Return a table as the book has it; where long cells lead somewhere, a column more says where to."""
        heads = tuple(column_of(table.columns))
        rows, leads = [], []
        for row, rest in zip(table.rows, many, strict=True):
            values = tuple(value_of(cell, self._is_known, rest) for cell in row.cells)
            shown = {value.target for value in values}
            runs = [run for cell in row.cells for line in cell.lines for run in line if run.target in self._known and run.target not in shown]
            targets = dict.fromkeys(run.target for run in runs)
            words = cut(runs[0].text.strip(), LINKED) if len(targets) == 1 else _("%(count)s links", count=len(targets)) if targets else ""
            leads.append(Value(words, (rest if len(targets) > 1 else next(iter(targets))) if targets and rest not in shown else ""))
            rows.append(values)
        if not any(lead.target for lead in leads):
            return heads, tuple(rows)
        return (*heads, Head(_("Leads to"), width=30)), tuple((*values, lead) for values, lead in zip(rows, leads, strict=True))

    def _flat(self, table: Table, many: list[str]) -> tuple[tuple[Head, ...], tuple[tuple[Value, ...], ...]]:
        """Return the report's own rows, a value a cell; details, empty ones and those on the documents in a closed group at the end.

        The first value leads to the document where it leads nowhere else: to the paragraph itself in a book that quotes it.
        """
        columns = self._page.report.file.columns
        titles, *lines = self._records
        said = {at for line in lines for at, words in enumerate(line) if words} | {0} if lines else set(range(len(titles)))
        plain_at = [at for at, column in enumerate(columns) if not column.detail and at in said]
        detail_at = [at for at in range(len(titles)) if at not in set(plain_at)]
        heads = [
            Head(column.title, column.kind, column.choices or (tuple(_status_keys()) if column.kind == "status" else ()))
            for column in (columns[at] for at in plain_at)
        ]
        heads.append(Head(_(_NOTE), width=26))
        heads += [Head(titles[at], width=24, detail=True) for at in detail_at]
        documents = {document.title: document.place for document in self._book.documents}
        rows = []
        for line, row, rest in zip(lines, table.rows, many, strict=True):
            leads = {run.text.strip(): run.target for cell in row.cells for part in cell.lines for run in part if run.target in self._known}
            values = [Value(words, *self._lead(words, leads, rest)) for words in line]
            if not values[0].target:
                values[0] = Value(values[0].words, next((documents[words] for words in line if words in documents), ""))
            rows.append((*(values[at] for at in plain_at), Value(""), *(values[at] for at in detail_at)))
        return tuple(heads), tuple(rows)

    def _lead(self, words: str, leads: Mapping[str, str], many: str) -> tuple[str, str]:
        """Return where a value of a row leads: the place of the thing that it names, or its address."""
        if words in leads:
            return leads[words], ""
        if words.startswith(("https://", "http://")) and web_url(words) == words:
            return "", words
        parts = words.split("; ")
        return (many, "") if len(parts) > 1 and all(part in leads for part in parts) else ("", "")

    def _other(self, section: Section, block: Block) -> Iterator[tuple[Value, ...]]:
        title = Value(section.title)
        if isinstance(block, Paragraph):
            yield (title, Value(block.marker), value_of(Cell((block.runs,)), self._is_known))
        elif isinstance(block, Facts):
            yield from ((title, Value(name), value_of(cell, self._is_known)) for name, cell in block.pairs)
        elif not isinstance(block, (Table, Tree)):
            yield from ((title, Value(""), value_of(cell, self._is_known)) for cell in block.items)

    def _documents(self) -> _Content:
        heads, rows = documents_sheet(self._book)
        places = tuple(row.place for row in self._book.documents)
        return _Content(name=sheet_name(_("Documents"), self._names), heads=heads, rows=rows, places=places, what=_("documents"))

    def _front(self, sheet: Any, contents: Iterable[_Content], short: int, unlinked: int) -> None:
        """Write the front sheet: what the report is, what it rests on, how many, and what is where."""
        book, looks = self._book, self._looks
        name, body = looks.cell(bold=True, bg_color="#F2F4F6"), looks.body
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 80)
        sheet.set_column(2, 3, 16)
        sheet.write_string(0, 0, clean(book.title), looks.of(bold=True, font_size=18, font_color="#1F3A5F"))
        sheet.set_row(0, 28)
        pairs = [(_("Project"), book.project), (_("Report"), book.description), (_("Standing"), book.standing), (_("Caution"), book.caution)]
        pairs += [(_("Graph SHA-256"), book.graph_sha256), (_("Tool"), book.tool), (_("Editing"), _(_COPY))]
        if short:
            pairs.append(
                (
                    _("Cut"),
                    ngettext(
                        "%(count)s cell is longer than a cell can be and ends in […]; the JSON report has the whole.",
                        "%(count)s cells are longer than a cell can be and end in […]; the JSON report has the whole.",
                        short,
                    ),
                )
            )
        if unlinked:
            pairs.append(
                (
                    _("Links"),
                    ngettext(
                        "%(count)s cell has no link, for a sheet can have no more.",
                        "%(count)s cells have no link, for a sheet can have no more.",
                        unlinked,
                    ),
                )
            )
        row = 1
        for title, words in pairs:
            if words:
                caution = words == book.caution
                sheet.write_string(row, 0, title, name)
                sheet.write_string(row, 1, clean(words), looks.cell(bg_color="#FDF3DC", bold=True) if caution else body)
                sheet.set_row(row, row_height([clean(words)], [80]))
                row += 1
        marks = legend(book)
        if marks:
            sheet.write_string(row, 0, _("Marks"), name)
            Grid(sheet, looks, [Head("")] * 2, {}).write(row, 1, Value(plain(marks[1:]), lines=(marks[1:],)))
            row += 1
        for table in _tables(book):
            if table.name == _(SUMMARY) and table.rows:
                row = self._summary(sheet, table, row + 1)
        row += 1
        for at, title in enumerate((_("Sheet"), _("What"), _("Rows"))):
            sheet.write_string(row, at, title, looks.head)
        for content in contents:
            row += 1
            sheet.write_url(row, 0, f"internal:{quoted(content.name)}!A1", looks.cell(font_color="#0A5470", underline=1), content.name)
            sheet.write_string(row, 1, content.what, body)
            sheet.write_number(row, 2, len(content.rows), looks.cell(num_format="#,##0"))
        print_setup(sheet, left=clean(f"{book.title} · {book.project}"), right=clean(book.standing), repeat=False)

    def _summary(self, sheet: Any, table: Table, row: int) -> int:
        heads = [Head(column.title, column.kind) for column in table.columns]
        grid = Grid(sheet, self._looks, heads, {})
        for at, head in enumerate(heads):
            sheet.write_string(row, at, clean(head.title), self._looks.head)
        for line in table.rows:
            row += 1
            for at, cell in enumerate(line.cells):
                grid.write(row, at, value_of(cell, self._is_known))
        return row + 1


def _tables(book: Book) -> Iterator[Table]:
    return (block for section in _body(book) for block in section.blocks if isinstance(block, Table))


def _body(book: Book) -> Iterator[Section]:
    """Return the sections but for the closing one on the documents."""
    return all_sections(section for section in book.sections if section.place != DOCUMENTS)


def _branches(branch: Branch, level: int = 0) -> Iterator[tuple[int, Branch]]:
    yield level, branch
    for child in branch.children:
        yield from _branches(child, level + 1)
