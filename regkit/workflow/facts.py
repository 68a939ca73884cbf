"""What reports say about a project, kept between commands: the `ProjectView` of its stored graph, with the reviews laid over it.

To take the facts from a graph of ten thousand requirements takes a second, to read them back a twentieth of one. So the first report of a project
keeps them in ``.regkit/facts``, and from then on ``regkit build`` makes them anew where it changes the graph: every report after it, of whatever name
and format, starts from there. A project that makes no reports pays nothing.

The key is the graph's hash, the reviews, the settings and the code, which is all that facts are made of. An entry is a check sum, the key and the
facts in MessagePack; nothing in it is executed on reading. A damaged or old one is as good as missing; it is safe to delete.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regkit.errors import RegkitError
from regkit.store.atomic import write_bytes
from regkit.store.recipe import digest_of
from regkit.store.reports import code_digest
from regkit.store.workspace import Workspace, open_workspace
from regkit.workflow.stored import Stored, facts_of, open_project

if TYPE_CHECKING:
    from regkit.report.facts import ProjectView

_MAGIC = b"regkit-facts-1\n"


def facts_file(workspace: Workspace) -> Path:
    """Return where the facts of a project are kept."""
    return workspace.root / ".regkit" / "facts"


def facts_key(workspace: Workspace, graph_sha256: str) -> str:
    """Return the key of the facts: of the graph, and of what is laid over it."""
    from regkit.settings import SETTINGS_FILE

    there = workspace.reviews.is_file()
    return digest_of(
        graph_sha256.encode(),
        str(there).encode(),
        workspace.reviews.read_bytes() if there else b"",
        workspace.name.encode(),
        (workspace.root / SETTINGS_FILE).read_bytes(),
        code_digest().encode(),
    )


def kept_facts(workspace: Workspace, key: str) -> ProjectView | None:
    """Return the facts under ``key``; None where there are none, or they are damaged."""
    try:
        data = facts_file(workspace).read_bytes()
    except OSError:
        return None
    head = len(_MAGIC) + 32
    body = memoryview(data)[head:]
    if data[: len(_MAGIC)] != _MAGIC or data[len(_MAGIC) : head] != hashlib.sha256(body).digest() or body[:64] != key.encode():
        return None
    from regkit.report.facts import ProjectView

    try:
        return msgspec.msgpack.decode(body[64:], type=ProjectView)
    except (msgspec.DecodeError, ValueError):
        return None


def keep_facts(workspace: Workspace, key: str, facts: ProjectView) -> None:
    """Keep the facts in place of the last. A cache that cannot be written, or text that UTF-8 cannot say, is no reason to stop."""
    with contextlib.suppress(OSError, UnicodeEncodeError):
        body = key.encode() + msgspec.msgpack.encode(facts)
        write_bytes(facts_file(workspace), _MAGIC + hashlib.sha256(body).digest() + body)


def refresh_facts(start: str | Path) -> None:
    """Make the facts of the graph as it is now, for a project that keeps them: the last thing that a build does.

    What is wrong with the project is not said here: whoever asks for a report is told.
    """
    from regkit.graph.bulk import without_collector

    with contextlib.suppress(RegkitError, OSError), without_collector():
        workspace = open_workspace(Path(start))
        if facts_file(workspace).is_file():
            stored: Stored = open_project(workspace.root, current=True)
            key = facts_key(workspace, stored.sha256)
            if kept_facts(workspace, key) is None:
                facts = facts_of(stored)
                if facts_key(workspace, stored.sha256) == key:  # else a review was written meanwhile
                    keep_facts(workspace, key, facts)
