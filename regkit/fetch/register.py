"""The Federal Register, from the API of federalregister.gov: documents by number, by page, by docket, release, file or order.

``/api/v1/documents/NUMBER.json`` describes a document and names its XML, which is missing before 2000; ``/api/v1/documents/search-details`` knows
which documents stand on a page; ``/api/v1/documents.json?conditions[term]="…"`` searches. Releases and filings of the SEC are printed there with
their numbers as dockets. Several documents for one citation are never chosen among: the error names them. Source: the API's documentation.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from regkit.cite.target import Target
from regkit.errors import FetchError
from regkit.fetch import govinfo, sec
from regkit.fetch.client import Client, NotThere
from regkit.fetch.found import Fetched, ask, official

BASE = "https://www.federalregister.gov/api/v1"
FIELDS = (
    "document_number",
    "title",
    "type",
    "publication_date",
    "citation",
    "volume",
    "start_page",
    "end_page",
    "agencies",
    "docket_ids",
    "effective_on",
    "full_text_xml_url",
    "body_html_url",
    "pdf_url",
    "html_url",
    "executive_order_number",
)
_NAMED = 8  # documents that an error lists
_EDGE = r"(?<![A-Za-z0-9-]){}(?![A-Za-z0-9-])"


class _Agency(Struct, frozen=True):
    name: str = ""
    raw_name: str = ""


class About(Struct, frozen=True):
    """What the API says of a document; what it leaves out is empty."""

    document_number: str
    title: str = ""
    type: str = ""
    publication_date: str = ""
    citation: str | None = None
    volume: int | None = None
    start_page: int | None = None
    end_page: int | None = None
    agencies: tuple[_Agency, ...] = ()
    docket_ids: tuple[str, ...] = ()
    effective_on: str | None = None
    full_text_xml_url: str | None = None
    body_html_url: str | None = None
    pdf_url: str | None = None
    html_url: str | None = None
    executive_order_number: int | str | None = None


class _List(Struct, frozen=True):
    count: int = 0
    results: tuple[About, ...] = ()


class _Details(Struct, frozen=True):
    suggestions: dict[str, Any] | list[Any] = {}


def fetch(target: Target, on: str, client: Client) -> Fetched:
    """Return the one document that ``target`` means. Raises: FetchError of kind ``not-found`` or ``ambiguous``."""
    cited = str(target)
    if target.source == "FR Doc.":
        return _document(target.number, cited, client)
    if target.source.endswith(" FR"):
        return _page(target, cited, client)
    if target.family == "executive_order":
        number = target.source.rsplit(" ", 1)[-1]
        found = [about for about in _search(f'"Executive Order {number}"', client) if str(about.executive_order_number) == number]
    else:
        wanted = re.compile(_EDGE.format(re.escape(target.number)), re.IGNORECASE)
        key = {"RIN": "conditions[regulation_id_number]", "Docket No.": "conditions[docket_id]"}.get(target.source)
        found = _list({key: target.number}, client) if key else _search(f'"{target.number}"', client)
        if key is None:
            found = [about for about in found if any(wanted.search(docket) for docket in about.docket_ids)]
        if on:
            found = [about for about in found if about.publication_date == on] or found
    if not found:
        if target.source == "Release No.":
            return sec.release(target, on, client)
        raise _nothing(cited)
    return _taken(_one(found, cited), cited, client)


def _document(number: str, cited: str, client: Client) -> Fetched:
    try:
        about = ask(client, f"{BASE}/documents/{quote(number, safe='')}.json", About, **{"fields[]": FIELDS})
    except NotThere:
        raise _nothing(cited) from None
    return _taken(about, cited, client)


def _page(target: Target, cited: str, client: Client) -> Fetched:
    """Return the document that begins on a page; else the only one that stands on it."""
    volume, page = target.source.split(" ")[0], target.number
    answer = ask(client, f"{BASE}/documents/search-details", _Details, **{"conditions[term]": f"{volume} FR {page}"})
    hints = answer.suggestions.values() if isinstance(answer.suggestions, dict) else ()
    numbers = [number for hint in hints if isinstance(hint, dict) for number in hint.get("document_numbers") or () if isinstance(number, str)]
    if not numbers:
        return govinfo.register_page(volume, page, client)
    found = [
        ask(client, f"{BASE}/documents/{quote(number, safe='')}.json", About, **{"fields[]": FIELDS}) for number in dict.fromkeys(numbers[:_NAMED])
    ]
    here = [about for about in found if about.start_page == int(page)]
    return _taken(_one(here or found, cited), cited, client)


def _search(term: str, client: Client) -> list[About]:
    return _list({"conditions[term]": term}, client)


def _list(conditions: dict[str, str], client: Client) -> list[About]:
    return list(ask(client, f"{BASE}/documents.json", _List, **conditions, **{"per_page": 100, "order": "newest", "fields[]": FIELDS}).results)


def _one(found: list[About], cited: str) -> About:
    if len({about.document_number for about in found}) == 1:
        return found[0]
    named = "; ".join(f"FR Doc. {about.document_number} ({about.type}, {about.publication_date}: {about.title[:80]})" for about in found[:_NAMED])
    more = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    raise FetchError(f"{len(found)} documents answer to it", kind="ambiguous", place=cited, remedy=f"Name one: {named}{more}")


def _taken(about: About, cited: str, client: Client) -> Fetched:
    """Fetch the text of a document: XML, else the page's body, else the PDF."""
    forms = ((about.full_text_xml_url, "xml"), (about.body_html_url, "html"), (about.pdf_url, "pdf"))
    address, kind = next(((address, kind) for address, kind in forms if address), ("", ""))
    number = f"FR Doc. {about.document_number}"
    if not address:
        raise FetchError("federalregister.gov has no text of it", kind="not-found", place=cited, remedy="Look for its volume on govinfo.gov")
    page = client.get(address, expect={kind})
    authority = official(
        title=about.title,
        issuer="; ".join(dict.fromkeys(agency.name or agency.raw_name for agency in about.agencies[-1:])),
        instrument=about.type,
        citation=about.citation or number,
        version=about.publication_date,
        effective=about.effective_on or "",
        url=about.html_url or address,
    )
    notes = () if kind == "xml" else (f"federalregister.gov has no XML of it; this is its {kind.upper()}",)
    return Fetched(citation=about.citation or number, page=page, authority=authority, notes=notes)


def _nothing(cited: str) -> FetchError:
    remedy = "Check the number; a document that is not printed there can be fetched by its address"
    return FetchError("federalregister.gov has no such document", kind="not-found", place=cited, remedy=remedy)
