"""RTF and OpenDocument by way of LibreOffice; without it, one line that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_files import packed

from regkit.errors import MissingExtraError, ReadError
from regkit.read import office, read_bytes

RTF = (Path(__file__).parents[1] / "samples" / "office" / "notice.rtf").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
ODT = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, method=0)
FLAT = b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
_NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
_WHO = "<office:change-info><dc:creator>A. Clerk</dc:creator><dc:date>2024-01-02T00:00:00</dc:date></office:change-info>"
_REGIONS = (
    f'<text:changed-region xml:id="i1" text:id="i1"><text:insertion>{_WHO}</text:insertion></text:changed-region>'
    f'<text:changed-region xml:id="d1" text:id="d1"><text:deletion>{_WHO}<text:p>may</text:p></text:deletion></text:changed-region>'
)
_CHANGED = '<text:change text:change-id="d1"/><text:change-start text:change-id="i1"/>must<text:change-end text:change-id="i1"/>'
_NOTE = (
    '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>See it.</text:p></text:note-body></text:note>"
)
MIME = "application/vnd.oasis.opendocument.text"
CONTENT = (
    f'<office:document-content {_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:body><office:text>'
    f'<text:tracked-changes>{_REGIONS}</text:tracked-changes><text:h text:outline-level="1">Duties</text:h>'
    f"<text:p>A firm {_CHANGED} act{_NOTE} at once.</text:p></office:text></office:body></office:document-content>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
installed = pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(RTF, "RTF"), (ODT, "OpenDocument"), (FLAT, "OpenDocument"), (OLE + "WordDocument".encode("utf-16-le"), "an old Word file")],
)
def test_without_libreoffice_one_line_says_what_to_do(data, kind, monkeypatch):
    monkeypatch.setattr(office, "program", lambda: "")
    with pytest.raises(MissingExtraError) as caught:
        read_bytes(data, "a.bin")
    assert f"this is {kind}" in str(caught.value)
    assert "LibreOffice" in caught.value.remedy
    assert caught.value.place == "a.bin"


def test_other_old_office_files_are_refused_before_anything_is_started():
    with pytest.raises(ReadError, match="no text document"):
        read_bytes(OLE, "a.xls")


def test_a_conversion_that_takes_too_long_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(slow))
    monkeypatch.setattr(office, "_SECONDS", 0.05)
    office.convert.cache_clear()
    with pytest.raises(ReadError, match="did not read the file"):
        read_bytes(RTF, "a.rtf")


def test_a_conversion_that_makes_nothing_is_an_error(monkeypatch):
    monkeypatch.setattr(office, "program", lambda: "/bin/true")
    office.convert.cache_clear()
    with pytest.raises(ReadError, match="cannot read the file"):
        read_bytes(RTF, "a.rtf")


@installed
def test_the_tree_is_that_of_the_text():
    document = read_bytes(RTF, "a.rtf")
    assert [each.path for each in document.provisions[2:]] == [("I",), ("II",), ("II", "a"), ("II", "b")]
    assert document.source.media_type == "application/rtf"


@installed
def test_opendocument_with_a_note_and_tracked_changes():
    data = packed({"mimetype": MIME, "content.xml": CONTENT, "META-INF/manifest.xml": MANIFEST}, method=0)
    document = read_bytes(data, "a.odt")
    assert document.text == "Duties\nA firm must act at once.\nSee it."
    assert [(call.mark, bool(call.note)) for call in document.calls] == [("1", True)]
    assert document.source.media_type == MIME
    assert read_bytes(data, "a.odt", original=True).text == "Duties\nA firm may act at once.\nSee it."
