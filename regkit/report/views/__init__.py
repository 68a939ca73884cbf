"""Views: a `ProjectView` becomes the rows of one report. All logic of reports is here; templates only print.

A view is a frozen Struct with a ``front``; what a report's folder names in ``view`` is looked up in `VIEWS`, so that a folder with another look or
other columns can show the same rows.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from regkit.report.facts import ProjectView
from regkit.report.views.audit import audit_view
from regkit.report.views.authorities import authorities_view
from regkit.report.views.changes import changes_view
from regkit.report.views.coverage import coverage_view
from regkit.report.views.dossier import dossier_view
from regkit.report.views.gaps import gaps_view
from regkit.report.views.glossary import glossary_view
from regkit.report.views.matrix import matrix_view
from regkit.report.views.register import register_view
from regkit.report.views.sources import sources_view
from regkit.report.views.trees import trees_view

VIEWS: dict[str, Callable[[ProjectView], Struct]] = {
    "authorities": authorities_view,
    "coverage": coverage_view,
    "gaps": gaps_view,
    "glossary": glossary_view,
    "matrix": matrix_view,
    "dossier": dossier_view,
    "changes": changes_view,
    "audit": audit_view,
    "sources": sources_view,
    "trees": trees_view,
    "register": register_view,
}
