"""``regkit verify``: every anchor and every hash of a stored graph, and every entry of the evidence log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regkit.apps.cli.console import print_findings, say
from regkit.apps.cli.options import Json, Project
from regkit.model.finding import Severity


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("verify")(verify)


def verify(
    project: Project = Path(),
    head: Annotated[str, typer.Option("--head", help="The head of the evidence log, as it was kept elsewhere: it must be in the log.")] = "",
    json: Json = False,
) -> None:
    """Prove the graph and the evidence: every quote stands where its anchor says, every source has its hash, every entry of the log follows the last.

    Exit 1 where anything does not hold; the first bad entry of a log is named. Notes alone do not count.
    """
    from regkit.store.workspace import open_workspace
    from regkit.workflow import verify_evidence, verify_project

    workspace = open_workspace(project)
    broken, logs = verify_evidence(workspace, head)
    findings = [*(verify_project(project) if workspace.graph.is_file() or not workspace.logs else []), *broken]
    if findings or json:
        print_findings(findings, json=json)
    bad = any(finding.severity is not Severity.NOTE for finding in findings)
    if not json:
        for line in logs:
            say(line)
        if not bad:
            say("Every anchor, hash and link holds.")
    raise typer.Exit(1 if bad else 0)
