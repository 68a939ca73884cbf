"""Write the files of a site into a folder: only those whose bytes differ, each at once or not at all; take away those that a former site left.

A list of what was written (`MANIFEST`) stands in the folder. Nothing that is not in it is ever removed or written over, and nothing that
somebody changed since is removed. New names are added to the list before their pages are written, and old ones taken out after all, so that
a run that was cut off leaves nothing behind that the next would not know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from regkit.errors import ReportError
from regkit.store.atomic import write_bytes

MANIFEST = "regkit-site.json"
_BATCH = 256  # pages that are held at a time


class _Made(Struct, frozen=True, forbid_unknown_fields=True):
    files: dict[str, str]


class Written(Struct, frozen=True, kw_only=True):
    """What a run did: files written, left as they were, and removed; bytes of the whole site."""

    written: int
    kept: int
    removed: int
    size: int


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Make ``folder`` hold ``files`` (path from it, content), and none that an earlier site put there and this one has not.

    Raises: ReportError where a file that regkit did not write is in the way, or the folder's list cannot be read; OSError.
    """
    before = _read(folder)
    found: dict[str, str] = {}
    written = size = 0
    rest = iter(files)
    while batch := list(islice(rest, _BATCH)):
        changed = []
        listed = len(before)
        for path, data in batch:
            if path in found:
                raise ReportError(f"two pages are called {path!r}", place=str(folder), remedy="Report this; ids should give different names")
            found[path] = hashlib.sha256(data).hexdigest()
            size += len(data)
            now = _digest(folder / path)
            if now != found[path]:
                if now is not None and path not in before:
                    raise ReportError("there is a file here that regkit did not write", place=str(folder / path), remedy="Choose another folder")
                changed.append((path, data))
            before.setdefault(path, found[path])
        if len(before) > listed:
            _write(folder, before)
        for path, data in changed:
            write_bytes(folder / path, data)
        written += len(changed)
    removed = 0
    for path in sorted(set(before) - set(found)):
        removed += _remove(folder, path, before[path])
    _write(folder, found)
    return Written(written=written, kept=len(found) - written, removed=removed, size=size)


def _read(folder: Path) -> dict[str, str]:
    path = folder / MANIFEST
    try:
        made = msgspec.json.decode(path.read_bytes(), type=_Made)
    except FileNotFoundError:
        return {}
    except msgspec.DecodeError as error:
        raise ReportError(
            f"the list of the site's files cannot be read: {error}", place=str(path), remedy="Remove the folder, or choose another"
        ) from error
    return dict(made.files)


def _write(folder: Path, files: dict[str, str]) -> None:
    data = msgspec.json.format(msgspec.json.encode({"files": dict(sorted(files.items()))}), indent=1) + b"\n"
    path = folder / MANIFEST
    if not path.is_file() or path.read_bytes() != data:
        write_bytes(path, data)


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _remove(folder: Path, path: str, digest: str) -> bool:
    """Remove a file of a former site, and the folders that it leaves empty; one that was changed since stays. The list is not trusted with paths."""
    pure = PurePosixPath(path)
    target = folder / pure
    if pure.is_absolute() or ".." in pure.parts or not target.resolve().is_relative_to(folder.resolve()) or _digest(target) != digest:
        return False
    target.unlink()
    for parent in list(target.parents)[: len(pure.parts) - 1]:
        if any(parent.iterdir()):
            break
        parent.rmdir()
    return True
