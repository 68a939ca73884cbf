"""Numbers and dates as they are written in rules."""

from __future__ import annotations

import re
from functools import cache

from regkit.text.numbering import ONES, TENS

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
    r"(?:(?:consecutive|calendar|fiscal|actual|business|banking|trading|working|work|full|complete|additional|clear|civil|federal) )*"
    r"(?:business[- ]days?|days?|weeks?|months?|years?|hours?|minutes?|quarters?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?: day)?(?: of)?"
DATE = rf"(?:(?:{'|'.join(MONTHS)}) \d{{1,2}}(?:,? \d{{4}})?|(?:the )?{_DAY} (?:{'|'.join(MONTHS)})\b(?:,? +\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})"
COMPARISON = (
    r"(?:a(?:t (?:least|most|a minimum)|n? (?:minimum|maximum) of|bove)|up to|under|over|below|in excess of"  # by first letter: tried at every word
    r"|n(?:ot? (?:greater|more|less|fewer|lower|higher|longer|shorter) than|or (?:more|less|fewer|greater|lower) than|o[rt] exceed(?:ing)?)"
    r"|(?:greater|more|less|fewer|lower|higher|longer|shorter) than(?: or equal to)?"
    r"|do(?:es)? not exceed|e(?:xceed(?:s|ing)?|qual to or (?:greater|more|less|lower) than))"
)
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_MORE_ORDINALS = {"fifteenth": 15, "twentieth": 20, "thirtieth": 30, "sixtieth": 60, "ninetieth": 90}
ORDINAL = rf"(?:{'|'.join([*ORDINALS, *_MORE_ORDINALS])}|\d{{1,3}}(?:st|nd|rd|th))"

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}

_DATE = re.compile(
    rf"(?P<m>{'|'.join(MONTHS)}) (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})|"
    rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? (?P<m2>{'|'.join(MONTHS)}),? +(?P<y2>\d{{4}})|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
)
_ORDINAL_VALUE = {word: float(value) for value, word in enumerate(ORDINALS, start=1)} | {word: float(n) for word, n in _MORE_ORDINALS.items()}
_PERIODS = {
    "semi-annual": (6.0, "month"), "semiannual": (6.0, "month"), "annual": (1.0, "year"), "quarterly": (1.0, "quarter"),
    "monthly": (1.0, "month"), "weekly": (1.0, "week"), "daily": (1.0, "day"),
}  # fmt: skip
_PERIOD = re.compile(r"\b(?:semi-?annual|annual|quarterly|monthly|weekly|daily)")
_LESS = re.compile(r"\b(?:less|fewer|lower|shorter|below|under)\b")
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


def ordinal(text: str) -> float | None:
    """Return the value of an ordinal in figures or words, None where it is neither.

    >>> ordinal("third"), ordinal("15th"), ordinal("last")
    (3.0, 15.0, None)
    """
    return float(digits[0]) if (digits := re.match(r"\d+", text)) else _ORDINAL_VALUE.get(text)


def period(text: str) -> tuple[float | None, str]:
    """Return the quantity and unit of a period that one word names; (None, "") where none does.

    >>> period("at least semi-annually"), period("at least once")
    ((6.0, 'month'), (None, ''))
    """
    match = _PERIOD.search(text)
    return _PERIODS[match[0]] if match else (None, "")


def relation(words: str) -> str:
    """Return the relation that a comparison (`COMPARISON`, or "or more" after the amount) states, empty for no words.

    >>> relation("not less than"), relation("nor more than"), relation("in excess of"), relation("equal to or less than"), relation("or more")
    ('at_least', 'at_most', 'more_than', 'at_most', 'at_least')
    """
    if not words:
        return ""
    less = _LESS.search(words) is not None
    if words.startswith("or ") or "equal to" in words:
        return "at_most" if less else "at_least"
    if words.startswith(("at least", "at a min", "a min")):
        return "at_least"
    if words.startswith(("at most", "a max", "up to")):
        return "at_most"
    if words.startswith(("no", "do")):
        return "at_least" if less else "at_most"
    return "less_than" if less else "more_than"
