"""Styles of a Word file: which are headings, which carry numbers, how their words are dressed (ECMA-376 part 1, 17.7).

A property that a style does not set is that of the style it is based on. Heading levels come from ``w:outlineLvl``, and from the names of the
built-in headings where a file leaves it out.
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct

from regkit.read.docx_package import W, number, switch, value

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc ?[1-9]|table of (?:figures|authorities))", re.IGNORECASE)
_DEEPEST = 40  # styles based on each other
BODY_TEXT = 9  # the outline level of what is no heading


class Dress(Struct, frozen=True):
    """How a run is dressed; None is what nobody says."""

    bold: bool | None = None
    italic: bool | None = None
    small_caps: bool | None = None
    hidden: bool | None = None
    raised: str | None = None  # superscript, subscript, baseline

    def over(self, below: Dress) -> Dress:
        """Return this dress, and where it says nothing that below it."""
        return Dress(
            below.bold if self.bold is None else self.bold,
            below.italic if self.italic is None else self.italic,
            below.small_caps if self.small_caps is None else self.small_caps,
            below.hidden if self.hidden is None else self.hidden,
            below.raised if self.raised is None else self.raised,
        )


PLAIN = Dress()


class Style(Struct, frozen=True):
    """A style with what it inherits. ``level`` is 0 to 8, None for body text; ``num`` and ``depth`` are its list and level there, None for none."""

    id: str = ""
    name: str = ""
    level: int | None = None
    num: int | None = None
    depth: int | None = None
    dress: Dress = PLAIN
    contents: bool = False


NONE = Style()


def dress_of(properties: etree._Element | None) -> Dress:
    """Return the dress that run properties (``w:rPr``) set."""
    if properties is None or not len(properties):
        return PLAIN
    return Dress(
        switch(properties, "b"),
        switch(properties, "i"),
        switch(properties, "smallCaps"),
        switch(properties, "vanish"),
        value(properties, "vertAlign"),
    )


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self.default = NONE
        self.base = PLAIN
        if root is None:
            return
        default = ""
        for element in root.iterchildren(f"{W}style"):
            name = element.get(f"{W}styleId") or ""
            self._elements.setdefault(name, element)
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
                default = name
        base = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.default = self.style(default)
        self.base = dress_of(base)

    def style(self, name: str | None) -> Style:
        """Return a style by its id; the one of paragraphs that name none where there is no such style."""
        if not name or name not in self._elements:
            return self.default
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._made(name)
        return known

    def _made(self, name: str) -> Style:
        chain: list[etree._Element] = []
        at: str | None = name
        seen: set[str] = set()
        while at and at in self._elements and at not in seen and len(chain) < _DEEPEST:
            seen.add(at)
            chain.append(self._elements[at])
            at = value(chain[-1], "basedOn")
        level, num, depth, dress = None, None, None, PLAIN
        for element in reversed(chain):
            properties = element.find(f"{W}pPr")
            named = _HEADING.fullmatch(value(element, "name") or "")
            said = value(properties, "outlineLvl")
            if said is not None:
                level = number(said, BODY_TEXT)
            elif named:
                level = int(named[1]) - 1
            listed = properties.find(f"{W}numPr") if properties is not None else None
            if listed is not None:
                num = _or(value(listed, "numId"), num)
                depth = _or(value(listed, "ilvl"), depth)
            dress = dress_of(element.find(f"{W}rPr")).over(dress)
        label = value(chain[0], "name") or ""
        level = level if level is not None and 0 <= level < BODY_TEXT else None
        return Style(name, label, level, num, depth, dress, _CONTENTS.fullmatch(label) is not None)


def _or(text: str | None, default: int | None) -> int | None:
    return default if text is None else number(text)
