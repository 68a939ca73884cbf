"""A document with two versions: builds as of a day, edges, and the step from one version to the next."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from regkit.apps.cli.app import app
from regkit.errors import CheckError
from regkit.workflow import build_project, load, open_project, verify_project

runner = CliRunner(env={"COLUMNS": "80"})


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def versioned(bells):
    """The same rule as versions 2026 and 2027 of one document."""
    corpus = bells / "corpus"
    for name, version in (("bells", "2026"), ("bells-new", "2027")):
        target = bells / "moved" / version
        shutil.move(corpus / name, target)
        about = (target / "document.toml").read_text(encoding="utf-8")
        about = re.sub(r"bells-new|bells", "bells", about) + f'effective = "{version}-01-01"\nversion = "{version}"\n'
        (target / "document.toml").write_text(about, encoding="utf-8")
    shutil.move(bells / "moved", corpus / "bells")
    return bells


def edges(graph):
    return [(source, target) for source, target, data in graph.edges(data=True) if data["kind"] == "supersedes"]


def test_from_one_version_to_the_next(versioned):
    assert "Built" in run("build", versioned, "--as-of", "2026-06-30").output
    assert edges(load(versioned)) == []
    with pytest.raises(CheckError, match=r"there is no requirement|no sentence"):
        build_project(versioned)
    assert "reworded: bells@2026/9-1-a.1 → bells@2027/9-1-a.1" in run("impact", "bells@2026", "bells@2027", "-p", versioned, code=1).output
    run("rebase", "bells@2026", "bells@2027", "-p", versioned, "--apply", "--accept", "B-1#1", code=1)
    checks = versioned / "checks" / "bells.yaml"
    written = checks.read_text(encoding="utf-8")
    assert "- bells/9-1-d.1" in written
    assert "{document: bells, quote: hang a lamp" in written
    run("rebase", "bells@2026", "bells@2027", "-p", versioned, "--apply", code=1)
    assert checks.read_text(encoding="utf-8") == written, "what was moved is not moved on"
    checks.write_text(written[: written.index("- id: B-3")] + written[written.index("- id: B-4") :], encoding="utf-8")
    build_project(versioned)
    graph = load(versioned)
    assert edges(graph) == [("bells", "authority:bells@2026")]
    assert graph.nodes["authority:bells@2026"]["effective"] == "2026-01-01"
    assert graph.nodes["bells"]["version"] == "2027"
    assert verify_project(versioned) == []


def test_a_build_as_of_a_day_is_what_commands_then_speak_of(versioned):
    build_project(versioned, as_of="2026-06-30")
    stored = open_project(versioned)
    assert stored.current
    assert stored.graph.nodes["bells"]["version"] == "2026"
    assert verify_project(versioned) == []
    report = run("report", "matrix", versioned, "-f", "md", "-o", "-").output
    assert "2026-01-01" in report
    assert "Nothing has changed" in run("build", versioned, "--as-of", "2026-06-30").output


def test_what_means_nothing_on_that_day_is_said(versioned):
    result = run("build", versioned, "--as-of", "2027-06-30")
    assert "On 2027-06-30: checks/bells.yaml, line 2: no sentence of bells" in result.stderr
    found = json.loads(run("coverage", versioned, "--json").output)
    assert found["all"]["total"] == 7


def test_versions_are_compared(versioned, monkeypatch):
    monkeypatch.chdir(versioned)
    assert "noon" in run("diff", "bells@2026", "bells@2027", code=1).output
    assert "renumbered\tbells@2026/9-1-b.1\tbells@2027/9-1-c.1" in run("diff", "-r", "bells@2026", "bells@2027", code=1).output
    assert "There are: bells@2026, bells@2027" in str(runner.invoke(app, ["diff", "bells@2026", "bells@2030"]).exception)


def test_misuse(versioned):
    result = runner.invoke(app, ["build", str(versioned), "--as-of", "June"])
    assert "--as-of is not a date" in str(result.exception)
