"""From a citation to the right service: what each is asked, what is made of its answers, and a message of its own for each failure."""

from __future__ import annotations

from typing import Any

import pytest

from regkit.cite.target import Target
from regkit.errors import FetchError
from regkit.fetch import ecfr, fetch, register
from regkit.fetch.client import Client
from regkit.fetch.limits import Limits

ECFR = "www.ecfr.gov/api/versioner/v1"
FR = "www.federalregister.gov/api/v1"
LINK = "www.govinfo.gov/link"
SECTION = (
    '<?xml version="1.0"?>\n<DIV8 N="240.15c3-3" TYPE="SECTION"><HEAD>§ 240.15c3-3   Cash.</HEAD><P>(a) A broker shall keep a reserve.</P></DIV8>\n'
).encode()
NOTICE = b"<?xml version='1.0'?><NOTICE><PREAMB><SUBJECT>Order</SUBJECT><P>It is ordered.</P></PREAMB></NOTICE>"
PAGE = b"<!DOCTYPE html><html><body><h3>78o</h3><p>No broker shall.</p></body></html>"
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def titles(server: Any, upto: str = "2026-04-30", **meta: Any) -> None:
    server.on(
        f"{ECFR}/titles.json",
        {
            "titles": [
                {"number": 17, "name": "Commodity", "latest_issue_date": "2026-04-20", "up_to_date_as_of": upto, "reserved": False},
                {"number": 35, "name": "Panama Canal", "latest_issue_date": None, "up_to_date_as_of": None, "reserved": True},
            ],
            "meta": {"date": upto, "import_in_progress": False} | meta,
        },
    )


def versions(*entries: tuple[str, str, bool], section: str = "240.15c3-3") -> dict[str, Any]:
    made = [
        {"date": date, "issue_date": issue, "identifier": section, "part": "240", "removed": gone, "type": "section"} for date, issue, gone in entries
    ]
    return {"content_versions": made, "meta": {"result_count": str(len(made))}}


def about(number: str = "2026-02177", **fields: Any) -> dict[str, Any]:
    made = {
        "document_number": number,
        "title": "Order Approving a Rule",
        "type": "Notice",
        "publication_date": "2026-02-04",
        "citation": "91 FR 5128",
        "volume": 91,
        "start_page": 5128,
        "end_page": 5130,
        "agencies": [{"raw_name": "SECURITIES AND EXCHANGE COMMISSION", "name": "Securities and Exchange Commission", "id": 466}],
        "docket_ids": ["Release No. 34-104748", "File No. SR-FICC-2025-025"],
        "effective_on": None,
        "full_text_xml_url": f"https://www.federalregister.gov/documents/full_text/xml/2026/02/04/{number}.xml",
        "html_url": f"https://www.federalregister.gov/documents/2026/02/04/{number}/order",
    }
    return made | fields


def printed(server: Any, number: str = "2026-02177", **fields: Any) -> None:
    server.on(f"{FR}/documents/{number}.json*", about(number, **fields))
    server.on(f"www.federalregister.gov/documents/full_text/xml/2026/02/04/{number}.xml", NOTICE)


def failure(asked: str, client: Client, on: str = "") -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(asked, client, on=on)
    assert caught.value.remedy
    return caught.value


