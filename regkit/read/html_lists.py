"""Markers that a browser computes for the items of ordered lists: ``type``, ``start``, ``reversed``, ``value`` (HTML standard, 4.4.5).

They are no characters of the source, so they go beside the text, as the marker of the provision. A list whose items print their own numbers, as
rulebooks do, or whose numbers are switched off, has none; nor has a list within one that prints its own.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from msgspec import Struct

from regkit.text.numbering import roman

_PRINTED = re.compile(
    r"\s*(?:\(\s*\w{1,5}\s*\)|\d{1,3}[A-Z]{0,2}(?:\.\d{1,3}[A-Z]?)*[.)](?=\s)|\d{1,3}(?:\.\d{1,3})+\s|[A-Za-z]{1,4}[.)]\s|[•●▪–—-]\s)"
)
_OFF = re.compile(r"list-style(?:-type)?\s*:\s*[^;]*\bnone\b", re.IGNORECASE)
_OFF_CLASS = re.compile(r"(?:^|[\s_-])(?:list-)?(?:unstyled|none|no-?(?:bullets?|numbers?|markers?|style))(?:$|[\s_-])", re.IGNORECASE)
_STYLE = re.compile(
    r"list-style(?:-type)?\s*:\s*[^;]*?\b(lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman|upper-roman|decimal)\b", re.IGNORECASE
)
_TYPES = {"1": "1", "a": "a", "A": "A", "i": "i", "I": "I"}
_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", "decimal": "1"}
_MOST = 9999
_OPENING = 24  # pieces of text within which an item's number stands


class _List(Struct):
    kind: str  # of numbers; empty where none are shown
    printed: bool = False
    value: int = 1
    step: int = 1
    number: str = ""


class Numbers:
    """The lists that are open at a place of the page, and the number that waits for its item's text."""

    def __init__(self) -> None:
        self._open: list[_List] = []

    @property
    def depth(self) -> int:
        """How many lists are open."""
        return len(self._open)

    def open(self, element: etree._Element) -> None:
        """Enter a list."""
        printed = element.tag == "ol" and (_prints(element) or any(each.printed for each in self._open))
        numbered = element.tag == "ol" and not printed and not _switched_off(element)
        kind = _kind(element) if numbered else ""
        items = sum(1 for child in element if child.tag == "li")
        backwards = "reversed" in element.attrib
        self._open.append(_List(kind, printed, _integer(element.get("start"), items if backwards else 1), -1 if backwards else 1))

    def close(self) -> None:
        """Leave the innermost list."""
        self._open.pop()

    def item(self, element: etree._Element) -> None:
        """Enter an item of the innermost list."""
        if not self._open:
            return
        current = self._open[-1]
        current.number = ""
        if current.kind:
            current.value = _integer(element.get("value"), current.value)
            current.number = f"{_spelled(current.value, current.kind)}."
            current.value += current.step

    def take(self) -> tuple[str, int]:
        """Return the number that waits (empty for none), and how many numbered lists it stands in; it is given once."""
        if not self._open or not self._open[-1].number:
            return "", 0
        number, self._open[-1].number = self._open[-1].number, ""
        return number, sum(1 for each in self._open if each.kind)


def _switched_off(element: etree._Element) -> bool:
    style, classes = element.get("style") or "", element.get("class") or ""
    if _OFF.search(style) or _OFF_CLASS.search(classes):
        return True
    return any(item.tag in ("ol", "ul") or _OFF.search(item.get("style") or "") for item in element)  # a list in a list is there to indent


def _prints(element: etree._Element) -> bool:
    """Tell whether an item of a list begins with a number of its own."""
    return any(item.tag == "li" and _PRINTED.match(_opening(item)) for item in element)


def _opening(item: etree._Element) -> str:
    text = ""
    for part in islice(item.itertext(), _OPENING):
        text += str(part)[:400]
        if len(text.strip()) > 12:
            break
    return text


def _kind(element: etree._Element) -> str:
    if match := _STYLE.search(element.get("style") or ""):
        return _STYLES[match[1].lower()]
    return _TYPES.get(element.get("type") or "1", "1")


def _integer(text: str | None, default: int) -> int:
    if text is None or not re.fullmatch(r"\s*[+-]?[0-9]{1,6}\s*", text):
        return default
    return int(text)


def _spelled(value: int, kind: str) -> str:
    """Return a number as a browser spells it; what a way of counting cannot spell is in digits."""
    if kind in "iI" and 0 < value < 400:
        return roman(value) if kind == "i" else roman(value).upper()
    if kind in "aA" and 0 < value <= _MOST:
        letters = ""
        while value:
            value, digit = divmod(value - 1, 26)
            letters = chr(ord(kind) + digit) + letters
        return letters
    return str(value)
