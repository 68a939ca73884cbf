"""``regkit report``: a report on the stored graph."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regkit.apps.cli.console import note, say, table
from regkit.apps.cli.options import AsOf, Project, day

if TYPE_CHECKING:
    from regkit.workflow.asked import Asked
    from regkit.workflow.reporting import Made

Many = list[str] | None
_PART = "What to show"


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("report")(report)


def report(
    name: Annotated[str, typer.Argument(help="matrix, gaps, register, audit …; regkit report --list names them all.")] = "",
    project: Project = Path(),
    forms: Annotated[
        Many, typer.Option("--format", "-f", help="html, md, rst, csv, json, xlsx, pdf or docx; may be given again. Default: html.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, or - for standard output. Default: build/reports/NAME.FORMAT")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="A Word document whose styles, page, header and footer --format docx takes.", show_default=False)
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Say which reports there are.")] = False,
    id: Annotated[Many, typer.Option("--id", help="A requirement, or what is below a provision.", rich_help_panel=_PART)] = None,
    document: Annotated[Many, typer.Option("--document", help="Of this document.", rich_help_panel=_PART)] = None,
    status: Annotated[Many, typer.Option("--status", help="With this coverage: uncovered, lost …", rich_help_panel=_PART)] = None,
    modality: Annotated[Many, typer.Option("--modality", help="Of this force: obligation …", rich_help_panel=_PART)] = None,
    bearer: Annotated[Many, typer.Option("--bearer", help="That bind these words: dealer.", rich_help_panel=_PART)] = None,
    owner: Annotated[Many, typer.Option("--owner", help="With a check of this owner; or: No owner.", rich_help_panel=_PART)] = None,
    kind: Annotated[Many, typer.Option("--kind", help="norm or condition.", rich_help_panel=_PART)] = None,
    words: Annotated[Many, typer.Option("--text", help="With these words in the sentence.", rich_help_panel=_PART)] = None,
    unreviewed: Annotated[bool, typer.Option("--unreviewed", help="That nobody has accepted or edited.", rich_help_panel=_PART)] = False,
    old: Annotated[str, typer.Option("--from", metavar="ID@VERSION", help="changes: the old version.", rich_help_panel=_PART)] = "",
    new: Annotated[str, typer.Option("--to", metavar="ID@VERSION", help="changes: the new version.", rich_help_panel=_PART)] = "",
    language: Annotated[str, typer.Option("--language", metavar="TAG", help="The language it speaks, of your catalogues. Default: English.")] = "",
    as_of: AsOf = "",
) -> None:
    """Render a report, or the part of it that is asked for. Values of one option are alternatives, options narrow each other."""
    from regkit.errors import ReportError
    from regkit.report.select import Selection
    from regkit.workflow.asked import Asked

    if list_ or not name:
        _list(project)
        return
    if name == "catalogue":
        _catalogue(output)
        return
    if name in {"site", "picture"}:
        from regkit.apps.cli.site import picture, site

        if name == "site":
            site(project, output, day(as_of, "--as-of"), language)
        else:
            picture(project, tuple(id or ()), output, day(as_of, "--as-of"), language)
        return
    chosen = tuple(dict.fromkeys(forms or ["html"]))
    if template and "docx" not in chosen:
        raise ReportError("a template is for Word documents", place=str(template), remedy="Add: --format docx")
    if output and len(chosen) > 1:
        raise ReportError("--output is one file", place=str(output), remedy="Ask for one format, or leave --output out")
    if bool(old) != bool(new):
        raise ReportError("a step goes from one version to another", remedy="Give both --from and --to")
    selection = Selection(
        document=tuple(document or ()),
        status=tuple(status or ()),
        modality=tuple(modality or ()),
        bearer=tuple(bearer or ()),
        owner=tuple(owner or ()),
        kind=tuple(kind or ()),
        id=tuple(id or ()),
        words=tuple(words or ()),
        unreviewed=unreviewed,
    )
    asked = Asked(selection=selection, steps=((old, new),) if old else (), on=day(as_of, "--as-of"))
    for form in chosen:
        _make(name, project, form, output, template if form == "docx" else None, asked, language)


def _make(name: str, project: Path, form: str, output: Path | None, template: Path | None, asked: Asked, language: str) -> None:
    from regkit.store.atomic import write_bytes
    from regkit.workflow.reporting import make_report

    made: Made = make_report(project, name, form, docx_template=template, asked=asked, language=language)
    if not made.current:
        note("regkit: the project, or regkit itself, has changed since the last build; this report shows that build. Run: regkit build")
    if str(output) == "-":
        sys.stdout.buffer.write(made.data)
        return
    part = "-part" if asked.selection else ""
    target = output or made.workspace.build / "reports" / f"{name}{part}.{form}"
    write_bytes(target, made.data)
    say(f"Wrote {target} ({len(made.data):,} bytes{'; nothing that it says has changed' if made.reused else ''}).")


def _catalogue(output: Path | None) -> None:
    """Write the catalogue of all words of reports, for translators."""
    from regkit.report.folders import builtin_folder
    from regkit.report.words import DOMAIN, FOLDER
    from regkit.store.atomic import write_bytes

    data = (builtin_folder() / FOLDER / f"{DOMAIN}.pot").read_bytes()
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    write_bytes(output, data)
    say(f"Wrote {output} ({len(data):,} bytes).")


def _list(project: Path) -> None:
    """Print the reports that there are, those of the project's own templates too."""
    from regkit.errors import SettingsError
    from regkit.report.folders import find_report, report_names
    from regkit.store.workspace import open_workspace

    try:
        folders = open_workspace(project).templates
    except SettingsError:
        folders = ()  # no project here: the reports that come with regkit
    table(["Report", "What it says"], [[found, find_report(found, folders).file.description] for found in report_names(folders)])
