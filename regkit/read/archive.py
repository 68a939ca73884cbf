"""ZIP archives of documents: each member is a document of its own; an archive with one document is that document.

Archives within archives are opened, to a depth. What systems put beside documents (``__MACOSX``, ``Thumbs.db``, hidden files) is passed over. A
member whose name leads out of the archive, that is encrypted, or that cannot be unpacked is an error of its own and never stops the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from regkit.errors import ReadError, RegkitError
from regkit.model.finding import Severity
from regkit.read.builder import DocumentBuilder
from regkit.read.choose import Reader, choose
from regkit.read.zipped import MAGIC, TOTAL, Zipped

MEDIA_TYPE = "application/zip"
FALLBACK = True
_DEEPEST = 3  # archives within each other
_LITTER = ("__macosx/", "thumbs.db", "desktop.ini")
_KINDS = {"xl/workbook": "an Excel workbook", "ppt/presentation": "a PowerPoint presentation", "META-INF/container.xml": "an EPUB book"}


class Member(Struct, frozen=True):
    """A document in an archive: its name there, and its bytes, or why it cannot be had."""

    name: str
    data: bytes = b""
    error: ReadError | None = None


def accepts(head: bytes, name: str) -> bool:
    """Take any archive that no other reader knows by what it holds."""
    return head.startswith(MAGIC)


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read an archive with one document as that document.

    Raises: ReadError where it is broken, holds no document, or holds several (see `members_of`).
    """
    _read(data, build, original=False)


def read_original(data: bytes, build: DocumentBuilder) -> None:
    """Read the one document of an archive as it was before the changes that it tracks. Raises: ReadError, as `read`, or where it tracks none."""
    _read(data, build, original=True)


def _read(data: bytes, build: DocumentBuilder, *, original: bool) -> None:
    name = build.source.name
    found: list[tuple[Member, Reader]] = []
    errors: list[RegkitError] = []
    for member in members_of(data, name):
        if member.error is not None:
            errors.append(member.error)
            continue
        try:
            found.append((member, choose(member.data, f"{name}: {member.name}")))
        except RegkitError as error:
            errors.append(error)
    if len(found) > 1:
        names = ", ".join(member.name for member, _ in found[:3]) + (" …" if len(found) > 3 else "")
        remedy = "Add them all with: regkit add FILE.zip PROJECT; or unpack it"
        raise ReadError(f"the archive holds {len(found)} documents ({names})", place=name, remedy=remedy)
    if not found:
        why = f": {errors[0].message} ({errors[0].place})" if errors else ""
        raise ReadError(f"the archive holds no document{why}", place=name, remedy="Check that it is the archive you mean")
    member, reader = found[0]
    run = getattr(reader, "read_original", None) if original else reader.read
    if run is None:
        raise ReadError("the file holds no second version", place=name, remedy="Only word processors' files track changes")
    outer = build.source
    build.source = replace(outer, name=f"{name}: {member.name}")
    run(member.data, build)
    build.source = outer
    build.finding("read.archive-member", Severity.NOTE, f"the text is that of {member.name} in the archive", place=name)
    for each in errors:
        build.finding("read.archive-unread", Severity.WARNING, each.message, place=each.place, remedy=each.remedy)


def members_of(data: bytes, name: str) -> Iterator[Member]:
    """Yield the documents of an archive in the order of its directory, one at a time. Raises: ReadError where the archive itself cannot be opened."""
    yield from _members(Zipped(data, name), "", _DEEPEST, [0])


def _members(archive: Zipped, prefix: str, depth: int, unpacked: list[int]) -> Iterator[Member]:
    names = archive.names
    for sign, kind in _KINDS.items():
        if any(member.startswith(sign) for member in names):
            remedy = "Save what matters in it as a document, or as plain text"
            raise ReadError(f"this is {kind}, which regkit does not read", place=archive.name, remedy=remedy)
    for member in names:
        path = PurePosixPath(member.replace("\\", "/"))
        if path.name.startswith(".") or member.lower().startswith(_LITTER[0]) or path.name.lower() in _LITTER:
            continue
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            error = ReadError("its name leads out of the archive", place=f"{archive.name}: {member}", remedy="Unpack it by hand, if you trust it")
            yield Member(prefix + member, error=error)
            continue
        yield from _member(archive, member, prefix, depth, unpacked)


def _member(archive: Zipped, member: str, prefix: str, depth: int, unpacked: list[int]) -> Iterator[Member]:
    place = f"{archive.name}: {member}"
    try:
        data = archive.read(member, max(0, TOTAL - unpacked[0]))
        unpacked[0] += len(data)
        if not data:
            return
        if not (data.startswith(MAGIC) and _is_archive(data, place)):
            yield Member(prefix + member, data)
        elif depth <= 1:
            raise ReadError(f"archives are nested more than {_DEEPEST} deep", place=place, remedy="Unpack it")  # noqa: TRY301 - an error of the member
        else:
            yield from _members(Zipped(data, place), f"{prefix}{member}/", depth - 1, unpacked)
    except ReadError as error:
        yield Member(prefix + member, error=error)


def _is_archive(data: bytes, place: str) -> bool:
    return getattr(choose(data, place), "MEDIA_TYPE", "") == MEDIA_TYPE
