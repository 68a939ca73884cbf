"""The client against a real server: what it sends, what it waits for, what it refuses, what it keeps."""

from __future__ import annotations

import gzip
import hashlib
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from regkit.errors import FetchError
from regkit.fetch.client import Client, NotThere
from regkit.fetch.hosts import HOSTS, checked
from regkit.fetch.limits import Limits
from regkit.fetch.wire import Wire

AT = "www.ecfr.gov/a.xml"
URL = f"https://{AT}"
XML = b'<?xml version="1.0"?>\n<RULE><P>A firm shall keep a ledger.</P></RULE>\n'


def failure(client: Client, url: str = URL, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        client.get(url, **options)
    assert str(caught.value).count("\n") == 0
    assert caught.value.remedy
    return caught.value


def test_a_document_comes_with_its_provenance(server, client) -> None:
    server.on(AT, XML)
    page = client.get(URL, expect={"xml"})
    assert page.data == XML
    assert not page.cached
    entry = page.entry
    assert (entry.url, entry.kind, entry.retrieved, entry.size) == (URL, "xml", "2026-05-04", len(XML))
    assert entry.sha256 == hashlib.sha256(XML).hexdigest()


def test_it_says_who_asks(server, client) -> None:
    server.on(AT, XML)
    client.get(URL)
    _, headers = server.asked[0]
    assert headers["user-agent"].startswith("regkit/")
    assert "tester@example.org" in headers["user-agent"]


def test_sec_is_not_asked_without_a_contact(server, make) -> None:
    error = failure(make(contact=""), "https://www.sec.gov/files/a.pdf")
    assert error.kind == "contact"
    assert server.asked == []


def test_a_contact_cannot_add_headers(make) -> None:
    with pytest.raises(FetchError, match="plain text"):
        make(contact="a@b.org\r\nX-Evil: 1")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.ecfr.gov/a.xml",
        "ftp://www.ecfr.gov/a.xml",
        "file:///etc/passwd",
        "https://user:pass@www.ecfr.gov/a.xml",
        "https://www.ecfr.gov:8443/a.xml",
        "https://www.ecfr.gov.example.org/a.xml",
        "https://example.org/www.ecfr.gov",
        "https://127.0.0.1/a.xml",
        "https://[::1]/a.xml",
        "https://[bad/a.xml",
        "https://api.govinfo.gov/packages/a?api_key=abc",
    ],
)
def test_addresses_that_are_not_asked(server, client, url) -> None:
    assert failure(client, url).kind == "host"
    assert server.asked == []


def test_hosts_can_be_added(server, make) -> None:
    server.on("rules.example.org/a.xml", XML)
    assert make(hosts=["rules.example.org"]).get("https://rules.example.org/a.xml").data == XML


def test_an_address_is_encoded_and_has_no_fragment(server, client) -> None:
    assert checked("https://www.ecfr.gov/a b?c=Ü#d", HOSTS).geturl() == "https://www.ecfr.gov/a%20b?c=%C3%9C"


class TestRedirects:
    def test_on_allowed_hosts_are_followed(self, server, client) -> None:
        server.moved("www.govinfo.gov/link/a", "/content/a.xml")
        server.moved("www.govinfo.gov/content/a.xml", URL, 301)
        server.on(AT, XML)
        page = client.get("https://www.govinfo.gov/link/a")
        assert (page.entry.url, page.entry.requested) == (URL, "https://www.govinfo.gov/link/a")

    @pytest.mark.parametrize("to", ["https://unblock.example.org/", "http://www.ecfr.gov/b.xml", "//example.org/", "https://www.ecfr.gov:444/"])
    def test_off_them_are_not(self, server, client, to) -> None:
        server.moved(AT, to)
        error = failure(client)
        assert error.kind == "host"
        assert "redirects to" in str(error) or ":444" in to
        assert server.addresses() == [AT]

    def test_are_bounded(self, server, client) -> None:
        server.moved(AT, URL)
        assert failure(client).kind == "redirect"
        assert len(server.asked) == 6

    def test_a_key_stays_with_its_host(self, server, client) -> None:
        server.moved("api.govinfo.gov/a", URL)
        server.on(AT, XML)
        client.get("https://api.govinfo.gov/a", secret=("X-Api-Key", "s3cret"))
        assert server.asked[0][1]["x-api-key"] == "s3cret"
        assert "x-api-key" not in server.asked[1][1]
        assert not any(b"s3cret" in path.read_bytes() for path in client.cache.folder.rglob("*") if path.is_file())


