"""The Typer application: every verb's module is imported when the application is made, what a verb needs when it runs."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

from regkit.apps.cli import (
    add,
    amend,
    annotate,
    build,
    cache,
    check,
    cite,
    coverage,
    diff,
    explain,
    export,
    fetch,
    impact,
    init,
    pack,
    rebase,
    record,
    register,
    report,
    review,
    search,
    show,
    verify,
    waive,
)
from regkit.apps.cli.console import fitted
from regkit.errors import RegkitError

app = typer.Typer(
    name="regkit",
    help="Turn regulatory text into a requirements graph you can cite.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", "-V", help="Print the version.")) -> None:
    """Turn regulatory text into a requirements graph you can cite."""
    if version:
        from regkit import __version__

        typer.echo(f"regkit {__version__}")
        raise typer.Exit


for verb in (
    init,
    add,
    fetch,
    build,
    cache,
    check,
    coverage,
    record,
    register,
    waive,
    review,
    report,
    search,
    explain,
    annotate,
    cite,
    amend,
    diff,
    impact,
    rebase,
    verify,
    show,
    pack,
    export,
):
    verb.register(app)


def _reader_gone() -> NoReturn:
    """End quietly: that the reader of our output has gone (| head) is no error of ours."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def run() -> None:
    """Run the application; an error of ours is one line on standard error and exit code 2, an interrupt leaves the last good state."""
    try:
        app()
    except RegkitError as error:
        sys.stderr.write(fitted(f"regkit: {error}", sys.stderr) + "\n")
        sys.exit(2)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # Typer's answer to it is 1, which is our "findings"
            _reader_gone()
        raise
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            _reader_gone()
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(
            f"regkit: {place}{error.strerror or error}. Check that the file or folder is there, its permissions and the room on its disk\n"
        )
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("regkit: interrupted; the last good build is as it was\n")
        sys.exit(130)
