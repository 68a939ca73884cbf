"""How far each requirement is shown: its status, why, and the counts.

Rules, worst first; the first that holds is the status.

1. *lost*: a check that was reviewed for this requirement no longer finds the words that it quotes.
2. *failing*: the latest result of a check that verifies it is a failure or an error.
3. *suspect*: its wording is not the wording that was reviewed (of the requirement, of a check's link to it, or of its waiver).
4. *waived*: an accepted gap, in date, of a requirement that would be uncovered, unverified or stale.
5. *uncovered*: no check verifies it.
6. *unverified*: a check that verifies it has no passing result as its latest; "not applicable" verifies nothing.
7. *stale*: the latest results of its checks are passes, but one is too old by the check's frequency, or older than what it verifies
   (`regkit.trace.freshness`).
8. *covered*: the latest result of every check that verifies it is a pass.

A result counts for the requirements that its check verifies and for no other: a lead-in is not covered because its items are, nor the other way
round. What a person has rejected in review is no requirement, and a link that was rejected verifies nothing (`regkit.trace.review`).
No clock: a waiver is in date, and a result too old, as of a day that the caller names; without one, as of the latest day that evidence or a review
has, and where there is none, no waiver counts and nothing is too old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from regkit.graph import queries
from regkit.graph.schema import Graph, NodeKind, check_id
from regkit.model.check import Evidence, Result, Waiver
from regkit.model.coverage import Coverage, CoverageStatus
from regkit.trace.freshness import carried, procedure_fingerprint, too_old
from regkit.trace.review import ItemKind, State, settle
from regkit.trace.reviews import Reviews

_GAPS = frozenset({CoverageStatus.UNCOVERED, CoverageStatus.UNVERIFIED, CoverageStatus.STALE})


class Tally(Struct, frozen=True, kw_only=True):
    """Counts of requirements by status, in the order of `CoverageStatus`; ``percent`` covered is 0 for none at all: nothing is shown by nothing."""

    total: int
    counts: dict[CoverageStatus, int]

    @property
    def covered(self) -> int:
        """How many are covered."""
        return self.counts[CoverageStatus.COVERED]

    @property
    def percent(self) -> float:
        """Percent covered, 0 to 100."""
        return 100.0 * self.covered / self.total if self.total else 0.0


class Summary(Struct, frozen=True, kw_only=True):
    """Coverage counted as a whole, and by document, kind, modality, owner of its checks, day and month of its evidence.

    A requirement counts once for each owner it has. Its day is that of the oldest of the latest results of its checks, the one that it is no fresher
    than; "" where it has none.
    """

    all: Tally
    documents: dict[str, Tally]
    kinds: dict[str, Tally]
    modalities: dict[str, Tally]
    owners: dict[str, Tally]
    dates: dict[str, Tally]
    months: dict[str, Tally]


def coverage(
    graph: Graph,
    reviews: Reviews | None = None,
    *,
    on: str = "",
    lost: Iterable[tuple[str, str]] = (),
    history: bool = False,
) -> tuple[Coverage, ...]:
    """Return the coverage of every requirement, in reading order.

    Args:
        graph: with checks and evidence.
        reviews: approvals and waivers.
        on: the day (ISO) as of which waivers and results count.
        lost: (check, quote) of targets that were not found.
        history: leave out what is dated after ``on``: what could have been known that day.
    """
    reviews = reviews or Reviews()
    approvals = [review for review in reviews.review if not history or review.date <= on]
    results = latest_results(graph, on if history else "")
    today = on or max([item.date for item in results.values()] + [review.date for review in approvals], default="")
    known = {str(data["check"]): data for data in (graph.nodes[id] for id in queries.nodes(graph, NodeKind.CHECK))}
    # Only results of the log know what the procedure was.
    remembering = [check for check, item in results.items() if item.verified and check in known]
    now: dict[str, str] = {check_id(check): procedure_fingerprint(queries.check(graph, check)) for check in remembering}

    def aged(item: Evidence) -> str:
        data = known[item.check]
        return too_old(queries.check(graph, item.check), item.date, today) if data.get("frequency") or data.get("next_due") else ""

    doubted: dict[str, list[str]] = {}
    for standing in settle(graph, approvals):
        if standing.state is State.SUSPECT and standing.item and standing.kind in (ItemKind.REQUIREMENT, ItemKind.LINK):
            what = f"the link to check {standing.item.check}" if standing.item.check else "it"
            since = f"{standing.reason} since {standing.record.reviewer} reviewed {what} on {standing.record.date}"
            doubted.setdefault(standing.item.node, []).append(since)
    waivers: dict[str, list[Waiver]] = {}
    for waiver in reviews.waiver:
        waivers.setdefault(waiver.requirement, []).append(waiver)
    missing: dict[str, list[str]] = {}
    gone = dict(lost)
    for review in approvals:
        if review.check in gone:
            missing.setdefault(review.requirement, []).append(f'check {review.check} quotes words that are not in the text: "{gone[review.check]}"')
    found = []
    for id in queries.nodes(graph, NodeKind.REQUIREMENT):
        checks = queries.checks_of(graph, id)
        latest = [results[check] for check in checks if check in results]
        fingerprint = str(graph.nodes[id]["fingerprint"])
        now[id] = fingerprint
        older = {item.id: why for item in latest if (why := carried(item, id, now))}
        status, reasons = _shown(checks, latest)
        if status is CoverageStatus.FAILING:
            reasons = (*reasons, *(older[item.id] for item in latest if item.id in older))
        elif status is CoverageStatus.COVERED:
            old = [older.get(item.id) or aged(item) for item in latest]
            if any(old):
                status, reasons = CoverageStatus.STALE, tuple(filter(None, old))
        if status in _GAPS:
            status, reasons = _waived(waivers.get(id, []), fingerprint, today, status, reasons)
        doubts = doubted.get(id, [])
        if doubts and status is not CoverageStatus.FAILING:
            status, reasons = CoverageStatus.SUSPECT, (*doubts, *reasons)
        if id in missing:
            status, reasons = CoverageStatus.LOST, (*missing[id], *reasons)
        found.append(
            Coverage(requirement=id, status=status, reasons=tuple(reasons), checks=tuple(checks), evidence=tuple(latest), carried=tuple(older))
        )
    return tuple(found)


def latest_results(graph: Graph, until: str = "") -> dict[str, Evidence]:
    """Return the latest result of each check that has one (by date, of one day the one recorded last), those after ``until`` left out."""
    found: dict[str, tuple[tuple[str, int], Mapping[str, Any]]] = {}
    for _, data in graph.nodes(data=True):
        if data["kind"] == NodeKind.EVIDENCE.value:
            date = str(data.get("date", ""))
            key = (date, int(data["order"]))
            if not (until and date > until) and (data["check"] not in found or found[data["check"]][0] < key):
                found[data["check"]] = key, data
    return {check: queries.evidence(data) for check, (_, data) in found.items()}


def _shown(checks: Sequence[str], latest: Sequence[Evidence]) -> tuple[CoverageStatus, tuple[str, ...]]:
    if not checks:
        return CoverageStatus.UNCOVERED, ("no check verifies it",)
    by_check = {item.check: item for item in latest}
    bad = [item for item in latest if item.result in {Result.FAIL, Result.ERROR}]
    if bad:
        words = {Result.FAIL: "failed", Result.ERROR: "ended in an error"}
        return CoverageStatus.FAILING, tuple(f"check {item.check} {words[item.result]} on {item.date}" for item in bad)
    open_ = [check for check in checks if check not in by_check or by_check[check].result is not Result.PASS]
    if open_:
        return CoverageStatus.UNVERIFIED, tuple(
            f"check {check} was not applicable on {by_check[check].date}" if check in by_check else f"check {check} has no evidence"
            for check in open_
        )
    return CoverageStatus.COVERED, tuple(f"check {check} passed on {by_check[check].date}" for check in checks)


def _waived(
    waivers: Sequence[Waiver], fingerprint: str, today: str, status: CoverageStatus, reasons: tuple[str, ...]
) -> tuple[CoverageStatus, tuple[str, ...]]:
    for waiver in sorted(waivers, key=lambda waiver: waiver.until, reverse=True):
        if today > waiver.until:
            reasons = (*reasons, f"a waiver by {waiver.owner} ended on {waiver.until}")
        elif waiver.fingerprint and waiver.fingerprint != fingerprint:
            return CoverageStatus.SUSPECT, (f"the wording has changed since {waiver.owner} accepted the gap", *reasons)
        elif not today:
            reasons = (*reasons, f"a waiver by {waiver.owner} until {waiver.until} needs a day to be in date on: name one, or date the evidence")
        else:
            return CoverageStatus.WAIVED, (f"accepted by {waiver.owner} until {waiver.until}: {waiver.reason}", *reasons)
    return status, reasons


def summarise(graph: Graph, found: Sequence[Coverage]) -> Summary:
    """Count coverage as a whole and by every heading, headings in reading order (owners sorted, "" for requirements without a check's owner)."""
    owners = {check.id: check.owner for check in queries.checks(graph)}

    def by(heading: Callable[[Coverage], Iterable[str]]) -> dict[str, Tally]:
        groups: dict[str, list[Coverage]] = {}
        for item in found:
            for name in dict.fromkeys(heading(item)):
                groups.setdefault(name, []).append(item)
        return {name: tally(members) for name, members in groups.items()}

    def attribute(name: str) -> Callable[[Coverage], Iterable[str]]:
        return lambda item: [str(graph.nodes[item.requirement].get(name, ""))]

    documents = by(attribute("document"))
    owned = by(lambda item: [owners[check] for check in item.checks] or [""])
    return Summary(
        all=tally(found),
        documents={name: documents.get(name, tally(())) for name in queries.documents(graph)},
        kinds=by(attribute("requirement_kind")),
        modalities=by(attribute("modality")),
        owners=dict(sorted(owned.items())),
        dates=dict(sorted(by(lambda item: [dated(item)]).items())),
        months=dict(sorted(by(lambda item: [dated(item)[:7]]).items())),
    )


def dated(item: Coverage) -> str:
    """Return the day of the oldest of the latest results of a requirement's checks; empty where there is none."""
    return min((found.date for found in item.evidence), default="")


def tally(found: Sequence[Coverage]) -> Tally:
    """Count coverage by status."""
    counts = dict.fromkeys(CoverageStatus, 0)
    for item in found:
        counts[item.status] += 1
    return Tally(total=len(found), counts=counts)
