"""The Code of Federal Regulations: "12 CFR 1026.37(a)(4)", "17 CFR parts 200 and 240", "12 CFR part 1022, subpart C", lists and ranges.

A section number keeps all that belongs to it ("15c3-3", "1.1031(a)-1T", "970.3102-05-30-70"). A later member of a list inherits the title, never
the part. Chapters are written in roman numerals, as the Code prints them, but for titles 41 and 48, whose chapters are in arabic ones.
"§ 1026.4" without a title is `regkit.cite.internal`'s until resolution knows the document's own title.
"""

from __future__ import annotations

import re

from regkit.cite.grammar import CFR_NUMBER, CFR_PART, CFR_SECTION, ET_SEQ, Ref, read_list
from regkit.cite.scan import Grammar, Scan
from regkit.cite.sec_rules import read_regulation
from regkit.cite.usc import record
from regkit.model.span import Span

EXAMPLES = (
    ("12 CFR 1026.37(a)(4) or 1026.38(a)(3)(i)", ("12 CFR 1026.37(a)(4)", "12 CFR 1026.38(a)(3)(i)")),
    ("17 CFR 240.15c3-3(a)(1)", ("17 CFR 240.15c3-3(a)(1)",)),
    ("17 C.F.R. §§ 240.15c3-1 through 240.15c3-3", ("17 CFR 240.15c3-1", "17 CFR 240.15c3-3")),
    ("17 CFR parts 200 and 240", ("17 CFR part 200", "17 CFR part 240")),
    ("12 CFR part 1022, subpart C", ("12 CFR part 1022, subpart C",)),
    ("12 CFR 1005.5a-1005.5c", ("12 CFR 1005.5a", "12 CFR 1005.5c")),
    ("26 CFR § 1.1031(d)-1T", ("26 CFR 1.1031(d)-1T",)),
    ("41 CFR §109-38.301-1.50", ("41 CFR 109-38.301-1.50",)),
    ("12 CFR 204", ("12 CFR part 204",)),
    ("12 CFR part 1026, supplement I", ("12 CFR part 1026, supplement I",)),
    ("Title 17 of the Code of Federal Regulations, part 240", ("17 CFR part 240",)),
    ("12 CFR part 1026 (Regulation Z)", ("12 CFR part 1026",)),
    ("12 CFR part 217, Regulation Q", ("12 CFR part 217",)),
    ("17 CFR 240.17Ad-22(e)(4)", ("17 CFR 240.17Ad-22(e)(4)",)),
    ("17 CFR § 240.15Ga-2", ("17 CFR 240.15Ga-2",)),
    ("12 CFR chapter X", ("12 CFR chapter X",)),
    ("13 CFR Ch. 1", ("13 CFR chapter I",)),
    ("12 CFR chapters II and X", ("12 CFR chapter II", "12 CFR chapter X")),
    ("48 CFR chapter 2", ("48 CFR chapter 2",)),
    ("48 CFR subpart 9.4", ("48 CFR subpart 9.4",)),
    ("17 CFR 229.10 et seq.", ("17 CFR 229.10 et seq.",)),
    ("17 CFR 240.17Ad-22(e)(4)(ii)–(iv), (e)(6)(i)", ("17 CFR 240.17Ad-22(e)(4)(ii)", "17 CFR 240.17Ad-22(e)(4)(iv)", "17 CFR 240.17Ad-22(e)(6)(i)")),
    ("12 CFR 226.32, 226.34 and 15 U.S.C. 1601", ("12 CFR 226.32", "12 CFR 226.34", "15 U.S.C. 1601")),
    ("the CFR of 2012", ()),
)

_TITLE = re.compile(r"(?<![\w.$-])(?:title )?(\d{1,2}) {0,2}\Z", re.IGNORECASE)
_HEAD = re.compile(
    r"c\. ?f\. ?r\.?|cfr",
    re.IGNORECASE,
)
_UNIT = re.compile(r",? {0,3}(?P<unit>parts?|pts?\.?|§{1,2}|sections?|secs?\.|subparts?|(?:sub)?chapters?|chs?\.)? {0,3}", re.IGNORECASE)
_MEMBER = re.compile(rf"{CFR_SECTION}|{CFR_PART}")
_SECTION = re.compile(rf"{CFR_SECTION}")
_NAMED = re.compile(r",? \(?(?=Regulation [A-Z])")
_AGAIN = re.compile(r"§{1,2} ?|[Ss]ections? |[Pp]arts? ")
_CHAPTER = re.compile(r"(?:[IVXL]{1,7}|[A-Z]|\d{1,3})(?![\w.-]\w|\w)")
_SUBPART = re.compile(r"\d{1,4}\.\d{1,2}(?![\w.]\w|\w)")  # of the acquisition regulations, whose subparts are numbered "9.4"
_ARABIC_CHAPTERS = ("41", "48")
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
SUBDIVISION = re.compile(
    r",? \(?(?:(?P<subpart>subparts?) (?P<letter>[A-Z]{1,3})\b|(?P<appendix>app(?:endix|\.)) (?P<name>[A-Z]{1,2}(?:-\d{1,2})?)\b"
    r"|(?P<supplement>supp(?:lement|\.)) (?P<number>[IVX]{1,5})\b)",
    re.IGNORECASE,
)
_CODE_NAME = re.compile(
    r" {0,2}(\d{1,2}),? (?:of )?(?:the )?(?:code of federal regulations|c\. ?f\. ?r\.?|cfr)(?: \(cfr\))?,? ?(?=parts? |pt|§|sections? |sec\.)",
    re.IGNORECASE,
)


