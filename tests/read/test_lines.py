"""Lines of plain text → paragraphs: what layout says becomes boundaries, and no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.read.lines import paragraphs

WRAPPED = """\
SETTLEMENT OF REPO TRADES

     The clearing agency nets the trades of its members each day, and a
member whose position is short must deliver securities before the deadline
that the agency sets for this purpose under paragraph
(b) of this rule.
     A member that misses the deadline pays a charge for every hour of cross-
border delay. The agency may waive it.

(c) The charge follows from paragraphs (a), (b), and (d), and, as the law on
OPEN MARKETS says, nothing else.

  (a) Each member keeps an account with the agency, in which margin that the
      member posts is held for the agency alone; and
  (b) each account is marked to market twice on every business day.
"""

DECISION = """\
Citation Nr: 1700000\t
Decision Date: 01/02/17    Archive Date: 01/09/17

DOCKET NO.  11-11 111\t)\tDATE
\t)
\t)

On appeal from the
Department of Pensions Regional Office in Elmwood, Ohio


THE ISSUE

Entitlement to a pension.

Appellant represented by:\tAnn B. Field, Esq.

The claim was filed late, as the record that the regional office kept shows.  See 38 U.S.C. § 5110; \n\
38 C.F.R. § 3.400.  It is denied.

_____________________
ANN B. FIELD
Pensions Law Judge, Board of Pensions
"""

LINES = """\
Agency Approves Joint Margining
On April 1 the agency approved a rule.
It lets members margin both legs of a trade together, which frees capital that would otherwise stand idle in two places.
The rule takes effect at once.
"""

LIST = """\
A member must
- keep records;
- post margin; and
- report each failure.
1. First duty
2. Second duty
"""

TABLE = """\
Tier      Rate      Fee
One       1.5       10
Two       2.5       20
"""

NETTING = (
    "The clearing agency nets the trades of its members each day, and a member whose position is short must deliver securities before the deadline "
    "that the agency sets for this purpose under paragraph (b) of this rule."
)
CASES = {
    "wrapped": (
        WRAPPED,
        [
            "SETTLEMENT OF REPO TRADES",
            NETTING,
            "A member that misses the deadline pays a charge for every hour of cross-border delay. The agency may waive it.",
            "(c) The charge follows from paragraphs (a), (b), and (d), and, as the law on OPEN MARKETS says, nothing else.",
            "(a) Each member keeps an account with the agency, in which margin that the member posts is held for the agency alone; and",
            "(b) each account is marked to market twice on every business day.",
        ],
    ),
    "decision": (
        DECISION,
        [
            "Citation Nr: 1700000",
            "Decision Date: 01/02/17",
            "Archive Date: 01/09/17",
            "DOCKET NO. 11-11 111 )",
            "DATE ) )",
            "On appeal from the Department of Pensions Regional Office in Elmwood, Ohio",
            "THE ISSUE",
            "Entitlement to a pension.",
            "Appellant represented by: Ann B. Field, Esq.",
            "The claim was filed late, as the record that the regional office kept shows. See 38 U.S.C. § 5110; 38 C.F.R. § 3.400. It is denied.",
            "_____________________",
            "ANN B. FIELD",
            "Pensions Law Judge, Board of Pensions",
        ],
    ),
    "one paragraph a line": (LINES, LINES.splitlines()),
    "list": (LIST, LIST.splitlines()),
    "table": (TABLE, [" ".join(line.split()) for line in TABLE.splitlines()]),
    "blank lines": ("One.\n\n\nTwo\n \t\nThree", ["One.", "Two", "Three"]),
    "crlf": ("One two three\r\nfour five six\r\n\r\nSeven", ["One two three four five six", "Seven"]),
    "form feed": ("One.\n\f\nTwo.\f", ["One.", "Two."]),
    "marker and its text": ("(a)\tScope. It applies.\n(b)\tTerm. It ends.", ["(a) Scope. It applies.", "(b) Term. It ends."]),
    "nothing": (" \n\t\n", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [" ".join(paragraph.text.split()) for paragraph in paragraphs(text)] == expected


def test_crlf_makes_no_difference() -> None:
    for text, expected in CASES.values():
        assert [" ".join(paragraph.text.split()) for paragraph in paragraphs(text.replace("\r\n", "\n").replace("\n", "\r\n"))] == expected


def test_places() -> None:
    found = list(paragraphs(DECISION))
    assert [(paragraph.line, DECISION[paragraph.start : paragraph.start + 6]) for paragraph in found[:5]] == [
        (1, "Citati"),
        (2, "Decisi"),
        (2, "Archiv"),
        (4, "DOCKET"),
        (4, "DATE\n\t"),
    ]
    assert [paragraph.row for paragraph in paragraphs(TABLE)] == [True, True, True]
    assert not any(paragraph.row for paragraph in found)


PIECES = [
    "The bank",
    "shall pay",
    "(a)",
    "1.",
    "-",
    "§ 2.",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "\f",
    "of the",
    "END",
    ")",
    ".",
    ";",
    "\u2028",
    "x" * 90,
    "Name:",
]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
)
def test_no_character_is_lost(text: str) -> None:
    found = list(paragraphs(text))
    assert "".join("".join(paragraph.text for paragraph in found).split()) == "".join(text.split())
    at = -1
    for paragraph in found:
        assert paragraph.text == paragraph.text.strip() != ""
        assert paragraph.start > at
        assert text[paragraph.start] == paragraph.text[0]
        at = paragraph.start
