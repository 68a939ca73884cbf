"""The whole flow on one page: source → document → sentences → annotations → resolved annotations → graph → coverage.

Each stage is one package that turns one thing into the next; this module only puts them in a row. Stages are imported when they run: spaCy takes
over a second to import, networkx a tenth, and a command on a stored graph needs neither or only the second.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from regkit.graph.bulk import without_collector
from regkit.model.analysis import Analysis
from regkit.model.check import Check, Result
from regkit.model.coverage import Coverage
from regkit.model.document import Document
from regkit.model.finding import Finding, Severity
from regkit.store.workspace import Workspace, WorkspaceDocument, open_workspace

if TYPE_CHECKING:
    from regkit.change.project import Step as VersionStep
    from regkit.graph.schema import Graph
    from regkit.pack.check import Checked
    from regkit.trace.review import Standing
    from regkit.trace.reviews import Reviews
else:
    Graph = Reviews = Standing = Any  # networkx takes a tenth of a second to import

Step = Callable[[str], None]


class Built(Struct, frozen=True, kw_only=True):
    """What a build did. ``unchanged``: nothing to do; ``read``, ``reused``: ids of documents; ``unlinked``: targets that mean nothing on that day."""

    graph: Path
    unchanged: bool
    read: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()


class Stored(Struct, frozen=True, kw_only=True):
    """A stored graph with its coverage.

    ``sha256`` is of graph.json; ``current`` tells whether the inputs are still those it was built from; ``orphans`` are what hangs in the air.
    What people decided in review is laid over the graph; ``standings`` are those decisions (`regkit.trace.review`).
    """

    workspace: Workspace
    graph: Graph
    coverage: tuple[Coverage, ...]
    sha256: str
    current: bool
    orphans: tuple[Finding, ...] = ()
    reviews: Reviews | None = None
    standings: tuple[Standing, ...] = ()


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


def open_project(start: str | Path, *, on: str = "") -> Stored:
    """Return the stored graph of the project at or above ``start``, with the coverage of its requirements; no spaCy.

    ``on`` is the day (ISO) as of which waivers and results count; what is dated later is left out. Raises: SettingsError, GraphError, CheckError.
    """
    from regkit.graph.store import load
    from regkit.store.manifest import is_current
    from regkit.store.recipe import recipe
    from regkit.trace.coverage import coverage
    from regkit.trace.orphans import orphans
    from regkit.trace.review import lay_over
    from regkit.trace.reviews import load_reviews

    workspace = open_workspace(Path(start))
    graph = load(workspace.graph)
    reviews = load_reviews(workspace.reviews)
    standings = lay_over(graph, reviews.review, workspace.settings.reviewing.approvals)
    return Stored(
        workspace=workspace,
        graph=graph,
        coverage=coverage(graph, reviews, on=on, history=bool(on)),
        sha256=hashlib.sha256(workspace.graph.read_bytes()).hexdigest(),
        current=is_current(workspace, recipe()),
        orphans=tuple(orphans(graph, workspace.logs, workspace.root)),
        reviews=reviews,
        standings=standings,
    )


def load(start: str | Path) -> Graph:
    """Return the stored graph at or above ``start``, a networkx MultiDiGraph, without what people decided. Raises: SettingsError, GraphError."""
    from regkit.graph.store import load as load_graph

    return load_graph(open_workspace(Path(start)).graph)


def build(documents: Iterable[Document | Analysis], *, name: str = "") -> Graph:
    """Return the graph of documents (or of analyses that are not yet resolved), resolved together; nothing is stored."""
    from regkit.graph.build import build_graph
    from regkit.resolve import resolve

    with without_collector():
        analyses = [item if isinstance(item, Analysis) else extract(item) for item in documents]
        return build_graph(resolve(analyses), name=name)


def report(stored: Stored, name: str, format: str) -> bytes:
    """Return a report on a stored project. Raises: ReportError."""
    from regkit.report import render
    from regkit.report.gather import project_view
    from regkit.report.gather_reviews import reviews_of
    from regkit.report.gather_trees import trees_of

    trees, reviews = trees_of(stored.graph, stored.coverage), reviews_of(stored.standings)
    view = project_view(stored.graph, stored.coverage, trees, reviews=reviews, name=stored.workspace.name, graph_sha256=stored.sha256)
    return render(name, format, view, stored.workspace.templates)


def after_results(stored: Stored, checks: Iterable[Check], results: Mapping[str, Result], on: str) -> tuple[Coverage, ...]:
    """Return the coverage as it would be with these results of ``checks``, dated ``on``; nothing is stored. Checks may be new to the project."""
    from regkit.graph.build import with_checks
    from regkit.model.check import Evidence
    from regkit.trace.coverage import coverage
    from regkit.trace.reviews import load_reviews

    evidence = [Evidence(id=f"run/{id}", check=id, result=result, date=on) for id, result in results.items()]
    graph = with_checks(stored.graph, [check for check in checks if check.id in results], evidence)
    return coverage(graph, load_reviews(stored.workspace.reviews), on=on)


def verify_project(start: str | Path) -> list[Finding]:
    """Prove the stored graph of the project at or above ``start``; see `verify_graph`. Raises: SettingsError, GraphError."""
    from regkit.graph.store import load as load_graph

    workspace = open_workspace(Path(start))
    return verify_graph(workspace, load_graph(workspace.graph))


def verify_graph(workspace: Workspace, graph: Graph) -> list[Finding]:
    """Prove a graph: every anchor against the stored text, every source against its hash, every edge's ends. Raises: GraphError."""
    from regkit.graph.store import load_texts
    from regkit.graph.verify import verify

    return verify(graph, load_texts(workspace.graph, graph), lambda document: workspace.document(document).source.read_bytes())


