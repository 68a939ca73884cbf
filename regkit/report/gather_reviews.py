"""What people decided → the facts that reports show of it."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.graph.schema import Graph, NodeKind
from regkit.report.facts import ReviewFact
from regkit.report.facts_audit import WaiverFact
from regkit.trace.review import Standing, described, difference
from regkit.trace.reviews import Reviews


def reviews_of(standings: Iterable[Standing]) -> tuple[ReviewFact, ...]:
    """Return a fact for every decision that stands, and for every one that is lost, in the order they were settled in."""
    return tuple(_fact(standing) for standing in standings)


def _fact(standing: Standing) -> ReviewFact:
    item = standing.item
    return ReviewFact(
        id=standing.id,
        kind=standing.kind.value,
        state=standing.state.value,
        words=described(standing),
        document=item.document if item else "",
        pinpoint=item.pinpoint if item else "",
        sentence=item.sentence if item else "",
        quote=item.quote if item else standing.record.quote,
        changed=tuple((stretch.kind, stretch.text) for stretch in difference(standing)),
    )


def waivers_of(graph: Graph, reviews: Reviews, on: str = "") -> tuple[WaiverFact, ...]:
    """Return the accepted gaps; one stands whose last day is not over, as of ``on``, or of the latest day that evidence or a review has."""
    if not reviews.waiver:
        return ()
    dates = [str(data.get("date", "")) for _, data in graph.nodes(data=True) if data.get("kind") == NodeKind.EVIDENCE.value]
    today = on or max([*dates, *(review.date for review in reviews.review)], default="")
    return tuple(
        WaiverFact(requirement=waiver.requirement, reason=waiver.reason, owner=waiver.owner, until=waiver.until, stands="" < today <= waiver.until)
        for waiver in reviews.waiver
    )
