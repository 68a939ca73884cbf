"""Arguments that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from regkit.errors import CheckError

Project = Annotated[Path, typer.Argument(help="The project's folder, or one inside it.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def day(text: str, option: str = "--on") -> str:
    """Return a day as it was given, empty or YYYY-MM-DD. Raises: CheckError."""
    from regkit.apps.cli.console import printable
    from regkit.trace.freshness import is_date

    if text and not is_date(text):
        raise CheckError(f"{option} is not a date: {printable(text)!r}", remedy="Write it as YYYY-MM-DD")
    return text


AsOf = Annotated[
    str,
    typer.Option("--as-of", "--on", metavar="DAY", help="The day (YYYY-MM-DD) as of which results and waivers count. Default: the latest evidence."),
]
