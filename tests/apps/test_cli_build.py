"""``regkit build`` and ``regkit cache``: what is said of the cache, and that one build runs at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from regkit.apps.cli.app import app
from regkit.store.lock import build_lock
from regkit.store.stage_cache import StageCache

runner = CliRunner(env={"COLUMNS": "80"})


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def spoil(project: Path) -> None:
    """Make the last build look old, without touching what it read."""
    (project / "build" / "manifest.json").unlink()


def test_explained_in_a_pipe_a_line_a_stage(project: Path) -> None:
    spoil(project)
    assert run("build", project, "--explain-cache").stdout.startswith("Built ")
    (project / "rules").mkdir(exist_ok=True)
    rule = 'id = "own.lest"\nlabel = "if"\ngloss = "lest"\npattern = "(?P<cue>lest)"\nwords = ["lest"]\n'
    (project / "rules" / "conditions.toml").write_text(
        f'[[rule]]\n{rule}examples = [{{ text = "A bank reports, lest it be fined.", cue = "lest" }}]\n'
    )
    result = run("build", project, "--explain-cache")
    assert "sec-xm-order\tnorms\tthe rule file conditions.toml (new) changed" in result.stdout.splitlines()
    assert "0 of 3 documents came from the cache whole." in result.stderr
    assert "No document was looked at" in run("build", project, "--explain-cache").stdout


def test_the_cache_is_shown_pruned_and_cleared(project: Path) -> None:
    shown = run("cache", "show", project).stdout
    assert "norms\t3\t" in shown
    data = json.loads(run("cache", "show", project, "--json").stdout)
    assert {stage["stage"]: stage["entries"] for stage in data["stages"]} == dict.fromkeys(
        ("about", "asked", "cite", "define", "norms", "outline", "read", "resolve", "segment"), 3
    )
    assert data["size"] == Path(data["path"]).stat().st_size
    with StageCache(project / ".regkit" / "cache") as cache:
        cache.put("read", "left-over", b"x")
    assert "Removed 1 results." in run("cache", "prune", project).stdout
    assert "Removed 27 results." in run("cache", "clear", project).stdout
    assert "The cache is empty." in run("cache", "show", project).stdout
    spoil(project)
    assert "3 documents read" in run("build", project).stdout


def test_a_damaged_cache_is_said_and_healed(project: Path) -> None:
    (project / ".regkit" / "cache" / "stages.db").write_bytes(b"no database at all" * 500)
    spoil(project)
    result = run("build", project)
    assert "the cache was damaged; it is made anew" in result.stderr
    assert "3 documents read" in result.stdout


def test_another_build_is_not_waited_for(project: Path) -> None:
    spoil(project)
    words = [sys.executable, "-m", "regkit", "build", "--no-wait", str(project)]
    with build_lock(project / ".regkit", wait=None):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("regkit: ")
    assert "another build of this project is running (process " in done.stderr


@pytest.mark.parametrize("jobs", ["-1", "x", "1000"])
def test_jobs_are_a_number(project: Path, jobs: str) -> None:
    run("build", project, "--jobs", jobs, code=2)
