"""Edges from the version in force to those that it has superseded, one after the other.

Only the version in force is a document of the graph, so that nothing counts twice; what it superseded is an authority ``<id>@<version>`` with its
dates and the hash of its source. A graph as of an earlier day has the earlier version as its document.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from regkit.graph.draft import Draft
from regkit.graph.elements import filled
from regkit.graph.schema import Attributes, EdgeKind, NodeKind, authority_id
from regkit.model.document import Authority
from regkit.store.workspace import Workspace


class Superseded(Struct, frozen=True, kw_only=True):
    """A version that is not in force any more: ``id`` is ``<document>@<version>``, ``sha256`` of its source, empty where it is not pinned."""

    document: str
    id: str
    authority: Authority
    sha256: str = ""


def add_versions(draft: Draft, versions: Sequence[Superseded]) -> None:
    """Add a SUPERSEDES edge a version; those of one document are given newest first."""
    latest: dict[str, str] = {}
    for order, version in enumerate(versions):
        source = latest.get(version.document, version.document)
        if source not in draft.nodes:
            continue
        target = authority_id(version.id)
        attributes: Attributes = {"kind": NodeKind.AUTHORITY.value, "target": version.id, "family": "version", "resolved": True}
        attributes |= {"label": f"{version.authority.citation or version.authority.title or version.document} ({version.id})"}
        attributes |= filled(version.authority, "version effective expires citation title") | {"order": order}
        draft.add_node(target, attributes | ({"sha256": version.sha256} if version.sha256 else {}))
        draft.add_edge(EdgeKind.SUPERSEDES, source, target)
        latest[version.document] = target


def versions_of(workspace: Workspace) -> list[Superseded]:
    """Return the superseded versions of a project's documents, of each the newest first."""
    return [
        Superseded(document=found.settings.id, id=found.id, authority=found.settings.authority, sha256=found.settings.source.sha256)
        for found in workspace.superseded
    ]
