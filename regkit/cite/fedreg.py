"""The Federal Register: "76 FR 79276", "75 Fed. Reg. 28404, 28410", "FR Doc. 2011-31714", "RIN 3235-AN19", "Docket No. CFPB-2011-0008".

A pinpoint page belongs to the citation and stays in the canonical form; a number that begins another citation ("…, 12 U.S.C.") is none.
"""

from __future__ import annotations

import re

from regkit.cite.scan import Grammar, Scan
from regkit.model.span import Span

EXAMPLES = (
    ("76 FR 79276", ("76 FR 79276",)),
    ("75 Fed. Reg. 28404, 28410 (May 20, 2010)", ("75 FR 28404, 28410",)),
    ("91 FR 12,345", ("91 FR 12345",)),
    ("76 FR 79276 and 76 FR 79442", ("76 FR 79276", "76 FR 79442")),
    ("FR Doc. 2011-31714", ("FR Doc. 2011-31714",)),
    ("RIN 3235-AN19", ("RIN 3235-AN19",)),
    ("Docket No. CFPB-2011-0008", ("Docket No. CFPB-2011-0008",)),
    ("FR Doc. No: E9-12345", ("FR Doc. E9-12345",)),
    ("RINs 3064-AF29 and 7100-AG64", ("RIN 3064-AF29", "RIN 7100-AG64")),
    ("Regulation Identifier Number (RIN) 3235-AN19", ("RIN 3235-AN19",)),
    ("Docket Nos. FDA-2012-N-0306 and FDA-2012-N-0307", ("Docket No. FDA-2012-N-0306", "Docket No. FDA-2012-N-0307")),
    ("WC Docket No. 10-90", ("Docket No. 10-90",)),
    ("FR Doc. 2013-01384 and 3 more", ("FR Doc. 2013-01384",)),
    ("76 FR 79276, 12 U.S.C. 5481", ("76 FR 79276", "12 U.S.C. 5481")),
    ("75 Fed. Reg. 39843-52 (July 13, 2010)", ("75 FR 39843",)),
    ("3 from 4", ()),
)

_VOLUME = re.compile(r"(?<![\w.$-])(\d{1,3}) {1,2}\Z")
_PAGE = re.compile(
    r"(?:fr|f\. ?r\.|fed\. ?reg\.|federal register)(?: at)? {1,2}(\d{1,3},\d{3}|\d{1,6})(?:(?=-\d)(?!-\d{1,6}-)|(?![\w-]))(?!,\d)", re.IGNORECASE
)
_PIN = re.compile(r"(?:, (?:at )?|-)(\d{1,3},\d{3}|\d{4,6})(?![\w.(])(?!,\d)(?! (?:U\.|USC|C\.F|CFR|FR|F\.R|Fed|Stat))")
_SHORT_RANGE = re.compile(r"-\d{1,3}(?![\w-])")  # "39843-52": the last digits of the last page
_END = r"(?!\w|-\w)"
_DOCUMENT = (
    re.compile(r"fr docs?\.?(?: ?nos?\.?)?:? ?(?=[A-Z\d])", re.IGNORECASE),
    re.compile(rf"(?:[A-Z]\d-)?(?:\d{{2,4}}|[A-Z]\d)-\d{{1,6}}{_END}", re.IGNORECASE),
)
_RIN = (re.compile(r"rins?(?: nos?\.?|\))?:? ?(?=\d)", re.IGNORECASE), re.compile(rf"\d{{4}}-[a-z]{{2}}\d{{2}}{_END}", re.IGNORECASE))
_DOCKET = (
    re.compile(r"dockets? (?:id|nos?\.?|numbers?)?:? ?(?:nos?\.? )?(?=[A-Z\d])", re.IGNORECASE),
    re.compile(
        rf"(?:(?:[A-Z]{{2,10}}-)+\d{{4}}-(?:\d{{1,5}}(?:-\d{{1,6}})?|[A-Z]{{1,2}}-\d{{3,5}})|[A-Z]{{1,3}}-\d{{1,5}}"
        rf"|(?<=\. )\d{{2}}-\d{{1,4}}){_END}",
        re.IGNORECASE,
    ),
)
_NEXT = re.compile(r"(?:[,;] ?(?:and |& )?| (?:and|&) )(?:dockets? (?:nos?\.?) |rins? )?", re.IGNORECASE)


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


def _number(patterns: tuple[re.Pattern[str], re.Pattern[str]], prefix: str, rule: str) -> Grammar:
    """Return the grammar of a head and the numbers listed after it."""

    def read(scan: Scan, at: int, end: int) -> int:
        text = scan.text
        head = patterns[0].match(text, at)
        found: list[tuple[int, int, str]] = []
        place = head.end() if head else -1
        at = place if head is not None and ")" in head.group() else at  # "(RIN) 3235-AN19": the number alone
        while place >= 0 and len(found) < 16 and (number := patterns[1].match(text, place)) is not None:
            found.append((place if found else at, number.end(), f"{prefix} {number.group().upper()}"))
            joined = _NEXT.match(text, number.end())
            place = joined.end() if joined else -1
        group = Span(at, found[-1][1]) if len(found) > 1 else None
        for start, stop, target in found:
            scan.add(start, stop, "fedreg", target, rule, group=group)
        return found[-1][1] if found else 0

    return read


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    ("fr doc", _number(_DOCUMENT, "FR Doc.", "fedreg.document")),
    ("fr ", volume_page),
    ("f.r. ", volume_page),
    ("fed. reg", volume_page),
    ("fed.reg", volume_page),
    ("federal register", volume_page),
    ("rin ", _number(_RIN, "RIN", "fedreg.rin")),
    *((word, _number(_RIN, "RIN", "fedreg.rin")) for word in ("rin: ", "rin) ", "rins ", "rin no")),
    *((word, _number(_DOCKET, "Docket No.", "fedreg.docket")) for word in ("docket ", "dockets ")),
)
GLUED = ()
