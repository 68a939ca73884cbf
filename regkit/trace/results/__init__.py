"""Files of results that other tools write (JUnit XML, SARIF, JSON, CSV) → outcomes of checks, ready to record.

Each format has a module with ``read(data, place)`` that returns `Case`s: everything in the file, whether it counts or not. `match` ties cases to
checks; what it cannot tie, and what does not count, is listed and never dropped.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from regkit.errors import CheckError
from regkit.trace.results.model import Case, Matched, Miss
from regkit.trace.results.naming import match

__all__ = ["FORMATS", "Case", "Matched", "Miss", "format_of", "match", "read"]

FORMATS = {"junit": "junit", "sarif": "sarif", "json": "tables", "csv": "tables"}
"""Format → module of this package."""


def format_of(name: str, data: bytes) -> str:
    """Return the format of a file by its first characters, and where these don't tell by its ending. Raises: CheckError where neither does.

    >>> format_of("results.xml", b"<?xml version='1.0'?><testsuites/>"), format_of("a.json", b'{"version": "2.1.0", "runs": []}')
    ('junit', 'sarif')
    """
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        return "junit"
    if head.startswith((b"{", b"[")):
        return "sarif" if head.startswith(b"{") and (b'"runs"' in data and b'"version"' in data) else "json"
    if name.lower().endswith((".csv", ".tsv", ".txt")) and head:
        return "csv"
    raise CheckError("this is no file of results that is known", place=name, remedy=f"Say what it is with --format: {', '.join(FORMATS)}")


def read(data: bytes, place: str, format: str = "") -> list[Case]:
    """Return every case of a file, in its order. Raises: CheckError where the file is not of its format."""
    format = format or format_of(place, data)
    if format not in FORMATS:
        raise CheckError(f"there is no format {format!r}", remedy=f"There are: {', '.join(FORMATS)}")
    module = importlib.import_module(f"regkit.trace.results.{FORMATS[format]}")
    reader: Callable[..., list[Case]] = module.read_csv if format == "csv" else module.read
    return reader(data, place)
