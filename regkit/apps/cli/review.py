"""``regkit review``: what people decide about extractions and links: one by one in the terminal, or command by command in a script.

Each command but ``list`` and ``show`` writes ``reviews.toml``, and nothing else in regkit does but ``regkit waive``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from typer.core import TyperGroup

from regkit.apps.cli.console import fitted, note, printable, say, shorten, table
from regkit.apps.cli.options import Json, Project, day
from regkit.errors import CheckError
from regkit.model.check import Decision, ItemKind

if TYPE_CHECKING:
    from regkit.apps.cli.review_queue import Entry, Status
    from regkit.trace.review import Item
    from regkit.workflow import Stored

Id = Annotated[str, typer.Argument(help="An id of `regkit review list`.", show_default=False)]
Check = Annotated[str, typer.Option("--check", help="The check whose link to the requirement is meant.")]
Reviewer = Annotated[str, typer.Option("--reviewer", "--by", envvar="REGKIT_BY", help="Who decides.")]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]
On = Annotated[str, typer.Option("--on", metavar="DAY", help="The day of the decision (YYYY-MM-DD). Default: today.")]
Statuses = Annotated[
    list[str] | None, typer.Option("--status", help="lost, suspect, pending, doubtful, open, edited, rejected, accepted. Repeatable.")
]
Kinds = Annotated[list[ItemKind] | None, typer.Option("--kind", help="What kind of item. Repeatable.")]
Document = Annotated[str, typer.Option("--document", help="Of one document only.")]
All = Annotated[bool, typer.Option("--all", help="Every item, not only what waits for a person.")]


class _Starting(TyperGroup):
    """Take ``regkit review PROJECT`` for ``regkit review start PROJECT``: what is no command is a folder, or an option of `start`.

    ``ctx`` is Click's, which Typer has under a name of its own.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in (*ctx.help_option_names, "--help"):
            args = ["start", *args]
        return super().parse_args(ctx, args)


review = typer.Typer(
    cls=_Starting,
    help="Review what was extracted, and which checks verify what. Without a command: one item at a time, in this folder's project or the one named.",
    no_args_is_help=False,
)


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.add_typer(review, name="review")


@review.callback(invoke_without_command=True)
def _interactive(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        start(Path())


@review.command()
def start(
    project: Project = Path(),
    reviewer: Reviewer = "",
    on: On = "",
    statuses: Statuses = None,
    kinds: Kinds = None,
    document: Document = "",
    everything: All = False,
) -> None:
    """Show one item at a time and ask. Each decision is written as it is made, so that you can stop and go on another day."""
    from regkit.apps.cli.review_queue import queue
    from regkit.apps.cli.review_screen import Screen
    from regkit.workflow import open_project

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CheckError("an interactive review needs a terminal", remedy="In a script use: regkit review list, accept, reject, edit, retract")
    stored = open_project(project)
    entries = queue(stored, _wanted(statuses, everything=everything), kinds or (), document)
    if not entries:
        say("Nothing waits for a review. `regkit review start --all` goes through everything.")
        return
    who = reviewer or str(typer.prompt("Your name, as it is to stand in the record")).strip()
    Screen(stored, entries, reviewer=who, on=_day(on), read_key=typer.getchar, read_line=input).run()


@review.command("list")
def list_(
    project: Project = Path(),
    statuses: Statuses = None,
    kinds: Kinds = None,
    document: Document = "",
    everything: All = False,
    json: Json = False,
) -> None:
    """List what waits for a person: lost, suspect and pending decisions, and doubtful extractions; or what has the status named."""
    from regkit.apps.cli.review_queue import queue
    from regkit.workflow import open_project

    entries = queue(open_project(project), _wanted(statuses, everything=everything), kinds or (), document)
    if json:
        say(msgspec.json.encode([entry.facts() for entry in entries]).decode())
        return
    width = 60 if sys.stdout.isatty() else 200
    table(
        ["status", "kind", "id", "words"],
        ([entry.status.value, entry.kind.value, entry.id, shorten(" ".join(_words(entry).split()), width)] for entry in entries),
    )
    note(f"{len(entries)} {'item' if len(entries) == 1 else 'items'}.")


@review.command()
def show(id: Id, project: Project = Path(), check: Check = "", json: Json = False) -> None:
    """Show one item: its sentence with what was extracted, its rule, its links, and what was decided."""
    from regkit.apps.cli.review_screen import lines
    from regkit.workflow import open_project

    stored = open_project(project)
    entry = _entry(stored, id, check)
    if json:
        say(msgspec.json.encode(entry.facts()).decode())
        return
    for line in lines(entry, 80):
        say(line)


@review.command()
def accept(id: Id, project: Project = Path(), check: Check = "", reviewer: Reviewer = "", reason: Reason = "", on: On = "") -> None:
    """Accept an item as it was extracted."""
    _record(project, id, check, lambda item: (Decision.ACCEPTED, {}), reviewer, reason, on)


@review.command()
def reject(id: Id, project: Project = Path(), check: Check = "", reviewer: Reviewer = "", reason: Reason = "", on: On = "") -> None:
    """Reject an item: a requirement leaves the coverage, a link verifies nothing, a citation leads nowhere. A reason is needed."""
    _record(project, id, check, lambda item: (Decision.REJECTED, {}), reviewer, reason, on)


@review.command()
def edit(
    id: Id,
    project: Project = Path(),
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="modality, bearer, conditions, …; quotes of a sentence are parted by ' | '. Repeatable."),
    ] = None,
    check: Check = "",
    reviewer: Reviewer = "",
    reason: Reason = "",
    on: On = "",
) -> None:
    """Give fields of an item other values. A reason is needed."""
    pairs = [pair.partition("=") for pair in values or ()]
    if any(not name.strip() or not sign for name, sign, _ in pairs):
        raise CheckError("--set is not FIELD=VALUE", remedy="Write it as in: --set modality=permission")
    edits = {name.strip(): value for name, _, value in pairs}
    _record(project, id, check, lambda item: (Decision.EDITED, edits), reviewer, reason, on)


