"""Attributes of nodes and edges ↔ rows of the tables.

JSON with sorted names: one set of attributes has one text. Only what a column or the id says is left out, so that a row gives back the very
attributes that it was made of.
"""

from __future__ import annotations

import math
from collections.abc import Container
from typing import Any

import msgspec
from msgspec import Struct

from regkit.errors import GraphError
from regkit.graph.db.schema import EDGE_KINDS, NODE_KINDS
from regkit.graph.schema import EdgeKind, edge_key

NODE_CODES = {kind: code for code, kind in enumerate(NODE_KINDS)}
EDGE_CODES = {kind: code for code, kind in enumerate(EDGE_KINDS)}
LAST = 1 << 62
"""The place of what is of no document: after all that is of one."""

_PLAIN = frozenset({str, int, float, bool})
_ENCODE = msgspec.json.Encoder(order="sorted").encode
_DECODE = msgspec.json.Decoder(dict[str, Any]).decode

Position = tuple[int, int, int, str]


class NodeRow(Struct, frozen=True, gc=False):
    """A node to be stored. ``named`` is the attribute ``document``, empty where it has none."""

    id: str
    kind: int
    named: str
    place: int | None
    data: str


def node_row(id: str, attributes: dict[str, Any], documents: Container[str]) -> NodeRow:
    """Return a node as a row; an attribute ``document`` that is none of ``documents`` stays with the others.

    Raises: GraphError where an attribute is no plain scalar, or the kind unknown.
    """
    rest = dict(attributes)
    kind = NODE_CODES.get(rest.pop("kind", None))
    if kind is None:
        raise GraphError(f"the node {id!r} is of the unknown kind {attributes.get('kind')!r}", remedy="Use a kind of regkit.graph.schema")
    order = rest.get("order")
    if type(order) is int:
        del rest["order"]
    else:
        order = None
    named = rest.get("document")
    if type(named) is str and named in documents:
        del rest["document"]
    else:
        named = ""
    return NodeRow(id, kind, named, order, _text(id, rest))


def edge_row(source: str, target: str, key: str, attributes: dict[str, Any]) -> tuple[int, int, int, str | None]:
    """Return an edge as kind, start, number of its key, and JSON of the rest, which is None where there is none. Raises: GraphError."""
    rest = dict(attributes)
    kind = EDGE_CODES.get(rest.pop("kind", None))
    if kind is None:
        raise GraphError(f"the edge {key!r} is of the unknown kind {attributes.get('kind')!r}", remedy="Use a kind of regkit.graph.schema")
    plain = edge_key(EdgeKind(EDGE_KINDS[kind]), source, target)
    number = 1
    if key != plain:
        ending = key[len(plain) + 1 :]
        if not key.startswith(f"{plain}|") or not ending.isascii() or not ending.isdigit() or str(int(ending)) != ending or int(ending) < 2:
            raise GraphError(f"the edge {key!r} has another key than regkit.graph.schema.edge_key gives")
        number = int(ending)
    start = rest.get("start", 0)
    if type(start) is not int:
        raise GraphError(f"the edge {key!r} does not start at a number: {start!r}")
    if start:  # a start of 0 is told from none by staying in the rest
        del rest["start"]
    return kind, start, number, _text(key, rest) if rest else None


def attributes_of(kind: int, place: int | None, data: str, named: str) -> dict[str, Any]:
    """Return the attributes of a node from its row, by name as in ``graph.json``; ``named`` is the attribute ``document``, empty for none."""
    found = _DECODE(data)
    found["kind"] = NODE_KINDS[kind]
    if place is not None:
        found["order"] = place
    if named:
        found["document"] = named
    return dict(sorted(found.items()))


def edge_attributes(kind: int, start: int, data: str | None) -> dict[str, Any]:
    """Return the attributes of an edge from its row."""
    found = _DECODE(data) if data else {}
    found["kind"] = EDGE_KINDS[kind]
    if start:
        found["start"] = start
    return dict(sorted(found.items()))


def key_of(kind: int, source: str, target: str, number: int) -> str:
    """Return the key of an edge."""
    plain = f"{EDGE_KINDS[kind]}|{source}|{target}"
    return plain if number == 1 else f"{plain}|{number}"


def _text(where: str, rest: dict[str, Any]) -> str:
    for name, value in rest.items():
        if type(value) not in _PLAIN or (type(value) is float and not math.isfinite(value)):
            raise GraphError(f"the attribute {name!r} of {where} is no plain scalar: {value!r}", remedy="Use str, int, finite float or bool")
    try:
        return _ENCODE(rest).decode()
    except UnicodeEncodeError:
        raise GraphError(f"{where!r} holds half a character (a lone surrogate)", remedy="Remove it from the input") from None
