"""The Federal Register: "76 FR 79276", "75 Fed. Reg. 28404, 28410", "FR Doc. 2011-31714", "RIN 3235-AN19", "Docket No. CFPB-2011-0008".

A pinpoint page belongs to the citation and stays in the canonical form; a number that begins another citation ("…, 12 U.S.C.") is none.
"""

from __future__ import annotations

import re

from regkit.cite.scan import Grammar, Scan

EXAMPLES = (
    ("76 FR 79276", ("76 FR 79276",)),
    ("75 Fed. Reg. 28404, 28410 (May 20, 2010)", ("75 FR 28404, 28410",)),
    ("91 FR 12,345", ("91 FR 12345",)),
    ("76 FR 79276 and 76 FR 79442", ("76 FR 79276", "76 FR 79442")),
    ("FR Doc. 2011-31714", ("FR Doc. 2011-31714",)),
    ("RIN 3235-AN19", ("RIN 3235-AN19",)),
    ("Docket No. CFPB-2011-0008", ("Docket No. CFPB-2011-0008",)),
    ("76 FR 79276, 12 U.S.C. 5481", ("76 FR 79276", "12 U.S.C. 5481")),
    ("75 Fed. Reg. 39843-52 (July 13, 2010)", ("75 FR 39843",)),
    ("3 from 4", ()),
)

_VOLUME = re.compile(r"(?<![\w.$-])(\d{1,3}) {1,2}$")
_PAGE = re.compile(
    r"(?:fr|f\. ?r\.|fed\. ?reg\.|federal register)(?: at)? {1,2}(\d{1,3},\d{3}|\d{1,6})(?:(?=-\d)(?!-\d{1,6}-)|(?![\w-]))(?!,\d)", re.IGNORECASE
)
_PIN = re.compile(r"(?:, (?:at )?|-)(\d{1,3},\d{3}|\d{4,6})(?![\w.(])(?!,\d)(?! (?:U\.|USC|C\.F|CFR|FR|F\.R|Fed|Stat))")
_SHORT_RANGE = re.compile(r"-\d{1,3}(?![\w-])")  # "39843-52": the last digits of the last page
_DOCUMENT = re.compile(r"fr doc\.?(?: no\.?)? ?((?:[A-Z]\d-)?\d{2,4}-\d{1,6})\b", re.IGNORECASE)
_RIN = re.compile(r"rins?:? ?(?:no\.? )?(\d{4}-[a-z]{2}\d{2})\b", re.IGNORECASE)
_DOCKET = re.compile(r"dockets? (?:id |nos?\.? |number )?:?((?:[A-Z]{2,10}-)+\d{4}-\d{1,5}(?:-\d{1,6})?|[A-Z]{1,3}-\d{1,5})\b", re.IGNORECASE)


def volume_page(scan: Scan, at: int, end: int) -> int:
    """Read "76 FR 79276": the trigger is "fr " or "fed. reg"."""
    volume = _VOLUME.search(scan.text, max(scan.floor, at - 8), at)
    page = _PAGE.match(scan.text, at) if volume else None
    if volume is None or page is None:
        return 0
    target, after = f"{volume[1]} FR {page[1].replace(',', '')}", page.end()
    pin = _PIN.match(scan.text, after)
    if pin is not None:
        target, after = f"{target}, {pin[1].replace(',', '')}", pin.end()
    elif short := _SHORT_RANGE.match(scan.text, after):
        after = short.end()
    scan.add(volume.start(), after, "fedreg", target, "fedreg.page")
    return after


def _number(pattern: re.Pattern[str], prefix: str, rule: str) -> Grammar:
    def read(scan: Scan, at: int, end: int) -> int:
        match = pattern.match(scan.text, at)
        if match is None:
            return 0
        scan.add(at, match.end(), "fedreg", f"{prefix} {match[1].upper()}", rule)
        return match.end()

    return read


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    ("fr doc", _number(_DOCUMENT, "FR Doc.", "fedreg.document")),
    ("fr ", volume_page),
    ("f.r. ", volume_page),
    ("fed. reg", volume_page),
    ("fed.reg", volume_page),
    ("federal register", volume_page),
    ("rin ", _number(_RIN, "RIN", "fedreg.rin")),
    ("rin: ", _number(_RIN, "RIN", "fedreg.rin")),
    ("docket ", _number(_DOCKET, "Docket No.", "fedreg.docket")),
)
GLUED = ()
