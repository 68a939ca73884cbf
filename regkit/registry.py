"""Extension points: names looked up in entry-point groups that the built-ins use too.

Groups: ``regkit.readers``, ``regkit.writers``, ``regkit.exporters``, ``regkit.checks``. A name is loaded when it is asked for, never by listing.
A package that is installed later may add names; a built-in name cannot be taken over (the package's own entry point wins), because a
report must not change its meaning with what else is installed.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from regkit.errors import RegkitError


@cache
def table(group: str) -> dict[str, EntryPoint]:
    """Return the entry points of a group by name, sorted by name; regkit's own win over others of the same name."""
    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
        if point.name not in found or point.value.startswith("regkit."):
            found[point.name] = point
    return found


def names(group: str) -> list[str]:
    """Return what is registered in a group, sorted."""
    return list(table(group))


def origin(group: str, name: str) -> str:
    """Return where a registered name comes from (``module:object``); empty where nothing of that name is registered."""
    point = table(group).get(name)
    return point.value if point else ""


def load(group: str, name: str) -> Any:
    """Return the object registered as ``name``.

    Raises: RegkitError where nothing of that name is registered, naming what is.
    """
    points = table(group)
    if name not in points:
        known = ", ".join(points) or "nothing"
        raise RegkitError(f"{name!r} is not registered in {group}", remedy=f"Registered are: {known}")
    return points[name].load()
