"""A document that a command names: a file, or the id of a document in the project around the current folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from regkit.errors import ReadError, SettingsError

if TYPE_CHECKING:
    from regkit.model.document import Document


def document_named(name: str, instrument: str = "") -> Document:
    """Return the document. Raises: ReadError where there is neither such a file nor such a document."""
    from regkit.read import read, read_bytes
    from regkit.store.workspace import open_workspace

    if Path(name).exists():
        return read(name, instrument=instrument)
    try:
        workspace = open_workspace(Path())
    except SettingsError:
        raise ReadError("there is no such file, and no project here", place=name, remedy="Check the path") from None
    for document in workspace.documents:
        if document.id == name:
            data, source = document.read()
            return read_bytes(data, source.name, id=document.id, authority=document.settings.authority)
    known = ", ".join(document.id for document in workspace.documents)
    raise ReadError("there is no such file, and no such document in the project", place=name, remedy=f"The project has: {known}")
