"""``regkit coverage``: how far the requirements are shown to be met."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from regkit.apps.cli.console import note, printable, say, table
from regkit.apps.cli.options import Json, Project
from regkit.errors import CheckError
from regkit.model.coverage import CoverageStatus

if TYPE_CHECKING:
    from regkit.trace.coverage import Tally


class Group(StrEnum):
    """What the table has a row for."""

    DOCUMENT = "document"
    KIND = "kind"
    MODALITY = "modality"
    OWNER = "owner"


_GROUPS = {Group.DOCUMENT: "documents", Group.KIND: "kinds", Group.MODALITY: "modalities", Group.OWNER: "owners"}


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("coverage")(coverage)


def coverage(
    project: Project = Path(),
    by: Annotated[Group, typer.Option(help="What the table has a row for.")] = Group.DOCUMENT,
    fail_under: Annotated[
        float | None, typer.Option(help="Exit 1 where less than this percentage is covered. Default: the project's threshold.", min=0, max=100)
    ] = None,
    on: Annotated[str, typer.Option(help="The day (YYYY-MM-DD) as of which waivers count. Default: the latest evidence.")] = "",
    json: Json = False,
) -> None:
    """Show coverage by status. An empty set is 0 percent."""
    from regkit.trace.coverage import summarise
    from regkit.trace.evidence import is_date
    from regkit.workflow import open_project

    if on and not is_date(on):
        raise CheckError(f"--on is not a date: {printable(on)!r}", remedy="Write it as YYYY-MM-DD")
    stored = open_project(project, on=on)
    summary = summarise(stored.graph, stored.coverage)
    groups = getattr(summary, _GROUPS[by])
    least = stored.workspace.settings.thresholds.coverage if fail_under is None else fail_under
    if json:
        rows = {name: _numbers(tally) for name, tally in groups.items()}
        say(msgspec.json.encode({"by": by, "groups": rows, "all": _numbers(summary.all), "fail_under": least}).decode())
    else:
        shown = [status for status in CoverageStatus if summary.all.counts[status]]
        head = [by.value, "total", *(status.value for status in shown), "% covered"]
        rows_ = [[name or "(none)", *_cells(tally, shown)] for name, tally in groups.items()]
        table(head, [*rows_, ["all", *_cells(summary.all, shown)]], right=frozenset(range(1, len(head))))
    if summary.all.percent < least:
        note(f"regkit: {percent_text(summary.all.percent)} % is covered, {least:g} % was asked for")
        raise typer.Exit(1)


def _cells(tally: Tally, shown: list[CoverageStatus]) -> list[str]:
    return [str(tally.total), *(str(tally.counts[status]) for status in shown), percent_text(tally.percent)]


def percent_text(percent: float) -> str:
    """Return a percentage with one digit, rounded down: what is nearly all is never shown as all."""
    return f"{math.floor(percent * 10) / 10:.1f}"


def _numbers(tally: Tally) -> dict[str, float]:
    return {"total": tally.total, "percent": round(tally.percent, 2), **{status.value: count for status, count in tally.counts.items()}}
