"""The units of Akoma Ntoso: which type each hierarchical element has in the tree, and how it is labelled and cited.

Reader and exporter both ask here, so that what one writes the other reads alike. What a unit of regkit has and Akoma Ntoso does not say stands in
attributes of a namespace of regkit's own; the schema allows foreign attributes on every element. Source: Akoma Ntoso Version 1.0 Part 2
(OASIS, 2018), group ANhier; abbreviations of ids from the Akoma Ntoso Naming Convention Version 1.0, 5.
"""

from __future__ import annotations

import re

from regkit.model.document import ProvisionType
from regkit.read.nested_roles import Unit

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
REGKIT = "urn:regkit:akn:1"
OWN_TEXT = "ownText"  # name of a container that holds text of the unit around it

TYPES = {
    "section": ProvisionType.SECTION,
    "article": ProvisionType.ARTICLE,
    "rule": ProvisionType.RULE,
    "part": ProvisionType.PART,
    "subpart": ProvisionType.SUBPART,
    "chapter": ProvisionType.CHAPTER,
    "subchapter": ProvisionType.CHAPTER,
    "title": ProvisionType.TITLE,
    "subtitle": ProvisionType.TITLE,
    "book": ProvisionType.TITLE,
    "tome": ProvisionType.TITLE,
    "division": ProvisionType.HEADING,
    "subdivision": ProvisionType.HEADING,
    "attachment": ProvisionType.APPENDIX,
}
LEVELS = frozenset(
    [
        "clause",
        "paragraph",
        "list",
        "point",
        "indent",
        "alinea",
        "subrule",
        "proviso",
        "subsection",
        "subparagraph",
        "subclause",
        "sublist",
        "level",
        "transitional",
        "hcontainer",
        "item",
        "recital",
        "tblock",
    ]
)
ABBREVIATIONS = {
    "alinea": "al",
    "article": "art",
    "chapter": "chp",
    "clause": "cl",
    "division": "dvs",
    "paragraph": "para",
    "section": "sec",
    "subchapter": "subchp",
    "subclause": "subcl",
    "subdivision": "subdvs",
    "subparagraph": "subpara",
    "subsection": "subsec",
    "transitional": "trans",
}
"""Short names of the naming convention, table of 5.4; an element that is not here is spelled in full."""

_TOP = frozenset({ProvisionType.SECTION, ProvisionType.ARTICLE, ProvisionType.RULE, ProvisionType.APPENDIX})
_ANNEX = re.compile(r"(?:schedule|annex|appendix|attachment|exhibit)", re.IGNORECASE)
_NAMED = frozenset({"regulation"})
_OUTER = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(
    r"^(?:§+|sections?|sec\.|articles?|art\.|rules?|regulations?|parts?|subparts?|chapters?|subchapters?|titles?|subtitles?|books?|tomes?|divisions?|subdivisions?"
    r"|paragraphs?|para\.|clauses?|recitals?|points?|no\.?)(?=[\W\d_])\W*",
    re.IGNORECASE,
)


def number_of(printed: str) -> str:
    """Return the number of a unit as it is cited: without its word, section signs, brackets and full stops.

    >>> [number_of(text) for text in ("§ 240.17ad-22", "Article 6.", "(a)", "PART II—", "1bis")]
    ['240.17ad-22', '6', 'a', 'II', '1bis']
    """
    text = _WORD.sub("", printed.strip(), count=1) or printed
    return _OUTER.sub("", text)


def derive(name: str, printed: str, heading: str, citation: str, *, kind: str = "", grouping: bool = False, depth: int = 0) -> Unit:
    """Return how the element ``name`` with the number ``printed`` and a heading stands in the tree of the law that is cited ``citation``.

    ``kind`` is the name that a generic container gives itself; ``grouping`` says that articles stand below a section; ``depth`` is how many units
    are open around it.
    """
    number = number_of(printed)
    marker, title = printed or None, heading or None
    if name == "section" and not grouping:
        pinpoint = f"{citation} § {number}" if citation else f"§ {number}"
        return Unit(number, ProvisionType.SECTION, True, pinpoint, marker, title)
    if name == "attachment" or _ANNEX.match(kind):
        label = _OUTER.sub("", printed or heading)[:60] or "Annex"
        words = label.split(" ")
        label = " ".join([words[0].title(), *words[1:]])
        return Unit(label, ProvisionType.APPENDIX, True, f"{citation}, {label}".lstrip(", "), marker, title)
    if kind in _NAMED and number:  # the instruments of the United Kingdom: there is no such element
        label = f"{kind.title()} {number}"
        return Unit(label, ProvisionType.SECTION, True, f"{citation}, {kind} {number}".lstrip(", "), marker, title)
    if kind in TYPES and name == "hcontainer":
        name = kind
    if name in TYPES:
        type = ProvisionType.HEADING if grouping else TYPES[name]
        label = f"{name.title()} {number}" if number else ""
        if not label:
            return Unit("", ProvisionType.HEADING if title else ProvisionType.TEXT, marker=marker, heading=title, name=heading or name)
        top = type in _TOP
        return Unit(label, type, top, f"{citation}, {label}".lstrip(", ") if top or not depth else "", marker, title)
    if name == "recital" and number:
        label = f"recital {number}"
        return Unit(label, ProvisionType.PARAGRAPH, True, f"{citation}, {label}".lstrip(", "), marker, title)
    if not number:
        return Unit("", ProvisionType.HEADING if title else ProvisionType.TEXT, marker=marker, heading=title, name=heading or kind or name)
    return Unit(number, ProvisionType.PARAGRAPH, marker=marker, heading=title)
