"""How coverage came to be what it is: the counts as of each day on which there were results.

The requirements and checks are those of the graph as it is, the results and approvals those that were there by that day, and waivers and frequencies
are as of that day. So this answers "what did the evidence of that day show of what we trace today?"; what the graph was then, only a version
control system knows.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from regkit.graph.schema import Graph, NodeKind
from regkit.trace.coverage import Tally, coverage, tally
from regkit.trace.reviews import Reviews

MOST = 31
"""How many days are shown one by one; with more of them, the last of each month that has any, and with more than that many months, of each year."""


class Point(Struct, frozen=True, kw_only=True):
    """The counts as of a day."""

    date: str
    tally: Tally


def trend(graph: Graph, reviews: Reviews | None = None, until: str = "") -> list[Point]:
    """Return the counts as of each day with results, and as of ``until`` where it is given; later days are left out."""
    dates = {str(data["date"]) for _, data in graph.nodes(data=True) if data["kind"] == NodeKind.EVIDENCE.value and data.get("date")}
    dates = {date for date in dates if not until or date <= until} | ({until} if until else set())
    return [Point(date=day, tally=tally(coverage(graph, reviews, on=day, history=True))) for day in days(dates)]


def days(dates: Iterable[str]) -> list[str]:
    """Return the days to show, in order.

    >>> days(f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 21))
    ['2026-01-20', '2026-02-20']
    """
    found = sorted(set(dates))
    for length in (7, 4):
        if len(found) > MOST:
            found = sorted({day[:length]: day for day in found}.values())
    return found
