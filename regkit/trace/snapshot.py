"""Coverage as a text file that people review: one requirement a line, and nothing in it that changes by itself.

No dates, so that a new result of the same outcome changes no line; the wording's fingerprint, so that a reworded sentence changes one; the latest
result of each check, so that the diff says why. Two snapshots compare without a project.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from regkit.errors import CheckError
from regkit.graph.schema import Graph
from regkit.model.coverage import Coverage, CoverageStatus
from regkit.text.fingerprint import RECIPE

FIRST = "# regkit coverage snapshot 1"
_DIGITS = 12  # of a fingerprint: enough to tell two wordings of one sentence apart, short enough to read past
_ORDER = {status: rank for rank, status in enumerate(CoverageStatus)}
_GOOD = {CoverageStatus.COVERED, CoverageStatus.WAIVED}


class Line(Struct, frozen=True, kw_only=True):
    """A requirement of a snapshot."""

    requirement: str
    status: CoverageStatus
    wording: str
    checks: str = ""


class Kind(StrEnum):
    """How a requirement differs from the snapshot, worst first."""

    WORSE = "worse"
    GONE = "gone"
    REWORDED = "reworded"
    NEW = "new"
    BETTER = "better"


class Difference(Struct, frozen=True, kw_only=True):
    """One requirement that differs: its line then and now, None where there is none."""

    kind: Kind
    requirement: str
    then: Line | None
    now: Line | None

    @property
    def bad(self) -> bool:
        """Whether somebody must look: everything but what is better, or new and shown."""
        return self.kind is not Kind.BETTER and not (self.kind is Kind.NEW and self.now is not None and self.now.status in _GOOD)

    def words(self) -> str:
        """Return the difference as a sentence without its full stop."""
        if self.then is None or self.now is None:
            line = self.now or self.then
            return f"{self.kind.value}: {self.requirement}{f' ({line.status.value})' if line else ''}"
        change = f"{self.then.status.value} -> {self.now.status.value}" if self.then.status is not self.now.status else self.now.status.value
        why = f", {self.now.checks}" if self.now.checks else ""
        return f"{self.kind.value}: {self.requirement}: {change}{why}"


def lines_of(graph: Graph, found: Sequence[Coverage]) -> list[Line]:
    """Return a line a requirement, in reading order."""
    return [_line(graph, item) for item in found]


def _line(graph: Graph, item: Coverage) -> Line:
    results = {evidence.check: evidence.result.value for evidence in item.evidence}
    return Line(
        requirement=item.requirement,
        status=item.status,
        wording=str(graph.nodes[item.requirement]["fingerprint"]).removeprefix(f"{RECIPE}:")[:_DIGITS],
        checks=", ".join(f"{check} {results.get(check, 'no result')}" for check in sorted(item.checks)),
    )


def write(lines: Sequence[Line]) -> str:
    """Return the snapshot: a heading, a line of counts, then a line a requirement, its cells parted by tabs."""
    counts = {status: sum(line.status is status for line in lines) for status in CoverageStatus}
    shown = ", ".join(f"{count} {status.value}" for status, count in counts.items() if count) or "none"
    rows = ["\t".join((line.status.value, line.requirement, line.wording, line.checks)).rstrip("\t") for line in lines]
    return "\n".join([FIRST, f"# {len(lines)} requirements: {shown}", "# status, requirement, wording, checks", *rows, ""])


def read(text: str, place: str) -> list[Line]:
    """Return the lines of a snapshot. Raises: CheckError with place and remedy where it is none."""
    rows = text.removeprefix("\ufeff").splitlines()
    if not rows or rows[0] != FIRST:
        raise CheckError("this is no snapshot of coverage", place=place, remedy="Make one with: regkit coverage --snapshot FILE")
    found: dict[str, Line] = {}
    for number, row in enumerate(rows, 1):
        if row.startswith("#") or not row.strip():
            continue
        cells = row.split("\t")
        where = f"{place}, line {number}"
        if len(cells) not in {3, 4} or cells[0] not in list(CoverageStatus):
            raise CheckError("the line is no line of a snapshot", place=where, remedy="Settle the conflict, or make the snapshot anew")
        if cells[1] in found:
            raise CheckError(f"{cells[1]!r} is there twice", place=where, remedy="Settle the conflict, or make the snapshot anew")
        found[cells[1]] = Line(status=CoverageStatus(cells[0]), requirement=cells[1], wording=cells[2], checks="".join(cells[3:]))
    return list(found.values())


def compare(then: Sequence[Line], now: Sequence[Line]) -> list[Difference]:
    """Return the requirements that differ in status or wording, worst kind first, then in reading order."""
    before, after = {line.requirement: line for line in then}, {line.requirement: line for line in now}
    found = [Difference(kind=Kind.GONE, requirement=id, then=line, now=None) for id, line in before.items() if id not in after]
    for id, line in after.items():
        old = before.get(id)
        if old is None:
            found.append(Difference(kind=Kind.NEW, requirement=id, then=None, now=line))
        elif old.status is not line.status or old.wording != line.wording:
            kind = Kind.REWORDED if old.wording != line.wording else Kind.BETTER
            kind = Kind.WORSE if _ORDER[line.status] < _ORDER[old.status] else kind
            found.append(Difference(kind=kind, requirement=id, then=old, now=line))
    order = list(Kind)
    return sorted(found, key=lambda difference: order.index(difference.kind))
