"""An append-only log: JSON Lines in which every entry carries the SHA-256 of the one before it. No entry is changed, moved or taken out unseen.

One entry is one line of canonical JSON: keys sorted, no space, UTF-8, ended by one line feed. Beside what the caller put in, it has ``seq`` (from 1),
``prev`` (the ``sha256`` of the entry before, 64 zeros for the first) and ``sha256``, which is of the canonical JSON of the entry without it.
``json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))`` makes the bytes, so a few lines of any language can check a log.

Beside ``log.jsonl`` lies ``log.head``: ``count``, ``sha256`` and ``size`` (bytes) as of the last append. Without it, cutting whole entries off the
end would leave a shorter chain that holds. It exists from before the first entry, and is written after the log: what an append has returned is in
both, so a log that is shorter than its head has lost entries, and one that is longer was written by an append that did not come to its end.

What no file can prove of itself: somebody who may write the folder can make the whole chain anew, or put an old log and its head back. Against that
helps only a head that is kept elsewhere (in a ticket, an e-mail, another repository): the chain must have an entry of that hash (`Chain.has`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from regkit.errors import CheckError
from regkit.store.atomic import sweep, sync_folder, write_bytes

START = "0" * 64
"""``prev`` of the first entry, and the head of an empty log."""

LOG_SUFFIX = ".jsonl"
OWN = ("prev", "seq", "sha256")
_WAIT = 60.0  # seconds for other writers; an append takes milliseconds
_RESTORE = "Restore the log and its head from a copy or from version control; regkit verify says what is missing"


class Entry(Struct, frozen=True, kw_only=True):
    """One entry; ``data`` is what the caller put in."""

    seq: int
    prev: str
    sha256: str
    data: dict[str, Any]


class Head(Struct, frozen=True, kw_only=True):
    """Where a log ends: how many entries, the hash of the last, how many bytes."""

    count: int = 0
    sha256: str = START
    size: int = 0


class Break(Struct, frozen=True, kw_only=True):
    """Where a chain does not hold: the number of the first entry that is wrong or missing, from 1, and what is wrong."""

    entry: int
    message: str


class Chain(Struct, frozen=True, kw_only=True):
    """A log as it lies on disk.

    ``entries`` hold up to the first break; ``torn`` are bytes behind the last line feed; ``behind`` is how many entries the head does not know yet.
    """

    entries: tuple[Entry, ...] = ()
    broken: Break | None = None
    torn: bytes = b""
    behind: int = 0

    @property
    def head(self) -> str:
        """The hash of the last entry that holds: the value to keep elsewhere."""
        return self.entries[-1].sha256 if self.entries else START

    def has(self, sha256: str) -> bool:
        """Tell whether the log has an entry of this hash; every log begins from `START`."""
        return sha256 == START or any(entry.sha256 == sha256 for entry in self.entries)


class Appended(Struct, frozen=True, kw_only=True):
    """What an append wrote, and what it mended before: sentences for people."""

    entries: tuple[Entry, ...]
    healed: tuple[str, ...] = ()


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return canonical JSON. Raises: CheckError where a value is no JSON, or half a character (a lone surrogate)."""
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError) as problem:  # UnicodeEncodeError is a ValueError
        raise CheckError(f"this cannot be written into a log: {problem}", remedy="Use text, whole numbers, lists and tables") from None


def head_path(path: Path) -> Path:
    """Return the file that says where the log ends."""
    return path.with_suffix(".head")


def read_chain(path: Path) -> Chain:
    """Return the log and where it breaks; an empty one where there is none. Reads without a lock: the head first, since the log only grows.

    Raises: CheckError where a file is there and cannot be read.
    """
    head = _read(head_path(path))
    data = _read(path) or b""
    whole = data.rfind(b"\n") + 1
    lines = data[:whole].split(b"\n")[:-1]
    entries: list[Entry] = []
    broken = None
    for line in lines:
        found = _entry(line, len(entries) + 1, entries[-1].sha256 if entries else START)
        if isinstance(found, Break):
            broken = found
            break
        entries.append(found)
    behind = 0
    if broken is None:
        broken, behind = _against_head(head, entries, lines)
    return Chain(entries=tuple(entries), broken=broken, torn=data[whole:], behind=behind)


def append(path: Path, records: Sequence[Mapping[str, Any]]) -> Appended:
    """Append one entry a record, flush them to disk, and return them. Any number of processes may do so at once.

    What a killed append left behind is mended first: a whole entry is kept, a torn line goes to ``<log>.torn-<hash>`` beside the log.
    Raises: CheckError where the log cannot be written, is shorter than its head, or goes on after its head with what is no entry; nothing is written.
    """
    if any(name in record for record in records for name in OWN):
        raise ValueError(f"a record has a field of the log's own: {OWN}")
    with locked(path):
        try:
            head, healed = _recovered(path)
            last, entries, buffer = head.sha256, [], bytearray()
            for seq, record in enumerate(records, head.count + 1):
                body = {**record, "seq": seq, "prev": last}
                last = hashlib.sha256(canonical(body)).hexdigest()
                entries.append(Entry(seq=seq, prev=body["prev"], sha256=last, data=dict(record)))
                buffer += canonical(body | {"sha256": last}) + b"\n"
            if buffer:
                _write(path, head.size, bytes(buffer))
                _put_head(path, Head(count=head.count + len(entries), sha256=last, size=head.size + len(buffer)))
        except OSError as problem:
            raise CheckError(
                f"the log cannot be written: {problem.strerror or problem}", place=str(path), remedy="Check permissions and room"
            ) from None
    return Appended(entries=tuple(entries), healed=tuple(healed))


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other writers of the log out for the length of the block; the system ends the lock of a process that dies.

    Raises: CheckError where it cannot be had within a minute.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only what writes needs it)

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_WAIT):
            yield
    except Timeout:
        raise CheckError("another process has held the log for a minute", place=str(path), remedy="Wait for it, or end it") from None
    except (PermissionError, NotImplementedError) as problem:
        raise CheckError(f"the log cannot be locked: {problem}", place=str(path), remedy="Check permissions; locks need a local disk") from None


