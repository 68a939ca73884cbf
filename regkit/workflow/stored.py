"""Work on a stored graph: open it, report on it, ask what results would change. No spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from regkit.model.check import Check, Result
from regkit.model.coverage import Coverage
from regkit.model.finding import Finding
from regkit.store.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from regkit.graph.schema import Graph
    from regkit.report.facts import ProjectView
    from regkit.trace.review import Standing
    from regkit.trace.reviews import Reviews
else:
    Graph = Reviews = Standing = Any  # networkx takes a tenth of a second to import


class Stored(Struct, frozen=True, kw_only=True, dict=True):
    """A stored graph with its coverage.

    ``sha256`` is of graph.json; ``current`` tells whether the inputs are still those it was built from.
    What people decided in review is laid over the graph; ``standings`` are those decisions (`regkit.trace.review`).
    """

    workspace: Workspace
    graph: Graph
    coverage: tuple[Coverage, ...]
    sha256: str
    current: bool
    reviews: Reviews | None = None
    standings: tuple[Standing, ...] = ()

    @cached_property
    def orphans(self) -> tuple[Finding, ...]:
        """What hangs in the air; looked for when somebody asks, which reads the logs."""
        from regkit.trace.orphans import orphans

        return tuple(orphans(self.graph, self.workspace.logs, self.workspace.root))


def open_project(start: str | Path, *, on: str = "", current: bool | None = None) -> Stored:
    """Return the stored graph of the project at or above ``start``, with the coverage of its requirements; no spaCy.

    ``on`` is the day (ISO) as of which waivers and results count; what is dated later is left out. ``current`` is for a caller that has
    compared the inputs already. Raises: SettingsError, GraphError, CheckError.
    """
    from regkit.graph.db.part import whole
    from regkit.store.manifest import is_current
    from regkit.store.recipe import recipe
    from regkit.trace.coverage import coverage
    from regkit.trace.review import lay_over
    from regkit.trace.reviews import load_reviews

    workspace = open_workspace(Path(start))
    graph, digest = whole(workspace.graph)
    reviews = load_reviews(workspace.reviews)
    standings = lay_over(graph, reviews.review, workspace.settings.reviewing.approvals)
    return Stored(
        workspace=workspace,
        graph=graph,
        coverage=coverage(graph, reviews, on=on, history=bool(on)),
        sha256=digest,
        current=is_current(workspace, recipe()) if current is None else current,
        reviews=reviews,
        standings=standings,
    )


def load(start: str | Path) -> Graph:
    """Return the stored graph at or above ``start``, a networkx MultiDiGraph, without what people decided. Raises: SettingsError, GraphError."""
    from regkit.graph.db.part import whole

    return whole(open_workspace(Path(start)).graph)[0]


def report(stored: Stored, name: str, format: str, *, docx_template: Path | None = None) -> bytes:
    """Return a report on a stored project. ``docx_template``: the one to use in place of the settings'. Raises: ReportError."""
    from regkit.report import render
    from regkit.report.folders import find_report
    from regkit.workflow.asked import facts_asked

    folders = stored.workspace.templates
    facts = facts_asked(stored, find_report(name, folders).file.needs)
    language = stored.workspace.settings.reports.language
    return render(name, format, facts, folders, docx_template=docx_template or own_template(stored.workspace), language=language)


def facts_of(stored: Stored, on: str = "") -> ProjectView:
    """Return what reports say about a stored project; ``on`` is the day as of which it was opened."""
    from regkit.report.gather import project_view
    from regkit.report.gather_reviews import reviews_of, waivers_of
    from regkit.report.gather_trees import trees_of

    trees, reviews = trees_of(stored.graph, stored.coverage), reviews_of(stored.standings)
    return project_view(
        stored.graph,
        stored.coverage,
        trees,
        reviews=reviews,
        name=stored.workspace.name,
        graph_sha256=stored.sha256,
        waivers=waivers_of(stored.graph, stored.reviews, on) if stored.reviews else (),
        on=on,
    )


def own_template(workspace: Workspace) -> Path | None:
    """Return the template of Word reports that the settings name."""
    name = workspace.settings.reports.docx_template
    return workspace.root / name if name else None


def after_results(stored: Stored, checks: Iterable[Check], results: Mapping[str, Result], on: str) -> tuple[Coverage, ...]:
    """Return the coverage as it would be with these results of ``checks``, dated ``on``; nothing is stored. Checks may be new to the project."""
    from regkit.graph.build import with_checks
    from regkit.model.check import Evidence
    from regkit.trace.coverage import coverage
    from regkit.trace.reviews import load_reviews

    evidence = [Evidence(id=f"run/{id}", check=id, result=result, date=on) for id, result in results.items()]
    graph = with_checks(stored.graph, [check for check in checks if check.id in results], evidence)
    return coverage(graph, load_reviews(stored.workspace.reviews), on=on)
