"""Law of the European Union from EUR-Lex, by CELEX number; statutory instruments from legislation.gov.uk, as Akoma Ntoso.

A CELEX number of sector 3 is an act as adopted; one of sector 0 with a day is its consolidation of that day. Which days an act has consolidations of
is not known from the act, so ``--on`` cannot be answered for one: the CELEX number of the consolidation says it. legislation.gov.uk gives any
instrument as of a day. Sources: EUR-Lex, "CELEX numbers" and "Linking to EUR-Lex"; legislation.gov.uk/developer.
"""

from __future__ import annotations

import re

from regkit.cite.target import Target
from regkit.fetch.client import Client
from regkit.fetch.found import Fetched, official, unknown

PAGE = "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:"
CELEX = re.compile(
    r"(?:CELEX(?: (?:number|no\.?))?[: ]*)?(?P<celex>[0-9](?:19|20)\d\d[A-Z]{1,2}\d{4}(?:R\(\d\d\))?(?:-(?P<day>\d{8}))?)", re.IGNORECASE
)
_ACT = re.compile(
    r"(?:Delegated |Implementing )?(?P<kind>Regulation|Directive|Decision) (?:\((?:EU|EC|EEC)[^)]*\) (?P<no>No )?(?P<a>\d+)/(?P<b>\d+)"
    r"|(?P<year>\d{2,4})/(?P<num>\d+)/\w+)"
)
_LETTERS = {"Regulation": "R", "Directive": "L", "Decision": "D"}
_INSTRUMENT = re.compile(r"SI (\d{4})/(\d{1,5})")


def celex_of(citation: str) -> str:
    """Return the CELEX number of an act as it is cited, empty where it is none.

    >>> celex_of("Regulation (EU) 2016/679"), celex_of("Regulation (EU) No 648/2012"), celex_of("Directive 98/26/EC")
    ('32016R0679', '32012R0648', '31998L0026')
    """
    match = _ACT.match(citation)
    if match is None:
        return ""
    if match["num"]:
        year, number = match["year"], match["num"]
    else:
        year, number = (match["b"], match["a"]) if match["no"] or int(match["a"]) < 1950 else (match["a"], match["b"])
    return f"3{year if len(year) == 4 else f'19{year:0>2}'}{_LETTERS[match['kind']]}{number:0>4}"


def act(celex: str, cited: str, on: str, client: Client) -> Fetched:
    """Return an act as it was adopted, or a consolidation, in English."""
    celex = celex.upper()
    day = celex.partition("-")[2]
    if on and on.replace("-", "") != day:
        hint = f"Give the CELEX number of its consolidation, as in 0{celex[1:10]}-{on.replace('-', '')}"
        raise unknown(cited, "EUR-Lex has consolidations of certain days only", hint)
    page = client.get(f"{PAGE}{celex}", expect={"html", "xml"}, accept="text/html")
    version = f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else ""
    authority = official(title=cited, issuer="European Union", instrument=cited, citation=cited, version=version, url=page.entry.url)
    notes = () if day or not celex.startswith("3") else ("as adopted: later amendments are not in it",)
    return Fetched(citation=cited, page=page, authority=authority, notes=notes)


def instrument(target: Target, on: str, client: Client) -> Fetched | None:
    """Return a British statutory instrument, as it is now or as of a day; None where the target is none."""
    match = _INSTRUMENT.match(str(target))
    if match is None:
        return None
    cited = match.group()
    page = client.get(f"https://www.legislation.gov.uk/uksi/{match[1]}/{match[2]}{f'/{on}' if on else ''}/data.akn", expect={"xml"})
    authority = official(title=cited, issuer="United Kingdom", instrument=cited, citation=cited, version=on, url=page.entry.url)
    return Fetched(citation=cited, page=page, authority=authority)
