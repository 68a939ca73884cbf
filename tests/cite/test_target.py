from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.cite import EXAMPLE_MODULES
from regkit.cite.format import long, short
from regkit.cite.target import canonical, contains, parse, same, sort_key

CANONICAL = sorted({target for module in EXAMPLE_MODULES for _, targets in module.EXAMPLES for target in targets if target})


@pytest.mark.parametrize("text", CANONICAL)
def test_what_is_parsed_is_written_back_and_belongs_to_a_family(text):
    assert str(parse(text)) == text
    assert parse(text).family != "other" or text[-4:].isdigit()


labels = st.lists(st.one_of(st.sampled_from(["a", "b", "iv", "A", "aa"]), st.integers(1, 99).map(str)), max_size=5)


@given(st.integers(1, 50), st.integers(1, 1999), st.integers(1, 999), labels)
def test_a_section_of_the_cfr_round_trips_from_prose_to_structure(title, part, section, path):
    printed = "".join(f"({label})" for label in path)
    text = f"{title} CFR {part}.{section}{printed}"
    target = parse(canonical(f"{title} C.F.R. § {part}.{section}{printed}") or "")
    assert str(target) == text
    assert (target.number, target.path, target.part) == (f"{part}.{section}", tuple(path), str(part))


@given(st.text(max_size=60))
def test_any_text_parses_and_is_written_back(text):
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("17 C.F.R. § 240.15c3-3(a)", "Rule 15c3-3(a)", True),
        ("17 CFR 240.17Ad-22(e)(4)", "17 CFR 240.17ad-22(e)(4)", True),
        ("Pub. L. No. 111–203", "Public Law 111-203", True),
        ("Section 15(c)(3) of the Exchange Act", "15 U.S.C. 78o(c)(3)", True),
        ("12 CFR 1026.4(a)", "12 CFR 1026.4(A)", False),
        ("12 CFR 1026.4", "12 CFR part 1026", False),
    ],
)
def test_equality_across_notations(one, other, expected):
    assert same(one, other) is expected


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("17 CFR part 240", "17 CFR 240.15c3-3(a)", True),
        ("17 CFR part 24", "17 CFR 240.15c3-3(a)", False),
        ("12 CFR part 1026", "12 CFR part 1026, supplement I", True),
        ("12 CFR part 1026, supplement I", "12 CFR part 1026, supplement I, comment 5(b)-5", True),
        ("12 CFR part 1026, supplement I", "12 CFR 1026.5", False),
        ("15 U.S.C. 78o", "15 U.S.C. 78o(c)(3)", True),
        ("15 U.S.C. 78o", "15 U.S.C. 78o-5", False),
        ("15 U.S.C. 78o(c)", "15 U.S.C. 78o", False),
        ("15 U.S.C. 78a", "15 U.S.C. 78a note", False),
        ("Public Law 111-203", "Public Law 111-203 § 1029(a)", True),
        ("FINRA Rule 4210", "FINRA Rule 4210(e)(2)", True),
        ("FINRA Rule 4210", "NYSE Rule 4210(e)(2)", False),
    ],
)
def test_containment(outer, inner, expected):
    assert contains(parse(outer), parse(inner)) is expected


def test_order_is_that_of_a_table_of_authorities():
    ordered = [
        "7 U.S.C. 6d(a)(2)",
        "15 U.S.C. 78o",
        "15 U.S.C. 78o(c)(2)",
        "15 U.S.C. 78o(c)(10)",
        "15 U.S.C. 78o-5",
        "Public Law 111-203",
        "12 CFR part 1026",
        "12 CFR 1026.4",
        "12 CFR 1026.37(a)",
        "17 CFR 240.15c3-3",
        "76 FR 79276",
        "FINRA Rule 4210",
    ]
    assert sorted(set(ordered), key=lambda text: sort_key(parse(text))) == ordered


@pytest.mark.parametrize("text", ["FR Doc. 2013-0①384", "Release No. 3①8", "Executive Order ①2866²", "٠1 U.S.C. 5"])
def test_digits_that_are_no_numbers_are_sorted_and_written_as_letters(text):
    assert str(parse(text)) == text
    assert sorted([parse(text), parse("zzz")], key=sort_key)
    assert long(text) and short(text)
