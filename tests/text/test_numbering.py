"""Labels and their readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.text.numbering import Kind, Reading, readings, roman, roman_value, spelled

CASES = [
    ("a", [("a", 1)]),
    ("i", [("a", 9), ("i", 1)]),
    ("v", [("a", 22), ("i", 5)]),
    ("ii", [("i", 2), ("a", 35)]),
    ("aa", [("a", 27)]),
    ("C", [("A", 3), ("I", 100)]),
    ("IV", [("I", 4)]),
    ("12", [("1", 12)]),
    ("0", []),
    ("007", []),
    ("iV", []),
    ("the", []),
    ("ab", []),
    ("", []),
    ("²", []),
]


@pytest.mark.parametrize(("label", "expected"), CASES, ids=str)
def test_readings(label, expected):
    assert [(reading.kind.value, reading.value) for reading in readings(label)] == expected


@given(st.integers(1, 399))
def test_a_roman_numeral_says_its_value(value):
    assert roman_value(roman(value)) == value


@pytest.mark.parametrize("text", ["iiii", "vv", "ic", "mi", "", "x ", "IX"])
def test_what_is_no_numeral(text):
    assert roman_value(text) is None


@pytest.mark.parametrize("value", [0, -1, 400])
def test_numerals_have_bounds(value):
    with pytest.raises(ValueError, match="no roman numeral"):
        roman(value)


@given(st.sampled_from(Kind), st.integers(1, 52))
def test_a_spelled_reading_is_read_again(kind, value):
    assert Reading(kind, value) in readings(spelled(Reading(kind, value)))


@given(st.text(max_size=6))
def test_no_label_breaks_it(label):
    for reading in readings(label):
        assert reading.value > 0
