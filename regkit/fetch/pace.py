"""Politeness: the time between two requests to a host, also those of other regkit processes, and how long to wait after a refusal."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from filelock import FileLock

from regkit.fetch.hosts import HOSTS, OTHER


class Pace:
    """When a host was last asked, kept in a file a host under ``folder``, so that processes that share a cache share its pace."""

    def __init__(self, folder: Path, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._folder = folder
        self._clock = clock
        self._sleep = sleep

    def wait(self, host: str) -> None:
        """Return when the host may be asked again, and note that it is."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / hashlib.sha256(host.encode()).hexdigest()[:16]
        with FileLock(path.with_suffix(".lock")):
            now = self._clock()
            due = _stamp(path) + HOSTS.get(host, OTHER)
            # a clock that was set back must not make anybody wait for hours
            if now < due <= now + HOSTS.get(host, OTHER):
                self._sleep(due - now)
                now = due
            path.write_text(repr(now), encoding="ascii")


def _stamp(path: Path) -> float:
    try:
        return float(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0.0


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds that ``Retry-After`` asks for (RFC 9110, 10.2.3: seconds, or a date); None where it says nothing that can be read.

    >>> retry_after({"retry-after": "7"})
    7.0
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        then = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - (now or datetime.now(UTC))).total_seconds())


def back_off(attempt: int, first: float) -> float:
    """Return the seconds before attempt ``attempt`` + 2: doubling, with up to half as much again, so that clients don't return together."""
    return first * 2.0**attempt * (1 + random.random() / 2)  # noqa: S311  (no secret)