class TestCfr:
    FULL = f"{ECFR}/full/2026-04-15/title-17.xml?part=240&section=240.15c3-3"

    def test_a_section_on_a_day(self, server, client) -> None:
        titles(server)
        server.on(self.FULL, SECTION)
        server.on(f"{ECFR}/versions/title-17.json*", versions(("2017-01-01", "2017-01-01", False), ("2025-06-30", "2025-06-30", False)))
        server.on(
            f"{ECFR}/ancestry/2026-04-15/title-17.json?part=240",
            {
                "ancestors": [
                    {"type": "title", "label_description": "X"},
                    {"type": "chapter", "label_description": "Securities and Exchange Commission"},
                ]
            },
        )
        found = fetch("17 C.F.R. § 240.15c3-3(a)(1)", client, on="2026-04-15")
        known = found.authority
        assert found.citation == "17 CFR 240.15c3-3"
        assert (known.version, known.effective, known.issuer) == ("2026-04-15", "2025-06-30", "Securities and Exchange Commission")
        assert (known.status, known.instrument) == ("official", "17 CFR part 240")
        assert found.page.data == SECTION

    def test_what_is_asked_beside_may_fail(self, server, make) -> None:
        titles(server)
        server.on(self.FULL, SECTION)
        server.on(f"{ECFR}/versions/*", b"<html>down</html>", status=500)
        server.on(f"{ECFR}/ancestry/*", b"<html>shape</html>")
        known = fetch("17 CFR 240.15c3-3", make(limits=Limits(attempts=1)), on="2026-04-15").authority
        assert (known.effective, known.issuer) == ("", "")

    def test_a_baseline_is_no_effective_date(self, server, client) -> None:
        titles(server)
        server.on(self.FULL, SECTION)
        server.on(f"{ECFR}/versions/*", versions(("2017-01-01", "2017-01-01", False)))
        assert fetch("17 CFR 240.15c3-3", client, on="2026-04-15").authority.effective == ""

    @pytest.mark.parametrize(
        ("asked", "query"),
        [
            ("17 CFR part 240", "part=240"),
            ("17 CFR part 240 et seq.", "part=240"),
            ("17 CFR part 240, subpart A", "part=240&subpart=A"),
            ("17 CFR part 240, appendix A", "part=240&appendix=Appendix A to Part 240"),
            ("17 CFR 240.17Ad-22(e)", "part=240&section=240.17ad-22"),
            ("Rule 15c3-3", "part=240&section=240.15c3-3"),
        ],
    )
    def test_units_and_the_newest_day(self, server, client, asked, query) -> None:
        titles(server)
        server.on(f"{ECFR}/full/2026-04-30/title-17.xml?{query}", SECTION)
        found = fetch(asked, client)
        assert found.authority.version == "2026-04-30"
        assert "newest day" in found.notes[0]
        assert found.authority.title == ("" if query == "part=240" else found.citation)

    def test_a_day_that_has_not_come(self, server, client) -> None:
        titles(server)
        error = failure("17 CFR 240.15c3-3", client, "2026-05-01")
        assert error.kind == "date"
        assert "2026-04-30" in str(error)

    def test_the_service_says_that_it_has_not_come(self, server, client) -> None:
        titles(server, upto="2026-05-03")
        said = "The requested date 2026-05-01 is past the title's most recent issue date of 2026-04-29, see titles for details"
        server.on(f"{ECFR}/full/2026-05-01/*", {"error": said}, status=404)
        assert "--on 2026-04-29" in str(failure("17 CFR 240.15c3-3", client, "2026-05-01"))

    @pytest.mark.parametrize(
        ("history", "day", "said"),
        [
            ([("2020-01-01", "2020-01-02", False)], "2019-06-01", "not there on 2019-06-01. The nearest days with a version are: 2020-01-02"),
            (
                [("2017-01-01", "2017-01-01", False), ("2018-01-01", "2018-01-01", True), ("2021-01-01", "2021-01-01", False)],
                "2019-06-01",
                "removed on 2018-01-01. The nearest days with a version are: 2017-01-01 and 2021-01-01",
            ),
        ],
    )
    def test_a_day_on_which_it_is_not_there(self, server, client, history, day, said) -> None:
        titles(server)
        server.on(f"{ECFR}/versions/title-17.json*", versions(*history))
        error = failure("17 CFR 240.15c3-3", client, day)
        assert error.kind == "date"
        assert said in str(error)

    def test_a_section_that_never_was(self, server, client) -> None:
        titles(server)
        server.on(f"{ECFR}/versions/title-17.json*", versions(("2017-01-01", "2017-01-01", False)))
        error = failure("17 CFR 240.15c3-33", client)
        assert error.kind == "not-found"
        assert "Did you mean 17 CFR 240.15c3-3?" in str(error)

    def test_titles(self, server, client) -> None:
        titles(server)
        assert "reserved" in str(failure("35 CFR 1.1", client))
        assert "no title 60" in str(failure("60 CFR 1.1", client))
        assert "parts" in str(failure("17 CFR chapter II", client))

    def test_while_an_issue_is_taken_in(self, server, client) -> None:
        titles(server, import_in_progress=True)
        assert failure("17 CFR 240.15c3-3", client).kind == "busy"

    def test_offline(self, server, client, make) -> None:
        titles(server)
        server.on(self.FULL, SECTION)
        fetch("17 CFR 240.15c3-3", client, on="2026-04-15")
        server.asked.clear()
        found = fetch("17 CFR 240.15c3-3", make(offline=True), on="2026-04-15")
        assert found.page.cached
        assert server.asked == []
        assert failure("17 CFR 240.15c3-1", make(offline=True), "2026-04-15").kind == "offline"

    @pytest.mark.parametrize(
        "page", ["current/title-17/section-240.15c3-3#p-240.15c3-3(a)", "on/2026-04-30/title-17/chapter-II/part-240/section-240.15c3-3"]
    )
    def test_a_page_of_the_site_goes_through_the_api(self, server, client, page) -> None:
        titles(server)
        server.on(f"{ECFR}/full/2026-04-30/title-17.xml?part=240&section=240.15c3-3", SECTION)
        assert fetch(f"https://www.ecfr.gov/{page}", client).citation == "17 CFR 240.15c3-3"


