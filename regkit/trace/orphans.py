"""What hangs in the air: checks that verify nothing, and results in the log of checks that there are not. Nobody is helped by either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from regkit.errors import CheckError
from regkit.graph import queries
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.model.finding import Finding, Severity
from regkit.trace.log import read_log
from regkit.trace.record import unknown_check


def orphans(graph: Graph, logs: Iterable[Path], root: Path | None = None) -> Iterator[Finding]:
    """Yield a finding for each check without a requirement, and for each unknown check that a log has results of.

    A log that cannot be read yields one finding here: what is wrong with it is said in full by ``regkit verify``.
    """
    checks = {graph.nodes[id]["check"]: id for id in queries.nodes(graph, NodeKind.CHECK)}
    for check, id in checks.items():
        if not any(data["kind"] == EdgeKind.VERIFIES.value for _, _, data in graph.out_edges(id, data=True)):
            place = str(graph.nodes[id].get("place", "")) or check
            yield _finding("check.orphan", f"check {check!r} verifies nothing that is in the graph", place, "Name a requirement, or remove it")
    for log in logs:
        try:
            found = read_log(log, root)
        except CheckError as problem:
            yield Finding(code="evidence.broken", severity=Severity.ERROR, message=problem.message, place=problem.place, remedy=problem.remedy)
            continue
        strays: dict[str, list[str]] = {}
        for item in found:
            if item.check not in checks:
                strays.setdefault(item.check, []).append(item.place)
        for check, places in strays.items():
            count = "1 result in the log is" if len(places) == 1 else f"{len(places)} results in the log are"
            message = f"{unknown_check(check, checks)}; {count} of it and {'counts' if len(places) == 1 else 'count'} for nothing"
            yield _finding("evidence.orphan", message, places[-1], "Give the check its id back; the log stays as it is")


def _finding(code: str, message: str, place: str, remedy: str) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, message=message, place=place, remedy=remedy)
