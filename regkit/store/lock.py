"""One build of a project at a time.

The lock is the operating system's on ``.regkit/build.lock`` (`filelock`), so that it ends with the process that holds it, however that ends: there is
no stale lock to remove. Who holds it stands beside it, for people: the process and the machine.
"""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

from regkit.errors import GraphError

LOCK = "build.lock"
HOLDER = "build.holder"


@contextlib.contextmanager
def build_lock(folder: Path, *, wait: Callable[[str], None] | None) -> Iterator[None]:
    """Hold the lock in ``folder`` (a project's ``.regkit``). ``wait`` is called with a sentence on who holds it, before waiting.

    Raises: GraphError at once where another process holds it and ``wait`` is None. A folder that cannot be written is not locked: what is built
    there fails by itself, or is built somewhere else.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only what writes needs it)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            holder = _holder(folder)
            if wait is None:
                raise GraphError(f"another build of this project is running{holder}", place=str(folder.parent), remedy="Wait for it") from None
            wait(f"Another build of this project is running{holder}; waiting for it.")
            lock.acquire()
    except OSError:
        yield
        return
    try:
        with contextlib.suppress(OSError):
            (folder / HOLDER).write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder / HOLDER).unlink()
        lock.release()


def _holder(folder: Path) -> str:
    try:
        return f" ({(folder / HOLDER).read_text(encoding='utf-8')[:200]})"
    except (OSError, UnicodeDecodeError):
        return ""
