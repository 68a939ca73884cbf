"""The register of a project: out of it, and what came back into it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from regkit.graph import queries
from regkit.graph.schema import Graph, NodeKind
from regkit.graph.targets import Targets
from regkit.model.check import Check
from regkit.model.coverage import Coverage
from regkit.register import check_files
from regkit.register.rows import EXPORTED, Decision, Outcome, cells_of, decide, exported
from regkit.register.workbook import read, rows_of, write
from regkit.store.atomic import write_bytes
from regkit.store.workspace import CHECK_SUFFIXES, Workspace
from regkit.trace.coverage import latest_results

NEW_FILE = "register.yaml"


class Imported(Struct, frozen=True, kw_only=True):
    """What became of every row; ``written`` are the files that were changed, ``notes`` what was read and is nobody's to take over."""

    decisions: tuple[Decision, ...]
    notes: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return sum(decision.outcome is Outcome.REFUSED for decision in self.decisions)


def export_register(workspace: Workspace, graph: Graph, coverage: Sequence[Coverage], checks: Sequence[Check], sha256: str) -> bytes:
    """Return the workbook. ``coverage`` is of the stored graph, ``checks`` are the project's. Raises: MissingExtraError, CheckError."""
    results = latest_results(graph)
    rows = []
    for check in checks:
        last = results.get(check.id)
        shown = {"status": last.result.value if last else "no result", "last_result": last.date if last else "", "place": check.place}
        rows.append(cells_of(check) | shown | {EXPORTED: exported(check)})
    status = {item.requirement: item.status.value for item in coverage}
    requirements = []
    for id in queries.nodes(graph, NodeKind.REQUIREMENT):
        data = graph.nodes[id]
        texts = {name: str(data.get(name, "")) for name in ("pinpoint", "modality", "bearer", "quote")}
        requirements.append({"requirement": id, "status": status.get(id, "")} | texts)
    about = [("project", workspace.name), ("graph, SHA-256", sha256)]
    about += [(f"document {id}", f"{graph.nodes[id].get('label', '')} ({graph.nodes[id].get('status', '')})") for id in queries.documents(graph)]
    about.append(("how to", "Edit the sheet Checks, keep its headings and its hidden last column, and give it to: regkit register import"))
    return write(rows_of(rows), rows_of(requirements), about)


def import_register(workspace: Workspace, graph: Graph, checks: Sequence[Check], data: bytes, place: str, *, dry: bool = False) -> Imported:
    """Decide on every row of a workbook, and write what is new and changed into the project's YAML files; nothing where ``dry``.

    All files are made before the first is written, so that a file that cannot be edited stops the import as a whole.
    Raises: CheckError where the workbook cannot be read or a file not be edited; MissingExtraError.
    """
    sheet = read(data, place)
    files = {workspace.relative(path): path for path in workspace.checks}
    targets = Targets(graph.nodes)
    decisions = decide(sheet.rows, checks, targets.find, lambda check: _file(check) in files)
    notes = [f"the column {name!r} is not read" for name in sheet.unknown] + [f"a comment is not taken over: {remark}" for remark in sheet.remarks]
    now = {check.id: check for check in checks}
    made: dict[Path, bytes] = {}
    changed: dict[str, dict[str, tuple[Check, Sequence[str]]]] = {}
    for decision in decisions:
        if decision.outcome is Outcome.CHANGED and decision.check:
            changed.setdefault(_file(now[decision.id]), {})[decision.id] = decision.check, decision.fields
    for name, changes in changed.items():
        made[files[name]] = check_files.edit(files[name].read_bytes(), name, changes)
    new = [decision.check for decision in decisions if decision.outcome is Outcome.NEW and decision.check]
    if new:
        target = _new_file(workspace)
        before = made.get(target) or (target.read_bytes() if target.is_file() else b"")
        made[target] = check_files.add(before, workspace.relative(target), new)
    if not dry:
        for path in sorted(made):
            write_bytes(path, made[path])
    written = () if dry else tuple(workspace.relative(path) for path in sorted(made))
    return Imported(decisions=tuple(decisions), notes=tuple(notes), written=written)


def _file(check: Check) -> str:
    """Return the file that a check was read from."""
    return check.place.partition(", line")[0]


def _new_file(workspace: Workspace) -> Path:
    """Return the file that new checks go to: ``register.yaml`` in the first folder of checks, or the first file where there is no folder."""
    names = [workspace.root / name for name in workspace.settings.checks]
    folders = [path for path in names if path.is_dir() or path.suffix not in CHECK_SUFFIXES]
    return folders[0] / NEW_FILE if folders or not names else names[0]
