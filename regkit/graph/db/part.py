"""A part of the stored graph as an ordinary networkx graph in memory, in the reading order of the whole.

What a report or an explanation of some requirements says follows from a part: the requirements, what they are read with and conditioned by, their
sentences with those before and after, what these cite and which terms they use, the provisions around them, their checks and all results of those.
`around` takes that, and what is asked of it has the answers that the whole would give.

The part is gathered in a table of numbers by one query a kind of step, so its cost is that of the part, with a few lookups for each of its rows.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from regkit.graph.bulk import without_collector
from regkit.graph.db.connect import broken, database
from regkit.graph.db.lazy import StoredGraph, attributes
from regkit.graph.db.rows import EDGE_CODES, NODE_CODES, edge_attributes, key_of
from regkit.graph.draft import assemble
from regkit.graph.order import Edge, Node, put_in_order
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.graph.store import parse, read

_E = {kind: EDGE_CODES[kind.value] for kind in EdgeKind}
_LOGIC = (_E[EdgeKind.READ_WITH], _E[EdgeKind.CONDITIONED_BY], _E[EdgeKind.EXCEPTED_BY])
_SENTENCE = NODE_CODES[NodeKind.SENTENCE.value]
_DOWN = """
INSERT OR IGNORE INTO part WITH RECURSIVE below (number) AS (
    SELECT number FROM part UNION SELECT e.target FROM below CROSS JOIN edge e ON e.source = below.number WHERE e.kind IN (?, ?, ?)
) SELECT number FROM below
"""
_UP = """
INSERT OR IGNORE INTO part WITH RECURSIVE above (number) AS (
    SELECT number FROM part UNION SELECT e.source FROM above CROSS JOIN edge e ON e.target = above.number AND e.kind = ?
) SELECT number FROM above
"""
_TARGETS = "INSERT OR IGNORE INTO part SELECT e.target FROM part p CROSS JOIN edge e ON e.source = p.number WHERE e.kind IN (?, ?)"
_SOURCES = "INSERT OR IGNORE INTO part SELECT e.source FROM part p CROSS JOIN edge e ON e.target = p.number AND e.kind IN (?, ?)"
_BESIDE = """
SELECT (SELECT m.number FROM node m WHERE m.kind = n.kind AND m.document = n.document AND m.place {0} n.place ORDER BY m.place {1} LIMIT 1) AS beside
FROM part p CROSS JOIN node n ON n.number = p.number WHERE n.kind = ? AND beside IS NOT NULL
"""
_BEFORE, _AFTER = _BESIDE.format("<", "DESC"), _BESIDE.format(">", "ASC")
_NODES = """
SELECT n.number, n.id, n.kind, n.place, n.data, d.id, d.place FROM part p CROSS JOIN node n ON n.number = p.number
LEFT JOIN document d ON d.number = n.document
"""
_EDGES = """
SELECT e.source, e.target, e.kind, e.start, e.number, e.data FROM part p CROSS JOIN edge e ON e.source = p.number
CROSS JOIN part q ON q.number = e.target
"""


def to_networkx(stored: StoredGraph, ids: Iterable[str] | None = None) -> Graph:
    """Return the whole, or the part that is made of these nodes and the edges between them; what is no node is left out.

    Attributes are copies. Cost: linear in the part. Raises: GraphError.
    """
    base = stored.base
    try:
        if ids is None:
            _begin(base)
            base.execute("INSERT INTO part SELECT number FROM node")
        else:
            _begin(base, (number for id in ids if (number := stored.number(id)) is not None))
        return _made(stored)
    except sqlite3.Error as problem:
        raise broken(problem, stored.path) from None


def whole(path: Path) -> tuple[Graph, str]:
    """Return the graph whose ``graph.json`` is at ``path``, and its SHA-256: out of the database beside it where there is only that.

    Raises: GraphError where there is neither, or it cannot be used.
    """
    beside = database(path)
    if path.is_file() or not beside.is_file():
        data = read(path)
        return parse(data, str(path)), hashlib.sha256(data).hexdigest()
    with StoredGraph(beside) as stored:
        return to_networkx(stored), stored.json_sha256


def around(stored: StoredGraph, numbers: Iterable[int]) -> Graph:
    """Return the part that says all there is to say about the nodes with these numbers, requirements above all. Raises: GraphError."""
    base = stored.base
    try:
        _begin(base, numbers)
        base.execute(_DOWN, _LOGIC)
        base.execute(_SOURCES, (_E[EdgeKind.STATES], _E[EdgeKind.VERIFIES]))
        base.execute(_SOURCES, (_E[EdgeKind.CONTAINS], _E[EdgeKind.CONTAINS]))  # the provisions of the sentences
        base.execute(_SOURCES, (_E[EdgeKind.CITES], _E[EdgeKind.CITES]))  # what cites those; no authority is there yet
        base.execute(_TARGETS, (_E[EdgeKind.CITES], _E[EdgeKind.USES_TERM]))
        base.execute(_TARGETS, (_E[EdgeKind.EVIDENCED_BY], _E[EdgeKind.EVIDENCED_BY]))
        base.execute(_SOURCES, (_E[EdgeKind.DEFINES], _E[EdgeKind.DEFINES]))
        beside = [row for query in (_BEFORE, _AFTER) for row in base.execute(query, (_SENTENCE,)).fetchall()]
        base.executemany("INSERT OR IGNORE INTO part VALUES (?)", beside)
        base.execute(_UP, (_E[EdgeKind.CONTAINS],))
        return _made(stored)
    except sqlite3.Error as problem:
        raise broken(problem, stored.path) from None


def _begin(base: sqlite3.Connection, numbers: Iterable[int] = ()) -> None:
    base.execute("CREATE TEMP TABLE IF NOT EXISTS part (number INTEGER PRIMARY KEY)")
    base.execute("DELETE FROM part")
    base.executemany("INSERT OR IGNORE INTO part VALUES (?)", [(number,) for number in numbers])


def _made(stored: StoredGraph) -> Graph:
    base = stored.base
    with without_collector():
        ids: dict[int, str] = {}
        nodes: list[Node] = []
        for row in base.execute(_NODES):
            ids[row[0]] = row[1]
            nodes.append((row[1], attributes(row)))
        edges: list[Edge] = [_edge(ids, row) for row in base.execute(_EDGES)]
        put_in_order(nodes, edges)
        return assemble(stored.graph, nodes, edges)


def _edge(ids: dict[int, str], row: tuple[Any, ...]) -> Edge:
    source, target = ids[row[0]], ids[row[1]]
    return source, target, key_of(row[2], source, target, row[4]), edge_attributes(row[2], row[3], row[5])
