"""A project as a documentation build sees it: read when it is first needed, once, and known by a key without being read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from regkit import __version__
from regkit.errors import GraphError
from regkit.store.workspace import Workspace, open_workspace

if TYPE_CHECKING:  # a build in which nothing has changed reads nothing, and imports no report
    from regkit.report.facts import AuthorityFact, CheckFact, DocumentFact, ProjectView, ProvisionFact, RequirementFact, SentenceFact, TermFact
    from regkit.report.views.rows import Rows

T = TypeVar("T")


class Project:
    """The stored graph at or above ``root``, with its coverage as of the day ``on`` (ISO; empty: whatever the evidence shows).

    Raises: SettingsError where there is no project; GraphError, from whatever needs the graph, where nothing is built.
    """

    def __init__(self, root: str | Path, on: str = "") -> None:
        self.root = Path(root)
        self.on = on
        self._made: dict[object, object] = {}

    @cached_property
    def workspace(self) -> Workspace:
        """Where the project lies."""
        return open_workspace(self.root)

    @cached_property
    def key(self) -> str:
        """A hash of everything that the view is made of: two builds with the same key show the same, and the second need not read the graph."""
        graph, reviews = self.workspace.graph, self.workspace.reviews
        if not graph.is_file():
            raise GraphError("nothing is built yet", place=str(graph), remedy="Run: regkit build")
        parts = (__version__.encode(), self.on.encode(), graph.read_bytes(), reviews.read_bytes() if reviews.is_file() else b"")
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that ``key`` is of."""
        return (self.workspace.graph, self.workspace.reviews)

    @cached_property
    def current(self) -> bool:
        """Whether the graph is that of the project's inputs as they are now."""
        from regkit.store.manifest import is_current
        from regkit.store.recipe import recipe

        return is_current(self.workspace, recipe())

    @cached_property
    def view(self) -> ProjectView:
        """All that may be shown. Cost: linear in the graph, some tenths of a second for thousands of requirements."""
        from regkit.graph.bulk import without_collector
        from regkit.report.gather import project_view
        from regkit.report.gather_reviews import reviews_of
        from regkit.report.gather_trees import trees_of
        from regkit.workflow import open_project

        with without_collector():
            stored = open_project(self.root, on=self.on, current=True)  # `current` is asked for where it is reported
            trees, reviews = trees_of(stored.graph, stored.coverage), reviews_of(stored.standings)
            return project_view(stored.graph, stored.coverage, trees, reviews=reviews, name=stored.workspace.name, graph_sha256=stored.sha256)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """Return what ``make`` made for this key, made when first asked for."""
        if key not in self._made:
            from regkit.graph.bulk import without_collector

            with without_collector():
                self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]

    @cached_property
    def rows(self) -> Rows:
        """Makes rows of requirements."""
        from regkit.report.views.rows import Rows

        return Rows(self.view)

    @cached_property
    def documents(self) -> dict[str, DocumentFact]:
        """Documents by id."""
        return {document.id: document for document in self.view.documents}

    @cached_property
    def requirements(self) -> dict[str, RequirementFact]:
        """Requirements by id."""
        return {requirement.id: requirement for requirement in self.view.requirements}

    @cached_property
    def checks(self) -> dict[str, CheckFact]:
        """Checks by id."""
        return {check.id: check for check in self.view.checks}

    @cached_property
    def provisions(self) -> dict[str, tuple[ProvisionFact, ...]]:
        """The pieces of every provision by its id."""
        found: dict[str, list[ProvisionFact]] = {}
        for document in self.view.documents:
            for provision in document.provisions:
                found.setdefault(provision.id, []).append(provision)
        return {id: tuple(pieces) for id, pieces in found.items()}

    @cached_property
    def sentences(self) -> dict[str, tuple[str, ProvisionFact, SentenceFact]]:
        """Every sentence with its document's id and its provision."""
        return {
            sentence.id: (document.id, provision, sentence)
            for document in self.view.documents
            for provision in document.provisions
            for sentence in provision.sentences
        }

    @cached_property
    def home_of(self) -> dict[str, str]:
        """The document of every provision."""
        return {provision.id: document.id for document in self.view.documents for provision in document.provisions}

    @cached_property
    def terms(self) -> dict[str, TermFact]:
        """Definitions by id."""
        return {term.id: term for term in self.view.terms}

    @cached_property
    def terms_by_words(self) -> dict[str, tuple[TermFact, ...]]:
        """Definitions by their term, case folded."""
        found: dict[str, list[TermFact]] = {}
        for term in self.view.terms:
            for words in dict.fromkeys((term.term.casefold(), term.written.casefold())):
                if words:
                    found.setdefault(words, []).append(term)
        return {words: tuple(facts) for words, facts in found.items()}

    @cached_property
    def authorities(self) -> dict[str, AuthorityFact]:
        """Cited authorities by their canonical citation."""
        return {authority.target: authority for authority in self.view.authorities}
