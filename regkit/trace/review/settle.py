"""What the recorded decisions come to: which hold, which are suspect, which are lost.

A decision holds while its wording stands: the fingerprint of the sentence with its lead-ins, and for a link the check's procedure. It is looked for
by wording first and by id second, since ids count within a provision and move when a sentence is added there. Where the wording is nowhere, the item
of the same id, or the one whose sentence is most like it, is *suspect*: a person compares the two. Where there is none, the decision is *lost*; it
stays in the file and is listed.

With ``approvals`` of two, a decision takes effect once two people have recorded the same; the owner of a check does not count for its links, the
author of an edit counts as one of the two. Until then it is *pending* and changes nothing. The last decision is the one that counts: who thinks
otherwise records it, and what was decided before waits for agreement again. Names are compared without case and spacing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from regkit.graph.schema import Graph
from regkit.model.check import Decision, ItemKind, Review
from regkit.model.span import Anchor, Span
from regkit.text.quotes import collapse, fold
from regkit.text.relocate import Index
from regkit.trace.review.items import Item, Items, key_of


class State(StrEnum):
    """What an item's decisions come to."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"
    PENDING = "pending"
    SUSPECT = "suspect"
    LOST = "lost"


class Standing(Struct, frozen=True, kw_only=True):
    """One item, or one lost decision, with what its decisions come to.

    ``record`` is the decision that counts, ``reviewers`` are those who agree on it, ``needed`` how many must. ``item`` is None where it is lost.
    ``was`` is the id that the file names where the item has another by now. ``reason`` says why it is pending, suspect or lost.
    """

    state: State
    kind: ItemKind
    id: str
    record: Review
    item: Item | None = None
    records: tuple[Review, ...] = ()
    reviewers: tuple[str, ...] = ()
    needed: int = 1
    was: str = ""
    reason: str = ""


def settle(graph: Graph, reviews: Iterable[Review], *, approvals: int = 1, items: Items | None = None) -> tuple[Standing, ...]:
    """Return what the decisions come to: of the items of the graph in its order, then the lost ones in the file's order.

    Cost: one pass over the graph where there is any decision; the search for what was reworded is linear in the document, once.
    """
    recorded = tuple(reviews)
    if not recorded:
        return ()
    items = items or Items(graph)
    finder = _Finder(items)
    held: dict[tuple[ItemKind, str], list[Review]] = defaultdict(list)
    loose: dict[tuple[ItemKind, str], list[Review]] = defaultdict(list)
    lost: dict[tuple[ItemKind, str], tuple[list[Review], str]] = {}
    for review in recorded:
        kind, id = key_of(review)
        if review.decision == Decision.RETRACTED:
            continue
        found = finder.same(kind, id, review)
        if found is not None:
            held[kind, found].append(review)
            continue
        near, why = finder.near(kind, id, review)
        if near:
            loose[kind, near].append(review)
        else:
            lost.setdefault((kind, id), ([], why))[0].append(review)
    gone = _retracted(recorded)
    settled: dict[tuple[ItemKind, str], Standing] = {}
    for (kind, id), of in held.items():
        if left := [review for review in of if id_of(review) not in gone]:
            settled[kind, id] = _agreed(items, kind, id, left, approvals)
    for (kind, id), of in loose.items():
        if (kind, id) not in settled and (left := [review for review in of if id_of(review) not in gone]):
            settled[kind, id] = _suspect(items, kind, id, left)
    order = {key: place for place, key in enumerate((kind, id) for kind in ItemKind for id in items.ids(kind))}
    standing = sorted(settled.values(), key=lambda one: order[one.kind, one.id])
    for (kind, id), (of, why) in lost.items():
        if left := [review for review in of if id_of(review) not in gone]:
            standing.append(Standing(state=State.LOST, kind=kind, id=id, record=left[-1], records=tuple(left), reason=why))
    return tuple(standing)


