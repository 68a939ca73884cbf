"""``regkit init``: start a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from regkit.apps.cli.console import say
from regkit.errors import SettingsError

_SETTINGS = """\
# A regkit project. Documents are the folders below corpus/ that have a document.toml; list their ids here to choose some or to set their order:
# documents = ["..."]
name = {name}
checks = ["checks"]
evidence = ["evidence"]
"""

_CHECKS = """\
# Checks: one YAML list a file. Uncomment, fill in, then run: regkit build
#
# - id: CHK-001
#   title: What is checked
#   verifies:
#     - document: the-document-id
#       quote: words that stand in exactly one of its sentences
#   method: inspection        # test, inspection, analysis or attestation
#   owner: Operations
#   frequency: quarterly
[]
"""


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("init")(init)


def init(
    folder: Annotated[Path, typer.Argument(help="The new project's folder; it may exist.", show_default=False)],
    name: Annotated[str, typer.Option(help="The project's name. Default: the folder's.")] = "",
) -> None:
    """Start a project: regkit.toml and the folders beside it."""
    settings = folder / "regkit.toml"
    if settings.exists():
        raise SettingsError("there is a project already", place=str(settings), remedy="Use it, or name another folder")
    try:
        for sub in ("corpus", "checks", "evidence"):
            (folder / sub).mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS.format(name=_toml_string(name or folder.resolve().name)), encoding="utf-8")
        checks = folder / "checks" / "checks.yaml"
        if not checks.exists():
            checks.write_text(_CHECKS, encoding="utf-8")
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("/.regkit/\n/build/\n.*.lock\n", encoding="utf-8")
        keep = folder / ".gitattributes"
        if not keep.exists():
            keep.write_text("evidence/** -text\n", encoding="utf-8")  # a converted line end is an edit of the log
    except OSError as error:
        raise SettingsError(f"the folder cannot be written: {error.strerror}", place=str(folder), remedy="Choose another") from None
    say(f"Started {folder}. Next: regkit add FILE {folder}")


def _toml_string(text: str) -> str:
    return msgspec.toml.encode({"x": text}).decode().removeprefix("x = ").strip()
