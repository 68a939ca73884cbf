"""The register: out as a workbook, edited as people do, and back; every row accounted for."""

from __future__ import annotations

import datetime
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from regkit.apps.cli.app import app
from regkit.errors import CheckError
from regkit.model.check import Check, Method, Target
from regkit.register import check_files
from regkit.register.rows import COLUMNS, FIELDS, Outcome, Row, cells_of, decide, exported, targets_of
from regkit.register.workbook import read
from regkit.trace.checks import parse_checks

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")
runner = CliRunner(env={"COLUMNS": "80"})

ONE = Check(id="C-1", title="Property is apart", verifies=(Target(id="a/1.1"),), owner="Operations", tags=("x", "y"), place="checks/a.yaml, line 1")
TWO = Check(id="tests/test_a.py::test_a", title="a", verifies=(Target(id="a/2.1"),), method=Method.TEST, place="tests/test_a.py, line 3")


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def known(target: Target) -> None:
    if target.id.startswith("no/"):
        raise CheckError(f"there is no requirement {target.id!r}")


def row(check: Check, number: int = 2, /, **cells: str) -> Row:
    return Row(number=number, cells=cells_of(check) | {"exported": exported(check)} | cells)


DECISIONS = [
    ("as it was", row(ONE), Outcome.UNCHANGED, ""),
    ("an owner", row(ONE, owner="Treasury"), Outcome.CHANGED, ""),
    ("spaces around", row(ONE, owner=" Operations "), Outcome.UNCHANGED, ""),
    ("a method in capitals", row(ONE, method="Inspection"), Outcome.UNCHANGED, ""),
    ("no title", row(ONE, title=" "), Outcome.REFUSED, "no title"),
    ("no method", row(ONE, method="guess"), Outcome.REFUSED, "no method"),
    ("verifies nothing", row(ONE, verifies=" \n"), Outcome.REFUSED, "verifies nothing"),
    ("verifies what is not there", row(ONE, verifies="no/1.1"), Outcome.REFUSED, "no requirement"),
    ("of a test", row(TWO, owner="Me"), Outcome.REFUSED, "stands in tests/test_a.py"),
    ("changed on both sides", row(ONE, owner="Treasury", exported="rk1:other"), Outcome.REFUSED, "export again"),
    ("changed in the project only", row(ONE, exported="rk1:other"), Outcome.UNCHANGED, ""),
    ("new", Row(number=9, cells={"id": "C-9", "title": "New", "verifies": "a/1.1"}), Outcome.NEW, ""),
    (
        "taken out of the project",
        Row(number=9, cells={"id": "C-9", "title": "New", "verifies": "a/1.1", "exported": "rk1:x"}),
        Outcome.REFUSED,
        "any more",
    ),
    ("no id", Row(number=9, cells={"title": "New", "verifies": "a/1.1"}), Outcome.REFUSED, "no id"),
    ("a formula", Row(number=9, cells=cells_of(ONE), faults=("B9 is a formula",)), Outcome.REFUSED, "formula"),
    ("a column is missing", Row(number=2, cells={"id": "C-1", "owner": "Treasury"}), Outcome.CHANGED, ""),
]


@pytest.mark.parametrize(("given", "outcome", "reason"), [case[1:] for case in DECISIONS], ids=[case[0] for case in DECISIONS])
def test_decisions(given: Row, outcome: Outcome, reason: str) -> None:
    first, *others = decide([given], [ONE, TWO], known, lambda check: check.place.startswith("checks/"))
    assert (first.outcome, reason in first.reason) == (outcome, True)
    assert {other.id for other in others} == {ONE.id, TWO.id} - {first.id}
    assert {other.outcome for other in others} <= {Outcome.KEPT}


def test_a_second_row_of_one_id_is_refused() -> None:
    decisions = decide([row(ONE), row(ONE, 3, owner="X")], [ONE], known, lambda _: True)
    assert [decision.outcome for decision in decisions] == [Outcome.UNCHANGED, Outcome.REFUSED]


