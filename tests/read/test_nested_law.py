"""Law in XML and on EUR-Lex pages: trees as lawyers cite, notes, terms, links, quotations, and what is not as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from regkit.errors import ReadError
from regkit.model.document import MarkKind, ProvisionType, Status
from regkit.read import read, read_bytes
from regkit.read.uslm_paths import normalised, target_of

SAMPLES = Path(__file__).parent.parent / "samples"
AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"><body>{}</body></act></akomaNtoso>'


def pinpoints(document):
    return [each.pinpoint for each in document.provisions[1:] if each.marker and each.type is not ProvisionType.FOOTNOTE]


def at(document, pinpoint):
    return next(each for each in document.provisions if each.pinpoint == pinpoint)


def own(document, provision):
    return [document.quote(span) for span in provision.body]


def test_akoma_ntoso_is_cited_by_section_and_keeps_ids():
    document = read(SAMPLES / "akn" / "act.xml")
    provision = at(document, "Ferries Act 2031 § 1(1)")
    assert provision.source_id == "part_I__sec_1__subsec_1"
    assert own(document, provision) == ["(1) In this Act—", "and those words are to be read accordingly."]
    assert document.authority.issuer == "Assembly of the Isles"
    assert (document.authority.version, document.authority.status) == ("2032-01-01", Status.OFFICIAL)
    assert document.authority.records[0].date == "2031-03-04"
    terms = [(document.quote(mark.span), mark.value) for mark in document.marks if mark.kind is MarkKind.TERM]
    assert terms == [("operator", "term-operator")] * 2
    assert at(document, "Ferries Act 2031, Schedule 1(b)").source_id == "sched_1__list_1__item_b"


def test_quoted_provisions_are_none_of_the_acts_own():
    document = read(SAMPLES / "akn" / "act.xml")
    quoted = next(each for each in document.provisions if each.path[-1:] == ("4A",))
    assert quoted.path == ("3", "quoted", "4A")


@pytest.mark.parametrize(
    "namespace", ["http://www.akomantoso.org/2.0", "http://www.akomantoso.org/1.0", "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/WD17", ""]
)
def test_other_versions_are_read_with_a_warning(namespace):
    text = AKN.format('<section id="s1"><num>1.</num><content><p>Text.</p></content></section>').replace(
        "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", namespace
    )
    document = read_bytes(text.encode(), "act.xml")
    assert document.provisions[1].source_id == "s1"
    assert [finding.code for finding in document.findings] == ["read.akn-version"]


def test_a_prefix_is_read_as_well():
    text = (
        '<an:akomaNtoso xmlns:an="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><an:act name="a"><an:body><an:article><an:num>Article 6</an:num>'
    )
    text += "<an:content><an:p>Text.</an:p></an:content></an:article></an:body></an:act></an:akomaNtoso>"
    assert read_bytes(text.encode(), "x").provisions[1].path == ("Article 6",)


def test_sections_that_group_articles_are_no_sections():
    inner = "<section><num>Section 1</num>"
    inner += "<article><num>Article 6</num><paragraph><num>1.</num><content><p>Text.</p></content></paragraph></article></section>"
    document = read_bytes(AKN.format(inner).encode(), "x.xml")
    assert [(each.type, each.path) for each in document.provisions[1:]] == [
        (ProvisionType.HEADING, ("Section 1",)),
        (ProvisionType.ARTICLE, ("Article 6",)),
        (ProvisionType.PARAGRAPH, ("Article 6", "1")),
    ]


def test_the_code_is_cited_as_the_code_with_chapeau_and_continuation():
    document = read(SAMPLES / "uslm" / "title.xml")
    provision = at(document, "61 U.S.C. 201(a)")
    assert own(document, provision) == ["(a) Duty to lend\nEach keeper shall lend a book to a person who—", "unless the book is out."]
    assert provision.heading == "Duty to lend"
    assert provision.source_id == "/us/usc/t61/s201/a"
    assert own(document, at(document, "61 U.S.C. 201(b)")) == ["(b)"]
    assert "(b)(1) In this section" in document.text
    assert [(page.label, document.text[: page.at].rsplit(" ", 1)[-1]) for page in document.pages] == [("412", "book")]
    link = next(mark for mark in document.marks if mark.kind is MarkKind.LINK)
    assert target_of(link.value) == "61 CFR 12.4"
    assert own(document, at(document, "61 U.S.C. 201(a)(2), note 1")) == ["So in original."]
    credit = next(each for each in document.provisions if each.id.endswith("sourcecredit"))
    assert own(document, credit)[0].startswith("(Added Pub. L.")


@pytest.mark.parametrize("path", ["/us/cfr/t9 /s9./c/3", "/us//x", "javascript:alert(1)", "/us/usc/../t15", "/uk/act", ""])
def test_broken_identifiers_are_none(path):
    assert normalised(path) == ""
    assert target_of(path) == ""


def test_broken_identifiers_are_counted():
    text = (SAMPLES / "uslm" / "title.xml").read_text().replace('"/us/usc/t61/s202"', '"/us/usc/t61/s202./"')
    document = read_bytes(text.encode(), "title.xml")
    assert [finding.message for finding in document.findings] == ["1 identifiers do not follow the grammar of USLM"]
    assert at(document, "61 U.S.C. 202").source_id == ""


EU = "Regulation (EU) 2031/77"
EXPECTED = [
    *(f"{EU}, recital {number}" for number in (1, 2)),
    f"{EU}, Chapter I",
    *(f"{EU}, Article {rest}" for rest in ("1", "2", "2(1)", "2(1)(a)", "2(1)(b)", "2(1)(b)(i)", "2(1)(b)(ii)", "2(2)")),
]


@pytest.mark.parametrize("name", ["formex/act.xml", "eurlex/regulation.html"])
def test_an_act_of_the_union_has_one_tree_whatever_its_form(name):
    document = read(SAMPLES / name)
    found = pinpoints(document)
    assert found[: len(EXPECTED)] == EXPECTED
    assert found[-2] == f"{EU}, Annex I"
    assert own(document, at(document, f"{EU}, Article 2(1)")) == ["1. A keeper shall:", "Point (a) shall not apply to maps."]
    assert at(document, f"{EU}, Article 2").heading == "Duties of keepers"
    assert at(document, f"{EU}, Annex I").heading == "Fees"
    assert [call.mark for call in document.calls] == ["1"]
    assert own(document, next(each for each in document.provisions if each.type is ProvisionType.FOOTNOTE)) == ["OJ L 9, 4.1.2030, p. 2."]
    assert document.authority.citation == EU
    assert document.authority.url == "http://data.europa.eu/eli/reg/2031/77/oj"
    assert document.authority.status is Status.OFFICIAL


def test_a_quoted_article_of_formex_is_not_the_acts_own():
    document = read(SAMPLES / "formex" / "act.xml")
    assert [each.path for each in document.provisions if "Article 4a" in each.path] == [("Article 2", "3", "quoted", "Article 4a")]
    assert "‘thirty days’" in document.text


def test_a_consolidated_text_restates():
    document = read(SAMPLES / "eurlex" / "consolidated.html")
    assert document.authority.status is Status.RESTATEMENT
    assert document.authority.version == "2031-06-01"
    assert own(document, at(document, "Regulation (EU) 2029/5, Article 4a(1)(b)")) == ["(b) no lamp is left unattended."]
    assert at(document, "Regulation (EU) 2029/5, Article 4a").source_id == "art_4a"


def test_a_page_without_classes_is_read_by_its_lines():
    text = "<html><head><link rel='canonical' href='https://eur-lex.europa.eu/x'></head><body>"
    text += "<div id='TexteOnly'><p>DIRECTIVE 98/7/EC</p><p>Article 1</p>"
    text += "<p>1. A firm shall:</p><p>(a) report; and</p><p>(b) wait.</p><p>Article 2</p>"
    text += "<p>This Directive is addressed to the Member States.</p></div></body></html>"
    document = read_bytes(text.encode(), "x.html")
    assert [each.path for each in document.provisions[1:]] == [
        ("Article 1",),
        ("Article 1", "1"),
        ("Article 1", "1", "a"),
        ("Article 1", "1", "b"),
        ("Article 2",),
    ]


def test_depth_is_bounded():
    with pytest.raises(ReadError, match="nested more than 200 deep"):
        read_bytes(AKN.format("<section>" * 220 + "</section>" * 220).encode(), "deep.xml")


def test_blocks_that_stand_side_by_side_are_not_glued():
    preface = "<preface><dc:type xmlns:dc='urn:dc'>Public Law</dc:type><congress>115th Congress</congress><session>First Session</session></preface>"
    preamble = "<preamble><recital>Whereas it rains;</recital><recital>Whereas it pours:</recital></preamble>"
    meta = "<meta><citableAs>Public Law 115–11</citableAs><citableAs>131 Stat. 75</citableAs></meta>"
    main = f"<main>{preamble}<section><content>It is so.</content></section></main>"
    data = f'<pLaw xmlns="http://schemas.gpo.gov/xml/uslm/2.0">{meta}{preface}{main}</pLaw>'
    document = read_bytes(data.encode(), "law.xml")
    assert document.text.split("\n") == ["Public Law", "115th Congress", "First Session", "Whereas it rains;", "Whereas it pours:", "It is so."]
    assert document.authority.citation == "Public Law 115–11"


def test_a_number_and_the_unnumbered_unit_in_it_are_parted():
    article = "<article><num>Article 1.</num><alinea><content><p>Books are lent.</p></content></alinea></article>"
    signed = "<conclusions><p><signature><shortTitle>The Minister,</shortTitle></signature></p></conclusions>"
    preface = "<preface><longTitle><p>Act on books.</p></longTitle></preface>"
    data = (
        f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><meta/>{preface}<body>{article}</body>{signed}</act></akomaNtoso>'
    )
    document = read_bytes(data.encode(), "act.xml")
    assert document.text == "Act on books.\nArticle 1. Books are lent.\nThe Minister,"
    assert document.authority.title == "Act on books."


def test_brackets_around_a_call_of_a_consolidated_text_go_with_its_mark():
    call = '(<a href="#E0008" id="src.E0008"><span class="superscript">8</span></a>)'
    note = '<p class="note"><a href="#src.E0008" id="E0008">(<span class="superscript">8</span>)</a> OJ L 8, 24.4.2032, p. 3.</p>'
    lines = f'<p class="title-article-norm">Article 1</p><p class="norm">Directive 31/46 {call} applies.</p>'
    article = f'<div class="eli-subdivision" id="art_1">{lines}</div>'
    link = '<link rel="canonical" href="https://eur-lex.europa.eu/eli/dir/2031/58/2032-12-19/eng"/>'
    data = f'<html><head>{link}</head><body><p class="reference">02031L0058</p><div class="eli-container">{article}</div>{note}</body></html>'
    document = read_bytes(data.encode(), "act.html")
    assert "Directive 31/46 applies.\nOJ L 8, 24.4.2032, p. 3." in document.text
    assert [each.mark for each in document.calls] == ["8"]


def test_what_formex_keeps_in_another_file_is_a_finding():
    schema = "http://formex.publications.europa.eu/schema/formex-05.21-20110601.xd"
    root = f'<ANNEX xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="{schema}">'
    contents = '<CONTENTS><P>Text.</P><INCL.ELEMENT FILEREF="L_1.tif" TYPE="TIFF"/></CONTENTS>'
    data = f"{root}<TITLE><TI><P>ANNEX</P></TI></TITLE>{contents}</ANNEX>".encode()
    document = read_bytes(data, "annex.xml")
    assert document.text.endswith("Text.")
    assert [each.message for each in document.findings if each.code == "read.formex-included"] == ["L_1.tif belongs here and was not read"]


DRAFTED = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="uksi"><meta><identification source="#t"><FRBRWork>
<FRBRuri value="#varUri"/><FRBRname value="#varTitle"/><FRBRdate date="9999-01-01" name="uksi"/></FRBRWork></identification><references source="#a">
<TLCConcept eId="varTitle" href="#o" showAs="The Harbour Lamps Order #varYear"/><TLCConcept eId="varYear" href="#o" showAs="2031"/>
</references></meta><preface><block name="title"><docTitle> <ref class="placeholder" href="#varTitle"/> </docTitle></block>
<block name="madeDate"><span>Made</span><docDate date="2031-05-02"><ref class="placeholder" href="#varMade">2nd May 2031</ref></docDate></block>
</preface><body><hcontainer name="{0}"><heading>Lamps</heading><num>2.</num><paragraph><num>(1)</num><content><p><mod>In rule 4, insert—
<quotedStructure><level><num>(b)</num><content><p>a lamp;</p></content></level>
</quotedStructure><inline name="AppendText">.</inline></mod></p></content></paragraph>
</hcontainer></body></act></akomaNtoso>"""


