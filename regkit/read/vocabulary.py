"""The element names that GPO's vocabularies share, and how their trees are walked."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

INLINE = frozenset(
    {"E", "I", "B", "SU", "SUP", "SUB", "FTREF", "PRTPAGE", "FR", "AC", "LI", "BR", "a", "em", "strong", "i", "b", "sup", "sub", "br", "span"}
)
PARAGRAPHS = frozenset({"P", "FP", "FP-1", "FP-2", "FP-DASH", "FP1", "FP1-2", "FP2", "FP2-2", "PSPACE", "LDRFIG", "AMDPAR", "p"})
DISPLAY = frozenset(
    {
        "EAR",
        "GID",
        "BILCOD",
        "FRDOC",
        "AGENCY",
        "SUBAGY",
        "CFR",
        "DEPDOC",
        "RIN",
        "SUBJECT",
        "DATE",
        "DATED",
        "NAME",
        "TITLE",
        "SECHD",
        "APP",
        "RESERVED",
        "TTITLE",
        "PARTHD",
        "CHAPHD",
        "RESERV",
    }
)
HISTORY = frozenset({"AUTH", "SOURCE", "CITA", "SECAUTH", "APPRO", "EFFDNOT", "EDNOTE", "XREF", "CROSSREF", "PARAUTH"})
HEADS = frozenset({"HD", "HD1", "HD2", "HD3", "HD4", "HD5", "HD6", "HED", "H1", "HEAD"})
LEVELS = {"HED": 0, "HD1": 1, "HD2": 2, "HD3": 3, "HD4": 4, "HD5": 5, "HD6": 6, "HD8": 6}


def children(element: etree._Element, path: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield the children of an element with their XPaths."""
    counts: dict[str, int] = {}
    for child in element:
        tag = child.tag
        count = counts[tag] = counts.get(tag, 0) + 1
        yield child, f"{path}/{tag}[{count}]"


def leaves(element: etree._Element, path: str) -> Iterator[tuple[etree._Element, str]]:
    """Yield the elements below a container that hold running text, with their XPaths."""
    for child, place in children(element, path):
        if is_leaf(child):
            yield child, place
        else:
            yield from leaves(child, place)


def is_leaf(element: etree._Element) -> bool:
    """Tell whether an element holds running text: text of its own, or nothing but inline elements."""
    if element.text and element.text.strip():
        return True
    return all(child.tag in INLINE for child in element)