TARGETS = [
    ("a/1.1", (Target(id="a/1.1"),)),
    (" a/1.1 \n\n a/2.1", (Target(id="a/1.1"), Target(id="a/2.1"))),
    ('order: "carries it"', (Target(document="order", quote="carries it"),)),
    ("17 CFR 240.15c3-3(a)(1): “the “customer” account”", (Target(document="17 CFR 240.15c3-3(a)(1)", quote="the “customer” account"),)),
    ("", ()),
]


@pytest.mark.parametrize(("cell", "expected"), TARGETS)
def test_targets(cell: str, expected: tuple[Target, ...]) -> None:
    assert targets_of(cell) == expected


YAML = """\
# The first file
- id: C-1   # keep me
  title: 'Property is apart'
  verifies: a/1.1
  owner: Operations  # who
  procedure: >-
    Look at the ledger,
    then at the account.

  # about tags
  tags: [x, y]

- {id: C-2, title: Flow, verifies: [a/2.1]}

- id: C-3
  title: Blocks
  tags:
    - one
  verifies:
    - document: order
      quote: "keeps records"
    # a remark
    - a/3.1
"""

EDITS: list[tuple[str, str, dict[str, Any]]] = [
    ("a value", "C-1", {"owner": "Treasury: desk #1"}),
    ("a folded text", "C-1", {"procedure": "Ask."}),
    ("a list in one line", "C-1", {"tags": ("z",)}),
    ("targets for one", "C-1", {"verifies": (Target(id="a/1.1"), Target(document="order", quote='says "no"'))}),
    ("a field that was not there", "C-1", {"risk": "Loss\nof funds"}),
    ("emptied", "C-1", {"owner": ""}),
    ("in braces", "C-2", {"title": "Braces, still"}),
    ("a block of targets", "C-3", {"verifies": (Target(id="a/9.1"), Target(document="order", quote="x"))}),
    ("a block of tags", "C-3", {"tags": ("two", "yes")}),
    ("several", "C-3", {"title": "No", "owner": "on", "method": Method.TEST}),
]


@pytest.mark.parametrize(("id", "fields"), [case[1:] for case in EDITS], ids=[case[0] for case in EDITS])
def test_an_edit_says_what_was_meant_and_leaves_the_rest(id: str, fields: dict[str, Any]) -> None:
    from msgspec.structs import replace

    before = {check.id: check for check in parse_checks(YAML.encode(), "a.yaml")}
    wanted = replace(before[id], **fields)
    made = check_files.edit(YAML.encode(), "a.yaml", {id: (wanted, tuple(fields))})
    after = {check.id: check for check in parse_checks(made, "a.yaml")}
    assert {name: getattr(after[id], name) for name in FIELDS} == {name: getattr(wanted, name) for name in FIELDS}
    assert {name: cells_of(check) for name, check in after.items() if name != id} == {
        name: cells_of(check) for name, check in before.items() if name != id
    }
    for remark in ("# The first file", "# keep me", "# about tags"):
        assert remark in made.decode()


def test_what_cannot_be_edited_in_place_is_not() -> None:
    from msgspec.structs import replace

    check = parse_checks(b"- {id: C-2, title: Flow, verifies: [a/2.1]}\n", "a.yaml")[0]
    with pytest.raises(CheckError, match="cannot be changed in place"):
        check_files.edit(b"- {id: C-2, title: Flow, verifies: [a/2.1]}\n", "a.yaml", {"C-2": (replace(check, owner="X"), ("owner",))})


@pytest.mark.parametrize("before", [b"", b"# only a remark\n", YAML.encode(), YAML.rstrip().encode()])
def test_added_checks_read_back(before: bytes) -> None:
    made = check_files.add(before, "a.yaml", [ONE, TWO])
    assert made.startswith(before)
    assert [cells_of(check) for check in parse_checks(made, "a.yaml")[-2:]] == [cells_of(ONE), cells_of(TWO)]


def edited(project: Path, change: Callable[[Any, dict[str, int]], None]) -> Path:
    """Export, change the sheet as a person would in a spreadsheet, and save."""
    path = project / "build" / "register.xlsx"
    run("register", "export", project)
    book = openpyxl.load_workbook(path)
    sheet = book["Checks"]
    change(sheet, {cell.value: cell.column for cell in sheet[1]})
    book.save(path)
    return path


