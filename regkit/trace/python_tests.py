"""Python tests with ``@pytest.mark.verifies`` and ``@pytest.mark.law`` → `Check`s, without running or importing them.

    @pytest.mark.verifies("sec-xm-order/III-1.1")
    @pytest.mark.law("17 CFR 240.15c3-3(a)(1)", "shall carry within a futures account")
    def test_property_is_carried_in_a_futures_account(): ...

A mark may stand on a function or class, or in ``pytestmark`` of a class or module; it holds for all tests below it. The check's id is the test's node
id without parameters, ``tests/test_custody.py::TestAccounts::test_property…``, with the path from the project; its title the first line of the
docstring, or its name in words. What a mark names must be a literal: a build reads the file and never runs it. The plugin for pytest
(`regkit.apps.pytest_plugin`) uses the same ids, so its results are evidence of these checks.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from regkit.errors import CheckError, RegkitError
from regkit.model.check import Check, Method, Target
from regkit.trace.checks import place_of

MARKS = ("verifies", "law")
_Function = (ast.FunctionDef, ast.AsyncFunctionDef)


def read_tests(paths: Iterable[Path], root: Path, problems: list[RegkitError]) -> list[Check]:
    """Return a check for every marked test in the files, in order; what is wrong is added to ``problems``, each with file and line."""
    found: list[Check] = []
    for path in paths:
        place = place_of(path, root)
        try:
            tree = ast.parse(path.read_bytes(), filename=place)
        except OSError as problem:
            problems.append(CheckError(f"the file cannot be read: {problem.strerror}", place=place, remedy="Check the file and its permissions"))
            continue
        except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
            line = getattr(problem, "lineno", None)
            where = f"{place}, line {line}" if line else place
            problems.append(CheckError(f"the file is no Python: {getattr(problem, 'msg', problem)}", place=where, remedy="Correct it"))
            continue
        found += _below(tree, place, place, (), problems)
    return found


def target_of(mark: str, arguments: tuple[object, ...]) -> tuple[Target, ...]:
    """Return what a mark's arguments mean. Raises: ValueError that says how it is written."""
    if not arguments or not all(isinstance(argument, str) and argument.strip() for argument in arguments):
        raise ValueError('it takes words in quotes: verifies("ID", …) or law("DOCUMENT", "WORDS")')
    texts = [str(argument) for argument in arguments]
    if mark == "verifies":
        return tuple(Target(id=text) for text in texts)
    if len(texts) != 2:
        raise ValueError('law takes a document or citation, and words: law("17 CFR 240.15c3-3(a)(1)", "shall carry …")')
    return (Target(document=texts[0], quote=texts[1]),)


def title_of(name: str, docstring: str | None) -> str:
    """Return a check's title: the first line of the docstring, else the name in words."""
    first = (docstring or "").strip().split("\n", 1)[0].strip()
    return first or name.removeprefix("test_").replace("_", " ").strip() or name


def _below(node: ast.Module | ast.ClassDef, id: str, place: str, inherited: tuple[Target, ...], problems: list[RegkitError]) -> Iterator[Check]:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and any(isinstance(name, ast.Name) and name.id == "pytestmark" for name in statement.targets):
            inherited = (*inherited, *_targets([statement.value], place, problems))
    for statement in node.body:
        if isinstance(statement, _Function) and statement.name.startswith("test"):
            targets = (*inherited, *_targets(statement.decorator_list, place, problems))
            if targets:
                title = title_of(statement.name, ast.get_docstring(statement))
                where = f"{place}, line {statement.lineno}"
                yield Check(id=f"{id}::{statement.name}", title=title, verifies=tuple(dict.fromkeys(targets)), method=Method.TEST, place=where)
        elif isinstance(statement, ast.ClassDef) and statement.name.startswith("Test"):
            own = _targets(statement.decorator_list, place, problems)
            yield from _below(statement, f"{id}::{statement.name}", place, (*inherited, *own), problems)


def _targets(expressions: Iterable[ast.expr], place: str, problems: list[RegkitError]) -> list[Target]:
    """Return what the marks among the expressions verify: ``pytest.mark.law(…)``, ``mark.law(…)``, or a list of them."""
    found: list[Target] = []
    for expression in expressions:
        if isinstance(expression, ast.List | ast.Tuple):
            found += _targets(expression.elts, place, problems)
            continue
        call = expression if isinstance(expression, ast.Call) else None
        function = call.func if call else expression
        if not (isinstance(function, ast.Attribute) and function.attr in MARKS and _is_mark(function.value)):
            continue
        try:
            found += target_of(function.attr, _literals(call))
        except ValueError as problem:
            where = f"{place}, line {expression.lineno}"
            problems.append(CheckError(f"the mark {function.attr} is not understood: {problem}", place=where, remedy="Correct the mark"))
    return found


def _literals(call: ast.Call | None) -> tuple[object, ...]:
    """Return the arguments of a call. Raises: ValueError where one is no literal."""
    if call is None or call.keywords or any(not isinstance(argument, ast.Constant) for argument in call.args):
        raise ValueError("its arguments must be literal strings, since a build reads tests without running them")
    return tuple(argument.value for argument in call.args if isinstance(argument, ast.Constant))


def _is_mark(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "mark") or (isinstance(node, ast.Attribute) and node.attr == "mark")
