"""Books: a view becomes sections of a `Book`, for every format that no template lays out. One function a view, looked up in `BOOKS`.

A report of a user's own that shows a view of ours gets that view's book; a view that has no book yet gets its table, from ``report.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from regkit.report.blocks import Section
from regkit.report.books.audit import audit_book
from regkit.report.books.authorities import authorities_book
from regkit.report.books.changes import changes_book
from regkit.report.books.coverage import coverage_book
from regkit.report.books.dossier import dossier_book
from regkit.report.books.gaps import gaps_book
from regkit.report.books.glossary import glossary_book
from regkit.report.books.matrix import matrix_book
from regkit.report.books.register import register_book
from regkit.report.books.sources import sources_book
from regkit.report.books.trees import trees_book

BOOKS: dict[str, Callable[[Any], tuple[Section, ...]]] = {
    "authorities": authorities_book,
    "coverage": coverage_book,
    "gaps": gaps_book,
    "glossary": glossary_book,
    "matrix": matrix_book,
    "dossier": dossier_book,
    "changes": changes_book,
    "audit": audit_book,
    "sources": sources_book,
    "trees": trees_book,
    "register": register_book,
}
