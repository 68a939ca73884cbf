"""A site: a folder of pages that works from a disk, from any sub-path of a server, and without a network.

Pages name each other by relative addresses only. Each page's policy allows nothing but the site's own files: ``'self'`` is what a browser
understands on a server and, for pages opened from a disk, as files (Chromium refuses the integrity of scripts from a disk, so hashes are
not possible there). Links are written in templates as ``#place`` and made relative here, in one place, once the page is known: a place on
the page stays, any other becomes the address of its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment

from regkit.report.environment import asset, environment, visible
from regkit.report.facts import ProjectView
from regkit.report.folders import builtin_folder, find_report, report_names, spoken
from regkit.report.page import Page
from regkit.report.site.folder import Written, write_folder
from regkit.report.site.names import relative
from regkit.report.site.pages import Site
from regkit.report.site.places import places
from regkit.report.site.plan import Plan, plan
from regkit.report.site.search import index
from regkit.report.views import VIEWS
from regkit.report.writers.html import Drawn, drawn_of

__all__ = ["Written", "site_files", "write_site"]

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
_SHARED = ("style.css", "extra.css", "theme.js", "page.js", "reader.js", "rows.js")
_OWN = ("site.css", "site.js", "search.js", "picture.js", "go.js")
_INSTEAD = {"sources", "dossier"}  # views that the pages of the site show themselves
_LINK = re.compile(r'href="#([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')


def write_site(folder: Path, project: ProjectView, template_folders: Sequence[Path] = ()) -> Written:
    """Write the site of ``project`` into ``folder``; pages that have not changed are not touched. Raises: ReportError, OSError."""
    return write_folder(folder, site_files(project, template_folders))


def site_files(project: ProjectView, template_folders: Sequence[Path] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the site: path from its root, content. The same project gives the same files. Raises: ReportError."""
    yield from _Builder(project, tuple(Path(folder) for folder in template_folders)).files()


class _Builder:
    def __init__(self, project: ProjectView, folders: tuple[Path, ...]) -> None:
        self._project = project
        self._plan: Plan = plan(project)
        self._site = Site(project, self._plan)
        self._folders = (builtin_folder() / "_site" / "overlay", *folders)
        self._made: Environment = environment("html", self._folders)
        self._reports = [
            report for report in (spoken(find_report(name, folders)) for name in report_names(folders)) if report.file.view not in _INSTEAD
        ]
        self._reports = [report for report in self._reports if report.file.view in VIEWS]

    def files(self) -> Iterator[tuple[str, bytes]]:
        yield from self._assets()
        yield self._page(
            "index", "index.html", view=self._site, overall=self._site.statuses(), attention=self._site.attention(), documents=self._site.documents()
        )
        yield self._page("go", "go.html", view=self._site)
        for report in self._reports:
            yield self._report(report)
        for document in self._site.document_pages():
            yield self._page("document", document.path, view=self._site, page=document)
        for dossier in self._site.dossier_pages():
            yield self._page("dossier", dossier.path, view=self._site, page=dossier)
        yield from places(self._plan)
        yield from index(self._project, self._plan)

    def _assets(self) -> Iterator[tuple[str, bytes]]:
        for name in _SHARED:
            yield f"assets/{name}", asset(self._made, name).encode()
        for name in _OWN:
            yield f"assets/{name}", self._own(name)

    def _own(self, name: str) -> bytes:
        loader = self._made.loader
        return loader.get_source(self._made, f"_site/{name}")[0].encode() if loader else b""

    def _context(self, path: str, **more: Any) -> dict[str, Any]:
        return {
            "root": "../" * path.count("/"),
            "path": path,
            "policy": POLICY,
            "reports": [(f"reports/{report.name}.html", report.file.title, report.file.description) for report in self._reports],
            "front": self._site.front,
            "plan": self._plan,
            "official": self._site.official,
            **more,
        }

    def _page(self, template: str, path: str, **more: Any) -> tuple[str, bytes]:
        text = self._made.get_template(f"_site/{template}.html.jinja").render(**self._context(path, **more))
        return path, self._linked(path, visible(text))

    def _report(self, report: Any) -> tuple[str, bytes]:
        path = f"reports/{report.name}.html"
        page = Page(report=report, project=self._project, make=VIEWS[report.file.view], folders=self._folders)
        drawn, more = drawn_of(page)
        if not drawn.rows:
            drawn = Drawn()
        text = page.fill("html", **self._context(path, drawn=drawn, styles=(), scripts={}, **more))
        return path, self._linked(path, visible(text))

    def _linked(self, path: str, text: str) -> bytes:
        """Make links to places of other pages relative addresses. Every quote in a value is escaped, so what matches is markup."""
        here = set(_ID.findall(text))
        homes = self._plan.homes

        def link(found: re.Match[str]) -> str:
            spot = found[1]
            if spot in here or spot not in homes or homes[spot] == path:
                return found[0]
            return f'href="{relative(path, homes[spot])}#{spot}"'

        return _LINK.sub(link, text).encode()
