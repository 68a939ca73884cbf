"""What bytes are, and whether they are all there: for every cut, and for any bytes at all."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.errors import FetchError
from regkit.fetch.content import check_kind, is_whole, kind_of, root_of, unpacked
from regkit.fetch.pace import back_off, retry_after

XML = [
    b"<?xml version='1.0'?><!-- made <here> --><RULE><P>Text</P></RULE>",
    b"\xef\xbb\xbf<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a:b xmlns:a='x'><a:b>inner</a:b><c/></a:b ><!-- end --> <?done?>\n",
    b"<DIV5><DIV5><P>one</P></DIV5><P>two</P></DIV5>",
    b"<act/>",
    b"<act a='1' />\n",
]


@pytest.mark.parametrize("data", XML)
def test_no_cut_of_a_document_is_whole(data: bytes) -> None:
    assert kind_of(data) == "xml"
    assert is_whole(data, "xml")
    end = data.rfind(b"</") if b"</" in data else data.rfind(b"/>")
    closed = data.index(b">", end) + 1
    assert not any(is_whole(data[:cut], "xml") for cut in range(1, closed))


def test_a_root_is_found_behind_a_prolog() -> None:
    assert root_of(XML[0]) == b"RULE"
    assert root_of(XML[1]) == b"a:b"
    assert root_of(b"<!-- never ends") == b""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\n", "pdf"),
        (b"PK\x03\x04abc", "zip"),
        (b"\xef\xbb\xbf  <HTML><BODY>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>", "html"),
        (b"<pre>[Federal Register]", "html"),
        (b'{"a": [1]}', "json"),
        (b'{"a": [1', "text"),
        (b"[Federal Register Volume 91]", "text"),
        (b"\x00\x01", "binary"),
        (b"", "empty"),
        (b" \n\t", "empty"),
    ],
)
def test_kinds(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@given(st.binary(max_size=300), st.sampled_from(["", "text/html", "application/xml; charset=x", "a/b+xml", "application/pdf", "text/plain"]))
def test_any_bytes_are_of_a_kind_or_refused(data: bytes, declared: str) -> None:
    try:
        kind = check_kind(data, declared, frozenset(), "place")
    except FetchError as error:
        assert error.kind == "type"
    else:
        assert kind not in ("empty", "binary")
        is_whole(data, kind)


@given(st.binary(max_size=2000), st.integers(min_value=0, max_value=40))
def test_packed_bytes_come_back_or_are_refused(data: bytes, cut: int) -> None:
    packed = gzip.compress(data)
    assert unpacked(packed, "gzip", 2000, "place") == data
    with pytest.raises(FetchError) as caught:
        unpacked(packed[: -1 - cut], "gzip", 2000, "place")
    assert caught.value.kind == "truncated"
    if data:
        with pytest.raises(FetchError, match="MiB"):
            unpacked(packed, "gzip", len(data) - 1, "place")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 04 May 2026 00:01:00 GMT", 60.0),
        ("Mon, 04 May 2020 00:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, datetime(2026, 5, 4, tzinfo=UTC)) == seconds


@given(st.text(max_size=60))
def test_retry_after_never_raises(value: str) -> None:
    found = retry_after({"retry-after": value}, datetime(2026, 5, 4, tzinfo=UTC))
    assert found is None or found >= 0


@given(st.integers(min_value=0, max_value=10))
def test_waits_double(attempt: int) -> None:
    assert 2.0**attempt <= back_off(attempt, 1.0) <= 1.5 * 2.0**attempt
