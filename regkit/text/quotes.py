"""Fold typography so that wording can be compared: the same characters in other clothes become equal, one code point for one.

Folding keeps the length of the string, so offsets in the folded text are offsets in the original. That is why a dash folds to a hyphen but an
ellipsis stays: it would become three characters.
"""

from __future__ import annotations

_QUOTES = {"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "″": '"'}
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_SPACES = dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\v\f", " ")
_FOLD = tuple((_QUOTES | _DASHES | _SPACES).items())
_ASCII_FOLD = tuple((char, plain) for char, plain in _FOLD if char.isascii())


def fold(text: str) -> str:
    """Return ``text`` with straight quotes, hyphens for dashes and plain spaces; same length, same offsets."""
    for char, plain in _ASCII_FOLD if text.isascii() else _FOLD:  # a search, and a copy for the few that are there: a third of the time of translate
        if char in text:
            text = text.replace(char, plain)
    return text


def fold_lower(text: str) -> str:
    """Return ``fold(text)`` in lower case, character by character, so that the length never changes.

    ``str.lower`` may lengthen a string (U+0130 becomes two code points); such characters stay as they are.
    """
    folded = fold(text)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def collapse(text: str) -> str:
    """Return ``text`` with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())
