"""The README's code runs: its shell blocks line by line (but for installing and testing), its Python blocks one after the other."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = BLOCK.findall(README)
FINDINGS = 1  # exit code of a command that reports findings, which the model project has on purpose


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", made / "corpus", ignore=shutil.ignore_patterns("build", ".regkit"))
    return made


def commands() -> list[str]:
    lines = [line for language, body in BLOCKS if language == "sh" for line in body.splitlines()]
    parts = [part.strip() for line in lines for part in line.split("&&")]
    return [part for part in parts if part and not part.startswith(("pip ", "pytest"))]


def test_commands(folder: Path) -> None:
    found = commands()
    assert len(found) >= 8
    for command in found:
        assert command.startswith("regkit "), command
        words = [sys.executable, "-m", *command.split('"')[0].split(), *re.findall(r'"([^"]*)"', command)]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, FINDINGS), (command, done.stderr)
        assert "Traceback" not in done.stderr, command
    assert (folder / "corpus" / "build" / "reports" / "matrix.html").is_file()


def test_python(folder: Path) -> None:
    blocks = [body for language, body in BLOCKS if language == "python"]
    assert len(blocks) >= 3
    if not (folder / "corpus" / "build" / "graph.json").is_file():
        subprocess.run([sys.executable, "-m", "regkit", "build", "corpus"], cwd=folder, check=True, capture_output=True)
    done = subprocess.run([sys.executable, "-c", "\n".join(blocks)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "True MultiDiGraph" in done.stdout


def test_yaml_is_a_check() -> None:
    from regkit.trace.checks import parse_checks

    for body in (body for language, body in BLOCKS if language == "yaml"):
        assert parse_checks(body.encode(), "README.md")


def test_the_main_job_comes_first() -> None:
    shell = [body for language, body in BLOCKS if language == "sh"]
    assert shell[0].startswith("pip install . && regkit build corpus && regkit report matrix corpus")
    assert shell[1] == 'pip install ".[test]" && pytest\n'
