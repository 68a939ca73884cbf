"""Write a graph into ``graph.db``, one document at a time: only what changed, never the whole in memory.

    with GraphWriter(path) as writer:
        writer.replace("a-document", nodes, edges)   # its rows, whatever it was before
        writer.remove("another")
        writer.shared(nodes, edges)                  # all that belongs to no document
        writer.finish({"schema": 1, "name": "mine"})

All of it takes effect at `finish`, in one instant; without it, as if nothing had been written. Rows that are as they were are not written again.
The first build of a file is made beside its place and renamed; every later one is a transaction (`regkit.graph.db.connect` says why). ``fresh``
builds beside and copies the finished pages over in one transaction, so that its bytes are those of a first build but for the counters of changes in
the header (SQLite file format, section 1.3) and, between versions of SQLite, its version number there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from regkit.errors import GraphError
from regkit.graph.db import passages
from regkit.graph.db.connect import BESIDE, broken, connected, open_write
from regkit.graph.db.rows import EDGE_CODES, NODE_CODES, NodeRow, edge_row, node_row
from regkit.graph.db.schema import INDEXES, JSON, PAGE, SHIFT, create
from regkit.graph.order import Edge, Node
from regkit.graph.schema import EdgeKind, NodeKind, Scalar
from regkit.store.atomic import TEMPORARY, sweep, sync_folder

_DOCUMENT = NODE_CODES[NodeKind.DOCUMENT.value]
_APART = f"({EDGE_CODES[EdgeKind.AMENDS.value]}, {EDGE_CODES[EdgeKind.SUPERSEDES.value]})"  # edges that start at a document and are shared
_MOST = 1 << SHIFT
_LEVEL = 1  # of zlib: texts are a small part of the file, and a build waits for it
_SCRATCH = """
CREATE TEMP TABLE pending (source INTEGER NOT NULL, kind INTEGER NOT NULL, start INTEGER NOT NULL, number INTEGER NOT NULL, data TEXT,
    target TEXT NOT NULL);
CREATE TEMP TABLE gone (number INTEGER PRIMARY KEY, id TEXT NOT NULL);
"""
_STORED = "SELECT number, id, kind, place, data, document FROM node WHERE number BETWEEN ? AND ? ORDER BY number"
_PUT = """
INSERT INTO node (number, id, kind, place, data, document) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET
    kind = excluded.kind, place = excluded.place, data = excluded.data, document = excluded.document
