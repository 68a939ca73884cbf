"""Automatic numbers of a Word file, computed as Word prints them (ECMA-376 part 1, 17.9).

A paragraph names a list (``w:num``) and a level. Lists that point to one abstract list count on together; a list that overrides a start begins there
when it is first used. A level begins anew after any higher level was used, unless ``w:lvlRestart`` says otherwise. The text of a number holds the
numbers of the levels above it: "%1.%2(%3)".
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field

from regkit.read.docx_package import W, number, switch, value
from regkit.read.docx_styles import Style
from regkit.text.numbering import ONES, TENS, roman

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_MOST = 100_000  # a number above it is nobody's
_WORDS = ("zero", *ONES)
_TENS = ("zero", "ten", *TENS)
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"))
_CHICAGO = "*†‡§"
_SUFFIX = {"nothing": "", "space": " "}


class Level(Struct, frozen=True):
    """One level of a list. ``restart`` is the level (from 1) whose use begins it anew: -1 for any higher one, 0 for none."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int = -1
    legal: bool = False
    style: str = ""
    hidden: bool = False


class _List(Struct):
    levels: dict[int, Level]
    link: str = ""  # the style of numbering that has the levels
    named: str = ""  # the style of numbering that this is
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class _Num(Struct):
    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]
    begun: set[int] = field(default_factory=set)


class Label(Struct, frozen=True):
    """A number as printed, with what stands between it and the text (a space, or nothing); empty for a bullet. ``depth`` counts from 0."""

    text: str
    depth: int
    bullet: bool = False


class Numbering:
    """Counts through a document: ask for the number of each paragraph once, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, _List] = {}
        self._nums: dict[int, _Num] = {}
        self._alias: dict[str, str] = {}
        if root is None:
            return
        for element in root.iterchildren(f"{W}abstractNum"):
            levels = {number(each.get(f"{W}ilvl")): _level(each) for each in element.iterchildren(f"{W}lvl")}
            made = _List(levels, value(element, "numStyleLink") or "", value(element, "styleLink") or "")
            self._abstract.setdefault(element.get(f"{W}abstractNumId") or "", made)
        for element in root.iterchildren(f"{W}num"):
            num = _Num(value(element, "abstractNumId") or "", {}, {})
            for override in element.iterchildren(f"{W}lvlOverride"):
                depth = number(override.get(f"{W}ilvl"))
                if (start := value(override, "startOverride")) is not None:
                    num.starts[depth] = _bounded(number(start, 1))
                if (own := override.find(f"{W}lvl")) is not None:
                    num.levels[depth] = _level(own)
            self._nums.setdefault(number(element.get(f"{W}numId"), -1), num)
        linked = {each.named: name for name, each in self._abstract.items() if each.named}
        self._alias = {name: linked[each.link] for name, each in self._abstract.items() if each.link in linked and not each.levels}

    def of_style(self, style: Style) -> tuple[int, int] | None:
        """Return the list and the level that a paragraph has from its style: the level that names the style, or the one that the style names."""
        if not style.num or (num := self._nums.get(style.num)) is None:
            return None
        for depth, level in self._levels(num).items():
            if level.style and level.style == style.id:
                return style.num, depth
        return style.num, style.depth or 0

    def next(self, num_id: int, depth: int) -> Label | None:
        """Return the next number of a level of a list, and count it; None where there is no such list."""
        num = self._nums.get(num_id)
        if num is None or not 0 <= depth < _LEVELS or (name := self._alias.get(num.abstract, num.abstract)) not in self._abstract:
            return None
        levels = self._levels(num)
        level = levels.get(depth)
        if level is None:
            return None
        counts = self._abstract[name].counts
        count = counts[depth]
        if depth in num.starts and depth not in num.begun:
            num.begun.add(depth)
            counts[depth] = num.starts[depth]
        else:
            counts[depth] = level.start if count is None else min(count + 1, _MOST)
        for below in range(depth + 1, _LEVELS):
            restart = levels[below].restart if below in levels else -1
            if restart < 0 or depth < restart:
                counts[below] = None
                if restart:
                    num.begun.discard(below)
        if level.format == "bullet":
            return Label("", depth, bullet=True)
        if level.hidden:
            return Label("", depth)
        text = _PLACE.sub(lambda match: _printed(levels, counts, int(match[1]) - 1, legal=level.legal), level.text).strip()
        return Label(text + _SUFFIX.get(level.suffix, "\t") if text else "", depth)

    def _levels(self, num: _Num) -> dict[int, Level]:
        abstract = self._abstract.get(self._alias.get(num.abstract, num.abstract))
        return (abstract.levels if abstract else {}) | num.levels


def _level(element: etree._Element) -> Level:
    return Level(
        start=_bounded(number(value(element, "start"), 1)),
        format=value(element, "numFmt") or "decimal",
        text=(value(element, "lvlText") or "")[:200],
        suffix=value(element, "suff") or "tab",
        restart=number(value(element, "lvlRestart"), -1),
        legal=bool(switch(element, "isLgl")),
        style=value(element, "pStyle") or "",
        hidden=bool(switch(element.find(f"{W}rPr"), "vanish")),
    )


def _bounded(start: int) -> int:
    return max(0, min(start, _MOST))


def _printed(levels: dict[int, Level], counts: list[int | None], depth: int, *, legal: bool) -> str:
    level = levels.get(depth, Level())
    count = counts[depth]
    return spelled(level.start if count is None else count, "decimal" if legal else level.format)


def spelled(count: int, format: str) -> str:
    """Return a number in one of the ways of counting of ST_NumberFormat (ECMA-376 part 1, 17.18.59); digits for those of other scripts.

    >>> [spelled(28, each) for each in ("lowerLetter", "upperRoman", "ordinal", "ordinalText")]
    ['bb', 'XXVIII', '28th', 'Twenty-eighth']
    """
    if format == "none":
        return ""
    if format in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 30:
        rounds, place = divmod(count - 1, 26)
        letters = chr(ord("a") + place) * (rounds + 1)
        return letters if format == "lowerLetter" else letters.upper()
    if format in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        numeral = _roman(count)
        return numeral if format == "lowerRoman" else numeral.upper()
    if format == "decimalZero":
        return f"{count:02}"
    if format == "ordinal":
        return f"{count}{_ending(count)}"
    if format in ("cardinalText", "ordinalText") and 0 < count < 1000:
        words = _in_words(count)
        return (words if format == "cardinalText" else _ordinal(words)).capitalize()
    if format == "numberInDash":
        return f"- {count} -"
    if format == "decimalEnclosedParen":
        return f"({count})"
    if format == "decimalEnclosedFullstop":
        return f"{count}."
    if format == "chicago" and count > 0:
        return _CHICAGO[(count - 1) % 4] * min(8, (count - 1) // 4 + 1)
    return str(count)


def _roman(count: int) -> str:
    found = ""
    for worth, letters in _ROMANS:
        while count >= worth:
            found += letters
            count -= worth
    return found + (roman(count) if count else "")


def _ending(count: int) -> str:
    return "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")


def _in_words(count: int) -> str:
    if count >= 100:
        rest = count % 100
        return f"{_WORDS[count // 100]} hundred" + (f" {_in_words(rest)}" if rest else "")
    if count >= 20:
        return _TENS[count // 10] + (f"-{_WORDS[count % 10]}" if count % 10 else "")
    return _WORDS[count]


def _ordinal(words: str) -> str:
    head, dash, last = words.rpartition("-") if "-" in words else words.rpartition(" ")
    return f"{head}{dash}{_ORDINALS.get(last) or (last[:-1] + 'ieth' if last.endswith('y') else last + 'th')}"
