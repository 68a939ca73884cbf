"""Bytes → text, once, in one place."""

from __future__ import annotations

import codecs

from regkit.errors import ReadError
from regkit.model.finding import Severity
from regkit.read.builder import DocumentBuilder

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, build: DocumentBuilder) -> str:
    """Return the text of a file in UTF-8 (with or without byte order mark) or UTF-16 (with one); else as Windows-1252, with a finding.

    Line ends become line feeds. Raises: ReadError where UTF-16 is broken.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                remedy = "Save the file again as UTF-8"
                raise ReadError(
                    f"the file begins as {encoding.upper()} and breaks off at byte {error.start}", place=build.source.name, remedy=remedy
                ) from None
            break
    else:
        text = _plain(data, build)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(data: bytes, build: DocumentBuilder) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        build.finding(
            "read.encoding",
            Severity.WARNING,
            f"not UTF-8 (byte {error.start}); read as Windows-1252",
            place=f"{build.source.name}:{line}",
            remedy="save the file as UTF-8 if characters look wrong",
        )
    # five bytes have no character in Windows-1252: Latin-1 gives each byte one, so that nothing is lost
    return "".join(chunk.decode("cp1252", "strict") if _is_cp1252(chunk) else chunk.decode("latin-1") for chunk in data.splitlines(keepends=True))


def _is_cp1252(chunk: bytes) -> bool:
    return not any(byte in chunk for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
