"""Bills and reports of Congress: "H.R. 4173", "S. 900, 106th Cong.", "H.R. Rep. No. 111-517".

A Senate bill needs its Congress: "S. 3" may be a name.
"""

from __future__ import annotations

import re

from regkit.cite.scan import Grammar, Scan

EXAMPLES = (
    ("H.R. 4173", ("H.R. 4173",)),
    ("H.R. 4173, 111th Cong.", ("H.R. 4173 (111th Cong.)",)),
    ("S. 900, 106th Cong.", ("S. 900 (106th Cong.)",)),
    ("S. Rep. No. 111-176", ("S. Rep. No. 111-176",)),
    ("H.R. Conf. Rep. No. 111-517", ("H.R. Conf. Rep. No. 111-517",)),
    ("H. Rep. No. 94-229", ("H.R. Rep. No. 94-229",)),
    ("House Report 111-517", ("H.R. Rep. No. 111-517",)),
    ("Senate Report No. 94-75", ("S. Rep. No. 94-75",)),
    ("by John S. 12 years ago", ()),
)

_BILL = re.compile(r"(?P<house>H\. ?R\.|S\.) (?P<number>\d{1,5})(?![\w-])(?:,? \(?(?P<congress>\d{1,3}(?:st|nd|rd|th)) Cong(?:ress|\.)\)?)?")
_REPORT = re.compile(
    r"(?P<house>H\. ?(?:R\.)?|S\.|House|Senate) (?P<conf>Conf(?:\.|erence) )?Rep(?:t|ort|)\.? (?:No\. ?)?(?P<number>\d{2,3}-\d{1,4})(?![\w-])"
)


def bill(scan: Scan, at: int, end: int) -> int:
    """Read a bill or a committee report."""
    text = scan.text
    report = _REPORT.match(text, at)
    if report is not None:
        house = "S." if report["house"].startswith("S") else "H.R."
        scan.add(at, report.end(), "bill", f"{house} {'Conf. ' if report['conf'] else ''}Rep. No. {report['number']}", "bill.report")
        return report.end()
    match = _BILL.match(text, at)
    if match is None or (match["house"] == "S." and not match["congress"]):
        return 0
    congress = f" ({match['congress']} Cong.)" if match["congress"] else ""
    scan.add(at, match.end(), "bill", f"{match['house'].replace(' ', '')} {match['number']}{congress}", "bill.number")
    return match.end()


TRIGGERS: tuple[tuple[str, Grammar], ...] = tuple(
    (word, bill) for word in ("h.r. ", "h. r. ", "h. rep", "s. ", "house report", "house conf", "senate report")
)
GLUED = ()
