"""Where regkit fetches from, how often, and what an address must look like.

A request, and every redirect of it, must go over https to a host in the list: the default one, what a project's ``regkit.toml`` adds under
``[fetch] hosts``, and the host of an address that a person typed. Sources of the rates: sec.gov asks for at most ten requests a second and for a
user agent that says who is asking (its "Accessing EDGAR Data"); the others publish no figure, so theirs are low.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from regkit.errors import FetchError

HOSTS: dict[str, float] = {
    "api.govinfo.gov": 0.5,
    "data.europa.eu": 1.0,
    "ecfr.gov": 0.5,
    "eur-lex.europa.eu": 1.0,
    "federalregister.gov": 0.5,
    "govinfo.gov": 0.5,
    "publications.europa.eu": 1.0,
    "sec.gov": 0.25,
    "uscode.house.gov": 1.0,
    "www.cftc.gov": 1.0,
    "www.ecfr.gov": 0.5,
    "www.federalregister.gov": 0.5,
    "www.finra.org": 1.0,
    "www.govinfo.gov": 0.5,
    "www.legislation.gov.uk": 0.5,
    "www.loc.gov": 1.0,
    "www.sec.gov": 0.25,
}
"""The hosts that are asked without anything being set, with the least seconds between two requests."""

OTHER = 1.0  # seconds between two requests to a host that a person named
CONTACT = frozenset({"sec.gov", "www.sec.gov"})
"""Hosts that refuse a user agent without a contact."""

_SECRETS = ("api_key=", "apikey=", "access_token=", "token=")


def checked(address: str, allowed: Iterable[str], *, base: str = "") -> SplitResult:
    """Return the address, made absolute against ``base`` and percent-encoded, in pieces; its fragment is dropped.

    Raises: FetchError (kind ``host``) where it is not https, names a user, a port or a key, or is not on an allowed host.
    """
    whole = urljoin(base, address) if base else address
    try:
        parts = urlsplit(whole)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise FetchError("this is no address", kind="host", place=whole, remedy="Give an https address") from None
    where = f"{base} redirects to {whole}" if base else whole
    if parts.scheme != "https":
        raise FetchError("only https is fetched", kind="host", place=where, remedy="Look for the same document at an https address")
    if parts.username or parts.password or port not in (None, 443):
        raise FetchError("an address with a user, password or port is not fetched", kind="host", place=host, remedy="Give a plain https address")
    if any(secret in parts.query.lower() for secret in _SECRETS):
        raise FetchError("the address holds a key, which would be recorded", kind="host", place=host, remedy="Set REGKIT_GOVINFO_KEY instead")
    if host not in allowed:
        what = "a redirect leads off the allowed hosts" if base else "the host is not in the list of allowed hosts"
        raise FetchError(what, kind="host", place=where, remedy=f"If {host or 'it'} can be trusted, add it under [fetch] hosts in regkit.toml")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return SplitResult("https", host, path, quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]"), "")


def spelled(parts: SplitResult) -> str:
    """Return the address as it is recorded."""
    return urlunsplit(parts)