def subdivision(text: str, at: int) -> tuple[str, int]:
    """Return the subpart, appendix or supplement named after a part (", subpart C") in canonical spelling, and where it ends; ("", at) for none."""
    match = SUBDIVISION.match(text, at)
    if match is None or text[match.end() : match.end() + 1].isalpha():
        return "", at
    if match["subpart"]:
        return f", subpart {match['letter'].upper()}", match.end()
    if match["appendix"]:
        return f", appendix {match['name'].upper()}", match.end()
    return f", supplement {match['number'].upper()}", match.end()


def _list(scan: Scan, start: int, title: str, at: int, rule: str) -> int:
    """Record the parts or sections listed at ``at`` of one title; return where they end, 0 for none."""
    text = scan.text
    unit = _UNIT.match(text, at)
    word = (unit["unit"] or "").lower() if unit else ""
    at = unit.end() if unit else at
    if word.startswith("subch"):
        return 0
    if "ch" in word or word.startswith("subp"):
        refs = [ref for ref in read_list(text, at, _CHAPTER if "ch" in word else _SUBPART) if ref.number]
        refs = refs if word.endswith(("s", "s.")) else refs[:1]
        names = [f"chapter {_chapter(title, ref.number)}" if "ch" in word else f"subpart {ref.number}" for ref in refs]
        return _record(scan, start, refs, [f"{title} CFR {name}" for name in names], rule) if refs else 0
    plural = word in ("parts", "pts", "pts.", "§§", "sections")
    refs = []
    for ref in read_list(text, at, _MEMBER if plural or word[:2] in ("pt", "pa") else _MEMBER if word == "" else _SECTION, head=_AGAIN):
        if refs and "." not in ref.number and ref.number and not plural:
            break
        refs.append(ref)
    if not refs or not refs[0].number:
        return 0
    if len(refs) == 1 and "." not in refs[0].number:
        if refs[0].path and not word:
            return 0
        below, end = subdivision(text, refs[0].end)
        target = f"{title} CFR part {refs[0].number}{below}"
        named = _NAMED.match(text, end)
        regulation = read_regulation(text, named.end()) if named else None
        if named is not None and regulation is not None and regulation.part == target:  # "12 CFR part 217, Regulation Q": one reference
            end = regulation.end + (named.group().endswith("(") and text.startswith(")", regulation.end))
        scan.add(start, end, "cfr", target, rule)
        return end
    targets = [f"{title} CFR {'' if '.' in ref.number else 'part '}{ref.number}{ref.labels}" for ref in refs]
    return _record(scan, start, refs, targets, rule)


def _chapter(title: str, number: str) -> str:
    """Return a chapter's number as the title of the Code prints it: roman, but for the titles that count in arabic numerals."""
    if title in _ARABIC_CHAPTERS or not number.isdecimal():
        return number
    left, roman = int(number), ""
    for value, letters in _ROMAN:
        roman, left = roman + letters * (left // value), left % value
    return roman


def _record(scan: Scan, start: int, refs: list[Ref], targets: list[str], rule: str) -> int:
    ends = [ref.end for ref in refs]
    open_ended = ET_SEQ.match(scan.text, ends[-1])
    if open_ended is not None:
        targets[-1], ends[-1] = f"{targets[-1]} et seq.", open_ended.end()
    group = Span(start, ends[-1]) if len(refs) > 1 else None
    for index, ref in enumerate(refs):
        through = targets[index + 1] if index + 1 < len(refs) and refs[index + 1].ranged else None
        scan.add(ref.start if index else start, ends[index], "cfr", targets[index], rule, through=through, group=group)
    return ends[-1]


def number_first(scan: Scan, at: int, end: int) -> int:
    """Read "12 CFR 1026.4": the trigger is "cfr"."""
    if not scan.lower[max(0, at - 3) : at].rstrip(" ")[-1:].isdecimal():
        return 0  # most often "the CFR"
    title = _TITLE.search(scan.lower, max(scan.floor, at - 10), at)
    head = _HEAD.match(scan.text, at)
    if title is None or head is None:
        return 0
    return _list(scan, title.start(), title[1], head.end(), "cfr.number-first")


def title_first(scan: Scan, at: int, end: int) -> int:
    """Read "title 17 of the Code of Federal Regulations, part 240": the trigger is "title"."""
    head = _CODE_NAME.match(scan.text, end)
    return _list(scan, at, head[1], head.end(), "cfr.title-first") if head else 0


TRIGGERS: tuple[tuple[str, Grammar], ...] = (("cfr", number_first), ("c.f.r", number_first), ("c. f. r", number_first), ("title", title_first))
GLUED = ("cfr", "c.f.r", "c. f. r")

__all__ = ["CFR_NUMBER", "EXAMPLES", "GLUED", "TRIGGERS", "number_first", "record", "subdivision", "title_first"]
