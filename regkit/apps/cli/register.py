"""``regkit register``: the checks as a workbook, and an edited workbook back into the project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from regkit.apps.cli.console import note, say, table
from regkit.apps.cli.options import Json, Project

verbs = typer.Typer(no_args_is_help=True, help="The checks as a workbook (XLSX), and an edited one back.")


def register(app: typer.Typer) -> None:
    """Add the verbs to the application."""
    app.add_typer(verbs, name="register")


@verbs.command("export")
def export(
    project: Project = Path(),
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write. Default: build/register.xlsx")] = None,
) -> None:
    """Write the checks, with the requirements beside them, as a workbook to be edited."""
    from regkit.register.project import export_register
    from regkit.store.atomic import write_bytes
    from regkit.trace.sources import collect_checks
    from regkit.workflow import open_project

    stored = open_project(project)
    workspace = stored.workspace
    checks = collect_checks(workspace)
    data = export_register(workspace, stored.graph, stored.coverage, checks, stored.sha256)
    target = output or workspace.build / "register.xlsx"
    write_bytes(target, data)
    say(f"Wrote {target} ({len(checks)} checks, {len(data):,} bytes).")


@verbs.command("import")
def take_over(
    file: Annotated[Path, typer.Argument(help="The edited workbook.", show_default=False)],
    project: Project = Path(),
    dry: Annotated[bool, typer.Option("--dry-run", help="Say what would become of every row, and write nothing.")] = False,
    json: Json = False,
) -> None:
    """Take over what was edited: a line on every row that is new, changed or refused. Exit 1 where a row was refused."""
    from regkit.register.project import import_register
    from regkit.register.rows import Outcome
    from regkit.store.workspace import read_file
    from regkit.trace.sources import collect_checks
    from regkit.workflow import open_project

    stored = open_project(project)
    data = read_file(file, "Give the workbook that was exported and edited")
    imported = import_register(stored.workspace, stored.graph, collect_checks(stored.workspace), data, str(file), dry=dry)
    if json:
        say(msgspec.json.encode(imported).decode())
    else:
        told = [decision for decision in imported.decisions if decision.outcome is not Outcome.UNCHANGED]
        if told:
            lines = [
                [str(one.row or ""), one.id, one.outcome.value, one.reason or (", ".join(one.fields) if one.outcome is Outcome.CHANGED else "")]
                for one in told
            ]
            table(["row", "check", "outcome", "what"], lines, right=frozenset({0}))
        for line in imported.notes:
            note(f"regkit: {line}")
        counts = [(name.value, sum(one.outcome is name for one in imported.decisions)) for name in Outcome]
        said = ", ".join(f"{count} {name}" for name, count in counts if count)
        written = f" Wrote {', '.join(imported.written)}; now: regkit build." if imported.written else " Nothing was written."
        say(f"{said or 'no rows'}.{written}")
    raise typer.Exit(1 if imported.refused else 0)
