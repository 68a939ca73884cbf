"""The command line: one file a verb. Importing this package imports neither Typer nor spaCy, so that ``--version`` answers at once."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``regkit``; exit code 0 clean, 1 findings, 2 misuse or bad input."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from regkit import __version__

        sys.stdout.write(f"regkit {__version__}\n")
        return
    from regkit.apps.cli.app import run

    run()
