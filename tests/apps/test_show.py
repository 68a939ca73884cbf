"""``regkit show``, ``FILE@original`` and archives in ``regkit add``."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LONG = "(a) Duty. A firm shall keep records of each order that it receives from any customer or from another firm."
TEXT = f"§ 1.1 Records.\n{LONG}\n(b) A firm shall:\n(1) act.\n"


def run(*arguments, code=0):
    result = CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False, standalone_mode=True)
    assert result.exit_code == code, result.output
    return result


def zipped(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def tracked(tmp_path):
    old, new = "<w:del><w:r><w:delText>ten</w:delText></w:r></w:del>", "<w:ins><w:r><w:t>five</w:t></w:r></w:ins>"
    body = f"<w:p><w:r><w:t xml:space='preserve'>Pay within </w:t></w:r>{old}{new}<w:r><w:t xml:space='preserve'> days.</w:t></w:r></w:p>"
    path = tmp_path / "loan.docx"
    path.write_bytes(zipped({"word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'}))
    return path


def test_the_tree_fits_in_80_columns(tmp_path):
    path = tmp_path / "rule.txt"
    path.write_text(TEXT)
    lines = run("show", path).stdout.splitlines()
    assert lines == [
        "rule",
        "4 units, 0 notes, 148 characters, text/plain",
        "  [section] § 1.1 Records.",
        "    (a) Duty | A firm shall keep records of each order that it receives from…",
        "    (b) A firm shall:",
        "      (1) act.",
    ]
    assert max(map(len, lines)) <= 80
    assert run("show", path, "--depth", "1").stdout.splitlines() == lines[:3]
    assert run("show", path, "--text").stdout == TEXT


def test_the_tree_as_json(tmp_path):
    path = tmp_path / "rule.txt"
    path.write_text(TEXT)
    facts = json.loads(run("show", path, "--json").stdout)
    assert [(each["depth"], each["path"]) for each in facts["provisions"]] == [
        (1, ["1.1"]),
        (2, ["1.1", "a"]),
        (2, ["1.1", "b"]),
        (3, ["1.1", "b", "1"]),
    ]
    assert facts["provisions"][3]["text"] == "(1) act."


def test_text_of_a_document_does_not_drive_the_terminal(tmp_path):
    path = tmp_path / "rule.txt"
    path.write_text("§ 1.1 Title\x9b31m and \u202etxt.\n")
    assert not set(run("show", path).stdout) & {"\x9b", "\u202e"}


def test_both_versions_of_a_file_with_tracked_changes(tracked):
    assert run("show", tracked, "--text").stdout == "Pay within five days.\n"
    assert run("show", tracked, "--text", "--original").stdout == "Pay within ten days.\n"
    output = run("diff", f"{tracked}@original", tracked, code=1).stdout
    assert "[-ten-]" in output
    assert "{+five+}" in output


def test_both_versions_are_documents_of_a_project(tracked, tmp_path, monkeypatch):
    project = tmp_path / "project"
    run("init", project)
    run("add", tracked, project)
    run("add", tracked, project, "--as-original")
    monkeypatch.chdir(project)
    assert run("show", "loan-original", "--text").stdout == "Pay within ten days.\n"
    assert run("show", "loan@original", "--text").stdout == "Pay within ten days.\n"
    run("build")
    assert (project / "corpus" / "loan-original" / "document.toml").read_text().count("original = true") == 1


def test_the_documents_of_an_archive_are_added_and_a_bad_one_stops_none(tmp_path):
    archive = tmp_path / "filing.zip"
    archive.write_bytes(zipped({"bad.xml": "<x", "a/one.txt": "One.", "../two.txt": "Two.", "three.txt": "Three.", "__MACOSX/x": "x"}))
    project = tmp_path / "project"
    run("init", project)
    result = run("add", archive, project, code=1)
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["Added one", "Added three"]
    assert "bad.xml" in result.stderr
    assert "leads out of the archive" in result.stderr
    assert sorted(path.name for path in (project / "corpus").iterdir() if path.is_dir()) == ["one", "three"]
    assert not (tmp_path / "two.txt").exists()
