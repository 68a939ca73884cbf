"""Official addresses of what is cited, and links to a quoted sentence within a page. Nothing is fetched; addresses are made from the target alone.

Sources of the forms: eCFR ("/current/title-17/section-240.15c3-3#p-240.15c3-3(a)", "/on/DATE/…" for a point in time), the link service of govinfo.gov
(uscode, fr, statute, plaw), federalregister.gov/d/NUMBER, FINRA's rulebook, EUR-Lex's European Legislation Identifier, the Library of Congress
for the U.S. Reports, and CourtListener's "/c/REPORTER/VOLUME/PAGE/" for other reporters, which have no official home on the web. A target whose
address cannot be known from its form alone has none.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from regkit.cite.target import Target, parse

_BELOW = re.compile(r", (subpart|appendix|supplement) ([A-Z0-9-]+)")
_EU = re.compile(
    r"(?P<del>Delegated |Implementing )?(?P<kind>Regulation|Directive|Decision) (?:\((?:EU|EC|EEC)[^)]*\) (?P<no>No )?(?P<a>\d+)/(?P<b>\d+)"
    r"|(?P<year>\d{2,4})/(?P<num>\d+)/\w+)"
)
_KINDS = {"Regulation": "reg", "Directive": "dir", "Decision": "dec"}
_LAST_VOLUME = 542  # of the U.S. Reports that the Library of Congress has
_WORD = re.compile(r"\S+")


def url(target: str | None, *, date: str = "") -> str | None:
    """Return the official address of a canonical target, None where there is none that is certain.

    ``date`` (ISO) asks for the CFR as of that day. Characters outside RFC 3986 are percent-encoded.

    >>> url("17 CFR 240.17ad-22(e)(4)")
    'https://www.ecfr.gov/current/title-17/section-240.17ad-22#p-240.17ad-22(e)(4)'
    """
    if not target:
        return None
    parsed = parse(target)
    makers = {"cfr": _cfr, "usc": _usc, "fedreg": _fedreg, "statute": _statute, "public_law": _law, "sro_rule": _sro, "rulebook": _eu, "case": _case}
    if parsed.family == "cfr":
        return _cfr(parsed, date)
    make = makers.get(parsed.family)
    return make(parsed, date) if make is not None else None


def _cfr(target: Target, date: str = "") -> str | None:
    base = f"https://www.ecfr.gov/{f'on/{quote(date)}' if date else 'current'}/title-{target.source.split(' ')[0]}"
    if target.unit == "chapter":
        return f"{base}/chapter-{target.number}"
    if target.unit == "part":
        below = _BELOW.match(target.rest)
        if below is None:
            return f"{base}/part-{target.number}"
        if below[1] == "subpart":
            return f"{base}/part-{target.number}/subpart-{below[2]}"
        return f"{base}/part-{target.number}/appendix-{below[1].capitalize()}%20{below[2]}%20to%20Part%20{target.number}"
    # the SEC's rules on transfer agents and clearing agencies are spelled in lower case in the current edition
    number = target.number.replace(".17Ad-", ".17ad-")
    labels = "".join(f"({label})" for label in target.path)
    fragment = f"#p-{quote(number, safe='.-()')}{quote(labels, safe='()')}" if labels else ""
    return f"{base}/section-{quote(number, safe='.-()')}{fragment}"


def _usc(target: Target, date: str = "") -> str | None:
    if " App." in target.source or target.unit or not target.number:
        return None
    return f"https://www.govinfo.gov/link/uscode/{target.source.split(' ')[0]}/{quote(target.number, safe='-')}"


def _fedreg(target: Target, date: str = "") -> str | None:
    if target.source.endswith(" FR"):
        return f"https://www.govinfo.gov/link/fr/{target.source.split(' ')[0]}/{target.number}"
    return f"https://www.federalregister.gov/d/{quote(target.number, safe='-')}" if target.source == "FR Doc." else None


def _statute(target: Target, date: str = "") -> str | None:
    return f"https://www.govinfo.gov/link/statute/{target.source.split(' ')[0]}/{target.number}" if target.number.isdigit() else None


def _law(target: Target, date: str = "") -> str | None:
    kind, _, number = target.source.partition(" Law ")
    congress, _, law = number.partition("-")
    return f"https://www.govinfo.gov/link/plaw/{congress}/{kind.lower()}/{law}"


def _case(target: Target, date: str = "") -> str | None:
    volume, _, reporter = target.source.partition(" ")
    if reporter == "U.S." and len(target.number) <= 3 and 1 <= int(volume) <= _LAST_VOLUME:
        return f"https://www.loc.gov/item/usrep{volume:0>3}{target.number:0>3}/"
    if reporter in ("WL", "LEXIS"):
        return None  # databases of publishers
    return f"https://www.courtlistener.com/c/{quote(reporter, safe='.')}/{volume}/{target.number}/"


def _sro(target: Target, date: str = "") -> str | None:
    return f"https://www.finra.org/rules-guidance/rulebooks/finra-rules/{target.number.lower()}" if target.source == "FINRA" else None


def _eu(target: Target, date: str = "") -> str | None:
    match = _EU.match(target.source or "")
    if match is None or match["del"]:
        return None
    kind = _KINDS[match["kind"]]
    if match["num"]:
        year, number = match["year"], match["num"]
    else:
        year, number = (match["b"], match["a"]) if match["no"] else (match["a"], match["b"])
    return f"https://eur-lex.europa.eu/eli/{kind}/{year}/{number}/oj" if len(year) == 4 else None


def text_fragment(address: str, words: str, *, prefix: str = "", suffix: str = "") -> str:
    """Return the address with a directive that makes a browser scroll to ``words`` and mark them (WICG Scroll to Text Fragment).

    A quote of more than twelve words is given by its first and last five. ``prefix`` and ``suffix`` are context for quotes that stand twice. A
    fragment that the address already has is kept. Blank words leave the address as it is.

    >>> text_fragment("https://example.org/a#p-1", "shall not, however")
    'https://example.org/a#p-1:~:text=shall%20not%2C%20however'
    """
    parts = _WORD.findall(words)
    if not parts:
        return address
    text = _encode(" ".join(parts)) if len(parts) <= 12 else f"{_encode(' '.join(parts[:5]))},{_encode(' '.join(parts[-5:]))}"
    before = f"{_encode(' '.join(_WORD.findall(prefix)))}-," if prefix.strip() else ""
    after = f",-{_encode(' '.join(_WORD.findall(suffix)))}" if suffix.strip() else ""
    return f"{address}{'' if '#' in address else '#'}:~:text={before}{text}{after}"


def _encode(words: str) -> str:
    return quote(words, safe="", errors="replace").replace("-", "%2D")
