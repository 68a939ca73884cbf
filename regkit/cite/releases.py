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
    ("press release number", ()),
)

_ACT = re.compile(r"(?:Securities )?(Exchange Act|Securities Act|Investment Company Act|(?:Investment )?Advisers Act)(?: of 19\d\d)? $")
_PREFIX = {"Exchange Act": "34-", "Securities Act": "33-", "Investment Company Act": "IC-", "Advisers Act": "IA-", "Investment Advisers Act": "IA-"}
_HEAD = re.compile(r"(?:rel(?:eases?|\.)) (?:nos?\.? ?|numbers? )?(?=[\dI3A-Z])", re.IGNORECASE)
_RELEASE = re.compile(r"((?:33|34|35|39|IC|IA|AS|AAER)-\d{2,6}[A-Z]?|\d{4,6})(?![\w-])")
_BETWEEN = re.compile(r"(?:,|;)? (?:and )?(?=(?:33|34|35|39|IC|IA|AS|AAER)-\d)|; ")
_FILE = re.compile(r"file (?:nos?\.? ?|numbers? ?|#)(?=S|\d|4-)", re.IGNORECASE)
_FILE_NUMBER = re.compile(
    r"(?P<sr>SR-[A-Za-z]{2,12}(?:-[A-Z]{2,6})?-\d{4}-\d{1,4})|(?P<other>S7-(?:\d{4}-\d{1,3}|\d{1,3}-\d{2,4})|(?:4|10|8|600|601)-\d{2,6}|3-\d{4,6})(?![\w-])"
)
_AMENDMENT = re.compile(r"(?:,| \(?as (?:amended|modified) by)? ?(?:Partial )?(Amendment No\. \d{1,2})(?!\d)")
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
        if amendment is not None:
            target, stop = f"{target}, {amendment[1]}", amendment.end()
        found.append((place, stop, target))
        between = _AND.match(text, stop)
        if between is None:
            break
        place = between.end()
    return _several(scan, at, found, "release.file") if found else 0


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    *((word, release) for word in ("release no", "releases no", "release 3", "release i", "rel. no", "release number")),
    ("file no", file_number),
    ("file number", file_number),
    ("sr-", file_number),
    ("s7-", file_number),
)
GLUED = ()
