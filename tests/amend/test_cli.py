"""``regkit amend`` and ``regkit diff`` as a user types them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app
from regkit.errors import RegkitError

runner = CliRunner(env={"COLUMNS": "80"})
GOOD = "<AMDPAR>2. In § 7.1(c), remove “30” and add in its place “45”.</AMDPAR>"
BAD = "<AMDPAR>3. In § 7.9, remove paragraph (a).</AMDPAR>"


@pytest.fixture
def files(tmp_path, part_xml, rule_xml):
    (tmp_path / "part.xml").write_text(part_xml, encoding="utf-8")
    (tmp_path / "good.xml").write_bytes(rule_xml(GOOD))
    (tmp_path / "bad.xml").write_bytes(rule_xml(GOOD, BAD))
    (tmp_path / "none.xml").write_bytes(rule_xml())
    return tmp_path


def run(*words, code=0):
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def test_the_text_after_a_rule_is_written_and_added(files):
    out = run("amend", files / "part.xml", files / "good.xml", "-o", files / "after.xml")
    assert out.splitlines()[1].split("\t")[:3] == ["2", 'replace_text § 7.1(c): "30" → "45"', "applied"]
    run("init", files / "p", "--name", "Lamps")
    assert "status restatement" in run("add", files / "after.xml", files / "p", "--id", "lamps")
    rows = run("diff", files / "part.xml", files / "after.xml", code=1).splitlines()
    assert [row.split("\t")[:3] for row in rows[1:]] == [["reworded", "12 CFR 7.1(c)", "12 CFR 7.1(c)"]]


def test_what_is_not_carried_out_is_listed_and_is_exit_code_1(files):
    out = run("amend", files / "part.xml", files / "bad.xml", code=1)
    assert "not applied" in out
    assert "carry it out by hand" in out.lower()
    facts = json.loads(run("amend", files / "part.xml", files / "bad.xml", "--json", code=1))
    assert [operation["outcome"] for instruction in facts["instructions"] for operation in instruction["operations"]] == ["applied", "not applied"]


def test_misuse_is_said(files):
    for words in (("none.xml",), ("good.xml", "--part", "9"), ("part.xml",)):
        result = runner.invoke(app, ["amend", str(files / "part.xml"), str(files / words[0]), *words[1:]])
        assert isinstance(result.exception, RegkitError), result.output
    result = runner.invoke(app, ["diff", str(files / "part.xml"), str(files / "gone.xml")])
    assert isinstance(result.exception, RegkitError)


def test_a_text_and_itself(files):
    assert run("diff", files / "part.xml", files / "part.xml").splitlines() == ["change\told\tnew\twords"]
    assert json.loads(run("diff", files / "part.xml", files / "part.xml", "--json"))["pairs"] == []


@pytest.mark.parametrize(("form", "sign"), [("html", "<ins>45</ins>"), ("md", "**45**")])
def test_pages(files, form, sign):
    run("amend", files / "part.xml", files / "good.xml", "-o", files / "after.xml")
    assert sign in run("diff", files / "part.xml", files / "after.xml", "-f", form, code=1)
    run("diff", files / "part.xml", files / "after.xml", "-f", form, "-o", files / "page", code=1)
    assert sign in (files / "page").read_text(encoding="utf-8")
