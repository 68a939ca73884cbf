"""Reviews: what people decide about extractions and about links of checks, bound to the wording, and what that comes to.

`items` is what can be decided on, `settle` what the decisions of ``reviews.toml`` come to, `apply` lays that over a graph, `write` adds decisions to
the file. Nothing is accepted by anything but a person's recorded decision.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.graph.schema import Graph
from regkit.model.check import ItemKind, Review
from regkit.trace.review.apply import apply
from regkit.trace.review.items import FIELDS, Item, Items, key_of
from regkit.trace.review.settle import Standing, State, settle
from regkit.trace.review.words import decided, described, difference, findings
from regkit.trace.review.write import append, decision_on

__all__ = [
    "FIELDS",
    "Item",
    "ItemKind",
    "Items",
    "Standing",
    "State",
    "append",
    "apply",
    "decided",
    "decision_on",
    "described",
    "difference",
    "findings",
    "key_of",
    "lay_over",
    "settle",
]


def lay_over(graph: Graph, reviews: Sequence[Review], approvals: int = 1) -> tuple[Standing, ...]:
    """Settle what was decided, lay it over a graph in place, and return what it came to."""
    standings = settle(graph, reviews, approvals=approvals)
    apply(graph, standings)
    return standings
