"""Boxes that nest as provisions do: "(a)" and all that is below it in one division of the page, "(1)" in one within it.

eCFR and the U.S. Code of the Legal Information Institute are set so. There a paragraph without a number belongs to the box that it stands in, which
the numbers alone don't say. Pages that give each paragraph a division of its own have none within another, and say nothing by them.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

_HOLDERS = ("div", "section")
_OUTER = frozenset({"div", "section", "article", "ul", "ol", "dl", "table", "main", "nav"})
_MARKER = re.compile(r"\s*\(\s*[A-Za-z0-9]{1,5}\s*\)")
_LEAST = 2  # boxes within boxes: fewer may be by accident


def boxes_of(root: etree._Element) -> frozenset[etree._Element]:
    """Return the divisions that begin with the number of a provision, where such divisions nest. Linear but for the depth of the page."""
    found = frozenset(element for element in root.iter(*_HOLDERS) if _begins(element))
    within = sum(1 for box in found if any(around in found for around in box.iterancestors(*_HOLDERS)))
    return found if within >= _LEAST else frozenset()


def _begins(element: etree._Element) -> bool:
    """Tell whether the first words of an element are a number in brackets that is its own, not that of a division in it."""
    if element.text and element.text.strip():
        return _MARKER.match(element.text) is not None
    for child in element:
        if type(child.tag) is not str:
            continue
        if child.tag in _OUTER:
            return False
        words = "".join(map(str, islice(child.itertext(), 8))) + (child.tail or "")
        if words.strip():
            return _MARKER.match(words) is not None
    return False
