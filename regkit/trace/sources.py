"""Where checks come from: every source that is registered in the entry-point group ``regkit.checks``.

A source is a function ``(workspace, problems) -> list[Check]``. It returns the checks that it finds in a project, in a fixed order, each with the
file and line it stands at, and adds what is wrong to ``problems``; it never raises for one of them, since all are listed together. What it reads
must be among `regkit.store.workspace.Workspace.inputs`, or a build would not notice a change.
"""

from __future__ import annotations

from collections.abc import Callable

from regkit import registry
from regkit.errors import CheckError, RegkitError
from regkit.model.check import Check
from regkit.store.workspace import Workspace
from regkit.text.forms import listed
from regkit.trace.checks import parse_file, read_files, refuse_doubles
from regkit.trace.marks import read_marks
from regkit.trace.python_tests import read_tests

GROUP = "regkit.checks"
Source = Callable[[Workspace, list[RegkitError]], list[Check]]


def collect_checks(workspace: Workspace) -> tuple[Check, ...]:
    """Return the checks of a project from every source: those of files first, then by the source's name.

    Raises: CheckError that lists everything that is wrong in any of them.
    """
    problems: list[RegkitError] = []
    checks: list[Check] = []
    for name in sorted(registry.names(GROUP), key=lambda name: (name != "yaml", name)):
        source: Source = registry.load(GROUP, name)
        checks += source(workspace, problems)
    refuse_doubles(checks, problems)
    if problems:
        raise listed(problems, "the checks", CheckError)
    return tuple(checks)


def from_files(workspace: Workspace, problems: list[RegkitError]) -> list[Check]:
    """Return the checks of the project's YAML files."""
    return read_files(workspace.checks, workspace.root, problems, parse_file)


def from_marks(workspace: Workspace, problems: list[RegkitError]) -> list[Check]:
    """Return the checks that comments state in the files of ``marks``."""
    return read_marks(workspace.marked, workspace.root, problems)


def from_tests(workspace: Workspace, problems: list[RegkitError]) -> list[Check]:
    """Return the checks that marked Python tests in the files of ``tests`` are."""
    return read_tests(workspace.tests, workspace.root, problems)
