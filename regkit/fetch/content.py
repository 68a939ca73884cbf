"""What bytes are, whether they are what was asked for, and whether they are all there. Nothing here trusts what a server says of them."""

from __future__ import annotations

import re
import zlib

import msgspec

from regkit.errors import FetchError

_TEXT = frozenset({"text", "html", "xml", "json"})
_DECLARED: dict[str, frozenset[str]] = {
    "application/json": frozenset({"json"}),
    "application/pdf": frozenset({"pdf"}),
    "application/xhtml+xml": frozenset({"html", "xml"}),
    "application/xml": frozenset({"xml"}),
    "application/zip": frozenset({"zip"}),
    "text/html": frozenset({"html", "xml", "text"}),
    "text/plain": _TEXT,
    "text/xml": frozenset({"xml"}),
}
MEDIA_TYPES = {
    "html": "text/html",
    "json": "application/json",
    "pdf": "application/pdf",
    "text": "text/plain",
    "xml": "application/xml",
    "zip": "application/zip",
}
SUFFIXES = {"html": ".html", "json": ".json", "pdf": ".pdf", "text": ".txt", "xml": ".xml", "zip": ".zip"}
_HEAD = 4096
_TAIL = 8192
_ROOT = re.compile(rb"<(?![?!])([^\s<>/]{1,200})")
_PROLOG = re.compile(rb"\s*(?:<\?[^>]{0,2000}\?>\s*|<!--.{0,4000}?-->\s*|<!DOCTYPE[^\[>]{0,500}(?:\[[^\]]{0,3000}\])?>\s*)*", re.S)
_CLOSED = re.compile(rb"\s*>(?:\s+|<!--.{0,4000}?-->|<\?[^>]{0,2000}\?>)*", re.S)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOM = b"\xef\xbb\xbf"


def kind_of(data: bytes) -> str:
    """Return what bytes are: pdf, zip, xml, html, json, text, binary, or empty.

    >>> kind_of(b"%PDF-1.7 "), kind_of(b"<?xml version='1.0'?><RULE/>"), kind_of(b"<!DOCTYPE html><html>")
    ('pdf', 'xml', 'html')
    """
    head = data[:_HEAD].removeprefix(_BOM).lstrip()
    if not head:
        return "empty"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if _CONTROL.search(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binary"
    if head.startswith(b"<"):
        root = root_of(data)
        page = root.lower() in (b"html", b"head", b"body", b"div", b"pre") or b"<!doctype html" in head[:1024].lower()
        return "html" if page else "xml"
    return "json" if head[:1] in b"{[" and _is_json(data) else "text"


def root_of(data: bytes) -> bytes:
    """Return the name of the first element, empty where there is none at the beginning."""
    start = data[:65536].removeprefix(_BOM)
    prolog = _PROLOG.match(start)
    root = _ROOT.match(start, prolog.end() if prolog else 0)
    return root[1] if root else b""


def check_kind(data: bytes, declared: str, expected: frozenset[str], place: str) -> str:
    """Return the kind of ``data``. Raises: FetchError (kind ``type``) where the bytes are not what the server says, or not what was asked for."""
    kind = kind_of(data)
    media_type = declared.partition(";")[0].strip().lower()
    said = _DECLARED.get(media_type, frozenset({"xml"}) if media_type.endswith("+xml") else None)
    if kind in ("empty", "binary") or (said is not None and kind not in said) or (expected and kind not in expected):
        wanted = " or ".join(sorted(expected)) or (media_type or "a document")
        raise FetchError(
            f"the answer is {_named(kind)}, not {wanted}{f' (it says it is {media_type})' if media_type else ''}",
            kind="type",
            place=place,
            remedy="Open the address in a browser: the site may be down for maintenance, or ask who you are",
        )
    return kind


def is_whole(data: bytes, kind: str) -> bool:
    """Tell whether a document is all there, as far as its last bytes show: the root element closed, the end mark of a PDF, JSON that parses.

    Nothing is parsed but JSON: a title of 160 MB is searched for its root's name alone.
    """
    tail = data[-_TAIL:].rstrip(b"\x00 \t\r\n\x1a")
    if kind == "xml":
        root = root_of(data)
        last = tail.rfind(b"</" + root)
        if not root or last < 0 or _CLOSED.fullmatch(tail, last + 2 + len(root)) is None:
            return _is_one_tag(data)
        # an element within the root may bear its name, and a cut fall behind it
        opened = re.findall(rb"<" + re.escape(root) + rb"(?:\s[^<>]*)?>", data)
        return sum(not tag.endswith(b"/>") for tag in opened) <= len(re.findall(rb"</" + re.escape(root) + rb"\s*>", data))
    if kind == "pdf":
        return b"%%EOF" in tail
    if kind == "json":
        return _is_json(data)
    return True


def unpacked(data: bytes, encoding: str, largest: int, place: str) -> bytes:
    """Return ``data`` without its Content-Encoding. Raises: FetchError of kind ``truncated``, ``size`` or ``type``."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return data
    if encoding not in ("gzip", "x-gzip"):
        raise FetchError(f"the answer is packed as {encoding!r}, which was not asked for", kind="type", place=place, remedy="Try again later")
    machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        made = machine.decompress(data, largest + 1)
    except zlib.error:
        raise FetchError("the packed answer is damaged", kind="truncated", place=place, remedy="Try again") from None
    if len(made) > largest:
        raise too_large(largest, place)
    if not machine.eof:
        raise FetchError("the packed answer ends too early", kind="truncated", place=place, remedy="Try again")
    return made


def too_large(largest: int, place: str) -> FetchError:
    """Return the error for a document above the bound."""
    return FetchError(
        f"the document has more than {largest / 2**20:g} MiB", kind="size", place=place, remedy="Ask for a part or section, or raise --largest"
    )


def _is_one_tag(data: bytes) -> bool:
    body = data[: 2 * _HEAD].rstrip()
    return len(data) < 2 * _HEAD and body.endswith(b"/>") and body.count(b"<") - body.count(b"<?") - body.count(b"<!") == 1


def _is_json(data: bytes) -> bool:
    try:
        msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def _named(kind: str) -> str:
    return {"empty": "empty", "binary": "of no kind that is known", "html": "a web page", "text": "plain text", "zip": "a ZIP archive"}.get(
        kind, kind.upper()
    )
