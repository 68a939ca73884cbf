"""Ask the full-text index of a stored graph: what is found, the best first, with the words that were looked for marked.

Ranked by BM25 (the words of a title count for more than those of the text), what is equal in the order of the project; a provision whose pinpoint is
what was typed comes first. Words that half of the library holds would have to be counted in all of it for that: at most `MOST` of what is found is
ranked, from the front of the project, and `Found.more` says so. A word more, a document or a kind finds the rest. How rare a word is counts within
each index of a thousand documents.

The index has no copy of the texts, so the few that are shown are put into a small index of their own, which marks the words by the same rules as
those that found them.

Sources: SQLite FTS5 extension, sections 5.1 (bm25, highlight and snippet); S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework: BM25 and
Beyond, 2009.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from enum import StrEnum

from msgspec import Struct

from regkit.errors import GraphError
from regkit.graph.db.connect import broken
from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.passages import entry_of, index_of, indexes
from regkit.graph.db.rows import EDGE_CODES
from regkit.graph.db.schema import SHIFT, TOKENIZER
from regkit.graph.schema import EdgeKind, NodeKind
from regkit.search.question import Question, read
from regkit.text.forms import nearest

MOST = 4000
"""So much of what is found is ranked."""
_TITLE = 4.0  # a word of a title counts for as many of a text
_BEGIN, _END, _GAP = "\x02", "\x03", "…"  # no text holds these controls
_WINDOW = 40  # words of a snippet; FTS5 allows 64
_STATED = """
SELECT r.id FROM edge c JOIN edge s ON s.source = c.target AND s.kind = ? JOIN node r ON r.number = s.target
WHERE c.source = ? AND c.kind = ? ORDER BY r.place, r.id
"""
_CITING = "SELECT count(*) FROM edge WHERE target = ? AND kind IN (?, ?)"
_STATES, _CONTAINS = EDGE_CODES[EdgeKind.STATES.value], EDGE_CODES[EdgeKind.CONTAINS.value]
_USES, _CITES = EDGE_CODES[EdgeKind.USES_TERM.value], EDGE_CODES[EdgeKind.CITES.value]
_MARK = "SELECT rowid, highlight(words, 0, ?, ?), snippet(words, 1, ?, ?, ?, ?) FROM words WHERE words MATCH ?"
_FRONT = 50  # so many of the best are looked at for the pinpoint that was typed


class Kind(StrEnum):
    """What can be looked for."""

    PROVISION = "provision"
    REQUIREMENT = "requirement"
    TERM = "term"
    CITATION = "citation"


_CODES = {Kind.PROVISION: 0, Kind.REQUIREMENT: 1, Kind.TERM: 2, Kind.CITATION: 3}
_KINDS = tuple(_CODES)
_USUAL = (Kind.PROVISION, Kind.TERM, Kind.CITATION)


class Piece(Struct, frozen=True, gc=False):
    """A stretch of text, and whether it is what was looked for."""

    text: str
    marked: bool = False


class Hit(Struct, frozen=True, kw_only=True):
    """Something that was found. ``score`` is BM25, higher is better; ``title`` and ``text`` are pieces, the text cut to what surrounds the words.

    ``requirements`` are those that a provision's own sentences state; ``citing`` is how many places cite an authority, or use a defined term.
    """

    id: str
    kind: Kind
    document: str
    pinpoint: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    score: float
    requirements: tuple[str, ...] = ()
    citing: int = 0


class Found(Struct, frozen=True, kw_only=True):
    """What was found. ``total`` counts all, up to `MOST`; ``more`` says that there is more than was ranked."""

    understood: str
    hits: tuple[Hit, ...]
    total: int
    more: bool = False
    notes: tuple[str, ...] = ()


class Limits(Struct, frozen=True, kw_only=True):
    """Where to look: what is empty leaves nothing out.

    ``kinds``: without any, all but requirements, which are found with their provisions. ``only`` and ``but`` are ids of nodes: no others, and not
    those.
    """

    documents: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    only: frozenset[str] | None = None
    but: frozenset[str] = frozenset()


def search(graph: StoredGraph, typed: str, limits: Limits | None = None, *, first: int = 10) -> Found:
    """Return what is found in ``graph``, of that the ``first`` with their words.

    Cost: linear in what holds the rarest of the words, up to a bound, whatever the size of the graph.
    Raises: GraphError where there is no such document; RegkitError where no word is wanted.
    """
    limits = limits or Limits()
    question = read(typed)
    owners = sorted({_owner(graph, document) for document in limits.documents})
    try:
        rows = _named_first(graph, typed, _ranked(graph, question, owners, limits))
        return Found(
            understood=question.understood,
            hits=tuple(_hits(graph, question, rows[: min(first, MOST)])),
            total=min(len(rows), MOST),
            more=len(rows) > MOST,
            notes=question.notes,
        )
    except sqlite3.Error as problem:
        raise broken(problem, graph.path) from None


def _owner(graph: StoredGraph, document: str) -> int:
    number = graph.number(document)
    if number is None or number & (1 << SHIFT) - 1 or not number >> SHIFT:
        near = nearest(document, graph.ids(NodeKind.DOCUMENT))
        raise GraphError(f"there is no document {document!r}", remedy=f"Did you mean {near[0]!r}?" if near else "See: regkit coverage")
    return number >> SHIFT


def _ranked(graph: StoredGraph, question: Question, owners: list[int], limits: Limits) -> list[tuple[float, int]]:
    """Return (score, row) of what is found, the best first; one more than `MOST` where there is more."""
    kinds = ", ".join(str(_CODES[kind]) for kind in limits.kinds or _USUAL)
    where = f"rowid & 3 IN ({kinds})"
    if limits.only is not None or limits.but:
        graph.base.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (number INTEGER PRIMARY KEY)")
        graph.base.execute("DELETE FROM chosen")
        numbers = {number for id in (limits.only if limits.only is not None else limits.but) if (number := graph.number(id)) is not None}
        graph.base.executemany("INSERT INTO chosen VALUES (?)", [(number,) for number in sorted(numbers)])
        where += f" AND rowid >> 2 {'NOT ' if limits.only is None else ''}IN (SELECT number FROM chosen)"  # noqa: S608  (words of ours)
    whole = (0, (1 << 62) - 1)
    stretches = [(index_of(owner), (owner << SHIFT + 2, (owner + 1 << SHIFT + 2) - 1)) for owner in owners]
    found: list[tuple[float, int]] = []
    there = indexes(graph.base)
    for name, stretch in [one for one in stretches if one[0] in there] if owners else [(name, whole) for name in there]:
        score = f"SELECT -bm25({name}, {_TITLE}, 1.0), rowid FROM {name} WHERE {name} MATCH ?"  # noqa: S608  (words of ours)
        found += graph.base.execute(f"{score} AND {where} AND rowid BETWEEN ? AND ? LIMIT ?", (question.query, *stretch, MOST + 1 - len(found)))
        if len(found) > MOST:
            break
    found.sort(key=lambda one: (-one[0], one[1]))
    return found


def _named_first(graph: StoredGraph, typed: str, rows: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Return the rows with the provision first whose pinpoint was typed, with or without what comes before its number."""
    wanted = "".join(typed.split()).strip('§"“”').casefold()
    if not any(letter.isdigit() for letter in wanted):
        return rows

    def before(row: int) -> int | None:
        """Return how much stands before the pinpoint in the title: the section itself comes before the comment on it."""
        title = "".join(entry_of(graph.base, row)[0].split()).casefold()
        start, found, after = title.partition(wanted)
        return None if not found or start[-1:].isdigit() or after[:1].isdigit() or after[:1] == "(" else len(start)

    front = [(before(row), score, row) for score, row in rows[:_FRONT]]
    first = sorted((much, -score, row) for much, score, row in front if much is not None)
    return [(-score, row) for _, score, row in first] + [(score, row) for much, score, row in front if much is None] + rows[_FRONT:]


