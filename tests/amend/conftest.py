"""A small part of the Code and rules that amend it, written for the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from regkit.amend import read_rule_bytes
from regkit.read import read_bytes

PART = """<CFRGRANULE><FDSYS><CFRTITLE>12</CFRTITLE><DATE>2020-01-01</DATE><GRANULENUM>7</GRANULENUM><TITLE>LANTERNS</TITLE></FDSYS><PART>
<EAR>Pt. 7</EAR><HD SOURCE="HED">PART 7—LANTERNS (REGULATION L)</HD>
<AUTH><HD SOURCE="HED">Authority:</HD><P>12 U.S.C. 77.</P></AUTH>
<SECTION><SECTNO>§ 7.1</SECTNO><SUBJECT>Scope.</SUBJECT><P>(a) <E T="03">Who.</E>
This part binds every keeper of a lamp. It binds no child.</P>
<P>(b) A keeper shall:</P><P>(1) Trim the wick; and</P><P>(2) Fill the oil<SU>1</SU><FTREF/>.</P><FTNT><P><SU>1</SU> Whale oil counts.</P></FTNT>
<P>(c) <E T="03">Records.</E>
A keeper shall keep records for 30 days.</P><P>(d) A keeper may rest.</P></SECTION>
<SECTION><SECTNO>§ 7.2</SECTNO><SUBJECT>Definitions.</SUBJECT><P>For purposes of this part:</P>
<P><E T="03">Keeper</E> means a person who keeps a lamp.</P>
<P><E T="03">Wick</E> means a cord.</P></SECTION>
<SECTION><SECTNO>§ 7.4</SECTNO><SUBJECT>Fees.</SUBJECT><P>(a) The fee is 5 dollars.</P>
<P>(b) The fee is paid to the Warden. The Warden keeps the fee.</P></SECTION>
<APPENDIX><EAR>Pt. 7, App. A</EAR><HD SOURCE="HED">Appendix A to Part 7—Forms</HD><P>1. Use this form.</P><P>2. Use no other form.</P></APPENDIX>
<APPENDIX><EAR>Pt. 7, Supp. I</EAR><HD SOURCE="HED">Supplement I to Part 7—Official Interpretations</HD>
<HD SOURCE="HD1">Section 7.1—Scope</HD><P><E T="03">1(a) Who.</E></P><P>1. <E T="03">Lamps.</E> A candle is no lamp.</P><P>i. Nor is a torch.</P>
<P>2. <E T="03">Children.</E> A child is under 12.</P></APPENDIX></PART></CFRGRANULE>"""


def make_rule(*amendments: str, part: str = "7") -> bytes:
    """Return a rule with these amendments, each an instruction with its replacement text in XML."""
    body = "".join(f'<REGTEXT TITLE="12" PART="{part}">{amendment}</REGTEXT>' for amendment in amendments)
    return (
        '<RULE><PREAMB><AGENCY TYPE="F">LANTERN BUREAU</AGENCY><CFR>12 CFR Part 7</CFR><SUBJECT>Lanterns</SUBJECT></PREAMB><SUPLINF>'
        f"{body}<SIG><NAME>A. Warden,</NAME><TITLE>Chief.</TITLE></SIG></SUPLINF><FRDOC>[FR Doc. 2021-00007 Filed 1-2-21; 8:45 am]</FRDOC></RULE>"
    ).encode()


@pytest.fixture(scope="session")
def part_xml():
    return PART


@pytest.fixture(scope="session")
def rule_xml():
    return make_rule


@pytest.fixture(scope="session")
def check_tree():
    sys.path.insert(0, str(Path(__file__).parents[1] / "contract"))
    from test_readers import check_tree

    return check_tree


@pytest.fixture(scope="session")
def base():
    return read_bytes(PART.encode(), "part-7.xml")


@pytest.fixture(scope="session")
def rule():
    def make(*amendments, **options):
        return read_rule_bytes(make_rule(*amendments, **options), "rule.xml")

    return make
