"""Numbers and dates as they are written in rules."""

from __future__ import annotations

import re
from functools import cache

ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]

_WORDS = (
    {word: value for value, word in enumerate(ONES, start=1)}
    | {word: value for value, word in zip(range(20, 100, 10), TENS, strict=True)}
    | {"a": 1, "an": 1, "hundred": 100, "half": 0.5}
)

_BELOW_HUNDRED = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES[:9])}))?|{'|'.join(sorted(ONES, key=len, reverse=True))})"
NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:(?:{'|'.join(TENS)})[- ](?:{'|'.join(ONES[:9])}))"
    rf"|(?:{'|'.join(ONES[:9])}|a) (?:hundred|thousand|million)(?: (?:and )?{_BELOW_HUNDRED})?\b"
    rf"|{'|'.join([*TENS, *sorted(ONES, key=len, reverse=True)])}|an?(?= (?:hundred|year|month|week|day|calendar|business|hour))|hundred)"
)
UNIT = (
    r"(?:(?:consecutive|calendar|business|banking|trading|working|work|full|additional|clear|civil|federal) )*"
    r"(?:business[- ]days?|days?|weeks?|months?|years?|hours?|minutes?|quarters?)"
)
DATE = rf"(?:(?:{'|'.join(MONTHS)}) \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} (?:{'|'.join(MONTHS)})(?: \d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}

_DATE = re.compile(
    rf"(?P<m>{'|'.join(MONTHS)}) (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})|"
    rf"(?P<d2>\d{{1,2}}) (?P<m2>{'|'.join(MONTHS)}) (?P<y2>\d{{4}})|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
)
_UNIT = re.compile(r"(business|banking|trading|working|work)?[- ]?(day|week|month|year|hour|minute|quarter)s?$")


@cache
def number(text: str) -> float | None:
    """Return the value of a number in figures or words ("1,500", "twenty-one"), None where it is neither.

    >>> number("1,500"), number("twenty-one"), number("one hundred and eighty"), number("many")
    (1500.0, 21.0, 180.0, None)
    """
    plain = text.strip().lower().replace(",", "")
    try:
        return float(plain)
    except ValueError:
        pass
    parts = [part for part in re.split(r"[- ]", plain) if part]
    total = 0.0
    for place, part in enumerate(parts):
        if place and part == "and":
            continue
        if place and part in _SCALES:
            total *= _SCALES[part]
        elif part in _WORDS:
            total += _WORDS[part]
        else:
            return None
    return total if parts else None


def unit(text: str) -> str:
    """Return the unit of a duration in the singular: "business day" for every kind of working day.

    >>> unit("consecutive business days"), unit("months")
    ('business day', 'month')
    """
    match = _UNIT.search(text.strip().lower())
    if match is None:
        return ""
    return "business day" if match[1] and match[2] == "day" else match[2]


def iso_date(text: str) -> str:
    """Return the first full date of a text in ISO form, empty where it has none or an impossible one.

    >>> iso_date("by December 31, 2026"), iso_date("by 3 June 2020"), iso_date("by December 31")
    ('2026-12-31', '2020-06-03', '')
    """
    match = _DATE.search(text.lower())
    if match is None:
        return ""
    if match["iso"]:
        return match["iso"]
    month, day, year = match["m"] or match["m2"], match["d"] or match["d2"], match["y"] or match["y2"]
    return f"{year}-{MONTHS.index(month) + 1:02}-{int(day):02}" if 1 <= int(day) <= 31 else ""
