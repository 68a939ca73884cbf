"""What the pages on Sphinx and MkDocs tell people to write builds as it stands; the reference that is made from the code has what it is about."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.M | re.S)


def blocks(page: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, language, body in BLOCK.findall((DOCS / f"{page}.md").read_text(encoding="utf-8")):
        found.setdefault(language, body)
    return found


def test_sphinx(project: Path) -> None:
    source = project.parent / "pages"
    source.mkdir()
    parts = blocks("sphinx")
    (source / "conf.py").write_text(parts["python"] + 'suppress_warnings = ["regkit.stale-graph"]\n')
    (source / "index.rst").write_text("Rules\n=====\n\n" + parts["rst"])
    command = [sys.executable, "-m", "sphinx", "-q", "-W", str(source), str(source.parent / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_mkdocs(project: Path) -> None:
    parts = blocks("mkdocs")
    (project.parent / "docs").mkdir()
    (project.parent / "mkdocs.yml").write_text(parts["yaml"] + "      ignore: [stale-graph]\n")
    (project.parent / "docs" / "index.md").write_text(parts["md"])
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=project.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (project.parent / "site" / "index.html").read_text(encoding="utf-8")
    assert page.count('class="regkit regkit-') == 3


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("reference_pages", DOCS / "reference_pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: make() for name, make in module.PAGES.items()}


def test_every_finding_that_the_code_names_is_listed(pages: dict[str, str]) -> None:
    listed = set(re.findall(r"^\| `([a-z.…-]+)` \|", pages["findings"], re.M))
    assert len(listed) > 25
    source = "\n".join(path.read_text(encoding="utf-8") for path in (DOCS.parent / "regkit").rglob("*.py"))
    named = set(re.findall(r'(?:code=|inding\(\s*)"([a-z]+\.[a-z.-]+)"', source))
    assert named <= listed, named - listed


def test_settings_and_formats(pages: dict[str, str]) -> None:
    assert re.search(r"\| `sha256` \| text \| none \|", pages["settings"])
    assert re.search(r"\| `id` \| text \| \*\*required\*\* \|", pages["settings"])
    assert "Unknown" not in pages["settings"]
    for name in ("`docx`", "`needs`", "`xlsx`"):
        assert re.search(rf"^\| {name} \| \w.+ \|$", pages["formats"], re.M), name
    assert "`regkit.changed-quote`" in pages["directives"]
