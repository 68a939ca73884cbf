"""What was fetched, kept by its hash: ``objects/ab/<sha256>`` the bytes, ``index/<hash of address>.json`` what is known of them.

An entry whose bytes are gone or are no longer what their name says is no entry. Partial downloads stand in ``partial/`` with the validator that lets
them be resumed. Everything is written atomically but the partials, which are checked when they are complete. Safe to delete.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from filelock import FileLock
from msgspec import Struct

from regkit.store.atomic import write_bytes


class Entry(Struct, frozen=True, kw_only=True):
    """What is known of an address. ``url`` is where its redirects end; ``retrieved`` the ISO date on which the server last confirmed the bytes."""

    requested: str
    url: str
    sha256: str
    size: int
    kind: str
    declared: str = ""
    etag: str = ""
    last_modified: str = ""
    retrieved: str = ""


class Partial(Struct, frozen=True, kw_only=True):
    """A download that stopped: ``validator`` is a strong ETag or a Last-Modified (RFC 9110, 13.1.5), without which nothing can be resumed."""

    validator: str
    encoding: str = ""
    declared: str = ""


class Cache:
    """The cache in ``folder``; nothing is made until something is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, address: str) -> tuple[Entry, bytes] | None:
        """Return what is kept for an address, None where there is nothing that can be trusted."""
        try:
            entry = msgspec.json.decode(self._index(address).read_bytes(), type=Entry)
            data = self._object(entry.sha256).read_bytes()
        except (OSError, msgspec.DecodeError, ValueError):
            return None
        return (entry, data) if hashlib.sha256(data).hexdigest() == entry.sha256 else None

    def keep(self, entry: Entry, data: bytes, *addresses: str) -> None:
        """Keep bytes and what is known of them under each of the addresses."""
        path = self._object(entry.sha256)
        if not path.is_file() or path.stat().st_size != len(data):
            write_bytes(path, data)
        for address in dict.fromkeys(addresses):
            write_bytes(self._index(address), msgspec.json.format(msgspec.json.encode(entry), indent=1))

    def partial(self, address: str) -> tuple[Path, Partial | None]:
        """Return where the partial download of an address stands, and what it can be resumed with; None where it cannot."""
        path = self.folder / "partial" / _key(address)
        try:
            about = msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=Partial)
        except (OSError, msgspec.DecodeError):
            return path, None
        return path, about if about.validator and path.is_file() and path.stat().st_size else None

    def begin(self, address: str, about: Partial) -> Path:
        """Note what a download that begins can be resumed with, and return where it goes."""
        path = self.folder / "partial" / _key(address)
        write_bytes(path.with_suffix(".json"), msgspec.json.encode(about))
        return path

    @contextlib.contextmanager
    def held(self, address: str) -> Iterator[None]:
        """Keep other processes from an address's partial download while this one writes to it."""
        (self.folder / "partial").mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / "partial" / f"{_key(address)}.lock"):
            yield

    def drop(self, address: str) -> None:
        """Forget a partial download."""
        path = self.folder / "partial" / _key(address)
        for file in (path, path.with_suffix(".json")):
            with contextlib.suppress(OSError):
                file.unlink()

    def _object(self, sha256: str) -> Path:
        if len(sha256) != 64 or not sha256.isalnum():
            raise ValueError("no SHA-256")
        return self.folder / "objects" / sha256[:2] / sha256

    def _index(self, address: str) -> Path:
        return self.folder / "index" / f"{_key(address)}.json"


def _key(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]
