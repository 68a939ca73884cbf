"""ZIP archives that are not trusted: what is unpacked is counted, member by member and together.

Sizes that an archive states may be wrong, and members may share their bytes, so every byte that comes out is counted, whatever the directory says.
Only what the formats use (stored, deflated) is unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from regkit.errors import ReadError

MAGIC = b"PK\x03\x04"
MEMBERS = 10_000
"""Members of an archive."""
MEMBER = 256 * 1024 * 1024
"""Bytes that one member unpacks to."""
TOTAL = 1024 * 1024 * 1024
"""Bytes that all members unpack to."""
RATIO = 200
"""How many times its own size a member may unpack to; markup reaches 30, zeros 1,000."""
_FREE = 8 * 1024 * 1024  # bytes that a member may unpack to whatever its ratio
_DIRECTORY = 32 * 1024 * 1024  # bytes of the directory
_PIECE = 1 << 18
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error, ValueError, OverflowError, IndexError, KeyError)
_ENCRYPTED = 0x1


class Zipped:
    """An open archive. Names are as the directory has them, with forward slashes. It holds nothing but the bytes it was given."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open an archive. Raises: ReadError where it is broken, or has more members than is allowed."""
        self.name = name
        self.unpacked = 0
        try:
            self._check_directory(data)
            self._file = zipfile.ZipFile(io.BytesIO(data))
            infos = self._file.infolist()
        except ReadError:
            raise
        except (*_BROKEN, NotImplementedError) as error:
            raise _broken(name, error) from None
        if len(infos) > MEMBERS:
            raise ReadError(f"the archive has more than {MEMBERS} members", place=name, remedy="Unpack it, and add the documents that matter")
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._infos.setdefault(info.filename, info)

    @property
    def names(self) -> list[str]:
        """The members' names in the order of the directory, folders left out; of two members with one name the first."""
        return [name for name in self._infos if name and not name.endswith("/")]

    @property
    def encrypted(self) -> bool:
        """Whether any member is encrypted."""
        return any(info.flag_bits & _ENCRYPTED for info in self._infos.values())

    def __contains__(self, member: str) -> bool:
        return member in self._infos

    def read(self, member: str, most: int = MEMBER) -> bytes:
        """Return a member's bytes. Raises: ReadError where there is none, it is encrypted or broken, or unpacks to more than is allowed."""
        place = f"{self.name}: {member}"
        info = self._infos.get(member)
        if info is None:
            raise ReadError("the archive has no such member", place=place, remedy="Export the file again")
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("the archive is encrypted", place=place, remedy="Unpack it with its password, and read what it holds")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError("the archive is compressed in a way that regkit does not unpack", place=place, remedy="Pack it again as an ordinary ZIP")
        limit = min(most, max(_FREE, RATIO * max(info.compress_size, 0)))
        pieces: list[bytes] = []
        size = 0
        try:
            with self._file.open(info) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    self.unpacked += len(piece)
                    pieces.append(piece)
                    if size > limit or self.unpacked > TOTAL:
                        break
        except (*_BROKEN, NotImplementedError, RuntimeError) as error:
            raise _broken(place, error) from None
        if size > limit or self.unpacked > TOTAL:
            raise ReadError("it unpacks to far more than a document holds", place=place, remedy="Check where the file is from")
        return b"".join(pieces)

    def _check_directory(self, data: bytes) -> None:
        """Look at how long the directory says it is, before it is read: each of its entries becomes an object."""
        end = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
        if end >= 0 and len(data) >= end + 22:
            size = struct.unpack_from("<L", data, end + 12)[0]
            if size > _DIRECTORY and size != 0xFFFFFFFF:
                raise ReadError(f"the archive has more than {MEMBERS} members", place=self.name, remedy="Unpack it")
        if data.count(b"PK\x01\x02") > 4 * MEMBERS:
            raise ReadError(f"the archive has more than {MEMBERS} members", place=self.name, remedy="Unpack it")


def directory(data: bytes) -> list[str]:
    """Return the names of the members of an archive, [] where it cannot be opened. Never raises."""
    try:
        return Zipped(data, "").names
    except ReadError:
        return []


def _broken(place: str, error: Exception) -> ReadError:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return ReadError(f"the archive is broken ({reason})", place=place, remedy="Download or export the file again; it may have broken off")
