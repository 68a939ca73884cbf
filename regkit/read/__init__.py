"""Source bytes → `Document`: pick the reader by what the file holds, and let it drive the builder.

A reader is a module (or any object) with three names; `Reader` spells them. To add one: write the file, name it in the entry-point group
``regkit.readers``, and put a sample of what it reads into tests/samples/<name>/. Readers never compute offsets and never drop text.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec.structs import replace

from regkit.errors import ReadError
from regkit.model.document import Authority, Document, Source
from regkit.read.authority import from_instrument
from regkit.read.builder import DocumentBuilder
from regkit.read.choose import GROUP, HEAD, Reader, choose, readers
from regkit.text.slug import document_slug

LARGEST = 512 * 1024 * 1024  # bytes; the longest title of the CFR has 160 MB of XML

__all__ = ["GROUP", "HEAD", "LARGEST", "Reader", "read", "read_bytes", "reader_names"]


def read(path: str | Path, *, id: str | None = None, authority: Authority | None = None, instrument: str = "", original: bool = False) -> Document:
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
    return read_bytes(data, path.name, id=id, authority=authority, instrument=instrument, original=original)


def read_bytes(
    data: bytes, name: str, *, id: str | None = None, authority: Authority | None = None, instrument: str = "", original: bool = False
) -> Document:
    """Return the document that ``data`` holds. The same bytes give the same document.

    ``name`` is the file's name, for messages, for the id (the slug of the name without its ending) where ``id`` does not give one, and for readers
    that the bytes alone don't decide. ``authority`` is what is known of the source (document.toml); what it leaves open the reader fills from the
    content. ``instrument`` names the instrument of a bare file ("12 CFR part 1002"). ``original`` asks for the text before the changes that the file
    tracks (Word, OpenDocument, RTF); by default they are accepted.

    Raises: ReadError, naming the file and what to do, where the bytes are empty, broken, of a kind that no reader reads, or hold no second version.
    """
    if not data.strip(b"\x00 \t\r\n\v\f\xef\xbb\xbf"):
        raise ReadError("the file is empty", place=name, remedy="Download or export it again")
    reader = choose(data, name)
    run = getattr(reader, "read_original", None) if original else reader.read
    if run is None:
        raise ReadError("the file holds no second version", place=name, remedy="Only word processors' files track changes")
    source = Source(name=name, sha256=hashlib.sha256(data).hexdigest(), media_type=reader.MEDIA_TYPE, size=len(data))
    known = from_instrument(instrument, authority or Authority())
    build = DocumentBuilder(id or document_slug(Path(name).stem), source, known)
    try:
        run(data, build)
    except RecursionError:
        raise ReadError("the source is nested too deeply", place=name, remedy="Check that it is a regulatory document") from None
    document = build.build()
    if not document.text:
        raise ReadError("there is no text in the file", place=name, remedy="Check that it is the document you mean")
    return replace(document, source=replace(source, media_type=build.source.media_type))


def reader_names() -> list[str]:
    """Return the names of the registered readers, in the order in which they are asked."""
    return [name for name, _ in readers()]
