"""What changed goes into ``graph.db`` too, where `regkit search` and the commands on a library look.

``graph.json`` is the graph that is proved, packed and compared; the database says the same and takes effect after it, so it names the graph that it
agrees with, and is made anew where it is missing or damaged. A document whose fragment is the one that the database has is not looked at. Cost:
that of the changed documents, and of what no document has by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from regkit.errors import GraphError
from regkit.graph.db.connect import NewerError, database
from regkit.graph.db.writer import GraphWriter
from regkit.graph.merge import Merge
from regkit.store.workspace import Workspace

if TYPE_CHECKING:
    from regkit.workflow.resolving import Resolver


class Hashed:
    """Passes pieces on and takes their digest, which is ``hex`` once all have passed."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._digest.update(piece)
            yield piece

    @property
    def hex(self) -> str:
        """The SHA-256, in hex."""
        return self._digest.hexdigest()


class Keeper:
    """Writes the database of a project while its documents are resolved: the parent has time then. Use it as a context.

    Documents are written in the project's order, whoever is done first, so the file does not show how many processes there were. What is found
    damaged is made anew. Raises: GraphError where the database is of a newer regkit, or the folder cannot be written.
    """

    def __init__(self, workspace: Workspace, resolver: Resolver, *, fresh: bool = False) -> None:
        self._path = database(workspace.graph)
        self._resolver = resolver
        self._order = [document.id for document in workspace.documents]
        self._at = 0
        self._fresh = fresh
        try:
            self._writer = self._opened()
        except NewerError:
            raise
        except GraphError:
            if fresh:
                raise
            self._fresh = True
            self._writer = self._opened()

    def __enter__(self) -> Keeper:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._writer.close()

    def advance(self) -> None:
        """Write the documents that are resolved, up to the first in the project's order that is not."""
        try:
            self._advance()
        except GraphError:
            if self._fresh:
                raise
            self._begin_anew()
            self._advance()

    def finish(self, merge: Merge, json_sha256: str) -> None:
        """Write what no document has by itself, and let readers see all of it. Call it when ``graph.json`` is in its place."""
        try:
            self._finish(merge, json_sha256)
        except (GraphError, FileNotFoundError) as problem:  # not found: a search has made the missing database meanwhile, and swept ours away
            if self._fresh and isinstance(problem, GraphError):
                raise
            self._begin_anew()
            self._finish(merge, json_sha256)

    def _opened(self) -> GraphWriter:
        writer = GraphWriter(self._path, fresh=self._fresh)
        try:
            for id in sorted(set(writer.documents) - set(self._order)):
                writer.remove(id)
        except BaseException:
            writer.close()
            raise
        return writer

    def _begin_anew(self) -> None:
        self._writer.close()
        self._fresh, self._at = True, 0
        self._writer = self._opened()

    def _advance(self) -> None:
        while self._at < len(self._order) and (made := self._resolver.key(self._order[self._at])):
            id = self._order[self._at]
            if self._writer.made(id) != made:
                fragment = self._resolver.fragment(id)
                nodes, edges = fragment.rows()
                nodes[0][1].setdefault("order", 0)
                nodes += [(name, data) for name, data in fragment.authorities.items() if not data["resolved"]]  # no other document has these
                self._writer.replace(id, nodes, edges, text=self._resolver.text(id), made=made)
            self._at += 1

    def _finish(self, merge: Merge, json_sha256: str) -> None:
        self._advance()
        nodes, edges = merge.shared()
        self._writer.shared([(id, data) for id, data in nodes if data.get("resolved", True)], edges)
        self._writer.finish(merge.draft.graph, self._order, json_sha256=json_sha256)
