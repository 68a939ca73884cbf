"""Headings that plain text prints as lines of their own: parts, sections, rules, appendices, roman headings of orders, decimal numbers of rulebooks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from regkit.model.document import ProvisionType
from regkit.text.numbering import roman_value

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
    r"(?:\s+to\s+(?:this\s+)?(?:Subpart|Part|Section|§|subpart|part|section)\s*[0-9A-Z][\w.\-]*)?(?:\s*[—–:.-]+\s*(.*)|\s*(\[Reserved\])|)$",
    re.DOTALL,
)
_SECTION = re.compile(rf"((?:§§?|Sec\.|SEC\.)\s*({_SECTION_NUMBER}))(?:[.:]?\s+|\s*[—–-]+\s*|$)(.*)$", re.DOTALL)
_COMMENT_SECTION = re.compile(rf"((?:Section|§)\s*({_SECTION_NUMBER}))(?:{_DASH}(.*))?$", re.DOTALL)
_COMMENT = re.compile(r"((?:Paragraphs?\s+)?(\d{1,4}[A-Za-z]?(?:\([0-9A-Za-z]{1,5}\))+(?:[-–](?:\([0-9A-Za-z]{1,5}\))+)?))\.?(?:\s+(.*))?$", re.DOTALL)
_UNIT = re.compile(rf"((RULE|Rule|SECTION|Section|Sec\.|SEC\.|ARTICLE|Article|CHAPTER|Chapter)\s+({_NUMBER}|[IVXL]+))(?:\s*[—–:.-]+\s*|\s+|$)(.*)$", re.DOTALL)
_SUBHEAD = re.compile(r"(([IVXL]+|[A-Z]|\d{1,2})\.)\s+(\S.*)$", re.DOTALL)
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,4}[A-Z]?)\.?\s+(?=\S)")
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

    ``commentary`` says that the paragraph stands in an appendix or supplement, where "Section 1002.1" and "2(c) Adverse action" head comments on a section.
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST or not (text[0].isupper() or text[0] in "§0123456789"):
        return None
    if match := _PART.match(text):
        if not _sentence(match[2]):
            return Heading(PART, match[1], ProvisionType.PART, f"{text[:4]} {match[1]}", match[2] or "")
    elif match := _SUBPART.match(text):
        if not _sentence(match[3]):
            return Heading(SUBPART, match[1].title(), ProvisionType.SUBPART, match[1], match[3] or "", top=False)
    elif match := _APPENDIX.match(text):
        label = " ".join(filter(None, (match[1].split()[0].title(), match[2])))
        return Heading(SUBPART, label, ProvisionType.APPENDIX, match[1], match[3] or match[4] or "")
    if commentary:
        return _commentary(text)
    if match := _SECTION.match(text):
        if not _sentence(match[3]):
            return Heading(SECTION, match[2], ProvisionType.SECTION, match[1], match[3])
    elif (match := _UNIT.match(text)) and not _sentence(match[4]):
        return _unit(match)
    return None


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


def subheading(text: str, *, letters: bool, numbers: bool) -> Heading | None:
    """Return the heading of an order: "I. Introduction", and below one "A. Background" and "1. Terms"; the label is as printed, without the dot."""
    text = " ".join(text.split())
    match = _SUBHEAD.match(text)
    if not match or len(text) > LONGEST // 2 or text.endswith(_ENDS) or match[3][0].islower():
        return None
    label, title = match[2], match[3]
    if roman_value(label.lower()) is not None and not (letters and len(label) == 1 and label not in "IVX"):
        return Heading(ROMAN, label, ProvisionType.HEADING, match[1], title)
    if letters and label.isalpha() and len(label) == 1:
        return Heading(LETTER, label, ProvisionType.HEADING, match[1], title)
    if numbers and label.isdigit():
        return Heading(NUMBER, label, ProvisionType.HEADING, match[1], title)
    return None


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
