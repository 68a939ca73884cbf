"""What a review lists and asks for: the items of a project with what their decisions come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from regkit.trace.review import Item, ItemKind, Items, Standing, State, decided, described, difference

if TYPE_CHECKING:
    from regkit.workflow import Stored


class Status(StrEnum):
    """Where an item stands, what asks most for a person first."""

    LOST = "lost"
    SUSPECT = "suspect"
    PENDING = "pending"
    DOUBTFUL = "doubtful"
    OPEN = "open"
    EDITED = "edited"
    REJECTED = "rejected"
    ACCEPTED = "accepted"


WAITING = (Status.LOST, Status.SUSPECT, Status.PENDING, Status.DOUBTFUL)
"""What waits for a person. ``doubtful`` has no decision and a rule that is not sure; ``open`` no decision and a rule that is."""


class Entry(Struct, frozen=True, kw_only=True):
    """An item with its status; ``item`` is None for a lost decision, ``standing`` where there is no decision."""

    status: Status
    kind: ItemKind
    id: str
    item: Item | None
    standing: Standing | None = None

    def facts(self) -> dict[str, Any]:
        """Return the entry as JSON has it."""
        item, standing = self.item, self.standing
        found: dict[str, Any] = {"id": self.id, "kind": self.kind.value, "status": self.status.value}
        if item is not None:
            found |= {
                "document": item.document, "pinpoint": item.pinpoint, "quote": item.quote, "mark": item.mark, "label": item.label, "rule": item.rule,
                "certain": item.certain, "fields": item.fields, "links": item.links, "fingerprint": item.fingerprint,
                "marks": [{"layer": layer, "start": span.start - item.start, "end": span.end - item.start} for layer, span in item.marks],
            }  # fmt: skip
            found |= {"requirement": item.node, "check": item.check} if item.kind is ItemKind.LINK else {}
        if standing is not None:
            found |= {
                "words": described(standing), "reason": standing.reason, "reviewers": standing.reviewers, "was": standing.was,
                "reviewed_quote": standing.record.quote, "difference": [{"kind": one.kind, "text": one.text} for one in difference(standing)],
                "decisions": [decided(record) for record in standing.records],
            }  # fmt: skip
        return found


def queue(stored: Stored, statuses: Iterable[Status], kinds: Iterable[ItemKind] = (), document: str = "") -> list[Entry]:
    """Return the entries of the statuses, the lost first, then in reading order of the documents, kind by kind."""
    wanted, of_kinds = set(statuses), set(kinds) or set(ItemKind)
    items = Items(stored.graph)
    entries = [*_lost(stored.standings), *_entries(items, stored.standings, of_kinds, everything=bool(wanted - set(WAITING)))]
    found = [entry for entry in entries if entry.status in wanted and entry.kind in of_kinds]
    return [entry for entry in found if not document or (entry.item.document if entry.item else entry.id.partition("/")[0]) == document]


def entry_of(stored: Stored, id: str, check: str = "") -> Entry | None:
    """Return the entry of the item that a person names, as it stands; None where there is none."""
    item = Items(stored.graph).find(id, check)
    if item is None:
        return None
    known = {(standing.kind, standing.id): standing for standing in stored.standings}
    return _entry(item, known.get((item.kind, item.id)))


def _lost(standings: Iterable[Standing]) -> Iterator[Entry]:
    for standing in standings:
        if standing.state is State.LOST:
            yield Entry(status=Status.LOST, kind=standing.kind, id=standing.id, item=None, standing=standing)


def _entries(items: Items, standings: Iterable[Standing], kinds: set[ItemKind], *, everything: bool) -> Iterator[Entry]:
    known = {(standing.kind, standing.id): standing for standing in standings if standing.item}
    for kind in (kind for kind in ItemKind if kind in kinds):
        for id in items.ids(kind):
            standing = known.get((kind, id))
            if not everything and standing is None and kind is ItemKind.LINK:
                continue  # a link is made by a person: nothing of it is doubtful
            item = items.get(kind, id)
            if item is not None:
                yield _entry(item, standing)


def _entry(item: Item, standing: Standing | None) -> Entry:
    status = Status(standing.state.value) if standing else Status.OPEN if item.certain or item.kind is ItemKind.LINK else Status.DOUBTFUL
    return Entry(status=status, kind=item.kind, id=item.id, item=item, standing=standing)
