"""Kept reports: after any edit, of anything, a report equals one made without a cache, byte for byte; an unchanged one is not made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regkit.store.manifest import manifest_of
from regkit.store.reports import ReportCache, code_digest
from regkit.store.workspace import open_workspace
from regkit.workflow import build_project, make_report, open_project, report
from regkit.workflow.facts import facts_key, kept_facts, refresh_facts
from regkit.workflow.stored import facts_of

SOURCE = """§ 900.1 Records.

A member shall keep a record of each transfer for five years. A member may not lend customer property.

§ 900.2 Reports.

The clearing agency must report a failure within two business days, unless the board grants an extension.
"""
FILES = {
    "regkit.toml": 'name = "House rules"\ndocuments = ["rules"]\n',
    "corpus/rules/rules.txt": SOURCE,
    "corpus/rules/document.toml": 'id = "rules"\n\n[authority]\ntitle = "Rules"\nstatus = "official"\n\n[source]\nfile = "rules.txt"\n',
    "checks/one.yaml": "- id: REC-1\n  title: Records\n  method: test\n  verifies:\n    - document: rules\n      quote: keep a record\n",
    "evidence/one.yaml": '- check: REC-1\n  result: pass\n  date: "2026-05-01"\n',
}
WAIVER = '[[waiver]]\nrequirement = "{}"\nreason = "{}"\nowner = "Board"\nuntil = 2026-12-31\n'


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / name).read_text()
        (root / name).write_text(text.replace(new, old) if new in text else text.replace(old, new))

    edit.__name__ = f"{name}: {new}".strip()
    return edit


def put(name: str, text: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        path = root / name
        if path.is_file() and path.read_text() == text:
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    edit.__name__ = f"{name} there or not"
    return edit


INPUTS = [
    replace("corpus/rules/rules.txt", "five years", "six years"),
    replace("corpus/rules/rules.txt", "§ 900.2 Reports.", "§ 900.2 Failures."),
    replace("corpus/rules/document.toml", "official", "draft"),
    replace("checks/one.yaml", "title: Records", "title: The books"),
    replace("checks/one.yaml", "quote: keep a record", "quote: may not lend"),
    replace("evidence/one.yaml", "pass", "fail"),
    put("evidence/two.yaml", '- check: REC-1\n  result: pass\n  date: "2026-06-01"\n'),
    replace("regkit.toml", "House rules", "Rules of the house"),
]
LATER = [  # what shows without a build
    put("reviews.toml", WAIVER.format("rules/900-1.2", "Small")),
    put("reviews.toml", WAIVER.format("rules/900-1.2", "Smaller")),
    put("templates/_shared/extra.css", "body { color: #123 }"),
    put("templates/matrix/page.html.jinja", '{% extends "builtin/matrix/page.html.jinja" %}{% block footer %}<p>Ours</p>{% endblock %}'),
    put("templates/matrix/page.csv.jinja", "ours\n"),
    put("templates/matrix/report.toml", 'title = "Mine"\ndescription = "Ours"\nview = "matrix"\n'),
    replace("regkit.toml", 'documents = ["rules"]\n', 'documents = ["rules"]\ntemplates = ["templates"]\n'),
]
REPORTS = [("matrix", "html"), ("matrix", "csv"), ("gaps", "md"), ("coverage", "json")]


def make(root: Path) -> Path:
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    build_project(root)
    return root


def check(root: Path, name: str, form: str) -> bool:
    """Compare the report with one that knows no cache, and tell whether it was made before."""
    found = make_report(root, name, form)
    assert found.data == report(open_project(root), name, form)
    return found.reused


@pytest.mark.parametrize(("name", "form"), REPORTS)
def test_an_unchanged_report_is_not_made_again(tmp_path: Path, name: str, form: str) -> None:
    make(tmp_path)
    assert not check(tmp_path, name, form)
    assert check(tmp_path, name, form)
    again = make_report(tmp_path, name, form, make=lambda stored: pytest.fail("it was made again"))
    assert again.reused
    assert again.current


@pytest.mark.parametrize("edit", [*INPUTS, *LATER], ids=lambda edit: edit.__name__)
def test_an_edit_makes_another_report(tmp_path: Path, edit: Callable[[Path], None]) -> None:
    make(tmp_path)
    check(tmp_path, "matrix", "html")
    edit(tmp_path)
    assert not check(tmp_path, "matrix", "html")
    assert make_report(tmp_path, "matrix", "html").current is (edit not in INPUTS and edit is not LATER[-1])
    build_project(tmp_path)
    check(tmp_path, "matrix", "html")
    assert make_report(tmp_path, "matrix", "html").current


@given(st.lists(st.sampled_from([*INPUTS, *LATER, build_project, refresh_facts]), min_size=1, max_size=4), st.sampled_from(REPORTS))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_edits_leaves_a_stale_report(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Callable[[Path], None]], which: tuple[str, str]
) -> None:
    root = make(tmp_path_factory.mktemp("edited"))
    for edit in edits:
        edit(root)
        check(root, *which)
        assert check(root, *which)


def test_options_are_part_of_the_key(tmp_path: Path) -> None:
    make(tmp_path)
    plain = make_report(tmp_path, "matrix", "csv")
    other = make_report(tmp_path, "matrix", "csv", options=("status=covered",), make=lambda stored: b"other")
    assert other.data == b"other"
    assert not make_report(tmp_path, "matrix", "csv").reused
    assert make_report(tmp_path, "matrix", "csv").data == plain.data


def test_a_damaged_entry_is_as_good_as_missing(tmp_path: Path) -> None:
    make(tmp_path)
    wanted = make_report(tmp_path, "matrix", "csv").data
    (entry,) = (tmp_path / ".regkit" / "reports").iterdir()
    whole = entry.read_bytes()
    for damaged in (b"", whole[:20], whole[:-1], whole[:-1] + b"?", b"x" + whole[1:]):
        entry.write_bytes(damaged)
        found = make_report(tmp_path, "matrix", "csv")
        assert (found.data, found.reused) == (wanted, False)


def test_what_changes_while_a_report_is_made_is_not_kept(tmp_path: Path) -> None:
    make(tmp_path)

    def slow(stored: object) -> bytes:
        (tmp_path / "reviews.toml").write_text(WAIVER.format("rules/900-1.2", "Small"))
        return b"half of it"

    assert make_report(tmp_path, "matrix", "csv", make=slow).data == b"half of it"
    assert not check(tmp_path, "matrix", "csv")


def test_the_code_and_the_templates_are_part_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path)
    workspace = open_workspace(tmp_path)
    before = ReportCache(workspace, manifest_of(workspace, "recipe")).key("matrix", "html")
    assert ReportCache(workspace, manifest_of(workspace, "recipe")).key("matrix", "html") == before
    monkeypatch.setattr("regkit.store.reports.code_digest", lambda: "other")
    assert ReportCache(workspace, manifest_of(workspace, "recipe")).key("matrix", "html") != before
    assert len(code_digest()) == 64


def test_the_facts_are_kept_by_the_first_report_and_made_anew_by_a_build(tmp_path: Path) -> None:
    make(tmp_path)
    kept = tmp_path / ".regkit" / "facts"
    refresh_facts(tmp_path)
    assert not kept.exists(), "a project that makes no reports pays nothing"
    check(tmp_path, "matrix", "html")
    first = kept.read_bytes()
    INPUTS[0](tmp_path)
    build_project(tmp_path)
    refresh_facts(tmp_path)
    assert kept.read_bytes() != first
    again = kept.read_bytes()
    check(tmp_path, "gaps", "html")
    check(tmp_path, "matrix", "html")
    assert kept.read_bytes() == again


@pytest.mark.parametrize("edit", [*INPUTS, *LATER], ids=lambda edit: edit.__name__)
def test_kept_facts_are_those_of_the_graph_and_the_reviews(tmp_path: Path, edit: Callable[[Path], None]) -> None:
    make(tmp_path)
    check(tmp_path, "matrix", "csv")
    edit(tmp_path)
    build_project(tmp_path)
    refresh_facts(tmp_path)
    stored = open_project(tmp_path)
    found = kept_facts(stored.workspace, facts_key(stored.workspace, stored.sha256))
    assert found == facts_of(stored)
    for name, form in REPORTS:
        check(tmp_path, name, form)


def test_damaged_facts_are_as_good_as_missing(tmp_path: Path) -> None:
    make(tmp_path)
    wanted = make_report(tmp_path, "matrix", "csv").data
    kept = tmp_path / ".regkit" / "facts"
    whole = kept.read_bytes()
    for damaged in (b"", whole[:20], whole[:-1], whole[:-1] + b"?", b"x" + whole[1:]):
        kept.write_bytes(damaged)
        shutil.rmtree(tmp_path / ".regkit" / "reports")
        assert make_report(tmp_path, "matrix", "csv").data == wanted
        assert kept.read_bytes() == whole