def test_a_citation_cannot_add_to_a_query(server: Any, client: Client) -> None:
    titles(server)
    target = Target(family="cfr", source="17 CFR", number="240.1&section=240.2/../x#y")
    with pytest.raises(FetchError):
        ecfr.fetch(target, "2026-04-15", client)
    with pytest.raises(FetchError):
        register.fetch(Target(family="fedreg", source="FR Doc.", number="../x?y=1"), "", client)
    paths = [path for path, _ in server.asked]
    assert f"{ECFR}/full/2026-04-15/title-17.xml?part=240&section=240.1&section=240.2/../x#y" in paths  # unquoted by the server here
    raw = [raw for raw in server.raw if "/full/" in raw or "/documents/" in raw]
    assert all("section=240.1%26section" in address or "/documents/..%2Fx%3Fy%3D1.json" in address for address in raw)
    assert len(raw) == 2


class TestRegister:
    @pytest.mark.parametrize(
        "asked", ["FR Doc. 2026-02177", "2026-02177", "https://www.federalregister.gov/d/2026-02177", about()["html_url"] + "?utm=x"]
    )
    def test_by_number(self, server, client, asked) -> None:
        printed(server, effective_on="2026-03-06")
        found = fetch(asked, client)
        known = found.authority
        assert found.page.data == NOTICE
        assert (known.citation, known.version, known.effective) == ("91 FR 5128", "2026-02-04", "2026-03-06")
        assert known.issuer == "Securities and Exchange Commission"

    def test_by_page(self, server, client) -> None:
        server.on(
            f"{FR}/documents/search-details*",
            {"suggestions": {"citation": {"document_numbers": ["2026-02177"], "volume": 91, "page": 5128}}, "filters": {}},
        )
        printed(server)
        assert fetch("91 Fed. Reg. 5128, 5129", client).page.data == NOTICE
        assert server.addresses()[0].endswith("conditions[term]=91+FR+5128")

    def test_the_one_that_begins_on_the_page_is_meant(self, server, client) -> None:
        server.on(f"{FR}/documents/search-details*", {"suggestions": {"citation": {"document_numbers": ["2026-02100", "2026-02177"]}}})
        server.on(f"{FR}/documents/2026-02100.json*", about("2026-02100", start_page=5120, end_page=5128))
        printed(server)
        assert fetch("91 FR 5128", client).page.entry.url.endswith("2026-02177.xml")

    def test_two_that_begin_there_are_ambiguous(self, server, client) -> None:
        server.on(f"{FR}/documents/search-details*", {"suggestions": {"citation": {"document_numbers": ["2026-02178", "2026-02177"]}}})
        printed(server)
        printed(server, "2026-02178")
        error = failure("91 FR 5128", client)
        assert error.kind == "ambiguous"
        assert "FR Doc. 2026-02178" in str(error)
        assert "FR Doc. 2026-02177" in str(error)

    def test_an_old_page_is_govinfos(self, server, client) -> None:
        server.on(f"{FR}/documents/search-details*", {"suggestions": {}, "filters": {}})
        server.moved(f"{LINK}/fr/45/100?link-type=pdf", "https://www.govinfo.gov/content/pkg/FR-1980-01-02/pdf/FR-1980-01-02.pdf")
        server.on("www.govinfo.gov/content/pkg/FR-1980-01-02/pdf/FR-1980-01-02.pdf", PDF)
        found = fetch("45 FR 100", client)
        assert (found.page.entry.kind, found.authority.version) == ("pdf", "1980-01-02")

    @pytest.mark.parametrize("asked", ["34-104748", "Release No. 34-104748", "SR-FICC-2025-025"])
    def test_by_docket(self, server, client, asked) -> None:
        other = about("2026-01000", docket_ids=["Release No. 34-1047480", "File No. SR-FICC-2025-0250"])
        server.on(f"{FR}/documents.json*", {"count": 2, "total_pages": 1, "results": [other, about()]})
        printed(server)
        assert fetch(asked, client).page.entry.url.endswith("2026-02177.xml")

    def test_a_file_of_several_documents(self, server, client) -> None:
        both = [about(docket_ids=["File No. S7-2026-03"]), about("2026-03000", docket_ids=["File No. S7-2026-03"], publication_date="2026-03-09")]
        server.on(f"{FR}/documents.json*", {"count": 2, "results": both})
        printed(server)
        assert failure("S7-2026-03", client).kind == "ambiguous"
        assert fetch("S7-2026-03", client, on="2026-02-04").page.data == NOTICE

    def test_a_list_without_results(self, server, client) -> None:
        server.on(f"{FR}/documents.json*", {"count": 0, "description": "Documents matching nothing"})
        assert failure("S7-2026-03", client).kind == "not-found"

    def test_a_release_that_is_not_printed_is_secs(self, server, client) -> None:
        server.on(f"{FR}/documents.json*", {"count": 0})
        server.on("www.sec.gov/files/rules/final/2026/34-104748.pdf", PDF)
        assert "--on" in str(failure("34-104748", client))
        found = fetch("34-104748", client, on="2026-04-15")
        assert found.page.entry.kind == "pdf"
        assert found.authority.issuer == "Securities and Exchange Commission"
        assert failure("34-104749", client, "2026-04-15").kind == "not-found"

    def test_without_xml_the_body_is_taken(self, server, client) -> None:
        server.on(
            f"{FR}/documents/94-10.json*", about("94-10", full_text_xml_url=None, body_html_url="https://www.federalregister.gov/body/94-10.html")
        )
        server.on("www.federalregister.gov/body/94-10.html", PAGE)
        found = fetch("FR Doc. 94-10", client)
        assert "no XML" in found.notes[0]

    def test_no_such_number(self, server, client) -> None:
        server.on(f"{FR}/documents/2026-99999.json*", {"status": 404, "message": "Record not found"}, status=404)
        assert failure("FR Doc. 2026-99999", client).kind == "not-found"

    @pytest.mark.parametrize("answer", [{"document_number": 7}, [], {"x": 1}])
    def test_another_shape(self, server, client, answer) -> None:
        server.on(f"{FR}/documents/2026-02177.json*", answer)
        assert "changed its shape" in str(failure("FR Doc. 2026-02177", client))

    def test_a_robot_check_is_not_followed(self, server, client) -> None:
        server.moved(f"{FR}/documents/2026-02177.json*", "https://unblock.federalregister.gov/")
        assert failure("FR Doc. 2026-02177", client).kind == "refused"


