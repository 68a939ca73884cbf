"""The pieces that every family of citations is spelled with: folding, numbers, paragraph labels, lists and ranges.

All patterns are written for folded text (`fold_citation`), use plain spaces only, and bound every repetition, so that a citation never crosses a
line feed and no input costs more than linear time. Offsets are code points of the text as given: folding keeps its length.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# An em dash is kept: "§ 1030.2—Definitions" ends at it, while an en dash stands for the hyphen of a number ("8360.0–7") or for "through".
# A character at a time by `str.replace`: several times as fast as one `str.translate`, which looks every character up.
_FOLD: tuple[tuple[str, str], ...] = (
    *((quote, '"') for quote in "“”„‟″"),
    *((quote, "'") for quote in "‘’‚‛′"),
    *((dash, "-") for dash in "‐‑‒–−"),
    *((space, " ") for space in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\v\f"),
)
_WRAP = re.compile(r"(?<!\n)\n(?![\n ]*\n)")


def fold_citation(text: str, *, wrapped: bool = False) -> str:
    """Return ``text`` with straight quotes, hyphens and plain spaces, same length; line feeds stay, unless ``wrapped`` makes single ones spaces."""
    folded = text
    for character, plain in _FOLD:
        folded = folded.replace(character, plain)
    return _WRAP.sub(" ", folded) if wrapped else folded


def lower_same_length(text: str) -> str:
    """Return ``text`` in lower case without changing its length (U+0130 would become two code points and stays)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "\u0130".join(piece.lower() for piece in text.split("\u0130"))


# One label: (a), (aa), (iii), (12), (53D), (a-1). Two or more letters only where they repeat or are roman, so that "(or)" is no label.
LABEL = r"\((?:\d{1,3}[A-Z]{0,2}|[A-Za-z](?:-\d{1,2})?|[ivxl]{2,7}|[IVXL]{2,7}|([A-Za-z])\1{1,2})\)"
_LABEL = re.compile(LABEL)
# A space before the first label is a slip of typesetting, taken only where no sentence could go on: "6103 (a)", "204.2 (c)(1)".
_SPACED = re.compile(r" (?=\((?:\d{1,3}|[A-Za-z]|[ivx]{2,5})\)(?:\(|[ ]?[),.;\]]|[ ](?:of|and|or|through)\b|$))")

# A section of the CFR with its part: 1026.37, 240.15c3-3, 1.1031(a)-1T, 970.3102-05-30-70, 109-38.301-1.50, 100.T07-0110, 53.303-WH-347.
CFR_SECTION = (
    r"(?P<part>\d{1,4}[a-z]{0,2}(?:-\d{1,3})?)\.(?:[A-Z]?\d{1,5}(?:[A-Za-z]{1,2}\d{1,3}){0,3}(?:[A-Z][a-z](?=-\d)|[A-Z](?![a-z])|[a-z]{1,2}(?![a-z]))?)"
    r"(?:(?:\([a-z0-9]{1,3}\)){1,3}-\d{1,4}[A-Z]?(?![\w(]*\.\d)|(?:-(?!(?P=part)\.\d)(?:\d{1,5}[A-Z]?|[A-Z]{1,3}|l)(?![A-Za-z])){0,4}(?:(?<=-\d)\.\d{1,3})?)"
    r"(?:(?!\w)|(?=[A-Z][a-z]{2}))"
)
CFR_PART = r"\d{1,4}[a-z]{0,2}(?![\w(])(?!\.\d)"
CFR_NUMBER = re.compile(rf"{CFR_SECTION}")
CFR_PART_NUMBER = re.compile(CFR_PART)
# A section of the U.S. Code or of an act: 1601, 78o-5, 2277a-14, 2000e-2, 460nnn-101, 5.65; the end of a range is not part of it.
# "1601et seq." is how some sources run words together.
USC_NUMBER = re.compile(r"\d{1,5}(?:(?!et\.? seq)[A-Za-z]){0,5}(?:-\d{1,4}(?:(?!et\.? seq)[a-z]){0,3}){0,2}(?:(?=et\.? seq)|(?!\w)(?!\.\d))")
ACT_NUMBER = re.compile(r"\d{1,5}[A-Za-z]{0,3}(?:-\d{1,4}[A-Za-z]{0,2}){0,2}(?:\.\d{1,3})?(?![\w])(?!\.\d)")

# What joins two members; the group is there where they are the ends of a range.
_JOINED = re.compile(
    r"(?=[ ,;—-])(?:(,? (?:through|thru|to) |[ ]?-{1,3}[ ]?|[ ]?—[ ]?)"
    r"| ?[,;] ?(?:(?:and/or|and|or|&) )?| (?:and/or|and|or|nor|&) )"
)
NOT_A_MEMBER = re.compile(r",? {0,2}(?:u\. ?s\.|usc\b|c\. ?f\. ?r\b|cfr\b|f\. ?r\.|fr \d|fed\.|stat\.|s\. ?ct)", re.IGNORECASE)
ET_SEQ = re.compile(r",? ?et\.? seq\.?(?=\W|$)", re.IGNORECASE)


