"""Marks in comments of any file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.errors import RegkitError
from regkit.model.check import Target
from regkit.trace.marks import LARGEST, parse_mark, read_marks

MARKS = [
    ("# regkit: verifies order/III-1.1", [Target(id="order/III-1.1")]),
    ("    // regkit: verifies a/1.1, a/2.1", [Target(id="a/1.1"), Target(id="a/2.1")]),
    ("<!-- regkit: verifies a/1.1 -->", [Target(id="a/1.1")]),
    ("/* regkit: verifies a/1.1 */", [Target(id="a/1.1")]),
    ('-- regkit: law "17 CFR 240.15c3-3(a)(1)" "shall carry"', [Target(document="17 CFR 240.15c3-3(a)(1)", quote="shall carry")]),
    ('% regkit: law order "keeps \\"all\\" records"', [Target(document="order", quote='keeps "all" records')]),
    ("# regkit: law order “keeps records”", [Target(document="order", quote="keeps records")]),
    ('@regkit: law order "as of today"', [Target(document="order", quote="as of today")]),
]


@pytest.mark.parametrize(("line", "targets"), MARKS, ids=[line for line, _ in MARKS])
def test_marks(tmp_path: Path, line: str, targets: list[Target]) -> None:
    (tmp_path / "code.txt").write_text(f"first\n{line}\nlast\n", encoding="utf-8")
    problems: list[RegkitError] = []
    (check,) = read_marks([tmp_path / "code.txt"], tmp_path, problems)
    assert problems == []
    assert (check.id, check.place, list(check.verifies)) == ("code.txt", "code.txt, line 2", targets)


def test_the_marks_of_a_file_are_one_check_and_as_makes_another(tmp_path: Path) -> None:
    text = "# regkit: verifies a/1.1\n# regkit: verifies a/2.1\n# regkit: verifies a/3.1 as CHK-3\n"
    (tmp_path / "a.sql").write_text(text, encoding="utf-8")
    found = read_marks([tmp_path / "a.sql"], tmp_path, [])
    assert [(check.id, [target.id for target in check.verifies]) for check in found] == [("a.sql", ["a/1.1", "a/2.1"]), ("CHK-3", ["a/3.1"])]


WRONG = [
    ("# regkit: verifies", "no requirement is named"),
    ('# regkit: verifies "a/1.1"', "no requirement is named"),
    ("# regkit: law order", "words in quotes"),
    ('# regkit: law "words alone"', "words in quotes"),
    ('# regkit: law order "not ended', "does not end"),
    ('# regkit: law order "  "', "words in quotes"),
]


@pytest.mark.parametrize(("line", "message"), WRONG, ids=[line for line, _ in WRONG])
def test_wrong_marks_are_named_with_their_line(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "a.c").write_text(f"\n\n{line}\n", encoding="utf-8")
    problems: list[RegkitError] = []
    assert read_marks([tmp_path / "a.c"], tmp_path, problems) == []
    (problem,) = problems
    assert message in str(problem)
    assert problem.place == "a.c, line 3"


def test_files_that_cannot_be_read_are_problems(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\0regkit: verifies a/1.1")
    (tmp_path / "large").write_bytes(b" " * (LARGEST + 1))
    problems: list[RegkitError] = []
    assert read_marks([tmp_path / "binary", tmp_path / "large", tmp_path / "gone"], tmp_path, problems) == []
    assert [problem.place for problem in problems] == ["binary", "large", "gone"]


@given(st.sampled_from(["verifies", "law"]), st.text(max_size=80))
def test_no_text_makes_a_mark_crash(kind: str, rest: str) -> None:
    try:
        targets, _ = parse_mark(kind, rest)
    except ValueError as problem:
        assert str(problem)
    else:
        assert targets
        assert all(target.id or (target.document and target.quote) for target in targets)
