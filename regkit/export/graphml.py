"""GraphML, for Gephi, yEd, Cytoscape and Neo4j; nodes carry a ``label``."""

from __future__ import annotations

from regkit.graph.graphml import read, write
from regkit.graph.schema import Graph

MEDIA_TYPE = "application/graphml+xml"
SUFFIX = ".graphml"


def export(graph: Graph) -> bytes:
    """Return the graph as GraphML. Raises: GraphError where an attribute is not a plain scalar."""
    return write(graph)


def load(data: bytes) -> Graph:
    """Return the graph that was exported. Raises: GraphError."""
    return read(data)