@review.command()
def confirm(id: Id, project: Project = Path(), check: Check = "", reviewer: Reviewer = "", reason: Reason = "", on: On = "") -> None:
    """Record the decision that another person has recorded, whatever it is: the second of two."""
    from regkit.workflow import open_project

    entry = _entry(open_project(project), id, check)
    standing = entry.standing
    if standing is None or entry.status.value == "suspect":
        raise CheckError(f"there is no decision on {printable(id)} as it is now", remedy="Accept, reject or edit it")
    record = standing.record
    decision = Decision.ACCEPTED if record.decision == Decision.APPROVED else Decision(record.decision)
    _record(project, id, check, lambda item: (decision, record.edits), reviewer, reason or record.reason, on)


@review.command()
def retract(id: Id, project: Project = Path(), check: Check = "", reviewer: Reviewer = "", reason: Reason = "", on: On = "") -> None:
    """Take back all that the reviewer has decided on an item; of one that is lost, too. The decisions stay in the file."""
    from regkit.trace.review.write import retraction
    from regkit.workflow import open_project

    stored = open_project(project)
    made = retraction(stored.standings, id, check, reviewer=reviewer, on=_day(on), reason=reason)
    _write(stored, made)


def _record(project: Path, id: str, check: str, what: Callable[[Item], tuple[Decision, dict[str, str]]], reviewer: str, reason: str, on: str) -> None:
    from regkit.trace.review import decision_on
    from regkit.workflow import open_project

    stored = open_project(project)
    item = _entry(stored, id, check).item
    if item is None:
        raise CheckError(f"there is nothing called {printable(id)!r} any more", remedy="Retract the decision")
    decision, edits = what(item)
    _write(stored, decision_on(item, decision, reviewer=reviewer, on=_day(on), reason=reason, edits=edits))


def _write(stored: Stored, *made: object) -> None:
    from regkit.model.check import Review
    from regkit.trace.review import append, decided, key_of
    from regkit.workflow import open_project

    records = [record for record in made if isinstance(record, Review)]
    append(stored.workspace.reviews, records)
    now = {(standing.kind, standing.id): standing for standing in open_project(stored.workspace.root).standings}
    for record in records:
        say(fitted(f"{printable(key_of(record)[1])}: {printable(decided(record))}", sys.stdout))
        standing = now.get(key_of(record))
        if standing and standing.state.value == "pending":
            say(f"It takes effect once others agree: {printable(standing.reason)}.")


def _entry(stored: Stored, id: str, check: str) -> Entry:
    from regkit.apps.cli.review_queue import entry_of
    from regkit.text.forms import nearest
    from regkit.trace.review import Items

    entry = entry_of(stored, id, check)
    if entry is None:
        items = Items(stored.graph)
        wanted = f"{check}@{id}" if check else id
        near = nearest(wanted, [found for kind in ItemKind for found in items.ids(kind)])
        raise CheckError(
            f"there is nothing to review called {printable(wanted)!r}", remedy=f"Near it: {', '.join(near)}" if near else "See: regkit review list"
        )
    return entry


def _wanted(statuses: list[str] | None, *, everything: bool) -> list[Status]:
    from regkit.apps.cli.review_queue import WAITING, Status

    unknown = [name for name in statuses or () if name not in set(Status)]
    if unknown:
        raise CheckError(f"{printable(unknown[0])!r} is no status of a review", remedy=f"Write one of: {', '.join(Status)}")
    return [Status(name) for name in statuses] if statuses else list(Status) if everything else list(WAITING)


def _words(entry: Entry) -> str:
    from regkit.trace.review import described

    said = f"{described(entry.standing)}: " if entry.standing else ""
    quote = entry.item.quote if entry.item else entry.standing.record.quote if entry.standing else ""
    label = f"{entry.item.label}: " if entry.item and entry.item.label else ""
    return f"{said}{label}{quote}"


def _day(on: str) -> str:
    from regkit.apps.cli.record import _today

    return day(on) or _today()
