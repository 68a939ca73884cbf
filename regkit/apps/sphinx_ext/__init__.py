"""A Sphinx extension that puts requirements, matrices and quoted law on pages: ``extensions = ["regkit.apps.sphinx_ext"]``, ``regkit_project = "…"``.

`domain` has the domain ``reg`` and what the environment remembers, `directives` and `roles` what authors write, `nodes` how it is printed. The
environment keeps, for every page, what the page shows as a short hash of it; a page is read again when a hash differs, and when it has a
warning, so that a second build says and shows what a clean one would.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ExtensionError
from sphinx.util import logging

from regkit import __version__
from regkit.apps.embed import STATIC
from regkit.apps.embed.project import Project
from regkit.apps.sphinx_ext.domain import RegDomain
from regkit.apps.sphinx_ext.nodes import EmbedTransform, no_visit, regkit_embed, visit_html
from regkit.apps.sphinx_ext.search import tidy
from regkit.errors import RegkitError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_LOGGER = logging.getLogger(__name__)


def _style(app: Sphinx, config: Config) -> None:
    config.html_static_path.append(str(STATIC))


def _open(app: Sphinx) -> None:
    """Open the project, build its graph where the configuration says so, and say when the graph is not that of the inputs."""
    domain = _domain(app.env)
    if not app.config.regkit_project:
        return
    root = Path(app.confdir) / app.config.regkit_project
    try:
        project = Project(root, app.config.regkit_on)
        if app.config.regkit_build and not project.current:
            from regkit.workflow import build_project

            build_project(project.workspace.root)
            project = Project(root, app.config.regkit_on)
        if not project.current:
            words = "the inputs have changed since the graph was built; run regkit build"
            _LOGGER.warning("%s: %s", project.workspace.root, words, type="regkit", subtype="stale-graph")
        domain.open(project)
    except RegkitError as error:
        raise ExtensionError(f"regkit: {error}") from error


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    try:
        domain = _domain(env)
        found = domain.outdated(skip=added | changed | removed)
        if app.parallel > 1 and domain.project is not None and (added or changed or found):
            _ = domain.project.view  # read once, before the processes part
    except RegkitError as error:
        raise ExtensionError(f"regkit: {error}") from error
    return sorted(found)


def _updated(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    return _domain(env).moved()


def _domain(env: BuildEnvironment) -> RegDomain:
    found = env.get_domain("reg")
    assert isinstance(found, RegDomain)
    return found


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the domain, its nodes and the configuration values."""
    app.add_config_value("regkit_project", "", "env", types=[str])
    app.add_config_value("regkit_on", "", "env", types=[str])
    app.add_config_value("regkit_build", False, "", types=[bool])
    app.add_domain(RegDomain)
    app.add_node(
        regkit_embed,
        html=(visit_html, None),
        latex=(no_visit, None),
        text=(no_visit, None),
        man=(no_visit, None),
        texinfo=(no_visit, None),
    )
    app.add_post_transform(EmbedTransform)
    app.add_css_file("regkit.css")
    app.connect("config-inited", _style)
    app.connect("builder-inited", _open)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _updated)
    app.connect("html-collect-pages", tidy)
    return {"version": __version__, "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
