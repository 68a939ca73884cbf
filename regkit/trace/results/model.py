"""A case: one line of somebody's file of results."""

from __future__ import annotations

from msgspec import Struct

from regkit.model.check import Result
from regkit.trace.record import Outcome


class Case(Struct, frozen=True, kw_only=True):
    """What a file says of one test, rule or row.

    ``named`` are the ids of checks that it names outright; ``names`` are what else it goes by, the most telling first. ``result`` is None where it
    does not count (skipped, suppressed, a note), and ``note`` then says why. ``date`` is ISO, empty where the file has none.
    """

    place: str
    label: str
    result: Result | None
    named: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    note: str = ""
    date: str = ""
    by: str = ""


class Miss(Struct, frozen=True, kw_only=True):
    """A case that was not recorded, and why."""

    place: str
    label: str
    why: str


class Matched(Struct, frozen=True, kw_only=True):
    """What a file comes to: an outcome a check, in the file's order; cases that name an unknown check; cases of no check; cases that don't count."""

    outcomes: tuple[Outcome, ...] = ()
    unknown: tuple[Miss, ...] = ()
    unmatched: tuple[Miss, ...] = ()
    uncounted: tuple[Miss, ...] = ()


WORDS: dict[str, Result | None] = {
    **dict.fromkeys(("pass", "passed", "ok", "success", "successful", "true"), Result.PASS),
    **dict.fromkeys(("fail", "failed", "failure", "not ok", "false"), Result.FAIL),
    **dict.fromkeys(("error", "errored", "broken", "timeout"), Result.ERROR),
    **dict.fromkeys(("not_applicable", "not applicable", "n/a", "na"), Result.NOT_APPLICABLE),
    **dict.fromkeys(("skip", "skipped", "xfail", "pending", "disabled", "notrun", "not run", "todo", "open", "review", "informational"), None),
}
"""The words that tools use for a result; None for what is no result."""
