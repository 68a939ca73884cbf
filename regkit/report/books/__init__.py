"""Books: a view becomes sections of a `Book`, for every format that no template lays out. One function a view, looked up in `BOOKS`.

A report of a user's own that shows a view of ours gets that view's book; a view that has no book yet gets its table, from ``report.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from regkit.report.blocks import Section
from regkit.report.books.matrix import matrix_book

BOOKS: dict[str, Callable[[Any], tuple[Section, ...]]] = {
    "matrix": matrix_book,
}
