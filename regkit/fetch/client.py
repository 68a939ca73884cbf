"""One polite client for all hosts: pace, retries with back-off, cache with revalidation, resumption, redirects that stay where they may go."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from regkit.errors import FetchError
from regkit.fetch.cache import Cache, Entry, Partial
from regkit.fetch.content import check_kind, is_whole, kind_of, too_large, unpacked
from regkit.fetch.hosts import CONTACT, HOSTS, checked, spelled
from regkit.fetch.limits import Limits
from regkit.fetch.pace import Pace, back_off, retry_after
from regkit.fetch.walls import refuse_page, refuse_redirect, too_often
from regkit.fetch.wire import Again, Transport, Wire, answering, short_body, stream

_AGAIN = frozenset({202, 408, 425, 429, 500, 502, 503, 504})  # EUR-Lex answers 202 while it makes a page
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({400, 404, 410})
_TOTAL = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class Page(Struct, frozen=True, kw_only=True):
    """A document as received. ``cached``: nothing was transferred, because the server (or ``offline``) said that the cache's copy stands."""

    entry: Entry
    data: bytes
    cached: bool = False


class NotThere(FetchError):  # noqa: N818  (a kind of FetchError that APIs explain)
    """The server has nothing at the address; ``body`` is the beginning of what it said."""

    def __init__(self, place: str, status: int, body: str) -> None:
        super().__init__(f"the server has nothing there (status {status})", kind="not-found", place=place, remedy="Check the citation and its date")
        self.status = status
        self.body = body


