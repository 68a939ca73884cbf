"""``regkit cache``: how much is kept of earlier builds, and less of it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from regkit.apps.cli.console import say, table
from regkit.apps.cli.options import Project


class Action(StrEnum):
    """What to do with the cache."""

    SHOW = "show"
    PRUNE = "prune"
    CLEAR = "clear"


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("cache")(cache)


def cache(
    action: Annotated[Action, typer.Argument(help="show sizes, prune what the last build did not use, or clear all.")] = Action.SHOW,
    project: Project = Path(),
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the size of the cache, or make it smaller. Nothing is lost: what is not there is made again."""
    from regkit.store.lock import build_lock
    from regkit.store.stage_cache import StageCache
    from regkit.store.workspace import open_workspace

    workspace = open_workspace(project)
    removed = 0
    with StageCache(workspace.cache) as held:
        if action is not Action.SHOW:
            with build_lock(workspace.cache.parent, wait=None):
                removed = sum(size.entries for size in held.sizes()) if action is Action.CLEAR else held.prune(kept=1)
                if action is Action.CLEAR:
                    held.clear()
        sizes = held.sizes()
        disk = held.path.stat().st_size if held.path.is_file() else 0
    if json:
        data = {"path": str(held.path), "size": disk, "removed": removed, "stages": sizes}
        say(msgspec.json.encode(data).decode())
        return
    if action is not Action.SHOW:
        say(f"Removed {removed:,} results.")
    if sizes:
        table(["Stage", "Results", "Bytes"], [[size.stage, f"{size.entries:,}", f"{size.bytes:,}"] for size in sizes], right=frozenset({1, 2}))
    say(f"{held.path}: {disk:,} bytes." if disk else "The cache is empty.")
