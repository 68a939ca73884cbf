"""Parallel citations tied to each other: one source written twice, "Rule 15c3-3 and 17 CFR 240.15c3-3", "Public Law 111-203, 124 Stat. 1376".

Both keep their spans and targets; the group that they share says that they belong together. Tied are neighbours with one target, and a law with its
page in the Statutes at Large, where nothing but punctuation, "and", "or" or "codified at" stands between them.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from regkit.model.annotation import Citation
from regkit.model.span import Span

_BETWEEN = re.compile(r",? ?(?:[(\[] ?(?:codified(?: as amended)? at )?|/ ?|(?:and|or|i\.e\.,|codified(?: as amended)? at) )?", re.IGNORECASE)
_LONGEST = 30


def tied(text: str, found: list[Citation]) -> list[Citation]:
    """Return the citations, which are in reading order, with a group of their own for each pair that is one source written twice."""
    for index in range(1, len(found)):
        one, other = found[index - 1], found[index]
        same = one.target == other.target and one.target is not None and one.family != "internal"
        if not same and not (one.family == "public_law" and other.family == "statute"):
            continue
        if one.group is not None or other.group is not None or other.span.start - one.span.end > _LONGEST or other.rule == "back.id":
            continue
        if _BETWEEN.fullmatch(text, one.span.end, other.span.start):
            group = Span(one.span.start, other.span.end)
            found[index - 1], found[index] = replace(one, group=group), replace(other, group=group)
    return found