class TestRetries:
    def test_retry_after_is_obeyed(self, server, client, clock) -> None:
        server.on(AT, b"", status=429, headers={"Retry-After": "17"})
        server.on(AT, XML)
        assert client.get(URL).data == XML
        assert 17.0 in clock.slept

    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 202])
    def test_without_it_the_wait_doubles(self, server, make, clock, status) -> None:
        server.on(AT, b"<html>busy</html>", status=status)
        assert failure(make()).kind == "busy"
        assert len(server.asked) == 5
        waits = [seconds for seconds in clock.slept if seconds >= 1]
        assert len(waits) == 4
        assert all(1.0 * 2**k <= wait <= 1.5 * 2**k for k, wait in enumerate(waits))

    def test_a_server_that_asks_for_an_hour_is_not_waited_for(self, server, client, clock) -> None:
        server.on(AT, b"", status=503, headers={"Retry-After": "3600"})
        assert "3600 seconds" in str(failure(client))
        assert max(clock.slept, default=0) < 60

    def test_what_is_refused_is_asked_once(self, server, client) -> None:
        server.on(AT, b"no", status=403)
        assert failure(client).kind == "refused"
        assert len(server.asked) == 1

    def test_sec_gov_is_left_alone_when_it_has_been_asked_too_often(self, server, make, clock) -> None:
        server.on("www.sec.gov/a.pdf", b"", status=429)
        error = failure(make(contact="A. Clerk a@example.gov"), "https://www.sec.gov/a.pdf")
        assert (error.kind, len(server.asked)) == ("busy", 1)
        assert "ten minutes" in error.remedy

    def test_what_is_not_there_says_what_the_server_said(self, server, client) -> None:
        error = failure(client)
        assert isinstance(error, NotThere)
        assert "No matching content" in error.body
        assert len(server.asked) == 1

    def test_nobody_listens(self, make, loopback) -> None:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            assert failure(make(transport=loopback(held.getsockname()[1]))).kind == "network"


WALLS = [
    (
        "www.ecfr.gov/current/title-1",
        "<html><h1>Request Access</h1>Due to aggressive automated scraping of FederalRegister.gov and eCFR.gov",
        "citation",
    ),
    ("www.federalregister.gov/x", "<!DOCTYPE html><p>Your request has been flagged as potentially automated.", "citation"),
    ("www.sec.gov/a.htm", "<html><title>SEC.gov | Request Rate Threshold Exceeded</title></html>", "ten minutes"),
    ("www.sec.gov/a.htm", "<html>Your Request Originates from an Undeclared Automated Tool</html>", "ten minutes"),
]


@pytest.mark.parametrize(("address", "body", "remedy"), WALLS, ids=[str(number) for number in range(len(WALLS))])
def test_a_page_for_robots_is_not_taken_for_the_document(server, make, address, body, remedy) -> None:
    client = make(contact="A. Clerk a@example.gov")
    server.on(address, body.encode())
    for _ in range(2):  # nothing of it is kept
        error = failure(client, f"https://{address}")
        assert error.kind == "refused"
        assert remedy in error.remedy
    assert len(server.asked) == 2


def test_a_redirect_to_a_page_for_robots_is_not_followed(server, client) -> None:
    server.moved(AT, "https://unblock.federalregister.gov/?back=x")
    error = failure(client)
    assert (error.kind, server.addresses()) == ("refused", [AT])
    assert "unblock.federalregister.gov" in str(error)


def test_a_long_page_that_speaks_of_one_is_a_page(server, client) -> None:
    server.on(AT, b"<html><body>" + b"<p>Request Rate Threshold Exceeded</p>" * 3000 + b"</body></html>")
    assert client.get(URL).entry.kind == "html"


def test_a_host_without_an_address_is_asked_once(make, clock) -> None:
    from urllib3.connection import HTTPSConnection
    from urllib3.exceptions import NameResolutionError

    class Nowhere:
        def open(self, address: str, headers: Any, limits: Limits) -> Any:
            raise NameResolutionError("www.ecfr.gov", HTTPSConnection("www.ecfr.gov"), socket.gaierror())

    assert "cannot be found" in str(failure(make(transport=Nowhere())))
    assert clock.slept == []


