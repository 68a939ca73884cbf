"""A document as a tree that can be changed, and back: `from_document`, then `to_document` through the `DocumentBuilder`.

The model is frozen and its offsets are the builder's, so an amended text is never patched: it is taken apart into nodes and pieces, changed there,
and built again. Taking apart and building again without a change gives the same text, tree, marks, calls and pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from regkit.model.document import Authority, Document, Origin, Provision, ProvisionType, Source
from regkit.model.finding import Finding
from regkit.read.builder import DocumentBuilder
from regkit.read.paragraph import words
from regkit.read.pieces import Call, Page, Piece, Run


class Text(Struct):
    """A block: its pieces and where it came from. ``glue`` is what parts it from ``after``, the block it continues (a space, or nothing)."""

    pieces: list[Piece]
    origin: Origin = field(default_factory=Origin)
    heading: bool = False
    table: bool = False
    after: Text | None = None
    glue: str = ""

    @property
    def words(self) -> str:
        """The text of the block, single-spaced."""
        return words(self.pieces)


class Node(Struct):
    """A provision with what it holds, in reading order. ``suffix`` is what its pinpoint adds to its parent's, or the whole where ``whole``."""

    label: str
    type: ProvisionType
    marker: str | None = None
    heading: str | None = None
    top: bool = False
    suffix: str = ""
    whole: bool = False
    name: str = ""
    key: str = ""
    content: list[Node | Text] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        """The provisions directly below."""
        return [item for item in self.content if isinstance(item, Node)]

    @property
    def texts(self) -> list[Text]:
        """The blocks that are its own."""
        return [item for item in self.content if isinstance(item, Text)]

    @property
    def units(self) -> list[Node]:
        """The provisions directly below that are no footnotes: what stands between is its own text."""
        return [item for item in self.content if isinstance(item, Node) and item.type is not ProvisionType.FOOTNOTE]

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.nodes))

    def intro(self) -> list[Node | Text]:
        """Return what stands before the first unit below: its own text, with the notes that it calls."""
        found: list[Node | Text] = []
        for item in self.content:
            if isinstance(item, Node) and item.type is not ProvisionType.FOOTNOTE:
                break
            found.append(item)
        return found

    @property
    def words(self) -> str:
        """All text of the node and below it, single-spaced; for comparing."""
        return " ".join(text.words for node in self.walk() for text in node.texts)


def from_document(document: Document) -> Node:
    """Return the document as a tree. Every block's origin names the document, so that it keeps saying where it came from. Linear."""
    nodes: list[Node] = []
    for index, provision in enumerate(document.provisions):
        parent = document.provisions[provision.parent] if index else None
        nodes.append(_node(provision, parent, document.id))
    blocks = _texts(document)
    own: list[list[tuple[int, Text]]] = [[] for _ in nodes]
    for block, text in zip(document.blocks, blocks, strict=True):
        own[block.provision].append((block.span.start, text))
    below: list[list[int]] = [[] for _ in nodes]
    for index, provision in enumerate(document.provisions[1:], start=1):
        below[provision.parent].append(index)
    for index, node in enumerate(nodes):
        waiting = own[index]
        at = 0
        for child in below[index]:
            span = document.provisions[child].span
            while at < len(waiting) and span.end > span.start and waiting[at][0] < span.start:
                node.content.append(waiting[at][1])
                at += 1
            node.content.append(nodes[child])
        node.content.extend(text for _, text in waiting[at:])
    return nodes[0]


def _node(provision: Provision, parent: Provision | None, document: str) -> Node:
    label = provision.path[-1] if parent is not None and provision.path and provision.path != parent.path else ""
    above = parent.id.removeprefix(f"{document}").lstrip("/") if parent is not None else ""
    tail = provision.id.removeprefix(f"{document}/")
    nested = bool(above) and tail.startswith(f"{above}-")
    name = "" if label or parent is None else tail.removeprefix(f"{above}-" if above else "").partition("~")[0]
    node = Node(
        label=label,
        type=provision.type,
        marker=provision.marker,
        heading=provision.heading,
        top=bool(label) and parent is not None and len(provision.path) == 1 and (bool(parent.path) or not nested),
        name=name,
        key=provision.id,
    )
    if parent is None or not label:
        return node
    if parent.pinpoint and provision.pinpoint.startswith(parent.pinpoint) and not node.top:
        node.suffix = provision.pinpoint[len(parent.pinpoint) :]
    else:
        node.suffix, node.whole = provision.pinpoint, True
    return node


