"""``regkit verify``: every anchor and every hash of a stored graph."""

from __future__ import annotations

from pathlib import Path

import typer

from regkit.apps.cli.console import print_findings, say
from regkit.apps.cli.options import Json, Project


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("verify")(verify)


def verify(project: Project = Path(), json: Json = False) -> None:
    """Prove the graph: every quote stands where its anchor says, every source has its hash, every link has its ends."""
    from regkit.workflow import verify_project

    findings = verify_project(project)
    if findings or json:
        print_findings(findings, json=json)
    else:
        say("Every anchor, hash and link holds.")
    raise typer.Exit(1 if findings else 0)
