"""regkit: from regulatory text to a requirements graph you can cite.

The public names are loaded when first used, so that importing the package costs nothing and a stored graph can be queried without spaCy.

- ``read_document(path)`` → `Document`; ``analyse_document(document)`` → `Analysis`; ``build_graph(documents)`` → networkx ``MultiDiGraph``
- ``build_project(folder)`` builds and stores; ``load_graph(folder)`` → the stored graph; ``open_project(folder)`` → graph and coverage
- ``render_report(stored, "matrix", "html")`` → bytes; ``verify_project(folder)`` → findings
- ``find_citations(text)`` → citations in any text

No name here is a package's (``regkit.read`` is the package of readers), so that what a name means does not depend on what was imported before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "read_document": ("regkit.read", "read"),
    "find_citations": ("regkit.cite", "find"),
    "analyse_document": ("regkit.workflow", "extract"),
    "analyse_files": ("regkit.workflow", "analyse"),
    "build_graph": ("regkit.workflow", "build"),
    "build_project": ("regkit.workflow", "build_project"),
    "load_graph": ("regkit.workflow", "load"),
    "open_project": ("regkit.workflow", "open_project"),
    "render_report": ("regkit.workflow", "report"),
    "verify_project": ("regkit.workflow", "verify_project"),
}

if TYPE_CHECKING:
    from regkit.cite import find as find_citations
    from regkit.read import read as read_document
    from regkit.workflow import analyse as analyse_files
    from regkit.workflow import build as build_graph
    from regkit.workflow import build_project, open_project, verify_project
    from regkit.workflow import extract as analyse_document
    from regkit.workflow import load as load_graph
    from regkit.workflow import report as render_report

__all__ = [
    "__version__",
    "analyse_document",
    "analyse_files",
    "build_graph",
    "build_project",
    "find_citations",
    "load_graph",
    "open_project",
    "read_document",
    "render_report",
    "verify_project",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'regkit' has no attribute {name!r}")
    module, attribute = _PUBLIC[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
