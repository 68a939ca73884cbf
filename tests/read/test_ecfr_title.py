"""Whole titles of the eCFR: read part by part, they give the document that a walk over the whole tree gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.errors import ReadError
from regkit.model.document import Source
from regkit.read import read_bytes
from regkit.read.builder import DocumentBuilder
from regkit.read.ecfr import EcfrWalker
from regkit.read.ecfr_title import read_title
from regkit.read.xml import parse

SECTION = (
    '<DIV8 N="{n}" TYPE="SECTION"><HEAD>§ {n} Ledgers of stock.</HEAD><P>(a) <I>Duty.</I> A keeper shall write each entry{call}.</P>'
    "<P>(b) The keeper may use print.</P>{note}</DIV8>"
)


def _section(number, mark=""):
    call = f"<SU>{mark}</SU><FTREF/>" if mark else ""
    note = f"<FTNT><P><SU>{mark}</SU> Within two days.</P></FTNT>" if mark else ""
    return SECTION.format(n=number, call=call, note=note)


def _part(number, inner, head=True):
    heading = f"<HEAD>PART {number}—KEEPERS</HEAD>" if head else ""
    authority = "<AUTH><HED>Authority:</HED><PSPACE>9 U.S.C. 1.</PSPACE></AUTH>"
    return f'<DIV5 N="{number}" TYPE="PART">{heading}{authority}{inner}</DIV5>'


def _title(inner):
    head = "<HEAD>Title 9—Ink</HEAD>"
    return f'<?xml version="1.0"?><ECFR><AMDDATE>April 1, 2026</AMDDATE><DIV1 N="9" TYPE="TITLE">{head}{inner}</DIV1></ECFR>'.encode()


def _both(data):
    walked, streamed = (DocumentBuilder("t", Source(name="t.xml", sha256="0" * 64, media_type="application/xml")) for _ in range(2))
    EcfrWalker(parse(data, "t.xml"), walked).run()
    read_title(data, streamed)
    return walked.build(), streamed.build()


def _note(document, call):
    return next(document.quote(provision.span) for provision in document.provisions if provision.id == call.note)


def _same(data):
    walked, streamed = _both(data)
    for name in ("text", "blocks", "marks", "calls", "pages", "margins", "findings"):
        assert getattr(streamed, name) == getattr(walked, name), name
    assert streamed.provisions[1:] == walked.provisions[1:]
    return streamed


def test_a_title_is_a_document_of_its_parts():
    chapter = f'<DIV3 N="I" TYPE="CHAPTER"><HEAD>CHAPTER I—KEEPERS</HEAD>{_part(1, _section("1.1", "1"))}{_part(2, _section("2.1", "1"))}</DIV3>'
    document = read_bytes(_title(chapter), "title-9.xml")
    assert document.authority.citation == "title 9 CFR"
    assert [provision.pinpoint for provision in document.provisions if provision.path in {("1.1", "a"), ("2.1", "a")}] == [
        "9 CFR 1.1(a)",
        "9 CFR 2.1(a)",
    ]
    notes = {call.note for call in document.calls}
    assert len(document.calls) == len(notes) == 2, "each part's note 1 is its own"
    assert {_note(document, call) for call in document.calls} == {"Within two days."}
    _same(_title(chapter))


CASES = {
    "parts side by side": _part(1, _section("1.1")) + _part(2, _section("2.1")),
    "chapters, subchapters": (
        f'<DIV3 N="I" TYPE="CHAPTER"><HEAD>CHAPTER I—A</HEAD><DIV4 N="A" TYPE="SUBCHAP"><HEAD>SUBCHAPTER A—B</HEAD>{_part(1, _section("1.1"))}</DIV4>'
        f'<DIV4 N="B" TYPE="SUBCHAP"><HEAD>SUBCHAPTER B—C</HEAD>{_part(2, _section("2.1", "2"))}</DIV4></DIV3>'
        f'<DIV3 N="II" TYPE="CHAPTER"><HEAD>CHAPTER II—D</HEAD>{_part(9, _section("9.1", "1"))}</DIV3>'
    ),
    "text between the parts": f"<P>Before.</P>{_part(1, _section('1.1'))}<P>Between.</P>{_part(2, _section('2.1'))}<P>After.</P>",
    "text that no element holds": f"Loose.{_part(1, _section('1.1'))} Tail of one.{_part(2, _section('2.1'))} Tail of two.",
    "a chapter that is reserved": (
        f'{_part(1, _section("1.1"))}<DIV3 N="II" TYPE="CHAPTER"><HEAD>CHAPTER II [RESERVED]</HEAD></DIV3>{_part(3, _section("3.1"))}'
    ),
    "parts without headings": _part(1, _section("1.1"), head=False) + _part(2, "", head=False),
    "an empty part": f'{_part(1, _section("1.1"))}<DIV5 N="2" TYPE="PART"/>',
    "a subpart": _part(1, f'<DIV6 N="A" TYPE="SUBPART"><HEAD>Subpart A—General</HEAD>{_section("1.1")}</DIV6>') + _part(2, _section("2.1")),
}


@pytest.mark.parametrize("inner", CASES.values(), ids=CASES)
def test_it_is_the_same_by_parts(inner):
    document = _same(_title(inner))
    assert document.text


def test_a_stray_note_does_not_shift_the_notes_of_other_parts():
    stray = _part(1, "<FTNT><P>Stray.</P></FTNT>" + _section("1.1")) + _part(2, _section("2.1", "1"))
    _, document = _both(_title(stray))
    (call,) = document.calls
    assert _note(document, call) == "Within two days."
    assert "Stray." in document.text


PARTS = st.integers(1, 3).flatmap(
    lambda count: st.tuples(*[st.tuples(st.integers(0, 3), st.sampled_from(["", "1", "2"]), st.booleans()) for _ in range(count + 1)])
)
WORDS = st.sampled_from(["", " ", "Loose words.", "<P>A paragraph.</P>", "<HD1>A heading</HD1>", "<EXTRACT><P>Set apart.</P></EXTRACT>"])


@settings(max_examples=60, deadline=None)
@given(parts=PARTS, words=st.lists(WORDS, min_size=8, max_size=8), over=st.sampled_from(["", "DIV2", "DIV3", "DIV4"]))
def test_any_title_is_the_same_by_parts(parts, words, over):
    pieces = []
    for number, (sections, mark, head) in enumerate(parts, 1):
        made = _part(number, "".join(_section(f"{number}.{index}", mark) for index in range(1, sections + 1)), head)
        kind = {"DIV2": "SUBTITLE", "DIV3": "CHAPTER", "DIV4": "SUBCHAP"}.get(over)
        pieces.append(f'<{over} N="{number}" TYPE="{kind}"><HEAD>{kind} {number}—Over</HEAD>{words[number + 3]}{made}</{over}>' if over else made)
        pieces.append(words[number - 1])
    _same(_title("".join(pieces)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_title(CASES["parts side by side"])[:-40], "broken"),
        (_title(CASES["parts side by side"]).replace(b"</DIV8>", b"</DIV7>", 1), "broken"),
        (b'<!DOCTYPE ECFR [<!ENTITY a "b">]>' + _title(CASES["parts side by side"])[21:], "entities"),
        (_title(_part(1, "<P>" * 600 + "</P>" * 600) + _part(2, "")), "nested"),
        (_title(CASES["parts side by side"]).replace(b'version="1.0"', b'version="1.0" encoding="no-such"'), "ncoding"),
    ],
    ids=["broken off", "mismatched", "entities", "deep", "encoding"],
)
def test_what_is_broken_is_named(data, said):
    with pytest.raises(ReadError) as caught:
        read_title(data, DocumentBuilder("t", Source(name="title-9.xml", sha256="0" * 64, media_type="application/xml")))
    assert caught.value.place.startswith("title-9.xml")
    assert caught.value.remedy
    assert said in str(caught.value)
