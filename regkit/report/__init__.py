"""Reports: facts of a project → rows of a view → a page in some format.

``facts`` is what views read, ``gather`` takes it from the graph, ``views`` decide everything, ``folders`` and ``environment`` find and set up the
templates, ``writers`` make the bytes. A report is one folder of templates; a format is one writer.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from regkit.errors import RegkitError, ReportError
from regkit.registry import load, names

if TYPE_CHECKING:  # views and templates take a tenth of a second to import: a report that is kept needs none
    from regkit.report.facts import ProjectView

__all__ = ["formats", "render", "report_names"]

WRITERS = "regkit.writers"


def formats() -> list[str]:
    """Return the names of the registered formats, sorted."""
    return names(WRITERS)


def report_names(folders: Sequence[Path] = ()) -> list[str]:
    """Return the names of all reports, those of template folders too, sorted."""
    from regkit.report.folders import report_names as found  # noqa: PLC0415

    return found(folders)


def render(
    name: str,
    format: str,
    project_view: ProjectView,
    template_folders: Sequence[Path] = (),
    *,
    docx_template: Path | None = None,
    language: str | None = None,
) -> bytes:
    """Return the report ``name`` on ``project_view`` in ``format``. The same project gives the same bytes.

    ``template_folders`` are searched before the built-in ones. ``docx_template`` is a Word document whose styles a Word report takes. ``language`` is
    the tag of the one that the report speaks (`regkit.report.words`), English where it is empty; None is the one that is spoken already.
    Raises: ReportError for an unknown report, format, view or language, or a template that is missing or wrong.
    """
    from regkit.report.folders import builtin_folder, find_report, spoken  # noqa: PLC0415
    from regkit.report.page import Page  # noqa: PLC0415
    from regkit.report.views import VIEWS  # noqa: PLC0415
    from regkit.report.words import speaking  # noqa: PLC0415

    folders = tuple(Path(folder) for folder in template_folders)
    report = find_report(name, folders)
    try:
        write = load(WRITERS, format)
    except RegkitError as error:
        raise ReportError(f"there is no format {format!r}", remedy=f"Formats are: {', '.join(formats())}") from error
    if report.file.view not in VIEWS:
        raise ReportError(f"there is no view {report.file.view!r}", place=f"{name}/report.toml", remedy=f"Views are: {', '.join(VIEWS)}")
    with speaking(language, (*folders, builtin_folder())) if language is not None else nullcontext():
        page = Page(report=spoken(report), project=project_view, make=VIEWS[report.file.view], folders=folders, docx_template=docx_template)
        made: bytes = write(page)
        return made
