"""``checks/*.yaml`` → `Check`s. A file holds a list of checks, or a table with the list under ``checks``::

    - id: CHK-1
      title: Property is carried in a futures account
      verifies:
        - sec-xm-order/III-1.1                          # a requirement's id
        - {document: sec-xm-order, quote: "shall carry within a futures account"}
      method: inspection                                # test, inspection, analysis, attestation
      owner: Treasury operations

What a quote means is `regkit.graph.targets`. All problems of a run are listed together, since a person who is told one a run needs many runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from regkit.errors import CheckError, RegkitError
from regkit.model.check import Check, Method, Target
from regkit.text.forms import Lines, convert, listed, parse_yaml

T = TypeVar("T")


class _CheckEntry(Struct, frozen=True, kw_only=True):
    """A check as a file spells it; `Check` without what is not the author's to say."""

    id: str
    title: str
    verifies: tuple[Target, ...]
    method: Method = Method.INSPECTION
    owner: str = ""
    frequency: str = ""
    next_due: str = ""
    procedure: str = ""
    evidence_wanted: str = ""
    risk: str = ""
    tags: tuple[str, ...] = ()


def load_checks(paths: Iterable[Path], root: Path | None = None) -> tuple[Check, ...]:
    """Return the checks of the files, in order. Places in errors and checks are relative to ``root``.

    Raises: CheckError that lists everything that is wrong in any of the files.
    """
    problems: list[RegkitError] = []
    checks = read_files(paths, root, problems, parse_file)
    refuse_doubles(checks, problems)
    if problems:
        raise listed(problems, "the checks", CheckError)
    return tuple(checks)


def refuse_doubles(checks: Iterable[Check], problems: list[RegkitError]) -> None:
    """Add a problem for every check whose id another has."""
    seen: dict[str, Check] = {}
    for check in checks:
        if check.id in seen:
            message = f"check {check.id!r} is there already, at {seen[check.id].place}"
            problems.append(CheckError(message, place=check.place, remedy="Rename one of the two"))
        seen.setdefault(check.id, check)


def parse_checks(data: bytes, place: str) -> tuple[Check, ...]:
    """Return the checks that YAML (or JSON) holds. Raises: CheckError that lists everything that is wrong."""
    problems: list[RegkitError] = []
    checks = parse_file(data, place, problems)
    if problems:
        raise listed(problems, "the checks", CheckError)
    return tuple(checks)


def place_of(path: Path, root: Path | None) -> str:
    """Return a file's name for people: relative to the project, with forward slashes."""
    return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else str(path)


def read_files(
    paths: Iterable[Path], root: Path | None, problems: list[RegkitError], parse: Callable[[bytes, str, list[RegkitError]], list[T]]
) -> list[T]:
    """Return what ``parse`` reads in every file, in order, collecting the problems; ``parse`` gets bytes, place and the problems so far."""
    found: list[T] = []
    for path in paths:
        place = place_of(path, root)
        try:
            data = path.read_bytes()
        except OSError as problem:
            problems.append(CheckError(f"the file cannot be read: {problem.strerror}", place=place, remedy="Check the file and its permissions"))
            continue
        found += parse(data, place, problems)
    return found


def read_entries(data: bytes, place: str, key: str, problems: list[RegkitError], read: Callable[[Any, tuple[str | int, ...], Lines], T]) -> list[T]:
    """Return ``read`` of every entry of a list, or of the list under ``key``, collecting the problems; ``read`` gets value, path and lines."""
    try:
        value, lines = parse_yaml(data, place, error=CheckError)
        at: tuple[str | int, ...] = ()
        if isinstance(value, dict) and set(value) == {key}:
            value, at = value[key], (key,)
        if value is None:
            return []
        if not isinstance(value, list):
            raise CheckError(f"not a list of {key}", place=place, remedy=f"Write a list, each entry beginning with '- ', or a table with {key!r}")
    except RegkitError as problem:
        problems.append(problem)
        return []
    found = []
    for index, entry in enumerate(value):
        try:
            found.append(read(entry, (*at, index), lines))
        except RegkitError as problem:
            problems.append(problem)
    return found


def parse_file(data: bytes, place: str, problems: list[RegkitError]) -> list[Check]:
    """Return the checks that YAML (or JSON) holds; what is wrong is added to ``problems``."""

    def read(entry: Any, at: tuple[str | int, ...], lines: Lines) -> Check:
        where = f"{place}, line {lines(at)}" if lines(at) else place
        found = convert(_spelled_out(entry), _CheckEntry, place, lines=lines, at=at, error=CheckError)
        fields = {name: getattr(found, name) for name in found.__struct_fields__}
        if not found.id.strip() or not found.id.isprintable():
            raise CheckError(f"{found.id!r} is no id", place=where, remedy="Use printable characters, at least one")
        if not found.verifies:
            raise CheckError(f"check {found.id!r} verifies nothing", place=where, remedy="Name a requirement's id, or a document and a quote")
        for target in found.verifies:
            if bool(target.id) == bool(target.document or target.quote) or bool(target.document) != bool(target.quote):
                message = f"check {found.id!r} has a target that is neither an id nor a document and a quote"
                raise CheckError(message, place=where, remedy="Write the requirement's id, or document and quote")
        return Check(**fields, place=where)

    return read_entries(data, place, "checks", problems, read)


def _spelled_out(entry: Any) -> Any:
    """``verifies`` may be one target, and a target may be the id alone."""
    if not isinstance(entry, dict) or "verifies" not in entry:
        return entry
    targets = entry["verifies"]
    targets = targets if isinstance(targets, list) else [targets]
    return entry | {"verifies": [{"id": target} if isinstance(target, str) else target for target in targets]}
