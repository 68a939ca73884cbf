"""``reviews.toml`` → `Review`s and `Waiver`s: what people decided, and which gaps they accept::

    [[review]]
    requirement = "sec-xm-order/III-1.1"  # or definition, or citation; with check = "CHK-1" the link of the check to it
    decision = "edited"                   # accepted, rejected, edited, retracted
    edits = {modality = "permission"}
    reviewer = "A. Person"
    date = 2026-06-30
    reason = "The sentence frees, it does not bind"
    fingerprint = "rk1:…"                 # of the wording that was reviewed
    quote = "…"                           # that wording, by which it is found again

    [[waiver]]
    requirement = "sec-xm-order/III-6.1"
    reason = "The clearinghouses' rules are checked at FICC"
    owner = "Compliance"
    until = 2026-12-31

Read only: nothing in regkit approves but the command that says so (`regkit.trace.review` has what decisions come to).
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from regkit.errors import CheckError
from regkit.model.check import Decision, Review, Waiver
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
    for index, review in enumerate(found.review):
        _check(review, f"review[{index}]", place)
    for field, date in dates:
        if not is_date(date):
            raise CheckError(f"{field} is not a date: {date!r}", place=place, remedy="Write it as YYYY-MM-DD")
    for index, waiver in enumerate(found.waiver):
        if not waiver.reason.strip():
            raise CheckError(f"waiver[{index}] has no reason", place=place, remedy="Say why the gap is accepted")
    return found


def _check(review: Review, name: str, place: str) -> None:
    """Raise CheckError where a review does not say what was decided, on what, and by whom."""
    if review.decision not in set(Decision):
        raise CheckError(f"{name}.decision is none: {review.decision!r}", place=place, remedy=f"Write one of: {', '.join(Decision)}")
    named = [field for field in ("requirement", "definition", "citation") if getattr(review, field)]
    if len(named) != 1 or (review.check and named != ["requirement"]):
        remedy = "Name one requirement (with a check: its link), definition or citation"
        raise CheckError(f"{name} does not name one thing that was reviewed", place=place, remedy=remedy)
    if not review.reviewer.strip():
        raise CheckError(f"{name} has no reviewer", place=place, remedy="Say who decided")
    if review.decision != Decision.RETRACTED and not review.fingerprint:
        raise CheckError(f"{name} has no fingerprint", place=place, remedy="Record reviews with: regkit review")
    if bool(review.edits) != (review.decision == Decision.EDITED):
        raise CheckError(f"{name}.edits does not go with its decision", place=place, remedy="Only what is edited has edits, and it has some")
