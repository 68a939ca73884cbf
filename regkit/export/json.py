"""Node-link JSON, as stored: ``networkx.node_link_graph(json.loads(data), edges="edges")`` reads it, and so does d3."""

from __future__ import annotations

from regkit.errors import GraphError
from regkit.graph.schema import Graph
from regkit.graph.store import dump, parse

MEDIA_TYPE = "application/json"
SUFFIX = ".json"


def export(graph: Graph) -> bytes:
    """Return the graph as node-link JSON. Raises: GraphError where an attribute is not a plain scalar, or holds a lone surrogate."""
    try:
        return dump(graph)
    except UnicodeEncodeError as problem:
        raise GraphError(f"a text that is no Unicode: {problem.reason}", remedy="A reader of regkit lets none in; look at the plug-in") from None


def load(data: bytes) -> Graph:
    """Return the graph that was exported. Raises: GraphError."""
    return parse(data, "exported graph")
