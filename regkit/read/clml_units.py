"""How the law of the United Kingdom is numbered and cited, as CLML says it: sections, regulations, articles, rules, schedules and what is below them.

Labels are as lawyers cite: "1", below it "4", "b" for section 1(4)(b) of an act; "Regulation 3", "Article 2", "Rule 5" for instruments; "Schedule 1",
below it "2" for its paragraph. Sources: Crown Legislation Markup Language, user guide and schema of The National Archives; Statutory Instrument
Practice (2017), 2.5 on how divisions are called.
"""

from __future__ import annotations

import re

from lxml import etree

from regkit.model.document import ProvisionType, Status
from regkit.read.akn_units import derive, number_of
from regkit.read.builder import DocumentBuilder
from regkit.read.nested_roles import Unit, local, words_of

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD = re.compile(r"(section|regulation|article|rule|paragraph|order|schedule)-", re.IGNORECASE)
_TYPES = {"article": ProvisionType.ARTICLE, "rule": ProvisionType.RULE}
_DIVISIONS = {"EUPart": "part", "EUTitle": "title", "EUChapter": "chapter", "EUSection": "division", "EUSubsection": "division", "Group": "division"}
_CALLED = {"regulation": "regulation", "rule": "Rule", "article": "Article"}  # as `regkit.cite.legislation` prints them
_STATES = {"draft": Status.DRAFT, "final": Status.OFFICIAL}


def suggest(root: etree._Element, build: DocumentBuilder) -> None:
    """Fill what nobody gave of the authority. A text that is revised restates: what was enacted and the acts that amend it are the law."""
    meta = next(root.iter("{*}Metadata"), None)
    said = {local(each): each for each in reversed([] if meta is None else list(meta.iter("*")))}  # of two the first
    title = words_of(said.get("title"))
    named = re.sub(r"^The (?=[A-Z])", "", re.sub(r"\s*\((?:repealed|revoked)[^)]*\)$", "", title, flags=re.IGNORECASE))
    enacted = next((date for name in ("EnactmentDate", "Made") if (date := _date(said.get(name), "Date"))), "")
    address = re.sub(r"^http:", "https:", root.get("DocumentURI") or root.get("IdURI") or "")
    state = said["DocumentStatus"].get("Value", "") if "DocumentStatus" in said else ""
    build.suggest(
        title=title,
        instrument=named,
        citation=named,
        short=named,
        version=_date(said.get("valid")) or enacted,
        effective=_date(next(said["ComingIntoForce"].iter("{*}DateTime"), None), "Date") if "ComingIntoForce" in said else "",
        url=address if address.startswith("https://") else "",
        status=_STATES.get(state, Status.RESTATEMENT),
    )


def _date(element: etree._Element | None, name: str = "") -> str:
    text = "" if element is None else element.get(name, "") if name else words_of(element)
    return text[:10] if _DATE.match(text) else ""


def word_of(element: etree._Element, default: str) -> str:
    """Return what a first-level provision is called, from its id ("regulation-3"), else ``default``."""
    match = _WORD.match(element.get("id") or "")
    return match[1].lower() if match else default


def kind_of(root: etree._Element) -> str:
    """Return what the first-level provisions of an instrument are called where their ids don't say it."""
    minor = next(root.iter("{*}DocumentMinorType"), None)
    kind = "" if minor is None else minor.get("Value", "")
    if next(root.iter("{*}Primary"), None) is not None:
        return "section"
    return {"regulation": "regulation", "rule": "rule"}.get(kind, "article")


def first_level(word: str, printed: str, heading: str, cited: str, around: str, id: str) -> Unit:
    """Return the unit of a provision of the first level. ``around`` is the pinpoint of the schedule that it stands in, empty outside one."""
    number = number_of(printed)
    marker, title = printed or None, heading or None
    if not number:
        return Unit(
            "", ProvisionType.HEADING if title else ProvisionType.TEXT, marker=marker, heading=title, source_id=id, name=heading or "provision"
        )
    if around:
        return Unit(number, ProvisionType.PARAGRAPH, False, f"{around}, paragraph {number}", marker, title, id)
    if word not in _CALLED:
        return Unit(number, ProvisionType.SECTION, True, f"{cited} § {number}".lstrip(), marker, title, id)
    return Unit(
        f"{word.title()} {number}",
        _TYPES.get(word, ProvisionType.SECTION),
        True,
        f"{cited}, {_CALLED[word]} {number}".lstrip(", "),
        marker,
        title,
        id,
    )


def division(name: str, printed: str, heading: str, cited: str, depth: int, id: str) -> Unit:
    """Return the unit of a part, chapter, schedule or cross-heading."""
    if name == "Schedule":
        made = derive("hcontainer", printed, heading, cited, kind="schedule", depth=depth)
    else:
        made = derive(_DIVISIONS.get(name, name.lower()), printed, heading, cited, depth=depth)
    return Unit(made.label, made.type, made.top, made.pinpoint, made.marker, made.heading, id, made.name)


def lower(printed: str, id: str) -> Unit:
    """Return the unit of a provision below the first level."""
    number = number_of(printed)
    if not number:
        return Unit("", ProvisionType.TEXT, marker=printed or None, source_id=id)
    return Unit(number, ProvisionType.PARAGRAPH, marker=printed, source_id=id)


def item_number(index: int, kind: str, decoration: str) -> str:
    """Return the number of an item of an ordered list, which CLML leaves to whoever prints it.

    >>> [item_number(*each) for each in ((2, "alpha", "parens"), (4, "roman", "parenRight"), (3, "arabic", "period"), (28, "alphaupper", "none"))]
    ['(b)', 'iv)', '3.', 'AB']
    """
    if kind.startswith("alpha"):
        text = ""
        while index > 0:
            index, letter = divmod(index - 1, 26)
            text = chr(97 + letter) + text
    elif kind.startswith("roman"):
        text = "".join(digits[index // base % 10] for base, digits in _ROMAN)
    else:
        text = str(index)
    before, after = _DECORATIONS.get(decoration, ("", ""))
    return f"{before}{text.upper() if kind.endswith('upper') else text}{after}"


_ROMAN = (
    (1000, ("", "m", "mm", "mmm", "", "", "", "", "", "")),
    (100, ("", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm")),
    (10, ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")),
    (1, ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")),
)
_DECORATIONS = {
    "parens": ("(", ")"),
    "parenRight": ("", ")"),
    "brackets": ("[", "]"),
    "bracketRight": ("", "]"),
    "period": ("", "."),
    "colon": ("", ":"),
}
