r"""Untrusted words as reStructuredText: what is shown is exactly the words, and nothing in them is markup.

Source: docutils, reStructuredText Markup Specification (escaping mechanism; inline markup recognition rules). One thing cannot be said to a program
that curls quotes (Sphinx): a backslash of the words' own before one of ``. - " ' \``` is lost to its smartquotes.
"""

from __future__ import annotations

import re
import string
import unicodedata

from regkit.text.visible import storable, visible

_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1f\x85\u2028\u2029\t ]+")
# Quotes and dashes too: Sphinx would make them curly (smartquotes), and the words of a law are not its to change.
_SPECIAL = re.compile(r"[\\*`|_<>{}\[\]@\"']|:(?=\S|$)|--+|\.\.\.|\.\.")
_SIGNS = frozenset(string.punctuation + "•‣⁃")  # what may begin a list, a directive or a line under a title
_ENUMERATED = re.compile(r"(\w+)([.)])(?=\s|$)")


def escape(words: str, *, first: bool = False) -> str:
    r"""Return ``words`` on one line as inline text. ``first``: at the start of a paragraph, where a number or a sign begins a list.

    >>> escape("see *a* and b_"), escape("1. one", first=True), escape("(a) one", first=True)
    ('see \\*a\\* and b\\_', '1\\. one', '\\(a) one')
    """
    made = _SPECIAL.sub(lambda found: "".join(f"\\{char}" for char in found[0]), _BREAKS.sub(" ", storable(visible(words))))
    if first:
        made = made.strip(" ")
        if made and made[0] != "\\" and made[0] in _SIGNS:
            made = f"\\{made}"
        elif found := _ENUMERATED.match(made):
            made = f"{found[1]}\\{made[found.start(2) :]}"
    return made


def literal(words: str) -> str:
    """Return ``words`` as an inline literal; words that none can hold as escaped text."""
    shown = _BREAKS.sub(" ", storable(visible(words))).strip()
    if not shown or "`" in shown or "\\" in shown:
        return escape(shown)
    return f"``{shown}``"


def width(words: str) -> int:
    """Return how many columns a title takes: docutils counts wide characters twice, combining ones not at all."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in words)


def address(url: str) -> str:
    """Return a web address as the target of an embedded reference; an underscore at its end would make it a name."""
    return url.replace("\\", "%5C").replace("`", "%60").replace("<", "%3C").replace(">", "%3E").replace("_", "\\_").replace("*", "\\*")
