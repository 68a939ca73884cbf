"""What a result depends on beside its input: the code and the data of the package, and the versions that run it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_APART = {"apps", "report", "export", "search", "_corpus", "_templates", "__pycache__"}
_ASKING = ("graph", "db")
"""The part of the graph's package that only asks a graph that is made."""
_SUFFIXES = {".py", ".toml", ".json", ".yaml", ".txt", ".cfg"}


@cache
def recipe() -> str:
    """Return a digest that changes when code, rules or tables that make a graph change: 64 hex digits.

    Of the package's own files, but for what only shows a graph (apps, reports, exports); of Python's and spaCy's versions. Some 200 small
    files are read, which takes about 10 ms, so that nobody need remember to raise a number when a rule changes.
    """
    return _recipe("regkit-recipe-1", lambda parts: not _APART.intersection(parts) and parts[:2] != _ASKING, ("spacy",))


@cache
def recipe_of(packages: tuple[str, ...], libraries: tuple[str, ...] = ()) -> str:
    """Return such a digest of some packages only (``("model", "text", "read")``), and of the versions of the libraries that they use."""
    chosen = frozenset((*packages, "errors.py"))
    return _recipe("regkit-stage-1", lambda parts: parts[0] in chosen and parts[:2] != _ASKING, libraries)


def _recipe(name: str, wanted: Callable[[tuple[str, ...]], bool], libraries: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for text in (name, f"{sys.version_info.major}.{sys.version_info.minor}", *map(_version, libraries)):
        _add(digest, text.encode())
    for parts, data in _files():
        if wanted(parts):
            _add(digest, "/".join(parts).encode())
            _add(digest, data)
    return digest.hexdigest()


@cache
def _files() -> tuple[tuple[tuple[str, ...], bytes], ...]:
    found = ((path.relative_to(_PACKAGE).parts, path) for path in _PACKAGE.rglob("*") if path.suffix in _SUFFIXES)
    return tuple((parts, path.read_bytes()) for parts, path in sorted(found) if "__pycache__" not in parts and path.is_file())


def digest_of(*pieces: bytes) -> str:
    """Return the SHA-256 of several byte strings, each with its length in front, in hex."""
    digest = hashlib.sha256()
    for piece in pieces:
        _add(digest, piece)
    return digest.hexdigest()


def folder_digest(folders: tuple[Path, ...]) -> str:
    """Return a digest over the names and bytes of all files below the folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.relative_to(folder).parts):
            _add(digest, path.relative_to(folder).as_posix().encode())
            _add(digest, path.read_bytes())
    return digest.hexdigest()


def _add(digest: hashlib._Hash, data: bytes) -> None:
    digest.update(len(data).to_bytes(8, "big"))
    digest.update(data)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
