"""regkit: from regulatory text to a requirements graph you can cite.

The public names are loaded when first used, so that importing the package costs nothing and a stored graph can be queried without spaCy.

- ``read(path)`` → `Document`; ``extract(document)`` → `Analysis`; ``build(documents)`` → networkx ``MultiDiGraph``
- ``load(project)`` → the stored graph; ``open_project(project)`` → graph and coverage; ``build_project(project)`` builds and stores it
- ``report(stored, "matrix", "html")`` → bytes; ``verify_project(project)`` → findings
- ``find(text)`` → citations in any text
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "read": "regkit.read",
    "find": "regkit.cite",
    **dict.fromkeys(("analyse", "build", "build_project", "extract", "load", "open_project", "report", "verify_project"), "regkit.workflow"),
}

if TYPE_CHECKING:
    from regkit.cite import find as find
    from regkit.read import read as read
    from regkit.workflow import analyse as analyse
    from regkit.workflow import build as build
    from regkit.workflow import build_project as build_project
    from regkit.workflow import extract as extract
    from regkit.workflow import load as load
    from regkit.workflow import open_project as open_project
    from regkit.workflow import report as report
    from regkit.workflow import verify_project as verify_project

__all__ = ["__version__", *_PUBLIC]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'regkit' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
