"""Open ``graph.db`` for reading or for writing, and say in a sentence what is wrong with it.

The file is in write-ahead mode (WAL): readers see the last committed build while the next is written, and a process killed at any instant leaves
either build whole. A build that edits one document writes that document's pages; replacing the file as a whole, as the small outputs are, would copy
gigabytes for it. The first build makes the file beside its place and renames it, which needs no journal at all.

On media that cannot be written (an archive, a read-only share) SQLite cannot make the files of WAL; such a file, which nobody is writing, is opened
as unchanging (``immutable=1``).

Sources: SQLite, "Write-Ahead Logging", "URI Filenames", "How To Corrupt An SQLite Database File" (section 1.4: why a file in use is never
renamed over).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from regkit.errors import GraphError
from regkit.graph.db.schema import APPLICATION, VERSION, migrate
from regkit.graph.schema import SCHEMA

REBUILD = "Make it again with: regkit build --fresh"
FILE = "graph.db"
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a file; the names end so."""
_CACHE = 64 * 1024  # KiB
_PATIENCE = 30.0  # seconds


class NewerError(GraphError):
    """The file is of a newer regkit: no reason to write it anew."""


def database(graph: Path) -> Path:
    """Return where the database of the graph at ``graph`` (``build/graph.json``) is."""
    return graph.with_name(FILE)


def connected(path: Path, mode: str) -> sqlite3.Connection:
    """Open a file in ``mode`` (``ro``, ``rw``, ``rwc``, or ``ro&immutable=1``), without a look into it. Raises: sqlite3.Error."""
    base = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None)
    base.execute(f"PRAGMA cache_size = -{_CACHE}")
    base.execute("PRAGMA trusted_schema = OFF")  # the file may be a stranger's: nothing in its schema calls what could do harm
    return base


def open_read(path: Path) -> sqlite3.Connection:
    """Open the database for reading; one of an older version is moved on first.

    Raises: GraphError where there is none, or it is of a newer regkit, of another schema of the graph, or damaged.
    """
    if not path.is_file():
        raise GraphError("nothing is built yet", place=str(path), remedy="Run: regkit build")
    base = None
    try:
        base = _reading(path)
        version = version_of(base, path)
        if version < VERSION:
            base.close()
            base = open_write(path)
            base.execute("PRAGMA query_only = ON")
        _same_graph(base, path)
    except sqlite3.Error as problem:
        if base is not None:
            base.close()
        raise broken(problem, path) from None
    except GraphError:
        if base is not None:
            base.close()
        raise
    return base


def open_write(path: Path) -> sqlite3.Connection:
    """Open the database for writing, moved on to this version. Raises: GraphError as `open_read`, but for the graph's own schema."""
    try:
        base = connected(path, "rw")
        try:
            version = version_of(base, path)
            base.execute("PRAGMA journal_mode = WAL")  # a file system that cannot have it keeps the default
            base.execute("PRAGMA synchronous = NORMAL")
            if version < VERSION:
                migrate(base, version)
        except BaseException:
            base.close()
            raise
    except sqlite3.Error as problem:
        raise broken(problem, path) from None
    return base


def version_of(base: sqlite3.Connection, path: Path) -> int:
    """Return the version of the tables. Raises: GraphError where it is newer than ours, or the file is another program's."""
    version = int(base.execute("PRAGMA user_version").fetchone()[0])
    if int(base.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION or version < 1:
        raise GraphError("the file is no graph of regkit", place=str(path), remedy="Move it away, and run: regkit build")
    if version > VERSION:
        message = f"the file is of a newer regkit: its tables are of version {version}, this regkit knows {VERSION}"
        raise NewerError(message, place=str(path), remedy=f"Update regkit, or {REBUILD[0].lower()}{REBUILD[1:]}")
    return version


def broken(problem: sqlite3.Error, path: Path) -> GraphError:
    """Return what SQLite says as an error of ours."""
    text = str(problem)
    if "locked" in text or "busy" in text:
        return GraphError("another process is writing the graph", place=str(path), remedy="Wait for it to end")
    if "full" in text or "readonly" in text or "unable to open" in text or "disk I/O" in text:
        return GraphError(f"the graph cannot be read or written: {text}", place=str(path), remedy="Make room, or check the file and its permissions")
    return GraphError(f"the graph is damaged: {text}", place=str(path), remedy=REBUILD)


def _reading(path: Path) -> sqlite3.Connection:
    base = None
    try:
        base = connected(path, "ro")
        base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        if base is not None:
            base.close()
        if path.with_name(f"{path.name}-wal").exists():
            raise
        return connected(path, "ro&immutable=1")
    return base


def _same_graph(base: sqlite3.Connection, path: Path) -> None:
    row = base.execute("SELECT value FROM about WHERE name = 'schema'").fetchone()
    if row is None or row[0] != str(SCHEMA):
        raise GraphError(f"the graph is of schema {row[0] if row else None}, this regkit reads {SCHEMA}", place=str(path), remedy=REBUILD)