class TestStatutes:
    def test_the_code(self, server, client) -> None:
        server.moved(f"{LINK}/uscode/15/78o?link-type=html", "/content/pkg/USCODE-2024-title15/html/USCODE-2024-title15-chap2B-sec78o.htm")
        server.on("www.govinfo.gov/content/pkg/USCODE-2024-title15/html/USCODE-2024-title15-chap2B-sec78o.htm", PAGE)
        found = fetch("15 U.S.C. 78o(b)(1)", client)
        assert (found.citation, found.authority.version) == ("15 U.S.C. 78o", "2024")
        assert "edition of 2024" in found.notes[0]

    def test_of_a_year(self, server, client) -> None:
        server.on(f"{LINK}/uscode/15/78o?link-type=html&year=2018", PAGE)
        assert fetch("Exchange Act § 15", client, on="2018-05-01").page.data == PAGE
        error = failure("15 U.S.C. 78o", client, "2026-05-01")
        assert error.kind == "date"
        assert "2025" in str(error)

    def test_a_law_in_uslm_else_html(self, server, client) -> None:
        server.on(f"{LINK}/plaw/117/public/2?link-type=uslm", b"<pLaw><main>Text.</main></pLaw>")
        server.on(f"{LINK}/plaw/111/public/203?link-type=html", PAGE)
        assert fetch("Public Law 117-2", client).page.entry.kind == "xml"
        assert fetch("Pub. L. 111-203, § 1029(a)", client).citation == "Public Law 111-203"
        assert failure("Public Law 119-999", client).kind == "not-found"

    def test_a_page_of_the_statutes(self, server, client) -> None:
        server.on(f"{LINK}/statute/124/1376?link-type=pdf", PDF)
        assert fetch("124 Stat. 1376", client).page.data == PDF


