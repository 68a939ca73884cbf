"""``regkit record``: results into the evidence log. The only verb that writes there."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from regkit.apps.cli.console import fitted, note, printable, say, shorten
from regkit.apps.cli.options import Json
from regkit.errors import CheckError
from regkit.model.check import Result

if TYPE_CHECKING:
    from regkit.store.chain import Appended
    from regkit.store.workspace import Workspace
    from regkit.trace.record import Outcome
    from regkit.trace.results import Matched, Miss

_LISTED = 20
_USAGE = "Write: regkit record CHECK pass|fail|error|not_applicable [PROJECT], or: regkit record --from FILE [PROJECT]"


class Form(StrEnum):
    """What ``--from`` reads."""

    JUNIT = "junit"
    SARIF = "sarif"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("record")(record)


def record(
    words: Annotated[list[str] | None, typer.Argument(metavar="[CHECK RESULT] [PROJECT]", help="A check's id and its result.")] = None,
    by: Annotated[str, typer.Option("--by", envvar="REGKIT_BY", help="Who carried the check out.")] = "",
    on: Annotated[str, typer.Option("--on", help="The day (YYYY-MM-DD) it was carried out. Default: today, or what the file says.")] = "",
    remark: Annotated[str, typer.Option("--note", help="What is to be said of it.")] = "",
    attach: Annotated[list[Path] | None, typer.Option("--attach", help="A file that shows it; copied beside the log by its hash.")] = None,
    by_hash: Annotated[bool, typer.Option("--by-hash", help="Keep the hashes of attachments, not copies.")] = False,
    inputs: Annotated[list[Path] | None, typer.Option("--input", help="A file that went in; when it changes, the result is carried.")] = None,
    environment: Annotated[list[str] | None, typer.Option("--env", metavar="NAME=VALUE", help="Something about where it ran.")] = None,
    source: Annotated[Path | None, typer.Option("--from", help="A file of results: JUnit XML, SARIF, JSON or CSV.")] = None,
    form: Annotated[Form | None, typer.Option("--format", help="What that file is, where its beginning does not tell.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be recorded, and write nothing.")] = False,
    json: Json = False,
) -> None:
    """Record the result of a check, or a file of results, in the evidence log. Exit 1 where a file names a check that there is not."""
    from regkit.store.workspace import open_workspace
    from regkit.trace.freshness import is_date

    given = list(words or [])
    single = given[:2] if source is None else []
    rest = given[len(single) :]
    if (source is None and len(single) < 2) or len(rest) > 1:
        raise CheckError("what is to be recorded is not clear", remedy=_USAGE)
    if on and not is_date(on):
        raise CheckError(f"--on is not a date: {printable(on)!r}", remedy="Write it as YYYY-MM-DD")
    workspace = open_workspace(Path(rest[0]) if rest else Path())
    matched, outcomes = _outcomes(workspace, single, on, remark, source, form)
    written = None
    if outcomes and not dry_run:
        paths = [*(attach or []), *([source] if source else [])]
        written = _write(workspace, outcomes, by, paths, inputs or [], environment or [], source, by_hash=by_hash)
    if json:
        say(msgspec.json.encode(_facts(outcomes, written, matched)).decode())
    else:
        _tell(workspace, outcomes, written, matched, dry_run=dry_run)
    raise typer.Exit(1 if matched and (matched.unknown or not outcomes) else 0)


def _outcomes(
    workspace: Workspace, single: list[str], on: str, remark: str, source: Path | None, form: Form | None
) -> tuple[Matched | None, tuple[Outcome, ...]]:
    from regkit.graph.queries import checks
    from regkit.graph.store import load
    from regkit.trace.record import Outcome
    from regkit.trace.results import match, read

    if source is None:
        return None, (Outcome(check=single[0], result=_result(single[1]), on=on or _today(), note=remark),)
    try:
        data = source.read_bytes()
    except OSError as problem:
        raise CheckError(f"the file cannot be read: {problem.strerror}", place=str(source), remedy="Check the name and its permissions") from None
    known = [check.id for check in checks(load(workspace.graph))]
    matched = match(read(data, str(source), form or ""), known, on or _today(), dated=not on)
    outcomes = matched.outcomes
    if remark:
        outcomes = tuple(msgspec.structs.replace(outcome, note=f"{remark}; {outcome.note}" if outcome.note else remark) for outcome in outcomes)
    return matched, outcomes


def _write(
    workspace: Workspace,
    outcomes: Sequence[Outcome],
    by: str,
    attach: list[Path],
    inputs: list[Path],
    environment: list[str],
    source: Path | None,
    *,
    by_hash: bool,
) -> Appended:
    from regkit.graph.store import load
    from regkit.trace.record import record as write

    pairs = [pair.partition("=") for pair in environment]
    if any(not name or not sign for name, sign, _ in pairs):
        raise CheckError("--env is not NAME=VALUE", remedy="Write it as in: --env commit=3f2a9c1")
    done = write(
        workspace.log,
        load(workspace.graph),
        outcomes,
        by=by,
        root=workspace.root,
        inputs=inputs,
        attach=attach,
        by_hash=by_hash,
        environment={name: value for name, _, value in pairs},
        source=source,
    )
    for line in done.healed:
        note(f"regkit: {workspace.relative(workspace.log)}: {line}")
    return done


def _result(word: str) -> Result:
    from regkit.trace.results.model import WORDS

    found = WORDS.get(word.casefold().replace("-", "_"), WORDS.get(word.casefold()))
    if found is None:
        raise CheckError(f"{printable(word)!r} is no result", remedy=f"Write one of: {', '.join(result.value for result in Result)}")
    return found


def _today() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    day = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date() if epoch.isdecimal() else datetime.datetime.now().astimezone().date()
    return day.isoformat()


def _tell(workspace: Workspace, outcomes: Sequence[Outcome], written: Appended | None, matched: Matched | None, *, dry_run: bool) -> None:
    numbers = [f"entry {entry.seq}: " for entry in written.entries] if written else [""] * len(outcomes)
    for number, outcome in zip(numbers, outcomes, strict=True):
        remark = f" ({shorten(printable(outcome.note), 100)})" if outcome.note else ""
        say(f"{number}{printable(outcome.check)} {outcome.result.value} on {outcome.on}{remark}")
    if matched:
        _list("names a check that there is not", matched.unknown)
        _list("is of no check", matched.unmatched)
        _list("does not count", matched.uncounted)
    if written:
        count = "1 result" if len(outcomes) == 1 else f"{len(outcomes)} results"
        say(fitted(f"Recorded {count} in {workspace.relative(workspace.log)}; its head is {written.entries[-1].sha256}.", sys.stdout))
        say("Next: regkit build")
    else:
        say("Nothing was recorded." if not dry_run else f"A dry run: {len(outcomes)} results would be recorded.")


def _list(what: str, misses: Sequence[Miss]) -> None:
    for miss in misses[:_LISTED]:
        say(fitted(f"{what}: {printable(miss.place)}: {shorten(printable(miss.label), 100)}: {shorten(printable(miss.why), 200)}", sys.stdout))
    if len(misses) > _LISTED:
        say(f"{what}: and {len(misses) - _LISTED} more (--json has all)")


def _facts(outcomes: Sequence[Outcome], written: Appended | None, matched: Matched | None) -> dict[str, object]:
    found: dict[str, object] = {"recorded": bool(written), "outcomes": outcomes}
    if written:
        found |= {"entries": [entry.seq for entry in written.entries], "head": written.entries[-1].sha256, "healed": written.healed}
    if matched:
        found |= {"unknown": matched.unknown, "unmatched": matched.unmatched, "uncounted": matched.uncounted}
    return found
