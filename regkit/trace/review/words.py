"""What is said of a decision, the same in the terminal, in findings and in reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.model.check import Decision, ItemKind, Review
from regkit.model.finding import Finding, Severity
from regkit.text.quotes import collapse
from regkit.text.words import Stretch, marked, reworded
from regkit.trace.review.settle import Standing, State

_WORDS = {
    Decision.ACCEPTED: "accepted",
    Decision.APPROVED: "accepted",
    Decision.REJECTED: "rejected",
    Decision.EDITED: "edited",
    Decision.RETRACTED: "retracted",
}
_NOUNS = {ItemKind.REQUIREMENT: "extraction", ItemKind.DEFINITION: "definition", ItemKind.CITATION: "citation", ItemKind.LINK: "link"}


def decided(review: Review, before: dict[str, str] | None = None) -> str:
    """Return one decision as a line: "edited by A. Person on 2026-06-30 (modality: obligation → permission): the sentence frees"."""
    line = f"{_WORDS[Decision(review.decision)]} by {review.reviewer} on {review.date}"
    if review.edits:
        known = before or {}
        parts = [
            f"{field}: {collapse(known[field]) or 'nothing'} → {collapse(value) or 'nothing'}" if field in known else f"{field}: {value or 'nothing'}"
            for field, value in sorted(review.edits.items())
        ]
        line += f" ({'; '.join(parts)})"
    return f"{line}: {collapse(review.reason)}" if review.reason.strip() else line


def described(standing: Standing) -> str:
    """Return what an item's decisions come to as a line."""
    line = decided(standing.record, standing.item.fields if standing.item else None)
    if standing.state is State.PENDING:
        return f"pending ({standing.reason}): {line}"
    if standing.state in (State.SUSPECT, State.LOST):
        return f"{standing.state.value}, {standing.reason}: {line}"
    if len(standing.reviewers) > 1:
        line = line.replace(f"by {standing.record.reviewer}", f"by {' and '.join(standing.reviewers)}", 1)
    return line


def difference(standing: Standing) -> tuple[Stretch, ...]:
    """Return the words that changed since a suspect decision, with its lead-ins where those changed; none where there is nothing to compare."""
    record, item = standing.record, standing.item
    if item is None or not record.quote or standing.state is not State.SUSPECT:
        return ()
    old, new = record.quote, item.quote
    if old == new:
        old, new = record.read_with, "\n".join(item.read_with)
    return reworded(old, new) if old != new else ()


def findings(graph: Graph, standings: Sequence[Standing], reviews: Sequence[Review], file: str) -> Iterator[Finding]:
    """Yield what a run has to say of reviews: suspect, lost and pending decisions, checks of what was rejected, and how much waits for a review."""
    places = {id(review): f"{file}, review[{index}]" for index, review in enumerate(reviews)}
    decided_on: set[tuple[ItemKind, str]] = set()
    for standing in standings:
        decided_on.add((standing.kind, standing.id))
        if standing.state is State.SUSPECT and standing.item:
            words = marked(difference(standing))
            words = f': "{words}"' if words else ""
            yield Finding(
                code="review.suspect",
                severity=Severity.WARNING,
                message=f"the {_NOUNS[standing.kind]} {standing.id} is {described(standing)}{words}",
                document=standing.item.document,
                place=standing.item.node,
                remedy="Look at it again with: regkit review",
            )
        elif standing.state is State.LOST:
            quote = f': "{collapse(standing.record.quote)}"' if standing.record.quote else ""
            yield Finding(
                code="review.lost",
                severity=Severity.WARNING,
                message=f"the decision on the {_NOUNS[standing.kind]} {standing.id} ({decided(standing.record)}) counts for nothing: "
                f"{standing.reason}{quote}",
                place=places[id(standing.record)],
                remedy="Retract it, or review what took its place",
            )
        elif standing.state is State.PENDING:
            yield Finding(
                code="review.pending",
                severity=Severity.NOTE,
                message=f"the {_NOUNS[standing.kind]} {standing.id} is {described(standing)}",
                document=standing.item.document if standing.item else "",
                place=standing.item.node if standing.item else "",
                remedy="Another person confirms it with: regkit review",
            )
    yield from _of_rejected(graph)
    if count := _open(graph, decided_on):
        yield Finding(
            code="review.open",
            severity=Severity.NOTE,
            message=f"{count} doubtful {'extraction waits' if count == 1 else 'extractions wait'} for a review",
            place=file,
            remedy="List them with: regkit review list --status doubtful",
        )


def _of_rejected(graph: Graph) -> Iterator[Finding]:
    for source, target, edge in graph.edges(data=True):
        if edge["kind"] == EdgeKind.VERIFIES.value and graph.nodes[target]["kind"] == NodeKind.REJECTED.value:
            yield Finding(
                code="review.check-of-rejected",
                severity=Severity.WARNING,
                message=f"check {graph.nodes[source].get('check', source)} verifies {target}, which was {graph.nodes[target]['review_words']}",
                document=str(graph.nodes[target].get("document", "")),
                place=target,
                remedy="Drop it from the check, or retract the rejection",
            )


def _open(graph: Graph, decided_on: Iterable[tuple[ItemKind, str]]) -> int:
    known = set(decided_on)
    of_nodes = sum(
        not data.get("certain", True) and (ItemKind(data["kind"]), node) not in known
        for node, data in graph.nodes(data=True)
        if data["kind"] in (ItemKind.REQUIREMENT, ItemKind.DEFINITION)
    )
    spans = {
        (source, edge["start"])
        for source, _, edge in graph.edges(data=True)
        if edge["kind"] == EdgeKind.CITES.value and not edge.get("certain", True) and "review" not in edge
    }
    return of_nodes + len(spans)
