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


def make_site(start: str | Path, folder: Path | None = None, *, on: str = "", language: str = "") -> Sited:
    """Write the site of the project at or above ``start`` into ``folder``, by default ``build/site``; what has not changed is not touched.

    ``on`` is the day (ISO) as of which waivers and results count, ``language`` the tag of the one that the pages speak, in place of the settings'.
    Raises: RegkitError as `open_project`; ReportError; OSError.
    """
    from regkit.graph.bulk import without_collector
    from regkit.report.folders import builtin_folder
    from regkit.report.site import write_site
    from regkit.report.words import speaking

    with without_collector():
        stored = open_project(start, on=on)
        target = folder or stored.workspace.build / "site"
        facts, folders = facts_of(stored), stored.workspace.templates
        with speaking(language or stored.workspace.settings.reports.language, (*folders, builtin_folder())):
            made = write_site(target, facts, folders)
    return Sited(folder=target, written=made.written, kept=made.kept, removed=made.removed, size=made.size, current=stored.current)


def make_picture(start: str | Path, id: str, *, on: str = "", language: str = "") -> tuple[bytes, bool]:
    """Return the picture of the requirement ``id`` as SVG, and whether the graph is that of the inputs as they are now. Raises: RegkitError."""
    from regkit.report.folders import builtin_folder
    from regkit.report.picture_file import picture_file
    from regkit.report.words import speaking

    stored = open_project(start, on=on)
    facts, folders = facts_of(stored), stored.workspace.templates
    with speaking(language or stored.workspace.settings.reports.language, (*folders, builtin_folder())):
        return picture_file(facts, id, folders), stored.current
