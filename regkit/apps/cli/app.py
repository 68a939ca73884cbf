"""The Typer application: every verb's module is imported when the application is made, what a verb needs when it runs."""

from __future__ import annotations

import sys

import typer

from regkit.apps.cli import annotate
from regkit.errors import RegkitError

app = typer.Typer(
    name="regkit",
    help="Turn regulatory text into a requirements graph you can cite.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root() -> None:
    """Turn regulatory text into a requirements graph you can cite."""


annotate.register(app)


def run() -> None:
    """Run the application; an error of ours is one line on standard error and exit code 2."""
    try:
        app()
    except RegkitError as error:
        sys.stderr.write(f"regkit: {error}\n")
        sys.exit(2)
