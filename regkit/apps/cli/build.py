"""``regkit build``: sources → graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regkit.apps.cli.console import note, printable, progress, say
from regkit.apps.cli.options import Project, day


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("build")(build)


def build(
    project: Project = Path(),
    fresh: Annotated[bool, typer.Option("--fresh", help="Do everything anew, without the cache.")] = False,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DAY", help="Build what was in force on a day. Default: the latest versions.")] = "",
) -> None:
    """Build the requirements graph. What has not changed is not done again."""
    from regkit.store.workspace import open_workspace
    from regkit.workflow import build_project

    workspace = open_workspace(project, day(as_of, "--as-of"))
    with progress("Reading", len(workspace.documents)) as step:
        built = build_project(project, fresh=fresh, step=step, as_of=as_of)
    for problem in built.unlinked:
        note(f"On {as_of}: {printable(problem)}")
    if built.unchanged:
        say(f"Nothing has changed. {built.graph} is up to date.")
        return
    reused = f", {len(built.reused)} from the cache" if built.reused else ""
    say(f"Built {built.graph}: {len(built.read)} documents read{reused}.")
