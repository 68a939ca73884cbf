"""Lists of units as instructions write them: "(a)(1) and (b) through (d)", "1 introductory text and 1.i through iii", "1.1 through 1.5".

A member that is written short inherits the labels before it (`regkit.cite.grammar.sibling`); a range is spelled out where its ends are of one kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from regkit.amend.model import Aspect
from regkit.cite.grammar import CFR_NUMBER, read_path, sibling
from regkit.text.numbering import Reading, readings, spelled

_JOIN = re.compile(
    r",? ?(?:and|or|&) (?:(?:newly )?(?:re)?designated )?(?:(?:sub)?paragraphs?|comments?|§§? ?|sections? |in )?\s*"
    r"|, (?:(?:sub)?paragraphs? |§§? ?|sections? )?"
)
_JOIN_SECTIONS = re.compile(r",? ?(?:and|or|&) (?:§§? ?|sections? )?\s*(?=[\d(])|, (?:§§? ?|sections? )?(?=[\d(])")
_THROUGH = re.compile(r",? (?:through|thru|to) (?:paragraph |§ ?|section )?|-(?=\()|\s?—\s?(?=\()")
_ASPECT = re.compile(
    r",? (?:(?P<intro>introductory (?:text|paragraph|sentence))|(?P<heading>(?:paragraph |section |subject )?headings?\b)"
    r"|(?P<end>concluding text|flush text)"
    r"|(?P<note>note\b))",
    re.IGNORECASE,
)
_AND_ASPECT = re.compile(r" and (introductory text|heading)\b")
_DOTTED = re.compile(
    r"\d{1,3}(?:\.(?:[ivxlc]{1,6}|[A-Z]|\d{1,2}|[a-z])\b)*(?![\w(])(?!\.[^\s,;)])|[a-z](?:\.(?:\d{1,2}|[ivxl]{1,6}|[A-Za-z]))+(?![\w(])|\.?[ivxlc]{1,6}(?:\.(?:[A-Z]|\d{1,2}))*(?!\w)|[A-Z](?:\.\d{1,2})*(?![\w(])"
)
_RUNS = re.compile(r"(.*?)(\d{1,4})")
_MOST = 60
_Read = Callable[[str, int, tuple[str, ...]], tuple[tuple[str, ...], int]]


class Member(Struct, frozen=True):
    """One member: its labels (a section's number first), which part of it, and where it ends in the text."""

    path: tuple[str, ...]
    aspect: Aspect = Aspect.WHOLE
    end: int = 0


def labels(text: str, at: int) -> tuple[Member, ...]:
    """Read bracketed labels: "(a)(1), (b) introductory text and (c) through (e)". Empty where none stand at ``at``."""
    return _list(text, at, _bracketed)


def dotted(text: str, at: int) -> tuple[Member, ...]:
    """Read the numbers of comments: "1 introductory text and 1.i through iii", "9.vi"."""
    return _list(text, at, _dots)


def sections(text: str, at: int) -> tuple[Member, ...]:
    """Read sections with the paragraphs in them: "1002.4(d)(2)", "1.1 through 1.5", "1.2(a), (c) and 1.4"."""
    return _list(text, at, _section, _JOIN_SECTIONS)


def _bracketed(text: str, at: int, before: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    path, end = read_path(text, at)
    return (sibling(before, path) if before else path), end


def _dots(text: str, at: int, before: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    found = _DOTTED.match(text, at)
    if found is None or (not before and not found[0][0].isdigit() and "." not in found[0].strip(".")):
        return (), at
    path = tuple(found[0].strip(".").split("."))
    return (sibling(before, path) if before else path), found.end()


def _section(text: str, at: int, before: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    found = CFR_NUMBER.match(text, at)
    if found is not None:
        path, end = read_path(text, found.end())
        return (found[0], *path), end
    path, end = read_path(text, at)
    if not path or not before:
        return (), at
    return (before[0], *sibling(before[1:], path)), end


def _list(text: str, at: int, read: _Read, join: re.Pattern[str] = _JOIN) -> tuple[Member, ...]:
    found: list[Member] = []
    ranged = False
    while len(found) < _MOST:
        before = found[-1].path if found else ()
        path, end = read(text, at, before)
        if not path or (found and end == at):
            break
        member = Member(path, end=end)
        if aspect := _ASPECT.match(text, end):
            member = Member(path, _named(aspect), aspect.end())
        fresh = [*_between(before, path, member.end), member] if ranged else [member]
        found += fresh
        if member.aspect is not Aspect.WHOLE and (again := _AND_ASPECT.match(text, member.end)):
            found.append(Member(path, Aspect.HEADING if again[1] == "heading" else Aspect.INTRODUCTORY, again.end()))
        through = _THROUGH.match(text, found[-1].end)
        joined = through or join.match(text, found[-1].end)
        if joined is None:
            break
        ranged = through is not None
        at = joined.end()
    return tuple(found)


def _named(match: re.Match[str]) -> Aspect:
    if match["intro"]:
        return Aspect.INTRODUCTORY
    if match["heading"]:
        return Aspect.HEADING
    return Aspect.NOTE if match["note"] else Aspect.CONCLUDING


def _between(first: tuple[str, ...], last: tuple[str, ...], end: int) -> list[Member]:
    """Return the members between the ends of a range, without the ends; none where the ends say nothing about what lies between."""
    if not first or len(first) != len(last) or first[:-1] != last[:-1]:
        return []
    if len(first) == 1 and "." in first[0]:
        return [Member((number,), end=end) for number in _numbers(first[0], last[0])]
    kinds = {reading.kind: reading for reading in readings(first[-1])}
    for reading in readings(last[-1]):
        start = kinds.get(reading.kind)
        if start is not None and 0 < reading.value - start.value <= _MOST:
            values = range(start.value + 1, reading.value)
            return [Member((*first[:-1], spelled(Reading(reading.kind, value))), end=end) for value in values]
    return []


def _numbers(first: str, last: str) -> list[str]:
    """Return the section numbers between two: 1.1 to 1.4 gives 1.2 and 1.3; () where they differ in more than their last number."""
    one, other = _RUNS.fullmatch(first), _RUNS.fullmatch(last)
    if one is None or other is None or one[1] != other[1] or not 0 < int(other[2]) - int(one[2]) <= _MOST:
        return []
    return [f"{one[1]}{value}" for value in range(int(one[2]) + 1, int(other[2]))]
