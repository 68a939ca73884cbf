"""White space of GPO's mixed content: what was lost is put back, what was added is taken away, nothing else changes."""

import pytest
from lxml import etree

from regkit.model.document import MarkKind, Origin
from regkit.read.builder import Call, Run
from regkit.read.inline import Inline
from regkit.read.paragraph import Paragraph

CASES = [
    ('<P>in the<E T="04">Federal Register</E>on Monday</P>', "in the Federal Register on Monday"),
    ('<P>in the <E T="04">Federal Register</E>.</P>', "in the Federal Register."),
    ('<P><E T="03">Scope.</E>This part</P>', "Scope. This part"),
    ('<P>(<E T="03">1</E>) One</P>', "(1) One"),
    ('<P>CO<E T="52">2</E>and</P>', "CO2and"),
    ("<P>filed.<SU>1</SU><FTREF/>Then</P>", "filed. Then"),
    ("<P>filed<SU>1</SU><FTREF/>, then</P>", "filed, then"),
    ('<P>December 31,<PRTPAGE P="9"/>2015</P>', "December 31, 2015"),
    ('<P>co-<PRTPAGE P="9"/>operate</P>', "co-operate"),
    ("<P>a daily rate of <FR>1/365</FR> of it</P>", "a daily rate of 1/365 of it"),
    ("<P>10<SU>2</SU> grams</P>", "102 grams"),
    ('<P>\n    See \n    <E T="03">www.example.org</E>\n    . Follow\n  </P>', "See www.example.org. Follow"),
    (
        "<P>\n    the (“Act”) \n    <SU>1</SU>\n    <FTREF/>\n     and rule 4,\n    <SU>1</SU>\n    <FTREF/>\n     too\n  </P>",
        "the (“Act”) and rule 4, too",
    ),
    ("<P>one\n   two</P>", "one two"),
    ("<CHED>Loan<LI>(days)</LI></CHED>", "Loan (days)"),
    ("<P>a<X>b</X>c</P>", "abc"),
    ("<P/>", ""),
]


def _call(element):
    after = element.getnext()
    if element.tag == "SU":
        return Call("1", "k") if after is not None and after.tag == "FTREF" else False
    return None if element.tag == "FTREF" else False


@pytest.mark.parametrize(("xml", "expected"), CASES, ids=[case[1] or "empty" for case in CASES])
def test_text(xml, expected):
    text = Paragraph(Inline(_call, repair=True).pieces(etree.fromstring(xml)), Origin()).text
    assert " ".join(text.split()) == expected


def test_a_source_that_is_sound_is_not_repaired():
    pieces = Inline(_call, repair=False).pieces(etree.fromstring("<P>re<I>new</I>al</P>"))
    assert pieces == ["re", Run("new", MarkKind.ITALIC), "al"]


def test_codes_become_marks():
    pieces = Inline(_call, repair=True).pieces(etree.fromstring('<P><E T="02">b</E> <E T="03">i</E> <E T="51">s</E> <E T="01">r</E></P>'))
    kinds = [piece.kind for piece in pieces if isinstance(piece, Run)]
    assert kinds == [MarkKind.BOLD, MarkKind.ITALIC, MarkKind.SUPERSCRIPT]
