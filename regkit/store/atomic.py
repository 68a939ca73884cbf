"""Write a file so that a reader, or a power cut, sees the old content or the new, never a part.

The new content goes to a temporary file in the same folder, is flushed to disk, then takes the old one's name; then the folder is flushed.
Source: rename(2) is atomic within one file system (POSIX.1-2017); fsync of the folder makes the rename itself durable.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

TEMPORARY = ".regkit-tmp-"


def write_bytes(path: Path, data: bytes | bytearray) -> None:
    """Replace ``path`` by ``data``, making its folder where there is none. Raises: OSError; ``path`` is then as it was."""
    _write(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace ``path`` by the pieces one after the other, without the whole of them in memory; a file that holds just these bytes stays untouched.

    Raises: OSError, and what ``pieces`` raises; ``path`` is then as it was.
    """
    _write(path, pieces, keep=True)


def _write(path: Path, pieces: Iterable[bytes | bytearray], *, keep: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f"{TEMPORARY}{secrets.token_hex(8)}"
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
