r"""The graph and its texts on disk.

``graph.json`` is networkx' node-link form (``networkx.node_link_graph(data, edges="edges")`` reads it), UTF-8, one node or edge a line, attributes
sorted by name, nodes and edges in the order of `regkit.graph.order`: one graph has one sequence of bytes, and a change of one sentence is a change
of a few lines. It holds all that reports say but the running text. ``graph["schema"]`` is `regkit.graph.schema.SCHEMA`; another one is refused,
since the sources are there to build from again.

Beside it, ``texts/<document>.<hash>.json`` holds each whole `Document` (canonical text, provisions, blocks with their origins, marks, calls, pages),
so that `verify` and a page of the source work without the sources and without spaCy. The file's name carries the SHA-256 of its bytes (16 hex
digits), and the document's node names the file (``text_file``). So the rename of ``graph.json`` is the one instant at which a build takes effect:
before it the old graph finds the old texts, after it the new graph finds the new ones. Texts that no graph names any more are removed after it.

Loading imports neither spaCy nor a reader.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import msgspec

from regkit.errors import GraphError
from regkit.graph.bulk import without_collector
from regkit.graph.draft import assemble, rows
from regkit.graph.fragment import TEXTS, text_of
from regkit.graph.lines import AFTER, EDGES, END, HEAD, NODES, edge_line, graph_line, node_line
from regkit.graph.order import Edge
from regkit.graph.schema import SCHEMA, Graph, NodeKind, Scalar
from regkit.model.document import Document
from regkit.store.atomic import Batch, sweep, write_pieces

REBUILD = "Make it again with: regkit build"

_PIECE = 1 << 18


class _Head(msgspec.Struct, frozen=True):
    """What is read first, so that another schema is named as such and not as damage."""

    graph: dict[str, Scalar]


class _Stored(msgspec.Struct, frozen=True):
    directed: bool
    multigraph: bool
    graph: dict[str, Scalar]
    nodes: list[dict[str, Scalar]]
    edges: list[dict[str, Scalar]]


def dump(graph: Graph) -> bytes:
    """Return the graph as node-link JSON. Raises: GraphError where an attribute is not a plain scalar."""
    buffer = bytearray()
    with without_collector():
        for piece in _pieces(graph):
            buffer += piece
    return bytes(buffer)


def _pieces(graph: Graph) -> Iterator[bytes]:
    """Yield the bytes in pieces of some hundred kilobytes: as a whole they are a dozen times the text, and a build has no need of that in memory."""
    buffer = bytearray()
    for line in _lines(graph):
        buffer += line
        if len(buffer) >= _PIECE:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer)


def _lines(graph: Graph) -> Iterator[bytes]:
    nodes, edges = rows(graph)
    yield HEAD + graph_line(dict(graph.graph)) + NODES
    part = b""
    for node, data in nodes:
        yield part + node_line(node, data)
        part = AFTER
    yield EDGES
    part = b""
    for source, target, key, data in edges:
        yield part + edge_line(source, target, key, data)
        part = AFTER
    yield END


def parse(data: bytes, place: str = "graph.json") -> Graph:
    """Return the graph that `dump` wrote. Raises: GraphError where the bytes are damaged, or of another schema."""
    with without_collector():
        return _parse(data, place)


def _parse(data: bytes, place: str) -> Graph:
    try:
        try:
            stored = msgspec.json.decode(data, type=_Stored)
        except msgspec.ValidationError:  # perhaps of another schema, which is no damage
            _same_schema(msgspec.json.decode(data, type=_Head).graph, place)
            raise
        _same_schema(stored.graph, place)
        nodes = [(_text(node.pop("id")), node) for node in stored.nodes]
        known = {id for id, _ in nodes}
        graph = assemble(stored.graph, nodes, _edges(stored.edges, known, place))
    except (msgspec.DecodeError, KeyError, TypeError, UnicodeDecodeError) as problem:
        raise GraphError(f"the graph is damaged: {problem}", place=place, remedy=REBUILD) from None
    for id, node in graph.nodes(data=True):
        if "kind" not in node:
            raise GraphError("the graph is damaged: a node has no kind", place=place, remedy=REBUILD)
        if node["kind"] == NodeKind.REQUIREMENT.value and not _is_anchored(node):
            raise GraphError(f"the graph is damaged: the requirement {id!r} has no anchor", place=place, remedy=REBUILD)
    return graph


def _same_schema(graph: dict[str, Scalar], place: str) -> None:
    if graph.get("schema") != SCHEMA:
        raise GraphError(f"the graph is of schema {graph.get('schema')}, this regkit reads {SCHEMA}", place=place, remedy=REBUILD)


def _edges(edges: list[dict[str, Scalar]], known: set[str], place: str) -> Iterator[Edge]:
    for edge in edges:
        source, target, key = _text(edge.pop("source")), _text(edge.pop("target")), _text(edge.pop("key"))
        if source not in known or target not in known:
            raise GraphError(f"the edge {key!r} has an end that is no node", place=place, remedy=REBUILD)
        yield source, target, key, edge


def load(path: Path) -> Graph:
    """Return the stored graph. Raises: GraphError where there is none, or it cannot be used."""
    return parse(read(path), str(path))


def read(path: Path) -> bytes:
    """Return the bytes of the stored graph. Raises: GraphError where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise GraphError("nothing is built yet", place=str(path), remedy="Run: regkit build") from None
    except OSError as problem:
        raise GraphError(f"the graph cannot be read: {problem.strerror}", place=str(path), remedy="Check the file and its permissions") from None


