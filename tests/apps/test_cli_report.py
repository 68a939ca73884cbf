"""``regkit report``: every report there is, parts of them, several formats, steps between versions, days."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from regkit.apps.cli.app import app
from regkit.report import report_names

runner = CliRunner(env={"COLUMNS": "80"})


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def view(project: Path, *words: str) -> dict:
    return json.loads(run("report", words[0], project, "-f", "json", "-o", "-", *words[1:]).stdout)["view"]


def test_list_names_every_report(built: Path) -> None:
    lines = run("report", "--list").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == report_names()
    assert all(len(line.split("\t")[1]) > 20 for line in lines[1:])


@pytest.mark.parametrize("name", report_names())
def test_every_report_of_the_model_corpus(built: Path, name: str) -> None:
    made = view(built, name)
    assert made["front"]["documents"]


def test_only_the_holes(built: Path) -> None:
    whole = view(built, "matrix")
    holes = view(built, "matrix", "--status", "uncovered", "--status", "failing")
    statuses = [row["status"]["key"] for row in whole["rows"]]
    assert len(holes["rows"]) == statuses.count("uncovered") + statuses.count("failing")
    assert holes["front"]["shown"] == f"{len(holes['rows'])} of {len(statuses)} requirements: status uncovered or failing"


def test_a_part_does_not_take_the_place_of_the_whole(project: Path) -> None:
    made = run("report", "gaps", project, "-f", "md", "-f", "csv", "--status", "failing").stdout
    assert [Path(line.split()[1]).name for line in made.splitlines()] == ["gaps-part.md", "gaps-part.csv"]


def test_a_dossier_of_one_requirement(built: Path) -> None:
    (row,) = view(built, "dossier", "--id", "sec-xm-order/III-7.1")["rows"]
    assert row["row"]["id"] == "sec-xm-order/III-7.1"
    results = [line for check in row["checks"] for line in check["evidence"]]
    assert [line["date"] for line in results] == sorted((line["date"] for line in results), reverse=True)
    assert {line["result"] for line in results} >= {"pass", "fail"}
    assert dict(row["anchor"])["Fingerprint of the wording"].startswith("rk1:")


def test_a_day_leaves_out_what_came_later(built: Path) -> None:
    now = view(built, "dossier", "--id", "sec-xm-order/III-7.1")["rows"][0]
    then = view(built, "dossier", "--id", "sec-xm-order/III-7.1", "--as-of", "2026-07-01")["rows"][0]
    assert len(then["checks"][0]["evidence"]) < len(now["checks"][0]["evidence"])
    assert now["row"]["status"]["key"] == "failing"
    assert then["row"]["status"]["key"] != "failing"


def test_a_step_between_versions(project: Path) -> None:
    folder = project / "corpus" / "fee-rule"
    texts = {
        "2025": "§ 1.1 Fees.\n\n(a) A dealer must pay the fee within ten business days.\n\n(b) A dealer must keep records.\n",
        "2026": "§ 1.1 Fees.\n\n(a) A dealer must pay the fee within five business days.\n\n(c) A dealer must report each trade.\n",
    }
    for name, text in texts.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "source.txt").write_text(text)
        about = f'id = "fee-rule"\n[source]\nfile = "source.txt"\n[authority]\ntitle = "Fee rule"\neffective = {name}-01-01\n'
        (folder / name / "document.toml").write_text(about)
    settings = project / "regkit.toml"
    lines = [line for line in settings.read_text().splitlines() if not line.startswith("documents")]
    settings.write_text("\n".join(lines) + "\n")
    run("build", project)
    made = view(project, "changes", "--from", "fee-rule@2025", "--to", "fee-rule@2026")
    (step,) = made["steps"]
    changes = {row["change"]: row for row in step["rows"]}
    assert set(changes) >= {"reworded"}
    assert ["removed", "ten"] in changes["reworded"]["changed"]
    assert ["added", "five"] in changes["reworded"]["changed"]
    assert view(project, "changes")["steps"] == []
    assert "Give both --from and --to" in run_error("report", "changes", project, "--from", "fee-rule@2025")
    assert "there is no document" in run_error("report", "changes", project, "--from", "nothing", "--to", "fee-rule@2026")


def run_error(*words: str | Path) -> str:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code != 0
    return str(result.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--status", "uncoverd"], "Did you mean 'uncovered'?"),
        (["-f", "md", "-f", "csv", "-o", "x.md"], "--output is one file"),
        (["--template", "x.docx"], "a template is for Word documents"),
        (["--as-of", "tomorrow"], "--as-of is not a date"),
    ],
)
def test_misuse_is_said(built: Path, words: list[str], said: str) -> None:
    assert said in run_error("report", "matrix", built, *words)


def test_the_catalogue_makes_another_language(project: Path, tmp_path: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    run("report", "catalogue", "-o", tmp_path / "regkit.pot")
    with (tmp_path / "regkit.pot").open("rb") as file:
        catalogue = read_po(file, locale="de")
    catalogue["Traceability matrix"].string = "Rückverfolgungsmatrix"
    target = project / "templates" / "_shared" / "locale" / "de" / "LC_MESSAGES" / "regkit.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)
    german = "# Rückverfolgungsmatrix: "
    assert run("report", "matrix", project, "-f", "md", "-o", "-", "--language", "de").stdout.startswith(german)
    assert run("report", "matrix", project, "-f", "md", "-o", "-").stdout.startswith("# Traceability matrix: ")
    settings = project / "regkit.toml"
    settings.write_text(settings.read_text() + '\n[reports]\nlanguage = "de"\n')
    assert run("report", "matrix", project, "-f", "md", "-o", "-").stdout.startswith(german)
    run("report", "site", project, "-o", tmp_path / "site")
    assert '<html lang="de">' in (tmp_path / "site" / "index.html").read_text()
    failed = runner.invoke(app, ["report", "matrix", str(project), "--language", "fr"])
    assert "There are: de, en" in str(failed.exception)