class TestElsewhere:
    @pytest.mark.parametrize(
        ("asked", "celex"),
        [
            ("CELEX 32016R0679", "32016R0679"),
            ("32016R0679", "32016R0679"),
            ("Regulation (EU) 2016/679, Article 6(1)", "32016R0679"),
            ("Regulation (EU) No 648/2012", "32012R0648"),
            ("Directive 2014/65/EU", "32014L0065"),
            ("eli/reg/2016/679/oj", "32016R0679"),
            ("http://data.europa.eu/eli/reg/2016/679/oj", "32016R0679"),
            ("02016R0679-20160504", "02016R0679-20160504"),
            ("62014CJ0362", "62014CJ0362"),
        ],
    )
    def test_europe(self, server, client, asked, celex) -> None:
        server.on(f"eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:{celex}", b"", status=202, type="text/html")
        server.on(f"eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:{celex}", PAGE)
        found = fetch(asked, client)
        assert found.page.data == PAGE
        assert found.authority.issuer == "European Union"

    def test_europe_on_a_day(self, server, client) -> None:
        assert "02016R0679-20200101" in str(failure("Regulation (EU) 2016/679", client, "2020-01-01"))

    def test_britain(self, server, client) -> None:
        server.on("www.legislation.gov.uk/uksi/2017/692/2020-01-10/data.akn", b"<akomaNtoso><act/></akomaNtoso>")
        assert fetch("SI 2017/692", client, on="2020-01-10").authority.version == "2020-01-10"

    def test_an_address(self, server, client) -> None:
        server.on("rules.example.org/book/rule.html", PAGE)
        found = fetch("https://rules.example.org/book/rule.html", client)
        assert found.citation == "https://rules.example.org/book/rule.html"
        assert failure("https://rules.example.org/book/rule.html", client, "2020-01-01").kind == "unknown"

    def test_its_host_is_allowed_for_itself_alone(self, server, client) -> None:
        server.moved("rules.example.org/a", "https://other.example.org/a")
        assert failure("https://rules.example.org/a", client).kind == "host"

    def test_a_key_is_taken_from_the_environment(self, server, client, monkeypatch) -> None:
        monkeypatch.setenv("REGKIT_GOVINFO_KEY", "k123")
        server.on("api.govinfo.gov/packages/PLAW-111publ203/htm", PAGE)
        fetch("https://api.govinfo.gov/packages/PLAW-111publ203/htm", client)
        assert server.asked[0][1]["x-api-key"] == "k123"

    @pytest.mark.parametrize(
        ("asked", "kind"),
        [
            ("hello", "unknown"),
            ("", "unknown"),
            ("GSD Rule 4", "unknown"),
            ("paragraph (a)", "unknown"),
            ("17 CFR 240.15c3-3 and 12 CFR 1002.1", "ambiguous"),
            ("http://www.ecfr.gov/a", "host"),
        ],
    )
    def test_what_cannot_be_fetched(self, server, client, asked, kind) -> None:
        assert failure(asked, client).kind == kind
        assert server.asked == []

    @pytest.mark.parametrize("day", ["2026-4-15", "yesterday", "2026-02-30"])
    def test_a_day_that_is_none(self, client, day) -> None:
        assert "is not a day" in str(failure("17 CFR 240.15c3-3", client, day))
