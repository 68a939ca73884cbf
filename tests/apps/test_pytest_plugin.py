"""The plugin for pytest, in runs of pytest of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from regkit.workflow import build_project

TESTS = """
import pytest

@pytest.mark.verifies("sec-xm-order/III-1.1")
@pytest.mark.parametrize("n", [1, 2])
def test_carried(n):
    assert n

@pytest.mark.law("sec-xm-order", "shall treat them as belonging to the XM Customers")
def test_law():
    pass

class TestMore:
    @pytest.mark.verifies("sec-xm-order/III-2.1")
    @pytest.mark.skip(reason="later")
    def test_skipped(self): ...

    @pytest.mark.verifies("sec-xm-order/III-3.1")
    @pytest.mark.xfail
    def test_known_gap(self):
        assert False

def test_unmarked(): ...
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = Path(__file__).parents[2] / "corpus"
    folder = tmp_path_factory.mktemp("plugin") / "project"
    shutil.copytree(corpus, folder, ignore=shutil.ignore_patterns("build", ".regkit"))
    settings = folder / "regkit.toml"
    settings.write_text('tests = ["tests/**/*.py"]\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "tests").mkdir()
    (folder / "tests" / "test_custody.py").write_text(TESTS, encoding="utf-8")
    build_project(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "project"))


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "xdist"])
def test_outcomes_are_recorded_once(project: Path, workers: tuple[str, ...]) -> None:
    done = run(project, "--regkit-record", "--regkit-by", "CI", *workers)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 checks ran for" in done.stdout
    assert "recorded 4 results in evidence/log.jsonl" in done.stdout
    entries = [json.loads(line) for line in (project / "evidence" / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {entry["check"].removeprefix("tests/test_custody.py::"): entry["result"] for entry in entries} == {
        "test_carried": "pass",
        "test_law": "pass",
        "TestMore::test_skipped": "not_applicable",
        "TestMore::test_known_gap": "fail",
    }
    assert {entry["by"] for entry in entries} == {"CI"}
    assert {item["name"] for entry in entries for item in entry["inputs"]} == {"tests/test_custody.py"}
    build_project(project)
    assert "recorded" not in run(project).stdout


def test_a_wrong_mark_fails_its_test_with_the_nearest_sentence(project: Path) -> None:
    wrong = """
import pytest

@pytest.mark.law("sec-xm-order", "shall treat them as belonging to the CM Customers")
def test_quote(): ...

@pytest.mark.verifies("sec-xm-order/III-99.1")
def test_id(): ...

@pytest.mark.law("sec-xm-order")
def test_form(): ...
"""
    (project / "tests" / "test_wrong.py").write_text(wrong, encoding="utf-8")
    done = run(project, "tests/test_wrong.py")
    assert done.returncode == 1
    assert "3 errors" in done.stdout
    assert "difference: " in done.stdout
    assert "[-CM Customers-]" in done.stdout
    assert "there is no requirement 'sec-xm-order/III-99.1'" in done.stdout
    assert "law takes a document or citation" in done.stdout


def test_limits_fail_the_run(project: Path) -> None:
    assert "coverage is " in run(project, "--regkit-fail-under", "99").stdout
    assert run(project, "--regkit-fail-under", "99").returncode == 1
    assert run(project, "--regkit-fail-under", "1").returncode == 0
    done = run(project, "--regkit-require", "sec-xm-order/III-3.1")
    assert (done.returncode, "not covered: sec-xm-order/III-3.1" in done.stdout) == (1, True)


def test_what_the_build_does_not_know_is_not_recorded_and_said(project: Path) -> None:
    (project / "tests" / "test_new.py").write_text(
        'import pytest\n@pytest.mark.verifies("sec-xm-order/III-1.1")\ndef test_new(): ...\n', encoding="utf-8"
    )
    done = run(project, "tests/test_new.py", "--regkit-record")
    assert done.returncode == 1
    assert "not recorded" in done.stdout
    assert "tests/test_new.py::test_new" in done.stdout


def test_without_a_project_the_marks_are_only_declared(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text('import pytest\n@pytest.mark.verifies("x/1.1")\ndef test_a(): ...\n', encoding="utf-8")
    done = run(tmp_path, "--strict-markers")
    assert (done.returncode, "regkit" in done.stdout) == (0, False)


def test_a_project_that_is_not_built_is_named(tmp_path: Path) -> None:
    (tmp_path / "regkit.toml").write_text("", encoding="utf-8")
    (tmp_path / "test_a.py").write_text('import pytest\n@pytest.mark.verifies("x/1.1")\ndef test_a(): ...\n', encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 4
    assert "Run: regkit build" in done.stderr


def test_importing_the_plugin_costs_nothing() -> None:
    code = "import sys, regkit.apps.pytest_plugin as p; print(any(n in sys.modules for n in ('spacy', 'networkx', 'lxml', 'typer')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "False\n"
