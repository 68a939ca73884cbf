"""regkit: from regulatory text to a requirements graph you can cite.

The public names are loaded when first used, so that importing the package costs nothing and a stored graph can be queried without spaCy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "read": "regkit.read",
    "extract": "regkit.workflow",
    "build": "regkit.workflow",
}

if TYPE_CHECKING:
    from regkit.read import read as read
    from regkit.workflow import build as build
    from regkit.workflow import extract as extract

__all__ = ["__version__", *_PUBLIC]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'regkit' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