def test_two_downloads_of_one_address_do_not_mix(server, make) -> None:
    from concurrent.futures import ThreadPoolExecutor

    server.on(AT, XML, drip=0.001)
    clients = [make(limits=Limits(attempts=1)) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        assert [page.data for page in pool.map(lambda client: client.get(URL), clients)] == [XML] * 3


def test_a_host_is_not_hurried(server, make, clock) -> None:
    server.on(AT, XML)
    server.on("www.govinfo.gov/a.xml", XML)
    first, second = make(), make()  # two processes that share a cache share its pace
    first.get(URL)
    second.get(URL)
    assert clock.slept == [HOSTS["www.ecfr.gov"]]
    second.get("https://www.govinfo.gov/a.xml")
    assert len(clock.slept) == 1


def test_sec_is_asked_less_than_ten_times_a_second() -> None:
    assert 1 / HOSTS["www.sec.gov"] < 10


class TestCache:
    def test_the_server_confirms_what_is_there(self, server, client) -> None:
        server.on(AT, XML, headers={"ETag": '"v1"', "Last-Modified": "Mon, 04 May 2026 00:00:00 GMT"})
        client.get(URL)
        page = client.get(URL)
        assert page.cached
        assert page.data == XML
        assert server.asked[1][1]["if-none-match"] == '"v1"'
        assert server.asked[1][1]["if-modified-since"].startswith("Mon")

    def test_a_new_version_takes_its_place(self, server, client) -> None:
        server.on(AT, XML, headers={"ETag": '"v1"'})
        client.get(URL)
        server.replies.clear()
        server.on(AT, XML.replace(b"shall", b"must"), headers={"ETag": '"v2"'})
        assert b"must" in client.get(URL).data

    def test_offline_asks_nobody(self, server, make) -> None:
        server.moved("www.govinfo.gov/link/a", URL)
        server.on(AT, XML)
        make().get("https://www.govinfo.gov/link/a")
        server.asked.clear()
        page = make(offline=True).get("https://www.govinfo.gov/link/a")
        assert (page.data, page.cached, page.entry.url) == (XML, True, URL)
        assert failure(make(offline=True), "https://www.ecfr.gov/b.xml").kind == "offline"
        assert server.asked == []

    def test_damaged_bytes_are_no_copy(self, server, client, make) -> None:
        server.on(AT, XML, headers={"ETag": '"v1"'})
        entry = client.get(URL).entry
        (client.cache.folder / "objects" / entry.sha256[:2] / entry.sha256).write_bytes(XML.replace(b"shall", b"may"))
        assert failure(make(offline=True)).kind == "offline"
        page = client.get(URL)
        assert page.data == XML
        assert not page.cached


class TestTruncation:
    def test_a_cut_is_resumed(self, server, client) -> None:
        server.on(AT, XML, cut=20, headers={"ETag": '"v1"'}, ranges=True)
        server.on(AT, XML, headers={"ETag": '"v1"'}, ranges=True)
        assert client.get(URL).data == XML
        assert server.asked[1][1]["range"] == "bytes=20-"
        assert server.asked[1][1]["if-range"] == '"v1"'

    def test_of_another_version_all_is_taken_anew(self, server, client) -> None:
        server.on(AT, XML, cut=20, headers={"ETag": '"v1"'}, ranges=True)
        server.on(AT, XML.replace(b"shall", b"must"), headers={"ETag": '"v2"'}, ranges=True)
        assert client.get(URL).data == XML.replace(b"shall", b"must")

    def test_without_a_validator_too(self, server, client) -> None:
        server.on(AT, XML, cut=20)
        server.on(AT, XML)
        assert client.get(URL).data == XML
        assert "range" not in server.asked[1][1]

    def test_the_next_run_goes_on(self, server, make) -> None:
        server.on(AT, XML, cut=30, headers={"Last-Modified": "Mon, 04 May 2026 00:00:00 GMT"}, ranges=True)
        assert failure(make(limits=Limits(attempts=1))).kind in ("truncated", "network")
        server.replies.clear()
        server.on(AT, XML, headers={"Last-Modified": "Mon, 04 May 2026 00:00:00 GMT"}, ranges=True)
        assert make().get(URL).data == XML
        assert server.asked[-1][1]["range"] == "bytes=30-"

    def test_a_packed_body_is_resumed_as_packed(self, server, client) -> None:
        packed = gzip.compress(XML * 50 + XML, mtime=0)
        whole = b"<R>" + XML[22:] * 50 + b"</R>"
        packed = gzip.compress(whole, mtime=0)
        server.on(AT, packed, cut=20, headers={"ETag": '"g"', "Content-Encoding": "gzip"}, ranges=True)
        server.on(AT, packed, headers={"ETag": '"g"', "Content-Encoding": "gzip"}, ranges=True)
        assert client.get(URL).data == whole
        assert server.asked[1][1]["range"] == "bytes=20-"

    @pytest.mark.parametrize("body", [XML[:40], b"<RULE><P>a</P>", b"<RULE><P>a</P></RULE", b"%PDF-1.7 abc"])
    def test_a_body_of_the_right_length_may_still_be_cut(self, server, make, body) -> None:
        server.on(AT, body)
        client = make()
        assert failure(client).kind == "truncated"
        assert client.cache.find(URL) is None

    def test_a_body_without_a_length(self, server, client) -> None:
        server.on(AT, XML, unsized=True)
        assert client.get(URL).data == XML

    def test_a_range_that_was_not_asked_for(self, server, client) -> None:
        server.on(AT, XML, status=206, headers={"Content-Range": f"bytes 5-{len(XML) - 1}/{len(XML)}"})
        server.on(AT, XML)
        assert client.get(URL).data == XML


class TestType:
    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"<!DOCTYPE html><html><body>Down for maintenance</body></html>", "application/xml"),
            (b"<!DOCTYPE html><html><body>Down for maintenance</body></html>", "text/html"),
            (XML, "application/pdf"),
            (b"%PDF-1.7 %%EOF", "text/html"),
            (b"\x00\x01\x02", "application/xml"),
            (b"", "application/xml"),
            (b"  \n", "application/xml"),
        ],
    )
    def test_other_bytes_than_asked_for_are_refused(self, server, client, body, said) -> None:
        server.on(AT, body, type=said)
        assert failure(client, expect={"xml"}).kind == "type"
        assert client.cache.find(URL) is None

    def test_an_encoding_that_was_not_asked_for(self, server, client) -> None:
        server.on(AT, XML, headers={"Content-Encoding": "br"})
        assert failure(client).kind == "type"


