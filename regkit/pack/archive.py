"""ZIP files: written so that the same files give the same bytes, and read as what a stranger sent.

A ZIP says twice what it holds, before each file and at the end, and tools differ in what they believe. So a pack is read only where it is laid out as
`write` does it: one entry after another from the first byte to the directory, no name twice, no extra field or comment, names sorted and plain.
Source: APPNOTE.TXT 6.3.10 (PKWARE), 4.3 and 4.4.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from regkit.errors import GraphError

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold: a pack has no date
MODE = 0o100644 << 16
_DAY = 1 << 5 | 1  # DATE as DOS counts days
_UTF8 = 0x800
_LOCAL = 30  # bytes of a local header before its name
ENTRIES = 100_000
UNPACKED = 2**32 - 2  # more would need ZIP64
RATIO = 1100  # deflate reaches 1032
_PLAIN = re.compile(r"[^\x00-\x1f\x7f\\:*?\"<>|]+")
_AGAIN = "Ask for the pack again"


def write(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files by name; order of names, dates, modes and compression are fixed. Raises: GraphError for a name that is not plain."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            if not plain(name):
                raise GraphError("a file of this name cannot be packed", place=name, remedy="Rename it: letters, digits and common signs")
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = MODE
            info.create_system = 3
            archive.writestr(info, files[name])
    return buffer.getvalue()


def read(data: bytes, place: str) -> dict[str, bytes]:
    """Return the files of a ZIP by name. Raises: GraphError where it is none, is damaged, hides something, or goes beyond the bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _refuse_tricks(data, infos, place)
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, struct.error) as problem:
        raise GraphError(f"this is no pack, or a damaged one: {problem}", place=place, remedy=_AGAIN) from None
    except Exception as problem:  # zlib.error has no public base; anything else that zipfile throws at a hostile file is damage too
        if type(problem).__module__ == "zlib":
            raise GraphError(f"the pack is damaged: {problem}", place=place, remedy=_AGAIN) from None
        raise


def plain(name: str) -> bool:
    """Tell whether a name stays within the pack on every system, and prints as it is."""
    parts = name.split("/")
    return (
        bool(_PLAIN.fullmatch(name))
        and not name.startswith("/")
        and all(part not in {"", ".", ".."} and part == part.strip() and not part.endswith(".") for part in parts)
        and str(PurePosixPath(name)) == name
    )


def _refuse_tricks(data: bytes, infos: list[zipfile.ZipInfo], place: str) -> None:
    """Raise GraphError unless the archive is laid out as `write` does it."""
    if len(infos) > ENTRIES or sum(info.file_size for info in infos) > UNPACKED:
        raise GraphError(f"the pack is larger than {ENTRIES:,} files or 4 GB unpacked", place=place, remedy="It is no pack of regkit")
    names = [info.filename for info in infos]
    if names != sorted(set(names)):
        raise GraphError("the pack holds a name twice, or its names are not in order", place=place, remedy=_AGAIN)
    known = zipfile.ZIP_DEFLATED
    if any(not plain(info.filename) or info.compress_type != known or info.file_size > RATIO * (info.compress_size + 1) for info in infos):
        raise GraphError("an entry of the pack is not as regkit writes it", place=place, remedy=_AGAIN)
    if _laid_out(data, infos) != data:
        raise GraphError(
            "the pack holds bytes that belong to none of its files, or is laid out otherwise than regkit does", place=place, remedy=_AGAIN
        )


def _laid_out(data: bytes, infos: list[zipfile.ZipInfo]) -> bytes:
    """Return the archive as it must be: the compressed files as they lie in ``data``, and everything around them made anew."""
    body, directory, at = bytearray(), bytearray(), 0
    for info in infos:
        name = info.filename.encode()
        flags = 0 if name.isascii() else _UTF8
        common = struct.pack("<HHHHHLLLHH", 20, flags, 8, 0, _DAY, info.CRC, info.compress_size, info.file_size, len(name), 0)
        start = at + _LOCAL + len(name)
        body += b"PK\3\4" + common + name + data[start : start + info.compress_size]
        directory += b"PK\1\2" + struct.pack("<BB", 20, 3) + common + struct.pack("<HHHLL", 0, 0, 0, MODE, at) + name
        at = start + info.compress_size
    end = struct.pack("<HHHHLLH", 0, 0, len(infos), len(infos), len(directory), at, 0)
    return bytes(body + directory + b"PK\5\6" + end)
