"""Arguments that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Project = Annotated[Path, typer.Argument(help="The project's folder, or one inside it.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
