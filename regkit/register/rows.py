"""Rows of the register, and what becomes of each when it comes back.

A row is a check. It carries, in a hidden column, the fingerprint of the check as it was exported, so that an edit of the row and an edit of the
project are told apart: where both happened, the row is refused and says so. Decisions, one for every row:

- ``unchanged``: it says what the project says;
- ``changed``: fields differ, and are taken over;
- ``new``: the project has no such check, and gets it;
- ``refused``: with the reason; nothing of the row is taken over;
- ``kept``: a check of the project that has no row (any more); it stays, since a lost row may be a slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from regkit.errors import CheckError
from regkit.model.check import Check, Method, Target
from regkit.text.fingerprint import fingerprint

COLUMNS = ("id", "title", "verifies", "method", "owner", "frequency", "next_due", "procedure", "evidence_wanted", "risk", "tags")
"""What a person may edit, in the order of the sheet."""

SHOWN = ("status", "last_result", "place")
"""What is shown beside them and never read back."""

EXPORTED = "exported"
FIELDS = COLUMNS[1:]
_QUOTED = re.compile(r"(?P<document>[^\"“”]+?):?\s+[\"“](?P<quote>.+)[\"”]\Z", re.DOTALL)


class Row(Struct, frozen=True, kw_only=True):
    """A row as it was read: ``cells`` are texts by column, ``faults`` what makes it unreadable (a formula, a merged cell)."""

    number: int
    cells: dict[str, str]
    faults: tuple[str, ...] = ()


class Outcome(StrEnum):
    """What becomes of a row."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"
    REFUSED = "refused"
    KEPT = "kept"


class Decision(Struct, frozen=True, kw_only=True):
    """``check`` is the check as the row has it (changed and new ones), ``fields`` what differs; ``row`` is 0 for a check without one."""

    row: int
    id: str
    outcome: Outcome
    reason: str = ""
    check: Check | None = None
    fields: tuple[str, ...] = ()


def cells_of(check: Check) -> dict[str, str]:
    """Return a check as the cells of a row."""
    texts = {name: str(getattr(check, name)) for name in COLUMNS if name not in ("verifies", "method", "tags")}
    verifies = "\n".join(target.id or f'{target.document}: "{target.quote}"' for target in check.verifies)
    return texts | {"verifies": verifies, "method": check.method.value, "tags": ", ".join(check.tags)}


def exported(check: Check) -> str:
    """Return the fingerprint of what the register shows of a check."""
    return fingerprint(*(f"{name}={value}" for name, value in sorted(cells_of(check).items())))


def decide(rows: Sequence[Row], checks: Sequence[Check], find: Callable[[Target], object], editable: Callable[[Check], bool]) -> list[Decision]:
    """Return a decision for every row, in order, then one for every check without a row.

    Args:
        rows: as read.
        checks: the project's.
        find: raises CheckError where a target means nothing (`regkit.graph.targets.Targets.find`).
        editable: tells whether a check stands in a file that can be edited.
    """
    known = {check.id: check for check in checks}
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        id = row.cells.get("id", "").strip()
        if id and id in seen:
            found.append(_refused(row, id, f"row {seen[id]} has this id already"))
            continue
        seen.setdefault(id, row.number)
        try:
            found.append(_decided(row, id, known, find, editable))
        except CheckError as problem:
            found.append(_refused(row, id, f"{problem.message}{f'. {problem.remedy}' if problem.remedy else ''}"))
    missing = [check for check in checks if check.id not in seen]
    return [*found, *(Decision(row=0, id=check.id, outcome=Outcome.KEPT, reason=f"it has no row; it stays in {check.place}") for check in missing)]


def _decided(row: Row, id: str, known: Mapping[str, Check], find: Callable[[Target], object], editable: Callable[[Check], bool]) -> Decision:
    if row.faults:
        return _refused(row, id, "; ".join(row.faults))
    if not id or not id.isprintable():
        return _refused(row, id, "it has no id that can be used")
    now = known.get(id)
    made = _check(row, id, now)
    was = row.cells.get(EXPORTED, "").strip()
    if now is None:
        if was:
            return _refused(row, id, "the project has no such check any more; clear the row's hidden column to add it anew")
        for target in made.verifies:
            find(target)
        return Decision(row=row.number, id=id, outcome=Outcome.NEW, check=made, fields=FIELDS)
    before, after = cells_of(now), cells_of(made)
    fields = tuple(name for name in FIELDS if before[name] != after[name])
    if not fields:
        return Decision(row=row.number, id=id, outcome=Outcome.UNCHANGED)
    if was and was != exported(now):
        return _refused(row, id, f"the check has changed in the project since the export ({now.place}); export again")
    if not editable(now):
        return _refused(row, id, f"the check stands in {now.place}: edit it there")
    if "verifies" in fields:
        for target in made.verifies:
            find(target)
    return Decision(row=row.number, id=id, outcome=Outcome.CHANGED, check=made, fields=fields)


def _check(row: Row, id: str, now: Check | None) -> Check:
    """Return the check that a row is; a column that the sheet does not have keeps what the project says. Raises: CheckError."""
    cells = (cells_of(now) if now else {}) | {name: row.cells[name].strip() for name in COLUMNS if name in row.cells}
    if not cells.get("title"):
        raise CheckError("it has no title")
    method = cells.get("method", "").lower() or Method.INSPECTION.value
    if method not in set(Method):
        raise CheckError(f"{method!r} is no method", remedy=f"Use {', '.join(Method)}")
    verifies = targets_of(cells.get("verifies", ""))
    if not verifies:
        raise CheckError("it verifies nothing", remedy='Write a requirement\'s id, or DOCUMENT: "WORDS", one a line')
    texts = {name: cells.get(name, "") for name in COLUMNS if name not in ("id", "verifies", "method", "tags")}
    tags = tuple(tag.strip() for tag in cells.get("tags", "").split(",") if tag.strip())
    return Check(id=id, verifies=verifies, method=Method(method), tags=tags, place=now.place if now else "", **texts)


def targets_of(cell: str) -> tuple[Target, ...]:
    r"""Return what a cell says a check verifies: a requirement's id a line, or a document and words in quotes.

    >>> targets_of('order/III-1.1\norder: "carries it"')[1].quote
    'carries it'
    """
    found = []
    for line in filter(None, (line.strip() for line in cell.splitlines())):
        quoted = _QUOTED.match(line)
        found.append(Target(document=quoted["document"].strip(), quote=quoted["quote"]) if quoted else Target(id=line))
    return tuple(found)


def _refused(row: Row, id: str, reason: str) -> Decision:
    return Decision(row=row.number, id=id, outcome=Outcome.REFUSED, reason=reason)
