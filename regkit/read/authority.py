"""What a source says of itself: fill the authority where nobody gave one."""

from __future__ import annotations

import re

from msgspec.structs import replace

from regkit.model.document import Authority

_CFR_PART = re.compile(r"\s*(\d{1,2})\s+C\.?F\.?R\.?\s+(?:[Pp]arts?\s+|[Pp]t\.?\s+)?(\d+[A-Za-z]*)\s*")


def from_instrument(instrument: str, authority: Authority) -> Authority:
    """Return ``authority`` with its empty citation fields filled from an instrument's name ("12 CFR part 1002").

    >>> from_instrument("12 CFR part 1002", Authority()).short
    '12 CFR'
    """
    named = instrument or authority.citation
    if not named:
        return authority
    match = _CFR_PART.fullmatch(named)
    citation = f"{match[1]} CFR part {match[2]}" if match else named
    return replace(
        authority,
        citation=authority.citation or citation,
        instrument=authority.instrument or citation,
        short=authority.short or (f"{match[1]} CFR" if match else ""),
    )


_VOWEL = re.compile("[AEIOUY]")
_CAPITAL = re.compile("^([^A-Z]*[A-Z])(.*)$")
_SMALL = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})


def titled(text: str) -> str:
    """Return a name in capitals ("BUREAU OF CONSUMER FINANCIAL PROTECTION") as names are written; others as they are.

    >>> titled("RULES OF THE ROAD"), titled("Rules of PORC")
    ('Rules of the Road', 'Rules of PORC')
    """
    text = " ".join(text.split())
    if text != text.upper():
        return text
    words = [
        _CAPITAL.sub(lambda m: m[1] + m[2].lower(), word, count=1) if _VOWEL.search(word) and "." not in word[:-1] else word
        for word in text.split(" ")
    ]
    return " ".join(word.lower() if index and word.lower() in _SMALL else word for index, word in enumerate(words))
