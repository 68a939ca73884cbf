"""The site of a project, and the picture of one requirement, from the stored graph; no spaCy."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from regkit.workflow.stored import facts_of, open_project


class Sited(Struct, frozen=True, kw_only=True):
    """What a run did: where the site is, how many files it wrote, left and removed. ``current``: the graph is that of the inputs as they are now."""

    folder: Path
    written: int
    kept: int
    removed: int
    size: int
    current: bool


def make_site(start: str | Path, folder: Path | None = None, *, on: str = "") -> Sited:
    """Write the site of the project at or above ``start`` into ``folder``, by default ``build/site``; what has not changed is not touched.

    ``on`` is the day (ISO) as of which waivers and results count. Raises: RegkitError as `open_project`; ReportError; OSError.
    """
    from regkit.graph.bulk import without_collector
    from regkit.report.site import write_site

    with without_collector():
        stored = open_project(start, on=on)
        target = folder or stored.workspace.build / "site"
        made = write_site(target, facts_of(stored), stored.workspace.templates)
    return Sited(folder=target, written=made.written, kept=made.kept, removed=made.removed, size=made.size, current=stored.current)


def make_picture(start: str | Path, id: str, *, on: str = "") -> tuple[bytes, bool]:
    """Return the picture of the requirement ``id`` as SVG, and whether the graph is that of the inputs as they are now. Raises: RegkitError."""
    from regkit.report.picture_file import picture_file

    stored = open_project(start, on=on)
    return picture_file(facts_of(stored), id, stored.workspace.templates), stored.current
