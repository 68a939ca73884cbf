"""Work on a stored graph through its database: what a command needs of it, not the whole.

``graph.json`` is read as a whole, which takes seconds from some tens of megabytes on. A library's commands ask ``graph.db`` for the part that they
speak of (`regkit.graph.db.part`) and do with it what they do with a whole graph; the answers are the same, and a test holds them to that. Below
`LARGE` the whole is as fast, and reports keep what they found out of it (`regkit.workflow.facts`).

A part leaves one thing open: a decision on something that is in the library no more is looked for by its words in the part alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from regkit.model.coverage import CoverageStatus
from regkit.store.workspace import Workspace, open_workspace
from regkit.workflow.stored import Stored

if TYPE_CHECKING:
    from regkit.graph.db.lazy import StoredGraph
    from regkit.report.facts import ProjectView
    from regkit.report.select import Selection
    from regkit.trace.reviews import Reviews
    from regkit.workflow.asked import Asked

LARGE = 48_000_000
"""Bytes of ``graph.json`` from which a part is asked of the database instead: half a second. No ``graph.json`` is as good as a large one."""
_WORTH = 50_000
"""Requirements from which a part is no part any more."""


def database_of(workspace: Workspace) -> Path:
    """Return the database of a project, made of ``graph.json`` where it is not of the same build; what has not changed is not written again.

    Raises: GraphError where nothing is built, or it cannot be used.
    """
    from regkit.graph.db.connect import database
    from regkit.store.lock import build_lock

    path = database(workspace.graph)
    if _of_this_build(workspace, path):
        return path
    with build_lock(workspace.cache.parent, wait=lambda _: None):  # a build may be writing it
        if not _of_this_build(workspace, path):
            _make(workspace, path)
    return path


def _of_this_build(workspace: Workspace, path: Path) -> bool:
    """Tell whether a database says what ``graph.json`` says, or is all there is."""
    from regkit.graph.store import read
    from regkit.store.manifest import read_manifest

    if not workspace.graph.is_file() and path.is_file():
        return True
    made_from, known = _made_from(path), read_manifest(workspace)
    if made_from and known and known.outputs.get(workspace.relative(workspace.graph)) == made_from and workspace.graph.is_file():
        return True  # both are of the last build: there is no need to read a gigabyte to know it
    return made_from == hashlib.sha256(read(workspace.graph)).hexdigest()


def _make(workspace: Workspace, path: Path) -> None:
    from regkit.graph.db.split import write
    from regkit.graph.store import load_texts, parse, read

    data = read(workspace.graph)
    graph = parse(data, str(workspace.graph))
    texts = {id: document.text for id, document in load_texts(workspace.graph, graph).items()}
    write(path, graph, texts, fresh=_made_from(path) is None, json_sha256=hashlib.sha256(data).hexdigest())


def _made_from(path: Path) -> str | None:
    """Return of which ``graph.json`` a database is; None where there is none that can be used. Raises: GraphError where it is of a newer regkit."""
    from regkit.errors import GraphError
    from regkit.graph.db.connect import NewerError
    from regkit.graph.db.lazy import StoredGraph

    try:
        with StoredGraph(path) as graph:
            return graph.json_sha256
    except NewerError:
        raise
    except GraphError:
        return None


@contextmanager
def opened(start: str | Path | Workspace, *, large: bool = False) -> Iterator[StoredGraph | None]:
    """Open the database of the project at or above ``start``; with ``large``, give None where the project is none that this is faster for.

    Raises: SettingsError, GraphError.
    """
    from regkit.graph.db.lazy import StoredGraph

    workspace = start if isinstance(start, Workspace) else open_workspace(Path(start))
    if large and workspace.graph.is_file() and workspace.graph.stat().st_size < LARGE:
        yield None
        return
    with StoredGraph(database_of(workspace)) as graph:
        yield graph


def part_of(workspace: Workspace, library: StoredGraph, numbers: Iterable[int], *, on: str = "", current: bool = True) -> Stored:
    """Return the part of a library that says all of these nodes, as `regkit.workflow.stored.open_project` gives the whole. Raises: as that."""
    from regkit.graph.db.part import around
    from regkit.trace.coverage import coverage
    from regkit.trace.review import lay_over
    from regkit.trace.reviews import load_reviews

    reviews = load_reviews(workspace.reviews)
    graph = around(library, numbers)
    today = on or _today(library, reviews)
    inside = {name for name in map(_name, reviews.review) if name in graph}
    kept = replace(
        reviews,
        review=tuple(review for review in reviews.review if _name(review) in inside or _name(review) not in library),
        waiver=tuple(waiver for waiver in reviews.waiver if waiver.requirement in graph),
    )
    standings = lay_over(graph, kept.review, workspace.settings.reviewing.approvals)
    return Stored(
        workspace=workspace,
        graph=graph,
        coverage=coverage(graph, kept, on=today, history=bool(on)),
        sha256=library.json_sha256,
        current=current,
        reviews=kept,
        standings=standings,
    )


def about(workspace: Workspace, library: StoredGraph, id: str, *, on: str = "") -> Stored:
    """Return the part of a library that says all of one node: what it is linked with, and of a document or provision what stands below it."""
    from regkit.graph.queries import predecessors, requirements_of
    from regkit.graph.schema import EdgeKind, NodeKind

    data = library.nodes[id]
    names = {id, *library.succ[id], *library.pred[id]}
    if data["kind"] in {NodeKind.DOCUMENT.value, NodeKind.PROVISION.value}:
        names |= {found.id for found in requirements_of(library, id)}
    elif data["kind"] == NodeKind.EVIDENCE.value:
        names |= {other for check in predecessors(library, id, EdgeKind.EVIDENCED_BY) for other in library.succ[check]}
    names.add(str(data.get("document", "")) or id)
    return part_of(workspace, library, {number for name in names if (number := library.number(name)) is not None}, on=on)


def statuses(workspace: Workspace, library: StoredGraph, *, on: str = "") -> dict[str, CoverageStatus]:
    """Return the coverage of every requirement that a check verifies or a person has decided on; every other one is uncovered.

    Cost: that of the checks and decisions, whatever the size of the library. Raises: CheckError, GraphError.
    """
    return {item.requirement: item.status for item in decided(workspace, library, on=on).coverage if item.status is not CoverageStatus.UNCOVERED}


def decided(workspace: Workspace, library: StoredGraph, *, on: str = "") -> Stored:
    """Return the part of a library with all checks, what they verify, and what people have decided on. Raises: CheckError, GraphError."""
    from regkit.graph.db.rows import EDGE_CODES, NODE_CODES
    from regkit.graph.db.schema import SHIFT
    from regkit.graph.schema import EdgeKind, NodeKind
    from regkit.trace.reviews import load_reviews

    verifies = EDGE_CODES[EdgeKind.VERIFIES.value]
    numbers = {int(row[0]) for row in library.ask("SELECT target FROM edge WHERE source < ? AND kind = ?", 1 << SHIFT, verifies)}
    reviews = load_reviews(workspace.reviews)
    named = {*map(_name, reviews.review), *(waiver.requirement for waiver in reviews.waiver)}
    numbers |= {number for id in named if (number := library.number(id)) is not None}
    numbers |= {int(row[0]) for row in library.ask("SELECT number FROM node WHERE kind = ?", NODE_CODES[NodeKind.CHECK.value])}
    return part_of(workspace, library, numbers, on=on)


def chosen(workspace: Workspace, library: StoredGraph, wanted: Selection, *, on: str = "") -> set[int] | None:
    """Return the numbers of the requirements that a selection can mean, a few more at most; None where nothing in it is selective.

    Raises: ReportError for a document that there is not.
    """
    from regkit.graph.db.choose import below, of_documents, of_owners
    from regkit.report.words import no_owner

    found: list[set[int]] = []
    if wanted.document:
        found.append(of_documents(library, wanted.document))
    if wanted.id:
        found.append(below(library, wanted.id))
    if wanted.owner and no_owner() not in wanted.owner:
        found.append(of_owners(library, wanted.owner))
    if wanted.status and CoverageStatus.UNCOVERED.value not in wanted.status:
        known = statuses(workspace, library, on=on)
        found.append({number for id, status in known.items() if status.value in wanted.status and (number := library.number(id)) is not None})
    if not found:
        return None
    numbers = set.intersection(*found)
    return numbers if len(numbers) <= _WORTH else None


def _today(library: StoredGraph, reviews: Reviews) -> str:
    """Return the latest day that evidence or a review has, as of which results count where no day is named."""
    from regkit.graph.schema import NodeKind

    days = [str(library.nodes[id].get("date", "")) for id in library.ids(NodeKind.EVIDENCE)]
    return max([*days, *(review.date for review in reviews.review)], default="")


def _name(review: object) -> str:
    return str(getattr(review, "requirement", "") or getattr(review, "definition", "") or getattr(review, "citation", ""))


def facts_of_part(workspace: Workspace, asked: Asked, *, current: bool) -> ProjectView | None:
    """Return what a report says of the part that is asked for, taken from the database; None where the whole is as good or is needed.

    The requirements, checks and results are those of the whole; of documents there are those of the part, with the sentences around its
    requirements. Raises: SettingsError, GraphError, ReportError.
    """
    from regkit.graph.db.choose import checks_of, counted
    from regkit.graph.schema import NodeKind
    from regkit.report.select import select
    from regkit.workflow.stored import facts_of

    wanted = asked.selection
    with opened(workspace, large=True) as library:
        numbers = chosen(workspace, library, wanted, on=asked.on) if library is not None else None
        if library is None or numbers is None:
            return None
        checks = checks_of(library, wanted.owner) if wanted.owner else []  # an owner is known by any of them
        named = {number for id in (*wanted.document, *wanted.id, *checks) if (number := library.number(id)) is not None}
        stored = part_of(workspace, library, numbers | named, on=asked.on, current=current)
        facts = replace(facts_of(stored, asked.on), on=asked.on)
        whole = counted(library, NodeKind.REQUIREMENT) - sum(data["kind"] == NodeKind.REJECTED.value for _, data in stored.graph.nodes(data=True))
        return select(facts, wanted, whole=whole)
