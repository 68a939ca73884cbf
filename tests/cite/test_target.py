from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from regkit.cite import EXAMPLE_MODULES
from regkit.cite.format import long, short
from regkit.cite.target import ORDER, canonical, contains, parse, same, sort_key

CANONICAL = sorted({target for module in EXAMPLE_MODULES for _, targets in module.EXAMPLES for target in targets if target})


@pytest.mark.parametrize("text", CANONICAL)
def test_what_is_parsed_is_written_back_and_belongs_to_a_family(text):
    assert str(parse(text)) == text
    assert parse(text).family != "other"


labels = st.lists(st.one_of(st.sampled_from(["a", "b", "iv", "A", "aa"]), st.integers(1, 99).map(str)), max_size=5)


@given(st.integers(1, 50), st.integers(1, 1999), st.integers(1, 999), labels)
def test_a_section_of_the_cfr_round_trips_from_prose_to_structure(title, part, section, path):
    printed = "".join(f"({label})" for label in path)
    text = f"{title} CFR {part}.{section}{printed}"
    target = parse(canonical(f"{title} C.F.R. § {part}.{section}{printed}") or "")
    assert str(target) == text
    assert (target.number, target.path, target.part) == (f"{part}.{section}", tuple(path), str(part))


def _words(*choices):
    return st.sampled_from(choices)


_N = st.integers(1, 9999).map(str)
_SMALL = st.integers(1, 50).map(str)
_ROMAN = _words("I", "II", "IV", "X")
_PATH = st.lists(st.one_of(_words("a", "b", "iv", "A", "aa", "1", "12")), max_size=4).map(lambda path: "".join(f"({label})" for label in path))


def _form(form, **parts):
    """Return a strategy of canonical strings: ``form`` with its fields drawn."""
    return st.fixed_dictionaries(parts).map(lambda drawn: form.format(**drawn))


# A strategy of canonical forms for each family, and the family that they parse to.
FAMILY_FORMS = {
    "cfr": st.one_of(
        _form("{t} CFR {p}.{s}{path}{rest}", t=_SMALL, p=_N, s=_words("4", "15c3-3", "17Ad-22", "301-1"), path=_PATH, rest=_words("", " et seq.")),
        _form(
            "{t} CFR part {p}{rest}",
            t=_SMALL,
            p=_N,
            rest=_words("", ", subpart C", ", appendix A", ", supplement I", ", supplement I, comment 5(b)-5"),
        ),
        _form("{t} CFR {u}", t=_SMALL, u=_words("chapter X", "chapter II", "subpart 9.4")),
    ),
    "usc": st.one_of(
        _form(
            "{t} U.S.C. {app}{s}{path}{rest}",
            t=_SMALL,
            app=_words("", "App. "),
            s=_words("78o", "78o-5", "1601"),
            path=_PATH,
            rest=_words("", " et seq.", " note"),
        ),
        _form("{t} U.S.C.{rest}", t=_SMALL, rest=_words("", " chapter 53", " chapter 53, subchapter II")),
    ),
    "fedreg": st.one_of(
        _form("{v} FR {p}{rest}", v=_SMALL, p=_N, rest=_words("", ", 79280")),
        _words("FR Doc. 2011-31714", "FR Doc. E9-12345", "RIN 3235-AN19", "Docket No. CFPB-2011-0008", "Docket No. FDA-2012-N-0306"),
    ),
    "public_law": _form(
        "{k} Law {c}-{n}{d}{rest}", k=_words("Public", "Private"), c=_SMALL, n=_N, d=_words("", ", div. AA"), rest=_words("", " § 721(a)")
    ),
    "statute": _form("{v} Stat. {p}{rest}", v=_SMALL, p=_N, rest=_words("", ", 1955")),
    "act": st.one_of(
        _form(
            "{a} § {s}{path}", a=_words("Exchange Act", "Farm Credit Act of 1971", "Companies Act 2006"), s=_words("38", "5.65", "10A"), path=_PATH
        ),
        _words("TILA, chapter 5", "Companies Act 2006", "Money Laundering Regulations 2017"),
    ),
    "release": st.one_of(
        _form("Release No. {p}-{n}", p=_words("33", "34", "IA", "IC"), n=_N),
        _form(
            "SR-{o}-2025-{n}{rest}", o=_words("FICC", "CboeBZX", "C2"), n=_SMALL, rest=_words("", ", Amendment No. 1", ", Partial Amendment No. 2")
        ),
        _words("File No. S7-2026-03", "File No. 4-631"),
    ),
    "sro_rule": _form(
        "{o} Rule {n}{path}{rest}",
        o=_words("GSD", "FINRA", "NYSE Arca", "MSRB"),
        n=_words("4", "4210", "5.2-E", "G-15"),
        path=_PATH,
        rest=_words("", ", Section 1b(a)"),
    ),
    "sec_rule": _words("Form BD", "Form X-17A-5, Part II", "Form ADV, Part 2A", "Form N-PORT"),
    "cftc": _words("CFTC Letter No. 25-03"),
    "executive_order": _form("Executive Order {n}{rest}", n=_N, rest=_words("", " § 3(f)")),
    "bill": _words("H.R. 4173", "H.R. 4173 (111th Cong.)", "S. 900 (106th Cong.)", "S. Rep. No. 111-176", "H.R. Conf. Rep. No. 111-517"),
    "rulebook": st.one_of(
        _form(
            "{w}, {u} {n}{path}",
            w=_words("CRR", "Directive 2014/65/EU", "Regulation (EU) No 648/2012"),
            u=_words("Article", "Part", "Annex"),
            n=_SMALL,
            path=_PATH,
        ),
        _form("CRR, Part Three, Title {r}, Chapter {n}", r=_ROMAN, n=_SMALL),
        _form(
            "{m} {a}.{b}.{c}{s}{path}",
            m=_words("GEN", "COBS", "PRA Rulebook, Liquidity"),
            a=_SMALL,
            b=_SMALL,
            c=_SMALL,
            s=_words("", "R", "G"),
            path=_PATH,
        ),
        _form("Rule {a}.{b}.{c}{path}", a=_SMALL, b=_SMALL, c=_SMALL, path=_PATH),
        _words(
            "SI 2017/692", "MIR App 1", "FATF Recommendation 15", "CPMI-IOSCO Principles", "Regulation (EU) 2016/679", "Chapter 4", "Appendix A1.3"
        ),
    ),
    "internal": st.one_of(
        _form("§ {p}.{s}{path}", p=_N, s=_SMALL, path=_PATH),
        _form("{u} {n}{path}", u=_words("section", "footnote", "condition", "Rule", "Article", "Item", "part"), n=_SMALL, path=_PATH),
        _form("paragraph ({a}){rest}", a=_words("a", "1"), rest=_words("", "(2)", "(2) of this appendix", " of that section")),
        _words(
            "comment 30(b)-1",
            "comment app. C-1",
            "appendix A, section E",
            "appendix A, Part I, paragraph D",
            "Section II.B",
            "Section III, condition 2",
        ),
        _words("this section", "preceding sentence", "part 1026, supplement I", "supplement I", "Rule 4, Section 3", "Article III, Section 2"),
    ),
}


