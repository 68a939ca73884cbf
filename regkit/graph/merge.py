"""Fragments of documents, checks and evidence → ``graph.json``, the bytes that `regkit.graph.store.dump` gives of the whole graph.

What a document gives is copied, stretch by stretch, by way of temporary files; only what documents share (their own nodes, authorities, amendments,
versions, checks and evidence) is in memory, and of other nodes those of documents that checks name. Cost: linear in the bytes, and small beside
making them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from regkit.errors import CheckError
from regkit.graph.amendments import add_amendments
from regkit.graph.checks import add_checks
from regkit.graph.draft import Draft
from regkit.graph.fragment import Fragment, shared_of, targets_of
from regkit.graph.lines import AFTER, EDGES, END, HEAD, NODES, edge_line, graph_line, node_line
from regkit.graph.order import Edge, Node, put_in_order
from regkit.graph.schema import SCHEMA, NodeKind
from regkit.graph.targets import Targets, try_links
from regkit.graph.versions import Superseded, add_versions
from regkit.model.check import Check, Evidence
from regkit.text.forms import listed

_OWN = (NodeKind.PROVISION.value, NodeKind.SENTENCE.value, NodeKind.DEFINITION.value, NodeKind.REQUIREMENT.value)
_DOCUMENT = NodeKind.DOCUMENT.value
_COPIED = 1 << 20
_IN_MEMORY = 1 << 22

Get = Callable[[str], Fragment]


class Merge:
    """Puts fragments together, in the project's order. Use it as a context; ``folder`` is where its temporary files go."""

    def __init__(self, name: str, folder: Path) -> None:
        self.draft = Draft(schema=SCHEMA, name=name)
        self._stretches = {(part, kind): _Stretch(folder) for part in ("nodes", "edges") for kind in _OWN}
        self._ends: dict[str, bytes] = {}  # edges from a document's own node
        self._amends: dict[str, dict[str, int]] = {}
        self._loaded: set[str] = set()
        self.unlinked: tuple[CheckError, ...] = ()
        """What is wrong with targets of checks, where that is no error."""

    def __enter__(self) -> Merge:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for stretch in self._stretches.values():
            stretch.file.close()

    def add(self, fragment: Fragment) -> None:
        """Add what the next document gives."""
        shared = shared_of(fragment)
        shared.nodes[fragment.document]["order"] = len(self._ends)
        self.draft.absorb(shared)
        for kind in _OWN:
            self._stretches["nodes", kind].add(fragment.nodes.get(kind, b""))
            self._stretches["edges", kind].add(fragment.edges.get(kind, b""))
        self._ends[fragment.document] = fragment.edges.get(_DOCUMENT, b"")
        self._amends[fragment.document] = fragment.amends

    def finish(self, checks: Sequence[Check], evidence: Sequence[Evidence], versions: Sequence[Superseded], get: Get, *, strict: bool) -> None:
        """Add what no document gives; ``get`` finds the fragment of a document. Raises: CheckError as `regkit.graph.build.build_graph` does."""
        held: dict[str, str] = {}
        for id in self._ends:
            held.setdefault(str(self.draft.nodes[id].get("citation", "")), id)
        for id, parts in self._amends.items():
            add_amendments(self.draft, id, parts, held)
        add_versions(self.draft, versions)
        if not checks and not evidence:
            return
        named = Targets(self.draft.nodes)
        self._load({named.document_of(target.id.partition("/")[0] or target.document) for check in checks for target in check.verifies}, get)
        links, problems = try_links(self.draft.nodes, checks)
        if problems:  # said with the candidates that all documents have
            self._load(self._ends, get)
            links, problems = try_links(self.draft.nodes, checks)
        if problems and strict:
            raise listed(problems, "the checks", CheckError)
        self.unlinked = tuple(problems)
        add_checks(self.draft, checks, evidence, links)

    def shared(self) -> tuple[list[Node], list[Edge]]:
        """Return the nodes that no document has by itself, and the edges that the merge has added, in no order. Call it after `finish`."""
        nodes = [(id, data) for id, data in self.draft.nodes.items() if data["kind"] not in {*_OWN, _DOCUMENT}]
        return nodes, [(*place, data) for place, data in self.draft.edges.items()]

    def _load(self, documents: Iterable[str], get: Get) -> None:
        """Take in the nodes that checks may name, of documents whose nodes are not there."""
        for id in sorted(set(documents) - {""} - self._loaded):
            self._loaded.add(id)
            self.draft.nodes.update(targets_of(get(id)))

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of ``graph.json``, which empties the merge."""
        nodes: list[Node] = list(self.draft.nodes.items())
        edges: list[Edge] = [(*place, data) for place, data in self.draft.edges.items()]
        put_in_order(nodes, edges)
        kinds = {id: str(data["kind"]) for id, data in nodes}
        yield HEAD + graph_line(dict(sorted(self.draft.graph.items()))) + NODES
        yield from _joined(
            (
                [AFTER.join(node_line(id, data) for id, data in nodes if kinds[id] == _DOCUMENT)],
                *(self._stretches["nodes", kind].pieces() for kind in _OWN),
                [AFTER.join(node_line(id, data) for id, data in nodes if kinds[id] not in (*_OWN, _DOCUMENT))],
            )
        )
        yield EDGES
        ends = {id: [lines] if lines else [] for id, lines in self._ends.items()}
        for source, target, key, data in edges:
            if source in ends:
                ends[source].append(edge_line(source, target, key, data))
        yield from _joined(
            (
                [AFTER.join(line for lines in ends.values() for line in lines)],
                *(self._stretches["edges", kind].pieces() for kind in _OWN),
                [AFTER.join(edge_line(source, target, key, data) for source, target, key, data in edges if source not in ends)],
            )
        )
        yield END


class _Stretch:
    """What documents give of one kind, one after the other; past a few megabytes in a file that is gone when it is closed."""

    def __init__(self, folder: Path) -> None:
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115  (closed by the merge)
        self._empty = True

    def add(self, lines: bytes) -> None:
        if lines:
            if not self._empty:
                self.file.write(AFTER)
            self.file.write(lines)
            self._empty = False

    def pieces(self) -> Iterator[bytes]:
        self.file.seek(0)
        while piece := self.file.read(_COPIED):
            yield piece


def _joined(sections: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Yield sections of lines one after the other, with what stands between two lines where both have some."""
    first = True
    for section in sections:
        begun = False
        for piece in section:
            if piece:
                if not begun and not first:
                    yield AFTER
                begun, first = True, False
                yield piece
