"""What is asked for and what was found: the words that the modules of this package share."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from regkit.errors import FetchError
from regkit.fetch.client import Client, Page
from regkit.model.document import Authority, Status

T = TypeVar("T")


class Fetched(Struct, frozen=True, kw_only=True):
    """A document with its provenance. ``citation`` is canonical (an address where nothing better is known); ``notes`` say what a reader must know."""

    citation: str
    page: Page
    authority: Authority
    notes: tuple[str, ...] = ()


def document_version(found: Fetched, on: str) -> str:
    """Return the version of a document that was asked for as of a day: the day, or the year of an annual edition; empty where it has one version."""
    version = found.authority.version
    return version if version and on.startswith(version) else ""


def official(**fields: Any) -> Authority:
    """Return an authority of status official."""
    return Authority(status=Status.OFFICIAL, **fields)


def ask(client: Client, address: str, type_: type[T], **query: Any) -> T:
    """Return the JSON that an API answers, as ``type_`` (a Struct, whose unknown fields are left out).

    Raises: FetchError of kind ``type`` where the answer is of another shape; what `Client.get` raises.
    """
    full = f"{address}?{urlencode(query, doseq=True)}" if query else address
    page = client.get(full, expect={"json"}, accept="application/json")
    try:
        return msgspec.json.decode(page.data, type=type_)
    except msgspec.DecodeError as error:
        raise FetchError(
            f"the service's answer has changed its shape ({error})", kind="type", place=full, remedy="Download the document in a browser and add it"
        ) from None


def unknown(citation: str, why: str, remedy: str) -> FetchError:
    """Return the error for a citation that leads to no document."""
    return FetchError(why, kind="unknown", place=citation, remedy=remedy)
