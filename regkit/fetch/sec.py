"""Releases of the SEC that the Federal Register does not print, as PDF from sec.gov.

Its files are named by year and number in one folder a kind of release; the number does not say either, so the year must be known (``--on``) and the
folders are tried one by one, the likeliest first. sec.gov is not asked without a contact.
"""

from __future__ import annotations

from urllib.parse import quote

from regkit.cite.target import Target
from regkit.errors import FetchError
from regkit.fetch.client import Client, NotThere
from regkit.fetch.found import Fetched, official

FILES = "https://www.sec.gov/files/rules"
FOLDERS = ("exorders", "final", "proposed", "other", "interp", "policy")


def release(target: Target, on: str, client: Client) -> Fetched:
    """Return a release from sec.gov. Raises: FetchError of kind ``not-found`` where no folder of the year has it, or no year is known."""
    cited = str(target)
    if not on:
        remedy = "Name its day (or any day of its year) with --on, to look for it at sec.gov, or give its address"
        raise FetchError("the Federal Register does not print it", kind="not-found", place=cited, remedy=remedy)
    for folder in FOLDERS:
        try:
            page = client.get(f"{FILES}/{folder}/{on[:4]}/{quote(target.number.lower(), safe='')}.pdf", expect={"pdf"})
        except NotThere:
            continue
        authority = official(
            title=cited, issuer="Securities and Exchange Commission", instrument=cited, citation=cited, version=on[:4], url=page.entry.url
        )
        return Fetched(citation=cited, page=page, authority=authority)
    raise FetchError(
        f"neither the Federal Register nor sec.gov's files of {on[:4]} have it", kind="not-found", place=cited, remedy="Check the number and the year"
    )