def publish(path: Path, graph: Graph, documents: Iterable[Document]) -> None:
    """Store the texts of the documents, then the graph at ``path``, then remove texts that it does not name.

    Every document's node gets its ``text_file``, a path relative to the graph's folder. A process killed at any instant leaves the graph and its
    texts as they were before, or as they are after; what else it may leave behind is swept away by the next.
    Raises: GraphError where the folder cannot be written; what was there is then still there.
    """
    with writing(path), Batch() as texts:
        kept = set()
        for document in documents:
            name, data = text_of(document)
            graph.nodes[document.id]["text_file"] = name
            texts.add(path.parent / name, data)
            kept.add(Path(name).name)
        texts.publish()
        with without_collector():
            replace_graph(path, _pieces(graph), kept)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Write texts and then the graph at ``path``: what a killed run left is swept away first, and what goes wrong is said as a GraphError."""
    try:
        sweep(path.parent)
        sweep(path.parent / TEXTS)
        yield
    except OSError as problem:
        message = f"the graph cannot be written: {problem.strerror or problem}"
        raise GraphError(message, place=str(path.parent), remedy="Make room, or check the folder's permissions") from None


def replace_graph(path: Path, pieces: Iterable[bytes], texts: Container[str]) -> None:
    """Put the graph in place, then remove the texts that it does not name; ``texts`` are the names of those that it does. Raises: OSError."""
    write_pieces(path, pieces)
    for stale in (path.parent / TEXTS).glob("*.json"):
        if stale.name not in texts:
            with contextlib.suppress(OSError):
                stale.unlink()


def load_text(path: Path, graph: Graph, document: str) -> Document:
    """Return a document as it was when the graph at ``path`` was built. Raises: GraphError where it is missing, or not what the graph names."""
    data = graph.nodes[document] if document in graph else {}
    if data.get("kind") != NodeKind.DOCUMENT.value:
        raise GraphError(f"the graph has no document {document!r}", place=str(path), remedy=REBUILD)
    name = str(data.get("text_file", ""))
    target = path.parent / TEXTS / Path(name).name
    try:
        stored = target.read_bytes()
        if name.split(".")[-2:-1] != [hashlib.sha256(stored).hexdigest()[:16]]:
            raise GraphError("the stored text is not the one that the graph was built from", place=str(target), remedy=REBUILD)
        return msgspec.json.decode(stored, type=Document)
    except OSError as problem:
        raise GraphError(f"the stored text cannot be read: {problem.strerror}", place=str(target), remedy=REBUILD) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise GraphError(f"the stored text is damaged: {problem}", place=str(target), remedy=REBUILD) from None


def load_texts(path: Path, graph: Graph) -> dict[str, Document]:
    """Return every document of the graph by id, in the project's order. Raises: GraphError as `load_text` does."""
    return {node: load_text(path, graph, node) for node, data in graph.nodes(data=True) if data.get("kind") == NodeKind.DOCUMENT.value}


def _is_anchored(node: dict[str, Scalar]) -> bool:
    """Tell whether what every command reads of a requirement is there, in its type."""
    return (
        type(node.get("start")) is int
        and type(node.get("end")) is int
        and isinstance(node.get("quote"), str)
        and isinstance(node.get("fingerprint"), str)
    )


def _text(value: Scalar) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not an id: {value!r}")
    return value
