"""The commands of the pages on impact and rebase run, in order, in a project as the pages describe it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from typer.testing import CliRunner

from regkit.apps.cli.app import app

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
runner = CliRunner(env={"COLUMNS": "80"})


def commands(page: Path) -> list[list[str]]:
    lines = [line for block in BLOCK.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))[:1] == ["regkit"]]


def test_the_pages(bells, repository, monkeypatch):
    monkeypatch.chdir(bells)
    checks = bells / "checks" / "bells.yaml"
    corpus = bells / "corpus"
    shutil.copytree(corpus / "bells-new", corpus / "bells-2027")
    about = corpus / "bells-2027" / "document.toml"
    about.write_text(about.read_text(encoding="utf-8").replace("bells-new", "bells-2027"), encoding="utf-8")
    shutil.copy(corpus / "bells-new" / "rule.txt", bells / "next-year.txt")
    checks.write_text(checks.read_text(encoding="utf-8").replace("B-1", "CHK-1"), encoding="utf-8")
    before = checks.read_bytes()
    found = [*commands(repository / "docs" / "impact.md"), *commands(repository / "docs" / "rebase.md")]
    assert len(found) == 7
    for words in found:
        result = runner.invoke(app, words[1:])
        assert result.exit_code in (0, 1), (words, result.output, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
    assert (bells / "impact.html").is_file()
    assert len(list((bells / "rebases").glob("*.json"))) == 2
    assert checks.read_bytes() != before, "what is exact was written"
    assert b"dawn and at dusk" not in checks.read_bytes(), "what was accepted was undone"