@pytest.mark.parametrize(
    ("name", "pinpoint", "path"),
    [
        ("regulation", "Harbour Lamps Order 2031, regulation 2", ("Regulation 2",)),
        ("article", "Harbour Lamps Order 2031, Article 2", ("Article 2",)),
        ("rule", "Harbour Lamps Order 2031, Rule 2", ("Rule 2",)),
    ],
)
def test_instruments_as_they_are_drafted_in_the_united_kingdom(name, pinpoint, path):
    document = read_bytes(DRAFTED.format(name).encode(), "x.xml")
    provision = at(document, pinpoint)
    assert (provision.path, provision.heading, provision.marker) == (path, "Lamps", "2.")
    assert [document.quote(block.span) for block in document.blocks[:3]] == ["The Harbour Lamps Order 2031", "Made 2nd May 2031", "2. Lamps"]
    assert (document.authority.title, document.authority.version, document.authority.records) == ("The Harbour Lamps Order 2031", "", ())


def test_the_full_stop_behind_a_quotation_is_no_line_of_its_own():
    document = read_bytes(DRAFTED.format("article").encode(), "x.xml")
    assert document.text.endswith("(b) a lamp;.")
    assert document.blocks[-1].provision == document.provisions.index(at(document, "Harbour Lamps Order 2031, Article 2(1)"))