def test_every_family_has_forms():
    assert set(FAMILY_FORMS) <= set(ORDER)
    assert {module.__name__.rsplit(".", 1)[1] for module in EXAMPLE_MODULES} >= {"cfr", "usc", "legislation", "rulebook"}


@pytest.mark.parametrize("family", FAMILY_FORMS)
@given(data=st.data())
def test_every_familys_forms_round_trip_order_and_contain_what_is_below_them(family, data):
    text = data.draw(FAMILY_FORMS[family])
    target = parse(text)
    assert (str(target), target.family) == (text, family)
    assert contains(target, target)
    assert same(text, text)
    if target.path and not target.rest:
        above = parse(str(replace(target, path=target.path[:-1])))
        if above.number or above.path:
            assert contains(above, target)
            assert not contains(target, above)
            assert sort_key(above) < sort_key(target)
    other = parse(data.draw(FAMILY_FORMS[family]))
    assert (sort_key(target) == sort_key(other)) == (target == other)


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
        ("GEN 3.3.31R", "GEN 3.3.31", True),
        ("13 CFR Ch. 1", "13 CFR chapter I", True),
        ("section 3(f) of E.O. 12,866", "Executive Order 12866 § 3(f)", True),
        ("Regulation NMS Rule 608", "17 CFR 242.608", True),
        ("point (b) of Article 4(1) of Regulation (EU) No 575/2013", "Regulation (EU) No 575/2013, Article 4(1)(b)", True),
        ("MiFID II article 16(3)", "Article 16(3) of MiFID II", True),
        ("4.4(2) of the Group Supervision Part.", "PRA Rulebook: Group Supervision Part, Rule 4.4(2)", True),
        ("title 31, section 5318(g), United States Code", "31 USC § 5318(g)", True),
        ("Securities Exchange Act Release No. 104485", "34-104485", True),
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
        ("GSD Rule 4", "GSD Rule 4, Section 2(a)", True),
        ("Companies Act 2006", "Companies Act 2006 § 391", True),
        ("Companies Act 2006", "Companies Act 2006, Schedule 7", True),
        ("CRR, Part Three", "CRR, Part Three, Title II", True),
        ("CRR, Article 4", "CRR, Article 40", False),
        ("48 CFR part 9", "48 CFR subpart 9.4", True),
        ("Public Law 117-328", "Public Law 117-328, div. AA § 501", True),
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
