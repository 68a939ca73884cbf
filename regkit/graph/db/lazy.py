"""The stored graph as networkx sees it, every node and edge read from ``graph.db`` when somebody asks.

`StoredGraph` is a `networkx.MultiDiGraph` whose dictionaries are mappings over the file, so every question of `regkit.graph.queries`, and every
algorithm of networkx that only reads, works on it as on a graph in memory, with the same answers in the same order. Opening costs the same whatever
the size; what was read last is kept, up to a bound. What would look at every node asks `StoredGraph` instead (`ids`, `nearest_ids`, `with_pinpoint`).
To lay decisions over it, or to change it in any way, take a part of it into memory: `regkit.graph.db.part`.

A connection sees one build from its first question on, whatever is written meanwhile.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Callable, ItemsView, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

import msgspec
import networkx as nx

from regkit.graph.db.connect import broken, open_read
from regkit.graph.db.passages import indexes
from regkit.graph.db.rows import LAST, NODE_CODES, attributes_of, edge_attributes, key_of
from regkit.graph.db.schema import JSON, OURS, SHIFT
from regkit.graph.schema import Graph, NodeKind
from regkit.text.forms import nearest

_KEPT = 50_000
_DOCUMENT = NODE_CODES[NodeKind.DOCUMENT.value]
_AUTHORITY = NODE_CODES[NodeKind.AUTHORITY.value]
_NODE = "SELECT n.number, n.id, n.kind, n.place, n.data, d.id, d.place FROM node n LEFT JOIN document d ON d.number = n.document"
_OUT = """
SELECT e.kind, e.start, e.number, e.data, n.number, n.id, n.kind, n.place, d.place FROM edge e JOIN node n ON n.number = e.target
LEFT JOIN document d ON d.number = n.document WHERE e.source = ?
"""
_IN = """
SELECT e.kind, e.start, e.number, e.data, n.number, n.id, n.kind, n.place, d.place FROM edge e JOIN node n ON n.number = e.source
LEFT JOIN document d ON d.number = n.document WHERE e.target = ?
"""
_NEAR = 200
T = TypeVar("T")
Keyed = dict[str, dict[str, Any]]


class _Lazy(Mapping[str, T], Generic[T]):
    """A mapping by node id, in reading order, that reads what is asked for and keeps what was asked last."""

    def __init__(self, graph: StoredGraph, read: Callable[[str], T | None]) -> None:
        self._graph = graph
        self._read = read
        self._kept: OrderedDict[str, T] = OrderedDict()

    def __getitem__(self, id: str) -> T:
        if id in self._kept:
            self._kept.move_to_end(id)
            return self._kept[id]
        found = self._read(id) if isinstance(id, str) else None
        if found is None:
            raise KeyError(id)
        self._kept[id] = found
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and (id in self._kept or self._graph.number(id) is not None)

    def __iter__(self) -> Iterator[str]:
        return self._graph.ids()

    def __len__(self) -> int:
        return self._graph.size_of("node")


class _Nodes(_Lazy[dict[str, Any]]):
    """Attributes by id; as a whole they are read in one pass and not kept."""

    def items(self) -> ItemsView[str, dict[str, Any]]:
        return _Items(self._graph)


class _Items(ItemsView[str, dict[str, Any]]):
    def __init__(self, graph: StoredGraph) -> None:
        self._graph = graph

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return self._graph.rows()

    def __len__(self) -> int:
        return self._graph.size_of("node")


class StoredGraph(nx.MultiDiGraph):  # type: ignore[type-arg]
    """The graph at ``path``. Use it as a context, or close it. Raises: GraphError where there is none, or it cannot be used."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.base = open_read(path)
        try:
            self.base.execute("BEGIN")
            about = {str(name): msgspec.json.decode(value) for name, value in self.base.execute("SELECT name, value FROM about")}
        except sqlite3.Error as problem:
            self.base.close()
            raise broken(problem, path) from None
        self.json_sha256 = str(about.get(JSON, ""))
        self._counts = {name: int(about[f"@{name}"]) for name in ("node", "edge")}
        self.graph.update((name, value) for name, value in about.items() if not name.startswith(OURS))
        self._node = _Nodes(self, self._attributes)
        self._adj = _Lazy(self, lambda id: self._around(_OUT, id))
        self._pred = _Lazy(self, lambda id: self._around(_IN, id, inward=True))
        nx.freeze(self)

    def __enter__(self) -> StoredGraph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.base.close()

    def number(self, id: str) -> int | None:
        """Return the number of a node; None where there is none."""
        row = self._one("SELECT number FROM node WHERE id = ?", id)
        return int(row[0]) if row else None

    def size_of(self, table: str) -> int:
        """Return how many nodes or edges there are: ``node`` or ``edge``."""
        return self._counts[table]

    def number_of_edges(self, u: Any = None, v: Any = None) -> int:
        """Return how many edges there are, or how many between two nodes."""
        return self.size_of("edge") if u is None else super().number_of_edges(u, v)

    def ids(self, kind: NodeKind | None = None, document: str = "") -> Iterator[str]:
        """Yield the ids of all nodes, of those of a kind, or of a kind and a document, in reading order."""
        for kinds in [NODE_CODES[kind.value]] if kind else range(len(NODE_CODES)):
            for number in self._documents(document):
                for row in self.ask("SELECT id FROM node WHERE kind = ? AND document IS ? ORDER BY ifnull(place, 0), id", kinds, number):
                    yield str(row[0])

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield every node with its attributes, in reading order."""
        for kind in range(len(NODE_CODES)):
            for number in self._documents():
                for row in self.ask(f"{_NODE} WHERE n.kind = ? AND n.document IS ? ORDER BY ifnull(n.place, 0), n.id", kind, number):
                    yield str(row[1]), attributes(row)

    def with_pinpoint(self, pinpoint: str) -> list[str]:
        """Return the ids of the provisions whose pinpoint is this one, in any case and spacing: the index knows the words that titles begin with."""
        wanted = " ".join(pinpoint.split()).casefold()
        phrase = wanted.replace('"', " ").replace("\0", " ")
        found: list[tuple[Any, ...]] = []
        for name in indexes(self.base) if any(letter.isalnum() for letter in phrase) else ():
            query = f"SELECT n.id, n.data FROM {name} w JOIN node n ON n.number = w.rowid >> 2 WHERE {name} MATCH ? AND w.rowid & 3 = 0 LIMIT 1000"  # noqa: S608
            found += self.ask(query, f'title : ^ "{phrase}"')
        return [str(id) for id, data in found if str(msgspec.json.decode(data).get("pinpoint", "")).casefold() == wanted]

    def nearest_ids(self, id: str) -> list[str]:
        """Return the ids most like one that is not there, of those that stand about it in the alphabet."""
        below = self.ask("SELECT id FROM node WHERE id < ? ORDER BY id DESC LIMIT ?", id, _NEAR)
        above = self.ask("SELECT id FROM node WHERE id >= ? ORDER BY id LIMIT ?", id, _NEAR)
        return nearest(id, [str(row[0]) for row in (*below, *above)])

    def text(self, document: str) -> str | None:
        """Return the canonical text of a document; None where it is not stored."""
        row = self._one("SELECT t.data FROM text t JOIN document d ON d.number = t.document WHERE d.id = ?", document)
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass") if row else None

    def _documents(self, document: str = "") -> list[int | None]:
        """Return the numbers of the documents in the project's order, and None for what is of none; or of one."""
        if document:
            return [int(row[0]) for row in self.ask("SELECT number FROM document WHERE id = ?", document)]
        return [*(int(row[0]) for row in self.ask("SELECT number FROM document ORDER BY place, id")), None]

    def _attributes(self, id: str) -> dict[str, Any] | None:
        row = self._one(f"{_NODE} WHERE n.id = ?", id)
        return attributes(row) if row else None

    def _around(self, query: str, id: str, *, inward: bool = False) -> dict[str, Keyed] | None:
        number = self.number(id)
        if number is None:
            return None
        found = []
        for kind, start, count, data, there, end, end_kind, end_place, home in self.ask(query, number):
            key = key_of(kind, end, id, count) if inward else key_of(kind, id, end, count)
            position = (end_kind, LAST if home is None else home, 0 if end_kind == _DOCUMENT else end_place or 0, end)
            apart = number >> SHIFT > 0 and (there >> SHIFT != number >> SHIFT or end_kind == _AUTHORITY)  # as regkit.graph.order has it
            at = (position, kind, start, key) if inward else (kind, start, (1, end) if apart else (0, position), key)
            found.append((at, end, key, kind, start, data))
        found.sort(key=lambda one: one[0])
        ends: dict[str, Keyed] = {}
        for _, end, key, kind, start, data in found:
            ends.setdefault(end, {})[key] = edge_attributes(kind, start, data)
        return ends

    def _one(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        rows = self.ask(query, *values)
        return rows[0] if rows else None

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query. Raises: GraphError."""
        try:
            return self.base.execute(query, values).fetchall()
        except sqlite3.Error as problem:
            raise broken(problem, self.path) from None
        except UnicodeEncodeError:  # half a character, which no id has
            return []


def attributes(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return the attributes of a node from its row: number, id, kind, place, data, id and place of its document."""
    _, _, kind, place, data, document, home = row
    return attributes_of(kind, home, data, "") if kind == _DOCUMENT else attributes_of(kind, place, data, document or "")


def open_graph(path: Path) -> Graph:
    """Return the graph at ``path``, lazily. Raises: GraphError."""
    return StoredGraph(path)
