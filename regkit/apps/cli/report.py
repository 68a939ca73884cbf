"""``regkit report``: a report on the stored graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from regkit.apps.cli.console import note, say
from regkit.apps.cli.options import Project


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("report")(report)


def report(
    name: Annotated[str, typer.Argument(help="matrix, gaps, coverage, glossary, authorities, or a folder of your templates.", show_default=False)],
    project: Project = Path(),
    form: Annotated[str, typer.Option("--format", "-f", help="html, md, rst, csv, json, xlsx, pdf or docx.")] = "html",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, or - for standard output. Default: build/reports/NAME.FORMAT")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="A Word document whose styles, page, header and footer --format docx takes.", show_default=False)
    ] = None,
) -> None:
    """Render a report. Writes one self-contained file."""
    from regkit.errors import ReportError
    from regkit.store.atomic import write_bytes
    from regkit.workflow.reporting import make_report

    if template and form != "docx":
        raise ReportError("a template is for Word documents", place=str(template), remedy="Add: --format docx")
    made = make_report(project, name, form, docx_template=template)
    if not made.current:
        note("regkit: the project, or regkit itself, has changed since the last build; this report shows that build. Run: regkit build")
    if str(output) == "-":
        sys.stdout.buffer.write(made.data)
        return
    target = output or made.workspace.build / "reports" / f"{name}.{form}"
    write_bytes(target, made.data)
    say(f"Wrote {target} ({len(made.data):,} bytes{'; nothing that it says has changed' if made.reused else ''}).")