def _hits(graph: StoredGraph, question: Question, rows: list[tuple[float, int]]) -> Iterator[Hit]:
    shown = {row: entry_of(graph.base, row) for _, row in rows}
    marked = dict(_marked(question, shown))
    for score, row in rows:
        number = row >> 2
        id = str(graph.base.execute("SELECT id FROM node WHERE number = ?", (number,)).fetchone()[0])
        data = graph.nodes[id]
        kind = _KINDS[row & 3]
        title, text = marked.get(row) or shown[row]
        stated: list[tuple[str]] = []
        citing = 0
        if kind is Kind.PROVISION:
            stated = graph.base.execute(_STATED, (_STATES, number, _CONTAINS)).fetchall()
        elif kind is not Kind.REQUIREMENT:
            citing = graph.base.execute(_CITING, (number, _USES, _CITES)).fetchone()[0]
        yield Hit(
            id=id,
            kind=kind,
            document=id if data["kind"] == NodeKind.DOCUMENT.value else str(data.get("document", "")),
            pinpoint=str(data.get("pinpoint", "")),
            title=tuple(_pieces(title)),
            text=tuple(_pieces(text)),
            score=round(score, 3),
            requirements=tuple(found for (found,) in stated),
            citing=citing,
        )


def _marked(question: Question, shown: dict[int, tuple[str, str]]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield title and text of each row with the words that were looked for between controls, the text cut to what stands about them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.execute(f'CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize="{TOKENIZER}")')
        clean = [(row, _plain(title), _plain(body)) for row, (title, body) in shown.items()]
        base.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", clean)
        for row, title, body in base.execute(_MARK, (_BEGIN, _END, _BEGIN, _END, _GAP, _WINDOW, question.query)):
            yield row, (title, body)


def _plain(text: str) -> str:
    return text.replace(_BEGIN, " ").replace(_END, " ")


def _pieces(text: str) -> Iterator[Piece]:
    for number, part in enumerate(text.replace("\n", " ").split(_BEGIN)):
        inside, end, after = part.partition(_END) if number else ("", "", part)
        if number and (inside or end):
            yield Piece(inside, marked=True)
        if after:
            yield Piece(after)
