"""``reviews.toml`` → `Review`s and `Waiver`s: what people approved, and which gaps they accept::

    [[review]]
    requirement = "sec-xm-order/III-1.1"
    fingerprint = "rk1:…"                # of the wording that was reviewed
    decision = "approved"
    reviewer = "A. Person"
    date = 2026-06-30

    [[waiver]]
    requirement = "sec-xm-order/III-6.1"
    reason = "The clearinghouses' rules are checked at FICC"
    owner = "Compliance"
    until = 2026-12-31

Read only: nothing in regkit approves but the command that says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from regkit.errors import CheckError
from regkit.graph.schema import Graph, NodeKind
from regkit.model.check import Review, Waiver
from regkit.text.fingerprint import RECIPE
from regkit.text.forms import read_toml
from regkit.trace.evidence import is_date


class Reviews(Struct, frozen=True, kw_only=True):
    """The decisions of a project, in the file's order."""

    review: tuple[Review, ...] = ()
    waiver: tuple[Waiver, ...] = ()


def load_reviews(path: Path) -> Reviews:
    """Return what the file holds; nothing where there is none. Raises: CheckError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Reviews()
    except OSError as problem:
        raise CheckError(f"the file cannot be read: {problem.strerror}", place=str(path), remedy="Check its permissions") from None
    return parse_reviews(data, str(path))


def parse_reviews(data: bytes, place: str = "reviews.toml") -> Reviews:
    """Return the decisions that ``data`` holds. Raises: CheckError."""
    found = read_toml(data, Reviews, place, error=CheckError)
    dates = [(f"review[{index}].date", review.date) for index, review in enumerate(found.review)]
    dates += [(f"waiver[{index}].until", waiver.until) for index, waiver in enumerate(found.waiver)]
    for field, date in dates:
        if not is_date(date):
            raise CheckError(f"{field} is not a date: {date!r}", place=place, remedy="Write it as YYYY-MM-DD")
    for index, waiver in enumerate(found.waiver):
        if not waiver.reason.strip():
            raise CheckError(f"waiver[{index}] has no reason", place=place, remedy="Say why the gap is accepted")
    return found


def reworded(graph: Graph, reviews: Iterable[Review]) -> dict[tuple[str, str], Review]:
    """Return the latest review of each requirement (and check, empty for the requirement itself) where the wording has changed since.

    Only fingerprints of the present recipe compare; one of another recipe counts as changed, since nobody can tell.
    """
    latest: dict[tuple[str, str], Review] = {}
    for review in sorted(reviews, key=lambda review: review.date):
        latest[review.requirement, review.check] = review
    return {
        key: review
        for key, review in latest.items()
        if key[0] in graph
        and graph.nodes[key[0]].get("kind") == NodeKind.REQUIREMENT.value
        and (review.fingerprint != graph.nodes[key[0]]["fingerprint"] or not review.fingerprint.startswith(f"{RECIPE}:"))
    }


def vanished(graph: Graph, reviews: Iterable[Review]) -> list[Review]:
    """Return the reviews of requirements that are not in the graph any more, in the file's order."""
    return [review for review in reviews if review.requirement not in graph]
