from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.cite import EXAMPLE_MODULES, find
from regkit.cite.target import parse

CASES = [(module.__name__, text, targets) for module in EXAMPLE_MODULES for text, targets in module.EXAMPLES]


@pytest.mark.parametrize(("module", "text", "targets"), CASES, ids=[f"{m.rsplit('.', 1)[1]}: {t}" for m, t, _ in CASES])
def test_every_family_reads_its_examples(module, text, targets):
    assert tuple(citation.target for citation in find(f"see {text}")) == targets


def spelled(text):
    return [(text[c.span.start : c.span.end], c.target) for c in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "under paragraphs (a)(1)(i)(A) and (C), and (b)(1)(ii) through (viii) of this section, or § 1099.3",
            [
                ("paragraphs (a)(1)(i)(A)", "paragraph (a)(1)(i)(A)"),
                ("(C)", "paragraph (a)(1)(i)(C)"),
                ("(b)(1)(ii)", "paragraph (b)(1)(ii)"),
                ("(viii) of this section", "paragraph (b)(1)(viii)"),
                ("§ 1099.3", "§ 1099.3"),
            ],
        ),
        (
            "sections 702(g) and 706(a) and (b) of the Equal Credit Opportunity Act",
            [
                ("sections 702(g)", "15 U.S.C. 1691a(g)"),
                ("706(a)", "15 U.S.C. 1691e(a)"),
                ("(b) of the Equal Credit Opportunity Act", "15 U.S.C. 1691e(b)"),
            ],
        ),
        ("15 U.S.C. 1601, 3 years later", [("15 U.S.C. 1601", "15 U.S.C. 1601")]),
        ("5 U.S.C. §§ 8344 and 8468 in order to", [("5 U.S.C. §§ 8344", "5 U.S.C. 8344"), ("8468", "5 U.S.C. 8468")]),
        ("12 CFR 226.5b, 226.32, or 226.34.", [("12 CFR 226.5b", "12 CFR 226.5b"), ("226.32", "12 CFR 226.32"), ("226.34", "12 CFR 226.34")]),
        ("17 CFR\n240.15c3-3", []),
        ("§ 1099.2—Definitions", []),
        ("as paragraph (c) allows", [("paragraph (c)", "paragraph (c)")]),
        ("54 CFR 54.506 (whatever)", [("54 CFR 54.506", "54 CFR 54.506")]),
        (
            "“Rule 15c3‑3” and 12 U.S.C. 1681–1681x",
            [("Rule 15c3‑3", "17 CFR 240.15c3-3"), ("12 U.S.C. 1681", "12 U.S.C. 1681"), ("1681x", "12 U.S.C. 1681x")],
        ),
    ],
)
def test_lists_ranges_and_their_limits(text, expected):
    assert spelled(text) == expected


def test_a_text_with_hard_line_breaks_is_read_over_single_ones():
    text = "under 17 CFR\n240.15c3-3 and\n\n12 CFR\n\n1026.4"
    assert [c.target for c in find(text, wrapped=True)] == ["17 CFR 240.15c3-3"]


def test_members_of_a_list_share_a_group_and_a_range_knows_its_end():
    first, second, third = find("see §§ 1099.1 and 1099.5 through 1099.9.")
    assert first.group == second.group == third.group
    assert (second.through, third.through) == ("§ 1099.9", None)


def test_one_source_written_twice_is_tied():
    text = "Rule 15c3-3 and 17 CFR 240.15c3-3, Public Law 111-203, 124 Stat. 1376, and § 5 and § 5"
    groups = [citation.group.of(text) if citation.group else None for citation in find(text)]
    assert groups == ["Rule 15c3-3 and 17 CFR 240.15c3-3"] * 2 + ["Public Law 111-203, 124 Stat. 1376"] * 2 + ["§ 5 and § 5"] * 2


def test_a_bare_section_is_of_the_act_that_the_paragraph_cited_it_of():
    text = "Section 130 of the Truth in Lending Act. Section 131 and Section 130(f).\nSection 130(f) and section 5"
    assert [target for _, target in spelled(text)] == ["15 U.S.C. 1640", "section 131", "section 130(f)", "section 130(f)", "section 5"]
    assert spelled("section 130 of the Truth in Lending Act, then section 130(f) too")[1] == ("section 130(f)", "15 U.S.C. 1640(f)")


def test_a_parallel_that_the_table_of_acts_contradicts_is_noted():
    (found,) = find("section 130(f) of the Truth in Lending Act (15 U.S.C. 1641(f))")
    assert found.target == "15 U.S.C. 1641(f)"
    assert "15 U.S.C. 1640(f)" in found.note


WORDS = (
    "§|§§ |section |paragraph |(a)|(1)|(ii)|12 CFR |15 U.S.C. |1026.4|1601|-|–|—|, | and | through | of |this section|the Exchange Act|Rule |15c3-3"
    "|Regulation Z|\n|Pub. L. |111-203| et seq.|comment |title |7|Act 20|İ|ß"
)
PIECES = st.sampled_from(WORDS.split("|"))


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map("".join))
def test_whatever_the_text_citations_are_in_order_apart_and_within_a_line(text):
    found = find(text)
    end = 0
    for citation in found:
        assert end <= citation.span.start < citation.span.end <= len(text)
        assert "\n" not in citation.span.of(text)
        assert citation.group is None or citation.group.contains(citation.span)
        assert citation.target is None or str(parse(citation.target)) == citation.target
        end = citation.span.end


@given(st.text(alphabet="§ ()abiv12.-, ", max_size=40), st.text(max_size=20))
def test_what_stands_on_another_line_changes_nothing(noise, before):
    text = "Rule 15c3-3(a)(1) and 12 CFR 1026.4."
    alone = [(c.span.of(text), c.target) for c in find(text)]
    whole = f"{before}\n{noise}\n{text}"
    shift = len(whole) - len(text)
    assert [(c.span.of(whole), c.target) for c in find(whole) if c.span.start >= shift] == alone


@pytest.mark.parametrize(
    "text", ["17\nCFR 240.15c3-3", "15 \nU.S.C. 78o", "76\nFR 79276", "GSD \nRule 4", "Exchange Act \nRule 201", "402 of CRR\r\nArt. 5"]
)
def test_what_stands_before_a_citation_is_of_its_own_line(text):
    assert all("\n" not in text[c.span.start : c.span.end] for c in find(text))


def test_labels_behind_a_range_are_of_its_end():
    assert [target for _, target in spelled("15 U.S.C. §§ 77a-77aa through (212)")] == ["15 U.S.C. 77a", "15 U.S.C. 77aa", "15 U.S.C. 77aa(212)"]


def test_a_capital_that_grows_in_lower_case_moves_no_offset():
    text = "İstanbul'da 15 U.S.C. 78O, İİ; see RULE 15c3-3"
    assert [(span, target) for span, target in spelled(text)] == [("15 U.S.C. 78O", "15 U.S.C. 78O"), ("RULE 15c3-3", "17 CFR 240.15c3-3")]
