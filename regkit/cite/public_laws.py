"""Public and private laws, Statutes at Large: "Public Law 111-203", "Pub. L. No. 111-203, § 1029", "124 Stat. 1376".

"section 4402(e)(1) of Public Law 107-171" is read by `regkit.cite.expressions`, which asks `read_law` what follows "of".
"""

from __future__ import annotations

import re

from regkit.cite.grammar import ACT_NUMBER, read_path
from regkit.cite.scan import Grammar, Scan

EXAMPLES = (
    ("Public Law 111-203", ("Public Law 111-203",)),
    ("Pub. L. No. 111–203, § 1029(a)", ("Public Law 111-203 § 1029(a)",)),
    ("P.L. 111-80", ("Public Law 111-80",)),
    ("Priv. L. 96-164", ("Private Law 96-164",)),
    ("section 4402(e)(1) of Public Law 107-171", ("Public Law 107-171 § 4402(e)(1)",)),
    ("124 Stat. 1376", ("124 Stat. 1376",)),
    ("124 Stat. 1376, 1955", ("124 Stat. 1376, 1955",)),
    ("122 Stat. 2654, 12 U.S.C. 5101", ("122 Stat. 2654", "12 U.S.C. 5101")),
    ("state law 12", ()),
)

_LAW = re.compile(
    r"(?P<kind>p(?:ub(?:lic)?|riv(?:ate)?)?)\.? ?l(?:aws?)?\.? {0,2}(?:nos?\.? ?)?(?P<congress>\d{2,3})-(?P<number>\d{1,4})(?![\w-])", re.IGNORECASE
)
_SECTION = re.compile(r",? (?:§ ?|section |sec\. )(?=\d)", re.IGNORECASE)
_VOLUME = re.compile(r"(?<![\w.$-])(\d{1,3}) {1,2}$")
_PAGE = re.compile(r"stat\. {0,2}(\d{1,3},\d{3}|\d{1,4}[A-Z]?(?:-\d{1,3}[A-Z]?)?)(?![\w])", re.IGNORECASE)
_PIN = re.compile(r", (?:at )?(\d{3,4})(?:-\d{1,4})?(?![\w.(-])(?!,\d)(?! (?:U\.|USC|C\.F|CFR|FR|F\.R|Fed|Stat))")


def read_law(text: str, at: int) -> tuple[str, int] | None:
    """Return the canonical form of the law named at ``at`` and where it ends."""
    match = _LAW.match(text, at)
    if match is None:
        return None
    kind = "Private" if match["kind"].lower().startswith("pr") else "Public"
    return f"{kind} Law {match['congress']}-{match['number']}", match.end()


def law(scan: Scan, at: int, end: int) -> int:
    """Read "Public Law 111-203", with its section where one follows."""
    found = read_law(scan.text, at)
    if found is None:
        return 0
    target, after = found
    head = _SECTION.match(scan.text, after)
    number = ACT_NUMBER.match(scan.text, head.end()) if head else None
    if number is not None:
        path, after = read_path(scan.text, number.end())
        target += f" § {number.group()}" + "".join(f"({label})" for label in path)
    scan.add(at, after, "public_law", target, "public-law.number")
    return after


def statutes_at_large(scan: Scan, at: int, end: int) -> int:
    """Read "124 Stat. 1376": the trigger is "stat."."""
    volume = _VOLUME.search(scan.text, max(scan.floor, at - 8), at)
    page = _PAGE.match(scan.text, at) if volume else None
    if volume is None or page is None:
        return 0
    target, after = f"{volume[1]} Stat. {page[1].replace(',', '')}", page.end()
    pin = _PIN.match(scan.text, after)
    if pin is not None:
        target, after = f"{target}, {pin[1]}", pin.end()
    scan.add(volume.start(), after, "statute", target, "statute.page")
    return after


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    *((word, law) for word in ("public law", "pub. l", "pub.l", "pub l", "p.l.", "p. l.", "private law", "priv. l", "priv l", "priv.l")),
    ("stat. ", statutes_at_large),
)
GLUED = ("public law",)  # "17Public Law 111-203": the number of a note
