"""Recording, verifying and coverage as a user types them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from regkit.apps.cli.app import app
from regkit.errors import RegkitError

runner = CliRunner(env={"COLUMNS": "80", "SOURCE_DATE_EPOCH": "1780000000"})
JUNIT = """<testsuite timestamp="2026-10-07"><testcase name="test_xm_c5_01"/><testcase name="else"/>
<testcase name="XM-C1-01"><skipped/></testcase></testsuite>"""


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def refused(*words: str | Path) -> str:
    result = runner.invoke(app, [str(word) for word in words])
    assert isinstance(result.exception, RegkitError), result.output
    return str(result.exception)


def test_record_build_verify(project: Path) -> None:
    said = run("record", "XM-C7-01", "pass", project, "--by", "Margin operations", "--on", "2026-10-05", "--note", "made good").output
    assert "entry 1: XM-C7-01 pass on 2026-10-05 (made good)" in said
    head = json.loads((project / "evidence" / "log.head").read_text())["sha256"]
    assert head in said
    assert "the project has changed since the graph was built" in run("coverage", project).output
    run("build", project)
    table = run("coverage", project).output
    assert "failing" not in table
    assert "1 entry holds" in run("verify", project, "--head", head).output
    assert "evidence.head" in run("verify", project, "--head", "a" * 64, code=1).output
    log = project / "evidence" / "log.jsonl"
    log.write_text(log.read_text().replace("made good", "made up"))
    assert "entry 1: the entry has been edited" in run("verify", project, code=1).output
    assert "entry 1: the entry has been edited" in run("check", project, code=1).output
    assert "entry 1" in refused("build", project)
    assert "shorter than its head says" in refused("record", "XM-C7-01", "pass", project, "--by", "x", "--on", "2026-10-06")


def test_record_is_today_where_no_day_is_given(project: Path) -> None:
    assert "on 2026-05-28" in run("record", "XM-C7-01", "n/a", project, "--by", "x").output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["record", "XM-C7-01"], "what is to be recorded is not clear"),
        (["record", "XM-C7-01", "pass", "PROJECT", "more", "--by", "x"], "not clear"),
        (["record", "XM-C7-01", "fine", "PROJECT", "--by", "x"], "'fine' is no result"),
        (["record", "XM-C7-01", "skipped", "PROJECT", "--by", "x"], "'skipped' is no result"),
        (["record", "XM-C7-1", "pass", "PROJECT", "--by", "x"], "did you mean 'XM-C7-01'"),
        (["record", "XM-C7-01", "pass", "PROJECT"], "nobody is named"),
        (["record", "XM-C7-01", "pass", "PROJECT", "--by", "x", "--on", "today"], "--on is not a date"),
        (["record", "XM-C7-01", "pass", "PROJECT", "--by", "x", "--env", "commit"], "NAME=VALUE"),
        (["record", "--from", "none.xml", "PROJECT", "--by", "x"], "cannot be read"),
        (["coverage", "PROJECT", "--compare", "none.txt"], "the snapshot cannot be read"),
        (["coverage", "PROJECT", "--most", "failing"], "is not NAME=VALUE"),
        (["coverage", "PROJECT", "--as-of", "soon"], "--as-of is not a date"),
    ],
)
def test_misuse(project: Path, words: list[str], message: str) -> None:
    assert message in refused(*[project if word == "PROJECT" else word for word in words])
    assert not (project / "evidence" / "log.jsonl").exists()


def test_a_file_of_results(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "junit.xml"
    file.write_text(JUNIT)
    dry = run("record", "--from", file, project, "--by", "CI", "--dry-run").output
    assert "1 results would be recorded" in dry
    assert not (project / "evidence" / "log.jsonl").exists()
    said = run("record", "--from", file, project, "--by", "CI", "--note", "nightly").output
    assert "entry 1: XM-C5-01 pass on 2026-10-07 (nightly)" in said
    assert "is of no check" in said
    assert "does not count" in said
    entry = json.loads((project / "evidence" / "log.jsonl").read_text())
    assert entry["source"]["name"] == entry["attachments"][0]["name"] == "junit.xml"
    file.write_text('[{"check": "NOPE", "result": "pass"}]')
    facts = json.loads(run("record", "--from", file, project, "--by", "CI", "--json", code=1).output)
    assert (facts["recorded"], len(facts["unknown"])) == (False, 1)


def test_limits_and_exit_codes(project: Path) -> None:
    output = run("coverage", project, "--most", "failing=0", "--most", "uncovered=10%", "--exit-code", "failing=11", code=11).output
    assert "1 failing, at most 0 are allowed" in output
    assert "uncovered, at most 10 % are allowed" in output
    settings = project / "regkit.toml"
    settings.write_text(settings.read_text() + "failing = {most = 0, exit = 12}\n")
    run("coverage", project, code=12)
    run("coverage", project, "--most", "failing=1", "--fail-under", "0")


def test_require_lists_what_lacks_it(project: Path) -> None:
    output = run("coverage", project, "--require", "covered", "--require", "uncovered", "--require", "unverified", code=1).output
    assert "failing: sec-xm-order/III-7.1: check XM-C7-01 failed on 2026-09-30" in output
    assert re.search(r"\b1 of \d+ are none of: covered, uncovered, unverified", output)


def test_snapshot_compare_trend_badge(project: Path, tmp_path: Path) -> None:
    file, picture = tmp_path / "coverage.txt", tmp_path / "badge.svg"
    run("coverage", project, "--snapshot", file, "--badge", picture)
    assert "coverage:" in picture.read_text()
    assert "Coverage is what" in run("coverage", project, "--compare", file).output
    file.write_text(file.read_text().replace("failing\t", "covered\t"))
    assert "worse: sec-xm-order/III-7.1: covered -> failing" in run("coverage", project, "--compare", file, code=1).output
    file.write_text(file.read_text().replace("covered\tsec-xm-order/III-7.1", "lost\tsec-xm-order/III-7.1"))
    assert "better than" in run("coverage", project, "--compare", file).output
    assert file.read_text().splitlines()[2:] != run("coverage", project, "--snapshot", "-").output.splitlines()[2:]
    assert run("coverage", project, "--trend").output.splitlines()[-1].startswith("2026-09-30\t")
    facts = json.loads(run("coverage", project, "--trend", "--json", "--by", "month").output)
    assert [point["date"] for point in facts["trend"]] == sorted(point["date"] for point in facts["trend"])
    assert "2026-09" in facts["groups"]


def test_old_evidence_is_stale(project: Path) -> None:
    later = json.loads(run("coverage", project, "--as-of", "2027-06-30", "--json", "--fail-under", "0").output)
    assert later["all"]["stale"] > 0
    assert "was good through" in run("check", project, "--as-of", "2027-06-30", code=1).output


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "gitlab", "json", "text"])
def test_findings_for_continuous_integration(project: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.parent)
    file = tmp_path / "out"
    run("check", project, "--format", form, "--output", file, code=1)
    text = file.read_text()
    assert "sec-xm-order" in text
    if form not in ("json", "text"):
        assert "corpus/sec-xm-order/source.md" in text


def test_notes_on_frequencies_and_waivers(project: Path) -> None:
    checks = project / "checks" / "conditions.yaml"
    checks.write_text(checks.read_text().replace("frequency: monthly", "frequency: mnthly", 1))
    (project / "reviews.toml").write_text(
        '[[waiver]]\nrequirement = "sec-xm-order/III-6.1"\nreason = "At FICC"\nowner = "Compliance"\nuntil = 2026-12-31\n'
    )
    run("build", project)
    output = run("check", project, code=1).output
    assert "[check.frequency]" in output
    assert "[waiver.unbound]" in output
    assert "waived" in run("coverage", project).output


def test_explain_lists_the_results_of_a_check(project: Path) -> None:
    output = run("explain", "XM-C7-01", project).output
    at = output.index("results, the latest first:")
    assert output.index("2026-09-30 fail, by Margin operations", at) < output.index("2026-06-30 pass", at)
    assert "good through" in output
    assert "results: none" in run("explain", "XM-F6-01", project).output


def test_explain_gives_the_reason_chain_as_of_a_day(project: Path) -> None:
    output = " ".join(run("explain", "sec-xm-order/III.1", project, "--as-of", "2027-06-30").output.split())
    assert "What the evidence shows of its conditions: fails" in output
    assert "good through 2026-12-31 (quarterly)" in output


def test_an_input_that_changes_makes_the_next_build_carry_its_results(project: Path) -> None:
    file = project / "data.csv"
    file.write_text("1\n")
    run("record", "XM-C7-01", "pass", project, "--by", "x", "--on", "2026-10-01", "--input", file)
    run("build", project)
    assert "Nothing has changed" in run("build", project).output
    assert "covered —" in run("explain", "sec-xm-order/III-7.1", project).output
    file.write_text("2\n")
    assert "the project has changed" in run("coverage", project).output
    run("build", project)
    assert "its input data.csv has changed since" in " ".join(run("explain", "sec-xm-order/III-7.1", project).output.split())
    file.unlink()
    run("build", project)
    assert "its input data.csv is no longer there" in " ".join(run("explain", "sec-xm-order/III-7.1", project).output.split())


def test_as_of_a_day_leaves_out_what_came_later(project: Path) -> None:
    found = json.loads(run("coverage", project, "--as-of", "2026-06-12", "--json", "--fail-under", "0").output)["all"]
    trend = json.loads(run("coverage", project, "--trend", "--json").output)["trend"]
    assert found == {name: value for name, value in trend[1].items() if name != "date"}
    assert trend[1]["date"] == "2026-06-12"
