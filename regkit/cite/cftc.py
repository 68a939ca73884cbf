"""Regulations of the CFTC by number: "CFTC Regulation 1.20(a)", "Commission Regulation 39.13(g)": sections of 17 CFR."""

from __future__ import annotations

import re

from regkit.cite.grammar import CFR_PART_NUMBER, read_list
from regkit.cite.scan import Grammar, Scan
from regkit.cite.usc import record

EXAMPLES = (
    ("CFTC Regulation 1.20(a)", ("17 CFR 1.20(a)",)),
    ("Commission Regulation 39.13(g)(8)", ("17 CFR 39.13(g)(8)",)),
    ("CFTC Regulations 1.20 through 1.30", ("17 CFR 1.20", "17 CFR 1.30")),
    ("CFTC Rule 1.25", ("17 CFR 1.25",)),
    ("Regulation 1.25 permits", ("17 CFR 1.25",)),
    ("CFTC Letter No. 25-03", ("CFTC Letter No. 25-03",)),
    ("CFTC Regulations Part 190", ("17 CFR part 190",)),
    ("part 190 of the CFTC's regulations", ("17 CFR part 190",)),
    ("the regulation 1 day later", ()),
)

_HEAD = re.compile(r"(?P<owner>CFTC(?:'s)? |Commission |CEA )?(?P<noun>Regulations?|Rules?|regulations?) (?:§{1,2} ?|[Ss]ections? )?(?=\d)")
_NUMBER = re.compile(r"\d{1,3}\.\d{1,4}[a-z]?(?![\w])(?!\.\d)")
_PART = re.compile(r"CFTC(?:'s)? (?:Regulations?|Rules|regulations), ?[Pp]art |CFTC(?:'s)? (?:Regulations?|Rules|regulations) [Pp]arts? ")
_OF_CFTC = re.compile(r",? of (?:the )?(?:CFTC|Commodity Futures Trading Commission)(?:'s)? (?:[Rr]egulations|[Rr]ules)\b")
_PART_FIRST = re.compile(r"[Pp]arts? (?=\d)")
_AGAIN = re.compile(r"(?:CFTC )?[Rr]egulations? ")
_LETTER = re.compile(r"(?:CFTC )?(?:Staff )?(?:No-Action )?Letter (?:No\. )?(\d{2}-\d{1,3})(?![\w-])")


def regulation(scan: Scan, at: int, end: int) -> int:
    """Read "CFTC Regulation 1.20(a)"; without the agency's name only after a capital "Regulation", and not as certain."""
    text = scan.text
    part = _PART.match(text, at)
    if part is not None:
        refs = [ref for ref in read_list(text, part.end(), CFR_PART_NUMBER) if ref.number]
        return record(scan, at, "17 CFR part ", refs, "cftc.part", family="cftc", after=refs[-1].end) if refs else 0
    head = _HEAD.match(text, at)
    if head is None or (not head["owner"] and not head["noun"].startswith("Reg")):
        return 0
    refs = read_list(text, head.end(), _NUMBER, head=_AGAIN)
    if not refs or not refs[0].number:
        return 0
    return record(scan, at, "17 CFR ", refs, "cftc.regulation", family="cftc", after=refs[-1].end)


def part_first(scan: Scan, at: int, end: int) -> int:
    """Read "part 190 of the CFTC's regulations"."""
    head = _PART_FIRST.match(scan.text, at)
    refs = [ref for ref in read_list(scan.text, head.end(), CFR_PART_NUMBER) if ref.number] if head else []
    owner = _OF_CFTC.match(scan.text, refs[-1].end) if refs else None
    return record(scan, at, "17 CFR part ", refs, "cftc.part", family="cftc", after=owner.end()) if owner else 0


def letter(scan: Scan, at: int, end: int) -> int:
    """Read "CFTC Letter No. 25-03"."""
    match = _LETTER.match(scan.text, at)
    if match is None:
        return 0
    scan.add(at, match.end(), "cftc", f"CFTC Letter No. {match[1]}", "cftc.letter")
    return match.end()


TRIGGERS: tuple[tuple[str, Grammar], ...] = (
    ("cftc ", regulation),
    ("cftc's ", regulation),
    ("commission regulation", regulation),
    ("commission rule", regulation),
    ("regulation ", regulation),
    ("regulations ", regulation),
    ("part ", part_first),
    ("parts ", part_first),
    ("cftc letter", letter),
    ("cftc staff letter", letter),
)
GLUED = ()
