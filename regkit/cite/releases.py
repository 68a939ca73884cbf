"""Releases and file numbers: "Release No. 34-104748", "Exchange Act Release No. 104485", "File No. S7-2026-03", "SR-FICC-2025-025, Amendment No. 1".

An Exchange Act release is numbered with or without its "34-"; both are one target. A proposed rule change keeps its amendment.
"""

from __future__ import annotations

import re

from regkit.cite.scan import Grammar, Scan
from regkit.model.span import Span

EXAMPLES = (
    ("Release No. 34-104748", ("Release No. 34-104748",)),
    ("Release Nos. 33-8238; 34-47986", ("Release No. 33-8238", "Release No. 34-47986")),
    ("Securities Exchange Act Release No. 104485", ("Release No. 34-104485",)),
    ("Exchange Act Release No. 34-104485", ("Release No. 34-104485",)),
    ("Investment Company Act Release No. 33921", ("Release No. IC-33921",)),
    ("File No. S7-2026-03", ("File No. S7-2026-03",)),
    ("File Nos. SR-FICC-2025-025 and SR-CME-2025-01", ("SR-FICC-2025-025", "SR-CME-2025-01")),
    ("SR-CboeBZX-2023-071", ("SR-CboeBZX-2023-071",)),
    ("SR-FICC-2025-025, Amendment No. 1", ("SR-FICC-2025-025, Amendment No. 1",)),
    ("SR-FICC-2024-005, as modified by Partial Amendment No. 1", ("SR-FICC-2024-005, Partial Amendment No. 1",)),
    ("SR-NASDAQ-2021-045, as amended by Amendment Nos. 1 and 2", ("SR-NASDAQ-2021-045, Amendment No. 1", "SR-NASDAQ-2021-045, Amendment No. 2")),
    ("Amendment No. 1 to SR-DTC-2024-003", ("SR-DTC-2024-003, Amendment No. 1",)),
    ("Exchange Act Release Nos. 50699 (Nov. 18, 2004) and 88616", ("Release No. 34-50699", "Release No. 34-88616")),
    ("IA Release No. 3043", ("Release No. IA-3043",)),
    ("Releases 34-44992 and 34-45556", ("Release No. 34-44992", "Release No. 34-45556")),
    ("34-104485", ("Release No. 34-104485",)),
    ("SR-C2-2023-001", ("SR-C2-2023-001",)),
    ("(212) 34-10448", ()),
    ("press release number", ()),
)

_ACT = re.compile(r"(?:Securities )?(Exchange Act|Securities Act|Investment Company Act|(?:Investment )?Advisers Act|I[AC])(?: of 19\d\d)? \Z")
_PREFIX = {
    "IA": "IA-",
    "IC": "IC-",
    "Exchange Act": "34-",
    "Securities Act": "33-",
    "Investment Company Act": "IC-",
    "Advisers Act": "IA-",
    "Investment Advisers Act": "IA-",
}
_HEAD = re.compile(r"(?:rel(?:eases?|\.)) (?:nos?\.? ?|numbers? )?(?=[\dI3A-Z])", re.IGNORECASE)
_RELEASE = re.compile(r"((?:33|34|35|39|IC|IA|AS|AAER|BHCA)-\d{1,6}[A-Z]?|\d{4,6})(?![\w-])")
_DATE = r"(?: \([A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\))?"
_BETWEEN = re.compile(rf"{_DATE}(?:(?:,|;)? (?:and )?(?=(?:33|34|35|39|IC|IA|AS|AAER|BHCA)-\d)|; |,? and (?=\d{{4,6}}\b)|, (?=\d{{5,6}}\b))")
_FILE = re.compile(r"file (?:nos?\.? ?|numbers? ?|#)(?=S|\d|4-)", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w-])3[34]-\d{5,6}(?![\w-])")
_FILE_NUMBER = re.compile(
    r"(?P<sr>SR-[A-Za-z\d]{2,12}(?:-[A-Z]{2,6})?-\d{4}-\d{1,4})|(?P<other>S7-(?:\d{4}-\d{1,3}|\d{1,3}-\d{2,4})|(?:4|10|8|600|601)-\d{2,6}|3-\d{4,6})(?![\w-])"
)
_AMENDMENT = re.compile(
    r"(?:,? \(?(?:as )?(?:amended|modified) by|,)? ?(?P<what>(?:Partial )?Amendment)s? Nos?\. (?P<number>\d{1,2})(?!\d)"
    r"(?:,? (?:and|through) (?P<last>\d{1,2})(?![\d-]))?"
)
_AMENDMENT_TO = re.compile(r"(?P<what>(?:Partial )?Amendment No\. \d{1,2}) (?:to|of) (?:File No\. )?\Z")
_AND = re.compile(r"(?:,|;)? (?:and )?(?=SR-|S7-)")


