"""Condition trees as a book: a section a tree."""

from __future__ import annotations

from regkit.report.blocks import Section
from regkit.report.books.coverage import trees_section
from regkit.report.views.trees import TreesView
from regkit.report.words import ngettext


def trees_book(view: TreesView) -> tuple[Section, ...]:
    """Return one section with all trees."""
    answers = ", ".join(f"{count.count:,} {count.label.lower()}" for count in view.answers)
    title = ngettext("%(count)s conditional norm", "%(count)s conditional norms", len(view.rows))
    return (trees_section(view.rows, f"{title}: {answers}" if answers else title),)
