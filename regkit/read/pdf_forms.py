"""How often the forms of a PDF are drawn in all: where each draws another ten times, seven of them draw ten million.

pdfium expands every form where it is drawn, so the number is counted before a page is opened. Only what stands open in the file is followed: the
names that a content stream draws, and the dictionary that says which form each name is. A name whose form is not found counts once.
"""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct, field

_DRAWN = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s+Do\b")
_NAMES = re.compile(rb"/XObject\s*<<(.{0,65536}?)>>", re.DOTALL)
_NAMES_AT = re.compile(rb"/XObject\s+(\d{1,9})\s+\d{1,5}\s+R\b")
_RESOURCES_AT = re.compile(rb"/Resources\s+(\d{1,9})\s+\d{1,5}\s+R\b")
_ENTRY = re.compile(rb"/([^\s/<>\[\]()]{1,127})\s+(\d{1,9})\s+\d{1,5}\s+R\b")
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,9})\s+\d{1,5}\s+obj\b")
_LONGEST = 65_536  # bytes of a dictionary that are looked at


class Forms(Struct):
    """The forms of a file: by object number, how often each name is drawn in it, and its dictionary."""

    drawn: dict[int, Counter[bytes]] = field(default_factory=dict)
    heads: dict[int, bytes] = field(default_factory=dict)

    def add(self, number: int, head: bytes, content: bytes) -> None:
        """Note what a form draws. ``head`` is its dictionary."""
        names = Counter(match[1] for match in _DRAWN.finditer(content))
        if names:
            self.drawn[number] = names
            self.heads[number] = head

    def most(self, data: bytes) -> int:
        """Return how many forms the worst of the forms draws in all. A form that draws itself is left to pdfium, which stops there."""
        if len(self.drawn) < 2:
            return 0
        objects = {int(match[1]): match.end() for match in _OBJECT.finditer(data)}
        below = {number: self._below(number, data, objects) for number in self.drawn}
        cost: dict[int, int] = {}
        for start in below:
            if start in cost:
                continue
            path = {start}
            stack = [(start, iter(below[start]))]
            while stack:
                number, children = stack[-1]
                child = next((child for child in children if child in below and child not in cost and child not in path), None)
                if child is not None:
                    path.add(child)
                    stack.append((child, iter(below[child])))
                    continue
                cost[number] = min(1 << 40, sum(times * (1 + cost.get(child, 0)) for child, times in below[number].items()))
                path.discard(number)
                stack.pop()
        return max(cost.values(), default=0)

    def _below(self, number: int, data: bytes, objects: dict[int, int]) -> Counter[int]:
        head = self.heads[number]
        if (match := _RESOURCES_AT.search(head)) is not None and int(match[1]) in objects:
            head += _body(data, objects[int(match[1])])
        if (match := _NAMES_AT.search(head)) is not None and int(match[1]) in objects:
            head += b"/XObject " + _body(data, objects[int(match[1])])
        known = {entry[1]: int(entry[2]) for names in _NAMES.finditer(head) for entry in _ENTRY.finditer(names[1])}
        found: Counter[int] = Counter()
        for name, times in self.drawn[number].items():
            found[known.get(name, -1)] += times
        return found


def _body(data: bytes, at: int) -> bytes:
    end = data.find(b"endobj", at, at + _LONGEST)
    return data[at : end if end >= 0 else at + _LONGEST]
