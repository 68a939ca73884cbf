"""GEXF 1.2, for Gephi and other tools that draw networks.

Written here and not by networkx, whose writer puts today's date into the file, takes attributes named ``id``, ``start`` and ``end`` for something
else, and writes characters that no XML reader takes. Here every attribute is a declared column with its type, an edge's id is its key, and
``networkx.read_gexf`` gives the same nodes, edges and attributes back (and each edge's key as its ``id`` as well). Characters that XML cannot hold
are shown as pictures of them, each one for one (`regkit.text.visible.storable`). One element a line, written in pieces.

Source: https://gexf.net/schema.html, version 1.2draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from regkit.errors import GraphError
from regkit.graph.draft import rows
from regkit.graph.schema import Graph
from regkit.text.visible import storable

MEDIA_TYPE = "application/gexf+xml"
SUFFIX = ".gexf"

_TYPES = {str: "string", bool: "boolean", int: "long", float: "double"}
_ESCAPES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}

Columns = dict[str, tuple[int, str]]


def export(graph: Graph) -> bytes:
    """Return the graph as GEXF in UTF-8. Raises: GraphError where an attribute is not a plain scalar, or has two types."""
    return b"".join(pieces(graph))


def pieces(graph: Graph) -> Iterator[bytes]:
    """Yield the file piece by piece. Raises: as `export`."""
    for piece in _file(graph):
        yield piece.encode()


def _file(graph: Graph) -> Iterator[str]:
    nodes, edges = rows(graph)
    of_nodes, of_edges = _columns(data for _, data in nodes), _columns(data for *_, data in edges)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield "<meta><creator>regkit</creator></meta>\n"
    yield f'<graph defaultedgetype="directed" mode="static" name={_attribute(str(graph.graph.get("name", "")))}>\n'
    yield from _declared("node", of_nodes)
    yield from _declared("edge", of_edges)
    yield "<nodes>\n"
    for id, data in nodes:
        yield f"<node id={_attribute(id)} label={_attribute(str(data.get('label', '')))}>{_values(data, of_nodes)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for source, target, key, data in edges:
        ends = f"id={_attribute(key)} source={_attribute(source)} target={_attribute(target)}"
        yield f"<edge {ends}>{_values(data, of_edges)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _columns(found: Iterable[dict[str, Any]]) -> Columns:
    """Return (number, type) of each attribute by name: by name, so that the order they stand in does not show."""
    types: dict[str, str] = {}
    for data in found:
        for name, value in data.items():
            kind = _TYPES.get(type(value))
            if kind is None:
                raise GraphError(f"the attribute {name!r} is no plain scalar: {value!r}", remedy="Use str, int, float or bool")
            if types.setdefault(name, kind) != kind:
                raise GraphError(f"the attribute {name!r} is {types[name]} here and {kind} there", remedy="Use one type for it")
    types.pop("label", None)  # has a place of its own in GEXF
    return {name: (number, types[name]) for number, name in enumerate(sorted(types))}


def _declared(of: str, columns: Columns) -> Iterator[str]:
    if columns:
        titled = "".join(f'<attribute id="{number}" title={_attribute(name)} type="{kind}"/>' for name, (number, kind) in columns.items())
        yield f'<attributes class="{of}" mode="static">{titled}</attributes>\n'


def _values(data: dict[str, Any], columns: Columns) -> str:
    said = ((columns[name][0], value) for name, value in data.items() if name in columns)
    text = "".join(f'<attvalue for="{number}" value={_attribute(_plain(value))}/>' for number, value in sorted(said))
    return f"<attvalues>{text}</attvalues>" if text else ""


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _attribute(text: str) -> str:
    return quoteattr(storable(text), _ESCAPES)
