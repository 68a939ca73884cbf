"""Every verb on the model project, as a user types it: output, files, exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from regkit import __version__
from regkit.apps.cli.app import app
from regkit.apps.cli.console import print_findings
from regkit.errors import RegkitError
from regkit.model.finding import Finding, Severity

runner = CliRunner(env={"COLUMNS": "80"})


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def process(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "regkit", *map(str, words)], capture_output=True, text=True, check=False)


def test_version_answers_without_the_application() -> None:
    assert process("--version").stdout == f"regkit {__version__}\n"


def test_help_names_every_verb() -> None:
    output = run("--help").output
    for verb in ("init", "add", "fetch", "build", "check", "coverage", "report", "explain", "annotate", "cite", "verify", "export"):
        assert f" {verb} " in output


def test_a_second_build_has_nothing_to_do(project: Path) -> None:
    assert "Nothing has changed" in run("build", project).output


def test_an_edit_reads_one_document_again(project: Path) -> None:
    source = project / "ficc-gsd-xm-rules" / "source.txt"
    source.write_text(source.read_text(encoding="utf-8") + "\n\nThe Corporation shall publish the rules.\n", encoding="utf-8")
    about = project / "ficc-gsd-xm-rules" / "document.toml"
    about.write_text("\n".join(line for line in about.read_text(encoding="utf-8").splitlines() if not line.startswith("sha256")), encoding="utf-8")
    assert "1 documents read, 2 from the cache" in run("build", project).output


def test_builds_are_byte_identical(project: Path, built: Path) -> None:
    run("build", project, "--fresh")
    mine = {path.relative_to(project): path.read_bytes() for path in (project / "build").rglob("*.json")}
    theirs = {path.relative_to(built): path.read_bytes() for path in (built / "build").rglob("*.json")}
    assert mine == theirs
    assert len(mine) >= 4


def test_a_changed_source_that_is_pinned_stops_the_build(project: Path) -> None:
    source = project / "sec-xm-announcement" / "source.txt"
    source.write_bytes(source.read_bytes() + b"\nAdded.\n")
    done = process("build", project)
    assert done.returncode == 2
    assert "SHA-256" in done.stderr
    assert "source.txt" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["matrix", "gaps", "coverage", "glossary", "authorities"])
@pytest.mark.parametrize("form", ["html", "md", "csv", "json"])
def test_reports(project: Path, name: str, form: str) -> None:
    assert "Wrote" in run("report", name, project, "-f", form).output
    written = (project / "build" / "reports" / f"{name}.{form}").read_text(encoding="utf-8")
    assert "restatement" in written.lower()
    assert runner.invoke(app, ["report", name, str(project), "-f", form, "-o", "-"]).stdout == written


def test_a_word_report_takes_the_template_of_the_settings(project: Path) -> None:
    import docx
    from docx.shared import RGBColor

    def colour() -> RGBColor | None:
        run("report", "gaps", project, "-f", "docx", *more)
        return docx.Document(str(project / "build" / "reports" / "gaps.docx")).styles["Heading 1"].font.color.rgb

    more: tuple[str | Path, ...] = ()
    plain = colour()
    own = docx.Document()
    own.styles["Heading 1"].font.color.rgb = RGBColor(1, 2, 3)
    own.save(str(project / "letter.docx"))
    settings = project / "regkit.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[reports]\ndocx-template = "letter.docx"\n', encoding="utf-8")
    assert colour() == RGBColor(1, 2, 3) != plain
    own.styles["Heading 1"].font.color.rgb = RGBColor(3, 2, 1)
    own.save(str(project / "letter.docx"))
    assert colour() == RGBColor(3, 2, 1)  # what was made before is not taken for what is asked for now
    own.styles["Heading 1"].font.color.rgb = RGBColor(9, 9, 9)
    own.save(str(project / "other.docx"))
    more = ("--template", project / "other.docx")
    assert colour() == RGBColor(9, 9, 9)


def test_a_report_of_a_stale_graph_says_so(project: Path) -> None:
    (project / "checks" / "more.yaml").write_text("[]\n", encoding="utf-8")
    result = run("report", "gaps", project, "-f", "md", "-o", "-")
    assert "has changed since the last build" in result.stderr


def test_coverage_fails_under(built: Path) -> None:
    run("coverage", built, "--fail-under", "0")
    assert "was asked for" in run("coverage", built, "--fail-under", "100", code=1).stderr


@pytest.mark.parametrize("by", ["document", "kind", "modality", "owner"])
def test_coverage_counts_every_requirement(built: Path, by: str) -> None:
    found = json.loads(run("coverage", built, "--by", by, "--json").output)
    counts = {key: value for key, value in found["all"].items() if key not in ("total", "percent")}
    assert sum(counts.values()) == found["all"]["total"] > 0
    if by != "owner":  # a requirement counts once for each owner of its checks
        assert sum(group["total"] for group in found["groups"].values()) == found["all"]["total"]


def test_check_finds_the_failing_check(built: Path) -> None:
    findings = json.loads(run("check", built, "--json", code=1).output)
    codes = {finding["code"] for finding in findings}
    assert "coverage.failing" in codes
    assert "coverage.uncovered" in codes
    assert not any(code.startswith("verify.") or code == "check.stale" for code in codes)
    assert all(finding["remedy"] for finding in findings if finding["code"].startswith("coverage."))


def test_check_says_that_the_graph_is_stale(project: Path) -> None:
    (project / "evidence" / "more.yaml").write_text("[]\n", encoding="utf-8")
    assert "check.stale" in run("check", project, code=1).output


def test_verify_holds(built: Path) -> None:
    assert "holds" in run("verify", built).output


def test_verify_finds_a_changed_source(project: Path) -> None:
    source = project / "sec-xm-order" / "source.md"
    source.write_bytes(source.read_bytes().replace(b"shall", b"may", 1))
    assert "sec-xm-order" in run("verify", project, code=1).output


def test_verify_finds_a_changed_quote(project: Path) -> None:
    graph = project / "build" / "graph.json"
    text = graph.read_text(encoding="utf-8")
    assert "post at least the sum" in text
    graph.write_text(text.replace("post at least the sum", "post about the sum"), encoding="utf-8")
    assert run("verify", project, code=1).output.count("error") >= 1


def test_explain_shows_sentence_rule_and_reliance(built: Path) -> None:
    output = run("explain", "sec-xm-order/III.1", built).output
    for words in ("is exempt", "rule: ", "(restatement)", "What the evidence shows of its conditions"):
        assert words in output
    assert all(len(line) <= 80 for line in output.splitlines() if " " in line.strip())


def test_explain_json_is_one_object(built: Path) -> None:
    found = json.loads(run("explain", "sec-xm-order/III-7", built, "--json").output)
    assert found["kind"] == "provision"
    assert found["links"]


def test_explain_names_what_is_near(built: Path) -> None:
    with pytest.raises(RegkitError, match="sec-xm-order/III-7"):
        runner.invoke(app, ["explain", "sec-xm-order/III-77", str(built)], catch_exceptions=False)


@pytest.mark.parametrize("form", ["json", "graphml"])
def test_export(project: Path, form: str) -> None:
    run("export", form, project)
    assert (project / "build" / f"graph-export.{form}").stat().st_size > 1000


def test_init_add_build_check(tmp_path: Path, repository: Path) -> None:
    project = tmp_path / "mine"
    run("init", project, "--name", 'Rules "of" ours')
    run("add", repository / "corpus" / "sec-xm-order" / "source.md", project, "--id", "xm", "--status", "restatement")
    run("build", project)
    assert "coverage.uncovered" in run("check", project).output
    run("check", project, "--strict", code=1)
    assert "restatement" in (project / "corpus" / "xm" / "document.toml").read_text(encoding="utf-8")


def test_init_never_overwrites(tmp_path: Path) -> None:
    run("init", tmp_path)
    with pytest.raises(RegkitError, match="already"):
        runner.invoke(app, ["init", str(tmp_path)], catch_exceptions=False)


def test_add_refuses_a_second_of_the_name(project: Path) -> None:
    source = project / "sec-xm-order" / "source.md"
    done = process("add", source, project, "--id", "sec-xm-order")
    assert (done.returncode, "already" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


BAD = [
    (("build", "{tmp}"), "init"),
    (("report", "nonsense", "{built}"), "matrix"),
    (("report", "matrix", "{built}", "-f", "odt"), "html"),
    (("report", "matrix", "{built}", "-f", "pdf", "--template", "letter.docx"), "--format docx"),
    (("report", "matrix", "{built}", "-f", "docx", "--template", "letter.docx"), "cannot be read"),
    (("export", "nonsense", "{built}"), "graphml"),
    (("annotate", "{tmp}/missing.txt"), "missing.txt"),
    (("coverage", "{built}", "--fail-under", "101"), "100"),
]


@pytest.mark.parametrize(("words", "hint"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_misuse_is_one_clear_error(words: tuple[str, ...], hint: str, built: Path, tmp_path: Path) -> None:
    done = process(*(word.format(tmp=tmp_path, built=built) for word in words))
    assert done.returncode == 2
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


CONTENTS = [b"", b" \n", b"\x00\x01\x02\x03", b"\x7fELF\x02\x01\x01" + bytes(40), b"<RULE><PREAMB><P>cut", b"%PDF-1.7\n", b"PK\x03\x04rest"]


@pytest.mark.parametrize("data", CONTENTS, ids=[repr(data[:12]) for data in CONTENTS])
def test_what_is_no_document_is_refused(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bad.bin"
    file.write_bytes(data)
    done = process("annotate", file)
    assert done.returncode == 2
    assert "bad.bin" in done.stderr
    assert "Traceback" not in done.stderr


def test_stored_graphs_need_no_spacy(built: Path) -> None:
    code = (
        "import sys\nfrom regkit.workflow import open_project, report\n"
        f"report(open_project({str(built)!r}), 'matrix', 'html')\nassert 'spacy' not in sys.modules, 'spaCy was imported'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_regkit_is_free() -> None:
    code = "import sys, regkit\nassert not {'spacy', 'networkx', 'jinja2', 'lxml', 'typer'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_missing_source_is_named(project: Path) -> None:
    (project / "sec-xm-order" / "source.md").unlink()
    done = process("build", project)
    assert done.returncode == 2
    assert "source.md: there is no such file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_source_that_links_to_itself_is_refused(project: Path) -> None:
    source = project / "sec-xm-order" / "source.md"
    source.unlink()
    source.symlink_to("source.md")
    done = process("build", project)
    assert done.returncode == 2
    assert "source.md" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", [("export", "json"), ("report", "gaps")])
def test_a_place_that_cannot_be_written_is_an_error(project: Path, verb: tuple[str, str]) -> None:
    done = process(*verb, project, "--output", project / "regkit.toml" / "out")
    assert done.returncode == 2
    assert "regkit.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_day_of_coverage_is_a_date(built: Path) -> None:
    done = process("coverage", built, "--on", "yesterday")
    assert done.returncode == 2
    assert "YYYY-MM-DD" in done.stderr


def test_check_names_decisions_on_requirements_that_are_gone(project: Path) -> None:
    waiver = '[[waiver]]\nrequirement = "sec-xm-order/III-99.1"\nreason = "r"\nowner = "o"\nuntil = 2030-01-01\n'
    (project / "reviews.toml").write_text(waiver, encoding="utf-8")
    run("build", project)
    assert "waiver.vanished" in run("check", project, code=1).output


@pytest.mark.parametrize(
    ("old", "new"),
    [('"fingerprint":', '"was":'), ('"start":', '"start":"x","was":'), ('"findings":"[', '"findings":"')],
    ids=["no-anchor", "type", "findings"],
)
def test_a_damaged_attribute_is_an_error(project: Path, old: str, new: str) -> None:
    graph = project / "build" / "graph.json"
    graph.write_text(graph.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = process("check", project)
    assert done.returncode == 2
    assert "the graph is damaged" in done.stderr
    assert "regkit build" in done.stderr


def test_templates_are_the_projects_own(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (project / "templates").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    done = process("report", "gaps", project)
    assert done.returncode == 2
    assert "a link out of the project" in done.stderr


def test_a_document_in_two_folders_is_refused(project: Path) -> None:
    shutil.copytree(project / "sec-xm-order", project / "corpus" / "sec-xm-order")
    done = process("build", project)
    assert done.returncode == 2
    assert "is there twice" in done.stderr


def test_findings_name_their_document(capsys: pytest.CaptureFixture[str]) -> None:
    print_findings([Finding(code="read.x", severity=Severity.NOTE, message="m", document="d", place="source.xml:3", remedy="look")], json=False)
    assert capsys.readouterr().out == "note: d, source.xml:3: m. Look. [read.x]\n"


def test_add_refuses_what_the_next_build_would(project: Path, repository: Path) -> None:
    source = repository / "corpus" / "sec-xm-order" / "source.md"
    done = process("add", source, project, "--id", "second", "--retrieved", "June 5")
    assert (done.returncode, "YYYY-MM-DD" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert not (project / "corpus" / "second").exists()
