"""Which reader reads a file: told from its bytes, and from its name only where bytes cannot tell."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from regkit import registry
from regkit.errors import ReadError
from regkit.read.builder import DocumentBuilder
from regkit.read.zipped import MAGIC, directory

GROUP = "regkit.readers"
HEAD = 8192  # bytes that a reader sees to decide
_ARCHIVE = 100  # of an archive; more of it may be a member that is not packed, and look like anything
_NAMES = 65_536  # bytes of names of an archive's members that it sees
_UNREAD = {b"\x1f\x8b": ("a gzip archive", "Unpack it first")}


class Reader(Protocol):
    """What a reader has. ``FALLBACK`` readers are asked after all others: they take what nobody else knows.

    A reader of files that hold two versions of a text (tracked changes) has ``read_original`` too, which reads the older as ``read`` does the newer.
    """

    MEDIA_TYPE: str
    FALLBACK: bool

    def accepts(self, head: bytes, name: str) -> bool:
        """Tell from the first bytes (and the file's name, where bytes alone cannot tell) whether this reader reads the file. Never raises.

        Of a ZIP archive ``head`` goes on with the names of its members, a line each.
        """

    def read(self, data: bytes, build: DocumentBuilder) -> None:
        """Read the whole file into the builder. Raises: ReadError, and nothing else, where it cannot."""


def head_of(data: bytes) -> bytes:
    """Return what readers decide by: the first bytes, and of an archive the names of its members, which stand at its end."""
    if not data.startswith(MAGIC):
        return data[:HEAD]
    return data[:_ARCHIVE] + b"\x00\n" + "\n".join(directory(data)).encode("utf-8", "replace")[:_NAMES]


def choose(data: bytes, name: str) -> Reader:
    """Return the reader of a file. Raises: ReadError where none reads it."""
    head = head_of(data)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, (kind, remedy) in _UNREAD.items():
        if start.startswith(magic):
            raise ReadError(f"this is {kind}; this version does not read it", place=name, remedy=remedy)
    for _, reader in readers():
        if reader.accepts(head, name):
            return reader
    remedy = f"Readers are there for: {', '.join(reader for reader, _ in readers())}"
    kind = "XML of a kind that no reader knows" if start.startswith(b"<") else "a kind of file that no reader knows"
    raise ReadError(f"this is {kind}", place=name, remedy=remedy)


@cache
def readers() -> tuple[tuple[str, Reader], ...]:
    """Return the registered readers with their names, in the order in which they are asked."""
    loaded: list[tuple[str, Reader]] = [(name, registry.load(GROUP, name)) for name in registry.names(GROUP)]
    return tuple(sorted(loaded, key=lambda pair: (pair[1].FALLBACK, pair[0])))
