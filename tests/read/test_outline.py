"""Depths of markers: sequences as sections print them, each with the reading a careful reader gives."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.read.outline import DEEPEST, Marker, depths

SEQUENCES = [  # markers, depths; "*" italic, "." dotted, "?" optional, "+" right after the one before
    ("(a) (b) (c)", "0 0 0"),
    ("(a) (1) (2) (b)", "0 1 1 0"),
    ("(a) (1) (i) (A) *1 *i *ii *2 (B) (ii) (2) (b)", "0 1 2 3 4 5 5 4 3 2 1 0"),
    ("(a) (1) (i) (A) (1) (2) (B) (ii)", "0 1 2 3 4 4 3 2"),
    ("(g) (h) (i) (j)", "0 0 0 0"),
    ("(h) (1) (i) (ii) (2) (i) (ii) (i) (j)", "0 1 2 2 1 2 2 0 0"),
    ("(h) (1) (2) (i) (1) (2) (j)", "0 1 1 0 1 1 0"),
    ("(u) (v) (w) (x) (y)", "0 0 0 0 0"),
    ("(1) (i) (ii) (iii) (iv) (v) (vi) (2)", "0 1 1 1 1 1 1 0"),
    ("(a) +(1) +(i) (ii) (2) (b)", "0 1 2 2 1 0"),
    ("(a) ?(1) (2) (b)", "0 1 1 0"),
    ("(a) ?(1) (b) (c)", "0 -1 0 0"),
    ("(a) (1) (2) (c) (d)", "0 1 1 0 0"),
    (".1 .i .ii .A .B .2 .i", "0 1 1 2 2 0 1"),
    (".I .A .1 .2 .B .II .A", "0 1 2 2 1 0 1"),
    (".1 .2 (a) (b) .3", "0 0 1 1 0"),
    ("(z) (aa) (bb) (1) (cc)", "0 0 0 1 0"),
    ("(k) (l) (m) (1) (n)", "0 0 0 1 0"),
    ("(1) (a) (b) (2) (a)", "0 1 1 0 1"),
    ("(a) (1) (2) (3) .4 .i .ii (b)", "0 1 1 1 1 2 2 0"),
    ("(a) (1) (i) (A) *1 (2) (B) (ii)", "0 1 2 3 4 4 3 2"),
    ("(1) (1A) (1B) (2)", "0 0 0 0"),
    ("(1) (a) (b) (1A) (a) (2)", "0 1 1 0 1 0"),
    ("(a) (b) (bb) (c)", "0 0 0 0"),
    ("(a) (aa) (aaa) (b)", "0 0 0 0"),
    ("(x) (y) (z) (aa) (bb) (cc)", "0 0 0 0 0 0"),
    (".1 .1A (a) (b) .2", "0 0 1 1 0"),
    ("", ""),
]
_TOKEN = re.compile(r"(\?|\+)?(?:\((\w+)\)|([*.])(\w+))")


def _markers(text):
    found = []
    for match in _TOKEN.finditer(text):
        found.append(Marker(match[2] or match[4], match[3] or "(", chained=match[1] == "+", optional=match[1] == "?"))
    return found


@pytest.mark.parametrize(("printed", "expected"), SEQUENCES, ids=[case[0] or "none" for case in SEQUENCES])
def test_depths(printed, expected):
    assert depths(_markers(printed)) == [int(depth) for depth in expected.split()]


def test_how_the_text_before_ends_decides_a_tie():
    letters = [Marker("g"), Marker("h"), Marker("1", after="."), Marker("i", after=";")]
    numerals = [Marker("g"), Marker("h"), Marker("1", after="."), Marker("i", after=":")]
    assert depths(letters)[-1] == 0
    assert depths(numerals)[-1] == 2


def test_a_range_goes_on_after_its_end():
    assert depths([Marker("a", through="c"), Marker("d"), Marker("1")]) == [0, 0, 1]


def test_depth_has_a_bound():
    assert max(depths([Marker("a", chained=True)] * 100)) < DEEPEST
    assert max(depths([Marker(label, style) for style in "(*." for label in "a1iAI"] * 5)) < DEEPEST


def test_one_slip_of_the_printer_does_not_break_the_rest():
    assert depths(_markers("(a) (1) (2) (4) (5) (b) (c)")) == [0, 1, 1, 1, 1, 0, 0]


_any = st.builds(
    Marker,
    st.sampled_from(["a", "b", "i", "ii", "v", "x", "1", "2", "A", "B", "I", "iV", "c", "l", "99"]),
    st.sampled_from(["(", "*", ".", ".."]),
    chained=st.booleans(),
    optional=st.booleans(),
    after=st.sampled_from(["", ":", ";", "."]),
    gap=st.booleans(),
)


@given(st.lists(_any, max_size=60))
def test_it_always_answers_with_a_tree(markers):
    found = depths(markers)
    assert len(found) == len(markers)
    deepest = -1
    for marker, depth in zip(markers, found, strict=True):
        assert depth >= 0 or marker.optional
        if depth >= 0:
            assert depth <= deepest + 1
            deepest = depth
