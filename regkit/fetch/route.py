"""From what a person types, a citation in any notation or an address, to the service that has the document."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from msgspec.structs import replace

from regkit.cite import find
from regkit.cite.links import url as address_of
from regkit.cite.target import Target, parse
from regkit.errors import FetchError
from regkit.fetch import ecfr, europe, govinfo, register
from regkit.fetch.client import Client
from regkit.fetch.found import Fetched, document_version, official, unknown

_NUMBER = re.compile(r"(?:[A-Z]\d-)?(?:19|20)?\d\d-\d{4,5}")
_ECFR = re.compile(
    r"https://(?:www\.)?ecfr\.gov/(?:current|on/(?P<day>\d{4}-\d\d-\d\d))/title-(?P<title>\d+)/(?:[^#?]*/)?(?P<kind>part|section)-(?P<number>[\w.-]+)/?(?:[#?].*)?"
)
_REGISTER = re.compile(r"https://(?:www\.)?federalregister\.gov/(?:d|documents/\d{4}/\d\d/\d\d)/(?P<number>[A-Z0-9-]+)(?:[/#?].*)?")
_ELI = re.compile(r"(?:https?://)?(?:data\.europa\.eu/|eur-lex\.europa\.eu/)?eli/(?P<rest>(?:reg|dir|dec)(?:_del|_impl)?/\S+)")


def fetch(asked: str, client: Client, *, on: str = "") -> Fetched:
    """Return the document that ``asked`` means: a citation in any notation that `regkit.cite` reads, a CELEX number, an ELI, or an https address.

    ``on`` (ISO) asks for the version of that day. Raises: FetchError; its kinds are on the page on fetching.
    """
    asked = asked.strip()
    if on:
        try:
            on = date.fromisoformat(on).isoformat()  # 20260415 is a day too
        except ValueError:
            raise FetchError(f"{on!r} is not a day", kind="unknown", place="--on", remedy="Write it as YYYY-MM-DD") from None
    if match := europe.CELEX.fullmatch(asked):
        number = match["celex"].upper()
        named = parse_citation(f"CELEX {number.partition('-')[0]}") if number[0] == "3" else None
        return europe.act(number, str(named) if named else f"CELEX {number}", on, client)
    if asked.lower().startswith(("https:", "http:")):
        return _address(asked, on, client)
    if match := _ELI.fullmatch(asked):
        return _cited(parse_citation(f"data.europa.eu/eli/{match['rest']}", asked), on, client)
    if _NUMBER.fullmatch(asked) and (asked[:2] in ("19", "20") or asked[:1].isalpha()):
        asked = f"FR Doc. {asked}"  # "2026-02177" alone; "34-104748" is a release, which regkit.cite knows
    return _noted(_cited(parse_citation(asked), on, client), on)


def _noted(found: Fetched, on: str) -> Fetched:
    """Say so where a day was asked for of a document that has one version."""
    if not on or document_version(found, on):
        return found
    return replace(found, notes=(*found.notes, "it has one version: --on is not used"))


def is_citation(text: str) -> bool:
    """Tell whether the whole of ``text`` is something that `fetch` takes, and no file's name that has a citation in it ("34-104748.pdf")."""
    text = text.strip()
    if any(pattern.fullmatch(text) for pattern in (europe.CELEX, _ELI, _NUMBER)):
        return True
    found = find(text)
    return bool(found) and found[0].span.start == 0 and found[-1].span.end == len(text)


def parse_citation(text: str, shown: str = "") -> Target:
    """Return the one citation that ``text`` is. Raises: FetchError of kind ``unknown`` where it is none, ``ambiguous`` where it is several."""
    found = find(text)
    shown = shown or text
    if not found:
        raise unknown(shown, "this is no citation that regkit knows", 'Write it as in "17 CFR 240.15c3-3" or "91 FR 5128", or give an https address')
    targets = list(dict.fromkeys(citation.target for citation in found))
    if len(targets) > 1:
        named = ", ".join(target or "?" for target in targets[:8])
        raise FetchError(f"this is {len(targets)} citations", kind="ambiguous", place=shown, remedy=f"Ask for each by itself: {named}")
    if targets[0] is None:
        raise FetchError(
            "the words alone do not say what is meant", kind="ambiguous", place=shown, remedy=found[0].note or "Write the citation in full"
        )
    return parse(targets[0])


def _cited(target: Target, on: str, client: Client) -> Fetched:
    match target.family:
        case "cfr":
            return ecfr.fetch(target, on, client)
        case "usc":
            return govinfo.code(target, on, client)
        case "fedreg" | "release" | "executive_order":
            return register.fetch(target, on, client)
        case "public_law" | "statute" | "bill":
            return govinfo.law(target, on, client)
    cited = str(target)
    number = celex[6:] if (celex := cited).startswith("CELEX ") else europe.celex_of(cited)
    if number:
        act = cited.partition(", ")[0]
        return europe.act(number, act, on, client)
    if found := europe.instrument(target, on, client):
        return found
    address = address_of(cited)
    if address is None:
        raise unknown(cited, "no public service is known that has it", "Give its https address, or download it and add the file")
    return _plain(address, cited, client)


def _address(asked: str, on: str, client: Client) -> Fetched:
    """Fetch an address: pages of ecfr.gov and federalregister.gov through their APIs, which give XML; others as they are."""
    if match := _ECFR.fullmatch(asked):
        unit = "part" if match["kind"] == "part" else ""
        target = Target(family="cfr", source=f"{match['title']} CFR", unit=unit, number=match["number"])
        return ecfr.fetch(target, on or match["day"] or "", client)
    if match := _REGISTER.fullmatch(asked):
        return register.fetch(Target(family="fedreg", source="FR Doc.", number=match["number"]), on, client)
    if match := _ELI.fullmatch(asked):
        return _cited(parse_citation(f"data.europa.eu/eli/{match['rest']}", asked), on, client)
    if on and asked.lower().startswith("https:"):
        raise unknown(asked, "an address has no versions", "Leave out --on, or give the citation")
    return _plain(asked, asked, client, named=True)


def _plain(address: str, cited: str, client: Client, *, named: bool = False) -> Fetched:
    """Fetch an address as it is; its host is allowed where a person typed it."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        host = ""
    secret = govinfo.key() if host == "api.govinfo.gov" else None
    page = client.get(address, extra={host} if named and host else (), secret=secret)
    known = cited != address
    authority = official(citation=cited if known else "", title=cited if known else "", url=page.entry.url)
    return Fetched(citation=cited, page=page, authority=authority)
