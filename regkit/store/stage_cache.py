"""Results of stages, kept by what they were made from, in one SQLite file. Safe to delete; what is damaged is made again.

An entry is the result of one stage of one document (`regkit.workflow.stages`) as MessagePack: nothing in it is executed on reading, unlike a
pickle. Its key is a digest of all that it was made from, so an entry is never wrong, only unused; entries that the last builds did not use are
pruned. Each entry carries the SHA-256 of its bytes: one that does not match is dropped and counted in ``healed``, and a file that SQLite cannot
read is begun anew. A cache that cannot be written is no reason to stop: the next run does the work again.

One file instead of thousands, because a build of 10,000 documents would otherwise spend its time in opening and flushing small files. Writes are
not flushed to disk (``synchronous=OFF``): a process that is killed loses nothing, and after a power cut the digests tell.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType

import msgspec
from msgspec import Struct

FORM = 3
FILE = "stages.db"
KEPT_BUILDS = 4
"""So many builds an entry may go unused before it is pruned: enough to go to another branch and back."""
_TABLES = """
CREATE TABLE entry (key TEXT PRIMARY KEY, stage TEXT NOT NULL, sha256 BLOB NOT NULL, data BLOB NOT NULL);
CREATE TABLE used (key TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE last (document TEXT NOT NULL, stage TEXT NOT NULL, key TEXT NOT NULL, parts BLOB NOT NULL, PRIMARY KEY (document, stage));
CREATE TABLE build (number INTEGER NOT NULL);
INSERT INTO build VALUES (0);
"""


class Size(Struct, frozen=True, kw_only=True):
    """How much the cache holds of one stage. ``bytes`` are those of the entries."""

    stage: str
    entries: int
    bytes: int


class StageCache:
    """The cache in ``folder``. Use it as a context; the file is made when something is put in. Not for two threads at once.

    ``healed`` are sentences on what was found damaged and is made anew.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.healed: list[str] = []
        self._number = 0
        self._base: sqlite3.Connection | None = None
        self._digests: dict[str, str] | None = None
        self._last: dict[tuple[str, str], str] | None = None

    def __enter__(self) -> StageCache:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._base is not None:
            with contextlib.suppress(sqlite3.Error):
                self._base.close()
        self._base = None

    def sha256(self, key: str) -> str | None:
        """Return the digest of the entry under ``key``, in hex, without reading it; None where there is none. It may turn out to be damaged."""
        if self._digests is None:
            self._digests = {str(name): bytes(digest).hex() for name, digest in self._all("SELECT key, sha256 FROM entry")}
        return self._digests.get(key)

    def get(self, key: str) -> bytes | None:
        """Return the entry under ``key``; None where there is none, or it is damaged, which drops it."""
        row = self._one("SELECT sha256, data FROM entry WHERE key = ?", (key,))
        if row is None:
            self._forget(key)
            return None
        if hashlib.sha256(row[1]).digest() != row[0]:
            self.drop(key)
            return None
        return bytes(row[1])

    def drop(self, key: str) -> None:
        """Remove an entry that was found damaged."""
        self.healed.append("an entry of the cache was damaged and is made anew")
        self._forget(key)
        self._run("DELETE FROM entry WHERE key = ?", (key,))

    def put(self, stage: str, key: str, data: bytes) -> bool:
        """Keep the result of a stage; tell whether that worked."""
        digest = hashlib.sha256(data).digest()
        kept = self._run("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", (key, stage, digest, data))
        kept = kept and self._run("INSERT OR REPLACE INTO used VALUES (?, ?)", (key, self._number))
        if kept and self._digests is not None:
            self._digests[key] = digest.hex()
        return kept

    def last(self, document: str, stage: str) -> str:
        """Return the key that a stage of a document had last; empty where nothing is known."""
        if self._last is None:
            self._last = {(str(id), str(name)): str(key) for id, name, key in self._all("SELECT document, stage, key FROM last")}
        return self._last.get((document, stage), "")

    def last_parts(self, document: str, stage: str) -> dict[str, str]:
        """Return what the result that a stage of a document had last was made of; empty where nothing is known."""
        row = self._one("SELECT parts FROM last WHERE document = ? AND stage = ?", (document, stage))
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(row[0], type=dict[str, str]) if row else {}
        return {}

    def note(self, document: str, stage: str, key: str, parts: Mapping[str, str]) -> None:
        """Keep which key a stage of a document has now, and what it was made of."""
        if self.last(document, stage) != key:
            self._run("INSERT OR REPLACE INTO last VALUES (?, ?, ?, ?)", (document, stage, key, msgspec.msgpack.encode(parts)))
            if self._last is not None:
                self._last[document, stage] = key

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Write what is put and noted in one transaction, which costs less than one for each. Keep it short: others may wait to write."""
        begun = self._run("BEGIN", ())
        try:
            yield
        finally:
            if begun and self._base is not None and self._base.in_transaction:
                self._run("COMMIT", ())

    def begin(self) -> None:
        """Begin a build: entries that it puts in count as used by it."""
        row = self._one("SELECT number FROM build", ())
        self._number = (int(row[0]) if row else 0) + 1
        self._run("UPDATE build SET number = ?", (self._number,))

    def finish(self, documents: Iterable[str]) -> None:
        """End a build: the results that these documents have now count as used by it, and what was long unused is removed."""
        self._run("CREATE TEMP TABLE IF NOT EXISTS built (document TEXT PRIMARY KEY)", ())
        for document in documents:
            self._run("INSERT OR IGNORE INTO built VALUES (?)", (document,))
        self._run("INSERT OR REPLACE INTO used SELECT last.key, ? FROM last JOIN built USING (document)", (self._number,))
        self.prune()

    def prune(self, kept: int = KEPT_BUILDS) -> int:
        """Remove the entries that the last ``kept`` builds did not use, and documents nobody asked for; return how many entries."""
        row = self._one("SELECT number FROM build", ())
        oldest = (int(row[0]) if row else 0) - kept
        before = self._one("SELECT count(*) FROM used WHERE number <= ?", (oldest,))
        if before is None or not before[0]:
            return 0
        self._run("DELETE FROM entry WHERE key IN (SELECT key FROM used WHERE number <= ?)", (oldest,))
        self._run("DELETE FROM used WHERE number <= ?", (oldest,))
        self._run("DELETE FROM last WHERE key NOT IN (SELECT key FROM entry)", ())
        self._run("VACUUM", ())
        self._digests = self._last = None
        return int(before[0])

    def sizes(self) -> list[Size]:
        """Return what there is of each stage, by name."""
        rows = self._all("SELECT stage, count(*), sum(length(data)) FROM entry GROUP BY stage ORDER BY stage")
        return [Size(stage=str(stage), entries=int(count), bytes=int(size)) for stage, count, size in rows]

    def clear(self) -> None:
        """Remove the file."""
        self.close()
        self._digests = self._last = None
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink()

    def _one(self, query: str, values: tuple[object, ...]) -> tuple[bytes, ...] | None:
        rows = self._all(query, values)
        return rows[0] if rows else None

    def _all(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[bytes, ...]]:
        if self._base is None and not self.path.is_file():
            return []
        try:
            return self._open().execute(query, values).fetchall()
        except sqlite3.OperationalError:
            return []
        except sqlite3.DatabaseError:
            self._heal()
            return []

    def _run(self, query: str, values: tuple[object, ...]) -> bool:
        """Carry out a statement; tell whether that worked."""
        try:
            self._open().execute(query, values)
        except (sqlite3.OperationalError, OSError):
            return False
        except sqlite3.DatabaseError:
            self._heal()
            return False
        return True

    def _forget(self, key: str) -> None:
        if self._digests is not None:
            self._digests.pop(key, None)

    def _heal(self) -> None:
        self.healed.append("the cache was damaged; it is made anew")
        self.clear()

    def _open(self) -> sqlite3.Connection:
        if self._base is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._base = self._connected()
            if self._base.execute("PRAGMA user_version").fetchone()[0] != FORM:
                if self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:  # of another regkit
                    self.clear()
                    self._base = self._connected()
                self._base.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {FORM}; COMMIT;")
        return self._base

    def _connected(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        base.execute("PRAGMA journal_mode = WAL")  # a file system that cannot have it keeps the default
        base.execute("PRAGMA synchronous = OFF")
        return base