class Client:
    """What fetches addresses.

    Args:
        folder: the cache; see `Cache`.
        contact: who asks, for the user agent: a name and a mail address. sec.gov is not asked without one.
        hosts: hosts that may be asked and redirected to, beside the default ones.
        offline: answer from the cache alone.
        limits: bounds of each request.
        seen: called with the address, the bytes so far and the bytes in all (0 where unknown), as they come; may be changed later.
        transport: what opens connections. Not for use but in tests: it is the only way round TLS.
        clock, sleep, today: the time; given by tests.
    """

    def __init__(
        self,
        folder: Path,
        *,
        contact: str = "",
        hosts: Iterable[str] = (),
        offline: bool = False,
        limits: Limits | None = None,
        seen: Callable[[str, int, int], None] | None = None,
        transport: Transport | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        today: Callable[[], date] | None = None,
    ) -> None:
        if not contact.isprintable() or not contact.isascii():
            raise FetchError("the contact is not plain text", kind="contact", place=contact, remedy="Give a name and a mail address in ASCII")
        self.cache = Cache(folder)
        self.contact = contact.strip()
        self.allowed = frozenset(HOSTS) | frozenset(hosts)
        self.offline = offline
        self.limits = limits or Limits()
        self.seen = seen
        self._transport = transport or Wire()
        self._clock, self._sleep = clock, sleep
        self._pace = Pace(folder / "pace", clock, sleep)
        self._today = today or (lambda: datetime.now(UTC).date())

    def get(
        self, address: str, *, expect: Iterable[str] = (), accept: str = "*/*", extra: Iterable[str] = (), secret: tuple[str, str] | None = None
    ) -> Page:
        """Return the document at ``address``.

        ``expect`` are the kinds that it may be (`content.kind_of`), none for any; ``extra`` hosts are allowed for this request; ``secret`` is a
        header that goes to this host only, and into no file.
        Raises: NotThere; FetchError of kind host, offline, contact, refused, busy, network, tls, type, truncated, size, slow, redirect.
        """
        allowed = self.allowed | frozenset(extra)
        first = here = spelled(checked(address, allowed))
        expected = frozenset(expect)
        if self.offline:
            found = self.cache.find(first)
            if found is None:
                raise FetchError(
                    "this is not in the cache, and nothing is fetched offline", kind="offline", place=first, remedy="Fetch it once without --offline"
                )
            return Page(entry=found[0], data=found[1], cached=True)
        for hop in range(self.limits.redirects + 1):
            header = secret if secret and urlsplit(here).hostname == urlsplit(first).hostname else None
            page = self._patiently(here, first, expected, accept, header)
            if isinstance(page, Page):
                return page
            refuse_redirect(page, here)
            if hop < self.limits.redirects:
                here = spelled(checked(page, allowed, base=here))
        raise FetchError("there are too many redirects", kind="redirect", place=first, remedy="Open the address in a browser and give the last one")

    def _patiently(self, here: str, first: str, expected: frozenset[str], accept: str, secret: tuple[str, str] | None) -> Page | str:
        host = urlsplit(here).hostname or ""
        if host in CONTACT and not self.contact:
            raise FetchError(
                f"{host} wants to know who asks",
                kind="contact",
                place=here,
                remedy='Set contact = "Name name@example.com" under [fetch] in regkit.toml',
            )
        for attempt in range(self.limits.attempts):
            self._pace.wait(host)
            try:
                with self.cache.held(here):  # two processes must not write into one download
                    return self._once(here, first, expected, accept, secret)
            except Again as again:
                wait = again.after if again.after is not None else back_off(attempt, self.limits.first_wait)
                if attempt + 1 == self.limits.attempts:
                    raise again.error from None
                if wait > self.limits.longest_wait:
                    remedy = f"It asks to be left alone for {wait:.0f} seconds; try again then"
                    raise FetchError(again.error.message, kind="busy", place=here, remedy=remedy) from None
                self._sleep(wait)
        raise AssertionError("limits.attempts is at least 1")

    def _once(self, here: str, first: str, expected: frozenset[str], accept: str, secret: tuple[str, str] | None) -> Page | str:
        """Make one attempt. Returns the document, or where a redirect leads. Raises: Again, FetchError."""
        from regkit import __version__  # noqa: PLC0415  (the package's own module imports much of it)

        known = self.cache.find(here)
        path, partial = self.cache.partial(here)
        agent = f"regkit/{__version__}" + (f" ({self.contact})" if self.contact else "")
        headers = {"User-Agent": agent, "Accept": accept, "Accept-Encoding": "gzip", **dict([secret] if secret else [])}
        if partial is not None:
            headers |= {"Range": f"bytes={path.stat().st_size}-", "If-Range": partial.validator, "Accept-Encoding": partial.encoding or "identity"}
        elif known is not None:
            headers |= {"If-None-Match": known[0].etag} if known[0].etag else {}
            headers |= {"If-Modified-Since": known[0].last_modified} if known[0].last_modified else {}
        with answering(self._transport, here, headers, self.limits) as (response, got):
            if response.status == 304 and known is not None and partial is None:
                entry = replace(known[0], requested=first, retrieved=self._today().isoformat())
                self.cache.keep(entry, known[1], here, first)
                return Page(entry=entry, data=known[1], cached=True)
            if response.status in _MOVED and got.get("location"):
                return str(got["location"])
            if response.status == 416:
                self.cache.drop(here)
                raise Again(FetchError("the server cannot go on where it stopped", kind="truncated", place=here, remedy="Try again"), 0.0)
            self._refuse(response, got, here)
            start = self._start(response.status, got, path, partial, here)
            data = self._body(response, got, here, path, start)
        return self._kept(data, got, partial if start else None, here, first, expected)

    def _refuse(self, response: object, got: dict[str, str], here: str) -> None:
        status = getattr(response, "status", 0)
        if status in (200, 206):
            return
        if status == 429 and urlsplit(here).hostname in CONTACT and retry_after(got) is None:
            raise too_often(here)
        if status in _AGAIN:
            error = FetchError(f"the server is busy (status {status})", kind="busy", place=here, remedy="Try again in a few minutes")
            raise Again(error, retry_after(got))
        if status in _GONE:
            raise NotThere(here, status, short_body(response))
        host = urlsplit(here).hostname or ""
        remedy = "Open the address in a browser"
        if status == 403 and host in CONTACT:
            remedy = "sec.gov refuses clients that ask too often or don't say who they are: check the contact, and wait ten minutes"
        elif host == "api.govinfo.gov":
            remedy = "Set REGKIT_GOVINFO_KEY to your key of api.data.gov"
        raise FetchError(f"the server refuses (status {status})", kind="refused", place=here, remedy=remedy)

    def _start(self, status: int, got: dict[str, str], path: Path, partial: Partial | None, here: str) -> int:
        """Return the offset at which the body goes on: where the partial download ends, 0 where the server sends all of it anew."""
        if status == 206:
            span = _TOTAL.match(got.get("content-range", ""))
            if partial is None or span is None or int(span[1]) != path.stat().st_size:
                self.cache.drop(here)
                raise Again(FetchError("the server sends another part than was asked for", kind="truncated", place=here, remedy="Try again"), 0.0)
            return int(span[1])
        etag = got.get("etag", "")
        validator = etag if etag and not etag.startswith("W/") else got.get("last-modified", "")
        resumable = validator if got.get("accept-ranges", "").lower() != "none" else ""
        self.cache.begin(here, Partial(validator=resumable, encoding=got.get("content-encoding", ""), declared=got.get("content-type", "")))
        return 0

    def _body(self, response: object, got: dict[str, str], here: str, path: Path, start: int) -> bytes:
        """Receive the body, and check its length. Raises: Again where less came than was announced."""
        length = got.get("content-length", "")
        total = start + int(length) if length.isascii() and length.isdigit() else 0
        if total > self.limits.largest:
            self.cache.drop(here)
            raise too_large(self.limits.largest, here)
        seen = self.seen
        tell = (lambda size: seen(here, size, total)) if seen is not None else None
        try:
            size = stream(response, path, start, self.limits, self._clock, here, tell)
        except FetchError as error:
            if error.kind == "size":
                self.cache.drop(here)
            raise
        if size < total:
            raise Again(_truncated(f"{size:,} of {total:,} bytes came", here))
        return path.read_bytes()

    def _kept(self, raw: bytes, got: dict[str, str], partial: Partial | None, here: str, first: str, expected: frozenset[str]) -> Page:
        """Unpack, check and keep a body that is all there. A body that is wrong is never kept."""
        self.cache.drop(here)
        encoding = partial.encoding if partial else got.get("content-encoding", "")
        declared = (partial.declared if partial else "") or got.get("content-type", "")
        try:
            data = unpacked(raw, encoding, self.limits.largest, here)
        except FetchError as error:
            raise (Again(error) if error.kind == "truncated" else error) from None
        refuse_page(data, kind_of(data), here)
        kind = check_kind(data, declared, expected, here)
        if not is_whole(data, kind):
            raise Again(_truncated(f"the {kind.upper()} is not closed", here))
        entry = Entry(
            requested=first,
            url=here,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            kind=kind,
            declared=declared,
            etag=got.get("etag", ""),
            last_modified=got.get("last-modified", ""),
            retrieved=self._today().isoformat(),
        )
        self.cache.keep(entry, data, here, first)
        return Page(entry=entry, data=data)


def _truncated(what: str, here: str) -> FetchError:
    return FetchError(f"the answer is cut off: {what}", kind="truncated", place=here, remedy="Try again")