def person(name: str) -> str:
    """Return a name as it is compared."""
    return collapse(name).casefold()


def id_of(review: Review) -> int:
    """Return what tells one record of a file from another that says the same."""
    return id(review)


def content(review: Review) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what was decided, apart from who, when and why."""
    decision = Decision.ACCEPTED.value if review.decision == Decision.APPROVED else review.decision
    return decision, tuple(sorted(review.edits.items()))


def _retracted(recorded: Sequence[Review]) -> set[int]:
    """Return the records that their own reviewers have taken back since: all before the retraction, of the same thing by the name it had."""
    gone: set[int] = set()
    before: dict[tuple[ItemKind, str, str], list[Review]] = defaultdict(list)
    for review in recorded:
        place = (*key_of(review), person(review.reviewer))
        if review.decision == Decision.RETRACTED:
            gone.update(map(id_of, before.pop(place, [])))
            if review.quote:  # under the id that the thing had when it was decided on
                for other, of in before.items():
                    if other[0] is place[0] and other[2] == place[2]:
                        gone.update(id_of(one) for one in of if (one.quote, one.mark, one.check) == (review.quote, review.mark, review.check))
        else:
            before[place].append(review)
    return gone


def _agreed(items: Items, kind: ItemKind, id: str, of: list[Review], approvals: int) -> Standing:
    item = items.get(kind, id)
    if item is None:
        raise KeyError(id)
    last = of[-1]
    latest = {person(review.reviewer): review for review in of}
    agreeing = [review for review in latest.values() if content(review) == content(last)]
    author = person(item.author) if approvals > 1 and item.author else ""
    counting = [review for review in agreeing if person(review.reviewer) != author]
    was = key_of(last)[1]
    reviewers = tuple(review.reviewer for review in counting)
    state, reason = State(content(last)[0]), ""
    if kind is ItemKind.LINK and last.procedure and last.procedure != item.procedure:
        return Standing(
            state=State.SUSPECT, kind=kind, id=id, record=last, item=item, records=tuple(of), reviewers=reviewers, needed=approvals,
            was=was if was != id else "", reason=f"the procedure of check {item.check} has changed",
        )  # fmt: skip
    if len(counting) < approvals:
        state, reason = State.PENDING, f"{len(counting)} of {approvals} approvals: {', '.join(reviewers) or 'none counts'}"
        if len(counting) < len(agreeing):
            reason += f"; {item.author} owns the check"
        if others := [review.reviewer for review in latest.values() if content(review) != content(last)]:
            reason += f"; {', '.join(others)} decided otherwise"
    return Standing(
        state=state, kind=kind, id=id, record=last, item=item, records=tuple(of), reviewers=reviewers or (last.reviewer,), needed=approvals,
        was=was if was != id else "", reason=reason,
    )  # fmt: skip


def _suspect(items: Items, kind: ItemKind, id: str, of: list[Review]) -> Standing:
    item, last = items.get(kind, id), of[-1]
    if item is None:
        raise KeyError(id)
    same = not last.quote or fold(last.quote) == fold(item.quote)
    if same and last.quote and fold(last.read_with) != fold("\n".join(item.read_with)):
        reason = "the wording of what it is read with has changed"
    elif same and last.quote:
        reason = "the sentence stands several times, or marks other words by now: nothing tells which was meant"
    else:
        reason = "the wording has changed"
    was = key_of(last)[1]
    return Standing(
        state=State.SUSPECT, kind=kind, id=id, record=last, item=item, records=tuple(of), reviewers=(last.reviewer,), was=was if was != id else "",
        reason=reason,
    )  # fmt: skip


class _Finder:
    """Finds the item that a decision was about; indexes a document's wordings when the first of its decisions needs them."""

    def __init__(self, items: Items) -> None:
        self._items = items
        self._prints: dict[tuple[ItemKind, str], dict[str, list[str]]] = {}
        self._sentences: dict[tuple[ItemKind, str], tuple[Index, dict[Span, list[str]]]] = {}

    def same(self, kind: ItemKind, id: str, review: Review) -> str | None:
        """Return the id of the item with the same wording and mark; None where there is none, or several with nothing to tell them apart."""
        here = self._items.get(kind, id)
        if here is not None and review.fingerprint in (here.fingerprint, here.legacy) and (not review.quote or _mark(review) == fold(here.mark)):
            return id
        if not review.quote:
            return None
        candidates = [item for other in self._by_print(kind, _document(review)).get(review.fingerprint, ()) if (item := self._items.get(kind, other))]
        candidates = [item for item in candidates if item.check == review.check]
        marked = [item for item in candidates if fold(item.mark) == _mark(review)]
        if len(marked) > 1:
            near = [item for item in marked if fold(item.prefix) == fold(review.prefix) or fold(item.suffix) == fold(review.suffix)]
            exact = [item for item in near if fold(item.prefix) == fold(review.prefix) and fold(item.suffix) == fold(review.suffix)]
            marked = exact if len(exact) == 1 else near
        if len(marked) == 1:
            return marked[0].id
        if not marked and any(item.id == id for item in candidates):
            return id  # the rule marks a little more or less of the same sentence than it did
        return None

    def near(self, kind: ItemKind, id: str, review: Review) -> tuple[str, str]:
        """Return the id of the item that the decision may be about now, else why there is none."""
        document = _document(review)
        if review.quote:
            index, places = self._index(kind, document)
            anchor = Anchor(
                document=document, span=Span(0, 0), quote=review.quote, prefix=review.prefix, suffix=review.suffix, fingerprint=review.fingerprint
            )
            found = index.find(anchor) if places else None
            spans = (found.span,) if found and found.span else found.places if found else ()
            for span in spans:
                ids = [other for other in places.get(span, ()) if not review.check or self._check(kind, other) == review.check]
                if ids:
                    return id if id in ids else ids[0], ""
        if self._items.get(kind, id) is not None:
            return id, ""
        sentences = {str(data.get("quote", "")) for _, data in self._items.graph.nodes(data=True) if data.get("document") == document}
        if not sentences:
            return "", f"there is no document {document}" if document else "there is nothing of that name"
        if review.quote in sentences:
            return "", "the check does not name it any more" if review.check else "the sentence stands, and nothing is extracted from it any more"
        return "", "its sentence is not in the text any more, nor one like it"

    def _check(self, kind: ItemKind, id: str) -> str:
        item = self._items.get(kind, id)
        return item.check if item else ""

    def _by_print(self, kind: ItemKind, document: str) -> dict[str, list[str]]:
        key = kind, document
        if key not in self._prints:
            made: dict[str, list[str]] = defaultdict(list)
            for id in self._items.ids(kind, document):
                if (item := self._items.get(kind, id)) is not None:
                    made[item.fingerprint].append(id)
            self._prints[key] = made
        return self._prints[key]

    def _index(self, kind: ItemKind, document: str) -> tuple[Index, dict[Span, list[str]]]:
        key = kind, document
        if key not in self._sentences:
            places: dict[Span, list[str]] = {}
            text, at = [], 0
            seen: dict[str, Span] = {}
            for id in self._items.ids(kind, document):
                item = self._items.get(kind, id)
                if item is None:
                    continue
                place = item.sentence or item.id
                if place not in seen:
                    seen[place] = Span(at, at + len(item.quote))
                    text.append(item.quote)
                    at += len(item.quote) + 1
                places.setdefault(seen[place], []).append(id)
            self._sentences[key] = Index("\n".join(text), tuple(dict.fromkeys(seen.values()))), places
        return self._sentences[key]


def _mark(review: Review) -> str:
    return fold(review.mark)


def _document(review: Review) -> str:
    return (review.requirement or review.definition or review.citation).partition("/")[0]
