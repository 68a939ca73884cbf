"""The last step of a build: what changed goes into ``graph.db`` too, where `regkit search` and the commands on a library look.

``graph.json`` is the graph that is proved, packed and compared; the database says the same and is made after it, so it names the graph that it was
made of, and is made anew from it where it is missing or damaged. A document whose fragment is the one that the database has is not looked at. Cost:
that of the changed documents, and of what no document has by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regkit.errors import GraphError
from regkit.graph.db.connect import NewerError, database
from regkit.graph.db.writer import GraphWriter
from regkit.graph.merge import Merge
from regkit.graph.order import Node
from regkit.store.workspace import Workspace

if TYPE_CHECKING:
    from regkit.workflow.resolving import Resolver


class _Text(msgspec.Struct):
    text: str


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


def keep_database(workspace: Workspace, merge: Merge, resolver: Resolver, json_sha256: str, *, fresh: bool = False) -> None:
    """Write what changed into the database of a project, whose ``graph.json`` has just been written.

    Raises: GraphError where it is of a newer regkit, or the folder cannot be written.
    """
    path = database(workspace.graph)
    if not fresh:
        try:
            _keep(path, workspace, merge, resolver, json_sha256)
        except NewerError:
            raise
        except GraphError:  # damaged, or of a graph that is none any more
            fresh = True
    if fresh:
        _keep(path, workspace, merge, resolver, json_sha256, fresh=True)


def _keep(path: Path, workspace: Workspace, merge: Merge, resolver: Resolver, json_sha256: str, *, fresh: bool = False) -> None:
    nodes, edges = merge.shared()
    loose: dict[str, list[Node]] = {}  # references that mean nothing belong to the document that has them
    shared: list[Node] = []
    for id, data in nodes:
        (shared.append if data.get("resolved", True) else loose.setdefault(id, []).append)((id, data))
    order = [document.id for document in workspace.documents]
    with GraphWriter(path, fresh=fresh) as writer:
        for id in sorted(set(writer.documents) - set(order)):
            writer.remove(id)
        for id in order:
            made = resolver.key(id)
            if writer.made(id) == made:
                continue
            fragment = resolver.fragment(id)
            own, out = fragment.rows()
            own[0][1].setdefault("order", 0)
            own += [node for name in fragment.authorities for node in loose.get(name, ())]
            text = msgspec.json.decode((workspace.build / str(fragment.head["text_file"])).read_bytes(), type=_Text).text
            writer.replace(id, own, out, text=text, made=made)
        writer.shared(shared, edges)
        writer.finish(merge.draft.graph, order, json_sha256=json_sha256)
