"""What the filters of a PDF's streams make of their bytes, a piece at a time, so that what comes out can be counted and thrown away.

The text and number filters of ISO 32000-2, 7.4: hexadecimal, base 85, LZW, run lengths, and zlib's. Those of images
are not here, because reading text never undoes them. Damaged data end the stream where they stand, as readers take it.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator

Pieces = Iterable[bytes | memoryview]
Filter = Callable[[Pieces], Iterator[bytes]]

_NAMED = re.compile(rb"/(FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL|ASCIIHexDecode|AHx|ASCII85Decode|A85)\b")
_EARLY = re.compile(rb"/EarlyChange\s+0\b")
_BLANK = re.compile(rb"[\x00\t\n\x0c\r ]+")
_CLEAR, _END = 256, 257
_GROUPS = re.compile(rb"(?:z|[!-u]{5})*")
_MOST = 1 << 20  # bytes that zlib may make of a piece at a time


def filters_of(head: bytes) -> list[Filter]:
    """Return the filters that a stream's dictionary names, in the order in which they are undone."""
    early = _EARLY.search(head) is None
    known: dict[bytes, Filter] = {
        b"FlateDecode": inflated,
        b"Fl": inflated,
        b"LZWDecode": lambda pieces: expanded(pieces, early=early),
        b"LZW": lambda pieces: expanded(pieces, early=early),
        b"RunLengthDecode": repeated,
        b"RL": repeated,
        b"ASCIIHexDecode": from_hexadecimal,
        b"AHx": from_hexadecimal,
        b"ASCII85Decode": from_base85,
        b"A85": from_base85,
    }
    return [known[match[1]] for match in _NAMED.finditer(head)]


def inflated(pieces: Pieces) -> Iterator[bytes]:
    """Yield what zlib makes of the pieces; it ends where the stream ends or is broken."""
    unpack = zlib.decompressobj()
    for piece in pieces:
        waiting: bytes | memoryview = piece
        while len(waiting):
            try:
                made = unpack.decompress(waiting, _MOST)
            except zlib.error:
                return
            if made:
                yield made
            if unpack.eof:
                return
            waiting = unpack.unconsumed_tail


def repeated(pieces: Pieces) -> Iterator[bytes]:
    """Yield what run lengths say: a count below 128 copies so many bytes and one, one above repeats the next byte 257 less it times.

    >>> b"".join(repeated([bytes([1, 65, 66, 254, 67, 128, 9])]))
    b'ABCCC'
    """
    held = b""
    for piece in pieces:
        data, at, made = held + bytes(piece), 0, bytearray()
        while at < len(data):
            count = data[at]
            if count == 128:
                yield bytes(made)
                return
            end = at + 2 + (count if count < 128 else 0)
            if end > len(data):
                break
            made += data[at + 1 : end] if count < 128 else data[at + 1 : end] * (257 - count)
            at = end
        held = data[at:]
        yield bytes(made)


def expanded(pieces: Pieces, *, early: bool = True) -> Iterator[bytes]:
    """Yield what LZW makes of the pieces. ``early``: codes grow one entry before they must, which is the default of PDF.

    >>> b"".join(expanded([bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01])]))
    b'-----A---B'
    """
    single = [bytes([code]) for code in range(256)] + [b"", b""]
    table, last, width, bits, held = list(single), b"", 9, 0, 0
    for piece in pieces:
        made: list[bytes] = []
        size = 0
        for byte in piece:
            held, bits = held << 8 | byte, bits + 8
            if bits < width:
                continue
            bits -= width
            code, held = held >> bits, held & ((1 << bits) - 1)
            if code == _END:
                yield b"".join(made)
                return
            if code == _CLEAR:
                table, last, width = list(single), b"", 9
                continue
            if code > len(table) or (code == len(table) and not last):
                yield b"".join(made)
                return
            entry = table[code] if code < len(table) else last + last[:1]
            if last and len(table) < 4096:
                table.append(last + entry[:1])
            last = entry
            made.append(entry)
            size += len(entry)
            reach = len(table) + early
            width = 9 if reach < 512 else 10 if reach < 1024 else 11 if reach < 2048 else 12
            if size >= _MOST:
                yield b"".join(made)
                made, size = [], 0
        yield b"".join(made)


def from_hexadecimal(pieces: Pieces) -> Iterator[bytes]:
    """Yield the bytes that pairs of hexadecimal digits say, up to ">"."""
    held = b""
    for piece in pieces:
        data, mark, _ = bytes(piece).partition(b">")
        held += _BLANK.sub(b"", data)
        even = len(held) - len(held) % 2
        try:
            yield bytes.fromhex(held[:even].decode("ascii"))
        except ValueError:
            return
        held = held[even:]
        if mark:
            return


def from_base85(pieces: Pieces) -> Iterator[bytes]:
    r"""Yield the bytes that groups of five characters say, up to "~>"; a "z" is a group of its own.

    >>> b"".join(from_base85([b"<~9jqo", b"^z~>"]))
    b'Man \x00\x00\x00\x00'
    """
    held = b""
    for piece in pieces:
        data, mark, _ = (held + _BLANK.sub(b"", bytes(piece))).removeprefix(b"<~").partition(b"~>")
        whole = len(data) if mark else _GROUPS.match(data).end()  # type: ignore[union-attr]
        try:
            yield base64.a85decode(data[:whole])
        except ValueError:
            return
        held = data[whole:]
        if mark:
            return
