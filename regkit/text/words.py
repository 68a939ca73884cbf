"""The words that changed between two wordings, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from regkit.text.quotes import fold

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_STICKS = frozenset(".,;:)]?!”’%")
_MOST = 3000  # words that are compared one by one; what is longer is compared between its common ends only, as one change


class Stretch(Struct, frozen=True):
    """Words as they stand in one of the wordings: "equal" (as in the new one), "removed" or "added"."""

    kind: str
    text: str


def opcodes(x: Sequence[str], y: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how ``x`` becomes ``y``, as `difflib.SequenceMatcher.get_opcodes` does, at a bounded cost: common ends are taken off first."""
    start = 0
    while start < min(len(x), len(y)) and x[start] == y[start]:
        start += 1
    end = 0
    while end < min(len(x), len(y)) - start and x[-1 - end] == y[-1 - end]:
        end += 1
    found: list[tuple[str, int, int, int, int]] = [("equal", 0, start, 0, start)] if start else []
    i, j = len(x) - end, len(y) - end
    if max(i, j) - start > _MOST:
        found.append(("replace", start, i, start, j))
    elif i > start or j > start:
        matcher = SequenceMatcher(None, x[start:i], y[start:j], autojunk=False)
        found += [(tag, start + p, start + q, start + r, start + s) for tag, p, q, r, s in matcher.get_opcodes()]
    if end:
        found.append(("equal", i, len(x), j, len(y)))
    return found


def reworded(old: str, new: str) -> tuple[Stretch, ...]:
    """Return the stretches of two wordings. Case and punctuation count, typesetting does not (`regkit.text.quotes.fold`).

    >>> [(stretch.kind, stretch.text) for stretch in reworded("A bank must report.", "A bank shall report.")]
    [('equal', 'A bank'), ('removed', 'must'), ('added', 'shall'), ('equal', 'report.')]
    """
    a, b = [match.span() for match in TOKEN.finditer(old)], [match.span() for match in TOKEN.finditer(new)]
    found = []
    for tag, p, q, r, s in opcodes([fold(old[i:j]) for i, j in a], [fold(new[i:j]) for i, j in b]):
        before = " ".join(old[a[p][0] : a[q - 1][1]].split()) if p < q else ""
        after = " ".join(new[b[r][0] : b[s - 1][1]].split()) if r < s else ""
        if tag == "equal":
            found.append(Stretch("equal", after))
        else:
            found += [Stretch(kind, text) for kind, text in (("removed", before), ("added", after)) if text]
    return tuple(found)


def marked(stretches: Sequence[Stretch]) -> str:
    """Return the stretches as one line in the form of ``git diff --word-diff=plain``.

    >>> marked(reworded("A bank must report.", "A bank shall report."))
    'A bank [-must-] {+shall+} report.'
    """
    line = ""
    for stretch in stretches:
        text = {"equal": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}[stretch.kind].format(stretch.text)
        line += f"{apart(stretch.text) if line else ''}{text}"
    return line


def apart(text: str) -> str:
    """Return what stands between a stretch and the one before it: nothing before a stop or a closing bracket, else a space."""
    return "" if text[:1] in _STICKS else " "


def joined(texts: Iterable[str]) -> str:
    """Return the texts of stretches as one line.

    >>> joined(["within a business day", ", if asked"])
    'within a business day, if asked'
    """
    return "".join(apart(text) + text for text in texts).lstrip()
