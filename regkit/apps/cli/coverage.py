"""``regkit coverage``: how far the requirements are shown to be met."""

from __future__ import annotations

import math
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from msgspec.structs import replace

from regkit.apps.cli.console import fitted, note, printable, say, table
from regkit.apps.cli.options import AsOf, Json, Project, day
from regkit.errors import CheckError
from regkit.model.coverage import CoverageStatus

if TYPE_CHECKING:
    from regkit.trace.coverage import Summary, Tally
    from regkit.trace.limits import Breach
    from regkit.workflow import Stored


class Group(StrEnum):
    """What the table has a row for."""

    DOCUMENT = "document"
    KIND = "kind"
    MODALITY = "modality"
    OWNER = "owner"
    DATE = "date"
    MONTH = "month"


_GROUPS = {group: f"{group.value}s" for group in Group} | {Group.MODALITY: "modalities"}


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("coverage")(coverage)


def coverage(
    project: Project = Path(),
    by: Annotated[Group, typer.Option(help="What the table has a row for; date and month are those of the evidence.")] = Group.DOCUMENT,
    fail_under: Annotated[
        float | None, typer.Option(help="Exit 1 where less than this percentage is covered. Default: the project's threshold.", min=0, max=100)
    ] = None,
    most: Annotated[list[str] | None, typer.Option("--most", metavar="STATUS=N", help="At most so many, or N%; orphan is a status here.")] = None,
    exits: Annotated[list[str] | None, typer.Option("--exit-code", metavar="STATUS=CODE", help="The exit code where there are more.")] = None,
    require: Annotated[list[CoverageStatus] | None, typer.Option(help="Exit 1 where a requirement has none of these statuses, and list it.")] = None,
    as_of: AsOf = "",
    snapshot: Annotated[Path | None, typer.Option(help="Write the coverage as a text file to review; - prints it.")] = None,
    compare: Annotated[Path | None, typer.Option(help="Say what differs from such a file; exit 1 where anything is worse.")] = None,
    trend: Annotated[bool, typer.Option("--trend", help="Show the counts as of each day with results.")] = False,
    badge: Annotated[Path | None, typer.Option(help="Write the percentage as an SVG picture.")] = None,
    json: Json = False,
) -> None:
    """Show coverage by status. An empty set is 0 percent. Everything that was asked for and is not met is said, not the first."""
    from regkit.store.atomic import write_bytes
    from regkit.trace.limits import Breach, breaches, lacking, with_options

    stored, summary = _opened(project, day(as_of, "--as-of"), whole=bool(require or snapshot or compare or trend))
    thresholds = stored.workspace.settings.thresholds
    limits = with_options(thresholds.limits(), most or (), exits or ())
    least = thresholds.coverage if fail_under is None else fail_under
    counts = {status.value: count for status, count in summary.all.counts.items()} | {"orphan": len(stored.orphans)}
    broken = breaches(counts, summary.all.total, limits)
    short = summary.all.percent < least
    if short:
        said = f"{percent_text(summary.all.percent)} % is covered, {least:g} % was asked for"
        broken.append(Breach(name="coverage", message=said, exit=thresholds.exit))
    missing = lacking(stored.coverage, require) if require else []
    if missing:
        broken.append(Breach(name="require", message=f"{len(missing)} of {summary.all.total} are none of: {', '.join(require or ())}", exit=1))
    facts: dict[str, Any] = {"fail_under": least, "orphan": len(stored.orphans), "lacking": missing}
    differences, printed = _files(stored, snapshot, compare, quiet=json)
    facts |= {"differences": differences} if compare else {}
    if any(difference.bad for difference in differences):
        broken.append(Breach(name="compare", message=f"coverage is not what {compare} has", exit=1))
    if badge:
        asked = bool(least or limits or require)
        write_bytes(badge, _badge(summary.all.percent, met=not broken if asked else None))
    if json:
        say(msgspec.json.encode(_facts(stored, summary, by, broken, trend=trend, as_of=as_of) | facts).decode())
    elif not printed:
        _show(stored, summary, by, trend=trend, as_of=as_of)
        for item in missing:
            say(fitted(f"{item.status.value}: {item.requirement}: {printable('; '.join(item.reasons))}", sys.stdout))
    if not stored.current:
        note("regkit: the project has changed since the graph was built; these are the counts of the last build. Run: regkit build")
    for breach in broken:
        note(fitted(f"regkit: {breach.message}", sys.stderr))
    if broken:
        raise typer.Exit(broken[0].exit)


