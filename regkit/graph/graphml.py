"""GraphML: what networkx writes of a graph, made safe and reversible.

networkx raises on characters that XML cannot hold, and writes an edge's key as its XML id, which is to be a name. So here control
characters, lone surrogates and non-characters are left out, edges are numbered in reading order and carry their key as ``edge_key``. White space
within an attribute survives a round trip but for carriage returns, which XML readers turn into line feeds; they become spaces.

Source: http://graphml.graphdrawing.org/primer/graphml-primer.html; XML 1.0, section 2.2 (Char) and 2.11 (line ends).
"""

from __future__ import annotations

import io
import re
from typing import Any

import networkx as nx

from regkit.errors import GraphError
from regkit.graph.draft import arranged
from regkit.graph.schema import Attributes, Graph

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = {bool, int, float}


def write(graph: Graph) -> bytes:
    """Return the graph as GraphML in UTF-8. Raises: GraphError where an attribute is not a plain scalar."""
    ordered = arranged(graph)
    flat: Graph = nx.MultiDiGraph()
    flat.graph.update(_plain("the graph", ordered.graph))
    for node, data in ordered.nodes(data=True):
        flat.add_node(_text(node), **_plain(node, data))
    for number, (source, target, key, data) in enumerate(ordered.edges(keys=True, data=True)):
        flat.add_edge(_text(source), _text(target), key=f"e{number}", edge_key=_text(str(key)), **_plain(str(key), data))
    buffer = io.BytesIO()
    nx.write_graphml_xml(flat, buffer, encoding="utf-8", prettyprint=False)
    return buffer.getvalue()


def read(data: bytes) -> Graph:
    """Return the graph that `write` wrote. Raises: GraphError where the bytes are no GraphML."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415

    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data, re.I):
        raise GraphError("the GraphML declares a document type", remedy="Remove the declaration: regkit reads no entities")
    try:
        flat = nx.read_graphml(io.BytesIO(data), force_multigraph=True)
    except (ParseError, nx.NetworkXError, KeyError, ValueError) as problem:
        raise GraphError(f"not GraphML: {problem}", remedy="Export the graph again") from None
    graph: Graph = nx.MultiDiGraph()
    graph.graph.update({name: value for name, value in flat.graph.items() if name not in {"node_default", "edge_default"}})
    graph.add_nodes_from(flat.nodes(data=True))
    for source, target, data_ in flat.edges(data=True):
        key = data_.pop("edge_key")
        graph.add_edge(source, target, key=key, **data_)
    return arranged(graph)


def _plain(place: str, data: dict[str, Any]) -> Attributes:
    for name, value in data.items():
        if type(value) not in _PLAIN and type(value) is not str:
            raise GraphError(f"the attribute {name!r} of {place} is no plain scalar: {value!r}", remedy="Use str, int, float or bool")
    return {name: _text(value) if isinstance(value, str) else value for name, value in data.items()}


def _text(value: str) -> str:
    return _NOT_XML.sub("", value.replace("\r", " "))
