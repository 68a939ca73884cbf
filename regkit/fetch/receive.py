"""A fetched document → a folder of a project: ``source.*`` as received, and ``document.toml`` with where it is from, when, and what it is."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import msgspec

from regkit.errors import FetchError
from regkit.fetch.content import MEDIA_TYPES, SUFFIXES
from regkit.fetch.found import Fetched, document_version
from regkit.model.document import Authority
from regkit.settings import DOCUMENT_FILE, load_document_settings, parse_document_settings
from regkit.store.atomic import write_bytes
from regkit.text.slug import document_slug


def document_id(fetched: Fetched, on: str = "") -> str:
    """Return the id of a document: the slug of its citation, or of an address's last part, with the version that was asked for, so that two are two.

    The last 60 characters of a longer one are kept: an address's end tells it from its neighbours.
    """
    name = fetched.citation
    if name.startswith("https:"):
        parts = urlsplit(name)
        name = PurePosixPath(parts.path).stem + (f"-{parts.query}" if parts.query else "")
        name = name or parts.netloc
    return document_slug(f"{name} {document_version(fetched, on) if on else ''}"[-60:])


def source_name(fetched: Fetched) -> str:
    """Return the file's name, its ending by its bytes."""
    return f"source{SUFFIXES.get(fetched.page.entry.kind, '.bin')}"


def document_toml(fetched: Fetched, id: str, authority: Authority | None = None) -> bytes:
    """Return the ``document.toml`` of a fetched document. ``authority`` is used in place of what the service said, where a reader knows more."""
    entry, known = fetched.page.entry, authority or fetched.authority
    source = {
        "file": source_name(fetched),
        "media_type": MEDIA_TYPES.get(entry.kind, ""),
        "sha256": entry.sha256,
        "url": entry.url,
        "retrieved": entry.retrieved,
    }
    about: dict[str, Any] = {"id": id, "source": _filled(source), "authority": _filled(msgspec.to_builtins(known)) | {"status": str(known.status)}}
    made = msgspec.toml.encode(about)
    parse_document_settings(made, f"what the service says of {fetched.citation}")
    return made


def write(fetched: Fetched, folder: Path, authority: Authority | None = None) -> bool:
    """Write a document into ``folder``, whose name is its id; return whether anything was written. The same bytes again change nothing.

    Raises: FetchError (kind ``exists``) where the folder holds another document, or another version of this one.
    """
    if (folder / DOCUMENT_FILE).exists():
        held = load_document_settings(folder / DOCUMENT_FILE).source
        if held.sha256 == fetched.page.entry.sha256:
            return False
        remedy = "Name the day with --on, choose another --id, or remove the folder"
        raise FetchError("another version of it is there already", kind="exists", place=str(folder), remedy=remedy)
    about = document_toml(fetched, folder.name, authority)
    write_bytes(folder / source_name(fetched), fetched.page.data)
    write_bytes(folder / DOCUMENT_FILE, about)  # last: without it the folder is no document
    return True


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: document.toml holds what is known."""
    return {key: value for key, value in fields.items() if value not in ("", (), [], None)}
