"""Every command on the pages for users runs, in order, on a copy of the model project, and ends as the page says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app
from regkit.trace.checks import parse_checks

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
EXIT = re.compile(r"\s+# exit (\d+)\Z")


@pytest.mark.parametrize(
    ("page", "least"),
    [
        ("walkthrough", 20),
        ("checks", 2),
        ("reviews", 8),
        ("logic", 2),
        ("own-rules", 2),
        ("pack", 4),
        ("formats-of-reports", 5),
        ("exchange", 6),
        ("reports", 8),
        ("reports-html", 2),
        ("translating", 2),
        ("site", 3),
    ],
)
def test_commands(page: str, least: int, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.parent)
    runner = CliRunner(env={"COLUMNS": "80"})
    count = 0
    for language, body in BLOCK.findall((ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")):
        if language == "yaml":
            assert parse_checks(body.encode(), page)
        for line in body.splitlines() if language == "sh" else ():
            wanted = EXIT.search(line)
            command = EXIT.sub("", line)
            if command.startswith("regkit "):
                result = runner.invoke(app, shlex.split(command)[1:])
                code, said = result.exit_code, (result.output, result.exception)
            else:  # what an auditor without regkit runs
                if command.startswith("unzip -p "):
                    archive, name = command.split()[2:4]
                    Path(name).write_bytes(zipfile.ZipFile(archive).read(name))
                    continue
                command = command.replace("python3 ", f"{shlex.quote(sys.executable)} -I ")
                done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
                code, said = done.returncode, (done.stdout + done.stderr, None)
            assert code == (int(wanted[1]) if wanted else 0), (line, *said)
            count += 1
    assert count >= least
