"""``regkit build``: sources → graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regkit.apps.cli.console import progress, say
from regkit.apps.cli.options import Project


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("build")(build)


def build(
    project: Project = Path(),
    fresh: Annotated[bool, typer.Option("--fresh", help="Do everything anew, without the cache.")] = False,
) -> None:
    """Build the requirements graph. What has not changed is not done again."""
    from regkit.store.workspace import open_workspace
    from regkit.workflow import build_project

    with progress("Reading", len(open_workspace(project).documents)) as step:
        built = build_project(project, fresh=fresh, step=step)
    if built.unchanged:
        say(f"Nothing has changed. {built.graph} is up to date.")
        return
    reused = f", {len(built.reused)} from the cache" if built.reused else ""
    say(f"Built {built.graph}: {len(built.read)} documents read{reused}.")
