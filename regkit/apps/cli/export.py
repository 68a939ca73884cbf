"""``regkit export``: the graph in another tool's form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from regkit.apps.cli.console import say
from regkit.apps.cli.options import Project


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("export")(export)


def export(
    form: Annotated[str, typer.Argument(help="json or graphml, or a form that a plug-in registers.", show_default=False)],
    project: Project = Path(),
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, or - for standard output. Default: build/graph-export.*")] = None,
) -> None:
    """Write the graph as node-link JSON or GraphML."""
    from regkit.export import exporter
    from regkit.store.atomic import write_bytes
    from regkit.workflow import open_project

    chosen = exporter(form)
    stored = open_project(project)
    data = chosen.export(stored.graph)
    if str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    target = output or stored.workspace.build / f"graph-export{chosen.SUFFIX}"
    write_bytes(target, data)
    say(f"Wrote {target} ({len(data):,} bytes).")