def release(scan: Scan, at: int, end: int) -> int:
    """Read "Release Nos. 33-8238; 34-47986" with the act before it."""
    text = scan.text
    head = _HEAD.match(text, at)
    if head is None:
        return 0
    act = _ACT.search(text, max(scan.floor, at - 45), at)
    prefix = _PREFIX[act[1]] if act else ""
    found: list[tuple[int, int, str]] = []
    place = head.end()
    while len(found) < 12:
        match = _RELEASE.match(text, place)
        if match is None:
            break
        number = match[1]
        if "-" not in number:
            if not prefix:
                break
            number = prefix + number
        found.append((place, match.end(), f"Release No. {number}"))
        between = _BETWEEN.match(text, match.end())
        if between is None:
            break
        place = between.end()
    if not found:
        return 0
    start = act.start() if act else at
    return _several(scan, start, found, "release.number")


def _several(scan: Scan, start: int, found: list[tuple[int, int, str]], rule: str) -> int:
    group = Span(start, found[-1][1]) if len(found) > 1 else None
    for index, (begin, stop, target) in enumerate(found):
        scan.add(begin if index else start, stop, "release", target, rule, group=group)
    return found[-1][1]


def file_number(scan: Scan, at: int, end: int) -> int:
    """Read "File No. S7-2026-03" and file numbers that need no head ("SR-FICC-2025-025")."""
    text = scan.text
    head = _FILE.match(text, at)
    found: list[tuple[int, int, str]] = []
    place = head.end() if head else at
    while len(found) < 12:
        match = _FILE_NUMBER.match(text, place)
        if match is None or (not head and not match["sr"] and not match["other"].startswith("S7")):
            break
        target, stop = match["sr"] or f"File No. {match['other']}", match.end()
        amendment = _AMENDMENT.match(text, stop) if match["sr"] else None
        before = _AMENDMENT_TO.search(text, max(scan.floor, at - 48), place) if match["sr"] and not found else None
        if amendment is not None:
            last = amendment["last"]
            filing, target, stop = target, f"{target}, {amendment['what']} No. {amendment['number']}", amendment.end("number")
            found.append((place, stop, target))
            if last:
                found.append((amendment.start("last"), amendment.end("last"), f"{filing}, {amendment['what']} No. {last}"))
                stop = amendment.end("last")
        elif before is not None:
            at = before.start()
            found.append((at, stop, f"{target}, {before['what']}"))
        else:
            found.append((place, stop, target))
        between = _AND.match(text, stop)
        if between is None:
            break
        place = between.end()
    return _several(scan, at, found, "release.file") if found else 0


def bare(scan: Scan, at: int, end: int) -> int:
    """Read "34-104485": a release of the Securities Act or the Exchange Act by its number alone."""
    match = _BARE.match(scan.text, at)
    if match is None or scan.text[max(0, at - 2) : at] == ") ":
        return 0
    scan.add(at, match.end(), "release", f"Release No. {match.group()}", "release.bare")
    return match.end()


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    *((word, release) for word in ("release no", "releases no", "release 3", "releases 3", "release i", "releases i", "rel. no", "release number")),
    ("33-", bare),
    ("34-", bare),
    ("file no", file_number),
    ("file number", file_number),
    ("sr-", file_number),
    ("s7-", file_number),
)
GLUED = ()