def _texts(document: Document) -> list[Text]:
    """Return the blocks as pieces, with their marks, calls and pages."""
    marks, calls, pages = list(document.marks), list(document.calls), list(document.pages)
    found: list[Text] = []
    m = c = p = 0
    before = 0
    for number, block in enumerate(document.blocks):
        start, end = block.span.start, block.span.end
        cuts: list[tuple[int, int, int, Piece]] = []
        while c < len(calls) and calls[c].span.start <= end:
            call = calls[c]
            at = min(max(call.span.start, start), end)
            cuts.append((at, max(at, call.span.end), 1, Call(call.mark, call.note, inline=len(call.span) > 0)))
            c += 1
        while p < len(pages) and pages[p].at <= end:
            at = min(max(pages[p].at, start), end)
            cuts.append((at, at, 0, Page(pages[p].label)))
            p += 1
        covered = start
        while m < len(marks) and marks[m].span.start < end:
            mark = marks[m]
            if mark.span.start >= covered:  # a mark inside another is its second dress, which pieces don't have
                cuts += _run(document, mark.span.start, min(mark.span.end, end), Run("", mark.kind, mark.value), cuts)
                covered = mark.span.end
            m += 1
        origin = block.origin if block.origin.document else replace(block.origin, document=document.id)
        text = Text(_pieces(document, start, end, cuts), origin, block.heading, block.table)
        glue = document.text[before:start]
        if number and "\n" not in glue:
            text.after, text.glue = found[-1], glue
        before = end
        found.append(text)
    return found


def _run(document: Document, start: int, end: int, run: Run, cuts: list[tuple[int, int, int, Piece]]) -> list[tuple[int, int, int, Piece]]:
    """Return a mark as runs, cut where a call or a page stands inside it."""
    inside = sorted((a, b) for a, b, _, _ in cuts if start < a < end)
    edges = [start, *(edge for pair in inside for edge in pair), end]
    return [(a, b, 2, Run(document.text[a:b], run.kind, run.value)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def _pieces(document: Document, start: int, end: int, cuts: list[tuple[int, int, int, Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for a, b, _, piece in sorted(cuts, key=lambda cut: cut[:3]):
        if a > at:
            pieces.append(document.text[at:a])
        pieces.append(piece)
        at = max(at, b)
    if at < end:
        pieces.append(document.text[at:end])
    return pieces


def to_document(root: Node, id: str, source: Source, authority: Authority, findings: tuple[Finding, ...] = ()) -> Document:
    """Return the tree as a document. What changed gets the ids, paths and pinpoints that follow from its place. Linear."""
    build = DocumentBuilder(id, source, authority)
    last: list[Text | None] = [None]

    def fill(node: Node) -> None:
        for item in node.content:
            if isinstance(item, Text):
                continues = item.after is not None and item.after is last[0]
                pieces = [item.glue, *item.pieces] if continues and item.glue else item.pieces
                if build.block(*pieces, origin=item.origin, heading=item.heading, table=item.table, continues=continues) is not None:
                    last[0] = item
                continue
            pinpoint = item.suffix if item.whole or not item.suffix else build.pinpoint + item.suffix
            build.open(
                item.label,
                type=item.type,
                marker=item.marker,
                heading=item.heading,
                top=item.top,
                pinpoint=pinpoint,
                key=item.key if item.type is ProvisionType.FOOTNOTE else "",
                name=item.name,
            )
            fill(item)
            build.close()

    fill(root)
    document = build.build()
    return replace(document, findings=(*findings, *document.findings))


def renamed(node: Node, label: str, marker: str) -> None:
    """Give a node another label: its marker as printed, its text and its pinpoint change with it."""
    before = node.marker
    old = node.label
    at = node.suffix.rfind(old)
    if at >= 0:
        node.suffix = node.suffix[:at] + label + node.suffix[at + len(old) :]
    node.label, node.marker = label, marker
    texts = node.texts
    if before and texts:
        texts[0].pieces = _respelled(texts[0].pieces, before, marker)


def _respelled(pieces: list[Piece], before: str, marker: str) -> list[Piece]:
    """Return the pieces with the printed marker at their head replaced; its brackets and label may be in several pieces."""
    wanted = "".join(before.split())
    taken = ""
    rest = list(pieces)
    while rest and len(taken) < len(wanted):
        piece = rest[0]
        if isinstance(piece, Call | Page):
            break
        text = piece if isinstance(piece, str) else piece.text
        need = len(wanted) - len(taken)
        used = 0
        while used < len(text) and need:
            need -= not text[used].isspace()
            taken += "" if text[used].isspace() else text[used]
            used += 1
        left = text[used:]
        rest[:1] = ([left] if isinstance(piece, str) else [Run(left, piece.kind, piece.value)]) if left else []
    if taken != wanted:
        return pieces
    return [marker, *rest]
