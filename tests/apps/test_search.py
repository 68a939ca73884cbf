"""What ``regkit search`` prints."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app
from regkit.errors import GraphError, RegkitError
from regkit.workflow import build_project, open_project

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("search") / "project"
    shutil.copytree(CORPUS, root, ignore=shutil.ignore_patterns("build", ".regkit"))
    build_project(root)
    return root


def run(project, *words):
    return CliRunner().invoke(app, ["search", *words, "--project", str(project)])


def test_a_hit_with_its_place_its_words_and_its_requirements(project):
    done = run(project, '"segregated account"')
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("1. provision  ")
    assert any("*segregated*" in line or "*account*" in line for line in lines)
    assert any(line.startswith("   → ") and line.endswith("]") for line in lines)
    assert lines[-1] == '1 found: "segregated account"'


@pytest.mark.parametrize("words", [["margin"], ["shall OR must"], ["customer", "protection"], ["17 CFR"], ["the", "--limit", "100"]])
def test_nothing_is_wider_than_80_columns(project, words):
    done = run(project, *words)
    wide = [line for line in done.stdout.splitlines() if len(line) > 80]
    assert not [line for line in wide if " " in line.removeprefix("   → ").strip()]  # an id is not broken


def test_json_has_all_of_it(project):
    found = json.loads(run(project, "margin", "--json", "-n", "3").stdout)
    assert set(found) == {"understood", "total", "more", "notes", "hits"}
    assert len(found["hits"]) == 3 < found["total"]
    hit = found["hits"][0]
    assert set(hit) == {"id", "kind", "document", "pinpoint", "score", "citing", "title", "text", "requirements"}
    assert any(piece["marked"] for piece in hit["title"] + hit["text"])


@pytest.mark.parametrize("status", ["failing", "uncovered", "covered", "unverified"])
def test_a_status_is_that_of_the_project(project, status):
    found = json.loads(run(project, "the OR a OR an OR shall OR may", "--status", status, "--json", "-n", "1000").stdout or '{"hits": []}')
    ids = {item.requirement for item in open_project(project).coverage if item.status == status}
    assert found["hits"]
    assert {hit["id"] for hit in found["hits"]} <= ids
    assert {hit["status"] for hit in found["hits"]} == {status}


def test_document_and_kind(project):
    found = json.loads(run(project, "margin", "--document", "sec-xm-order", "--kind", "requirement", "--kind", "term", "--json").stdout)["hits"]
    assert {hit["document"] for hit in found} == {"sec-xm-order"}
    assert {hit["kind"] for hit in found} <= {"requirement", "term"}


def test_nothing_found_is_1(project):
    done = run(project, "zebra")
    assert (done.exit_code, done.stdout) == (1, "Nothing is found for: zebra\n")
    assert json.loads(run(project, "zebra", "--json").stdout)["hits"] == []


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["§"], "no word to look for"),
        (["margin", "--document", "sec-xm-ordr"], "Did you mean 'sec-xm-order'"),
        (["margin", "--kind", "provisions"], "Did you mean 'provision'"),
        (["margin", "--kind", "term", "--status", "failing"], "only a requirement"),
    ],
)
def test_what_cannot_be_asked(project, words, error):
    done = run(project, *words)
    assert isinstance(done.exception, RegkitError)
    assert error in str(done.exception)


@pytest.mark.parametrize("typed", ['"', "NEAR(a b)", "a NOT", "x*^:", "title : margin", "'; DROP TABLE node; --", "\x1b[31mmargin", "((((", 'OR "'])
def test_hostile_questions_end_in_an_answer_or_a_sentence(project, typed):
    done = run(project, typed)
    assert done.exit_code in {0, 1} or isinstance(done.exception, RegkitError)
    assert "\x1b" not in done.stdout


def test_what_was_left_out_is_said(project):
    assert "too short for a beginning" in run(project, "m* margin").stderr


def test_nothing_built(tmp_path):
    (tmp_path / "regkit.toml").write_text('name = "x"\n')
    done = run(tmp_path, "margin")
    assert isinstance(done.exception, GraphError)
    assert "regkit build" in str(done.exception)
