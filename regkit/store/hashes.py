"""The hashes of files, remembered under what the file system says of them, so that a project of ten thousand files is known to be unchanged at once.

A hash is remembered with the file's size, inode, times of change (``mtime``, and ``ctime``, which nobody can set) and the time at which it was
taken. It is taken again when any of these is another, and when the file had been written within two seconds of being read: a further write in the
same tick of the clock would not show. So what counts is the content still; a checkout or a copy, which change dates, only cost a reading.

Source: git, "Racy Git" (Documentation/technical/racy-git).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from pathlib import Path

import msgspec

FILE = "hashes.msgpack"
FORM = 1
_QUIET = 2_000_000_000  # nanoseconds

_Known = tuple[int, int, int, int, int, str]
"""Size, inode, mtime and ctime in nanoseconds, when it was read, SHA-256 in hex."""


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    form: int
    files: dict[str, _Known]


class Hashes:
    """The remembered hashes in ``folder``. What cannot be read or written is forgotten, which costs time only."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._known: dict[str, _Known] = {}
        self._seen: dict[str, _Known] = {}
        self._new = False
        with contextlib.suppress(OSError, msgspec.DecodeError):
            stored = msgspec.msgpack.decode(self._path.read_bytes(), type=_Stored)
            self._known = stored.files if stored.form == FORM else {}

    def sha256(self, name: str, path: Path) -> str:
        """Return the SHA-256 of a file, in hex, which is remembered under ``name``. Raises: OSError."""
        found = _now(path)
        known = self._known.get(name)
        if known is None or known[:4] != found or max(known[2], known[3]) + _QUIET > known[4]:
            at = time.time_ns()
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            known = (*found, at, digest)
            self._new = True
        self._seen[name] = known
        return known[5]

    def keep(self) -> None:
        """Remember what was asked for since this was opened, and forget the rest; where there is no such folder, nothing is remembered."""
        if self._new or len(self._seen) != len(self._known):
            with contextlib.suppress(OSError):
                temporary = self._path.with_name(f"{FILE}.{os.getpid()}")
                temporary.write_bytes(msgspec.msgpack.encode(_Stored(FORM, self._seen)))
                temporary.replace(self._path)


def _now(path: Path) -> tuple[int, int, int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns
