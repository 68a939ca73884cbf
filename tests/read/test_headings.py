"""Lines that head a numbered unit, and lines that only look so."""

import pytest

from regkit.model.document import ProvisionType as T
from regkit.read import headings

HEADS = [  # text, in an appendix, rank, label, type, marker, title
    ("PART 2001—KEEPING OF LEDGERS", False, headings.PART, "2001", T.PART, "PART 2001", "KEEPING OF LEDGERS"),
    ("Subpart B—Duties", False, headings.SUBPART, "Subpart B", T.SUBPART, "Subpart B", "Duties"),
    ("§ 2001.1 Purpose.", False, headings.SECTION, "2001.1", T.SECTION, "§ 2001.1", "Purpose."),
    ("§\u2009240.15c3-3 Customer protection.", False, headings.SECTION, "240.15c3-3", T.SECTION, "§ 240.15c3-3", "Customer protection."),
    ("Sec. 2001.4 Form.", False, headings.SECTION, "2001.4", T.SECTION, "Sec. 2001.4", "Form."),
    ("RULE 22B – MEMBERS' DEFAULT", False, headings.RULE, "Rule 22B", T.RULE, "RULE 22B", "MEMBERS' DEFAULT"),
    ("Rule 5", False, headings.RULE, "Rule 5", T.RULE, "Rule 5", ""),
    ("Section 3. Accounts", False, headings.SECTION, "Section 3", T.SECTION, "Section 3", "Accounts"),
    ("Article IV: Voting", False, headings.ARTICLE, "Article IV", T.ARTICLE, "Article IV", "Voting"),
    ("Appendix A to Part 2001—Forms", False, headings.SUBPART, "Appendix A", T.APPENDIX, "Appendix A", "Forms"),
    ("Appendix B to Part 2001 [Reserved]", False, headings.SUBPART, "Appendix B", T.APPENDIX, "Appendix B", "[Reserved]"),
    (
        "Supplement I to Part 2001—Official Interpretations",
        False,
        headings.SUBPART,
        "Supplement I",
        T.APPENDIX,
        "Supplement I",
        "Official Interpretations",
    ),
    ("Section 2001.1—Purpose", True, headings.COMMENT, "Section 2001.1", T.HEADING, "Section 2001.1", "Purpose"),
    ("§ 2001.1 Purpose", True, headings.COMMENT, "Section 2001.1", T.HEADING, "§ 2001.1", "Purpose"),
    ("2(c) Late entry.", True, headings.SUBCOMMENT, "2(c)", T.HEADING, "2(c)", "Late entry"),
    ("Paragraph 2(c)(1)(ii).", True, headings.SUBCOMMENT, "2(c)(1)(ii)", T.HEADING, "Paragraph 2(c)(1)(ii)", ""),
]
NO_HEADS = [
    ("Part 2001 applies to keepers.", False),
    ("Section 5 of the Act applies.", False),
    ("Section 1002.5(d)(1) concerning marital status; and", False),
    ("§ 2001.1(b) does not apply.", False),
    ("Rule 15c3-3 requires a reserve.", False),
    ("Rule 5 Members shall report each day.", False),
    ("The keeper shall sign.", False),
    ("(a) Purpose.", False),
    ("Subpart B—Duties", True),
    ("2 of the keepers sign.", True),
    ("", False),
    ("Rule 5 " + "long " * 80, False),
]


@pytest.mark.parametrize(("text", "appendix", "rank", "label", "type", "marker", "title"), HEADS, ids=[case[0][:30] for case in HEADS])
def test_a_heading_is_understood(text, appendix, rank, label, type, marker, title):
    found = headings.classify(text, commentary=appendix)
    assert found is not None
    assert (found.rank, found.label, found.type, found.marker, found.title) == (rank, label, type, marker, title)


@pytest.mark.parametrize(("text", "appendix"), NO_HEADS, ids=[case[0][:30] or "empty" for case in NO_HEADS])
def test_prose_is_no_heading(text, appendix):
    assert headings.classify(text, commentary=appendix) is None


SUBHEADS = [  # text, the last numbers, label or None
    ("I. Introduction", {}, "I"),
    ("II. Discussion", {headings.ROMAN: 1}, "II"),
    ("II. Discussion", {}, None),
    ("A. Background", {headings.ROMAN: 1}, "A"),
    ("A. Background", {}, None),
    ("C. The Third", {headings.ROMAN: 1, headings.LETTER: 2}, "C"),
    ("I. The Ninth", {headings.ROMAN: 2, headings.LETTER: 8}, "I"),
    ("1. Terms", {headings.ROMAN: 1, headings.LETTER: 1}, "1"),
    ("1. The keeper shall sign", {headings.ROMAN: 1}, None),
    ("1. Lights. Keep a light; and", {headings.ROMAN: 1}, None),
    ("I. The rule applies.", {}, None),
]


@pytest.mark.parametrize(("text", "last", "label"), SUBHEADS, ids=[f"{case[0]} {list(case[1].values())}" for case in SUBHEADS])
def test_headings_of_an_order_follow_one_another(text, last, label):
    found = headings.subheading(text, last)
    assert (found.label if found else None) == label


LABELLED = [
    ("II. Discussion", (), False, ("II", "II.", "Discussion")),
    ("B. The Relief", ("II",), False, ("II.B", "B.", "The Relief")),
    ("1. Terms", ("II.B",), False, ("II.B.1", "1.", "Terms")),
    ("A. General Rules", ("Appendix A",), True, ("A", "A.", "General Rules")),
    ("(c) Coverage", ("Supplement I", "Section 2001.4"), True, ("4(c)", "(c)", "Coverage")),
    ("(a) Rates", ("Appendix B",), True, ("a", "(a)", "Rates")),
    ("Introduction", (), False, None),
    ("The. End", (), False, None),
]


@pytest.mark.parametrize(("text", "path", "appendix", "expected"), LABELLED, ids=[case[0] for case in LABELLED])
def test_labels_of_marked_headings(text, path, appendix, expected):
    assert headings.labelled(text, path, appendix=appendix) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1.1 A", "1.2 B"], True),
        (["3.1 A", "text", "3.2.1 B"], True),
        (["1.5 percent of it"], False),
        (["2.5 times", "1.5 times"], False),
        ([], False),
    ],
)
def test_decimals_are_a_numbering_only_in_sequence(texts, expected):
    assert headings.uses_decimals(texts) is expected


@pytest.mark.parametrize(
    ("number", "subject", "label", "title"),
    [
        ("§ 2001.1", "Purpose.", "2001.1", "Purpose."),
        ("2001.1", "Purpose.", "2001.1", "Purpose."),
        ("§§ 2001.3-2001.5", "[Reserved]", "2001.3-2001.5", "[Reserved]"),
    ],
)
def test_marked_section_numbers(number, subject, label, title):
    found = headings.section(number, subject)
    assert found is not None
    assert (found.label, found.title) == (label, title)


def test_a_section_without_a_number_is_none():
    assert headings.section("Purpose", "") is None
