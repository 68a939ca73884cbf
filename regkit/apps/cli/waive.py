"""``regkit waive``: accept a gap, with a reason, an owner and an end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regkit.apps.cli.console import say
from regkit.apps.cli.options import Project


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("waive")(waive)


def waive(
    requirement: Annotated[str, typer.Argument(help="The requirement's id.", show_default=False)],
    project: Project = Path(),
    reason: Annotated[str, typer.Option("--reason", help="Why the gap is accepted.")] = "",
    by: Annotated[str, typer.Option("--by", envvar="REGKIT_BY", help="Who accepts it and answers for it.")] = "",
    until: Annotated[str, typer.Option("--until", help="The last day (YYYY-MM-DD) on which it is accepted.")] = "",
) -> None:
    """Accept a gap: a requirement that is uncovered, unverified or stale.

    It opens again after the day, and turns suspect when the sentence changes.
    """
    from regkit.graph.store import load
    from regkit.store.workspace import open_workspace
    from regkit.trace.waive import waive as write

    workspace = open_workspace(project)
    made = write(workspace.reviews, load(workspace.graph), requirement, reason=reason, owner=by, until=until)
    say(f"Accepted until {made.until}: {made.requirement} ({workspace.settings.reviewing.file}).")
