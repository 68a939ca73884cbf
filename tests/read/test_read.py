"""Which reader reads a file, and what is said of files that none reads."""

import pytest

from regkit.errors import ReadError
from regkit.model.document import Authority, Status
from regkit.read import read, read_bytes
from regkit.read.xml import root_tag

CFR = (
    b"<CFRGRANULE><FDSYS><CFRTITLE>12</CFRTITLE><GRANULENUM>9</GRANULENUM></FDSYS>"
    b"<PART><HD>PART 9</HD><SECTION><SECTNO>9.1</SECTNO><SUBJECT>A.</SUBJECT><P>(a) B.</P></SECTION></PART></CFRGRANULE>"
)
PICKED = [
    (b"The Act applies.", "a.txt", "text/plain"),
    (b"The Act applies.", "a.md", "text/markdown"),
    (b"The Act applies.", "a.pdf", "text/plain"),
    (b"---\ntitle: A\n---\nThe Act applies.", "a", "text/markdown"),
    (b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nThe Act applies.", "a", "text/markdown"),
    (CFR, "a.txt", "application/xml"),
    (b"<?xml version='1.0'?>\n<!-- c -->\n" + CFR, "a.md", "application/xml"),
    (b"\n<!DOCTYPE html><p>x", "a.txt", "text/html"),
    (b"<html><body>x", "a", "text/html"),
    ("<NOTICE><PREAMB><P>Text.</P></PREAMB></NOTICE>".encode("utf-16"), "n.xml", "application/xml"),
]
REFUSED = [
    (b"", "the file is empty", "Download"),
    (b"\xef\xbb\xbf \n", "the file is empty", "Download"),
    (b"%PDF-1.7 ...", "the PDF is damaged or no PDF", "again"),
    (b"PK\x03\x04....", "the archive is broken", "again"),
    (b"<novel><chapter/></novel>", "XML of a kind that no reader knows", "Readers are there for"),
    (b"\x7fELF\x00\x01", "kind of file that no reader knows", "Readers are there for"),
    (b"<RULE>\n<SUPLINF>\n<P>breaks o", "the XML is broken", "Download"),
    (b"<!DOCTYPE RULE [<!ENTITY a 'b'>]><RULE><P>&a;</P></RULE>", "declares entities", "Remove"),
    (b"<RULE>" + b"<X>" * 300 + b"t" + b"</X>" * 300 + b"</RULE>", "deep", "Check"),
    (b"<RULE></RULE>", "no text", "Check"),
    (b"\xff\xfeA\x00B", "breaks off", "UTF-8"),
    (b"---\n a: [\n---\ntext", "front matter", "Correct"),
]


@pytest.mark.parametrize(("data", "name", "media_type"), PICKED, ids=[case[1] + "-" + str(number) for number, case in enumerate(PICKED)])
def test_the_content_picks_the_reader(data, name, media_type):
    document = read_bytes(data, name)
    assert document.source.media_type == media_type
    assert document.text


@pytest.mark.parametrize(("data", "message", "remedy"), REFUSED, ids=[case[1] for case in REFUSED])
def test_what_cannot_be_read_is_said_with_name_and_remedy(data, message, remedy):
    name = "source.md" if data.startswith(b"---") else "source.bin"
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    assert name in caught.value.place
    assert message in caught.value.message
    assert remedy in caught.value.remedy


def test_broken_xml_says_the_line():
    with pytest.raises(ReadError, match=r"^a\.xml:3: "):
        read_bytes(b"<RULE>\n<P>\n</RULE>", "a.xml")


@pytest.mark.parametrize(
    ("head", "tag"),
    [
        (b"<?a?><!-- <x> --><!DOCTYPE y [ <!ELEMENT z> ]>\n<RULE>", "RULE"),
        (b"\xef\xbb\xbf<DIV5 N='1'>", "DIV5"),
        (b"<??>" * 500 + b"x", ""),
        (b"a <b>", ""),
        (b"", ""),
    ],
    ids=["prolog", "bom", "no element", "text first", "nothing"],
)
def test_the_first_element_decides(head, tag):
    assert root_tag(head) == tag


def test_a_missing_file_is_a_read_error(tmp_path):
    with pytest.raises(ReadError, match="cannot be opened"):
        read(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="cannot be opened"):
        read(tmp_path)


def test_a_file_outside_is_never_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    data = f'<!DOCTYPE RULE SYSTEM "{secret.as_uri()}"><RULE><P>shown</P></RULE>'.encode()
    assert read_bytes(data, "a.xml").text == "shown"


@pytest.mark.parametrize(
    ("data", "text", "findings"),
    [
        ("“§ 1”".encode(), "“§ 1”", []),
        ("\ufeff“§ 1”".encode(), "“§ 1”", []),
        ("“§ 1”".encode("utf-16"), "“§ 1”", []),
        ("“§ 1”".encode("cp1252"), "“§ 1”", ["read.encoding"]),
        (b"a \x81 \x93b\x94", "a \x81 \x93b\x94", ["read.encoding"]),
        (b"a\x01b", "ab", ["read.control-characters"]),
        (b"one\r\n\r\ntwo", "one\ntwo", []),
    ],
    ids=["utf-8", "bom", "utf-16", "windows", "neither", "control", "crlf"],
)
def test_encodings(data, text, findings):
    document = read_bytes(data, "a.txt")
    assert document.text == text
    assert [finding.code for finding in document.findings] == findings


def test_the_instrument_says_what_a_bare_file_is():
    document = read_bytes("§ 2001.1 Purpose.\n\n(a) This part helps.".encode(), "Part 2001.txt", instrument="12 CFR part 2001")
    assert document.id == "part-2001"
    assert document.authority.citation == "12 CFR part 2001"
    assert [provision.pinpoint for provision in document.provisions] == ["12 CFR part 2001", "12 CFR 2001.1", "12 CFR 2001.1(a)"]


def test_a_source_fills_only_what_nobody_said():
    known = Authority(title="My title", status=Status.RESTATEMENT)
    document = read_bytes(CFR, "a.xml", id="mine", authority=known)
    assert document.id == "mine"
    assert (document.authority.title, document.authority.citation, document.authority.status) == ("My title", "12 CFR part 9", Status.RESTATEMENT)
    assert read_bytes(CFR, "a.xml").authority.status is Status.OFFICIAL
