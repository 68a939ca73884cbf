"""A graph in other tools' forms: one file a form.

An exporter is a module with ``MEDIA_TYPE``, ``SUFFIX`` (with its dot) and ``export(graph) -> bytes``, registered in the entry-point group
``regkit.exporters`` under the form's name. It changes nothing in the graph, and one graph gives one sequence of bytes. A form that can be read
back has ``load(data) -> graph`` as well. The contract test runs over everything that is registered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

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
