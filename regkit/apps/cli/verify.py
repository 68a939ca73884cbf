"""``regkit verify``: every anchor and every hash of a stored graph, every entry of the evidence log; or all of an audit pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from regkit.apps.cli.console import print_findings, printable, say
from regkit.apps.cli.options import Json
from regkit.model.finding import Severity


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("verify")(verify)


def verify(
    project: Annotated[Path, typer.Argument(help="The project's folder, or one inside it; or an audit pack.")] = Path(),
    head: Annotated[str, typer.Option("--head", help="The head of the evidence log, as it was kept elsewhere: it must be in the log.")] = "",
    key: Annotated[
        Path | None, typer.Option("--key", help="A public key file or allowed_signers: one of its keys must have signed the pack.")
    ] = None,
    json: Json = False,
) -> None:
    """Prove the graph and the evidence: every quote stands where its anchor says, every source has its hash, every entry of the log follows the last.

    Exit 1 where anything does not hold; the first bad entry of a log is named. Notes alone do not count.
    """
    from regkit.settings import SETTINGS_FILE

    if project.is_file() and project.name != SETTINGS_FILE:
        _pack(project, key, json=json)
    from regkit.errors import SettingsError
    from regkit.store.workspace import open_workspace
    from regkit.workflow import verify_evidence, verify_project

    if key:
        raise SettingsError("--key is for a pack, and this is a project", place=str(project), remedy="Leave it out, or name the pack")
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


def _pack(path: Path, key: Path | None, *, json: bool) -> NoReturn:
    """Check a pack, say what was found, and end."""
    from regkit.pack.sign import trusted
    from regkit.store.workspace import read_file
    from regkit.workflow import verify_pack

    keys = trusted(read_file(key, "Give the public key's file").decode("utf-8", "replace")) if key else None
    checked = verify_pack(path, keys)
    if checked.findings or json:
        print_findings(checked.findings, json=json)
    if not json:
        for line in checked.notes:
            say(printable(line))
        say(f"its manifest has the SHA-256 {checked.sha256}")
        if not checked.findings:
            say("Every file, hash, anchor and entry holds.")
    raise typer.Exit(1 if checked.findings else 0)
