"""What the full-text index holds.

Of every provision its pinpoint, heading and own sentences; of a requirement its words; of a defined term its definition; of a cited authority
its name.

A provision and not a sentence, because people look for words that stand near each other in a rule, and a rule's paragraph is where they do. Sentences
of provisions below are those provisions'. A document is found as the provision that holds the text outside all others.

An entry is taken out of an index without a copy of the texts by giving the words that went in, so entries follow from the rows of one owner alone;
and what this module makes of rows is a part of the file's form: a change to it is a new `regkit.graph.db.schema.VERSION`, with a step that makes
the indexes anew.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from regkit.graph.db.rows import EDGE_CODES, NODE_CODES
from regkit.graph.db.schema import SHARD, SHIFT, TOKENIZER, WHAT
from regkit.graph.schema import EdgeKind, NodeKind

_PREFIX = "words_"
_USUAL = {"automerge": 4, "crisismerge": 16}  # FTS5's own
_BULK = {"automerge": 0, "crisismerge": 1000}  # to merge pieces again and again while more are coming is a tenth of a first build
_DOCUMENT = NODE_CODES[NodeKind.DOCUMENT.value]
_PROVISION = NODE_CODES[NodeKind.PROVISION.value]
_SENTENCE = NODE_CODES[NodeKind.SENTENCE.value]
_REQUIREMENT = NODE_CODES[NodeKind.REQUIREMENT.value]
_DEFINITION = NODE_CODES[NodeKind.DEFINITION.value]
_AUTHORITY = NODE_CODES[NodeKind.AUTHORITY.value]
_CONTAINS = EDGE_CODES[EdgeKind.CONTAINS.value]
_CODES = {NODE_CODES[kind]: code for code, kind in enumerate(WHAT)} | {_DOCUMENT: 0}

Entry = tuple[int, str, str]
Row = tuple[int, str, int, int | None, str]
"""Number, id, kind, place, data of a node."""

_INSIDE = """
SELECT n.number, n.id, n.kind, n.place, n.data FROM edge e JOIN node n ON n.number = e.target WHERE e.source = ? AND e.kind = ? AND n.kind = ?
"""


class _Data(Struct, gc=False):
    pinpoint: str = ""
    heading: str = ""
    quote: str = ""
    provision: str = ""
    term: str = ""
    body: str = ""
    title: str = ""
    citation: str = ""
    short: str = ""
    target: str = ""
    heading_text: bool = False


_DECODE = msgspec.json.Decoder(_Data).decode


def entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Yield what the index holds of all nodes of one owner: row id, title, body."""
    bodies: dict[str, list[tuple[int, str, bool]]] = defaultdict(list)
    others: list[tuple[int, str, int, _Data]] = []
    for number, id, kind, place, data in rows:
        if kind == _SENTENCE:
            found = _DECODE(data)
            bodies[found.provision].append((place or 0, found.quote, found.heading_text))
        elif kind in _CODES:
            others.append((number, id, kind, _DECODE(data)))
    for number, id, kind, found in others:
        title, body = _words(id, kind, found, bodies)
        if title or body:
            yield number << 2 | _CODES[kind], title, body


def _words(id: str, kind: int, found: _Data, bodies: dict[str, list[tuple[int, str, bool]]]) -> tuple[str, str]:
    if kind in {_PROVISION, _DOCUMENT}:
        sentences = sorted(bodies.get(id, ()))
        heading = found.heading or " ".join(text for _, text, is_heading in sentences if is_heading)
        title = f"{found.pinpoint} {heading}" if kind == _PROVISION else f"{found.citation} {found.title} {found.short} {heading}"
        body = [text for _, text, is_heading in sentences if not (is_heading and (text in heading or heading in text))]
        return " ".join(title.split()), "\n".join(body)
    if kind == _REQUIREMENT:
        return found.pinpoint, found.quote
    if kind == _DEFINITION:
        return found.term, found.body
    return found.target, ""


def indexes(base: sqlite3.Connection) -> list[str]:
    """Return the names of the full-text indexes, in the order of the numbers that they hold."""
    rows = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE words%'").fetchall()
    numbers = sorted(int(name[len(_PREFIX) :]) for (name,) in rows if name.startswith(_PREFIX) and name[len(_PREFIX) :].isdecimal())
    return [f"{_PREFIX}{number}" for number in numbers]


def index_of(owner: int) -> str:
    """Return the name of the index that holds what an owner has."""
    return f"{_PREFIX}{owner >> SHARD}"


def add(base: sqlite3.Connection, owner: int, found: Sequence[Entry], *, bulk: bool = False) -> None:
    """Put entries into the index of an owner; with ``bulk`` an index that is new is left in pieces until `optimize`."""
    if found:
        name = index_of(owner)
        if base.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is None:
            base.execute(f"CREATE VIRTUAL TABLE {name} USING fts5 (title, body, content='', tokenize=\"{TOKENIZER}\")")
            if bulk:
                _configure(base, name, _BULK)
        base.executemany(f"INSERT INTO {name} (rowid, title, body) VALUES (?, ?, ?)", found)  # noqa: S608  (a name of ours)


def drop(base: sqlite3.Connection, owner: int, found: Sequence[Entry]) -> None:
    """Take entries out of the index of an owner: the very ones that went in."""
    if found:
        name = index_of(owner)
        base.executemany(f"INSERT INTO {name} ({name}, rowid, title, body) VALUES ('delete', ?, ?, ?)", found)  # noqa: S608  (a name of ours)


def optimize(base: sqlite3.Connection, names: Iterable[str]) -> None:
    """Make each index of one piece: the quickest to read, and the same bytes however it came about."""
    for name in names:
        base.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608  (a name of ours)
        _configure(base, name, _USUAL)


def _configure(base: sqlite3.Connection, name: str, values: Mapping[str, int]) -> None:
    for option, value in values.items():
        base.execute(f"INSERT INTO {name} ({name}, rank) VALUES (?, ?)", (option, value))  # noqa: S608  (a name of ours)


def stored(base: sqlite3.Connection, owner: int) -> list[Row]:
    """Return the rows of all nodes of an owner."""
    low = owner << SHIFT
    query = "SELECT number, id, kind, place, data FROM node WHERE number BETWEEN ? AND ? ORDER BY number"
    return base.execute(query, (low, low | (1 << SHIFT) - 1)).fetchall()


def entry_of(base: sqlite3.Connection, row: int) -> tuple[str, str]:
    """Return title and body of an entry, made again from the nodes: the index has no copy"""
    number = row >> 2
    rows = base.execute("SELECT number, id, kind, place, data FROM node WHERE number = ?", (number,)).fetchall()
    rows += base.execute(_INSIDE, (number, _CONTAINS, _SENTENCE)) if row & 3 == 0 else ()
    return next((title, body) for found, title, body in entries(rows) if found == row)


def index_all(base: sqlite3.Connection) -> None:
    """Make the indexes of the nodes that are stored, owner by owner."""
    owners: list[tuple[Any, ...]] = base.execute("SELECT number FROM document ORDER BY number").fetchall()
    for owner in (0, *(int(row[0]) for row in owners)):
        add(base, owner, list(entries(stored(base, owner))), bulk=True)
    optimize(base, indexes(base))