PROPOSAL = """<html><head><style>@import url(./../css/com/com-c.css)</style></head><body><div class="contentWrapper"><div class="content">
<p class="Rfrenceinstitutionnelle">COM(2031) 20 final</p><p class="Statut">Proposal for a</p><p class="Typedudocument">REGULATION OF THE COUNCIL</p>
<p class="Titreobjet">on lamps and amending Regulation (EU) 2029/5</p></div><div class="content"><p class="Normal">Whereas:</p>
<p class="li ManualConsidrant"><span class="num"><span>(1)</span></span><span>Lamps burn.</span><span class="FootnoteReference">
<a class="footnoteRef" id="footnoteref1" href="#footnote1">1</a></span></p>
<p class="SectionTitle">TITLE I</p><p class="SectionTitle">SCOPE</p>
<p class="Titrearticle"><span>Article 1</span><span>
   <br>Subject matter</span></p>
<p class="li ManualNumPar1"><span class="num"><span>1.</span></span><span>A keeper shall:</span></p>
<p class="li Point1"><span class="num"><span>(a)</span></span><span>light a lamp.</span></p>
<p class="Annexetitre"><span>ANNEX I</span><span><br>Colours</span></p><p class="Normal">Red.</p>
<dl><dd id="footnote1"><span class="num"><a class="footnote" href="#footnoteref1">(1)</a></span><span>OJ L 9, p. 2.</span></dd></dl>
</div></div></body></html>"""


