"""Public and private laws, Statutes at Large: "Public Law 111-203", "Pub. L. No. 111-203, § 1029", "124 Stat. 1376".

A division of an omnibus law stays, since each division numbers its sections anew; a title adds nothing to a section's number and goes.
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
    ("Public Law Nos. 111-203 and 106-102", ("Public Law 111-203", "Public Law 106-102")),
    ("Pub. L. 111-203, title VII, § 721(a), 124 Stat. 1376", ("Public Law 111-203 § 721(a)", "124 Stat. 1376")),
    ("Pub. L. No. 117–328, div. AA, tit. VII, § 501", ("Public Law 117-328, div. AA § 501",)),
    ("124 Stat. 1376", ("124 Stat. 1376",)),
    ("124 Stat. 1376, 1955", ("124 Stat. 1376, 1955",)),
    ("122 Stat. 2654, 12 U.S.C. 5101", ("122 Stat. 2654", "12 U.S.C. 5101")),
    ("state law 12", ()),
)

_LAW = re.compile(
    r"(?P<kind>p(?:ub(?:lic)?|riv(?:ate)?)?)\.? ?l(?:aws?)?\.? {0,2}(?:nos?\.? ?)?(?P<congress>\d{2,3})-(?P<number>\d{1,4})(?![\w-])", re.IGNORECASE
)
_DIVISION = re.compile(r",? div(?:ision|\.) (?P<name>[A-Z]{1,2})\b")
_TITLE = re.compile(r",? tit(?:le|\.) [IVXLC]{1,7}\b(?=,? (?:§|[Ss]ec))")
_SECTION = re.compile(r",? (?:§ ?|section |sec\. )(?=\d)", re.IGNORECASE)
_NEXT = re.compile(r",? (?:and|&) |, ")
_NUMBER = re.compile(r"(\d{2,3})-(\d{1,4})(?![\w-])")
_PLURAL = re.compile(r"p(?:ub(?:lic)?|riv(?:ate)?)?\.? ?l(?:aws|(?:aw)?\.? nos)", re.IGNORECASE)
_VOLUME = re.compile(r"(?<![\w.$-])(\d{1,3}) {1,2}\Z")
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
    division = _DIVISION.match(scan.text, after)
    if division is not None:
        target, after = f"{target}, div. {division['name']}", division.end()
    title = _TITLE.match(scan.text, after)
    head = _SECTION.match(scan.text, title.end() if title else after)
    number = ACT_NUMBER.match(scan.text, head.end()) if head else None
    if number is not None:
        path, after = read_path(scan.text, number.end())
        target += f" § {number.group()}" + "".join(f"({label})" for label in path)
    scan.add(at, after, "public_law", target, "public-law.number")
    while _PLURAL.match(scan.text, at) and (joined := _NEXT.match(scan.text, after)) and (other := _NUMBER.match(scan.text, joined.end())):
        after = other.end()
        scan.add(other.start(), after, "public_law", f"{target.split(' Law ')[0]} Law {other.group()}", "public-law.number")
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
