"""Every command on the pages about evidence and coverage runs, in order, on a copy of the model project, and says what the page says it does."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app
from regkit.settings import parse_settings

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
EXIT = re.compile(r"\s+# exit (\d+)\Z")
FILE = re.compile(r"<!-- (\S+) -->\n")


@pytest.mark.parametrize("page", ["evidence", "coverage"])
def test_commands(page: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.parent)
    runner = CliRunner(env={"COLUMNS": "80"})
    output, count = "", 0
    for language, body in BLOCK.findall((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")):
        if language == "xml":
            named = FILE.match(body)
            assert named
            Path(named[1]).write_text(body, encoding="utf-8")
        elif language == "toml":
            assert parse_settings(body.encode()).thresholds.limits()
        elif language == "text" and output and not body.startswith("check,"):
            assert all(line in output for line in body.splitlines()), output
        elif language == "python":
            exec(compile(body, page, "exec"), {})
        elif language == "sh":
            output = ""
            for line in body.splitlines():
                wanted = EXIT.search(line)
                words = shlex.split(EXIT.sub("", line))
                assert words[0] == "regkit"
                kept = project / "evidence" / "log.head"
                head = json.loads(kept.read_text())["sha256"] if kept.exists() else ""
                result = runner.invoke(app, [head if word == "$HEAD" else word for word in words[1:]])
                assert result.exit_code == (int(wanted[1]) if wanted else 0), (line, result.output, result.exception)
                output += result.output
                count += 1
    assert count >= 10
