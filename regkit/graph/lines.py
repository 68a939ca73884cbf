"""A node or an edge as a line of ``graph.json``: attributes sorted by name, so that one graph has one sequence of bytes."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from regkit.errors import GraphError

AFTER = b",\n"
"""What stands between two lines."""
HEAD, NODES, EDGES, END = b'{"directed":true,"multigraph":true,"graph":', b',\n"nodes":[\n', b'\n],\n"edges":[\n', b"\n]}\n"
"""What stands before the attributes of the whole, the nodes and the edges, and at the end."""
_ENCODER = msgspec.json.Encoder(order="sorted")
_PLAIN = frozenset((str, int, float, bool))


def node_line(id: str, data: dict[str, Any]) -> bytes:
    """Return a node. Raises: GraphError where an attribute is no plain scalar, or holds half a character."""
    return _line({"id": id}, data)


def edge_line(source: str, target: str, key: str, data: dict[str, Any]) -> bytes:
    """Return an edge. Raises: as `node_line`."""
    return _line({"source": source, "target": target, "key": key}, data)


def graph_line(data: dict[str, Any]) -> bytes:
    """Return the attributes of the whole."""
    return _ENCODER.encode(data)


def parsed(lines: bytes) -> list[dict[str, Any]]:
    """Return what lines hold that stand after one another. Raises: msgspec.DecodeError."""
    rows: list[dict[str, Any]] = msgspec.json.decode(b"[%b]" % lines)
    return rows


def _line(head: dict[str, str], data: dict[str, Any]) -> bytes:
    for name, value in data.items():
        if type(value) not in _PLAIN or (type(value) is float and not math.isfinite(value)):
            where = next(iter(head.values()))
            raise GraphError(f"the attribute {name!r} of {where} is no plain scalar: {value!r}", remedy="Use str, int, finite float or bool")
    try:
        return _ENCODER.encode(head | data)
    except UnicodeEncodeError:
        where = next(iter(head.values()))
        raise GraphError(f"{where!r} holds half a character (a lone surrogate)", remedy="Remove it from the input") from None
