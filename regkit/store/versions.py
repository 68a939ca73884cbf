"""Versions of one document side by side: which is in force on a day, and which came before it.

A document with versions is a folder with a folder a version, each with a ``document.toml`` of its own: ``corpus/part-9/2026/document.toml``. All
give the document's id; the folder's name is the version's, and ``part-9@2026`` means that version. A version is in force from
``authority.effective`` on, through ``authority.expires``, or until a later one takes its place. Without a day the latest version counts: there is
no clock here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from regkit.errors import SettingsError
from regkit.settings import DOCUMENT_FILE, DocumentSettings, parse_document_settings

AT = "@"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")


class Version(Struct, frozen=True, kw_only=True):
    """One version: its name, its folder and its settings."""

    name: str
    folder: Path
    settings: DocumentSettings

    @property
    def since(self) -> str:
        """The first day on which it is in force; empty where it has always been."""
        return self.settings.authority.effective

    def expired(self, on: str) -> bool:
        """Tell whether it has ended before a day."""
        through = self.settings.authority.expires
        return bool(on and through and through < on)


def versions_in(folder: Path) -> tuple[Version, ...]:
    """Return the versions in a document's folder, oldest first; () where it holds none.

    Raises: SettingsError for a wrong id or name, and where the dates do not say which version is in force when.
    """
    found = []
    for path in sorted(folder.glob(f"*/{DOCUMENT_FILE}")):
        settings = parse_document_settings(path.read_bytes(), str(path))
        if settings.id != folder.name:
            message = f"the version's document has the id {settings.id!r}, its folder is {folder.name!r}"
            raise SettingsError(message, place=str(path), remedy="Give every version the id of the document")
        if not _NAME.match(path.parent.name):
            message = f"{path.parent.name!r} is no name for a version"
            raise SettingsError(message, place=str(path.parent), remedy="Use letters, digits, -, _ and . only")
        found.append(Version(name=path.parent.name, folder=path.parent, settings=settings))
    found.sort(key=lambda version: (version.since, version.name))
    for one, other in pairwise(found):
        if one.since == other.since:
            message = f"versions {one.name!r} and {other.name!r} are in force from the same day" if one.since else f"version {one.name!r} has no date"
            raise SettingsError(message, place=str(one.folder / DOCUMENT_FILE), remedy="Write authority.effective, a day for each version")
    return tuple(found)


def in_force(versions: Iterable[Version], on: str = "") -> Version | None:
    """Return the version in force on a day (ISO), the latest without one; None where none is."""
    begun = [version for version in versions if not on or version.since <= on]
    return begun[-1] if begun and not begun[-1].expired(on) else None


def superseded(versions: Iterable[Version], current: Version | None, on: str = "") -> list[Version]:
    """Return the versions that came before the one in force (before the day, where none is), newest first."""
    begun = [version for version in versions if not on or version.since <= on]
    return [version for version in reversed(begun) if current is None or version.since < current.since]
