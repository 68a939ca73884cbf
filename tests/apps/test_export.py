"""``regkit export``: files, parts, diagrams, and what is refused."""

import json

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app
from regkit.export import exporter


def run(*words, code=0):
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["export", *map(str, words)])
    assert result.exit_code == code or (code and result.exception), result.output
    return result


@pytest.mark.parametrize("form", ["reqif", "csl", "dot"])
def test_a_form_is_written_the_same_to_a_file_and_to_a_pipe(project, form):
    said = run(form, project).stdout
    written = project / "build" / f"graph-export{exporter(form).SUFFIX}"
    assert f"({written.stat().st_size:,} bytes)" in said
    assert run(form, project, "--output", "-").stdout_bytes == written.read_bytes()


def test_parts(project):
    whole = json.loads(run("needs", project, "-o", "-").stdout_bytes)
    part = json.loads(
        run(
            "needs", project, "-o", "-", "--document", "sec-xm-order", "--status", "failing", "--status", "covered", "--modality", "obligation"
        ).stdout_bytes
    )
    (needs,) = (version["needs"].values() for version in part["versions"].values())
    requirements = [need for need in needs if need["type"] == "req"]
    assert 0 < len(requirements) < whole["versions"][whole["current_version"]]["needs_amount"]
    assert {need["status"] for need in requirements} <= {"failing", "covered"}
    assert {need["modality"] for need in requirements} == {"obligation"}
    assert {need["document"] for need in needs if need["type"] != "check"} == {"sec-xm-order"}


def test_coverage_is_that_of_the_day(project):
    def statuses(*more):
        (version,) = json.loads(run("needs", project, "-o", "-", *more).stdout_bytes)["versions"].values()
        return [need.get("status") for need in version["needs"].values()]

    assert "covered" in statuses()
    assert "covered" not in statuses("--as-of", "2020-01-01")


def test_diagrams_of_a_part(project):
    tree = run("mermaid", project, "-o", "-", "--tree", "sec-xm-order/III.1").stdout
    assert tree.startswith("flowchart TD\n")
    near, far = (run("dot", project, "-o", "-", "--around", "XM-C1-01", "--depth", depth).stdout for depth in (1, 2))
    assert near.startswith("digraph regkit {\n")
    assert len(near) < len(far)


def test_a_diagram_that_mermaid_would_not_draw_is_said(project, monkeypatch):
    monkeypatch.setattr("regkit.export.mermaid.CHARACTERS", 1000)
    assert "larger than Mermaid draws" in run("mermaid", project).stderr


def test_shapes(project):
    run("webannotation", project, "--shapes")
    assert b"sh:NodeShape" in (project / "build" / "shapes.ttl").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("csl", "--around", "sec-xm-order/III.1"), "csl has no option 'around'"),
        (("dot", "--depth", "2"), "--depth counts steps"),
        (("dot", "--around", "a", "--tree", "b"), "two pictures"),
        (("dot", "--tree", "sec-xm-order/III-1.1"), "has no conditions"),
        (("reqif", "--document", "sec-xm-orde"), "Nearest are: sec-xm-order"),
        (("reqif", "--shapes"), "reqif has no shapes"),
        (("akn", "--status", "covered"), "akn is a document as it is"),
        (("akn", "--document", "a", "--document", "b"), "one document a file"),
        (("nonsense",), "is not registered"),
        (("reqif", "--as-of", "May"), "not a date"),
    ],
)
def test_what_is_refused_is_said(project, words, said):
    result = run(words[0], project, *words[1:], code=2)
    assert said in f"{result.output}{result.exception}"
    assert not list((project / "build").glob("graph-export*"))
