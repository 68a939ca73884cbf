"""A graph in other tools' forms: one file a form.

An exporter is a module with ``MEDIA_TYPE``, ``SUFFIX`` (with its dot) and ``export(graph) -> bytes``, registered in the entry-point group
``regkit.exporters`` under the form's name. It changes nothing in the graph, and one graph gives one sequence of bytes. What it may have besides:

- ``pieces(graph) -> Iterator[bytes]``, the same bytes piece by piece, so that a large file is never in memory as a whole;
- ``OPTIONS``, names of keyword arguments that ``export`` takes (``around``, ``depth``, ``tree`` of the forms that draw);
- ``load(data) -> graph``, for a form that can be read back.

The contract test runs over everything that is registered. `docs/exchange.md` says of each form what it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol, cast

from regkit.errors import RegkitError
from regkit.registry import load, names

if TYPE_CHECKING:
    from regkit.graph.schema import Graph

GROUP = "regkit.exporters"


class Exporter(Protocol):
    """What an exporter's module offers."""

    MEDIA_TYPE: str
    SUFFIX: str

    def export(self, graph: Graph) -> bytes:
        """Return the graph in this form."""


def exporter(name: str) -> Exporter:
    """Return the exporter of a form. Raises: RegkitError naming the forms that there are."""
    return cast(Exporter, load(GROUP, name))


def forms() -> list[str]:
    """Return the names of the forms, sorted."""
    return names(GROUP)


def pieces(name: str, graph: Graph, **options: Any) -> Iterator[bytes]:
    """Return a graph in a form, piece by piece where the form can be written so. Raises: RegkitError where the form has no such option."""
    made: Any = exporter(name)
    known: frozenset[str] = getattr(made, "OPTIONS", frozenset())
    for option in options:
        if option not in known:
            able = [form for form in forms() if option in getattr(exporter(form), "OPTIONS", ())]
            raise RegkitError(f"{name} has no option {option!r}", remedy=f"Forms that have it: {', '.join(able) or 'none'}")
    if hasattr(made, "pieces") and not options:
        return cast(Iterator[bytes], made.pieces(graph))
    return iter((made.export(graph, **options),))
