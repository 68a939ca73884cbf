"""A server on loopback that speaks as the public services do, and a client whose only difference is where its connections lead."""

from __future__ import annotations

import datetime
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import urllib3

from regkit.fetch.client import Client
from regkit.fetch.limits import Limits

Reply = dict[str, Any]
TODAY = datetime.date(2026, 5, 4)


class Server:
    """What the addresses answer: a list of replies each, the last of which is repeated."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.raw: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *words: object) -> None: ...

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.handle_error = lambda *words: None  # type: ignore[method-assign]  # a client that hangs up is part of the tests
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def on(self, address: str, body: Any = b"", *, status: int = 200, type: str = "", cut: int | None = None, **options: Any) -> None:
        """Add a reply to an address (without "https://"; a * at its end: whatever follows). ``cut``: bytes after which the connection closes."""
        if not isinstance(body, bytes):
            body, type = json.dumps(body).encode(), type or "application/json; charset=utf-8"
        if not type:
            page = body[:5].lower() in (b"<html", b"<!doc")
            type = "text/html; charset=UTF-8" if page else "application/pdf" if body[:1] == b"%" else "application/xml"
        self.replies.setdefault(address, []).append({"status": status, "body": body, "type": type, "cut": cut, **options})

    def moved(self, address: str, to: str, status: int = 302) -> None:
        self.on(address, b"", status=status, type="text/html", headers={"Location": to})

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        address = unquote(handler.path.lstrip("/"))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.asked.append((address, headers))
        self.raw.append(handler.path)
        starred = [key for key in self.replies if key.endswith("*") and address.startswith(key[:-1])]
        queue = (
            self.replies.get(address)
            or self.replies.get(max(starred, key=len, default=""))
            or [{"status": 404, "body": b'{"error":"No matching content found."}', "type": "application/json", "cut": None}]
        )
        reply = queue.pop(0) if len(queue) > 1 else queue[0]
        body, status, extra = reply["body"], reply["status"], dict(reply.get("headers", {}))
        etag = extra.get("ETag")
        if etag and headers.get("if-none-match") == etag and status == 200:
            status, body = 304, b""
        elif (
            reply.get("ranges")
            and (span := headers.get("range"))
            and status == 200
            and headers.get("if-range") == (etag or extra.get("Last-Modified"))
        ):
            start = int(span.removeprefix("bytes=").rstrip("-"))
            extra["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            status, body = 206, body[start:]
        handler.send_response(status)
        if reply.get("type"):
            handler.send_header("Content-Type", reply["type"])
        for name, value in extra.items():
            handler.send_header(name, value)
        if not reply.get("unsized"):
            handler.send_header("Content-Length", str(reply.get("claims", len(body))))
        cut = reply["cut"]
        if cut is not None or reply.get("unsized") or "claims" in reply:
            handler.send_header("Connection", "close")
            handler.close_connection = True
        handler.end_headers()
        for piece in _pieces(body if cut is None else body[:cut], reply.get("drip")):
            try:
                handler.wfile.write(piece)
                handler.wfile.flush()
            except OSError:
                return

    def addresses(self) -> list[str]:
        return [address for address, _ in self.asked]


def _pieces(body: bytes, drip: float | None) -> Iterator[bytes]:
    if drip is None:
        yield body
        return
    for at in range(len(body)):
        time.sleep(drip)
        yield body[at : at + 1]


class Loopback:
    """Leads https://HOST/PATH to /HOST/PATH of the server. What the client checks before it opens a connection it checks as ever."""

    def __init__(self, port: int) -> None:
        self.pool = urllib3.HTTPConnectionPool("127.0.0.1", port)

    def open(self, address: str, headers: Mapping[str, str], limits: Limits) -> Any:
        return self.pool.request(
            "GET",
            "/" + address.removeprefix("https://"),
            headers=dict(headers),
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=limits.connect, read=limits.read),
        )


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture
def server(running: Server) -> Server:
    running.replies.clear()
    running.asked.clear()
    running.raw.clear()
    return running


@pytest.fixture
def loopback() -> type[Loopback]:
    return Loopback


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(server: Server, clock: Clock, tmp_path: Path) -> Callable[..., Client]:
    """Make a client on the loopback server; its cache is the test's."""

    def made(**options: Any) -> Client:
        settings: dict[str, Any] = {
            "contact": "A. Tester tester@example.org",
            "transport": Loopback(server.http.server_address[1]),
            "clock": clock,
            "sleep": clock.sleep,
            "today": lambda: TODAY,
        }
        return Client(tmp_path / "cache", **(settings | options))

    return made


@pytest.fixture
def client(make: Callable[..., Client]) -> Client:
    return make()
