"""Printed numbers of paragraphs: what ``(i)`` may mean, and what comes after it.

A label is the text between the brackets, or before the dot. Most labels have one reading; ``i`` is the ninth letter or the first roman numeral,
``c``, ``d``, ``l``, ``m``, ``v`` and ``x`` are letters or numerals too. Which it is depends on its neighbours, so this module gives all readings
and decides nothing.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Kind(StrEnum):
    """A way of counting, named by its first member."""

    ARABIC = "1"
    LOWER = "a"
    UPPER = "A"
    ROMAN = "i"
    UPPER_ROMAN = "I"


class Reading(NamedTuple):
    """One meaning of a label: the ``value``-th member (from 1) of a way of counting."""

    kind: Kind
    value: int


_ROMAN = re.compile(r"(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
"""The numbers from 1 to 19 in words."""
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
"""The tens from 20 to 90 in words."""
_TENS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
MAX_ARABIC = 999


def roman_value(text: str) -> int | None:
    """Return the value of a lower-case roman numeral below 400 in its usual spelling, None for anything else.

    >>> roman_value("xiv"), roman_value("iiii")
    (14, None)
    """
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_DIGITS[character] for character in text]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))


def roman(value: int) -> str:
    """Return the lower-case roman numeral of a value from 1 to 399.

    Raises: ValueError outside that range.
    """
    if not 1 <= value < 400:
        raise ValueError(f"no roman numeral for {value}")
    spelled = ""
    for worth, letters in _TENS:
        while value >= worth:
            spelled += letters
            value -= worth
    return spelled


def letters_value(text: str) -> int | None:
    """Return the place of ``a`` … ``z``, ``aa``, ``bb`` … (27, 28 …) or ``aaa`` …, None for mixed letters.

    Federal drafting doubles the letter after ``z``; spreadsheets' ``ab`` is not a paragraph label.

    >>> letters_value("b"), letters_value("bb"), letters_value("ab")
    (2, 28, None)
    """
    if not text or not text.isascii() or not text.isalpha() or not text.islower() or text != text[0] * len(text):
        return None
    return (len(text) - 1) * 26 + ord(text[0]) - ord("a") + 1


@lru_cache(maxsize=4096)
def readings(label: str) -> tuple[Reading, ...]:
    """Return every meaning of a label, likeliest first by form alone; () where it is none.

    >>> [(reading.kind.value, reading.value) for reading in readings("i")]
    [('a', 9), ('i', 1)]
    """
    if label.isascii() and label.isdigit():
        value = int(label[:4])
        return (Reading(Kind.ARABIC, value),) if 0 < value <= MAX_ARABIC and label[0] != "0" else ()
    low = label.lower()
    if label == low:
        letters, numerals = Kind.LOWER, Kind.ROMAN
    elif label == label.upper():
        letters, numerals = Kind.UPPER, Kind.UPPER_ROMAN
    else:
        return ()
    found = []
    place = letters_value(low) if len(low) <= 3 else None
    if place is not None:
        found.append(Reading(letters, place))
    numeral = roman_value(low)
    if numeral is not None:
        found.append(Reading(numerals, numeral))
    if len(low) > 1:
        found.reverse()  # "ii" is seldom the letter after "hh"
    return tuple(found)


def spelled(reading: Reading) -> str:
    """Return the label of a reading: the inverse of `readings`.

    >>> spelled(Reading(Kind.UPPER, 28))
    'BB'
    """
    if reading.kind is Kind.ARABIC:
        return str(reading.value)
    if reading.kind in (Kind.ROMAN, Kind.UPPER_ROMAN):
        text = roman(reading.value)
    else:
        count, place = divmod(reading.value - 1, 26)
        text = chr(ord("a") + place) * (count + 1)
    return text.upper() if reading.kind in (Kind.UPPER, Kind.UPPER_ROMAN) else text