def pack_project(
    start: str | Path, reports: Sequence[str] = (), *, on: str = "", key: bytes = b"", password: bytes | None = None
) -> tuple[bytes, str]:
    """Return an audit pack of the project at or above ``start`` (see `regkit.pack`), and the SHA-256 of its manifest.

    ``reports`` are names with formats, such as ``matrix.html``; ``on`` is the day as of which they count; ``key`` signs.
    Raises: GraphError where the last build is not current; SettingsError, ReportError, MissingExtraError.
    """
    from regkit import __version__
    from regkit.errors import GraphError
    from regkit.pack.write import write_pack
    from regkit.store.recipe import recipe

    stored = open_project(start, on=on)
    if not stored.current:
        raise GraphError("the project, or regkit, has changed since the last build", place=str(stored.workspace.graph), remedy="Run: regkit build")
    rendered = _rendered(stored, reports)
    return write_pack(stored.workspace, stored.graph, rendered, version=__version__, recipe=recipe(), as_of=on, key=key, password=password)


def verify_pack(path: Path, keys: list[bytes] | None = None) -> Checked:
    """Check an audit pack: its files, its signature, and the project inside it as `verify_project` and `verify_evidence` do.

    Raises: GraphError where the file is no pack; MissingExtraError.
    """
    from regkit.pack.check import check_pack
    from regkit.store.recipe import recipe

    def prove(project: Path) -> list[Finding]:
        workspace = open_workspace(project)
        return [finding for finding in (*verify_project(project), *verify_evidence(workspace)[0]) if finding.severity is not Severity.NOTE]

    def render(project: Path, names: Sequence[str], on: str) -> dict[str, bytes] | None:
        if open_workspace(project).templates:  # a stranger's templates are code: they are not run
            return None
        return _rendered(open_project(project, on=on), names)

    return check_pack(path, prove=prove, render=render, recipe=recipe(), keys=keys)


def _rendered(stored: Stored, names: Iterable[str]) -> dict[str, bytes]:
    """Return reports by file name: ``matrix.html`` is the report matrix as html, which is also meant where no format is named."""
    files = [name if "." in name else f"{name}.html" for name in names]
    return {file: report(stored, *file.rsplit(".", 1)) for file in files}


def step_between(start: str | Path, old: str, new: str, *, instrument: str = "") -> VersionStep:
    """Return the step between two documents of a project, or from one to a file of ``instrument``. Raises: SettingsError, ReadError, CheckError."""
    from regkit.change.project import step_of

    return step_of(open_workspace(Path(start)), old, new, instrument, extract, _read)


def verify_evidence(workspace: Workspace, head: str = "") -> tuple[list[Finding], list[str]]:
    """Prove the evidence logs; return what is wrong, and a line on each log: how many entries, and its head, the value to keep elsewhere.

    ``head`` is such a value: one of the logs must have an entry of it. Raises: CheckError where a log is there and cannot be read.
    """
    from regkit.trace.log import findings_of, prove

    return prove([(path, *findings_of(path, workspace.root)) for path in workspace.logs], workspace.root, head)


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
            found = _read(document, data, workspace.rules)
            cache.put(key, found)
            read.append(document.id)
        else:
            reused.append(document.id)
        analyses.append(found)
        step(document.id)
    cache.keep_only(keys)
    return resolve(analyses), tuple(read), tuple(reused)


def _read(document: WorkspaceDocument, data: bytes, rules: tuple[Path, ...]) -> Analysis:
    from msgspec.structs import replace

    from regkit.read import read_bytes

    about = document.settings.source
    made = read_bytes(data, document.source.name, id=document.id, authority=document.settings.authority, original=about.original)
    source = replace(made.source, url=about.url, retrieved=about.retrieved, media_type=about.media_type or made.source.media_type)
    return extract(replace(made, source=source), rules=rules)


def _quiet(_: str) -> None:
    """Say nothing of progress."""
