"""The matrix of a page whose script draws the rows: all that the template prints beside them, without making a `Row` for every requirement.

Rows are made where a template of the user's own asks for them after all (a summary that goes through ``view.rows``), and only then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Generic, TypeVar, cast, overload

from msgspec import Struct
from msgspec.structs import replace

from regkit.report.facts import DocumentFact, ProjectView, RequirementFact
from regkit.report.views.common import StatusChip, chip, front, status_counts
from regkit.report.views.matrix import CheckRow, MatrixView, check_rows, filters
from regkit.report.views.reviews import review_rows
from regkit.report.views.rows import Row, Rows
from regkit.report.views.source import SourceDocument, SourceProvision, source_documents
from regkit.report.words import no_owner

T = TypeVar("T")


class Later(Sequence[T], Generic[T]):
    """Values whose number is known, made when the first of them is asked for."""

    def __init__(self, count: int, make: Callable[[], Sequence[T]]) -> None:
        self._count = count
        self._make = make
        self._made: Sequence[T] | None = None

    def _all(self) -> Sequence[T]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._all()[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self._all())


class _Filtered(Struct, frozen=True, kw_only=True, gc=False):
    """What filters are counted from: those fields of a `Row`."""

    status: StatusChip
    document: str
    modality: str
    owners: tuple[str, ...]


def light_matrix(project: ProjectView) -> MatrixView:
    """Return the view of the matrix with its rows, checks and sources to be made later. Everything else equals `matrix_view`'s."""
    make = Rows(project)
    facts = project.requirements
    rows = tuple(_filtered(make, fact) for fact in facts)

    @cache
    def texts() -> tuple[SourceDocument, ...]:
        return source_documents(project, {fact.id for fact in facts})

    return MatrixView(
        front=front(project),
        rows=cast("tuple[Row, ...]", Later(len(facts), make.all)),
        checks=cast("tuple[CheckRow, ...]", Later(len(project.checks), lambda: check_rows(make))),
        statuses=status_counts(fact.status for fact in facts),
        filters=filters(make, cast("tuple[Row, ...]", rows)),
        uncertain=sum(not fact.certain and fact.review_state not in {"accepted", "edited"} for fact in facts),
        unchecked=sum(not any(id in make.checks for id in fact.checks) for fact in facts),
        inline_context=False,
        reviews=review_rows(project),
        sources=tuple(_source(document, lambda at=at: texts()[at].provisions) for at, document in enumerate(project.documents)),  # type: ignore[misc]
    )


def _source(document: DocumentFact, make: Callable[[], Sequence[SourceProvision]]) -> SourceDocument:
    """Return the head of a rendered source; its provisions are made where somebody goes through them."""
    bare = source_documents(ProjectView(name="", version="", documents=(replace(document, provisions=()),)))[0]
    return replace(bare, provisions=cast("tuple[SourceProvision, ...]", Later(len(document.provisions), make)))


def _filtered(make: Rows, fact: RequirementFact) -> _Filtered:
    owners = {make.checks[id].owner or no_owner() for id in fact.checks if id in make.checks}
    return _Filtered(status=chip(fact.status), document=fact.document, modality=fact.modality, owners=tuple(sorted(owners)) or (no_owner(),))
