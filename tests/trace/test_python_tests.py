"""Marked Python tests, read without running them."""

from __future__ import annotations

from pathlib import Path

import pytest

from regkit.errors import RegkitError
from regkit.model.check import Method
from regkit.trace.python_tests import read_tests, title_of

SOURCE = '''
import pytest
from pytest import mark

pytestmark = [pytest.mark.slow, pytest.mark.verifies("a/0.1")]
raise SystemExit("never run")

@pytest.mark.verifies("a/1.1", "a/2.1")
@pytest.mark.parametrize("n", [1, 2])
def test_one(n):
    """Property is carried
    in an account."""

class TestAccounts:
    pytestmark = pytest.mark.verifies("a/3.1")

    @mark.law("17 CFR 1.20", "shall segregate")
    async def test_customer_funds_are_apart(self): ...

    def helper(self): ...

@pytest.mark.verifies("a/9.1")
def not_a_test(): ...
'''


def test_marks_of_functions_classes_and_the_module(tmp_path: Path) -> None:
    path = tmp_path / "tests" / "test_a.py"
    path.parent.mkdir()
    path.write_text(SOURCE, encoding="utf-8")
    problems: list[RegkitError] = []
    one, two = read_tests([path], tmp_path, problems)
    assert problems == []
    assert (one.id, one.title, one.place, one.method) == ("tests/test_a.py::test_one", "Property is carried", "tests/test_a.py, line 10", Method.TEST)
    assert [target.id for target in one.verifies] == ["a/0.1", "a/1.1", "a/2.1"]
    assert (two.id, two.title) == ("tests/test_a.py::TestAccounts::test_customer_funds_are_apart", "customer funds are apart")
    assert [(target.id, target.document, target.quote) for target in two.verifies] == [
        ("a/0.1", "", ""),
        ("a/3.1", "", ""),
        ("", "17 CFR 1.20", "shall segregate"),
    ]


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("@pytest.mark.verifies(ID)\ndef test_a(): ...", "literal", 1),
        ("@pytest.mark.verifies\ndef test_a(): ...", "literal", 1),
        ("@pytest.mark.verifies()\ndef test_a(): ...", "words in quotes", 1),
        ("\n@pytest.mark.law('order')\ndef test_a(): ...", "a document or citation", 2),
        ("@pytest.mark.law('order', quote='x')\ndef test_a(): ...", "literal", 1),
        ("def test_a(:\n", "no Python", 1),
    ],
)
def test_wrong_marks_are_named_with_their_line(tmp_path: Path, source: str, message: str, line: int) -> None:
    (tmp_path / "test_a.py").write_text(source, encoding="utf-8")
    problems: list[RegkitError] = []
    assert read_tests([tmp_path / "test_a.py"], tmp_path, problems) == []
    (problem,) = problems
    assert message in str(problem)
    assert problem.place == f"test_a.py, line {line}"


def test_titles() -> None:
    assert [title_of("test_a_b", None), title_of("test_a", "\n  First.\nSecond."), title_of("test_", "")] == ["a b", "First.", "test_"]
