"""Connections: TLS with verification, always; proxies as the environment says; and one answer, streamed to a file within bounds.

urllib3 is imported when the first request is made, never by importing this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from regkit.errors import FetchError, MissingExtraError
from regkit.fetch.content import too_large
from regkit.fetch.limits import Limits

CHUNK = 1 << 16
_BODY = 8192  # bytes of an error's body that are read: APIs say there what is wrong


class Transport(Protocol):
    """What opens an address. `Wire` is the one there is; tests give the client another, which is the only way round https."""

    def open(self, address: str, headers: Mapping[str, str], limits: Limits) -> Any:
        """Return urllib3's response, its body unread and redirects not followed. Raises: urllib3's errors."""


class Again(Exception):  # noqa: N818  (a signal, caught by the client)
    """The attempt failed in a way that another may not. ``after``: seconds that the server asks for."""

    def __init__(self, error: FetchError, after: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.after = after


def library() -> Any:
    """Return urllib3. Raises: MissingExtraError."""
    try:
        import urllib3  # noqa: PLC0415  (an extra, and no command but two needs it)
    except ImportError:
        raise MissingExtraError("fetching needs urllib3", remedy='Install it with: pip install "regkit[fetch]"') from None
    return urllib3


class Wire:
    """The transport of real use. Certificates are verified against the system's (or ``SSL_CERT_FILE``'s) authorities; there is no switch."""

    def __init__(self) -> None:
        self._pools: dict[str, Any] = {}

    def open(self, address: str, headers: Mapping[str, str], limits: Limits) -> Any:
        """Return the answer to a GET; see `Transport`."""
        urllib3 = library()
        host = address.split("/", 3)[2]
        return self._pool(urllib3, host).request(
            "GET",
            address,
            headers=dict(headers),
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=limits.connect, read=limits.read),
        )

    def _pool(self, urllib3: Any, host: str) -> Any:
        from urllib.request import getproxies_environment, proxy_bypass  # noqa: PLC0415  (imports http.client)

        proxy = "" if proxy_bypass(host) else getproxies_environment().get("https", "")
        if proxy not in self._pools:
            options = {"cert_reqs": "CERT_REQUIRED", "assert_hostname": None}
            self._pools[proxy] = urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)
        return self._pools[proxy]


@contextmanager
def answering(transport: Transport, address: str, headers: Mapping[str, str], limits: Limits) -> Iterator[tuple[Any, dict[str, str]]]:
    """Yield the answer and its headers, names in lower case; what goes wrong on the way, then or while it is read, is `Again` or FetchError."""
    errors = library().exceptions
    response = None
    try:
        response = transport.open(address, headers, limits)
        yield response, {name.lower(): value for name, value in response.headers.items()}
    except errors.SSLError as error:
        raise FetchError(
            f"the server's certificate is not trusted ({error})", kind="tls", place=address, remedy="Check the machine's clock, authorities and proxy"
        ) from None
    except errors.NameResolutionError:
        # no second attempt: a machine without a network fails so for every host
        host = address.split("/", 3)[2]
        raise FetchError(f"{host} cannot be found", kind="network", place=address, remedy="Check the network, or work with --offline") from None
    except (errors.TimeoutError, errors.ProtocolError, errors.NewConnectionError, errors.ProxyError) as error:
        # what is said of it: the class, for the text repeats addresses of this machine
        failed = FetchError(
            f"the connection failed ({type(error).__name__})", kind="network", place=address, remedy="Check the network, or work with --offline"
        )
        raise Again(failed) from None
    except errors.HTTPError as error:
        raise FetchError(f"the request failed ({type(error).__name__})", kind="network", place=address, remedy="Check the address") from None
    finally:
        if response is not None:
            response.close()  # a body that is not read to its end must not be reused


def stream(
    response: Any, path: Path, start: int, limits: Limits, clock: Callable[[], float], place: str, seen: Callable[[int], None] | None = None
) -> int:
    """Append the body as received to ``path`` from ``start`` on; return the bytes that the file then has.

    Raises: FetchError (``size``, ``slow``); what has come stays in the file.
    """
    size, begun = start, clock()
    with path.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        while chunk := response.read1(CHUNK, decode_content=False):
            size += len(chunk)
            if size > limits.largest:
                raise too_large(limits.largest, place)
            file.write(chunk)
            if seen is not None:
                seen(size)
            if clock() - begun > limits.total:
                raise FetchError(
                    f"the answer took more than {limits.total:g} seconds",
                    kind="slow",
                    place=place,
                    remedy="Run it again: it goes on where it stopped",
                )
    return size


def short_body(response: Any) -> str:
    """Return the beginning of a body as text, for messages and for APIs whose errors say what is wrong."""
    return bytes(response.read1(_BODY, decode_content=True)).decode("utf-8", "replace")
