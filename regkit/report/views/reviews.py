"""What people decided, as reports list it: what was rejected and left out, what was edited, what must be looked at again."""

from __future__ import annotations

from msgspec import Struct

from regkit.report.facts import ProjectView, ReviewFact
from regkit.report.views.common import place
from regkit.report.words import N_, Words

AGAIN = frozenset({"suspect", "pending", "lost"})
_LABELS = Words(
    {
        "accepted": N_("Accepted"),
        "rejected": N_("Rejected"),
        "edited": N_("Edited"),
        "pending": N_("Pending"),
        "suspect": N_("Suspect"),
        "lost": N_("Lost"),
    }
)


class ReviewRow(Struct, frozen=True, kw_only=True, gc=False):
    """A decision. ``source`` is where the report shows the sentence, empty where it does not; ``changed`` as in `ReviewFact`."""

    id: str
    kind: str
    state: str
    label: str
    words: str
    pinpoint: str
    source: str
    quote: str
    changed: tuple[tuple[str, str], ...]


def review_rows(project: ProjectView) -> tuple[ReviewRow, ...]:
    """Return a row for every decision: first what must be looked at again, then what was rejected, edited and accepted."""
    order = {state: rank for rank, state in enumerate(("lost", "suspect", "pending", "rejected", "edited", "accepted"))}
    shown = {sentence.id for document in project.documents for provision in document.provisions for sentence in provision.sentences}
    facts = sorted(project.reviews, key=lambda fact: order.get(fact.state, len(order)))
    return tuple(_row(fact, shown) for fact in facts)


def _row(fact: ReviewFact, shown: set[str]) -> ReviewRow:
    return ReviewRow(
        id=fact.id,
        kind=fact.kind,
        state=fact.state,
        label=_LABELS.get(fact.state, fact.state),
        words=fact.words,
        pinpoint=fact.pinpoint,
        source=place(fact.sentence) if fact.sentence in shown else "",
        quote=fact.quote,
        changed=fact.changed,
    )
