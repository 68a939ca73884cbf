"""Akoma Ntoso out: ids by the naming convention, links that cannot hurt, references made of citations, metadata."""

from __future__ import annotations

from lxml import etree

from regkit.cite import find
from regkit.export.akn import write
from regkit.model.document import Authority, MarkKind, ProvisionType, Source, Status
from regkit.read.builder import DocumentBuilder, Run

AUTHORITY = Authority(
    title="Lending",
    issuer="The <Board>",
    citation="61 CFR part 12",
    short="61 CFR",
    version="2031-05-06",
    effective="2031-07-01",
    status=Status.OFFICIAL,
)


def made():
    build = DocumentBuilder("12", Source(name="12.txt", sha256="", media_type="text/plain"), AUTHORITY)
    with build.provision("12.4", type=ProvisionType.SECTION, marker="§ 12.4", heading="Loans", top=True):
        build.block("§ 12.4 Loans", heading=True)
        with build.provision("a", marker="(a)"):
            build.block(
                "(a) A ", Run("keeper", MarkKind.TERM), " means <b> & ", Run("this", MarkKind.LINK, "javascript:alert(1)"), " under 15 U.S.C. 78o(b):"
            )
            with build.provision("1", marker="(1)"):
                build.block("(1) first;")
            build.block("and so on.")
        with build.provision("a", marker="(a)"):
            build.block("(a) Again, a ", Run("keeper", MarkKind.TERM), ".")
    return build.build()


def test_ids_follow_the_naming_convention_and_are_unique():
    root = etree.fromstring(write(made()))
    ids = [element.get("eId") for element in root.find("{*}act/{*}body").iter() if element.get("eId")]
    assert ids == ["sec_12-4", "sec_12-4__para_a", "sec_12-4__para_a__subpara_1", "sec_12-4__para_a-2"]


def test_lead_in_and_flush_text_stand_where_they_belong():
    root = etree.fromstring(write(made()))
    paragraph = root.find(".//{*}paragraph")
    assert [etree.QName(child).localname for child in paragraph] == ["num", "intro", "subparagraph", "wrapUp"]
    assert "".join(paragraph.find("{*}wrapUp").itertext()) == "and so on."


def test_a_link_that_runs_code_is_no_link():
    data = write(made())
    root = etree.fromstring(data)
    assert not [element for element in root.iter() if (element.get("href") or "").startswith("javascript")]
    assert b"&lt;b&gt; &amp;" in data


def test_the_place_that_defines_is_told_from_those_that_use():
    root = etree.fromstring(write(made()))
    assert ["".join(element.itertext()) for element in root.iter("{*}def")] == ["keeper"]
    assert [element.get("refersTo") for element in root.iter("{*}def", "{*}term")] == ["#term-keeper"] * 2
    assert [(element.get("eId"), element.get("showAs")) for element in root.iter("{*}TLCTerm")] == [("term-keeper", "keeper")]


def test_citations_become_references_with_official_addresses():
    document = made()
    root = etree.fromstring(write(document, find(document.text)))
    found = [("".join(element.itertext()), element.get("href")) for element in root.iter("{*}ref")]
    assert ("15 U.S.C. 78o(b)", "https://www.govinfo.gov/link/uscode/15/78o") in found


def test_the_authority_is_in_the_metadata():
    root = etree.fromstring(write(made()))
    assert root.find(".//{*}FRBRWork/{*}FRBRuri").get("value") == "/akn/us/act/2031-05-06/61-cfr-part-12"
    assert root.find(".//{*}FRBRExpression/{*}FRBRdate").get("date") == "2031-05-06"
    assert root.find(".//{*}TLCOrganization").get("showAs") == "The <Board>"
    assert root.find(".//{*}FRBRauthoritative").get("value") == "true"
    assert root.find(".//{*}eventRef").get("date") == "2031-07-01"
