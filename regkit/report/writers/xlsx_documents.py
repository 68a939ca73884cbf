"""The sheet of a workbook that says what is quoted: every document with its standing, its official records and its hash."""

from __future__ import annotations

from regkit.report.blocks import Book, text
from regkit.report.views.common import DocumentRow
from regkit.report.words import _, named
from regkit.report.writers.xlsx_sheet import Head, Value

_FIELDS = ("standing", "issuer", "instrument", "citation", "version", "effective", "expires", "source", "media_type", "retrieved", "sha256", "url")


def documents_sheet(book: Book) -> tuple[tuple[Head, ...], tuple[tuple[Value, ...], ...]]:
    """Return the heads and the rows."""
    titles = [_("SHA-256") if field == "sha256" else _("Address") if field == "url" else named(field) for field in _FIELDS]
    heads = (Head(_("Document"), width=40), *map(Head, titles), Head(_("Official records"), width=40), Head(_("Not held"), width=30))
    rows = tuple(
        (Value(row.title), *(_field(row, field) for field in _FIELDS), _records(row), Value("\n".join(row.not_held))) for row in book.documents
    )
    return heads, rows


def _field(row: DocumentRow, field: str) -> Value:
    words = str(getattr(row, field))
    return Value(words, url=words if field == "url" else "")


def _records(row: DocumentRow) -> Value:
    named_so = [f"{record.title} ({record.citation})" if record.citation else record.title for record in row.records]
    lines = [words if record.held else _("%(record)s, not held", record=words) for words, record in zip(named_so, row.records, strict=True)]
    url = next((record.url for record in row.records if record.url), "")
    return Value("\n".join(lines), url=url, lines=tuple(text(line) for line in lines))
