"""HTML: one self-contained page. Style and script are inline, and the page's own policy allows nothing else, from anywhere.

A small page is printed whole by its templates and needs no script. Past `MOST_ROWS` rows, or `MOST_SENTENCES` of sources, the page holds them as data
(`html_data`) and a script draws what is looked at: ten thousand rows open at once and are a quarter of the size. Both look the same, element for
element. Where the user's own templates lay out rows (a page that fills the block ``row`` or ``panels``, a ``_shared/macros.html.jinja``), the page is
printed whole, however large: the script knows no words of theirs. To change what it draws instead, put a ``rows.js`` into a ``_shared`` folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.meta import find_referenced_templates
from markupsafe import Markup
from msgspec import Struct

from regkit.report.environment import asset, csp_hash, visible
from regkit.report.folders import builtin_folder
from regkit.report.page import Page
from regkit.report.writers.html_data import payload
from regkit.report.writers.html_light import light_matrix

STYLES = ("style.css", "extra.css")  # a user's folder may add _shared/extra.css and keep the rest
SCRIPTS = {"theme.js": ("theme.js",), "rows.js": ("rows.js",), "page.js": ("page.js", "reader.js")}
MOST_ROWS = 600
MOST_SENTENCES = 3000
_ROW_BLOCKS = {"row", "panels"}
_MACROS = "_shared/macros.html.jinja"


class Drawn(Struct, frozen=True, kw_only=True):
    """What a script draws on this page, and the data that it draws it from; all empty for a page that is printed whole."""

    rows: bool = False
    sources: bool = False
    data: Markup = Markup("")


def write(page: Page) -> bytes:
    """Return the page as UTF-8."""
    made = page.environment("html")
    drawn, more = drawn_of(page)
    styles = [text for name in STYLES if (text := asset(made, name))]
    scripts = {name: Markup("\n").join(asset(made, part) for part in parts) for name, parts in SCRIPTS.items() if name != "rows.js" or drawn.data}
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src {' '.join(csp_hash(text) for text in styles)}",
            f"script-src {' '.join(csp_hash(text) for text in scripts.values())}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    # Characters that no page may hold can only come from the values; one pass over the whole is cheaper than one over each.
    return visible(page.fill("html", styles=styles, scripts=scripts, policy=policy, drawn=drawn, **more)).encode("utf-8")


def drawn_of(page: Page) -> tuple[Drawn, dict[str, Any]]:
    """Return what of the page its script draws, and what its templates get in place of the whole view."""
    drawn = _drawn(page)
    return drawn, {"view": light_matrix(page.project)} if drawn.rows and page.report.file.view == "matrix" else {}


def _drawn(page: Page) -> Drawn:
    """Decide what of the page is drawn by its script."""
    project = page.project
    if "sources" in _own(page):
        return Drawn()
    gaps: list[tuple[str, list[tuple[str, str]]]] = []
    rows = False
    many = len(project.requirements) + len(project.checks) > MOST_ROWS
    if many and page.report.file.view == "matrix":
        rows = True
    elif many and page.report.file.view == "gaps":
        view: Any = page.view
        groups = [(group.status.key, group.rows) for group in view.groups] + [("accepted", view.accepted)]
        gaps = [(name, [(gap.row.id, gap.closes) for gap in found]) for name, found in groups]
        rows = sum(len(found) for _, found in gaps) > MOST_ROWS
    rows = rows and "rows" not in _own(page)
    sources = rows or sum(len(provision.sentences) for document in project.documents for provision in document.provisions) > MOST_SENTENCES
    if not sources:
        return Drawn()
    return Drawn(rows=rows, sources=True, data=Markup(payload(project, gaps if rows else (), rows=rows)))  # noqa: S704  (made for a script element)


def _own(page: Page) -> set[str]:
    """Return what the user's own templates lay out: rows, sources."""
    made = page.environment("html")
    found: set[str] = set()
    if page.folders:
        _follow(made, made.select_template(page.templates("html")).name or "", found, set())
    return found


def _follow(made: Environment, name: str, found: set[str], seen: set[str]) -> None:
    """Add what the template, and what it extends or imports, lays out for itself."""
    if name in seen or made.loader is None:
        return
    seen.add(name)
    source, file, _ = made.loader.get_source(made, name)
    if not (file and Path(file).is_relative_to(builtin_folder())):
        blocks = set(made.get_template(name).blocks)
        found.update(what for what, by in (("rows", _ROW_BLOCKS), ("sources", {"sources"})) if by & blocks)
        found.update({"rows", "sources"} if name.endswith(_MACROS) else ())
    for other in find_referenced_templates(made.parse(source)):
        if other:
            _follow(made, other, found, seen)
