"""Headings that plain text prints as lines of their own: parts, sections, rules, appendices, headings of orders, decimal numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from regkit.model.document import ProvisionType
from regkit.text.numbering import Kind, readings

PART, SUBPART, ARTICLE, RULE, SECTION, COMMENT, SUBCOMMENT = 10, 20, 25, 26, 30, 40, 50
ROMAN, LETTER, NUMBER = 60, 61, 62
DECIMAL = 70
LONGEST = 300  # a heading has fewer characters than this

_DASH = r"\s*[—–:.-]*\s*"
_NUMBER = r"[0-9]+[A-Za-z]*"
_SECTION_NUMBER = r"\d{1,4}[A-Za-z]?\.[0-9A-Za-z]+(?:[-–][0-9A-Za-z]+)*(?:\.[0-9]+)?"
_PART = re.compile(rf"(?:PART|Part)\s+({_NUMBER}(?![.]\d))(?:{_DASH}(.*))?$", re.DOTALL)
_SUBPART = re.compile(rf"((?:SUBPART|Subpart|SUBCHAPTER|Subchapter)\s+([0-9A-Z]+))(?:{_DASH}(.*))?$", re.DOTALL)
_APPENDIX = re.compile(
    r"((?:APPENDIX|Appendix|SUPPLEMENT|Supplement|SCHEDULE|Schedule|ANNEX|Annex|EXHIBIT|Exhibit)(?:\s+([A-Z0-9]{1,4}))?)"
    r"(?:\s+[Tt]o\s+(?:this\s+)?(?:Subpart|Part|Section|§|subpart|part|section)\s*[0-9A-Z][\w.\-]*)?(?:\s*[—–:.-]+\s*(.*)|\s*(\[Reserved\])|)$",
    re.DOTALL,
)
_SECTION = re.compile(rf"((?:§§?|Sec\.|SEC\.|Section|SECTION)\s*({_SECTION_NUMBER}))(?:[.:]?\s+|\s*[—–-]+\s*|$)(.*)$", re.DOTALL)
_MARKED_SECTION = re.compile(
    rf"((?:§§?|Sec\.|SEC\.|Section)?\s*({_SECTION_NUMBER}|{_NUMBER}(?:[-–][0-9A-Za-z]+)*)(?:[-–,\s]+(?:{_SECTION_NUMBER})(?!\S))?)[.:]?\s*(.*)$",
    re.DOTALL,
)
_COMMENT_SECTION = re.compile(rf"((?:Section|§)\s*({_SECTION_NUMBER}))(?:{_DASH}(.*))?$", re.DOTALL)
_COMMENT = re.compile(
    r"((?:Paragraphs?\s+)?(\d{1,4}[A-Za-z]?(?:\([0-9A-Za-z]{1,5}\))+(?:[-–](?:\([0-9A-Za-z]{1,5}\))+)?))\.?(?:\s+(.*))?$", re.DOTALL
)
_UNIT = re.compile(
    rf"((RULE|Rule|SECTION|Section|Sec\.|SEC\.|ARTICLE|Article|CHAPTER|Chapter)\s+({_NUMBER}|[IVXL]+))(?![.][0-9])(?:\s*[—–:.-]+\s*|\s+|$)(.*)$",
    re.DOTALL,
)
_SUBHEAD = re.compile(r"(([IVXL]+|[A-Za-z]|[ivx]+|\d{1,2})\.)\s+(\S.*)$", re.DOTALL)
_SUBLABEL = re.compile(r"(?:[IVXL]+|[A-Z])(?:\.[A-Za-z0-9]+)*")
_BRACKETED = re.compile(r"((?:\([0-9A-Za-z]{1,5}\))+)\s*(.*)$", re.DOTALL)
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,4}[A-Z]?)\.?\s+(?=\S)")
_RANKS = {Kind.UPPER_ROMAN: ROMAN, Kind.UPPER: LETTER, Kind.ARABIC: NUMBER}
_SAYS = re.compile(r"\b(?:shall|must|may|is|are|was|were|has|have|does|do|applies|apply|requires?)\b.*\.$")
_PROSE = re.compile(r"[.;:]\s|\b(?:shall|must|may|will|is|are|was|were|has|have|and|or)$|\b(?:shall|must)\b")
_ENDS = (".", ";", ",", ":")


class Heading(Struct, frozen=True):
    """A heading line understood: where it stands (``rank``), its label, the printed marker, its title."""

    rank: int
    label: str
    type: ProvisionType
    marker: str
    title: str
    top: bool = True


def classify(text: str, *, commentary: bool = False) -> Heading | None:
    """Return what a paragraph announces where it is the heading of a numbered unit, else None.

    ``commentary`` says that the paragraph stands in an appendix or supplement, where "Section 1002.1" and "2(c) Adverse action" head comments on a
    section, and "Subpart B" groups comments.
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST or not (text[0].isupper() or text[0] in "§0123456789"):
        return None
    if match := _PART.match(text):
        if not _sentence(match[2]):
            return Heading(PART, match[1], ProvisionType.PART, f"{text[:4]} {match[1]}", match[2] or "")
    elif match := _SUBPART.match(text):
        if not _sentence(match[3]) and not commentary:
            return Heading(SUBPART, match[1].title(), ProvisionType.SUBPART, match[1], match[3] or "", top=False)
    elif match := _APPENDIX.match(text):
        label = " ".join(filter(None, (match[1].split()[0].title(), match[2])))
        return Heading(SUBPART, label, ProvisionType.APPENDIX, match[1], match[3] or match[4] or "")
    if commentary:
        return _commentary(text)
    if match := _SECTION.match(text):
        if not _sentence(match[3]) and not (match[1][:4].lower() == "sect" and _SAYS.search(match[3])):
            return Heading(SECTION, match[2], ProvisionType.SECTION, match[1], match[3])
    elif (match := _UNIT.match(text)) and not _sentence(match[4]) and not _SAYS.search(match[4]):
        return _unit(match)
    return None


