"""Accept a gap: a waiver appended to ``reviews.toml``, bound to the wording that was accepted.

The file stays as people wrote it, comments and all; the waiver is added at its end, in one replacement of the file. It is read back before anything
is written, so that a file that cannot take it is left alone.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from regkit.errors import CheckError
from regkit.graph.schema import Graph, NodeKind
from regkit.graph.walk import node
from regkit.model.check import Waiver
from regkit.store.atomic import write_bytes
from regkit.trace.freshness import is_date
from regkit.trace.reviews import parse_reviews


def waive(path: Path, graph: Graph, requirement: str, *, reason: str, owner: str, until: str) -> Waiver:
    """Add the waiver to the file and return it.

    Raises: GraphError where there is no such requirement, naming the nearest; CheckError where something is not said, or the file cannot take it.
    """
    data = node(graph, requirement, NodeKind.REQUIREMENT)
    if not reason.strip() or not owner.strip():
        raise CheckError("a waiver needs a reason and somebody who answers for it", remedy="Say why the gap is accepted, and who accepts it")
    if not is_date(until):
        raise CheckError(f"not a date: {until!r}", remedy="Say until when, as YYYY-MM-DD")
    made = Waiver(requirement=requirement, reason=reason.strip(), owner=owner.strip(), until=until, fingerprint=str(data["fingerprint"]))
    try:
        before = path.read_bytes() if path.exists() else b""
        after = before + (b"" if not before or before.endswith(b"\n") else b"\n") + (b"\n" if before else b"") + b"[[waiver]]\n" + _table(made)
        if parse_reviews(after, str(path)).waiver[-1] != made:
            raise CheckError("the waiver cannot be added", place=str(path), remedy="Write it as a [[waiver]] at the end of the file")
        write_bytes(path, after)
    except OSError as problem:
        raise CheckError(f"the file cannot be written: {problem.strerror}", place=str(path), remedy="Check its permissions") from None
    return made


def _table(waiver: Waiver) -> bytes:
    return msgspec.toml.encode({name: getattr(waiver, name) for name in ("requirement", "reason", "owner", "until", "fingerprint")})
