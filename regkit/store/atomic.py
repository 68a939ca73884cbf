"""Write a file so that a reader, or a power cut, sees the old content or the new, never a part.

The new content goes to a temporary file in the same folder, is flushed to disk, then takes the old one's name; then the folder is flushed.
A flush costs milliseconds, so many files are flushed at once (`Batch`).
Source: rename(2) is atomic within one file system (POSIX.1-2017); fsync of the folder makes the rename itself durable; sync(2) of Linux waits until
all is written, as other systems' need not.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

TEMPORARY = ".regkit-tmp-"
_MANY = 32
"""Files from which one flush of all that waits to be written is the cheaper way."""


def write_bytes(path: Path, data: bytes | bytearray) -> None:
    """Replace ``path`` by ``data``, making its folder where there is none. Raises: OSError; ``path`` is then as it was."""
    _write(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace ``path`` by the pieces one after the other, without the whole of them in memory; a file that holds just these bytes stays untouched.

    Raises: OSError, and what ``pieces`` raises; ``path`` is then as it was.
    """
    _write(path, pieces, keep=True)


class Batch:
    """Files that are flushed together and then take their names. Use it as a context: what has no name yet at its end is removed."""

    def __init__(self) -> None:
        self._waiting: dict[Path, Path] = {}

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for temporary in self._waiting.values():
            with contextlib.suppress(OSError):
                temporary.unlink()

    def add(self, path: Path, data: bytes) -> None:
        """Write what is to replace ``path``, where it is not that already. Raises: OSError."""
        if path in self._waiting or not _holds(path, data):
            temporary = self._waiting.setdefault(path, _temporary(path))
            temporary.write_bytes(data)

    def holds(self, path: Path) -> bool:
        """Tell whether something waits to replace ``path``."""
        return path in self._waiting

    def publish(self) -> None:
        """Flush all, and give them their names. Raises: OSError; some have their names then, each of them whole."""
        if len(self._waiting) > _MANY and sys.platform == "linux":
            os.sync()
        else:
            for temporary in self._waiting.values():
                with temporary.open("rb+") as file:
                    os.fsync(file.fileno())
        for folder in dict.fromkeys(path.parent for path in self._waiting):
            for path in [path for path in self._waiting if path.parent == folder]:
                self._waiting[path].replace(path)
                del self._waiting[path]
            sync_folder(folder)


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _temporary(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.parent / f"{TEMPORARY}{secrets.token_hex(8)}"


def _write(path: Path, pieces: Iterable[bytes | bytearray], *, keep: bool = False) -> None:
    temporary = _temporary(path)
    try:
        with temporary.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if keep and path.is_file() and filecmp.cmp(temporary, path, shallow=False):
            temporary.unlink()
            return
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def write_text(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` in UTF-8, line ends as they are in it."""
    write_bytes(path, text.encode("utf-8"))


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk, where the platform can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove what a killed run left behind in ``folder``. Only one run writes to a folder at a time."""
    for path in folder.glob(f"{TEMPORARY}*"):
        with contextlib.suppress(OSError):
            path.unlink()
