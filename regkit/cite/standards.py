"""Standards of international bodies: "FATF Recommendation 15", "the CPMI-IOSCO Principles", "Basel Committee guidelines".

The body's name and what its paper is must both be there: "the Basel Committee" alone is an organisation, not a citation.
"""

from __future__ import annotations

import re

from regkit.cite.grammar import read_list
from regkit.cite.scan import Grammar, Scan
from regkit.cite.usc import record

EXAMPLES = (
    ("the CPMI-IOSCO Principles", ("CPMI-IOSCO Principles",)),
    ("FATF Recommendation Number 15", ("FATF Recommendation 15",)),
    ("Basel Committee guidelines", ("Basel Committee guidelines",)),
    ("the Basel Committee met", ()),
)

_STANDARD = re.compile(
    r"(?P<body>FATF|Financial Action Task Force|Basel Committee(?: on Banking Supervision)?|BCBS|(?:CPMI|CPSS)-IOSCO"
    r"|IOSCO|IAIS|Wolfsberg(?: Group)?)(?:'s)? "
    r"(?P<noun>(?:Core )?(?:Recommendations?|Standards?|Principles?|[Gg]uidelines|Guidance|Interpretive Notes?|Interpretative Notes?))(?![\w-])"
)
_FATF = re.compile(r"FATF Recommendations? (?:(?:Number|No\.?) )?(?=\d)")
_FATF_NUMBER = re.compile(r"\d{1,2}(?![\w.-]\w)")


def standard(scan: Scan, at: int, end: int) -> int:
    """Read "FATF Recommendations", "Basel Committee guidelines": standards of international bodies, by the body's name and what they are."""
    match = _STANDARD.match(scan.text, at)
    if match is None:
        return 0
    scan.add(at, match.end(), "rulebook", f"{match['body']} {match['noun']}", "rulebook.standard")
    return match.end()


def fatf(scan: Scan, at: int, end: int) -> int:
    """Read "FATF Recommendation Number 15"."""
    head = _FATF.match(scan.text, at)
    refs = read_list(scan.text, head.end(), _FATF_NUMBER) if head else []
    return record(scan, at, "FATF Recommendation ", refs, "rulebook.fatf", family="rulebook", after=refs[-1].end) if refs and refs[0].number else 0


_BODIES = ("fatf ", "financial action task force ", "basel committee ", "bcbs ", "cpmi-", "cpss-", "iosco ", "iais ", "wolfsberg ")
TRIGGERS: tuple[tuple[str, Grammar], ...] = (("fatf ", fatf), *((word, standard) for word in _BODIES))
GLUED = ()
