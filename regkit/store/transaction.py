"""Replace several files as one: a kill leaves the old state or the new one, or says that it must be finished.

What is to be written is first stored whole, before and after, in a record that people can read; then the files are replaced one by one; then the
record is closed. A record that is open after a kill is carried through by `finish`. Undoing is the same the other way. The records stay: they are
the history of what was moved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from regkit.errors import CheckError
from regkit.store.atomic import write_bytes
from regkit.store.chain import locked

FORM = 1
BEGUN, DONE, UNDOING, UNDONE = "begun", "done", "undoing", "undone"


class Change(Struct, frozen=True, kw_only=True):
    """A file, relative to the project, before and after."""

    path: str
    before: str
    after: str


class Record(Struct, frozen=True, kw_only=True):
    """One transaction: its state, its files, and what it was for (``about``, plain data)."""

    form: int
    state: str
    files: tuple[Change, ...]
    about: Any


def records(folder: Path) -> list[tuple[Path, Record]]:
    """Return the records in a folder, oldest first. Raises: CheckError where one cannot be read."""
    return [(path, _load(path)) for path in sorted(folder.glob("[0-9]*.json"))]


def closed(folder: Path) -> list[Record]:
    """Return the records that hold. Raises: CheckError where one is open: what it writes may be half written."""
    found = []
    for path, record in records(folder):
        if record.state in (BEGUN, UNDOING):
            raise CheckError("a rebase was interrupted", place=str(path), remedy="Finish it with: regkit rebase --resume")
        if record.state == DONE:
            found.append(record)
    return found


def write(root: Path, folder: Path, files: Iterable[Change], about: Any) -> Path:
    """Replace files as one; return the record. Raises: CheckError where one is not what ``before`` says, or an earlier one is open; OSError."""
    record = Record(form=FORM, state=BEGUN, files=tuple(files), about=about)
    with locked(folder / "records"):
        closed(folder)
        for change in record.files:
            _require(root, change, (change.before,))
        path = folder / f"{len(records(folder)) + 1:04d}.json"
        _store(path, record)
        _finish(root, folder)
    return path


def undo(root: Path, folder: Path) -> Path:
    """Put the files of the last transaction that holds back as they were. Raises: CheckError where there is none, or a file has changed since."""
    with locked(folder / "records"):
        closed(folder)
        for path, record in reversed(records(folder)):
            if record.state == DONE:
                for change in record.files:
                    _require(root, change, (change.after,))
                _store(path, msgspec.structs.replace(record, state=UNDOING))
                _finish(root, folder)
                return path
    raise CheckError("there is nothing to undo", place=str(folder), remedy="Nothing was applied, or all of it has been undone")


def finish(root: Path, folder: Path) -> list[Path]:
    """Carry open records through; return them. Raises: CheckError where a file is neither as it was nor as it was to be."""
    with locked(folder / "records"):
        return _finish(root, folder)


def _finish(root: Path, folder: Path) -> list[Path]:
    found = []
    for path, record in records(folder):
        if record.state not in (BEGUN, UNDOING):
            continue
        for change in record.files:
            _require(root, change, (change.before, change.after))
        for change in record.files:
            write_bytes(root / change.path, (change.after if record.state == BEGUN else change.before).encode("utf-8"))
        _store(path, msgspec.structs.replace(record, state=DONE if record.state == BEGUN else UNDONE))
        found.append(path)
    return found


def _require(root: Path, change: Change, contents: tuple[str, ...]) -> None:
    path = root / change.path
    if not path.resolve().is_relative_to(root.resolve()):
        raise CheckError("the file is not inside the project", place=change.path, remedy="Write it by hand")
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise CheckError(f"the file cannot be read: {problem.strerror}", place=str(path), remedy="Put it back") from None
    if data not in [content.encode("utf-8") for content in contents]:
        digest = hashlib.sha256(data).hexdigest()
        raise CheckError(f"the file has changed since; its SHA-256 is {digest}", place=str(path), remedy="Put it back, or change it by hand")


def _load(path: Path) -> Record:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise CheckError(f"the record cannot be read: {problem}", place=str(path), remedy="Restore it from version control") from None
    if found.form != FORM:
        raise CheckError("the record is of another form", place=str(path), remedy="A newer regkit may have written it")
    return found


def _store(path: Path, record: Record) -> None:
    write_bytes(path, msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")
