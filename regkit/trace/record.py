"""Record results: the only writer of the evidence log.

What an entry says of the moment it was made, its author need not know: the wording of the requirements that the check verifies and of its procedure
(from the stored graph), where it ran, and when it was written. The time of writing is the one clock that regkit reads; no output but the log
depends on it, and ``SOURCE_DATE_EPOCH`` sets it where a log must be the same twice (reproducible-builds.org/specs/source-date-epoch).

An attachment is copied to ``attachments/<2 hex digits>/<SHA-256><ending>`` beside the log, once whatever number of results attach it: evidence that
lies somewhere else is gone when it is asked for. Where it must not be copied (it is large, or secret), ``by_hash`` keeps its hash alone.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from regkit.errors import CheckError
from regkit.graph import queries
from regkit.graph.schema import Graph, NodeKind, check_id
from regkit.model.check import Check, Result
from regkit.store.atomic import write_bytes
from regkit.store.chain import Appended, append
from regkit.store.workspace import ATTACHMENTS
from regkit.text.forms import nearest
from regkit.trace.freshness import is_date, procedure_fingerprint
from regkit.trace.log import Attached, Recorded, file_sha256

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


class Outcome(Struct, frozen=True, kw_only=True):
    """A result to record. ``on`` is the day (ISO) on which the check was carried out; ``by`` who did it, empty for whoever records."""

    check: str
    result: Result
    on: str
    note: str = ""
    by: str = ""


def record(
    log: Path,
    graph: Graph,
    outcomes: Sequence[Outcome],
    *,
    by: str,
    root: Path,
    inputs: Iterable[Path] = (),
    attach: Iterable[Path] = (),
    by_hash: bool = False,
    environment: Mapping[str, str] | None = None,
    source: Path | None = None,
) -> Appended:
    """Append the outcomes to the log, all or none of them, and return the entries and what was mended.

    Args:
        log: the file, `Workspace.log`.
        graph: the stored graph, which says what each check verifies.
        outcomes: results, in order.
        by: who carried the checks out: a person, a role or a system.
        root: the project's folder; inputs are named relative to it.
        inputs: files that went into the checks; a change of theirs makes the results carried.
        attach: files that show the results.
        by_hash: keep the hashes of attachments only.
        environment: what to say of where it ran, beside regkit's and Python's versions and the platform.
        source: the file that the outcomes were read from.

    Raises: CheckError that lists every unknown check and wrong date; where a file cannot be read or the log not written.
    """
    known = {check.id: check for check in queries.checks(graph)}
    problems = _problems(outcomes, known, by)
    if problems:
        raise CheckError("; ".join(problems), remedy="Nothing was recorded; mend it and record again")
    attachments = tuple(_attached(path, log, by_hash=by_hash) for path in attach)
    used = tuple(_input(path, root) for path in inputs)
    origin = _by_hash(source) if source else None
    where = {**here(), **(environment or {})}
    now = _now()
    entries = [
        Recorded(
            check=outcome.check,
            result=outcome.result,
            date=outcome.on,
            by=outcome.by or by,
            note=outcome.note,
            verified=_verified(graph, known[outcome.check]),
            inputs=used,
            attachments=attachments,
            environment=where,
            recorded=now,
            source=origin,
        )
        for outcome in outcomes
    ]
    return append(log, [entry.plain() for entry in entries])


def here() -> dict[str, str]:
    """Return what is known of where this runs, and names neither machine nor user."""
    from regkit import __version__  # noqa: PLC0415  (the package imports this module on demand)

    return {"regkit": __version__, "python": platform.python_version(), "platform": f"{platform.system()} {platform.machine()}"}


def unknown_check(id: str, known: Iterable[str]) -> str:
    """Return a sentence on a check that is not in the graph, with the nearest that is."""
    near = nearest(id, known, 1)
    return f"there is no check {id!r}" + (f" (did you mean {near[0]!r}?)" if near else "")


def _problems(outcomes: Sequence[Outcome], known: Mapping[str, Check], by: str) -> list[str]:
    found = [unknown_check(outcome.check, known) for outcome in outcomes if outcome.check not in known]
    found += [f"not a date: {outcome.on!r}" for outcome in outcomes if not is_date(outcome.on)]
    if not by.strip():
        found.append("nobody is named who carried the check out")
    return list(dict.fromkeys(found))


def _verified(graph: Graph, check: Check) -> dict[str, str]:
    found = {target.id: str(graph.nodes[target.id]["fingerprint"]) for target in check.verifies if _is_requirement(graph, target.id)}
    return found | {check_id(check.id): procedure_fingerprint(check)}


def _is_requirement(graph: Graph, id: str) -> bool:
    return id in graph and graph.nodes[id]["kind"] == NodeKind.REQUIREMENT.value


def _attached(path: Path, log: Path, *, by_hash: bool) -> Attached:
    if by_hash:
        return _by_hash(path)
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    suffix = _SUFFIX.search(path.name)
    file = f"{ATTACHMENTS}/{sha256[:2]}/{sha256}{suffix[0].lower() if suffix else ''}"
    target = log.parent / file
    if file_sha256(target) != sha256:
        try:
            write_bytes(target, data)
        except OSError as problem:
            raise CheckError(f"the attachment cannot be copied: {problem.strerror}", place=str(target), remedy="Check permissions and room") from None
    return Attached(name=path.name, sha256=sha256, size=len(data), file=file)


def _by_hash(path: Path) -> Attached:
    data = _bytes(path)
    return Attached(name=path.name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def _input(path: Path, root: Path) -> Attached:
    """Name an input relative to the project; one outside it by its bare name behind a slash, since nobody else has that folder."""
    found = _by_hash(path)
    inside = path.resolve().is_relative_to(root.resolve())
    name = path.resolve().relative_to(root.resolve()).as_posix() if inside else f"/{path.name}"
    return Attached(name=name, sha256=found.sha256, size=found.size)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CheckError(f"the file cannot be read: {problem.strerror}", place=str(path), remedy="Check the name and its permissions") from None


def _now() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC) if epoch.isdecimal() else datetime.datetime.now(datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
