"""Findings in the forms that continuous integration shows beside the changed lines: SARIF, JUnit XML, GitHub and GitLab annotations.

Each form has a module with ``write(findings) -> str`` over `Located` findings: what was noticed, and where in which file. One list of findings
gives one sequence of bytes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence

from regkit.export.findings.located import Located, locate

__all__ = ["FORMS", "Located", "locate", "write"]

FORMS = ("sarif", "junit", "github", "gitlab")


def write(form: str, findings: Sequence[Located], *, passed: Sequence[Located] = ()) -> str:
    """Return the findings in a form. ``passed`` are the requirements that nothing was found of, for the forms that count them."""
    module = importlib.import_module(f"regkit.export.findings.{form}")
    make: Callable[..., str] = module.write
    return make(findings, passed)
