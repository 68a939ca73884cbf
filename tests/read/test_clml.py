"""Law of the United Kingdom in CLML: how it is cited, what annotations become, and what the text alone does not show."""

from __future__ import annotations

from pathlib import Path

import pytest

from regkit.model.document import MarkKind, ProvisionType, Status
from regkit.read import read, read_bytes

SAMPLES = Path(__file__).parent.parent / "samples" / "clml"
HEAD = '<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"><{0}><Body>{1}</Body></{0}></Legislation>'


def body(inner, kind="Primary"):
    return read_bytes(HEAD.format(kind, inner).encode(), "x.xml")


def at(document, pinpoint):
    return next(each for each in document.provisions if each.pinpoint == pinpoint)


def texts(document):
    return [document.quote(block.span) for block in document.blocks]


def test_an_act_is_cited_by_section_and_its_schedules_by_paragraph():
    document = read(SAMPLES / "act.xml")
    provision = at(document, "Harbours Act 2031 § 1(2)(b)(ii)")
    assert (provision.path, provision.source_id) == (("1", "2", "b", "ii"), "section-1-2-b-ii")
    assert at(document, "Harbours Act 2031 § 1").heading == "Safety of small craft"
    assert at(document, "Harbours Act 2031, Schedule 1, paragraph 1(1)").path == ("Schedule 1", "1", "1")
    assert document.authority.citation == "Harbours Act 2031"
    assert (document.authority.version, document.authority.status) == ("2033-04-01", Status.RESTATEMENT)
    assert document.authority.url == "https://www.legislation.gov.uk/ukpga/2031/7"


def test_what_goes_on_after_the_items_is_the_provisions_own():
    document = read(SAMPLES / "act.xml")
    provision = at(document, "Harbours Act 2031 § 1(2)")
    assert [document.quote(span) for span in provision.body] == ["(2) The register must show—", "as the owner states it."]


def test_an_instrument_is_cited_as_its_kind():
    document = read(SAMPLES / "regulations.xml")
    assert at(document, "Harbour Lights Regulations 2031, regulation 2(1)(b)").path == ("Regulation 2", "1", "b")
    assert (document.authority.effective, document.authority.version, document.authority.status) == ("2031-06-01", "2031-05-02", Status.OFFICIAL)
    assert "Made 2nd May 2031" in texts(document)
    assert "2. Lamps" in texts(document)
    assert not document.findings


def test_annotations_are_notes_where_an_amendment_is_seen_first():
    document = read(SAMPLES / "act.xml")
    notes = {each.id: each.marker for each in document.provisions if each.type is ProvisionType.FOOTNOTE}
    called = [(notes[call.note], document.text[call.span.start :][:8].strip().split("\n")[0]) for call in document.calls]
    assert called == [("F1", "small c"), ("C1", "keep a"), ("F1", "its dra"), ("1", "Payable")]


def test_terms_and_citations_are_marked():
    document = read(SAMPLES / "act.xml")
    assert [document.quote(mark.span) for mark in document.marks if mark.kind is MarkKind.TERM] == ["craft", "mooring"]
    links = {document.quote(mark.span): mark.value for mark in document.marks if mark.kind is MarkKind.LINK}
    assert links["the Moorings Act 2029"] == "http://www.legislation.gov.uk/id/ukpga/2029/3"


def test_what_is_put_into_another_act_is_none_of_this_one():
    document = read(SAMPLES / "act.xml")
    (quoted,) = [each for each in document.provisions if each.path[-1:] == ("4A",)]
    assert quoted.path == ("3", "quoted", "4A")
    assert document.text.count("\n.") == 0


def test_what_the_text_does_not_show_is_said():
    said = [(each.code, each.message) for each in read(SAMPLES / "act.xml").findings]
    assert said == [
        ("read.clml-outstanding", "a change made by other law is not yet worked into this text"),
        ("read.clml-not-in-force", "a provision is not in force yet"),
    ]


@pytest.mark.parametrize(
    ("id", "kind", "path"),
    [
        ("section-4", "Primary", ("4",)),
        ("regulation-4", "Secondary", ("Regulation 4",)),
        ("article-4", "Secondary", ("Article 4",)),
        ("rule-4", "Secondary", ("Rule 4",)),
        ("", "Primary", ("4",)),
        ("", "Secondary", ("Article 4",)),
    ],
)
def test_the_id_says_what_a_provision_is_called(id, kind, path):
    document = body(f'<P1 id="{id}"><Pnumber>4</Pnumber><P1para><Text>A keeper must row.</Text></P1para></P1>', kind)
    assert document.provisions[1].path == path


def test_a_title_over_several_provisions_is_the_heading_of_none():
    one = "<P1><Pnumber>{0}</Pnumber><P1para><Text>Row.</Text></P1para></P1>"
    document = body(f"<P1group><Title>Boats</Title>{one.format(1)}{one.format(2)}</P1group>")
    assert [(each.type, each.heading) for each in document.provisions[1:]] == [
        (ProvisionType.HEADING, "Boats"),
        (ProvisionType.SECTION, None),
        (ProvisionType.SECTION, None),
    ]
    assert texts(document) == ["Boats", "1 Row.", "2 Row."]


@pytest.mark.parametrize(
    ("given", "shown"),
    [('<Pnumber PuncBefore="[" PuncAfter="]">a</Pnumber>', "[a] Row."), ("<Pnumber>a</Pnumber>", "(a) Row."), ("<Pnumber/>", "Row.")],
)
def test_numbers_are_read_as_they_are_printed(given, shown):
    document = body(f"<P1><Pnumber>1</Pnumber><P1para><Text>You may—</Text><P3>{given}<P3para><Text>Row.</Text></P3para></P3></P1para></P1>")
    assert texts(document)[-1] == shown


@pytest.mark.parametrize(
    ("kind", "decoration", "shown"),
    [("alpha", "parens", "(b) Row."), ("roman", "period", "ii. Row."), ("arabic", "none", "2 Row."), ("romanupper", "parenRight", "II) Row.")],
)
def test_numbers_of_lists_are_computed(kind, decoration, shown):
    items = "<ListItem><Para><Text>Row.</Text></Para></ListItem>" * 2
    items = f'<OrderedList Type="{kind}" Decoration="{decoration}">{items}</OrderedList>'
    document = body(f"<P1><Pnumber>1</Pnumber><P1para><Text>You may—</Text>{items}</P1para></P1>")
    assert texts(document)[-1] == shown


def test_other_xml_of_the_name_is_not_taken():
    assert "clml" not in read_bytes(b"<html><body><p>Legislation</p></body></html>", "x.xml").source.media_type
