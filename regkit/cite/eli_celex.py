"""Identifiers of European law: CELEX numbers and addresses of the European Legislation Identifier, as citation targets.

A CELEX number of a regulation, directive or decision means the act: "32016R0679" is Regulation (EU) 2016/679; so does an ELI ("eli/reg/2016/679/oj").
Acts before 2015 are numbered the other way round with "No", and directives with the community's name behind the number. Corrigenda, case law and
preparatory acts have their CELEX number as target. Sources: EUR-Lex, "CELEX numbers"; Council conclusions on ELI (2012/C 325/02).
"""

from __future__ import annotations

import re

from regkit.cite.scan import Grammar, Scan

EXAMPLES = (
    ("CELEX 32016R0679", ("Regulation (EU) 2016/679",)),
    ("CELEX:32012R0648", ("Regulation (EU) No 648/2012",)),
    ("CELEX number 32014L0065", ("Directive 2014/65/EU",)),
    ("CELEX: 02016R0679-20160504", ("Regulation (EU) 2016/679",)),
    ("CELEX:31998L0026", ("Directive 98/26/EC",)),
    ("CELEX 62014CJ0362", ("CELEX 62014CJ0362",)),
    ("http://data.europa.eu/eli/reg/2016/679/oj", ("Regulation (EU) 2016/679",)),
    ("data.europa.eu/eli/dir/2014/65/art_4/oj", ("Directive 2014/65/EU, Article 4",)),
    ("the CELEX database", ()),
)

_HEAD = re.compile(r"celex(?: (?:number|no\.?))?(?::|%3a)? ?(?=[0-9])", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sector>[0-9])(?P<year>(?:19|20)\d\d)(?P<kind>[A-Z]{1,2})(?P<number>\d{4})(?P<rest>R\(\d\d\))?(?:-(?P<date>\d{8}))?(?![\w])", re.IGNORECASE
)
_ELI = re.compile(
    r"data\.europa\.eu/eli/(?P<kind>reg|dir|dec)(?P<by>_del|_impl)?/(?P<year>(?:19|20)\d\d)/(?P<number>\d{1,4})"
    r"(?:/(?P<part>art|rct|anx)_(?P<unit>[0-9A-Za-z]{1,8}))?(?:/\d{4}-\d\d-\d\d|/oj)?"
)
_KINDS = {"R": "Regulation", "L": "Directive", "D": "Decision", "reg": "Regulation", "dir": "Directive", "dec": "Decision"}
_BY = {"_del": "Delegated ", "_impl": "Implementing "}
_PARTS = {"art": "Article", "rct": "recital", "anx": "Annex"}
_UNION = 2009  # acts of December 2009 are of the Union already; a number does not say its month, so 2010 is the first sure year
_NEW_NUMBERS = 2015


def act(kind: str, year: int, number: int) -> str:
    """Return how an act is cited, from what its identifier says. ``kind`` is "Regulation", "Directive" or "Decision".

    >>> act("Regulation", 2012, 648), act("Directive", 1998, 26), act("Decision", 2019, 5)
    ('Regulation (EU) No 648/2012', 'Directive 98/26/EC', 'Decision (EU) 2019/5')
    """
    body = "EU" if year > _UNION else "EC" if year > 1993 else "EEC"
    if year >= _NEW_NUMBERS:
        return f"{kind} (EU) {year}/{number}"
    if kind == "Regulation":
        return f"{kind} ({body}) No {number}/{year}"
    return f"{kind} {year if year > 1998 else year % 100}/{number}/{body}"


def celex(scan: Scan, at: int, end: int) -> int:
    """Read a CELEX number that is called one."""
    head = _HEAD.match(scan.text, at)
    number = _NUMBER.match(scan.text, head.end()) if head else None
    if number is None:
        return 0
    kind = _KINDS.get(number["kind"].upper()) if number["sector"] in "03" and not number["rest"] else None
    target = act(kind, int(number["year"]), int(number["number"])) if kind else f"CELEX {number.group().upper()}"
    scan.add(at, number.end(), "rulebook", target, "eu.celex")
    return number.end()


def eli(scan: Scan, at: int, end: int) -> int:
    """Read an address of the European Legislation Identifier, to an article, recital or annex where it names one."""
    match = _ELI.match(scan.text, at)
    if match is None:
        return 0
    target = _BY.get(match["by"] or "", "") + act(_KINDS[match["kind"]], int(match["year"]), int(match["number"]))
    if match["part"]:
        target += f", {_PARTS[match['part']]} {match['unit']}"
    start = at - next((len(scheme) for scheme in ("https://", "http://") if scan.text.startswith(scheme, at - len(scheme)) and at >= len(scheme)), 0)
    scan.add(max(start, scan.floor), match.end(), "rulebook", target, "eu.eli")
    return match.end()


TRIGGERS: tuple[tuple[str, Grammar], ...] = (("celex", celex), ("data.europa.eu/eli/", eli))
GLUED = ()
