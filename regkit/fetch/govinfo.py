"""Statutes, laws, bills and pages of the Register, through the link service of govinfo.gov, which needs no key.

``/link/COLLECTION/…?link-type=html|pdf|uslm|xml`` redirects to the file, whose name says which edition it is. Public laws are in USLM since the
113th Congress. ``api.govinfo.gov`` needs a key of api.data.gov: it is read from the environment (``REGKIT_GOVINFO_KEY``), goes into a header, and is
never written anywhere. Source: govinfo.gov/link-docs.
"""

from __future__ import annotations

import os
import re
from urllib.parse import quote

from regkit.cite.links import url as address_of
from regkit.cite.target import Target
from regkit.errors import FetchError
from regkit.fetch.client import Client, NotThere, Page
from regkit.fetch.found import Fetched, official, unknown

LINK = "https://www.govinfo.gov/link"
KEY = "REGKIT_GOVINFO_KEY"
_EDITION = re.compile(r"/USCODE-(\d{4})")
_DAY = re.compile(r"/FR-(\d{4}-\d\d-\d\d)")
_USLM_FROM = 113  # Congress


def key() -> tuple[str, str] | None:
    """Return the header for api.govinfo.gov, None where the environment has no key."""
    value = os.environ.get(KEY, "").strip()
    return ("X-Api-Key", value) if value and value.isascii() and value.isprintable() else None


def code(target: Target, on: str, client: Client) -> Fetched:
    """Return a section of the U.S. Code: of the newest annual edition, or of the edition of the year of ``on``."""
    if target.unit or not target.number or " App." in target.source:
        raise unknown(str(target), "the U.S. Code is fetched by section", "Ask for a section, as in 15 U.S.C. 78o")
    title = target.source.split(" ")[0]
    whole = f"{target.source} {target.number}"
    query = f"?link-type=html{f'&year={on[:4]}' if on else ''}"
    try:
        page = client.get(f"{LINK}/uscode/{title}/{quote(target.number, safe='-')}{query}", expect={"html"})
    except NotThere:
        remedy = f"The edition of {int(on[:4]) - 1} may have it: --on {int(on[:4]) - 1}-12-31" if on else "Check the title and section"
        raise FetchError("govinfo.gov has no such section", kind="date" if on else "not-found", place=whole, remedy=remedy) from None
    edition = found[1] if (found := _EDITION.search(page.entry.url)) else ""
    authority = official(title=whole, issuer="United States Congress", instrument=target.source, citation=whole, version=edition, url=page.entry.url)
    note = f"the annual edition{f' of {edition}' if edition else ''}: later amendments are not in it"
    return Fetched(citation=whole, page=page, authority=authority, notes=(note,))


def law(target: Target, on: str, client: Client) -> Fetched:
    """Return a public or private law, a page of the Statutes at Large, a bill or a report: USLM where there is some, else HTML, else PDF."""
    whole = str(Target(family=target.family, source=target.source.partition(",")[0])) if target.family == "public_law" else str(target)
    base = address_of(whole)
    if base is None or not base.startswith(LINK):
        raise unknown(str(target), "govinfo.gov cannot be asked for it", "Name the Congress, as in H.R. 4173 (111th Cong.), or give its address")
    congress = int(base.split("/")[5]) if base.split("/")[5].isdigit() else 0
    kinds = ["html", "pdf"]
    if target.family == "public_law" and congress >= _USLM_FROM:
        kinds.insert(0, "uslm")
    if target.family == "statute":
        kinds = ["pdf"]
    for kind in kinds:
        try:
            page = client.get(f"{base}?link-type={kind}", expect={"xml" if kind == "uslm" else kind})
        except NotThere:
            continue
        authority = official(title=whole, issuer="United States Congress", instrument=whole, citation=whole, url=page.entry.url)
        return Fetched(citation=whole, page=page, authority=authority)
    raise FetchError("govinfo.gov has no such document", kind="not-found", place=whole, remedy="Check the citation; laws before 1995 are not there")


def register_page(volume: str, page: str, client: Client) -> Fetched:
    """Return the document on a page of the Register that federalregister.gov does not know (before 1994): HTML, else PDF."""
    cited = f"{volume} FR {page}"
    found: Page | None = None
    for kind in ("html", "pdf"):
        try:
            found = client.get(f"{LINK}/fr/{volume}/{page}?link-type={kind}", expect={kind})
            break
        except NotThere:
            continue
    if found is None:
        raise FetchError("neither federalregister.gov nor govinfo.gov has such a page", kind="not-found", place=cited, remedy="Check volume and page")
    day = match[1] if (match := _DAY.search(found.entry.url)) else ""
    authority = official(title=cited, citation=cited, version=day, url=found.entry.url)
    return Fetched(citation=cited, page=found, authority=authority, notes=("the text is govinfo.gov's, which may hold more than one document",))
