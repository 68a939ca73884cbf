"""Build a library that is larger than memory: group after group of documents, each resolved together, straight into ``graph.db``.

A group is made by `regkit.graph.build.build_graph` and parted by `regkit.graph.db.split`, so nodes and edges are those of a graph in memory; what
belongs to no document (cited authorities, checks) is merged as it comes and stored at the end. What the groups cite of each other is linked to its
authority and not to the other group's provision: documents that shall be linked belong into one group, as the parts of a title of the Code do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from regkit.graph.build import build_graph
from regkit.graph.db.split import split
from regkit.graph.db.writer import GraphWriter
from regkit.graph.order import Edge
from regkit.graph.schema import SCHEMA, Attributes, NodeKind
from regkit.model.analysis import Analysis
from regkit.model.check import Check, Evidence

_COUNTED = frozenset({NodeKind.CHECK.value, NodeKind.EVIDENCE.value})


class GraphStream:
    """Makes the database at ``path`` anew. Use it as a context; nothing is there before `finish`. Raises, in every method: GraphError."""

    def __init__(self, path: Path, *, name: str = "") -> None:
        self._writer = GraphWriter(path, fresh=True)
        self._name = name
        self._order: list[str] = []
        self._nodes: dict[str, Attributes] = {}
        self._edges: list[Edge] = []
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> GraphStream:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._writer.close()

    def add(self, analyses: Sequence[Analysis], checks: Sequence[Check] = (), evidence: Sequence[Evidence] = ()) -> int:
        """Add resolved analyses, and checks of what they hold; return how many nodes there are in them.

        Raises: GraphError; CheckError as `regkit.graph.build.build_graph`.
        """
        graph = build_graph(analyses, checks, evidence)
        parts, (nodes, edges) = split(graph)
        texts = {analysis.document.id: analysis.document.text for analysis in analyses}
        for document, (own, out) in parts.items():
            graph.nodes[document]["order"] = len(self._order)
            self._order.append(document)
            self._writer.replace(document, own, out, text=texts[document])
        for id, data in nodes:
            self._add(id, data)
        self._edges += edges
        return len(graph)

    def _add(self, id: str, data: Attributes) -> None:
        """Merge a node as a build in memory would: who names an authority first describes it, who holds it says where."""
        known = self._nodes.get(id)
        if known is None:
            order = data["order"]
            if data["kind"] in _COUNTED:
                order = self._counts[str(data["kind"])]
                self._counts[str(data["kind"])] += 1
            self._nodes[id] = {**data, "order": order}
        else:
            known.update((name, data[name]) for name in ("document", "provision") if name in data)

    def finish(self) -> None:
        """Store what belongs to no document, and end the build."""
        self._writer.shared(list(self._nodes.items()), self._edges)
        self._writer.finish({"schema": SCHEMA, "name": self._name}, self._order)
