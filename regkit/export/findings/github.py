"""GitHub Actions: workflow commands, which the runner turns into annotations at the line (docs.github.com, "Workflow commands")."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.export.findings.located import Located
from regkit.model.finding import Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write(findings: Sequence[Located], passed: Sequence[Located] = ()) -> str:
    """Return a command a finding. What passed has none."""
    return "".join(f"{_command(item)}\n" for item in findings)


def _command(item: Located) -> str:
    about = (
        {"file": item.path} | ({"line": str(item.line)} if item.line else {}) | {"title": f"{item.pinpoint or item.id or item.path} [{item.code}]"}
    )
    properties = ",".join(f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in about.items())
    return f"::{_COMMANDS[item.severity]} {properties}::{_escaped(item.message)}"


def _escaped(text: str) -> str:
    """Return the text as the runner reads it back; an unescaped line end would begin a command of the document's making."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(char if char.isprintable() else " " for char in text)
