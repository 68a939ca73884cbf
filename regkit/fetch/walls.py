"""Pages that a site sends in place of the document to whoever it takes for a robot. They come with status 200, or by a redirect.

federalregister.gov and ecfr.gov send programs that ask for their pages to ``unblock.federalregister.gov`` and leave their APIs open; sec.gov answers
who asks too often, or does not say who asks, with a page of its own, and for ten minutes from then on. No way around is tried: the error says what
is open. Kept as a document such a page would pass for the law.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from regkit.errors import FetchError

LONGEST = 65536  # bytes: walls are short, documents that quote one are not
_HOSTS = frozenset({"unblock.federalregister.gov"})
_SAYS = (
    b"Request Rate Threshold Exceeded",
    b"Undeclared Automated Tool",
    b"aggressive automated scraping of FederalRegister.gov",
    b"request has been flagged as potentially automated",
)
_OPEN = (
    "Give the citation (17 CFR 240.15c3-3, FR Doc. 2026-02177): the API is asked for it, which is open to programs; or save the page from a browser"
)
_WAIT = "sec.gov refuses clients that ask too often or don't say who they are: check the contact, and wait ten minutes"


def refuse_page(data: bytes, kind: str, place: str) -> None:
    """Raise FetchError (kind ``refused``) where a page is a wall."""
    if kind == "html" and len(data) <= LONGEST and any(words in data for words in _SAYS):
        raise _wall(place, place)


def refuse_redirect(address: str, here: str) -> None:
    """Raise FetchError (kind ``refused``) where a redirect leads to a wall."""
    try:
        host = (urlsplit(urljoin(here, address)).hostname or "").lower()
    except ValueError:
        return
    if host in _HOSTS:
        raise _wall(here, address)


def too_often(place: str) -> FetchError:
    """Return the error for sec.gov's answer to who asks too often; asking on makes the wait begin anew."""
    return FetchError("the server has been asked too often (status 429)", kind="busy", place=place, remedy=_WAIT)


def _wall(place: str, shown: str) -> FetchError:
    sec = (urlsplit(place).hostname or "").endswith("sec.gov")
    what = "the site answers with a page for robots in place of the document"
    return FetchError(what, kind="refused", place=place if shown == place else f"{place} redirects to {shown}", remedy=_WAIT if sec else _OPEN)
