"""What a PDF's compressed streams unpack to, counted before anything is built from them: a small file may hold gigabytes.

The file is not parsed for it. Every ``stream`` whose dictionary names FlateDecode is unpacked in pieces that are counted and thrown away; images are
left out, because reading text never unpacks them. Streams packed twice are unpacked twice.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from regkit.errors import ReadError
from regkit.read.pdf_forms import Forms
from regkit.read.pdf_types import Limits

_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_NUMBER = re.compile(rb"(?<![0-9])(\d{1,9})\s+\d{1,5}\s+obj\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY = 4096  # bytes before a stream in which its dictionary is looked for
_PIECE = 1 << 16
_DEEPEST = 8  # filters on one stream


def check_streams(data: bytes, name: str, limits: Limits) -> None:
    """Count what a PDF unpacks to; cost: that, at most the bound.

    Raises: ReadError where its streams unpack to more than is allowed, each or together, or its forms draw each other too often.
    """
    total = 0
    view = memoryview(data)
    forms = Forms()
    for match in _STREAM.finditer(data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        head = data[max(0, match.start() - _DICTIONARY) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        filters = len(_FLATE.findall(head))
        form = _FORM.search(head) is not None
        if not (filters or form) or _IMAGE.search(head):
            continue
        pieces: Iterator[bytes | memoryview] = (view[at : at + _PIECE] for at in range(match.end(), len(data), _PIECE))
        for _ in range(min(filters, _DEEPEST)):
            pieces = _counted(_inflate(pieces), limits, name)
        if not filters:
            end = data.find(b"endstream", match.end())
            pieces = iter((view[match.end() : end if end >= 0 else len(data)],))
        kept: list[bytes] = []
        for piece in pieces:
            total += len(piece)
            if total > limits.unpacked:
                raise _too_much("its streams unpack", limits.unpacked, "REGKIT_PDF_UNPACKED", name)
            if form:
                kept.append(bytes(piece))
        number = _NUMBER.search(data, max(0, match.start() - len(head) - 24), match.start()) if form else None
        if number is not None:
            forms.add(int(number[1]), head, b"".join(kept))
    if (most := forms.most(data)) > limits.forms:
        remedy = "Check where the file is from; if it is sound, raise REGKIT_PDF_FORMS"
        raise ReadError(f"its forms are drawn within each other {most} times; the limit is {limits.forms}", place=name, remedy=remedy)


def _counted(pieces: Iterator[bytes], limits: Limits, name: str) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limits.stream:
            raise _too_much("one of its streams unpacks", limits.stream, "REGKIT_PDF_STREAM", name)
        yield piece


def _inflate(pieces: Iterator[bytes | memoryview]) -> Iterator[bytes]:
    """Yield what zlib makes of the pieces, at most a megabyte at a time; it ends where the stream ends or is broken."""
    unpack = zlib.decompressobj()
    for piece in pieces:
        waiting: bytes | memoryview = piece
        while len(waiting):
            try:
                made = unpack.decompress(waiting, 1 << 20)
            except zlib.error:
                return
            if made:
                yield made
            if unpack.eof:
                return
            waiting = unpack.unconsumed_tail


def _too_much(what: str, limit: int, variable: str, name: str) -> ReadError:
    remedy = f"Check where the file is from; if it is sound, raise {variable}"
    return ReadError(f"{what} to more than {limit >> 20} MiB", place=name, remedy=remedy)
