"""Prove what is stored, and hand it on: anchors and hashes, evidence logs, audit packs, steps between versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regkit.model.finding import Finding, Severity
from regkit.store.workspace import Workspace, open_workspace
from regkit.workflow.flow import analysed, extract
from regkit.workflow.stored import Stored, open_project, report

if TYPE_CHECKING:
    from regkit.change.project import Step as VersionStep
    from regkit.graph.schema import Graph
    from regkit.pack.check import Checked
else:
    Graph = Any  # networkx takes a tenth of a second to import


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
        workspace = open_workspace(project)
        if workspace.templates or workspace.settings.reports.docx_template:  # a stranger's templates are code: they are not run
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

    return step_of(open_workspace(Path(start)), old, new, instrument, extract, analysed)


def verify_evidence(workspace: Workspace, head: str = "") -> tuple[list[Finding], list[str]]:
    """Prove the evidence logs; return what is wrong, and a line on each log: how many entries, and its head, the value to keep elsewhere.

    ``head`` is such a value: one of the logs must have an entry of it. Raises: CheckError where a log is there and cannot be read.
    """
    from regkit.trace.log import findings_of, prove

    return prove([(path, *findings_of(path, workspace.root)) for path in workspace.logs], workspace.root, head)
