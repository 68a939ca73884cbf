"""``regkit impact``: what a new version touches."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from regkit.apps.cli.console import note, say
from regkit.apps.cli.options import Json


class Form(StrEnum):
    """How the impact is printed."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("impact")(impact)


def impact(
    old: Annotated[str, typer.Argument(help="The old version: the id of a document of the project.", show_default=False)],
    new: Annotated[str, typer.Argument(help="The new version: the id of a document, or a file.", show_default=False)],
    project: Annotated[Path, typer.Option("--project", "-p", help="The project's folder, or one inside it.")] = Path(),
    form: Annotated[Form, typer.Option("--format", "-f", help="Text, Markdown, a page or JSON.")] = Form.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.")] = None,
    instrument: Annotated[str, typer.Option("--as", help='The instrument that a bare file is, as in "12 CFR part 1002".')] = "",
    json: Json = False,
) -> None:
    """Say which checks, results, reviews and waivers a new version touches. Exit 0 where nothing is, 1 where something is. Writes nothing else."""
    from regkit.change import show
    from regkit.store.atomic import write_text
    from regkit.workflow import step_between

    found = step_between(project, old, new, instrument=instrument).impact()
    if json or form is Form.JSON:
        text = msgspec.json.format(msgspec.json.encode(found), indent=1).decode() + "\n"
    else:
        text = {Form.TEXT: show.to_text, Form.MD: show.to_markdown, Form.HTML: show.to_html}[form](found)
    if output is not None:
        write_text(output, text)
        note(f"Wrote {output}")
    else:
        say(text.removesuffix("\n"))
    if found.touches:
        raise typer.Exit(1)
