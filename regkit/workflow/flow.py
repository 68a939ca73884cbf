"""From sources to a stored graph: read, extract, resolve, build, publish. Stages are imported when they run; spaCy takes over a second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from regkit.graph.bulk import without_collector
from regkit.model.analysis import Analysis
from regkit.model.document import Document
from regkit.store.workspace import Workspace, WorkspaceDocument, open_workspace

if TYPE_CHECKING:
    from regkit.graph.schema import Graph
else:
    Graph = Any  # networkx takes a tenth of a second to import

Step: TypeAlias = Callable[[str], None]


class Built(Struct, frozen=True, kw_only=True):
    """What a build did. ``unchanged``: nothing to do; ``read``, ``reused``: ids of documents; ``unlinked``: targets that mean nothing on that day."""

    graph: Path
    unchanged: bool
    read: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()


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
    return _analyse_workspace(open_workspace(Path(start)), step or _quiet)[0]


def build_project(start: str | Path, *, fresh: bool = False, step: Step | None = None, as_of: str = "") -> Built:
    """Build the graph of the project at or above ``start`` and store it; do nothing where nothing has changed.

    ``fresh`` does everything anew; ``as_of`` (ISO) builds what was in force that day and lists the targets that mean nothing in it. ``step`` is
    called with each document's id. The graph on disk is replaced in one instant, at the end; a build that is killed leaves the last good one.
    Raises: RegkitError for anything wrong in the settings, sources, checks, evidence or reviews; all wrong checks are listed at once.
    """
    from regkit.store.manifest import is_current, manifest_of, write_manifest
    from regkit.store.recipe import recipe

    workspace = open_workspace(Path(start), as_of)
    if not fresh and is_current(workspace, recipe()):
        return Built(graph=workspace.graph, unchanged=True, reused=tuple(document.id for document in workspace.documents))
    from regkit.change.apply import followed_in
    from regkit.graph.build import build_graph
    from regkit.graph.store import publish
    from regkit.graph.targets import try_links
    from regkit.graph.versions import versions_of
    from regkit.trace.evidence import load_evidence
    from regkit.trace.reviews import load_reviews
    from regkit.trace.sources import collect_checks

    checks = collect_checks(workspace)
    evidence = followed_in(workspace, load_evidence(workspace.evidence, workspace.root))
    load_reviews(workspace.reviews)  # wrong reviews stop the build, not the report
    for document in workspace.documents:
        document.read()  # a missing or changed source stops here, named with its remedy
    watched = sorted({name for item in evidence for name, _ in item.inputs if not name.startswith("/")})
    before = manifest_of(workspace, recipe(), watched)
    with without_collector():
        analyses, read, reused = _analyse_workspace(workspace, step or _quiet, fresh=fresh)
        graph = build_graph(analyses, checks, evidence, name=workspace.name, versions=versions_of(workspace), strict=not as_of)
        publish(workspace.graph, graph, [analysis.document for analysis in analyses])
    after = manifest_of(workspace, recipe(), watched)  # differs where an input was edited while the build ran: the next one does the work again
    if (after.inputs, after.watched) == (before.inputs, before.watched):
        write_manifest(workspace, after)
    unlinked = map(str, try_links(graph.nodes, checks)[1] if as_of else ())
    return Built(graph=workspace.graph, unchanged=False, read=read, reused=reused, unlinked=tuple(unlinked))


def build(documents: Iterable[Document | Analysis], *, name: str = "") -> Graph:
    """Return the graph of documents (or of analyses that are not yet resolved), resolved together; nothing is stored."""
    from regkit.graph.build import build_graph
    from regkit.resolve import resolve

    with without_collector():
        analyses = [item if isinstance(item, Analysis) else extract(item) for item in documents]
        return build_graph(resolve(analyses), name=name)


def _analyse_workspace(workspace: Workspace, step: Step, *, fresh: bool = False) -> tuple[tuple[Analysis, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the resolved analyses, and the ids of the documents that were read and reused."""
    from regkit.resolve import resolve
    from regkit.settings import DOCUMENT_FILE
    from regkit.store.cache import AnalysisCache
    from regkit.store.recipe import folder_digest, recipe

    cache = AnalysisCache(workspace.cache, recipe(), folder_digest(workspace.rules))
    analyses, read, reused, keys = [], [], [], set()
    for document in workspace.documents:
        data, _ = document.read()
        key = cache.key(data, (document.folder / DOCUMENT_FILE).read_bytes())
        keys.add(key)
        found = None if fresh else cache.get(key)
        if found is None:
            found = read_source(document, data, workspace.rules)
            cache.put(key, found)
            read.append(document.id)
        else:
            reused.append(document.id)
        analyses.append(found)
        step(document.id)
    cache.keep_only(keys)
    return resolve(analyses), tuple(read), tuple(reused)


def read_source(document: WorkspaceDocument, data: bytes, rules: tuple[Path, ...]) -> Analysis:
    """Return what one document of a project says; ``data`` are the bytes of its source. Raises: ReadError, RuleError."""
    from msgspec.structs import replace

    from regkit.read import read_bytes

    about = document.settings.source
    made = read_bytes(data, document.source.name, id=document.id, authority=document.settings.authority, original=about.original)
    source = replace(made.source, url=about.url, retrieved=about.retrieved, media_type=about.media_type or made.source.media_type)
    return extract(replace(made, source=source), rules=rules)


def _quiet(_: str) -> None:
    """Say nothing of progress."""
