"""The evidence log: ``evidence/log.jsonl``, what its entries hold, and `Evidence` from them.

One file and not one a month: the chain then has one end, and a month that is taken away is a gap and not a file that nobody misses. A result is
about half a kilobyte, so a hundred thousand results are 50 MB, which are read in about two seconds.

An entry, beside what `regkit.store.chain` puts in: ``check result date by note``; ``verified``, the fingerprints of the requirements and of the
check's procedure at that time, by node id; ``inputs`` and ``attachments``, each with name and SHA-256; ``environment``, where it ran; ``recorded``,
when it was written (UTC); ``source``, the file that it was imported from, with its SHA-256. A file of results that people write
(``evidence/*.yaml``) is read as ever; it can be edited, and nothing tells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from regkit.errors import CheckError
from regkit.model.check import Evidence, Result
from regkit.model.finding import Finding, Severity
from regkit.store.chain import Chain, Entry, canonical, locked, read_chain
from regkit.trace.checks import place_of
from regkit.trace.freshness import is_date

_PROVE = "Run: regkit verify"


class Attached(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file by its bytes. ``name`` is as it was given; ``file`` where the copy lies, relative to the log; empty where only the hash is kept."""

    name: str
    sha256: str
    size: int
    file: str = ""


class Recorded(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an entry of the log says; dates are ISO."""

    check: str
    result: Result
    date: str
    by: str
    note: str = ""
    verified: dict[str, str] = {}
    inputs: tuple[Attached, ...] = ()
    attachments: tuple[Attached, ...] = ()
    environment: dict[str, str] = {}
    recorded: str = ""
    source: Attached | None = None

    def plain(self) -> dict[str, Any]:
        """Return the entry as the log takes it."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def read_log(path: Path, root: Path | None = None) -> tuple[Evidence, ...]:
    """Return the results of a log, in the order they were recorded, with what has changed of their inputs.

    A torn last line is no result; `findings_of` names it.

    Raises: CheckError where the chain does not hold, or an entry is no result: what was tampered with is no evidence.
    """
    place = place_of(path, root)
    chain = read_chain(path)
    if chain.broken:
        raise CheckError(f"entry {chain.broken.entry}: {chain.broken.message}", place=place, remedy=_PROVE)
    digest = input_digests(root or path.parent.parent)
    return tuple(_evidence(entry, recorded, path, place, digest) for entry, recorded in _decoded(chain, place))


def input_digests(root: Path) -> Callable[[str], str]:
    """Return a function from a file's name in the project to its SHA-256, empty where it is missing or outside; each file is read once."""
    known: dict[str, str] = {}
    inside = root.resolve()

    def digest(name: str) -> str:
        if name not in known:
            path = within(inside, name)
            known[name] = file_sha256(path) if path else ""
        return known[name]

    return digest


def _decoded(chain: Chain, place: str) -> Iterator[tuple[Entry, Recorded]]:
    for entry in chain.entries:
        try:
            recorded = msgspec.convert(entry.data, Recorded)
        except msgspec.ValidationError as problem:
            raise CheckError(f"entry {entry.seq} is no result: {problem}", place=place, remedy="A newer regkit may have written it") from None
        if not is_date(recorded.date):
            raise CheckError(f"entry {entry.seq} has no date: {recorded.date!r}", place=place, remedy=_PROVE)
        yield entry, recorded


def within(folder: Path, name: str) -> Path | None:
    """Return the file of that name below a folder; None where it leads out of it, or is no name: an entry may say anything."""
    try:
        path = (folder / name).resolve()
    except (OSError, ValueError, RuntimeError):  # a NUL, a loop of links
        return None
    return path if path.is_relative_to(folder.resolve()) else None


def _evidence(entry: Entry, recorded: Recorded, path: Path, place: str, digest: Callable[[str], str]) -> Evidence:
    folder = place.rpartition("/")[0]
    files = [f"{folder}/{item.file}" if folder and item.file else item.file or item.name for item in recorded.attachments]
    environment = hashlib.sha256(canonical(recorded.environment)).hexdigest() if recorded.environment else ""
    return Evidence(
        id=f"{path.stem}#{entry.seq}",
        check=recorded.check,
        result=recorded.result,
        date=recorded.date,
        by=recorded.by,
        note=recorded.note,
        attachment=" | ".join(files),
        sha256=" | ".join(item.sha256 for item in recorded.attachments),
        place=f"{place}, entry {entry.seq}",
        verified=tuple(sorted(recorded.verified.items())),
        inputs=tuple((item.name, item.sha256) for item in recorded.inputs),
        changed=tuple((item.name, digest(item.name)) for item in recorded.inputs if item.name[:1] != "/" and digest(item.name) != item.sha256),
        environment=environment,
        entry=entry.sha256,
    )


def findings_of(path: Path, root: Path | None = None) -> tuple[list[Finding], Chain]:
    """Return what is wrong with a log and its attachments, the first bad entry first, and its chain.

    Raises: CheckError where a file that is there cannot be read.
    """
    place = place_of(path, root)
    chain = read_chain(path)
    if chain.torn or (chain.broken and not path.is_file()):
        try:
            with locked(path):  # another process may have been at it
                chain = read_chain(path)
        except CheckError:
            chain = read_chain(path)
    findings = list(_chain_findings(chain, place))
    for aside in sorted(path.parent.glob(f"{path.name}.torn-*")):
        message = "an interrupted append left this; the result that it was to record is not in the log"
        remedy = "Record it anew if it is missing, then keep the file"
        findings.append(_finding("evidence.torn-aside", message, place_of(aside, root), remedy, Severity.NOTE))
    findings += _attachment_findings(chain, path, place)
    return findings, chain


def prove(logs: Sequence[tuple[Path, list[Finding], Chain]], root: Path, head: str = "") -> tuple[list[Finding], list[str]]:
    """Return the findings of all logs, and a line on each. ``head`` is a hash that was kept elsewhere: an entry of one of them must have it."""
    findings = [finding for _, found, _ in logs for finding in found]
    if head and not any(chain.has(head) for _, _, chain in logs):
        message = f"no entry that holds has the hash {head}: what it was the end of has been replaced or cut off"
        where = ", ".join(place_of(path, root) for path, _, _ in logs) or "evidence"
        findings.append(_finding("evidence.head", message, where, "Look for the log that it was the head of"))
    return findings, [_summary(place_of(path, root), chain) for path, _, chain in logs]


def _summary(place: str, chain: Chain) -> str:
    count = len(chain.entries)
    hold = f"{count} {'entry holds' if count == 1 else 'entries hold'}"
    return f"{place}: {hold}{', those after do not' if chain.broken else ''}; the head is {chain.head}"


def _chain_findings(chain: Chain, place: str) -> Iterator[Finding]:
    if chain.broken:
        remedy = "Restore the log and its head from a copy or from version control; nothing from this entry on is proven"
        yield _finding("evidence.broken", f"entry {chain.broken.entry}: {chain.broken.message}", place, remedy)
    if chain.torn:
        message = f"the last line is torn ({len(chain.torn)} bytes): an append was interrupted, and what it was to record is not recorded"
        yield _finding("evidence.torn", message, place, "Record it anew; the next regkit record moves the torn line aside", Severity.WARNING)
    if chain.behind:
        message = f"{chain.behind} entries are newer than the head file: an append was interrupted after it had written them"
        yield _finding("evidence.behind", message, place, "The next regkit record brings the head up to date", Severity.WARNING)


def _attachment_findings(chain: Chain, path: Path, place: str) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for entry in chain.entries:
        attachments = entry.data.get("attachments", ())
        for item in attachments if isinstance(attachments, list) else ():
            file, sha256 = (str(item.get(name, "")) for name in ("file", "sha256")) if isinstance(item, dict) else ("", "")
            if not file or seen.get(file) == sha256:
                continue
            seen[file] = sha256
            where = f"{place}, entry {entry.seq}"
            target = within(path.parent, file)
            if target is None:
                yield _finding("evidence.attachment", f"the attachment {file!r} is outside the folder of the log", where, "Look at the entry")
                continue
            found = file_sha256(target)
            if found != sha256:
                what = "has changed: its SHA-256 is " + found if found else "is missing"
                yield _finding("evidence.attachment", f"the attachment {file} {what}", where, "Restore the file from a copy")


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hex, empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _finding(code: str, message: str, place: str, remedy: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code=code, severity=severity, message=message, place=place, remedy=remedy)
