"""The picture of a requirement's neighbourhood as a file of its own: an SVG that needs no other file, runs nothing, and follows light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from regkit.errors import ReportError
from regkit.report.environment import environment, visible
from regkit.report.facts import ProjectView
from regkit.report.picture import Neighbourhoods
from regkit.text.forms import nearest

_LEGEND = 130  # the width of one entry
_TREE = 50


def picture_file(project: ProjectView, id: str, template_folders: Sequence[Path] = ()) -> bytes:
    """Return the picture of the requirement ``id`` as SVG. Raises: ReportError where there is none, naming the nearest ids."""
    try:
        drawn = Neighbourhoods(project).draw(id)
    except KeyError:
        near = nearest(id, [requirement.id for requirement in project.requirements])
        raise ReportError(f"there is no requirement {id!r}", remedy=f"Near it: {', '.join(near)}" if near else "See the ids in a report") from None
    made = environment("html", tuple(Path(folder) for folder in template_folders))
    style = made.loader.get_source(made, "_site/picture.css")[0] if made.loader else ""
    tree = drawn.tree
    text = made.get_template("_site/picture.svg.jinja").render(
        p=drawn,
        style=Markup(style),  # noqa: S704  (a file of ours)
        width=max(drawn.width, tree.width if tree else 0, len(drawn.legend) * _LEGEND + 4),
        height=drawn.height + (tree.height + _TREE if tree else 0) + 40,
        root="",
        official=lambda sentence, part: "",
    )
    return visible(text).encode()
