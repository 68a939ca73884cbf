from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.cite.links import quoted, text_fragment, url
from regkit.model.span import Span


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("17 CFR 240.15c3-3", "https://www.ecfr.gov/current/title-17/section-240.15c3-3"),
        ("17 CFR 240.17Ad-22(e)(4)", "https://www.ecfr.gov/current/title-17/section-240.17ad-22#p-240.17ad-22(e)(4)"),
        ("12 CFR part 1026", "https://www.ecfr.gov/current/title-12/part-1026"),
        ("12 CFR part 1022, subpart C", "https://www.ecfr.gov/current/title-12/part-1022/subpart-C"),
        ("12 CFR part 1002, appendix A", "https://www.ecfr.gov/current/title-12/part-1002/appendix-Appendix%20A%20to%20Part%201002"),
        ("12 CFR chapter X", "https://www.ecfr.gov/current/title-12/chapter-X"),
        ("15 U.S.C. 78o(c)(3)", "https://www.govinfo.gov/link/uscode/15/78o"),
        ("76 FR 79276, 79280", "https://www.govinfo.gov/link/fr/76/79276"),
        ("124 Stat. 1376", "https://www.govinfo.gov/link/statute/124/1376"),
        ("Public Law 111-203 § 1029", "https://www.govinfo.gov/link/plaw/111/public/203"),
        ("FR Doc. 2011-31714", "https://www.federalregister.gov/d/2011-31714"),
        ("FINRA Rule 4210(e)", "https://www.finra.org/rules-guidance/rulebooks/finra-rules/4210"),
        ("Regulation (EU) No 648/2012, Article 6(1)", "https://eur-lex.europa.eu/eli/reg/2012/648/oj"),
        ("Directive 2014/65/EU, Article 4", "https://eur-lex.europa.eu/eli/dir/2014/65/oj"),
        ("31 U.S.C. chapter 53, subchapter II", "https://uscode.house.gov/browse/prelim@title31/chapter53/subchapterII&edition=prelim"),
        ("11 U.S.C.", "https://uscode.house.gov/browse/prelim@title11&edition=prelim"),
        ("RIN 3235-AN19", "https://www.federalregister.gov/regulations/3235-AN19"),
        ("Docket No. CFPB-2011-0008", "https://www.regulations.gov/docket/CFPB-2011-0008"),
        ("Docket No. 10-90", None),
        ("Executive Order 12866 § 3(f)", "https://www.federalregister.gov/executive-order/12866"),
        ("S. 900 (106th Cong.)", "https://www.govinfo.gov/link/bills/106/s/900"),
        ("H.R. 4173", None),
        ("H.R. Conf. Rep. No. 111-517", "https://www.govinfo.gov/link/crpt/111/hrpt/517"),
        ("Public Law 117-328, div. AA § 501", "https://www.govinfo.gov/link/plaw/117/public/328"),
        ("CFTC Letter No. 25-03", "https://www.cftc.gov/csl/25-03/download"),
        ("File No. S7-10-19", "https://www.sec.gov/comments/s7-10-19/s71019.htm"),
        ("Delegated Regulation (EU) 2017/565, Article 59", "https://eur-lex.europa.eu/eli/reg_del/2017/565/oj"),
        ("SI 2017/692", "https://www.legislation.gov.uk/uksi/2017/692"),
        ("5 U.S. 137", "https://www.loc.gov/item/usrep005137/"),
        ("598 U.S. 1", "https://www.courtlistener.com/c/U.S./598/1/"),
        ("235 F. Supp. 2d 549", "https://www.courtlistener.com/c/F.%20Supp.%202d/235/549/"),
        ("2010 WL 12345", None),
        ("\u0661 U.S.C.", None),
        ("SR-FICC-2025-025", None),
        ("paragraph (b)(2)", None),
        (None, None),
    ],
)
def test_official_addresses(target, address):
    assert url(target) == address


def test_a_date_asks_for_the_text_of_that_day():
    assert url("12 CFR 1026.4", date="2024-05-17") == "https://www.ecfr.gov/on/2024-05-17/title-12/section-1026.4"


@pytest.mark.parametrize(
    ("text", "quote", "directive"),
    [
        ("A firm must report.", "must report.", "must%20report."),
        ("A firm must report. A bank MUST  report. All.", "MUST  report.", "report.%20A%20bank-,MUST%20report.,-All."),
        ("x, (must report) must report", "must report", "must%20report"),
        ("Pay, at T-1 & keep", "Pay, at T-1 & keep", "Pay%2C%20at%20T%2D1%20%26%20keep"),
        ("A b c d must. A b c d must.", "must.", "b%20c%20d-,must.,-A%20b%20c"),
    ],
)
def test_a_quote_that_stands_twice_is_told_by_what_is_around_it(text, quote, directive):
    start = text.index(quote)
    assert quoted("https://example.org/", text, Span(start, start + len(quote))).removeprefix("https://example.org/#:~:text=") == directive


def test_a_long_quote_is_given_by_its_ends():
    link = text_fragment("https://example.org/", "one two three four five six seven eight nine ten eleven twelve thirteen")
    assert link == "https://example.org/#:~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen"


@given(st.text(max_size=200), st.text(max_size=20))
def test_a_text_fragment_is_made_of_characters_that_an_address_may_hold(words, prefix):
    link = text_fragment("https://example.org/a", words, prefix=prefix)
    assert all(character.isascii() and character.isprintable() and character not in ' <>"' for character in link)
    assert link.startswith("https://example.org/a")
