"""Source bytes → `Document`: pick the reader by what the file holds, and let it drive the builder.

A reader is a module (or any object) with three names; `Reader` spells them. To add one: write the file, name it in the entry-point group
``regkit.readers``, and put a sample of what it reads into tests/samples/<name>/. Readers never compute offsets and never drop text.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from regkit import registry
from regkit.errors import ReadError
from regkit.model.document import Authority, Document, Source
from regkit.read.authority import from_instrument
from regkit.read.builder import DocumentBuilder
from regkit.text.slug import document_slug

GROUP = "regkit.readers"
HEAD = 8192  # bytes that a reader sees to decide
LARGEST = 512 * 1024 * 1024  # bytes; the longest title of the CFR has 160 MB of XML

_UNREAD = {
    b"PK\x03\x04": ("a ZIP archive (DOCX, XLSX, EPUB …)", "Save the document as plain text or Markdown"),
    b"\xd0\xcf\x11\xe0": ("an old Office file", "Save the document as plain text or Markdown"),
    b"{\\rtf": ("RTF", "Save the document as plain text or Markdown"),
    b"\x1f\x8b": ("a gzip archive", "Unpack it first"),
}


class Reader(Protocol):
    """What a reader has. ``FALLBACK`` readers are asked after all others: they take what nobody else knows."""

    MEDIA_TYPE: str
    FALLBACK: bool

    def accepts(self, head: bytes, name: str) -> bool:
        """Tell from the first bytes (and the file's name, where bytes alone cannot tell) whether this reader reads the file. Never raises."""

    def read(self, data: bytes, build: DocumentBuilder) -> None:
        """Read the whole file into the builder. Raises: ReadError, and nothing else, where it cannot."""


def read(path: str | Path, *, id: str | None = None, authority: Authority | None = None, instrument: str = "") -> Document:
    """Return the document in a file; see `read_bytes`.

    Raises: ReadError where the file is missing, is too large, or cannot be read.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise ReadError(f"the file has more than {LARGEST // 2**20} MiB", place=str(path), remedy="Split it, one part or rule a file")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"the file cannot be opened ({error.strerror or error})", place=str(path), remedy="Check the path and its permissions"
        ) from None
    return read_bytes(data, path.name, id=id, authority=authority, instrument=instrument)


def read_bytes(data: bytes, name: str, *, id: str | None = None, authority: Authority | None = None, instrument: str = "") -> Document:
    """Return the document that ``data`` holds. The same bytes give the same document.

    ``name`` is the file's name, for messages, for the id (the slug of the name without its ending) where ``id`` does not give one, and for readers
    that the bytes alone don't decide. ``authority`` is what is known of the source (document.toml); what it leaves open the reader fills from the
    content. ``instrument`` names the instrument of a bare file ("12 CFR part 1002").

    Raises: ReadError, naming the file and what to do, where the bytes are empty, broken, or of a kind that no reader reads.
    """
    if not data.strip(b"\x00 \t\r\n\v\f\xef\xbb\xbf"):
        raise ReadError("the file is empty", place=name, remedy="Download or export it again")
    head = data[:HEAD]
    reader = _pick(head, name)
    source = Source(name=name, sha256=hashlib.sha256(data).hexdigest(), media_type=reader.MEDIA_TYPE, size=len(data))
    known = from_instrument(instrument, authority or Authority())
    build = DocumentBuilder(id or document_slug(Path(name).stem), source, known)
    try:
        reader.read(data, build)
    except RecursionError:
        raise ReadError("the source is nested too deeply", place=name, remedy="Check that it is a regulatory document") from None
    document = build.build()
    if not document.text:
        raise ReadError("there is no text in the file", place=name, remedy="Check that it is the document you mean")
    return replace(document, source=source)


def reader_names() -> list[str]:
    """Return the names of the registered readers, in the order in which they are asked."""
    return [name for name, _ in _readers()]


@cache
def _readers() -> tuple[tuple[str, Reader], ...]:
    loaded: list[tuple[str, Reader]] = [(name, registry.load(GROUP, name)) for name in registry.names(GROUP)]
    return tuple(sorted(loaded, key=lambda pair: (pair[1].FALLBACK, pair[0])))


def _pick(head: bytes, name: str) -> Reader:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, (kind, remedy) in _UNREAD.items():
        if start.startswith(magic):
            raise ReadError(f"this is {kind}; this version does not read it", place=name, remedy=remedy)
    for _, reader in _readers():
        if reader.accepts(head, name):
            return reader
    remedy = f"Readers are there for: {', '.join(reader_names())}"
    kind = "XML of a kind that no reader knows" if start.startswith(b"<") else "a kind of file that no reader knows"
    raise ReadError(f"this is {kind}", place=name, remedy=remedy)
