"""Views: a `ProjectView` becomes the rows of one report. All logic of reports is here; templates only print.

A view is a frozen Struct with a ``front``; what a report's folder names in ``view`` is looked up in `VIEWS`, so that a folder with another look or
other columns can show the same rows.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from regkit.report.facts import ProjectView
from regkit.report.views.authorities import authorities
from regkit.report.views.coverage import coverage
from regkit.report.views.gaps import gaps
from regkit.report.views.glossary import glossary
from regkit.report.views.matrix import matrix

VIEWS: dict[str, Callable[[ProjectView], Struct]] = {
    "authorities": authorities,
    "coverage": coverage,
    "gaps": gaps,
    "glossary": glossary,
    "matrix": matrix,
}
