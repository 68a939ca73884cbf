"""A document that a command names: a file, or the id of a document in the project around the current folder.

``@original`` after the name asks for the text before the changes that the file tracks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from regkit.errors import ReadError, SettingsError

if TYPE_CHECKING:
    from regkit.model.document import Document


ORIGINAL = "@original"


def document_named(name: str, instrument: str = "") -> Document:
    """Return the document. Raises: ReadError where there is neither such a file nor such a document."""
    from regkit.read import read, read_bytes
    from regkit.store.workspace import open_workspace

    original = name.endswith(ORIGINAL) and not Path(name).exists()
    name = name.removesuffix(ORIGINAL) if original else name
    if Path(name).exists():
        return read(name, instrument=instrument, original=original)
    try:
        workspace = open_workspace(Path())
    except SettingsError:
        raise ReadError("there is no such file, and no project here", place=name, remedy="Check the path") from None
    known = ", ".join(document.id for document in workspace.documents)
    try:
        document = workspace.document(name)
        data, source = document.read()
        wanted = original or document.settings.source.original
        return read_bytes(data, source.name, id=document.id, authority=document.settings.authority, original=wanted)
    except SettingsError as problem:
        if not problem.message.startswith("there is no document"):
            raise
    raise ReadError("there is no such file, and no such document in the project", place=name, remedy=f"The project has: {known}")
