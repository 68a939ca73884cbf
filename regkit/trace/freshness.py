"""How long a result holds: how often its check is due, and whether what it verified is still the same.

A check's ``frequency`` is what registers write: ``daily``, ``weekly``, ``monthly``, ``quarterly``, ``semi-annual``, ``annual`` and their like,
``every 10 days``, or an ISO 8601 duration of days, weeks, months or years (``P90D``). The result of a check is good through the day on which the
next is due: that many days or months later, where a month that is too short ends on its last day, and the last day of a month leads to the last
day of a month, so that month-end checks are due at month-ends. What follows an event (``per customer``, ``on each change of the form``) has no
interval; there ``next_due`` decides: a result from before that day is too old after it.

A result is *carried* where it is older than what it verifies: the requirement's wording, the check's method or procedure, or an input file is not
what it was when the result was recorded. Only results of the log know what they verified.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from regkit.model.check import Check, Evidence, Result
from regkit.text.fingerprint import RECIPE, fingerprint

_NAMED = {
    "daily": (1, 0),
    "every business day": (1, 0),
    "weekly": (7, 0),
    "biweekly": (14, 0),
    "fortnightly": (14, 0),
    "monthly": (0, 1),
    "bimonthly": (0, 2),
    "quarterly": (0, 3),
    "semiannual": (0, 6),
    "semiannually": (0, 6),
    "half yearly": (0, 6),
    "annual": (0, 12),
    "annually": (0, 12),
    "yearly": (0, 12),
    "biennial": (0, 24),
    "biennially": (0, 24),
}
_UNITS = {"day": (1, 0), "week": (7, 0), "month": (0, 1), "quarter": (0, 3), "year": (0, 12)}
_EVERY = re.compile(r"(?:every|each|once (?:a|an|every|per)) (?:(\d{1,4}) )?(day|week|month|quarter|year)s?\Z")
_ISO = re.compile(r"p(?:(\d{1,4})y)?(?:(\d{1,4})m)?(?:(\d{1,4})w)?(?:(\d{1,4})d)?\Z")
_EVENT = re.compile(r"(?:per|on|at|upon|as|when|whenever|before|after|once|one|each|every|continuous|continuously|ad|event|by)\b")


class Interval(Struct, frozen=True, kw_only=True):
    """How often something is due."""

    days: int = 0
    months: int = 0


@lru_cache(maxsize=1024)
def interval(frequency: str) -> Interval | None:
    """Return how often a check is due; None where its frequency names no interval.

    >>> interval("Every 2 weeks"), interval("P3M"), interval("per customer")
    (Interval(days=14, months=0), Interval(days=0, months=3), None)
    """
    text = " ".join(frequency.casefold().replace("-", " ").split())
    if text in _NAMED or text.replace("semi annual", "semiannual") in _NAMED:
        days, months = _NAMED[text.replace("semi annual", "semiannual")]
        return Interval(days=days, months=months)
    found = _EVERY.match(text)
    if found:
        count = int(found[1] or 1)
        days, months = _UNITS[found[2]]
        return Interval(days=days * count, months=months * count) if count else None
    found = _ISO.match(text)
    if found:
        years, months, weeks, days = (int(group or 0) for group in found.groups())
        made = Interval(days=days + 7 * weeks, months=months + 12 * years)
        return made if made != Interval() else None
    return None


def is_date(text: str) -> bool:
    """Tell whether the text is a date of the calendar, as YYYY-MM-DD."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_understood(frequency: str) -> bool:
    """Tell whether a frequency is an interval, or names the event that it follows; "mnthly" is neither."""
    return not frequency.strip() or interval(frequency) is not None or bool(_EVENT.match(frequency.strip().casefold()))


@lru_cache(maxsize=65536)
def good_through(date: str, frequency: str) -> str:
    """Return the last day (ISO) on which a result of ``date`` holds; empty where the frequency has no interval.

    >>> good_through("2026-06-30", "quarterly"), good_through("2026-01-31", "monthly"), good_through("2026-01-30", "monthly")
    ('2026-09-30', '2026-02-28', '2026-02-28')
    """
    every = interval(frequency)
    if every is None:
        return ""
    day = datetime.date.fromisoformat(date)
    months = day.year * 12 + day.month - 1 + every.months
    year, month = divmod(months, 12)
    if year > datetime.MAXYEAR:
        return ""
    last = calendar.monthrange(year, month + 1)[1]
    at_end = every.months and day.day == calendar.monthrange(day.year, day.month)[1]
    try:
        return (datetime.date(year, month + 1, last if at_end else min(day.day, last)) + datetime.timedelta(days=every.days)).isoformat()
    except OverflowError:
        return ""


def too_old(check: Check, date: str, today: str) -> str:
    """Return why a result of ``date`` is too old on ``today``; empty where it is not, or no day is known."""
    if not today:
        return ""
    last = good_through(date, check.frequency)
    if last:
        return f"the result of check {check.id} of {date} was good through {last} ({check.frequency})" if today > last else ""
    if check.next_due and date < check.next_due < today:
        return f"check {check.id} was due on {check.next_due}, its latest result is of {date}"
    return ""


def described(evidence: Evidence, check: Check) -> str:
    """Return a result as a line for people: the day, what came of it, who says so, until when it holds, where it stands."""
    last = good_through(evidence.date, check.frequency)
    parts = [f"{evidence.date} {evidence.result.value.replace('_', ' ')}"]
    parts += [f"by {evidence.by}"] if evidence.by else []
    parts += [f"good through {last}"] if last and evidence.result is Result.PASS else []
    parts += [evidence.note] if evidence.note else []
    return f"{', '.join(parts)} ({evidence.place or evidence.id})"


def procedure_fingerprint(check: Check) -> str:
    """Return the fingerprint of how a check is carried out."""
    return fingerprint(check.method.value, check.procedure.strip() or "-")


def carried(evidence: Evidence, requirement: str, now: Mapping[str, str]) -> str:
    """Return why a result is older than what it verifies; empty where it is not, or nobody can tell.

    Args:
        evidence: a result, with the fingerprints that it was recorded with, and the inputs that have changed.
        requirement: the id of the requirement that it is to verify.
        now: fingerprints by node id, of the requirement and of the check, as they are.
    """
    then = dict(evidence.verified)
    check = f"check:{evidence.check}"
    which = f"the result of check {evidence.check} of {evidence.date} is carried"
    if then:
        if requirement not in then:
            return f"{which}: the check did not verify this requirement then"
        for id, what in ((requirement, "the wording"), (check, "the check's method or procedure")):
            if id in then and id in now and then[id] != now[id]:
                recipe = "" if then[id].startswith(f"{RECIPE}:") else ", or how fingerprints are made,"
                return f"{which}: {what}{recipe} has changed since"
    for name, sha256 in evidence.changed:
        return f"{which}: its input {name} {'has changed since' if sha256 else 'is no longer there'}"
    return ""