def _entry(line: bytes, seq: int, prev: str) -> Entry | Break:
    try:
        body = json.loads(line)
        own = {name: body.get(name) for name in OWN}
        same = canonical(body) == line
        claimed = str(body.pop("sha256", ""))
        true = hashlib.sha256(canonical(body)).hexdigest()
    except (ValueError, TypeError, AttributeError, RecursionError, CheckError):  # a list has no get
        return Break(entry=seq, message="the line is no entry")
    if claimed != true or not same:
        ends = "; its line ends in a carriage return: keep version control from converting line ends" if line.endswith(b"\r") else ""
        return Break(entry=seq, message=f"the entry has been edited: it is not what its hash was made of{ends}")
    if type(own["seq"]) is not int or own["seq"] != seq:
        return Break(entry=seq, message=f"the entry here is number {own['seq']}: entries have been removed, added or moved")
    if own["prev"] != prev:
        return Break(entry=seq, message="the entry does not follow the one before it: one of the two has been replaced")
    return Entry(seq=seq, prev=prev, sha256=true, data={name: value for name, value in body.items() if name not in OWN})


def _against_head(stored: bytes | None, entries: list[Entry], lines: list[bytes]) -> tuple[Break | None, int]:
    """Return where the log and its head disagree, and by how many entries the head is behind."""
    head = _parse_head(stored)
    if head is None:
        if stored is None and not lines:
            return None, 0
        message = "the head file is missing" if stored is None else "the head file is damaged"
        return Break(entry=len(entries) + 1, message=f"{message}: whether entries are missing at the end cannot be told"), 0
    if head.count > len(entries):
        missing = head.count - len(entries)
        what = "entry is" if missing == 1 else "entries are"
        return Break(entry=len(entries) + 1, message=f"{missing} {what} missing at the end: the head names {head.count}"), 0
    last = entries[head.count - 1].sha256 if head.count else START
    if last != head.sha256 or head.size != sum(len(line) + 1 for line in lines[: head.count]):
        return Break(entry=max(head.count, 1), message="the entry is not the one that the head file names"), 0
    return None, len(entries) - head.count


def _recovered(path: Path) -> tuple[Head, list[str]]:
    """Return the head, after what a killed append left is mended, and what was done."""
    stored = _read(head_path(path))
    size = path.stat().st_size if path.exists() else 0
    if stored is None and not size:
        _put_head(path, Head())
        return Head(), []
    head = _parse_head(stored)
    if head is None:
        raise CheckError(f"the head file {head_path(path).name} is missing or damaged", place=str(path), remedy=_RESTORE)
    if size < head.size:
        raise CheckError(f"the log is shorter than its head says: {size} bytes, not {head.size}", place=str(path), remedy=_RESTORE)
    return (head, []) if size == head.size else _healed(path, head)


def _healed(path: Path, head: Head) -> tuple[Head, list[str]]:
    sweep(path.parent)
    with path.open("rb") as file:
        file.seek(head.size)
        tail = file.read()
    *lines, rest = tail.split(b"\n")
    healed = []
    if rest and isinstance(_entry(rest, head.count + len(lines) + 1, _last(lines, head)), Entry):
        _write(path, head.size + len(tail), b"\n")
        healed.append("the line feed that an interrupted append left out was written")
        lines, rest = [*lines, rest], b""
    for line in lines:
        found = _entry(line, head.count + 1, head.sha256)
        if isinstance(found, Break):
            raise CheckError(f"entry {found.entry}, behind the head: {found.message}", place=str(path), remedy=_RESTORE)
        head = Head(count=found.seq, sha256=found.sha256, size=head.size + len(line) + 1)
        healed.append(f"entry {found.seq}, written by an append that was interrupted, is kept")
    if rest:
        aside = path.with_name(f"{path.name}.torn-{hashlib.sha256(rest).hexdigest()[:12]}")
        write_bytes(aside, rest)
        with path.open("r+b") as file:
            file.truncate(head.size)
            os.fsync(file.fileno())
        what = f"a line that an interrupted append left torn ({len(rest)} bytes) was moved to {aside.name}"
        healed.append(f"{what}; what it was to record is not recorded")
    _put_head(path, head)
    return head, healed


def _last(lines: list[bytes], head: Head) -> str:
    return str(json.loads(lines[-1]).get("sha256", "")) if lines else head.sha256


def _write(path: Path, size: int, data: bytes) -> None:
    """Write at the end, all or nothing as far as this process lives to see to it."""
    new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            done = 0
            while done < len(data):
                done += os.write(descriptor, data[done:])
            os.fsync(descriptor)
        except BaseException:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if new:
        sync_folder(path.parent)


def _put_head(path: Path, head: Head) -> None:
    write_bytes(head_path(path), canonical({"count": head.count, "sha256": head.sha256, "size": head.size}) + b"\n")


def _parse_head(stored: bytes | None) -> Head | None:
    try:
        found = json.loads(stored or b"")
        head = Head(count=found["count"], sha256=found["sha256"], size=found["size"])
        plain = type(head.count) is int and type(head.size) is int and type(head.sha256) is str
        same = stored == canonical({"count": head.count, "sha256": head.sha256, "size": head.size}) + b"\n"
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return head if plain and same and head.count >= 0 and head.size >= 0 else None


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise CheckError(f"the file cannot be read: {problem.strerror}", place=str(path), remedy="Check the file and its permissions") from None
