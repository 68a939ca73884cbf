"""Pieces of a paragraph: cutting, markers, titles."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.model.document import MarkKind, Origin
from regkit.read.builder import Call, Page, Run
from regkit.read.paragraph import Paragraph, cut, find_markers, plain, run_in_title

_pieces = st.lists(
    st.one_of(
        st.text("ab( 1)", max_size=6),
        st.builds(Run, st.text("ab(1)", max_size=6), st.just(MarkKind.ITALIC)),
        st.builds(Call, st.just("1"), st.just("k")),
        st.builds(Page, st.just("9")),
    ),
    max_size=8,
)


@given(_pieces, st.data())
def test_cutting_keeps_every_piece_of_text(pieces, data):
    text = "".join(map(plain, pieces))
    offsets = sorted(data.draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=3))) if text else []
    parts = cut(pieces, offsets)
    assert len(parts) == len(offsets) + 1
    bounds = [0, *offsets, len(text)]
    assert ["".join(map(plain, part)) for part in parts] == [text[a:b] for a, b in pairwise(bounds)]
    assert sum(isinstance(piece, Call | Page) for part in parts for piece in part) == sum(isinstance(piece, Call | Page) for piece in pieces)


MARKERS = [
    ("(a) Text", ["(a)"]),
    ("(a)(1) Text", ["(a)", "(1)"]),
    ("(the “Act”) Text", []),
    ("1. Text", ["1."]),
    ("1) Text", ["1)"]),
    ("1.5 percent", []),
    ("U.S. law", []),
    ("2. (a) Text", ["2.", "(a)"]),
    ("iii. A. Text", ["iii.", "A."]),
    ("2. Examples. i. A raft", ["2.", "i."]),
    ("(a)-(c) [Reserved]", ["(a)-(c)"]),
    ("(a) and (b) are alike", ["(a)"]),
    ("Mr. Keeper", []),
    ("Inc. (1) Text", []),
]


@pytest.mark.parametrize(("text", "expected"), MARKERS, ids=[case[0] for case in MARKERS])
def test_markers(text, expected):
    assert [text[found.start : found.end] for found in find_markers(Paragraph([text], Origin()))] == expected


TITLES = [
    (["(a) Scope and purpose. This part"], "Scope and purpose"),
    (["(a) Scope—(1) In general"], "Scope"),
    (["(a) The keeper shall sign. It"], None),
    (["(a) ", Run("Scope.", MarkKind.ITALIC), " This part"], "Scope"),
    (["(a) ", Run("Scope", MarkKind.ITALIC), "—This part"], "Scope"),
    (["(a) ", Run("Account", MarkKind.ITALIC), " means"], None),
    (["(a) Text ", Run("et seq.", MarkKind.ITALIC)], None),
    (["(a) Scope."], None),
]


@pytest.mark.parametrize(("pieces", "expected"), TITLES, ids=["".join(map(plain, case[0])) for case in TITLES])
def test_titles(pieces, expected):
    assert run_in_title(Paragraph(pieces, Origin()), 3) == expected