def test_the_same_project_gives_the_same_bytes_and_comes_back_unchanged(project: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    run("register", "export", project, "-o", one)
    run("register", "export", project, "-o", two)
    assert one.read_bytes() == two.read_bytes()
    assert "16 unchanged. Nothing was written." in run("register", "import", one, project).output


def test_a_sheet_is_set_up_for_people(project: Path, tmp_path: Path) -> None:
    run("register", "export", project, "-o", tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Checks"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("C2", "$1:$1", "landscape")
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.data_validations.dataValidation[0].formula1 == '"test,inspection,analysis,attestation"'
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)


def test_edits_new_rows_and_faults(project: Path) -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(2, at["owner"]).value = "Treasury desk"
        sheet.cell(3, at["next_due"]).value = datetime.datetime(2027, 3, 1)
        sheet.cell(4, at["title"]).value = "=1+1"
        sheet.cell(5, at["owner"]).comment = openpyxl.comments.Comment("Who is this?", "Auditor")
        sheet.cell(1, len(at) + 1).value = "My column"
        sheet.delete_rows(6)
        last = sheet.max_row + 1
        for name, value in (("id", "XM-NEW"), ("title", 'A "new" check'), ("verifies", "sec-xm-order/III-1.1"), ("owner", "on")):
            sheet.cell(last, at[name]).value = value

    path = edited(project, change)
    files = {file: file.read_bytes() for file in (project / "checks").iterdir()}
    told = run("register", "import", path, project, "--dry-run", code=1)
    assert {file: file.read_bytes() for file in (project / "checks").iterdir()} == files
    told = run("register", "import", path, project, code=1)
    assert "12 unchanged, 2 changed, 1 new, 1 refused, 1 kept." in told.output
    for words in ("changed\towner", "changed\tnext_due", "is a formula", "it has no row", "my_column", "Who is this?"):
        assert words in told.output
    checks = {check.id: check for file in sorted((project / "checks").iterdir()) for check in parse_checks(file.read_bytes(), file.name)}
    assert checks["XM-C1-01"].owner == "Treasury desk"
    assert checks["XM-C2-01"].next_due == "2027-03-01"
    assert (checks["XM-NEW"].title, checks["XM-NEW"].owner) == ('A "new" check', "on")
    assert len(checks) == 17
    run("build", project)


def test_merged_cells_and_doubled_headings_are_named(project: Path) -> None:
    path = edited(project, lambda sheet, _: sheet.merge_cells("B2:B3"))
    assert "merged cell" in run("register", "import", path, project, code=1).output
    path = edited(project, lambda sheet, at: setattr(sheet.cell(1, at["risk"]), "value", "owner"))
    assert "two columns have the heading 'owner'" in str(runner.invoke(app, ["register", "import", str(path), str(project)]).exception)


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\3\4 nearly"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(CheckError) as caught:
        read(data, "register.xlsx")
    assert caught.value.remedy


def test_a_workbook_without_the_sheet_or_headings_is_refused() -> None:
    book = openpyxl.Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(CheckError, match="no sheet 'Checks'"):
        read(buffer.getvalue(), "register.xlsx")
    book.active.title = "Checks"
    book.active.append(["name", "title"])
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(CheckError, match="no row of headings"):
        read(buffer.getvalue(), "register.xlsx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_saves_what_comes_back_unchanged(project: Path, tmp_path: Path) -> None:
    import subprocess

    run("register", "export", project, "-o", tmp_path / "r.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for form, folder in (("ods", "a"), ("xlsx", "b")):
        source = tmp_path / ("r.xlsx" if form == "ods" else "a/r.ods")
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path / folder), str(source)]
        subprocess.run(command, capture_output=True, check=False, timeout=120)
    if not (tmp_path / "b" / "r.xlsx").is_file():
        pytest.skip("LibreOffice has no spreadsheet program here")
    assert "16 unchanged" in run("register", "import", tmp_path / "b" / "r.xlsx", project).output


def test_columns_are_the_fields_of_a_check() -> None:
    assert set(COLUMNS) == set(Check.__struct_fields__) - {"place"}
