"""What people decided → the facts that reports show of it."""

from __future__ import annotations

from collections.abc import Iterable

from regkit.report.facts import ReviewFact
from regkit.trace.review import Standing, described, difference


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
