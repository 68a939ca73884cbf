"""Write a plan: the files that people write change in place, as one transaction with a record; results of the log follow through the record.

The log of evidence is never changed. What a result verified goes along with the requirement by way of the record: where no word differs, the result
counts for the requirement under its new number; where words differ, it is shown as carried.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from regkit.change.edit import edit_checks, edit_reviews
from regkit.change.project import Step
from regkit.change.rebase import Move, Moved, Standing
from regkit.errors import CheckError
from regkit.model.check import Evidence, Target
from regkit.store.transaction import Change, Record, closed, write
from regkit.store.workspace import Workspace


class About(Struct, frozen=True, kw_only=True):
    """What a record says of a rebase: the names that links have, and in ``versions`` which versions were meant."""

    old: str
    new: str
    by: str
    date: str
    accepted: tuple[str, ...]
    moves: tuple[Move, ...]
    versions: tuple[str, str] = ("", "")


def chosen(moves: Sequence[Move], accepted: Collection[str]) -> list[Move]:
    """Return the moves that are to be made: the exact ones, and those proposed that were accepted by name.

    Raises: CheckError for a name that is no proposed move: a mistyped one must not pass for accepted.
    """
    proposed = {move.id for move in moves if move.standing is Standing.PROPOSED}
    for name in accepted:
        if name not in proposed:
            what = next((f"it is {move.standing.value}" for move in moves if move.id == name), "there is no such link")
            raise CheckError(f"{name!r} cannot be accepted: {what}", remedy=f"Proposed are: {', '.join(sorted(proposed)) or 'none'}")
    return [
        move for move in moves if move.editable and (move.standing is Standing.EXACT or (move.id in accepted and move.standing is Standing.PROPOSED))
    ]


def apply(step: Step, moves: Sequence[Move], *, accepted: Collection[str] = (), by: str = "", date: str = "") -> Path | None:
    """Write the moves that are exact or accepted; return the record, None where nothing changes. Raises: CheckError, MissingExtraError, OSError."""
    made = chosen(moves, accepted)
    files = _files(step.workspace, made)
    if not files and not any(moved.old != moved.new for move in made for moved in move.requirements):
        return None
    about = About(
        old=step.old_name,
        new=step.new_name,
        by=by,
        date=date,
        accepted=tuple(sorted(accepted)),
        moves=tuple(made),
        versions=(step.old.document.id, step.new.document.id),
    )
    return write(step.workspace.root, step.workspace.rebases, files, msgspec.to_builtins(about))


def followed(evidence: Iterable[Evidence], records: Sequence[Record]) -> tuple[Evidence, ...]:
    """Return the results with what they verified under the names that it has now, one record after the other."""
    steps: list[dict[str, list[Moved]]] = []
    for record in records:
        about = msgspec.convert(record.about, About)
        by_check: dict[str, list[Moved]] = {}
        for move in about.moves:
            if move.kind == "check":
                by_check.setdefault(move.id.rpartition("#")[0], []).extend(move.requirements)
        steps.append(by_check)
    return tuple(_followed(item, steps) for item in evidence)


def followed_in(workspace: Workspace, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return `followed` by the records of a project. Raises: CheckError where a rebase was interrupted."""
    found = closed(workspace.rebases)
    return followed(evidence, found) if found else evidence


def _followed(item: Evidence, steps: Sequence[dict[str, list[Moved]]]) -> Evidence:
    if not item.verified:
        return item
    then = dict(item.verified)
    for by_check in steps:
        found = {
            moved.new: moved.new_fingerprint if moved.certain else moved.old_fingerprint
            for moved in by_check.get(item.check, ())
            if then.get(moved.old) == moved.old_fingerprint
        }
        then |= found
    return replace(item, verified=tuple(sorted(then.items())))


def _files(workspace: Workspace, moves: Sequence[Move]) -> list[Change]:
    targets: dict[tuple[str, int], Target] = {}
    decisions: dict[tuple[str, int], dict[str, str]] = {}
    for move in moves:
        if not move.writes:
            continue
        name, _, number = move.id.rpartition("#")
        if move.kind == "check":
            targets[name, int(number) - 1] = move.now
        else:
            decisions[move.kind, int(number) - 1] = {"requirement": move.now.id} | ({"fingerprint": move.fingerprint} if move.fingerprint else {})
    found = []
    for path in workspace.checks if targets else ():
        data = path.read_bytes()
        made = edit_checks(data, workspace.relative(path), targets)
        if made != data:
            found.append(Change(path=workspace.relative(path), before=data.decode(), after=made.decode()))
    if decisions:
        data = workspace.reviews.read_bytes()
        made = edit_reviews(data, workspace.relative(workspace.reviews), decisions)
        found.append(Change(path=workspace.relative(workspace.reviews), before=data.decode(), after=made.decode()))
    return found