def test_a_proposal_of_the_commission_is_a_draft_with_articles_and_recitals():
    document = read_bytes(PROPOSAL.encode(), "x.html")
    authority = document.authority
    assert (authority.citation, authority.status) == ("COM(2031) 20 final", Status.DRAFT)
    assert authority.title == "Proposal for a REGULATION OF THE COUNCIL on lamps and amending Regulation (EU) 2029/5"
    assert pinpoints(document) == [
        "COM(2031) 20 final, recital 1",
        "COM(2031) 20 final, Title I",
        "COM(2031) 20 final, Article 1",
        "COM(2031) 20 final, Article 1(1)",
        "COM(2031) 20 final, Article 1(1)(a)",
        "COM(2031) 20 final, Annex I",
    ]
    assert at(document, "COM(2031) 20 final, Article 1").heading == "Subject matter"
    assert own(document, at(document, "COM(2031) 20 final, recital 1")) == ["(1) Lamps burn."]
    assert [document.quote(each.body[0]) for each in document.provisions if each.type is ProvisionType.FOOTNOTE] == ["OJ L 9, p. 2."]
    assert document.text.count("OJ L 9") == 1


STYLED = """<html><head><meta name="DC.description" content="Council Directive 98/7/EC on lamps"><title>EUR-Lex - 31998L0007 - EN</title></head><body>
<h1>31998L0007</h1><p style="font-weight: bold"><a href="./../legal-content/EN/TXT/?uri=CELEX:31998L0007">▼B</a></p>
<p style="font-style: italic">Article 2</p><p>Lamps shall burn.</p><p style="x"><a href="./../?uri=CELEX:32001F0500">▼M1</a> —————</p>
<p>1. Floats too.</p></body></html>"""


def test_old_pages_without_classes_have_articles_and_a_title():
    document = read_bytes(STYLED.encode(), "x.html")
    assert document.authority.title == "Council Directive 98/7/EC on lamps"
    assert [each.path for each in document.provisions[1:]] == [("Article 2",), ("Article 2", "1")]
    assert "▼" not in document.text
    assert [each.message for each in document.findings] == ["2 marks of consolidation were left out"]
