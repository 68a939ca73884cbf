"""Official addresses of what is cited, and links to a quoted sentence within a page. Nothing is fetched; addresses are made from the target alone.

Sources of the forms: eCFR ("/current/title-17/section-240.15c3-3#p-240.15c3-3(a)", "/on/DATE/…" for a point in time), the link service of govinfo.gov
(uscode, fr, statute, plaw, bills, crpt), the tables of contents of uscode.house.gov, federalregister.gov (documents, orders, RINs), dockets of
regulations.gov, comment files of sec.gov, letters of cftc.gov, FINRA's rulebook, EUR-Lex's European Legislation Identifier, legislation.gov.uk,
the Library of Congress for the U.S. Reports, and CourtListener's "/c/REPORTER/VOLUME/PAGE/" for other reporters, which have no official home on the
web. A target whose address cannot be known from its form alone has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from regkit.cite.target import Target, parse
from regkit.model.span import Span

_BELOW = re.compile(r", (subpart|appendix|supplement) ([A-Z0-9-]+)")
_EU = re.compile(
    r"(?P<del>Delegated |Implementing )?(?P<kind>Regulation|Directive|Decision) (?:\((?:EU|EC|EEC)[^)]*\) (?P<no>No )?(?P<a>\d+)/(?P<b>\d+)"
    r"|(?P<year>\d{2,4})/(?P<num>\d+)/\w+)"
)
_KINDS = {"Regulation": "reg", "Directive": "dir", "Decision": "dec"}
_WHOLE = 12  # words: a longer quote is given by its ends
_ENDS = 5
_LAST_VOLUME = 542  # of the U.S. Reports that the Library of Congress has
_SUBCHAPTER = re.compile(r", subchapter (\w+)")
_DOCKET = re.compile(r"[A-Z]{2,8}(?:-[A-Z0-9]{1,8})?-(?:19|20)\d\d-(?:[A-Z]{1,5}-)?\d{4}")
_CONGRESS = re.compile(r"\((\d{1,3})(?:st|nd|rd|th) Cong")
_FILE = re.compile(r"S7-(\d{2})-(\d{2})")
_STATUTORY_INSTRUMENT = re.compile(r"SI ((?:19|20)\d\d)/(\d{1,5})(?!\d)")
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
    make = _MAKERS.get(parsed.family)
    address = make(parsed, date) if make is not None else None
    return address if address is None or address.isascii() else None  # digits of other scripts are digits to `re`, and no number of a law


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
    if " App." in target.source:
        return None
    if target.unit or not target.number:
        below = f"/chapter{target.number}" if target.number else ""
        below += _SUBCHAPTER.sub(r"/subchapter\1", target.rest) if below else ""
        return f"https://uscode.house.gov/browse/prelim@title{target.source.split(' ')[0]}{below}&edition=prelim"
    return f"https://www.govinfo.gov/link/uscode/{target.source.split(' ')[0]}/{quote(target.number, safe='-')}"


def _fedreg(target: Target, date: str = "") -> str | None:
    if target.source.endswith(" FR"):
        return f"https://www.govinfo.gov/link/fr/{target.source.split(' ')[0]}/{target.number}"
    number = quote(target.number, safe="-")
    if target.source == "RIN":
        return f"https://www.federalregister.gov/regulations/{number}"
    if target.source == "Docket No.":
        return f"https://www.regulations.gov/docket/{number}" if _DOCKET.fullmatch(target.number) else None
    return f"https://www.federalregister.gov/d/{number}"


def _statute(target: Target, date: str = "") -> str | None:
    return f"https://www.govinfo.gov/link/statute/{target.source.split(' ')[0]}/{target.number}" if target.number.isdigit() else None


def _law(target: Target, date: str = "") -> str | None:
    kind, _, number = target.source.partition(",")[0].partition(" Law ")
    congress, _, law = number.partition("-")
    return f"https://www.govinfo.gov/link/plaw/{congress}/{kind.lower()}/{law}"


def _order(target: Target, date: str = "") -> str | None:
    return f"https://www.federalregister.gov/executive-order/{target.source.rsplit(' ', 1)[-1]}"


def _bill(target: Target, date: str = "") -> str | None:
    kind = "h" if target.source.startswith("H.") else "s"
    if "Rep. No." in target.source:
        congress, _, number = target.number.partition("-")
        return f"https://www.govinfo.gov/link/crpt/{congress}/{kind}rpt/{number}" if congress.isdigit() and number.isdigit() else None
    of = _CONGRESS.search(target.rest)
    return f"https://www.govinfo.gov/link/bills/{of[1]}/{'hr' if kind == 'h' else 's'}/{target.number}" if of else None


def _release(target: Target, date: str = "") -> str | None:
    file = _FILE.fullmatch(target.number) if target.source == "File No." else None
    return f"https://www.sec.gov/comments/s7-{file[1]}-{file[2]}/s7{file[1]}{file[2]}.htm" if file else None


def _cftc(target: Target, date: str = "") -> str | None:
    return f"https://www.cftc.gov/csl/{quote(target.number, safe='-')}/download" if target.source == "CFTC Letter No." else None


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
    british = _STATUTORY_INSTRUMENT.match(str(target))
    if british is not None:
        return f"https://www.legislation.gov.uk/uksi/{british[1]}/{british[2]}"
    match = _EU.match(target.source or "")
    if match is None:
        return None
    form = _KINDS[match["kind"]] + {"Delegated ": "_del", "Implementing ": "_impl"}.get(match["del"] or "", "")
    if match["num"]:
        year, number = match["year"], match["num"]
    else:
        year, number = (match["b"], match["a"]) if match["no"] else (match["a"], match["b"])
    return f"https://eur-lex.europa.eu/eli/{form}/{year}/{number}/oj" if len(year) == 4 else None


_MAKERS: dict[str, Callable[[Target, str], str | None]] = {
    "bill": _bill,
    "case": _case,
    "cfr": _cfr,
    "cftc": _cftc,
    "executive_order": _order,
    "fedreg": _fedreg,
    "public_law": _law,
    "release": _release,
    "rulebook": _eu,
    "sro_rule": _sro,
    "statute": _statute,
    "usc": _usc,
}


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
    text = _encode(" ".join(parts)) if len(parts) <= _WHOLE else f"{_encode(' '.join(parts[:_ENDS]))},{_encode(' '.join(parts[-_ENDS:]))}"
    before = f"{_encode(' '.join(_WORD.findall(prefix)))}-," if prefix.strip() else ""
    after = f",-{_encode(' '.join(_WORD.findall(suffix)))}" if suffix.strip() else ""
    return f"{address}{'' if '#' in address else '#'}:~:text={before}{text}{after}"


def quoted(address: str, text: str, span: Span) -> str:
    """Return the address with a directive for the words at ``span`` of the text that the page shows.

    Where the words stand elsewhere in the text too, the words around them are named with them, as many as it takes up to twelve a side; white
    space and case don't count, as they don't in a browser.

    >>> quoted("https://example.org/", "A firm must report. A bank must report.", Span(27, 39))
    'https://example.org/#:~:text=report.%20A%20bank-,must%20report.'
    """
    words = span.of(text)
    start = _WORD.findall(words)
    if not start:
        return address
    # context that is glued to the quote is no word of its own, and cannot be named
    before = _WORD.findall(text[: span.start]) if text[: span.start][-1:].isspace() else []
    after = _WORD.findall(text[span.end :]) if text[span.end :][:1].isspace() else []
    length = len(start)
    start = start if length <= _WHOLE else start[:_ENDS]
    flat = f" {' '.join(_WORD.findall(text.casefold()))} "
    prefix: list[str] = []
    suffix: list[str] = []
    for count in (3, 6, 12):
        # of a quote that is given by its ends, what follows its beginning is not what is behind it
        sought = (*prefix, *start, *(suffix if len(start) == length else ()))
        if flat.count(f" {' '.join(sought).casefold()}") <= 1:
            break
        prefix, suffix = before[-count:], after[:count]
    return text_fragment(address, words, prefix=" ".join(prefix), suffix=" ".join(suffix))


def _encode(words: str) -> str:
    return quote(words, safe="", errors="replace").replace("-", "%2D")