def _opened(project: Path, on: str, *, whole: bool) -> tuple[Stored, Summary]:
    """Return the project and its counts; of a library, where no list of its requirements is asked for, what checks and people have spoken of."""
    from regkit.store.manifest import is_current
    from regkit.store.recipe import recipe
    from regkit.store.workspace import open_workspace
    from regkit.trace.coverage import summarise
    from regkit.workflow import open_project
    from regkit.workflow.library import opened

    if not whole:
        workspace = open_workspace(project)
        with opened(workspace, large=True) as library:
            if library is not None:
                from regkit.workflow.library_counts import summary_of

                stored, summary = summary_of(workspace, library, on=on)
                return replace(stored, current=is_current(workspace, recipe())), summary
    stored = open_project(project, on=on)
    return stored, summarise(stored.graph, stored.coverage)


def _files(stored: Stored, snapshot: Path | None, compare: Path | None, *, quiet: bool) -> tuple[list[Any], bool]:
    """Compare with a snapshot, then write one (so that one file may be both); return the differences, and whether the result is printed."""
    from regkit.store.atomic import write_text
    from regkit.trace import snapshot as snapshots

    if not snapshot and not compare:
        return [], False
    lines = snapshots.lines_of(stored.graph, stored.coverage)
    differences = []
    if compare:
        try:
            text = compare.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise CheckError(f"the snapshot cannot be read: {problem}", place=str(compare), remedy="Make one with --snapshot FILE") from None
        differences = snapshots.compare(snapshots.read(text, str(compare)), lines)
        for difference in differences if not quiet else ():
            say(fitted(printable(difference.words()), sys.stdout))
        if differences and not any(difference.bad for difference in differences):
            note(f"regkit: coverage is better than {compare} has; write it anew with --snapshot, so that it is kept")
        if not differences and not quiet:
            say(f"Coverage is what {compare} has.")
    if str(snapshot) == "-" and not quiet:
        say(snapshots.write(lines).removesuffix("\n"))
    elif snapshot:
        write_text(snapshot, snapshots.write(lines))
        note(f"Wrote {snapshot}")
    return differences, bool(compare) or str(snapshot) == "-"


def _show(stored: Stored, summary: Summary, by: Group, *, trend: bool, as_of: str) -> None:
    shown = [status for status in CoverageStatus if summary.all.counts[status]]
    if trend:
        points = _trend(stored, as_of)
        seen = [status for status in CoverageStatus if any(point.tally.counts[status] for point in points)]
        head = ["date", "total", *(status.value for status in seen), "% covered"]
        rows = [[point.date, *_cells(point.tally, seen)] for point in points]
    else:
        head = [by.value, "total", *(status.value for status in shown), "% covered"]
        groups: dict[str, Tally] = getattr(summary, _GROUPS[by])
        rows = [[name or "(none)", *_cells(tally, shown)] for name, tally in groups.items()]
        rows.append(["all", *_cells(summary.all, shown)])
    table(head, rows, right=frozenset(range(1, len(head))))


def _trend(stored: Stored, as_of: str) -> Any:
    from regkit.trace.reviews import load_reviews
    from regkit.trace.trend import trend

    return trend(stored.graph, load_reviews(stored.workspace.reviews), as_of)


def _facts(stored: Stored, summary: Summary, by: Group, broken: list[Breach], *, trend: bool, as_of: str) -> dict[str, Any]:
    groups = getattr(summary, _GROUPS[by])
    found: dict[str, Any] = {"by": by, "groups": {name: _numbers(tally) for name, tally in groups.items()}, "all": _numbers(summary.all)}
    found |= {"current": stored.current, "exceeded": [breach.message for breach in broken]}
    if trend:
        found["trend"] = [{"date": point.date} | _numbers(point.tally) for point in _trend(stored, as_of)]
    return found


def _badge(percent: float, *, met: bool | None) -> bytes:
    from regkit.export.badge import badge

    return badge(f"{percent_text(percent)} %", met=met)


def _cells(tally: Tally, shown: list[CoverageStatus]) -> list[str]:
    return [str(tally.total), *(str(tally.counts[status]) for status in shown), percent_text(tally.percent)]


def percent_text(percent: float) -> str:
    """Return a percentage with one digit, rounded down: what is nearly all is never shown as all."""
    return f"{math.floor(percent * 10) / 10:.1f}"


def _numbers(tally: Tally) -> dict[str, float]:
    return {"total": tally.total, "percent": round(tally.percent, 2), **{status.value: count for status, count in tally.counts.items()}}
