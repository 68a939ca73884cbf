"""``regkit pack``: the project, its evidence and its reports in one ZIP that proves itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from regkit.apps.cli.console import say
from regkit.apps.cli.options import Project

REPORTS = ("matrix.html", "matrix.csv", "gaps.html", "coverage.html", "glossary.html", "authorities.html")


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("pack")(pack)


def pack(
    project: Project = Path(),
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The ZIP to write. Default: build/PROJECT-pack.zip")] = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", help=f"A report to put in, as NAME.FORMAT; repeatable. Default: {', '.join(REPORTS)}")
    ] = None,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day (YYYY-MM-DD) as of which evidence and waivers count.")] = "",
    key: Annotated[Path | None, typer.Option("--key", help="An OpenSSH private key (Ed25519) to sign with; needs the extra sign.")] = None,
) -> None:
    """Write an audit pack: sources as received, graph, evidence, reviews, reports, hashes, and what checks them elsewhere.

    The same project gives the same bytes. Check a pack with: regkit verify PACK.zip
    """
    from regkit.apps.cli.options import day
    from regkit.store.atomic import write_bytes
    from regkit.store.workspace import open_workspace, read_file
    from regkit.workflow import pack_project

    workspace = open_workspace(project)
    private = read_file(key, "Give the private key's file") if key else b""
    password = typer.prompt("Passphrase of the key", hide_input=True, err=True).encode() if _locked(private) and sys.stdin.isatty() else None
    data, sha256 = pack_project(project, tuple(report or REPORTS), on=day(on), key=private, password=password)
    target = output or workspace.build / f"{_slug(workspace.name)}-pack.zip"
    write_bytes(target, data)
    say(f"Wrote {target} ({len(data):,} bytes){', signed' if private else ''}.")
    say(f"Its manifest has the SHA-256 {sha256}")


def _locked(private: bytes) -> bool:
    """Tell whether an OpenSSH private key asks for a passphrase: its cipher is not "none"."""
    import base64
    import binascii

    body = b"".join(line for line in private.splitlines() if not line.startswith(b"-----"))
    try:
        return bool(private) and b"\0\0\0\4none" not in base64.b64decode(body)[:40]
    except binascii.Error:
        return False


def _slug(name: str) -> str:
    from regkit.text.slug import slug

    return slug(name) or "project"
