"""A condition's words are parted where they say how, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.graph.clauses import Clause, parts


def shape(text: str, clause: Clause) -> object:
    """The tree as (operator, children), a leaf as its words."""
    if not clause.children:
        return text[clause.span.start : clause.span.end]
    return (clause.op.value, *(shape(text, child) for child in clause.children))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the lender is small and has no branch", ("all", "the lender is small", "has no branch")),
        ("it is small, has no branch, or does not lend", ("any", "it is small", "has no branch", "does not lend")),
        ("the client has agreed and the broker keeps the form", ("all", "the client has agreed", "the broker keeps the form")),
        ("either the client has agreed or the law requires it", ("any", "the client has agreed", "the law requires it")),
        ("it neither holds cash nor owes a fee", ("none", "holds cash", "owes a fee")),
        ("the broker both gives the notice and keeps a copy", ("all", "gives the notice", "keeps a copy")),
        ("the fund (1) is closed, (2) is small, and (3) has one class", ("all", "is closed", "is small", "has one class")),
        (
            "the fund (i) is closed; or (ii) does either of the following: (A) lends cash; or (B) lends bonds",
            ("any", "is closed", ("any", "lends cash", "lends bonds")),
        ),
        (
            "the adviser is exempt and is resident, or the adviser is a bank",
            ("any", ("all", "the adviser is exempt", "is resident"), "the adviser is a bank"),
        ),
        (
            "the sale is between a bank and its affiliate and no fee is charged",
            ("all", "the sale is between a bank and its affiliate", "no fee is charged"),
        ),
        ("it has been fined or any court has enjoined it; or", ("any", "it has been fined", "any court has enjoined it")),
    ],
)
def test_parts(text, wanted):
    assert shape(text, parts(text, 0, len(text))) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "a bank or broker holds the account",
        "the records and files of the firm are kept",
        "the holder is a bank that is small and has no branch",
        "it believes that the client is able and that the trade is fit",
        "the account is kept and maintained by the bank",
        "the adviser is small and is new or is old",
        "the plan is made for persons who, by these tests, would not get credit or would get it dearer",
        "both parties agree",
        "it meets the tests of this section and of section 4",
        "either party objects",
        "the price is $5,000 or more",
        "",
        ";",
    ],
)
def test_what_stays_whole(text):
    assert parts(text, 0, len(text)).children == ()


WORDS = "if the bank is small and has or either neither nor both it (1) (2) (i) (ii) , ; that which unless keeps cash".split()  # noqa: SIM905


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_parts_lie_within_their_whole_in_order_and_hold_words(text):
    def walk(clause: Clause) -> None:
        assert 0 <= clause.span.start <= clause.span.end <= len(text)
        at = clause.span.start
        for child in clause.children:
            assert at <= child.span.start < child.span.end <= clause.span.end
            at = child.span.end
            walk(child)

    walk(parts(text, 0, len(text)))


def test_a_long_clause_stays_whole():
    text = "it is small and " * 2000
    assert parts(text, 0, len(text)).children == ()
