"""Decide how deep each printed marker stands.

A paragraph's nesting is nowhere in the sources: it follows from the sequence of markers. One marker alone says little (``(i)`` is a letter or a
numeral, ``(1)`` is the second or the fifth level where italics are lost), so the depth of all markers of one unit (a section, an appendix) is
decided together: a beam search over stacks of open levels, in which every move has a cost. Going on with the next number of an open level is free;
a first item one level deeper costs little; a skipped or repeated number, an odd pairing of levels, and a list of a single item cost more. What
comes later decides what was open before, because several readings are carried along. The search always answers, at a cost linear in the number of
markers (the beam is bounded).

Levels are keyed by how they are printed: ``(a`` ``(1`` ``(i`` ``(A`` in brackets, ``*1`` ``*i`` italic in brackets (the fifth and sixth level of
the CFR, where the source has italics), ``.1`` ``.a`` … followed by a dot. Source of the order: Document Drafting Handbook (Office of the Federal
Register), 1-9: (a)(1)(i)(A)(1)(i), the last two italic. A provision that was put in between later is numbered after the one before it: "(1A)" or
"(aa)" (Office of the Parliamentary Counsel, Drafting Guidance); it goes on with the level and leaves its count as it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from regkit.text.numbering import readings

BEAM = 12
MARGIN = 10.0
DEEPEST = 12  # levels; the CFR has six, commentary below it four
_SINGLE = 1.2  # a list of one item
_OPEN = 0.6
_FIRST = (0.0, 9.0, 11.0)  # a new level that begins with its first, second, or a later number
_REKEY = 6.0  # another way of counting takes over at the same depth
_SLIP = 2.0  # the next number in other dress: "4." after "(3)"
_RESTART = 14.0
_AGAIN = 8.0
_INSERTED = 2.0  # "(aa)" between "(a)" and "(b)"; "(1A)" can be nothing else and is free
_NUMBER_INSERTED = re.compile(r"(\d{1,3})[A-Z]{1,2}")

_CHILD: dict[str, dict[str, float]] = {
    "": {"(a": 0, "(1": 0.3, "(A": 0.8, "(i": 1.2, ".1": 0, ".A": 0.2, ".I": 0, ".a": 0.4, ".i": 0.8},
    "(a": {"(1": 0, "(i": 1.0},
    "(1": {"(i": 0, "(a": 0.6, "(A": 1.0, ".i": 1.0},
    "(i": {"(A": 0, "(a": 1.5, "(1": 1.5},
    "(A": {"*1": 0, "(1": 0.2, "(i": 1.5, "*i": 1.5},
    "*1": {"*i": 0, "(i": 0.3, "(A": 1.5, "(a": 1.5},
    "*i": {"(A": 0.6, "*a": 0.6},
    ".I": {".A": 0, ".1": 0.5, "(a": 0.8, "(1": 0.8, "(A": 0.8},
    ".A": {".1": 0, ".i": 1.0, "(1": 0.5, "(a": 0.5, ".a": 1.0},
    ".1": {".i": 0, ".a": 0.2, "(a": 0, ".A": 1.0, "(1": 0.8, "(i": 0.5},
    ".i": {".A": 0, ".1": 1.0, ".a": 1.0, "(A": 0.5, "(a": 0.5},
    ".a": {".i": 0.2, ".1": 0.5, "(1": 0.3, "(i": 0.5},
}
_ODD = 3.0
_NONE: dict[str, float] = {}
_TWICE = ("(1", "(i", ".1")  # the kinds that come again deeper down, where the source has no italics


class Marker(Struct, frozen=True):
    """One printed marker, in reading order.

    ``style`` is "(" , "*" or "."; ``chained`` says that it stands right after another marker of its paragraph and so is deeper; ``optional`` that
    it stands after a heading phrase and may be no marker at all. ``through`` is the last label of a printed range. ``after`` is how the text before
    it ends: ":" (something is to follow), ";" (a list goes on), "." or "" (unknown). ``gap`` says that unmarked paragraphs stand between it and the
    marker before.
    """

    label: str
    style: str = "("
    chained: bool = False
    optional: bool = False
    through: str = ""
    after: str = ""
    gap: bool = False


_Level = tuple[str, int, bool]  # key, last value, whether it has a single item
_Stack = tuple[_Level, ...]


class _State(NamedTuple):
    cost: float
    stack: _Stack
    depth: int  # of the marker that led here; -1 where it was passed over
    before: _State | None


_COST = attrgetter("cost")


def depths(markers: Sequence[Marker]) -> list[int]:
    """Return the depth of each marker, 0 for the outermost level, -1 for an optional marker that is none. Linear in the number of markers."""
    states = [_State(0.0, (), -1, None)]
    for marker in markers:
        states = _advance(states, marker)
    best = min(states, key=lambda state: state.cost + _closing(state.stack))
    found: list[int] = []
    state: _State | None = best
    while state is not None and state.before is not None:
        found.append(state.depth)
        state = state.before
    found.reverse()
    return found


def _advance(states: list[_State], marker: Marker) -> list[_State]:
    """Return the best states after one more marker, the cheapest first. A move that costs much more than the best so far is never built."""
    best: dict[_Stack, _State] = {}
    inside = marker.chained or marker.optional
    limit = float("inf")
    for state in states:
        base, stack = state[0], state[1]
        if marker.optional:
            _keep(best, _State(base, stack, -1, state))
            limit = min(limit, base + MARGIN)
        for key, value, end in _keyed(marker):
            for cost, depth in _nested(stack, key, value) if inside else _moves(stack, key, value, marker):
                total = base + cost
                if total > limit:
                    continue
                limit = min(limit, total + MARGIN)
                single = end == value and (depth >= len(stack) or stack[depth][0][-1] != key[-1])
                _keep(best, _State(total, (*stack[:depth], (key, end, single)), depth, state))
    if not best:  # a label that nobody can read stands where the marker before it stood
        return [_State(state.cost, state.stack, max(0, len(state.stack) - 1), state) for state in states]
    ranked = sorted(best.values(), key=_COST)[:BEAM]
    return [state for state in ranked if state.cost <= limit]


@lru_cache(maxsize=2048)
def _keyed(marker: Marker) -> tuple[tuple[str, int, int], ...]:
    """Return (key, value, last value) of each reading of a marker; the two values differ for a range."""
    if inserted := _NUMBER_INSERTED.fullmatch(marker.label):
        return tuple((marker.style + kind, value, value) for kind, value in readings(inserted[1]))
    through = {reading.kind: reading.value for reading in readings(marker.through)} if marker.through else {}
    found = [(marker.style + kind, value, through.get(kind, value)) for kind, value in readings(marker.label)]
    if len(found) == 1 and _doubled(marker.label) and not (marker.chained or marker.optional):
        key, value, _ = found[0]
        found.append((key, (value - 1) % 26 + 1, (value - 1) % 26 + 1))
    return tuple(found)


def _doubled(label: str) -> bool:
    return len(label) > 1 and label.isalpha() and label == label[0] * len(label)


def _keep(best: dict[_Stack, _State], state: _State) -> None:
    known = best.get(state.stack)
    if known is None or state.cost < known.cost:
        best[state.stack] = state


def _nested(stack: _Stack, key: str, value: int) -> list[tuple[float, int]]:
    """Return the one way to place a marker that stands inside a paragraph: a level deeper than the marker before it."""
    top = len(stack)
    if top >= DEEPEST:
        return [(_RESTART, DEEPEST - 1)]
    if top and stack[-1][0] == key:
        return [(_RESTART, top)]
    return [(_OPEN + _FIRST[min(value, 3) - 1] + _pair(stack, top, key), top)]


def _moves(stack: _Stack, key: str, value: int, marker: Marker) -> list[tuple[float, int]]:
    """Return (cost, depth) of every way to place a marker at the head of a paragraph."""
    found: list[tuple[float, int]] = []
    if value <= 26 and _doubled(marker.label) and key[-1] in "aA":
        return [(_INSERTED, depth) for depth, (level, last, _) in enumerate(stack) if level == key and last == value]
    closing = 3.0 if marker.after == ":" else 0.0  # a list is awaited: what goes on elsewhere pays for it
    for depth in range(len(stack) - 1, -1, -1):
        level, last, single = stack[depth]
        if level == key:
            step = value - last
            if step == 0 and marker.label[-1].isupper() and marker.label[0].isdigit():
                cost = 0.0
            else:
                cost = 0.0 if step == 1 else _step(step, value, gap=marker.gap)
            found.append((closing + cost, depth))
        elif value == last + 1 and level[-1] == key[-1]:
            found.append((closing + _SLIP, depth))
        elif value <= 2:
            found.append((closing + _REKEY + _FIRST[value - 1] + _pair(stack, depth, key), depth))
        if single:
            closing += _SINGLE
    if (not stack or stack[-1][0] != key) and len(stack) < DEEPEST:
        after = 2.5 if marker.after == ";" else 0.3 if marker.after == "." else 0.0
        found.append((_OPEN + _FIRST[min(value, 3) - 1] + _pair(stack, len(stack), key) + after, len(stack)))
    return found


def _step(step: int, value: int, *, gap: bool) -> float:
    """Return the cost of going on in a level otherwise than by the next number."""
    if step == 0:
        return _AGAIN
    if step > 0:
        return 5.0 + min(step, 4)
    return _RESTART if value > 1 or not gap else 7.0


def _pair(stack: _Stack, depth: int, key: str) -> float:
    """Return the cost of a level of kind ``key`` below the first ``depth`` levels of a stack."""
    parent = stack[depth - 1][0] if depth else ""
    cost = _CHILD.get(parent, _NONE).get(key, _ODD)
    if depth < 3 or key not in _TWICE:
        for level in stack[:depth]:
            if level[0] == key:
                return cost + 2.0
    return cost


def _closing(stack: _Stack) -> float:
    return sum(_SINGLE for _, _, single in stack if single)