def section(number: str, subject: str) -> Heading | None:
    """Return the heading of a section whose number (and perhaps subject) the source marks as such; the section sign may be missing.

    The label of a range is the range as printed.

    >>> section("§§ 457.104-457.109", "[Reserved]").label
    '457.104-457.109'
    """
    match = _MARKED_SECTION.match(" ".join(number.split()))
    if match is None:
        return None
    return Heading(SECTION, match[2], ProvisionType.SECTION, match[1].strip(), " ".join(f"{match[3]} {subject}".split()))


def _commentary(text: str) -> Heading | None:
    if (match := _COMMENT_SECTION.match(text)) and not _sentence(match[3]):
        return Heading(COMMENT, f"Section {match[2]}", ProvisionType.HEADING, match[1], match[3] or "", top=False)
    if (match := _COMMENT.match(text)) and not (match[3] and match[3][0].islower()):
        return Heading(SUBCOMMENT, match[2], ProvisionType.HEADING, match[1], (match[3] or "").rstrip("."), top=False)
    return None


def _unit(match: re.Match[str]) -> Heading | None:
    word = match[2].rstrip(".").title()
    word = {"Sec": "Section"}.get(word, word)
    title = match[4]
    label = f"{word} {match[3]}"
    if word == "Rule":
        return Heading(RULE, label, ProvisionType.RULE, match[1], title)
    if word == "Section":
        return Heading(SECTION, label, ProvisionType.SECTION, match[1], title)
    kind = ProvisionType.ARTICLE if word == "Article" else ProvisionType.CHAPTER
    return Heading(ARTICLE, label, kind, match[1], title)


def _sentence(title: str | None) -> bool:
    """Tell whether what follows a unit's number goes on as a sentence ("§ 5.2 of this part applies") rather than as a title."""
    return bool(title) and (title[0].islower() or title[0] in "(),;")  # type: ignore[index]


def subheading(text: str, last: dict[int, int]) -> Heading | None:
    """Return the heading of an order as plain text prints it: "I. Introduction", below it "A. Background", "1. Terms".

    ``last`` holds the number of the last such heading by rank; only the next in its sequence is a heading, which keeps list items apart. The label
    is as printed, without the dot.
    """
    text = " ".join(text.split())
    match = _SUBHEAD.match(text)
    if not match or len(text) > LONGEST // 2 or text.endswith(_ENDS) or match[3][0].islower():
        return None
    for reading in readings(match[2]):
        rank = _RANKS.get(reading.kind)
        if rank is not None and rank > ROMAN and _PROSE.search(match[3]):
            return None
        if rank is None or reading.value != last.get(rank, 0) + 1 or (rank > ROMAN and ROMAN not in last):
            continue
        return Heading(rank, match[2], ProvisionType.HEADING, match[1], match[3])
    return None


def labelled(text: str, path: tuple[str, ...], *, appendix: bool) -> tuple[str, str, str] | None:
    """Return (label, marker, title) of a heading that the source marks as one, below the unit ``path``; None where it has no number.

    In an order labels are joined as they are cited: "B." below "II." is "II.B". In commentary "(c) Coverage" below "Section 1030.1" is "1(c)".
    """
    if match := _BRACKETED.match(text):
        marker = match[1]
        section = re.fullmatch(r"Section \d+\.(\w+)", path[-1]) if path else None
        label = f"{section[1]}{marker}" if section else marker if marker.count("(") > 1 else marker.strip("()")
        return label, marker, match[2]
    match = _SUBHEAD.match(text)
    if not match or not readings(match[2]):
        return None
    above = path[-1] if path and not appendix and _SUBLABEL.fullmatch(path[-1]) else ""
    return (f"{above}.{match[2]}" if above else match[2]), match[1], match[3]


def decimal(text: str) -> tuple[str, int] | None:
    """Return the decimal number that a paragraph of a rulebook begins with ("3.2.1") and where it ends; None where there is none."""
    match = _DECIMAL.match(text)
    return (match[1], match.end(1)) if match else None


def uses_decimals(texts: Iterable[str]) -> bool:
    """Tell whether a document numbers its paragraphs 1.1, 1.2 …: at least two of them, each after the one before."""
    last: tuple[int, ...] = ()
    count = 0
    for text in texts:
        found = decimal(text.lstrip())
        if found is None:
            continue
        value = tuple(int("".join(c for c in part if c.isdigit())) for part in found[0].split("."))
        if value < last:
            return False
        count += value > last
        last = value
    return count >= 2
