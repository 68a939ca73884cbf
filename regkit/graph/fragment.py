"""The part of the graph that one document gives, as it stands in ``graph.json``: made once for what it was made from, and kept.

`regkit.graph.order` keeps together what one document gives, so ``graph.json`` is put together from fragments without looking into them
(`regkit.graph.merge`); a build decodes nothing of a document that has not changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator

import msgspec
from msgspec import Struct

from regkit.graph.amendments import amended
from regkit.graph.document import draft_of
from regkit.graph.draft import Draft
from regkit.graph.lines import AFTER, edge_line, node_line, parsed
from regkit.graph.links import Places
from regkit.graph.order import Edge, Node, home_of, put_in_order
from regkit.graph.schema import Attributes, NodeKind
from regkit.model.analysis import Analysis
from regkit.model.document import Document

TEXTS = "texts"
_AUTHORITY = NodeKind.AUTHORITY.value
_DOCUMENT = NodeKind.DOCUMENT.value


class Fragment(Struct, frozen=True, kw_only=True):
    """What a document gives.

    ``head`` are the attributes of its node, but for ``order``, which the project decides. ``nodes`` are lines by kind, ``edges`` lines by the kind of
    their source, in order. ``authorities`` is what it says of nodes that other documents may name too; ``amends`` how many instructions it has for
    which part of the Code. ``text_size`` is of the file that ``head["text_file"]`` names, in bytes.
    """

    document: str
    head: Attributes
    nodes: dict[str, bytes]
    edges: dict[str, bytes]
    authorities: dict[str, Attributes]
    amends: dict[str, int]
    text_size: int

    def node_rows(self, kind: NodeKind) -> list[Node]:
        """Return its nodes of a kind, but for its own node and authorities, in order."""
        return [(row.pop("id"), row) for row in parsed(self.nodes.get(kind.value, b""))]

    def rows(self) -> tuple[list[Node], list[Edge]]:
        """Return all its nodes, its own first, without authorities, and all edges that begin in it, in order."""
        nodes: list[Node] = [(self.document, dict(self.head))]
        for kind in NodeKind:
            nodes += self.node_rows(kind)
        edges = [(row.pop("source"), row.pop("target"), row.pop("key"), row) for kind in NodeKind for row in parsed(self.edges.get(kind.value, b""))]
        return nodes, edges


def text_of(document: Document) -> tuple[str, bytes]:
    """Return the name, within the build's folder, and the bytes of the file that keeps a whole document."""
    data = msgspec.json.encode(document)
    return f"{TEXTS}/{document.id}.{hashlib.sha256(data).hexdigest()[:16]}.json", data


def fragment_of(analysis: Analysis, places: Places, definitions: Container[str]) -> tuple[Fragment, bytes]:
    """Return what a resolved analysis gives (see `regkit.graph.document.draft_of`), and the bytes of its text file."""
    document = analysis.document
    draft = draft_of(analysis, places, definitions)
    name, text = text_of(document)
    head = draft.nodes[document.id] | {"text_file": name}
    nodes, edges = list(draft.nodes.items()), [(*place, data) for place, data in draft.edges.items()]
    authorities = {id: data for id, data in nodes if data["kind"] == _AUTHORITY}
    put_in_order(nodes, edges)
    kinds = {id: str(data["kind"]) for id, data in nodes}
    lines: dict[str, list[bytes]] = {}
    for id, data in nodes:
        if home_of(id, data) and id != document.id:
            lines.setdefault(kinds[id], []).append(node_line(id, data))
    ends: dict[str, list[bytes]] = {}
    for source, target, key, data in edges:
        ends.setdefault(kinds[source], []).append(edge_line(source, target, key, data))
    made = Fragment(
        document=document.id,
        head=head,
        nodes={kind: AFTER.join(found) for kind, found in lines.items()},
        edges={kind: AFTER.join(found) for kind, found in ends.items()},
        authorities=authorities,
        amends=amended(document),
        text_size=len(text),
    )
    return made, text


def shared_of(fragment: Fragment) -> Draft:
    """Return the nodes of a fragment that others may name too, and its own."""
    draft = Draft()
    draft.nodes = {fragment.document: dict(fragment.head)} | {id: dict(data) for id, data in fragment.authorities.items()}
    return draft


def targets_of(fragment: Fragment) -> Iterator[Node]:
    """Yield what checks may name: sentences and requirements."""
    yield from fragment.node_rows(NodeKind.SENTENCE)
    yield from fragment.node_rows(NodeKind.REQUIREMENT)
