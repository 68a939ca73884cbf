"""Settings say where they are wrong, and what to do about it."""

import pytest

from regkit.errors import SettingsError
from regkit.model.document import Status
from regkit.settings import ReviewSettings, load_document_settings, load_settings, parse_document_settings, parse_settings

GOOD = b"""\
name = "Cross-margining"
documents = ["order", "rule"]
checks = ["checks"]
[thresholds]
coverage = 80
"""
DOCUMENT = b"""\
id = "order"
[source]
file = "source.txt"
retrieved = 2026-04-16
[authority]
title = "The order"
status = "restatement"
not_held = ["the text"]
[[authority.records]]
title = "As issued"
date = 2026-04-15
"""


def test_settings_and_their_defaults():
    found = parse_settings(GOOD)
    assert (found.name, found.documents, found.thresholds.coverage) == ("Cross-margining", ("order", "rule"), 80.0)
    assert (found.build, found.evidence, found.reviews) == ("build", ("evidence",), ReviewSettings())
    assert found.reviewing.file == parse_settings(b'reviews = "reviews.toml"').reviewing.file
    assert parse_settings(b"[reviews]\napprovals = 2").reviewing.approvals == 2
    assert parse_settings(b"").documents == ()


def test_document_settings():
    found = parse_document_settings(DOCUMENT)
    assert found.source.retrieved == "2026-04-16", "a bare date is a date"
    assert found.authority.status is Status.RESTATEMENT
    assert found.authority.records[0].date == "2026-04-15"


WRONG = [
    (b'nmae = "x"', r"regkit.toml, line 1: unknown field 'nmae'. Did you mean 'name'\?"),
    (b"[thresholds]\ncovrage = 3", r"line 2: unknown field 'covrage' in thresholds. Did you mean 'coverage'\?"),
    (b'[thresholds]\ncoverage = "80"', r"line 2: expected 'float', got 'str' at thresholds.coverage"),
    (b"name = 3", r"line 1: expected 'str', got 'int' at name"),
    (b'checks = "checks"', r"line 1: expected 'array', got 'str' at checks"),
    (b"name = = 3", r"line 1: not TOML"),
    (b"name = 'a'\n\xff", r"line 2: not UTF-8"),
    (b"[thresholds]\ncoverage = 180", "percentage"),
    (b'templates = ["../other"]', "not inside the project"),
    (b'rules = ["/etc"]', "not inside the project"),
    (b'build = "c:/x"', "not inside the project"),
    (b'documents = ["../x"]', "not a document id"),
    (b'documents = ["a", "a"]', "listed twice"),
]


@pytest.mark.parametrize(("data", "message"), WRONG, ids=[case[1][:40] for case in WRONG])
def test_wrong_settings(data, message):
    with pytest.raises(SettingsError, match=message):
        parse_settings(data)


WRONG_DOCUMENT = [
    (DOCUMENT.replace(b'status = "restatement"', b'status = "law"'), r"line 7: invalid enum value 'law' at authority.status"),
    (DOCUMENT.replace(b"date = 2026-04-15", b"dated = 2026-04-15"), r"line 11: unknown field 'dated' in authority.records\[0\]. Did you mean 'date'"),
    (DOCUMENT.replace(b'title = "As issued"', b""), r"line 9: .*missing required field 'title' at authority.records\[0\]"),
    (DOCUMENT.replace(b"source.txt", b"../source.txt"), "not inside"),
    (DOCUMENT.replace(b'"source.txt"', b'"source.txt"\nsha256 = "ABC"'), "64 lower-case hex digits"),
    (DOCUMENT.replace(b"2026-04-16", b'"April 16"'), "source.retrieved is not a date: 'April 16'"),
    (DOCUMENT.replace(b'id = "order"', b""), "missing required field 'id'"),
]


@pytest.mark.parametrize(("data", "message"), WRONG_DOCUMENT, ids=[case[1][-30:] for case in WRONG_DOCUMENT])
def test_wrong_document_settings(data, message):
    with pytest.raises(SettingsError, match=message):
        parse_document_settings(data)


def test_files(tmp_path):
    with pytest.raises(SettingsError, match=r"no such file.*regkit init"):
        load_settings(tmp_path / "regkit.toml")
    path = tmp_path / "another" / "document.toml"
    path.parent.mkdir()
    path.write_bytes(DOCUMENT)
    with pytest.raises(SettingsError, match="id is 'order', its folder is 'another'"):
        load_document_settings(path)
