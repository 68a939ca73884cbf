"""Headless Chromium for the whole session, and what the tests of pages need beside it. Each is skipped with a reason where it is absent.

``REGKIT_CHROMIUM`` names the browser where it is not on the path; ``REGKIT_NODE_MODULES`` the folder that axe-core and html-validate are in.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from regkit.report.facts import ProjectView

HERE = Path(__file__).parent


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location(f"regkit_tests_{path.parent.name}_{path.stem}", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def node_file(*parts: str) -> Path | None:
    folder = os.environ.get("REGKIT_NODE_MODULES")
    found = Path(folder, *parts) if folder else None
    return found if found and found.exists() else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    cdp = _load(HERE / "cdp.py")
    program = cdp.find_chromium()
    if not program:
        pytest.skip("there is no Chromium: install it, or name it in REGKIT_CHROMIUM")
    made = cdp.Browser(program)
    yield made
    made.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    made = browser.tab()
    yield made
    made.close()


@pytest.fixture(scope="session")
def axe() -> str:
    found = node_file("axe-core", "axe.min.js")
    if not found:
        pytest.skip("there is no axe-core: npm install axe-core, and name its node_modules in REGKIT_NODE_MODULES")
    return found.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def html_validate() -> list[str]:
    found = node_file("html-validate", "bin", "html-validate.mjs") or node_file("html-validate", "bin", "html-validate.js")
    node = shutil.which("node")
    if not found or not node:
        pytest.skip("there is no html-validate: npm install html-validate, and name its node_modules in REGKIT_NODE_MODULES")
    return [node, str(found)]


@pytest.fixture(scope="session")
def sample() -> ProjectView:
    """A project with every status and every piece that a page may have."""
    module = _load(HERE.parent / "report" / "conftest.py")
    made: ProjectView = _load(HERE / "sample.py").every_status(module.make_project())
    return made


@pytest.fixture(scope="session")
def hostile(sample: ProjectView) -> ProjectView:
    made: ProjectView = _load(HERE / "sample.py").hostile(sample)
    return made


@pytest.fixture(scope="session")
def built_sites(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same of projects of files: the model corpus, and one with something of everything, with the rows of a step between two versions."""
    from regkit.report import report_names
    from regkit.workflow.asked import Asked
    from regkit.workflow.reporting import make_report
    from regkit.workflow.site import make_site

    everything = tmp_path_factory.mktemp("everything") / "project"
    _load(HERE / "everything.py").write_everything(everything)
    found = {}
    for name, project, steps in (("corpus", built, ()), ("everything", everything, (("part-940@2024", "part-940@2026"),))):
        folder = tmp_path_factory.mktemp(f"{name}-site")
        make_site(project, folder)
        (folder / "single").mkdir()
        for report in report_names():
            asked = Asked(steps=steps) if report == "changes" else None
            (folder / "single" / f"{report}.html").write_bytes(make_report(project, report, "html", asked=asked).data)
        found[name] = folder
    return found


@pytest.fixture(scope="session")
def sites(sample: ProjectView, hostile: ProjectView, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site, and every report as a single file, of three projects that are made by hand."""
    from regkit.report import render, report_names
    from regkit.report.site import site_files

    found = {}
    for name, project in (("sample", sample), ("hostile", hostile), ("empty", ProjectView(name="Empty", version="1"))):
        folder = tmp_path_factory.mktemp(name)
        files = list(site_files(project)) + [(f"single/{report}.html", render(report, "html", project)) for report in report_names()]
        for path, data in files:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        found[name] = folder
    return found