"""
_BACK = """
UPDATE edge SET target = (SELECT n.number FROM gone g JOIN node n ON n.id = g.id WHERE g.number = edge.target)
WHERE target IN (SELECT g.number FROM gone g JOIN node n ON n.id = g.id)
"""
_NEXT = "SELECT max(ifnull((SELECT max(number) FROM document), 0), ifnull((SELECT max(number) >> ? FROM gone), 0)) + 1"
_EDGES = "SELECT * FROM edge WHERE source BETWEEN ? AND ?"
_OWNED = f"{_EDGES} AND kind NOT IN {_APART}"
_SHARED = f"{_EDGES} OR (source IN (SELECT number << {SHIFT} FROM document) AND kind IN {_APART})"  # noqa: S608  (numbers of ours)
_CUT = "DELETE FROM edge WHERE source = ? AND kind = ? AND start = ? AND target = ? AND number = ?"
_LOST = "SELECT n.id FROM gone g JOIN edge e ON e.target = g.number JOIN node n ON n.number = e.source LIMIT 1"
R = TypeVar("R")


class GraphWriter:
    """Writes the graph at ``path``. Use it as a context. One process writes at a time; readers are not disturbed.

    ``written`` counts the rows of nodes that were added or changed, and those that went. Raises, in every method: GraphError.
    """

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        self.written = 0
        self._beside: Path | None = None
        self._indexed = True
        self._made: dict[str, str] | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh or not path.is_file():
            sweep(path.parent)
            self._beside = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
            base = self._run(lambda: connected(self._beside or path, "rwc"))
            for pragma in (f"page_size = {PAGE}", "journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
                base.execute(f"PRAGMA {pragma}")
            create(base)
            self._indexed = False
        else:
            base = open_write(path)
        self._base = base
        about = dict(base.execute("SELECT name, value FROM about WHERE name IN ('@node', '@edge')"))
        self._count_nodes, self._count_edges = int(about.get("@node", 0)), int(about.get("@edge", 0))
        self._owners = {str(id): int(number) for id, number in base.execute("SELECT id, number FROM document")}
        base.execute("PRAGMA temp_store = FILE")
        base.executescript(_SCRATCH)
        self._run(lambda: base.execute("BEGIN IMMEDIATE"))

    def __enter__(self) -> GraphWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what is not finished is undone."""
        with contextlib.suppress(sqlite3.Error):
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
        with contextlib.suppress(sqlite3.Error):
            self._base.close()
        if self._beside is not None:
            for suffix in ("", *BESIDE):
                with contextlib.suppress(OSError):
                    self._beside.with_name(self._beside.name + suffix).unlink()

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that are there."""
        return tuple(self._owners)

    def made(self, document: str) -> str:
        """Return of what the rows of a document were made, as `replace` was told; empty where there are none, or it is not known."""
        if self._made is None:
            self._made = dict(self._base.execute("SELECT id, made FROM document"))
        return self._made.get(document, "")

    def replace(self, document: str, nodes: Iterable[Node], edges: Iterable[Edge], *, text: str | None = None, made: str = "") -> None:
        """Store the nodes and edges of a document in place of what it had; ``text`` is its canonical text, ``made`` a digest of what they came from.

        Its own node is among ``nodes``. Every edge starts at one of them; an edge may end at a node of another document or of none, which need be
        there at `finish` only.
        """
        if document not in self._owners:
            self._run(lambda: self._add(document))
        rows = [node_row(id, data, self._owners) for id, data in nodes]
        self._run(lambda: self._replace(document, rows, edges, made))
        if text is not None:
            data = text.encode("utf-8", "surrogatepass")
            digest = hashlib.sha256(data).hexdigest()
            owner = self._owners[document]
            if self._base.execute("SELECT 1 FROM text WHERE document = ? AND sha256 = ?", (owner, digest)).fetchone() is None:
                self._run(lambda: self._base.execute("INSERT OR REPLACE INTO text VALUES (?, ?, ?)", (owner, digest, zlib.compress(data, _LEVEL))))

    def _add(self, document: str) -> None:
        owner = self._owners[document] = self._base.execute(_NEXT, (SHIFT,)).fetchone()[0]
        self._base.execute("INSERT INTO document (number, id, place) VALUES (?, ?, 0)", (owner, document))
        if not self._indexed and passages.index_of(owner) != passages.index_of(owner - 1):
            passages.optimize(self._base, [name for name in passages.indexes(self._base) if name == passages.index_of(owner - 1)])

    def _replace(self, document: str, rows: list[NodeRow], edges: Iterable[Edge], made: str) -> None:
        home = next((row for row in rows if row.id == document and row.kind == _DOCUMENT), None)
        if home is None:
            raise GraphError(f"the rows of the document {document!r} do not hold its node")
        owner = self._owners[document]
        self._base.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", (owner, document, home.place or 0, made))
        rows.remove(home)
        rows.insert(0, NodeRow(home.id, home.kind, "", None, home.data))  # its order is that of the project, which may change without it
        self._edges(owner, self._nodes(owner, rows), edges)

    def remove(self, document: str) -> None:
        """Take out a document with all its nodes and edges."""
        owner = self._owners.pop(document, None)
        if owner is None:
            raise GraphError(f"the graph has no document {document!r}", place=str(self.path))
        self._run(lambda: self._nodes(owner, []))
        self._run(lambda: self._edges(owner, {}, ()))
        for query in ("DELETE FROM document WHERE number = ?", "DELETE FROM text WHERE document = ?"):
            self._base.execute(query, (owner,))
        versions = self._base.execute("DELETE FROM edge WHERE source = ?", (owner << SHIFT,))  # what it superseded is not what it owned
        self._count_edges -= versions.rowcount

    def shared(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        """Store what belongs to no document, in place of all that did: authorities, checks, evidence, versions.

        Edges start at one of the nodes, but for those from a document to what it amends and to the versions that it
        supersedes. Call it after the documents.
        """

        def store() -> None:
            numbers = self._nodes(0, [node_row(id, data, self._owners) for id, data in nodes])
            self._edges(0, numbers | {id: owner << SHIFT for id, owner in self._owners.items()}, edges)

        self._run(store)

    def finish(self, attributes: Mapping[str, Scalar], order: Sequence[str] = (), *, json_sha256: str = "") -> None:
        """End the build: all that was written is what readers see from now on.

        ``attributes`` are the graph's; ``order`` are the ids of the documents in the project's order, where it may have changed; ``json_sha256`` is
        of the ``graph.json`` that holds the same graph, where there is one.
        Raises: GraphError where an edge ends at what is not there; then nothing is written.
        """
        about = {**attributes, JSON: json_sha256} if json_sha256 else attributes
        self._run(lambda: self._finish(about, order))

    def _finish(self, attributes: Mapping[str, Scalar], order: Sequence[str]) -> None:
        base = self._base
        if not self._indexed:
            base.execute(INDEXES.split(";")[0])
        base.executemany("UPDATE document SET place = ? WHERE id = ? AND place <> ?", [(place, id, place) for place, id in enumerate(order)])
        lost = base.execute("SELECT target FROM pending WHERE target NOT IN (SELECT id FROM node) LIMIT 1").fetchone()
        self._count_edges += base.execute(
            "INSERT INTO edge SELECT p.source, p.kind, p.start, n.number, p.number, p.data FROM pending p JOIN node n ON n.id = p.target"
            " ORDER BY p.source, p.kind, p.start, n.number, p.number"
        ).rowcount
        if not self._indexed:
            for index in INDEXES.split(";")[1:]:
                base.execute(index)
        base.execute(_BACK)  # a document that went and came again
        lost = lost or base.execute(_LOST).fetchone()
        if lost:
            raise GraphError(f"an edge has an end that is no node: {lost[0]}", place=str(self.path))
        base.execute("DELETE FROM about")
        attributes = {**attributes, "@node": self._count_nodes, "@edge": self._count_edges}
        base.executemany(
            "INSERT INTO about VALUES (?, ?)", [(name, msgspec.json.encode(value).decode()) for name, value in sorted(attributes.items())]
        )
        if self._beside is not None:
            passages.optimize(base, passages.indexes(base))
        base.execute("COMMIT")
        if self._beside is not None:
            self._publish(self._beside)

    def _publish(self, beside: Path) -> None:
        """Put the finished file into its place: by renaming where there is none, else page by page in one transaction, for it may be in use."""
        self._base.executescript("DROP TABLE temp.pending; DROP TABLE temp.gone; PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL;")
        if self.path.is_file():
            with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(connected(self.path, "rw")) as target:
                target.execute("PRAGMA journal_mode = WAL")
                self._base.backup(target)
                return
            # what lies there is no database, so nobody reads it
        self._base.close()
        for suffix in BESIDE:
            with contextlib.suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink()
        descriptor = os.open(beside, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        beside.replace(self.path)
        sync_folder(self.path.parent)

    def _nodes(self, owner: int, rows: list[NodeRow]) -> dict[str, int]:
        """Store the nodes of an owner in place of those that it has; return their numbers. What is there keeps its number."""
        base, low, high = self._base, owner << SHIFT, (owner + 1 << SHIFT) - 1
        old = base.execute(_STORED, (low, high)).fetchall() if self._indexed or not owner else []
        known = {row[1]: row for row in old}
        next_ = max((row[0] for row in old), default=low - 1)
        if self._indexed:
            next_ = max(next_, base.execute("SELECT ifnull(max(number), -1) FROM gone WHERE number BETWEEN ? AND ?", (low, high)).fetchone()[0])
        numbers: dict[str, int] = {}
        new = []
        for row in rows:
            if row.id in known:
                number = known[row.id][0]
            else:
                number = next_ = next_ + 1
            numbers[row.id] = number
            new.append((number, row.id, row.kind, row.place, row.data, self._home(owner, row)))
        if len(numbers) != len(rows):
            raise _twice(self.path)
        if next_ > high:
            raise GraphError(f"a document has more than {_MOST:,} nodes", place=str(self.path), remedy="Part it")
        self._count_nodes += len(new) - len(old)
        changed = [row for row in new if known.get(row[1]) != row]
        gone = [row[:2] for id, row in known.items() if id not in numbers]
        if changed or gone:
            before, after = _passages(old), _passages(new)
            passages.drop(base, owner, [(row, *words) for row, words in before.items() if after.get(row) != words])
            base.executemany("DELETE FROM node WHERE number = ?", [row[:1] for row in gone])
            base.executemany("INSERT INTO gone VALUES (?, ?)", gone)
            base.executemany(_PUT, changed)
            passages.add(base, owner, [(row, *words) for row, words in after.items() if before.get(row) != words], bulk=not self._indexed)
            self.written += len(changed) + len(gone)
        return numbers

    def _home(self, owner: int, row: NodeRow) -> int | None:
        """Return the number of the document that a node is of: in the reading order it stands there."""
        if row.named:
            return self._owners[row.named]
        return owner if row.kind == _DOCUMENT else None

    def _edges(self, owner: int, numbers: Mapping[str, int], edges: Iterable[Edge]) -> None:
        """Store the edges that start at an owner's nodes in place of those that are there; of those that end elsewhere `_finish` finds the end."""
        base, low, high = self._base, owner << SHIFT, (owner + 1 << SHIFT) - 1
        within: list[tuple[int, int, int, int, int, str | None]] = []
        across: list[tuple[int, int, int, int, str | None, str]] = []
        for source, target, key, data in edges:
            at = numbers.get(source)
            if at is None:
                raise GraphError(f"the edge {key!r} does not start at a node of what it is stored with", place=str(self.path))
            kind, start, number, rest = edge_row(source, target, key, data)
            end = numbers.get(target)
            if end is None and self._indexed:
                row = base.execute("SELECT number FROM node WHERE id = ?", (target,)).fetchone()
                end = row[0] if row else None
            if end is None:
                across.append((at, kind, start, number, rest, target))
            else:
                within.append((at, kind, start, end, number, rest))
        within.sort(key=lambda row: row[:5])
        if self._indexed:
            old = set(base.execute(_OWNED if owner else _SHARED, (low, high)))
            base.execute("DELETE FROM pending WHERE source BETWEEN ? AND ?", (low, high))
            new = set(within)
            cut = [row[:5] for row in old - new]
            base.executemany(_CUT, cut)
            self._count_edges -= len(cut)
            within = [row for row in within if row not in old]
        base.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?)", within)
        self._count_edges += len(within)
        base.executemany("INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?)", across)

    def _run(self, step: Callable[[], R]) -> R:
        """Do a step, and say what SQLite says as an error of ours."""
        try:
            return step()
        except sqlite3.IntegrityError:
            raise _twice(self.path) from None
        except sqlite3.Error as problem:
            raise broken(problem, self.path) from None


def _passages(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[str, str]]:
    return {row: (title, body) for row, title, body in passages.entries(row[:5] for row in rows)}


def _twice(path: Path) -> GraphError:
    return GraphError("two nodes have one id, or two edges one key", place=str(path))