class Ref(NamedTuple):
    """One member of a list: where it stands, its number ("" where only labels are written), its labels in full, and whether it ends a range."""

    start: int
    end: int
    number: str
    path: tuple[str, ...]
    ranged: bool = False

    @property
    def labels(self) -> str:
        """The labels as printed: "(a)(1)"."""
        return printed(self.path) if self.path else ""


# Half of what a call of the class costs; a list makes one a member.
_ref = tuple.__new__


def printed(path: tuple[str, ...]) -> str:
    """Return labels in brackets: ("a", "1") gives "(a)(1)"."""
    return f"({')('.join(path)})" if path else ""


def read_path(text: str, at: int, *, spaced: bool = True) -> tuple[tuple[str, ...], int]:
    """Return the labels that stand at ``at`` ("(a)(1)" gives ("a", "1")) and where they end."""
    found: list[str] = []
    if spaced and text.startswith(" (", at) and _SPACED.match(text, at):
        at += 1
    while text.startswith("(", at) and len(found) < 12:
        match = _LABEL.match(text, at)
        if match is None:
            break
        found.append(match.group()[1:-1])
        at = match.end()
    return tuple(found), at


_ROMAN = re.compile(r"[ivx]+$|[IVX]+$")


def _kinds(label: str, depth: int) -> tuple[str, ...]:
    """Return what a label can be, likeliest first: digits, lower or upper letters, lower or upper roman numerals."""
    if label[0].isdigit():
        return ("digit",)
    case = "lower" if label[0].islower() else "upper"
    if _ROMAN.match(label):
        roman = f"{case} roman"
        if len(label) > 1 and len(set(label)) > 1:
            return (roman,)
        return (case, roman) if depth == 0 or (len(label) == 1 and label in "vxVX" and depth < 2) else (roman, case)
    return (case,)


def sibling(previous: tuple[str, ...], path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the full labels of a list's member that is written short: after (a)(1)(i), "(ii)" means (a)(1)(ii) and "(2)" means (a)(2).

    The member replaces the deepest label of its own kind; where none is, it is taken as written in full.

    >>> sibling(("a", "1", "i"), ("ii",)), sibling(("a", "1"), ("2", "i")), sibling(("h",), ("i",)), sibling(("b", "1", "ii"), ("c",))
    (('a', '1', 'ii'), ('a', '2', 'i'), ('i',), ('c',))
    """
    if not previous or not path:
        return path
    wanted = _kinds(path[0], len(previous) - 1)
    for depth in range(len(previous) - 1, -1, -1):
        kind = _kinds(previous[depth], depth)[0]
        if kind in wanted or (kind.split()[0] in wanted and len(path[0]) == 1 and depth == 0):
            return (*previous[:depth], *path)
    return path


def read_list(
    text: str,
    at: int,
    number: re.Pattern[str],
    *,
    head: re.Pattern[str] | None = None,
    more: re.Pattern[str] | None = None,
    plural: bool = True,
    first: tuple[str, ...] = (),
) -> list[Ref]:
    """Return the members of the list that begins at ``at``: numbers with labels, or labels alone, joined by commas, "and", "through".

    ``number`` reads a member's number, ``head`` an optional repeated head before a later member ("§ 5 or § 6"); ``more`` is what must follow a
    later bare number unless ``plural`` already says that several come ("15 U.S.C. 1601, 1602" against "15 U.S.C. 1601, 3 years").
    """
    found: list[Ref] = []
    ranged = False
    start = at
    while len(found) < 64:
        match = number.match(text, at)
        if match is not None:
            value, after = match.group(), match.end()
            path: tuple[str, ...] = ()
            if text.startswith(("(", " ("), after):
                path, after = read_path(text, after)
            if found and not path and not plural and more is not None and not more.match(text, after):
                break
            if found and NOT_A_MEMBER.match(text, after):
                break  # "124 Stat. 1376, 12 U.S.C. 5301": the number begins the next citation
        else:
            path, after = read_path(text, at, spaced=False)
            if not path:
                break
            value = found[-1].number if found else ""
            path = sibling(found[-1].path if found else first, path)
        found.append(_ref(Ref, (start, after, value, path, ranged)))
        joined = _JOINED.match(text, after)
        if joined is None:
            break
        ranged = joined.lastindex is not None
        at = start = joined.end()
        if head is not None:
            again = head.match(text, at)
            if again is not None:
                at = again.end()
    return found
