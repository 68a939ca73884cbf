"""``regkit rebase``: move links from one version to the next. A dry run unless told otherwise."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from regkit.apps.cli.console import fitted, note, printable, say
from regkit.apps.cli.options import Json, day
from regkit.errors import SettingsError

if TYPE_CHECKING:
    from regkit.change.rebase import Move


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("rebase")(rebase)


def rebase(
    old: Annotated[str, typer.Argument(help="The version that links point at: the id of a document.", show_default=False)] = "",
    new: Annotated[str, typer.Argument(help="The version that they are to point at.", show_default=False)] = "",
    project: Annotated[Path, typer.Option("--project", "-p", help="The project's folder, or one inside it.")] = Path(),
    write: Annotated[bool, typer.Option("--apply", help="Write the links that are exact, and those accepted.")] = False,
    accept: Annotated[list[str] | None, typer.Option("--accept", metavar="ID", help="A proposed link to write too; repeat for more.")] = None,
    interactive: Annotated[bool, typer.Option("--interactive", "-i", help="Ask for each proposed link.")] = False,
    by: Annotated[str, typer.Option("--by", help="Who moves the links; stands in the record.")] = "",
    date: Annotated[str, typer.Option("--date", metavar="DAY", help="The day that stands in the record. Default: today.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Put back what the last rebase changed.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Finish a rebase that was interrupted.")] = False,
    json: Json = False,
) -> None:
    """Move links of checks, reviews and waivers to another version: exact, proposed, lost. Exit 1 where any is not moved."""
    from regkit.change.apply import apply, chosen
    from regkit.change.rebase import Standing, plan
    from regkit.workflow import step_between

    if undo or resume:
        _history(project, undo=undo)
        return
    if not old or not new:
        raise SettingsError("two versions are needed", remedy="Run: regkit rebase OLD NEW")
    step = step_between(project, old, new)
    moves = plan(step)
    accepted = list(accept or ())
    if interactive:
        accepted += [move.id for move in moves if move.standing is Standing.PROPOSED and move.editable and move.id not in accepted and _asked(move)]
        write = True
    made = chosen(moves, accepted)
    if json:
        say(msgspec.json.format(msgspec.json.encode({"applied": write, "moves": moves}), indent=1).decode())
    else:
        for line in (line for move in moves for line in _lines(move)):
            say(fitted(line, sys.stdout))
    counts = ", ".join(f"{sum(move.standing is standing for move in moves)} {standing.value}" for standing in Standing)
    if write:
        today = day(date, "--date") or datetime.datetime.now(datetime.UTC).date().isoformat()
        record = apply(step, moves, accepted=accepted, by=by, date=today)
        note(f"{counts}. {f'Moved {len(made)}; the record is {record}' if record else 'Nothing to write'}.")
    else:
        note(f"{counts}. Nothing was written; --apply writes the exact ones, --accept ID a proposed one.")
    if len(made) < len(moves):
        raise typer.Exit(1)


def _history(project: Path, *, undo: bool) -> None:
    from regkit.store.transaction import finish
    from regkit.store.transaction import undo as undo_last
    from regkit.store.workspace import find_project, open_workspace

    if undo:
        workspace = open_workspace(project)
        say(f"Undone: {undo_last(workspace.root, workspace.rebases)}")
        return
    root = find_project(project)
    found = finish(root, root / "rebases")
    say("\n".join(f"Finished: {path}" for path in found) or "Nothing was interrupted.")


def _asked(move: Move) -> bool:
    for line in _lines(move):
        note(fitted(line, sys.stderr))
    return typer.confirm("Move it?", default=False, err=True)


def _lines(move: Move) -> list[str]:
    from regkit.change.rebase import Standing
    from regkit.change.show import redlined

    place = f" ({move.place})" if move.place else ""
    found = [f"{move.standing.value}{f' {move.score:.2f}' if move.standing is Standing.PROPOSED else ''}: {move.kind} {move.id}{place}"]
    if move.standing is not Standing.LOST and move.writes:
        for name in ("id", "document", "quote"):
            was, now = getattr(move.was, name), getattr(move.now, name)
            if was != now:
                found.append(f"    {name}: {was or '(none)'} → {now or '(none)'}")
    if move.standing is Standing.PROPOSED or (move.standing is Standing.LOST and move.before):
        found.append(f"    words: {redlined(move.before, move.after, ('[-', '-]'), ('{+', '+}'))}")
    if move.note:
        found.append(f"    {move.note}")
    if not move.editable:
        found.append("    it stands in a file that regkit does not write: change it there")
    return [printable(line) for line in found]
