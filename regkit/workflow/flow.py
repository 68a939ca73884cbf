"""From sources to a stored graph: read, extract, resolve, build, publish. Stages are imported when they run; spaCy takes over a second."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from regkit.graph.bulk import without_collector
from regkit.model.analysis import Analysis
from regkit.model.document import Document
from regkit.store.workspace import Workspace, WorkspaceDocument, open_workspace
from regkit.workflow.carrying import Elsewhere, StageRun

if TYPE_CHECKING:
    from regkit.graph.schema import Graph
else:
    Graph = Any  # networkx takes a tenth of a second to import

Step: TypeAlias = Callable[[str], None]


class Built(Struct, frozen=True, kw_only=True):
    """What a build did.

    ``unchanged``: nothing to do; ``read``: ids of documents of which some stage ran, ``reused``: of the others; ``unlinked``: targets that mean
    nothing on that day; ``runs``: what became of each stage, by document; ``healed``: what was damaged in the cache and made anew.
    """

    graph: Path
    unchanged: bool
    read: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    runs: tuple[StageRun, ...] = ()
    healed: tuple[str, ...] = ()


def extract(document: Document, *, rules: Sequence[Path] = ()) -> Analysis:
    """Return what one document says: sentences, lists, citations, definitions and norms, not yet resolved against other documents.

    ``rules`` are folders with rules of the user's own. Raises: RuleError.
    """
    from regkit.extract import extract as run
    from regkit.segment import segment

    sentences, lists = segment(document)
    return run(Analysis(document=document, sentences=sentences, lists=lists), folders=rules)


def analyse(paths: Iterable[Path], *, instrument: str = "", step: Step | None = None) -> tuple[Analysis, ...]:
    """Read and extract bare files, then resolve them together; a second document of one id gets ``-2``. Raises: ReadError."""
    step = step or _quiet
    from regkit.read import read
    from regkit.resolve import resolve

    analyses: list[Analysis] = []
    taken: dict[str, int] = {}
    with without_collector():
        for path in paths:
            document = read(path, instrument=instrument)
            count = taken[document.id] = taken.get(document.id, 0) + 1
            if count > 1:
                document = read(path, id=f"{document.id}-{count}", instrument=instrument)
            analyses.append(extract(document))
            step(document.id)
        return resolve(analyses)


def analyse_project(start: str | Path, *, step: Step | None = None) -> tuple[Analysis, ...]:
    """Return the resolved analyses of a project's documents, in the project's order, from the cache where it has them.

    Raises: SettingsError, ReadError, RuleError.
    """
    from regkit.resolve import resolve

    return resolve(_carried(open_workspace(Path(start)), step or _quiet))


def build_project(
    start: str | Path | Workspace,
    *,
    fresh: bool = False,
    step: Step | None = None,
    as_of: str = "",
    jobs: int = 0,
    scheduler: str = "",
    wait: Step | None = None,
) -> Built:
    """Build the graph of the project at or above ``start`` and store it; do nothing where nothing has changed.

    ``fresh`` does everything anew; ``as_of`` (ISO) builds what was in force that day and lists the targets that mean nothing in it. ``step`` is
    called with each document's id. The graph on disk is replaced in one instant, at the end; a build that is killed leaves the last good one, and
    the next goes on with what it had done.

    ``jobs`` processes read the documents, by default as many as there are processors where it is worth it; with ``scheduler``, the workers of that
    Dask scheduler do. The bytes of the graph are the same. One build of a project runs at a time: ``wait`` is called with a sentence where another
    must be waited for; without it that is an error.
    Raises: RegkitError for anything wrong in the settings, sources, checks, evidence or reviews; all wrong checks are listed at once.
    """
    from regkit.store.lock import build_lock
    from regkit.store.manifest import is_current, read_manifest
    from regkit.store.recipe import recipe

    workspace = start if isinstance(start, Workspace) else open_workspace(Path(start), as_of)
    if not fresh and is_current(workspace, recipe()):
        return Built(graph=workspace.graph, unchanged=True, reused=tuple(document.id for document in workspace.documents))
    last = read_manifest(workspace)
    with build_lock(workspace.cache.parent, wait=wait):
        if read_manifest(workspace) != last:  # another build has run meanwhile, and the project may have changed
            workspace = open_workspace(workspace.root, workspace.as_of)
            if not fresh and is_current(workspace, recipe()):
                return Built(graph=workspace.graph, unchanged=True, reused=tuple(document.id for document in workspace.documents))
        return _build(workspace, fresh, step or _quiet, jobs, scheduler)


def _build(workspace: Workspace, fresh: bool, step: Step, jobs: int, scheduler: str) -> Built:
    from regkit.change.apply import followed_in
    from regkit.graph.merge import Merge
    from regkit.graph.store import replace_graph, writing
    from regkit.graph.versions import versions_of
    from regkit.store.atomic import Batch
    from regkit.store.manifest import manifest_of, write_manifest
    from regkit.store.recipe import recipe
    from regkit.store.stage_cache import StageCache
    from regkit.trace.evidence import load_evidence
    from regkit.trace.reviews import load_reviews
    from regkit.trace.sources import collect_checks
    from regkit.workflow.carrying import Carrier
    from regkit.workflow.database import Hashed, Keeper
    from regkit.workflow.resolving import Resolver

    as_of = workspace.as_of
    checks = collect_checks(workspace)
    evidence = followed_in(workspace, load_evidence(workspace.evidence, workspace.root))
    load_reviews(workspace.reviews)  # wrong reviews stop the build, not the report
    for document in workspace.documents:
        document.read()  # a missing or changed source stops here, named with its remedy
    watched = sorted({name for item in evidence for name, _ in item.inputs if not name.startswith("/")})
    before = manifest_of(workspace, recipe(), watched, outputs=False)
    with without_collector(), StageCache(workspace.cache) as stages, writing(workspace.graph), Batch() as texts:
        stages.begin()
        carrier = Carrier(workspace, stages, fresh=fresh)
        workspace.build.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as done:
            with _workers(jobs, scheduler) as (elsewhere, alone):
                carrier.settle(workspace.documents, step, elsewhere, alone=alone)
                resolver = Resolver(carrier, stages, workspace.documents, workspace.build, texts, fresh=fresh)
                database = done.enter_context(Keeper(workspace, resolver, fresh=fresh))
                resolver.all(elsewhere, alone=alone, settled=database.advance)
            merge = done.enter_context(Merge(workspace.name, workspace.build))
            for document in workspace.documents:
                fragment = resolver.fragment(document.id)
                resolver.written(fragment)
                merge.add(fragment)
            merge.finish(checks, evidence, versions_of(workspace), resolver.fragment, strict=not as_of)
            texts.publish()
            pieces = Hashed(merge.pieces())
            replace_graph(workspace.graph, pieces, resolver.texts)
            database.finish(merge, pieces.hex)
        stages.finish(document.id for document in workspace.documents)
    after = manifest_of(workspace, recipe(), watched)  # differs where an input was edited while the build ran: the next one does the work again
    if (after.inputs, after.watched) == (before.inputs, before.watched):
        write_manifest(workspace, after)
    runs = (*carrier.runs, *resolver.runs)
    ran = {run.document for run in runs if run.why}
    return Built(
        graph=workspace.graph,
        unchanged=False,
        read=tuple(document.id for document in workspace.documents if document.id in ran),
        reused=tuple(document.id for document in workspace.documents if document.id not in ran),
        unlinked=tuple(map(str, merge.unlinked)) if as_of else (),
        runs=runs,
        healed=tuple(stages.healed),
    )


@contextlib.contextmanager
def _workers(jobs: int, scheduler: str) -> Iterator[tuple[Elsewhere | None, int]]:
    """Give what carries tasks in other processes, None where there are none, and how many bytes are not worth their start."""
    from regkit.workflow import pool

    many = jobs or pool.cores()
    if scheduler:
        with pool.cluster(scheduler) as elsewhere:
            yield elsewhere, 0
    elif many > 1:
        with pool.local(many) as elsewhere:
            yield elsewhere, 0 if jobs else pool.WORTH
    else:
        yield None, 0


def build(documents: Iterable[Document | Analysis], *, name: str = "") -> Graph:
    """Return the graph of documents (or of analyses that are not yet resolved), resolved together; nothing is stored."""
    from regkit.graph.build import build_graph
    from regkit.resolve import resolve

    with without_collector():
        analyses = [item if isinstance(item, Analysis) else extract(item) for item in documents]
        return build_graph(resolve(analyses), name=name)


def analysed(workspace: Workspace, document: WorkspaceDocument) -> Analysis:
    """Return what one document of a project says, from the cache where it has it. Raises: SettingsError, ReadError, RuleError."""
    from regkit.store.stage_cache import StageCache
    from regkit.workflow.carrying import Carrier

    with StageCache(workspace.cache) as cache:
        return Carrier(workspace, cache).one(document)


def _carried(workspace: Workspace, step: Step) -> tuple[Analysis, ...]:
    """Return the analyses of a project, not yet resolved."""
    from regkit.store.stage_cache import StageCache
    from regkit.workflow.carrying import Carrier

    with StageCache(workspace.cache) as stages, _workers(0, "") as (elsewhere, alone):
        stages.begin()
        analyses = Carrier(workspace, stages).all(workspace.documents, step, elsewhere, alone=alone)
        stages.finish(document.id for document in workspace.documents)
        return analyses


def _quiet(_: str) -> None:
    """Say nothing of progress."""
