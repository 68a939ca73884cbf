"""How far a requirement is shown to be met. regkit never says "compliant": it shows coverage, people conclude."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from regkit.model.check import Evidence


class CoverageStatus(StrEnum):
    """From worst to best, as a report sorts them.

    ``lost``: a check's quote is nowhere in the text any more. ``failing``: the latest evidence of a check failed. ``suspect``: the wording
    differs from what was reviewed. ``uncovered``: no check verifies it. ``unverified``: checks, but no passing evidence yet. ``stale``: passing
    evidence that is too old, by the check's frequency, or older than what it verifies. ``waived``: an accepted gap, in date. ``covered``: every
    check that verifies it has passing evidence.
    """

    LOST = "lost"
    FAILING = "failing"
    SUSPECT = "suspect"
    UNCOVERED = "uncovered"
    UNVERIFIED = "unverified"
    STALE = "stale"
    WAIVED = "waived"
    COVERED = "covered"


class Coverage(Struct, frozen=True, kw_only=True):
    """The coverage of one requirement: its status, why, and the checks and latest evidence that it follows from.

    ``carried`` are the ids of the results that are older than what they verify: its wording, the check's procedure or an input has changed since.
    """

    requirement: str
    status: CoverageStatus
    reasons: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    carried: tuple[str, ...] = ()


class Reliance(StrEnum):
    """The answer to "may I rely on it?": what the evidence shows of a conditional norm's conditions, never legal advice."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    FAILS = "fails"
