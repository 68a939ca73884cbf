"""reStructuredText: docutils and Sphinx read it without a warning, and its links lead somewhere."""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from regkit.report import render, report_names
from regkit.report.books import BOOKS
from regkit.report.facts import ProjectView

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, project: ProjectView, pieces: ModuleType) -> str:
    monkeypatch.setitem(BOOKS, "gaps", lambda view: pieces.everything())
    return render("gaps", "rst", project).decode()


def parsed(source: str) -> nodes.document:
    told = io.StringIO()
    tree = publish_doctree(
        source, settings_overrides={"report_level": 1, "warning_stream": told, "raw_enabled": False, "file_insertion_enabled": False}
    )
    # A place that nobody in the page leads to is for those who lead to it from elsewhere.
    assert [line for line in told.getvalue().splitlines() if line and "is not referenced" not in line] == []
    return tree


@pytest.mark.parametrize("name", report_names())
def test_docutils_has_nothing_to_say(project: ProjectView, name: str) -> None:
    parsed(render(name, "rst", project).decode())
    parsed(render(name, "rst", ProjectView(name="", version="1")).decode())


def test_every_kind_of_block(page: str) -> None:
    tree = parsed(page)
    kinds = {type(node).__name__ for node in tree.findall()}
    assert {"table", "field_list", "bullet_list", "caution", "note", "block_quote", "line_block", "section", "literal"} <= kinds
    ids = {id for node in tree.findall(nodes.Element) for id in node["ids"]}
    led = {node["refid"] for node in tree.findall(nodes.reference) if "refid" in node}
    assert {"regkit-gaps-duty-1", "regkit-gaps-duty-1-x2", "regkit-gaps-check-a"} <= led <= ids
    assert [node["refuri"] for node in tree.findall(nodes.reference) if "refuri" in node and "a_b" in node["refuri"]] == ["https://example.gov/a_b#c"]
    assert {"regkit-deadline", "regkit-cue"} <= {name for node in tree.findall(nodes.inline) for name in node["classes"]}


def test_a_title_that_comes_again_has_a_number(page: str) -> None:
    titles = [node.astext() for node in parsed(page).findall(nodes.title)]
    assert [title for title in titles if title.startswith("Same title")] == ["Same title", "Same title (2)"]


def test_sphinx_reads_every_report_in_one_build(project: ProjectView, tmp_path: Path) -> None:
    from sphinx.cmd.build import main

    (tmp_path / "conf.py").write_text("project = 'x'\n")
    (tmp_path / "index.rst").write_text("Index\n=====\n\n.. toctree::\n   :glob:\n\n   *\n")
    for name in report_names():
        (tmp_path / f"{name}.rst").write_bytes(render(name, "rst", project))
    assert main(["-q", "-W", "-b", "xml", str(tmp_path), str(tmp_path / "out")]) == 0
    made = (tmp_path / "out" / "matrix.xml").read_text()
    assert "must, within two business days, give the customer" in re.sub(r"<[^>]+>", "", made)


def test_a_block_can_be_replaced(project: ProjectView, tmp_path: Path) -> None:
    own = tmp_path / "_shared" / "page.rst.jinja"
    own.parent.mkdir()
    own.write_text('{% extends "builtin/_shared/page.rst.jinja" %}\n{% block foot %}\nPrepared for the committee.\n{% endblock %}\n')
    made = render("matrix", "rst", project, [tmp_path]).decode()
    assert made.endswith("Prepared for the committee.\n")
    assert made.startswith(render("matrix", "rst", project).decode().rstrip("\n"))


def test_lines_do_not_end_in_spaces(page: str) -> None:
    assert [line for line in page.splitlines() if line != line.rstrip()] == []
