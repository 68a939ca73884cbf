"""``regkit export``: the graph in another tool's form, or one document as Akoma Ntoso."""

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
    form: Annotated[str, typer.Argument(help="json or graphml, or a form that a plug-in registers; akn for a document.", show_default=False)],
    project: Project = Path(),
    document: Annotated[str, typer.Option("--document", help="The id of the document to write as akn; not needed where there is one.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, or - for standard output. Default: build/graph-export.*")] = None,
) -> None:
    """Write the graph as node-link JSON or GraphML, or a document as Akoma Ntoso."""
    if form == "akn":
        _document(project, document, output)
        return
    from regkit.export import exporter
    from regkit.workflow import open_project

    chosen = exporter(form)
    stored = open_project(project)
    _put(chosen.export(stored.graph), output, stored.workspace.build / f"graph-export{chosen.SUFFIX}")


def _document(project: Path, id: str, output: Path | None) -> None:
    """Write one document, with links where it cites what has an official address."""
    from regkit.errors import RegkitError
    from regkit.export import akn
    from regkit.workflow import analyse_project

    analyses = {analysis.document.id: analysis for analysis in analyse_project(project)}
    if not id and len(analyses) == 1:
        id = next(iter(analyses))
    if id not in analyses:
        raise RegkitError(
            f"there is no document {id!r}" if id else "there are several documents",
            remedy=f"Give --document: {', '.join(analyses) or 'none is there'}",
        )
    data = akn.write(analyses[id].document, analyses[id].citations)
    _put(data, output, Path(f"{id}{akn.SUFFIX}"))


def _put(data: bytes, output: Path | None, otherwise: Path) -> None:
    from regkit.store.atomic import write_bytes

    if str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    target = output or otherwise
    write_bytes(target, data)
    say(f"Wrote {target} ({len(data):,} bytes).")