class TestBounds:
    def test_an_announced_size(self, server, make) -> None:
        server.on(AT, XML, claims=10**9)
        assert failure(make(limits=Limits(largest=2**20))).kind == "size"

    def test_a_size_that_is_not_announced(self, server, make) -> None:
        server.on(AT, b"<R>" + b"x" * 5000 + b"</R>", unsized=True)
        client = make(limits=Limits(largest=1000))
        assert failure(client).kind == "size"
        assert not [path for path in (client.cache.folder / "partial").iterdir() if path.suffix != ".lock"]

    def test_a_bomb(self, server, make) -> None:
        server.on(AT, gzip.compress(b"<R>" + b" " * 10**7 + b"</R>"), headers={"Content-Encoding": "gzip"})
        assert failure(make(limits=Limits(largest=10**6))).kind == "size"

    def test_a_slow_drip(self, server, make) -> None:
        import time

        server.on(AT, XML, drip=0.02, headers={"ETag": '"v1"'}, ranges=True)
        client = make(limits=Limits(total=0.1), clock=time.monotonic)
        assert failure(client).kind == "slow"
        path, partial = client.cache.partial(URL)
        assert partial is not None
        assert 0 < path.stat().st_size < len(XML)

    def test_silence(self, server, make) -> None:
        server.on(AT, XML, drip=0.5)
        assert failure(make(limits=Limits(read=0.05, attempts=2))).kind == "network"
        assert len(server.asked) == 2


def test_certificates_are_verified(tmp_path: Path) -> None:
    """A server with a certificate of its own making is not trusted by the transport of real use."""
    import ssl
    import threading

    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", str(key), "-out"]
    try:
        subprocess.run([*words, str(certificate)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("openssl is not installed")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                with context.wrap_socket(listening.accept()[0], server_side=True):
                    pass
            except OSError:
                pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        wire = Wire()

        class Near:
            def open(self, address: str, headers: Any, limits: Limits) -> Any:
                return wire.open(address.replace("www.ecfr.gov", f"localhost:{listening.getsockname()[1]}"), headers, limits)

        client = Client(tmp_path / "cache", transport=Near(), sleep=lambda seconds: None)
        assert failure(client).kind == "tls"
        thread.join(5)


def test_proxies_are_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib3

    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "www.govinfo.gov")
    wire = Wire()
    assert isinstance(wire._pool(urllib3, "www.ecfr.gov"), urllib3.ProxyManager)
    assert not isinstance(wire._pool(urllib3, "www.govinfo.gov"), urllib3.ProxyManager)


def test_nothing_of_the_network_is_imported_at_start_up() -> None:
    code = "import sys, regkit.fetch, regkit.apps.cli.app; print([m for m in ('urllib3', 'http.client', 'spacy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_missing_library_is_one_line(make: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    from regkit.errors import MissingExtraError

    monkeypatch.setitem(sys.modules, "urllib3", None)
    with pytest.raises(MissingExtraError, match=r"regkit\[fetch\]"):
        make().get(URL)
