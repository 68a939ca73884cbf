"""Definitions of one term by where they hold, so that a use looks at those around it and not at all that a title of the Code has.

"Secretary" is defined in hundreds of parts; looking at each definition at each use would cost their product. Of definitions that hold in one place,
are written alike and stand in one document, only the last before a use can be meant, or the first after it where none is before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Generic, Protocol, TypeVar

from regkit.model.annotation import Definition
from regkit.model.span import Span

FEW = 8
"""Up to so many definitions, all are looked at."""

Path = tuple[str, ...]


class Placed(Protocol):
    """A definition with the document and the list it stands in, and the stretches where it names itself."""

    @property
    def definition(self) -> Definition:
        """The definition."""

    @property
    def document(self) -> int:
        """The number of its document."""

    @property
    def place(self) -> Path:
        """The path of the list that it stands in."""

    @property
    def own(self) -> tuple[Span, ...]:
        """Where it names itself."""

    @property
    def alike(self) -> Hashable:
        """What it shares with all others of which only the nearest can be meant."""


E = TypeVar("E", bound=Placed)


class Places(Generic[E]):
    """The definitions that one form of a term may mean, seen from the document numbered ``at``. Cost of making one: a pass over them."""

    def __init__(self, entries: Sequence[E], at: int) -> None:
        self._entries = entries
        self._at = at
        self._alike: dict[Hashable, list[tuple[int, int]]] = {}  # offset and number, in order
        self._scopes: defaultdict[Path, set[Hashable]] = defaultdict(set)
        self._own: list[tuple[int, int, int]] = []
        for number, entry in enumerate(entries if len(entries) > FEW else ()):
            self._alike.setdefault(entry.alike, []).append((entry.definition.span.start, number))
            self._scopes[entry.definition.scope].add(entry.alike)
            if len(entry.place) > 1:
                self._scopes[entry.place].add(entry.alike)
            if entry.document == at:
                self._own += [(own.start, own.end, number) for own in entry.own]
        self._own.sort()
        for found in self._alike.values():
            found.sort()
        self._longest = max((end - start for start, end, _ in self._own), default=0)

    def near(self, path: Path, unit: Path | None, start: int) -> Sequence[E]:
        """Return, in order, those that may be meant at a path, or in its subpart (``unit``), or that name themselves at an offset."""
        if len(self._entries) <= FEW:
            return self._entries
        kinds = set(self._scopes.get(unit, ())) if unit is not None else set()
        for depth in range(len(path) + 1):
            kinds |= self._scopes.get(path[:depth], set())
        found: set[int] = set()
        for kind in kinds:
            alike = self._alike[kind]
            here = self._entries[alike[0][1]].document == self._at
            after = bisect_right(alike, (start, len(self._entries))) if here else 0
            found.add(alike[max(0, after - 1)][1])
        at = bisect_right(self._own, (start, 1 << 62, 0))
        while at and self._own[at - 1][0] + self._longest > start:
            at -= 1
            found.add(self._own[at][2])
        return [self._entries[number] for number in sorted(found)]
