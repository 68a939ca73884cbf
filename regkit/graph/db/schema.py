"""The tables of ``graph.db``, and how a file of an older regkit becomes one of this.

``PRAGMA user_version`` is the version of the tables and ``PRAGMA application_id`` marks the file as ours. A file of a newer version is refused; one
of an older version is moved on, step by step, in one transaction. The graph's own schema (`regkit.graph.schema.SCHEMA`) stands in ``about``: where
that differs the rows mean something else, and the sources are there to build from again.

A node's ``number`` says whose it is: ``owner << SHIFT``, plus its place among what that document owns, in the order in which they were first seen. 0
owns what belongs to no document (authorities, checks, evidence); a document's own node is the first of its range. So everything of a document is
one range of the tables, a document is dropped or read with a range, and a full-text query is held to a document by one. A number stays
with its id as long as the id is there: edges from other documents need not be written again.

Attributes are JSON (``json_extract`` reads them): without ``kind``, ``order`` and ``document``, which are columns. ``edge.start`` and ``edge.number``
are the attribute and the number of the edge's key. The key of an edge follows from its ends (`regkit.graph.schema.edge_key`) and is not stored.

``document.made`` is a digest of what its rows were made of, where that is known: a build leaves a document alone that has it still.

``words_0``, ``words_1`` … are full-text indexes without a copy of the texts (FTS5 tables with ``content=''``): a copy would be a tenth of the file.
The row of a node is ``number << 2 | what``, `WHAT` in order, so that a query is held to a kind without a look at the nodes. There is one for every
``1 << SHARD`` documents, because FTS5 counts each word in the whole of an index before it ranks anything: a word that is everywhere has its answer
from the first, whatever the size of the library, and a rare one from all.
The tokenizer takes letters and digits of any script, without case and accents; all else parts words, so that
"240.15c3-3(a)(1)" is the phrase 240 15c3 3 a 1, and is found by any of its parts: with "-" and "." as letters "15c3-3" would not find it.

Sources: SQLite file format; SQLite FTS5 extension, sections 3 (syntax), 4.4 (contentless tables); the PRAGMA pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from regkit.graph.schema import EdgeKind, NodeKind

VERSION = 2
"""Of the tables; raised with every change to them, and with a step in `MIGRATIONS`."""

APPLICATION = 0x5247_4B54
"""``RGKT`` in ASCII."""

SHIFT = 24
"""Bits of a node's number that count within its owner: sixteen million nodes a document."""

SHARD = 10
"""Bits of a document's number that count within a full-text index: a thousand documents, or some hundred thousand provisions, share one."""

PAGE = 8192

NODE_KINDS = tuple(kind.value for kind in NodeKind)
EDGE_KINDS = tuple(kind.value for kind in EdgeKind)
"""The code of a kind is its place here, which is its place in the reading order too. A test holds them to what `VERSION` was written with."""

OURS = "@"
"""What in ``about`` is not the graph's own begins so: ``@node`` and ``@edge`` count them."""

JSON = "@json"
"""The SHA-256 of the ``graph.json`` that holds the same graph, where there is one."""

WHAT = (NodeKind.PROVISION.value, NodeKind.REQUIREMENT.value, NodeKind.DEFINITION.value, NodeKind.AUTHORITY.value)
"""What can be searched; the code of each is its place."""

TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, place INTEGER NOT NULL, made TEXT NOT NULL DEFAULT '');
CREATE TABLE node (number INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL, document INTEGER, place INTEGER, data TEXT NOT NULL);
CREATE TABLE edge (source INTEGER NOT NULL, kind INTEGER NOT NULL, start INTEGER NOT NULL, target INTEGER NOT NULL, number INTEGER NOT NULL,
    data TEXT, PRIMARY KEY (source, kind, start, target, number)) WITHOUT ROWID;
CREATE TABLE text (document INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, data BLOB NOT NULL);
"""

INDEXES = """
CREATE UNIQUE INDEX node_id ON node (id);
CREATE INDEX node_kind ON node (kind, document, place);
CREATE INDEX edge_target ON edge (target, kind);
"""

TOKENIZER = "unicode61 remove_diacritics 2"


def create(base: sqlite3.Connection) -> None:
    """Make the tables, without what is quicker made at the end (`INDEXES`)."""
    base.executescript(f"{TABLES}PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};")


def _to_2(base: sqlite3.Connection) -> None:
    """From 1: of what a document's rows are made, and the full-text indexes, made of the nodes that are there."""
    from regkit.graph.db.passages import index_all  # noqa: PLC0415  (which needs this module)

    base.execute("ALTER TABLE document ADD COLUMN made TEXT NOT NULL DEFAULT ''")
    index_all(base)


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _to_2}
"""What makes a file of the version one newer, within the caller's transaction."""


def migrate(base: sqlite3.Connection, found: int) -> None:
    """Move a file of version ``found`` on to `VERSION`, or leave it as it is where anything goes wrong. Raises: sqlite3.Error."""
    base.execute("BEGIN IMMEDIATE")
    try:
        for version in range(int(base.execute("PRAGMA user_version").fetchone()[0]), VERSION):  # another process may have done it meanwhile
            MIGRATIONS[version](base)
            base.execute(f"PRAGMA user_version = {version + 1}")
        base.execute("COMMIT")
    except BaseException:
        base.execute("ROLLBACK")
        raise
