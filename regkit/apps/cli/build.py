"""``regkit build``: sources → graph."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regkit.apps.cli.console import note, printable, progress, say, table
from regkit.apps.cli.options import Project, day

if TYPE_CHECKING:
    from regkit.workflow.carrying import StageRun


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("build")(build)


def build(
    project: Project = Path(),
    fresh: Annotated[bool, typer.Option("--fresh", help="Do everything anew, without the cache.")] = False,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DAY", help="Build what was in force on a day. Default: the latest versions.")] = "",
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, max=512, metavar="N", help="Processes that read documents. Default: as many as is worth it.")
    ] = 0,
    scheduler: Annotated[str, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers read the documents.")] = "",
    explain_cache: Annotated[bool, typer.Option("--explain-cache", help="Say of each document what was done, and why.")] = False,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for another build of the project, or stop.")] = True,
) -> None:
    """Build the requirements graph. What has not changed is not done again."""
    from regkit.store.workspace import open_workspace
    from regkit.workflow import build_project
    from regkit.workflow.facts import refresh_facts

    workspace = open_workspace(project, day(as_of, "--as-of"))
    with progress("Reading", len(workspace.documents)) as step:
        built = build_project(workspace, fresh=fresh, step=step, jobs=jobs, scheduler=scheduler, wait=note if wait else None)
    if not built.unchanged:
        refresh_facts(workspace.root)
    for problem in built.unlinked:
        note(f"On {as_of}: {printable(problem)}")
    for line in dict.fromkeys(built.healed):
        note(f"regkit: {line}")
    if explain_cache:
        _explain(built.runs, built.unchanged)
    if built.unchanged:
        say(f"Nothing has changed. {built.graph} is up to date.")
        return
    reused = f", {len(built.reused)} from the cache" if built.reused else ""
    say(f"Built {built.graph}: {len(built.read)} documents read{reused}.")


def _explain(runs: Iterable[StageRun], unchanged: bool) -> None:
    """Say of each document which stages ran and why; on a terminal a table, in a pipe a line for each stage that ran."""
    if unchanged:
        say("No document was looked at: the code and every input are what the last build read.")
        return
    ran = [run for run in runs if run.why]
    if ran:
        table(["Document", "Stage", "Why it ran"], [[run.document, run.stage, run.why] for run in ran])
    documents = {run.document for run in runs}
    whole = len(documents) - len({run.document for run in ran})
    out = sys.stdout if sys.stdout.isatty() else sys.stderr
    out.write(f"{whole} of {len(documents)} documents came from the cache whole.\n")
