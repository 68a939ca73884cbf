"""``evidence/*.yaml|json`` → `Evidence`: a list of results, or a table with the list under ``evidence``::

    - {check: CHK-1, result: pass, date: 2026-06-30, by: Treasury operations, note: …, attachment: evidence/files/ledger.pdf}

A result without an ``id`` gets one of its check and date; the second of a day ends in ``~2``. Where an attachment has a ``sha256``, it is the
file's, in hex.

``evidence/*.jsonl`` are logs, written by ``regkit record``: see `regkit.trace.log`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from regkit.errors import CheckError, RegkitError
from regkit.model.check import Evidence, Result
from regkit.store.chain import LOG_SUFFIX
from regkit.text.forms import Lines, convert, listed
from regkit.trace.checks import read_entries, read_files
from regkit.trace.freshness import is_date
from regkit.trace.log import read_log

__all__ = ["is_date", "load_evidence", "parse_evidence"]


class _EvidenceEntry(Struct, frozen=True, kw_only=True):
    """A result as a file spells it."""

    check: str
    result: Result
    date: str
    id: str = ""
    by: str = ""
    note: str = ""
    attachment: str = ""
    sha256: str = ""


def load_evidence(paths: Iterable[Path], root: Path | None = None) -> tuple[Evidence, ...]:
    """Return the results of the files, in order. Raises: CheckError that lists everything that is wrong in any of them."""
    problems: list[RegkitError] = []
    found: list[Evidence] = []
    for path in paths:
        if path.suffix != LOG_SUFFIX:
            found += read_files([path], root, problems, _parse)
            continue
        try:
            found += read_log(path, root)
        except RegkitError as problem:
            problems.append(problem)
    if problems:
        raise listed(problems, "the evidence", CheckError)
    return _numbered(found)


def parse_evidence(data: bytes, place: str) -> tuple[Evidence, ...]:
    """Return the results that YAML or JSON holds. Raises: CheckError that lists everything that is wrong."""
    problems: list[RegkitError] = []
    found = _parse(data, place, problems)
    if problems:
        raise listed(problems, "the evidence", CheckError)
    return _numbered(found)


def _parse(data: bytes, place: str, problems: list[RegkitError]) -> list[Evidence]:
    def read(entry: Any, at: tuple[str | int, ...], lines: Lines) -> Evidence:
        found = convert(entry, _EvidenceEntry, place, lines=lines, at=at, error=CheckError)
        where = f"{place}, line {lines(at)}" if lines(at) else place
        if not is_date(found.date):
            raise CheckError(f"not a date: {found.date!r}", place=where, remedy="Write the date as YYYY-MM-DD")
        return Evidence(**{name: getattr(found, name) for name in found.__struct_fields__}, place=where)

    return read_entries(data, place, "evidence", problems, read)


def _numbered(found: list[Evidence]) -> tuple[Evidence, ...]:
    taken: dict[str, int] = {}
    result = []
    for item in found:
        name = item.id or f"{item.check}/{item.date}"
        if not item.id:
            taken[name] = taken.get(name, 0) + 1
            name = name if taken[name] == 1 else f"{name}~{taken[name]}"
        result.append(replace(item, id=name))
    return tuple(result)
