"""Condition trees as a book: a section a tree."""

from __future__ import annotations

from regkit.report.blocks import Section
from regkit.report.books.coverage import trees_section
from regkit.report.views.trees import TreesView


def trees_book(view: TreesView) -> tuple[Section, ...]:
    """Return one section with all trees."""
    answers = ", ".join(f"{count.count:,} {count.label.lower()}" for count in view.answers)
    return (trees_section(view.rows, f"{len(view.rows):,} conditional norms{f': {answers}' if answers else ''}"),)
