"""``regkit report site`` and ``regkit report picture``: the two reports that are not one page."""

from __future__ import annotations

import sys
from pathlib import Path

from regkit.apps.cli.console import note, say

_OLD = "regkit: the project, or regkit itself, has changed since the last build; this shows that build. Run: regkit build"


def site(project: Path, output: Path | None, on: str = "", language: str = "") -> None:
    """Write the site into a folder. Raises: RegkitError."""
    from regkit.errors import ReportError
    from regkit.workflow.site import make_site

    if str(output) == "-":
        raise ReportError("a site is a folder of pages", remedy="Name a folder: regkit report site -o FOLDER")
    made = make_site(project, output, on=on, language=language)
    if not made.current:
        note(_OLD)
    say(f"Wrote {made.folder} ({made.written:,} files written, {made.kept:,} as they were, {made.removed:,} removed; {made.size:,} bytes).")
    say(f"Open {made.folder / 'index.html'}")


def picture(project: Path, ids: tuple[str, ...], output: Path | None, on: str = "", language: str = "") -> None:
    """Write the picture of one requirement. Raises: RegkitError."""
    from regkit.errors import ReportError
    from regkit.store.atomic import write_bytes
    from regkit.workflow.site import make_picture

    if len(ids) != 1:
        raise ReportError("a picture is of one requirement", remedy="Name it: regkit report picture --id ID -o FILE.svg")
    data, current = make_picture(project, ids[0], on=on, language=language)
    if not current:
        note(_OLD)
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(data)
        return
    write_bytes(output, data)
    say(f"Wrote {output} ({len(data):,} bytes).")
