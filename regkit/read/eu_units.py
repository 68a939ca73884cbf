"""How the law of the European Union is numbered and cited: articles, paragraphs, points, recitals, annexes; what an act calls itself.

Labels are as lawyers cite: "Article 6", below it "1", "a"; "recital 12"; "Annex I", below it "3". Sources: Interinstitutional Style Guide of the
Publications Office (2.2, 10.4 for the numbering of acts before and after 2015), Formex Version 4 manual.
"""

from __future__ import annotations

import re

from regkit.model.document import ProvisionType
from regkit.read.nested_roles import Unit

_ARTICLE = re.compile(r"(?P<word>[^\W\d_]+)\.?\s+(?P<number>\d{1,4}\s?(?:[a-z]{1,3}|bis|ter|quater)?|[IVXLC]+|premier|1er)\b\.?", re.IGNORECASE)
_DIVISION = re.compile(r"(?P<word>PART|TITLE|CHAPTER|SECTION|SUBSECTION|SUB-SECTION)\s+(?P<number>[0-9A-Z]{1,8})\b", re.IGNORECASE)
_ANNEX = re.compile(r"(?P<word>ANNEX|APPENDIX|ATTACHMENT)(?:\s+(?P<number>[0-9IVXLC]{1,8}[A-Za-z]?)\b)?", re.IGNORECASE)
_ACT = re.compile(
    r"(?:COMMISSION |COUNCIL |EUROPEAN CENTRAL BANK )?(?P<kind>(?:DELEGATED |IMPLEMENTING )?(?:REGULATION|DIRECTIVE|DECISION))\s+"
    r"(?:(?P<body>\((?:EU|EC|EEC|Euratom)(?:, ?Euratom)?\))\s*(?P<no>No\.?\s*)?(?P<number>\d{1,4}/\d{1,5})"
    r"|(?P<directive>\d{2,4}/\d{1,5}/(?:EU|EC|EEC)))",
    re.IGNORECASE,
)
_CELEX = re.compile(r"\b(?P<sector>[03])(?P<year>\d{4})(?P<kind>[RLD])(?P<number>\d{4})(?:-(?P<date>\d{8}))?\b")
_KINDS = {"R": "Regulation", "L": "Directive", "D": "Decision"}
_OUTER = re.compile(r"^[\s(\[“\"]+|[\s).\]—–:]+$")
_TYPES = {"Part": ProvisionType.PART, "Title": ProvisionType.TITLE, "Chapter": ProvisionType.CHAPTER}


def instrument(title: str) -> str:
    """Return how an act is cited, from its title; empty where the title does not say it.

    >>> instrument("COMMISSION DELEGATED REGULATION (EU) 2031/12 of 3 May 2031"), instrument("Directive 98/7/EC of the Council")
    ('Delegated Regulation (EU) 2031/12', 'Directive 98/7/EC')
    """
    match = _ACT.search(" ".join(title.split()))
    if match is None:
        return ""
    kind = match["kind"].title()
    if match["directive"]:
        return f"{kind} {match['directive'].upper()}"
    return f"{kind} {match['body']} {'No ' if match['no'] else ''}{match['number']}"


def celex(text: str) -> tuple[str, str]:
    """Return the first CELEX number in a text and, of a consolidated version, its date (ISO); empty where there is none.

    >>> celex("uri=CELEX:02016R0679-20160504"), celex("32016R0679")
    (('02016R0679-20160504', '2016-05-04'), ('32016R0679', ''))
    """
    match = _CELEX.search(text)
    if match is None:
        return "", ""
    day = match["date"]
    return match[0], f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else ""


def address(cited: str) -> str:
    """Return the ELI address of an act that is cited, where its number alone gives it."""
    match = re.match(r"(Regulation|Directive|Decision) (?:\(\w+(?:, \w+)?\) (No )?)?(\d+)/(\d+)", cited)
    if match is None:
        return ""
    year, number = (match[4], match[3]) if match[2] else (match[3], match[4])
    kind = {"Regulation": "reg", "Directive": "dir", "Decision": "dec"}[match[1]]
    return f"http://data.europa.eu/eli/{kind}/{year}/{number}/oj" if len(year) == 4 else ""


def number_label(printed: str) -> str:
    """Return the number of a paragraph or point: "1." gives "1", "(a)" gives "a"."""
    return _OUTER.sub("", printed)


def article(printed: str, heading: str, cited: str, source_id: str = "") -> Unit:
    """Return the unit of an article. Its word is kept in other languages as printed: "Artikel 6"."""
    text = " ".join(printed.split())
    match = _ARTICLE.match(text)
    if match is None:
        label = "Article" if not text or text.lower() in ("sole article", "article") else text[:40]
    else:
        label = f"{match['word'].title()} {''.join(match['number'].split())}"
    return Unit(label, ProvisionType.ARTICLE, True, f"{cited}, {label}".lstrip(", "), text or None, heading or None, source_id)


def recital(printed: str, cited: str, source_id: str = "") -> Unit:
    """Return the unit of a recital."""
    number = number_label(printed)
    label = f"recital {number}" if number else ""
    pinpoint = f"{cited}, {label}".lstrip(", ") if label else ""
    return Unit(label, ProvisionType.PARAGRAPH if label else ProvisionType.TEXT, bool(label), pinpoint, printed or None, None, source_id, "recital")


def annex(printed: str, heading: str, cited: str, source_id: str = "") -> Unit:
    """Return the unit of an annex."""
    text = " ".join(printed.split())
    match = _ANNEX.match(text)
    label = " ".join(filter(None, (match["word"].title(), match["number"]))) if match else text[:40] or "Annex"
    return Unit(label, ProvisionType.APPENDIX, True, f"{cited}, {label}".lstrip(", "), text or None, heading or None, source_id)


def division(printed: str, heading: str, cited: str, source_id: str = "") -> Unit:
    """Return the unit of a part, title, chapter or section; articles in it are cited without it."""
    text = " ".join(printed.split())
    match = _DIVISION.match(text)
    if match is None:
        return Unit("", ProvisionType.HEADING, marker=None, heading=" ".join(filter(None, (text, heading))) or None, source_id=source_id, name=text)
    word = match["word"].title().replace("Sub-Section", "Subsection")
    label = f"{word} {match['number'].upper()}"
    return Unit(label, _TYPES.get(word, ProvisionType.HEADING), False, f"{cited}, {label}" if cited else "", text, heading or None, source_id)


def numbered(printed: str, source_id: str = "") -> Unit:
    """Return the unit of a paragraph or a point; one without a number, or with a dash for one, has no label."""
    number = number_label(printed)
    if not number or not any(map(str.isalnum, number)):
        return Unit("", ProvisionType.TEXT, marker=printed or None, source_id=source_id, name="indent")
    return Unit(number, ProvisionType.PARAGRAPH, marker=printed, source_id=source_id)
