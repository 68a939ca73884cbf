"""Condition trees: every exemption and permission that depends on conditions, as it reads and as the evidence stands."""

from __future__ import annotations

from msgspec import Struct

from regkit.report.facts import ProjectView
from regkit.report.views.common import Count, Front, front, tally
from regkit.report.views.coverage import ANSWERS, TreeView, tree_views
from regkit.report.views.rows import Rows
from regkit.report.views.source import SourceDocument, source_documents


class TreesView(Struct, frozen=True, kw_only=True, gc=False):
    """The trees, exemptions first, then in reading order; ``answers`` counts them by what the evidence shows."""

    front: Front
    rows: tuple[TreeView, ...]
    answers: tuple[Count, ...]
    sources: tuple[SourceDocument, ...]


def trees_view(project: ProjectView) -> TreesView:
    """Return the condition trees of ``project``."""
    trees = tree_views(Rows(project), project)
    words = {reliance.value: said[0] for reliance, said in ANSWERS.items()}
    return TreesView(
        front=front(project),
        rows=trees,
        answers=tally((tree.key for tree in trees), lambda key: words[key], list(words)),
        sources=source_documents(project),
    )
