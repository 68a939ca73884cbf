"""Modules stay small and say what they are for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import regkit

ROOT = Path(regkit.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py"))
MOST = 330  # lines; "about 300"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_module(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST, "split it"
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert len(docstring) > 20, "say what the module is for"
    assert "STUB" not in docstring
