"""A MkDocs plugin with the same directives as the Sphinx extension, written as fenced blocks, and links that name an id, a term or a citation.

A page's blocks are read while MkDocs reads the page, and printed when all pages are read (``on_env``), for only then is it known which page
shows what a link leads to. The search plugin sees pages after that. Every build reads the project anew where it has changed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from regkit.apps.embed import STATIC
from regkit.apps.embed.content import embedded
from regkit.apps.embed.html import Printer, visible_words
from regkit.apps.embed.project import Project
from regkit.apps.embed.spec import Embedded, Problem, anchor
from regkit.apps.embed.words import said
from regkit.apps.mkdocs_plugin.fences import Fence, find, problems_of
from regkit.errors import RegkitError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

_LOGGER = get_plugin_logger("regkit")
_CSS = "assets/regkit.css"
_SLOT = re.compile(r'<div data-regkit="(\d+)"></div>')
_LINK = re.compile(r'<a\b(?P<before>[^<>]*?)\s?href="(?P<scheme>reg|term|cite):(?P<target>[^"]*)"[^<>]*>(?P<text>.*?)</a>', re.S)


class RegkitConfig(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` says.

    ``project`` is the folder of the project, seen from ``mkdocs.yml``; ``on`` the day (ISO) as of which evidence counts; ``build`` whether the graph
    is built where it is not that of the inputs; ``ignore`` lists kinds of problems that are not told.
    """

    project = option.Type(str)
    on = option.Type(str, default="")
    build = option.Type(bool, default=False)
    ignore = option.ListOfItems(option.Type(str), default=[])


class RegkitPlugin(BasePlugin[RegkitConfig]):  # type: ignore[no-untyped-call]
    """Requirements, matrices and quoted law on the pages of a MkDocs site."""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Open the project."""
        self._slots: dict[str, list[tuple[Fence, Embedded]]] = {}
        self._homes: dict[str, tuple[int, str]] = {}
        self._places: dict[str, set[str]] = {}
        try:
            self._project = self._open(Path(config.config_file_path).parent / self.config.project)
            _ = self._project.view
        except RegkitError as error:
            raise PluginError(f"regkit: {error}") from error

    def _open(self, root: Path) -> Project:
        project = Project(root, self.config.on)
        if self.config.build and not project.current:
            from regkit.workflow import build_project

            build_project(project.workspace.root)
            project = Project(root, self.config.on)
        if not project.current:
            words = "the inputs have changed since the graph was built; run regkit build"
            self._complain((Problem("stale-graph", words),), str(project.workspace.root))
        return project

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the style sheet to every page."""
        if _CSS not in config.extra_css:
            config.extra_css.append(_CSS)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the style sheet to the site."""
        files.append(File.generated(config, _CSS, abs_src_path=str(STATIC / "regkit.css")))
        return files

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build the site again when the graph or a review changes."""
        for path in self._project.files:
            server.watch(str(path if path.exists() else path.parent))
        return server

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put a slot in the place of every fenced block of ours."""
        uri = page.file.src_uri
        before = len(page.file.content_string.splitlines()) - len(markdown.splitlines())  # lines of metadata
        slots = self._slots[uri] = []
        made, at = [], 0
        for fence in find(markdown):
            place = f"{uri}:{fence.line + before}"
            shown = embedded(self._project, fence.shown) if not (wrong := problems_of(fence)) else Embedded(problems=wrong)
            self._complain(shown.problems, place)
            known = self._places.setdefault(uri, set())
            if not fence.hidden:
                for item in shown.places:
                    known.add(item.place)
                    rank = (0 if fence.shown.kind == "requirement" else 1, uri)
                    self._homes[item.place] = min(self._homes.get(item.place, rank), rank)
            made += [markdown[at : fence.start], f'\n<div data-regkit="{len(slots)}"></div>\n\n']
            slots.append((fence, shown))
            at = fence.end
        return "".join((*made, markdown[at:]))

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Print the slots and the links of every page."""
        for file in files.documentation_pages():
            page = file.page
            if page is None or page.content is None:
                continue
            left = set(self._places.get(file.src_uri, ()))
            counts: dict[str, int] = {}
            content = _SLOT.sub(partial(self._slot, page, left, files), page.content)
            page.content = _LINK.sub(partial(self._link, page, counts, files), content)
        return env

    def _slot(self, page: Page, left: set[str], files: Files, found: re.Match[str]) -> str:
        number = int(found[1])
        slots = self._slots.get(page.file.src_uri, [])
        if number >= len(slots):
            return ""
        fence, shown = slots[number]
        anchors = set() if fence.hidden else left & {item.place for item in shown.places}
        left -= anchors
        inner = Printer(lambda place: self._href(page, place, files), anchors).blocks(shown.blocks)
        if not inner:
            inner = f"<p><em>{visible_words(shown.problems[0].words if shown.problems else 'Nothing to show.')}</em></p>"
        return f'<div class="regkit regkit-{fence.shown.kind}">{inner}</div>'

    def _href(self, page: Page, place: str, files: Files) -> str:
        here = page.file.src_uri
        if place in self._places.get(here, ()):
            return f"#{anchor(place)}"
        home = self._homes.get(place)
        file = files.get_file_from_path(home[1]) if home else None
        return f"{get_relative_url(file.url, page.url)}#{anchor(place)}" if file else ""

    def _link(self, page: Page, counts: dict[str, int], files: Files, found: re.Match[str]) -> str:
        scheme, target, inner = found["scheme"], unquote(html.unescape(found["target"])).strip(), found["text"]
        role, written = self._role(scheme, target or html.unescape(re.sub(r"<[^>]*>", "", inner)))
        made = said(self._project, role, written)
        key = f"{scheme}:{target}"
        counts[key] = counts.get(key, 0) + 1
        if made.problems:
            self._complain(made.problems, f"{page.file.src_uri}:{_line_of(page.file.content_string, key, counts[key])}")
        address = (self._href(page, made.place, files) if made.place else "") or made.url
        words = inner or visible_words(made.text)
        title = f' title="{visible_words(made.hover)}"' if made.hover else ""
        if role == "term" and title:
            words, title = f'<abbr class="regkit-term"{title}>{words}</abbr>', ""
        return f'<a href="{html.escape(address)}"{title}>{words}</a>' if address else words

    def _role(self, scheme: str, target: str) -> tuple[str, str]:
        if scheme != "reg":
            return scheme, target
        if target in self._project.requirements:
            return "req", target
        return ("term" if target in self._project.terms else "provision"), target

    def _complain(self, problems: Iterable[Problem], place: str) -> None:
        for problem in problems:
            if problem.kind not in self.config.ignore:
                _LOGGER.warning("%s: %s [regkit.%s]", place, problem.words, problem.kind)


def _line_of(source: str, target: str, count: int) -> int:
    """Return the line of the ``count``-th link to ``target``; 1 where a link is written in some way that does not show it."""
    at = -1
    for _ in range(count):
        at = source.find(target, at + 1)
        if at < 0:
            return 1
    return source.count("\n", 0, at) + 1
