"""ZIP archives: one document is that document, several are a list, and none of them is trusted."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from word_files import docx, p, packed

from regkit.errors import ReadError
from regkit.read import read_bytes
from regkit.read.archive import members_of
from regkit.read.zipped import Zipped, directory


def names(data):
    return [(member.name, member.error.message if member.error else "") for member in members_of(data, "a.zip")]


def test_an_archive_with_one_document_is_that_document():
    for inner, name in ((b"A firm must act.", "rule.txt"), (docx(p("A firm must act.")), "rule.docx")):
        document = read_bytes(packed({"__MACOSX/._x": "x", "docs/": "", f"docs/{name}": inner, "docs/Thumbs.db": "x"}), "a.zip")
        assert document.text == "A firm must act."
        assert (document.source.media_type, document.source.name) == ("application/zip", "a.zip")
        assert f"docs/{name}" in document.findings[0].message


def test_several_documents_are_an_error_that_says_what_to_do():
    data = packed({"a.txt": "One.", "b.txt": "Two.", "c.bin": b"\x7fELF\x00\x01"})
    with pytest.raises(ReadError, match=r"holds 2 documents \(a\.txt, b\.txt\).*regkit add"):
        read_bytes(data, "a.zip")
    assert names(data) == [("a.txt", ""), ("b.txt", ""), ("c.bin", "")]


def test_archives_in_archives_are_opened_to_a_depth():
    inner = packed({"deep.txt": "Deep."})
    for _ in range(2):
        inner = packed({"in.zip": inner, "word.docx": docx(p("Word."))})
    assert names(inner) == [("in.zip/in.zip/deep.txt", ""), ("in.zip/word.docx", ""), ("word.docx", "")]
    deeper = packed({"in.zip": inner})
    assert ("in.zip/in.zip/in.zip", "archives are nested more than 3 deep") in names(deeper)


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt", "a/../../x.txt", "C:\\x.txt", "..\\x.txt"])
def test_a_name_that_leads_out_is_an_error_of_its_own(name):
    data = packed({name: "Evil.", "b.txt": "Good."})
    assert names(data) == [(name, "its name leads out of the archive"), ("b.txt", "")]
    assert read_bytes(data, "a.zip").text == "Good."


def test_what_unpacks_to_far_more_than_documents_hold_is_refused():
    data = packed({"bomb.txt": b"\x00" * 20_000_000, "b.txt": "Good."})
    assert names(data) == [("bomb.txt", "it unpacks to far more than a document holds"), ("b.txt", "")]


def test_a_size_that_lies_is_found_out():
    data = bytearray(packed({"a.txt": "x" * 100_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    with pytest.raises(ReadError, match=r"a\.zip"):
        read_bytes(bytes(data), "a.zip")


def test_encrypted_members_and_files_say_so():
    data = bytearray(packed({"a.txt": "Secret."}))
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.find(sign) + offset] |= 1
    with pytest.raises(ReadError, match="encrypted"):
        read_bytes(bytes(data), "a.zip")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ReadError, match="encrypted"):
        read_bytes(ole, "a.docx")


@pytest.mark.parametrize(
    ("member", "kind"), [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint"), ("META-INF/container.xml", "EPUB")]
)
def test_other_packages_are_named(member, kind):
    with pytest.raises(ReadError, match=kind):
        read_bytes(packed({member: "<x/>"}), "a.bin")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_refused(method):
    with pytest.raises(ReadError, match="compressed in a way"):
        Zipped(packed({"a.txt": "Text."}, method), "a.zip").read("a.txt")


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr("regkit.read.zipped.MEMBERS", 3)
    with pytest.raises(ReadError, match="more than 3 members"):
        read_bytes(packed({f"{number}.txt": "x" for number in range(4)}), "a.zip")


def test_what_stands_unpacked_in_an_archive_does_not_choose_the_reader():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("page.html", "<html><body><p>Page.</p></body></html>")
        archive.writestr("word/document.txt", "x")
    assert directory(made.getvalue()) == ["page.html", "word/document.txt"]
    assert names(made.getvalue())[0] == ("page.html", "")


def test_a_broken_archive_is_an_error():
    data = packed({"a.txt": "Text." * 100})
    for broken in (data[:-30], data[:60], b"PK\x03\x04" + b"x" * 100):
        with pytest.raises(ReadError, match=r"a\.zip: the archive"):
            read_bytes(broken, "a.zip")
    assert directory(b"PK\x03\x04") == []
