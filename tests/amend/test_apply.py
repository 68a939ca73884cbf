"""A part of the Code before and after: each kind of amendment, what stays, and what is refused."""

from __future__ import annotations

import pytest

from regkit.amend import Outcome, amend
from regkit.diff import align
from regkit.model.document import Status


def words(document, *path):
    """Return the own words of the provision at a path."""
    found = [provision for provision in document.provisions if provision.path == path]
    assert len(found) == 1, [provision.path for provision in document.provisions]
    return " ".join(document.quote(span) for span in found[0].body)


def paths(document, section):
    return ["".join(f"({label})" for label in provision.path[1:]) for provision in document.provisions if provision.path[:1] == (section,)]


def section(number, subject, *paragraphs):
    return f"<SECTION><SECTNO>§ {number}</SECTNO><SUBJECT>{subject}</SUBJECT>{''.join(paragraphs)}</SECTION>"


@pytest.fixture
def done(check_tree):
    """Apply a rule of which everything must be carried out."""

    def carry_out(base, rule):
        after = amend(base, rule)
        assert not after.findings, after.findings
        assert all(one.outcome is not Outcome.NOT_APPLIED for one in after.done)
        check_tree(after.document)
        return after.document

    return carry_out


def test_a_rule_that_changes_nothing_gives_the_document(base, rule):
    lead = "<AMDPAR>1. The authority citation for part 7 continues to read as follows:</AMDPAR>"
    text = f"{lead}<AUTH><HD SOURCE='HED'>Authority:</HD><P>12 U.S.C. 77.</P></AUTH>"
    assert amend(base, rule(text)).document == base


def test_a_paragraph_is_revised_and_its_neighbours_stay(base, rule, done):
    text = section("7.1", "Scope.", "<STARS/>", "<P>(c) <E T='03'>Records.</E> A keeper shall keep records for 60 days.</P>", "<STARS/>")
    after = done(base, rule(f"<AMDPAR>2. Section 7.1 is amended by revising paragraph (c) to read as follows:</AMDPAR>{text}"))
    assert words(after, "7.1", "c") == "(c) Records. A keeper shall keep records for 60 days."
    assert words(after, "7.1", "d") == "(d) A keeper may rest."
    assert [str(pair.change) for pair in align(base, after).pairs if pair.change != "same"] == ["reworded"]
    assert after.authority.status is Status.RESTATEMENT


def test_every_block_says_where_it_came_from(base, rule, done):
    text = section("7.4", "Fees.", "<P>(a) The fee is 6 dollars.</P>", "<STARS/>")
    after = done(base, rule(f"<AMDPAR>2. Amend § 7.4 by revising paragraph (a).</AMDPAR>{text}"))
    origins = {after.quote(block.span)[:20]: block.origin.document for block in after.blocks}
    assert origins["(a) The fee is 6 dol"] == "rule"
    assert origins["(b) The fee is paid "] == "part-7"


def test_the_text_under_asterisks_stays(base, rule, done):
    text = section("7.1", "Scope and purpose.", "<STARS/>", "<P>(b) * * *</P>", "<P>(1) Trim the wick daily; and</P>", "<STARS/>")
    after = done(base, rule(f"<AMDPAR>2. Section 7.1 is revised to read as follows:</AMDPAR>{text}"))
    assert words(after, "7.1") == "§ 7.1 Scope and purpose."
    assert words(after, "7.1", "b") == "(b) A keeper shall:"
    assert words(after, "7.1", "b", "1") == "(1) Trim the wick daily; and"
    assert paths(after, "7.1") == paths(base, "7.1")


def test_introductory_text_and_headings_alone(base, rule, done):
    intro = section("7.1", "Scope.", "<STARS/>", "<P>(b) Each keeper must:</P>", "<STARS/>")
    head = section("7.4", "Fees and charges.", "<STARS/>")
    after = done(
        base,
        rule(
            f"<AMDPAR>2. In § 7.1, revise paragraph (b) introductory text to read as follows:</AMDPAR>{intro}",
            f"<AMDPAR>3. Revise the section heading of § 7.4.</AMDPAR>{head}",
        ),
    )
    assert words(after, "7.1", "b") == "(b) Each keeper must:"
    assert words(after, "7.1", "b", "1") == "(1) Trim the wick; and"
    assert words(after, "7.4") == "§ 7.4 Fees and charges."
    assert words(after, "7.4", "a") == "(a) The fee is 5 dollars."


def test_additions_go_where_their_number_says(base, rule, done):
    paragraph = section("7.1", "Scope.", "<STARS/>", "<P>(b) * * *</P>", "<P>(3) Light the lamp.</P>", "<STARS/>")
    new = section("7.3", "Inspection.", "<P>A warden may inspect.</P>")
    after = done(
        base,
        rule(
            f"<AMDPAR>2. Amend § 7.1 by adding paragraph (b)(3) to read as follows:</AMDPAR>{paragraph}",
            f"<AMDPAR>3. Add § 7.3 to read as follows:</AMDPAR>{new}",
        ),
    )
    assert paths(after, "7.1") == ["", "(a)", "(b)", "(b)(1)", "(b)(2)", "(b)(3)", "(c)", "(d)"]
    order = [provision.path[0] for provision in after.provisions if provision.type == "section"]
    assert order == ["7.1", "7.2", "7.3", "7.4"]
    assert next(one.pinpoint for one in after.provisions if one.path == ("7.1", "b", "3")) == "12 CFR 7.1(b)(3)"


def test_removal_and_reservation(base, rule, done):
    after = done(
        base, rule("<AMDPAR>2. In § 7.1, remove paragraph (b)(1) and remove and reserve paragraph (c).</AMDPAR><AMDPAR>3. Remove § 7.4.</AMDPAR>")
    )
    assert paths(after, "7.1") == ["", "(a)", "(b)", "(b)(2)", "(c)", "(d)"]
    assert words(after, "7.1", "c") == "(c) [Reserved]"
    assert not paths(after, "7.4")


def test_redesignations_are_made_at_once(base, rule, done):
    text = section("7.1", "Scope.", "<STARS/>", "<P>(b) A new duty.</P>", "<STARS/>")
    lead = "2. Amend § 7.1 by redesignating paragraphs (b) through (d) as paragraphs (c) through (e) and adding a new paragraph (b)."
    after = done(base, rule(f"<AMDPAR>{lead}</AMDPAR>{text}"))
    assert paths(after, "7.1") == ["", "(a)", "(b)", "(c)", "(c)(1)", "(c)(2)", "(d)", "(e)"]
    assert words(after, "7.1", "b") == "(b) A new duty."
    assert words(after, "7.1", "c") == "(c) A keeper shall:"
    assert words(after, "7.1", "e") == "(e) A keeper may rest."
    assert next(one.pinpoint for one in after.provisions if one.path == ("7.1", "c", "2")) == "12 CFR 7.1(c)(2)"
    assert [call.mark for call in after.calls] == ["1"]


@pytest.mark.parametrize(
    ("instruction", "path", "wanted"),
    [
        ("In § 7.1(c), remove “30 days” and add in its place “45 days”.", ("7.1", "c"), "(c) Records. A keeper shall keep records for 45 days."),
        ("In § 7.4, amend paragraph (a) by removing “ dollars”.", ("7.4", "a"), "(a) The fee is 5 ."),
        ("In § 7.1(d), add the words “and sleep” after the word “rest”.", ("7.1", "d"), "(d) A keeper may rest and sleep."),
        (
            "Section 7.4(b) is amended by removing “fee” wherever it appears and adding in its place “charge”.",
            ("7.4", "b"),
            "(b) The charge is paid to the Warden. The Warden keeps the charge.",
        ),
        ("In § 7.4, remove the last sentence of paragraph (b).", ("7.4", "b"), "(b) The fee is paid to the Warden."),
        (
            "In § 7.1, amend paragraph (b)(1) by removing “; and” at the end and adding a period in its place.",
            ("7.1", "b", "1"),
            "(1) Trim the wick.",
        ),
    ],
)
def test_changes_of_words(base, rule, done, instruction, path, wanted):
    assert words(done(base, rule(f"<AMDPAR>2. {instruction}</AMDPAR>")), *path) == wanted


def test_a_sentence_is_revised(base, rule, done):
    text = section("7.4", "Fees.", "<STARS/>", "<P>(b) * * * The Crown keeps the fee.</P>", "<STARS/>")
    after = done(base, rule(f"<AMDPAR>2. In § 7.4, revise the second sentence of paragraph (b) to read as follows:</AMDPAR>{text}"))
    assert words(after, "7.4", "b") == "(b) The fee is paid to the Warden. The Crown keeps the fee."


def test_definitions(base, rule, done):
    text = section("7.2", "Definitions.", "<STARS/>", "<P><E T='03'>Lamp</E> means a light.</P>", "<P><E T='03'>Wick</E> means a thread.</P>")
    lead = "2. Amend § 7.2 by adding, in alphabetical order, a definition for “Lamp” and revising the definition of “Wick”."
    after = done(base, rule(f"<AMDPAR>{lead}</AMDPAR>{text}"))
    entries = [provision.heading for provision in after.provisions if provision.type == "definition"]
    assert entries == ["Keeper", "Lamp", "Wick"]
    assert "Wick means a thread." in after.text


def test_comments_and_appendices(base, rule, done):
    comments = (
        "<HD SOURCE='HD1'>Supplement I To Part 7—Official Interpretations</HD><EXTRACT><STARS/><HD SOURCE='HD2'>Section 7.1—Scope</HD><STARS/>"
        "<P><E T='03'>1(a) Who.</E></P><P>1.<E T='03'>Lamps.</E> * * *</P><P>ii. Nor is a star.</P><STARS/></EXTRACT>"
    )
    appendix = "<HD SOURCE='HD1'>Appendix A to Part 7—Forms</HD><EXTRACT><P>1. Use that form.</P></EXTRACT>"
    after = done(
        base,
        rule(
            "<AMDPAR>2. In Supplement I to part 7, under <E T='03'>Section 7.1—Scope,</E> "
            "under <E T='03'>1(a) Who,</E> paragraph 1.ii is added.</AMDPAR>" + comments,
            f"<AMDPAR>3. Appendix A to part 7 is revised to read as follows:</AMDPAR>{appendix}",
        ),
    )
    assert words(after, "Supplement I", "Section 7.1", "1(a)", "1", "i") == "i. Nor is a torch."
    assert words(after, "Supplement I", "Section 7.1", "1(a)", "1", "ii") == "ii. Nor is a star."
    assert words(after, "Appendix A", "1") == "1. Use that form."
    assert "Use no other form" not in after.text
    assert "Pt. 7, App. A" in after.text


def test_instructions_under_a_lead_in(base, rule, done):
    text = section("7.1", "Scope.", "<P>(a) Nobody is bound.</P>", "<STARS/>", "<P>(e) The end.</P>")
    made = rule(f"<AMDPAR>2. Amend § 7.1 by:</AMDPAR><AMDPAR>a. Revising paragraph (a);</AMDPAR><AMDPAR>b. Adding paragraph (e).</AMDPAR>{text}")
    assert [instruction.number for instruction in made.instructions] == ["2", "2.a", "2.b"]
    after = done(base, made)
    assert words(after, "7.1", "a") == "(a) Nobody is bound."
    assert words(after, "7.1", "e") == "(e) The end."


@pytest.mark.parametrize(
    ("instruction", "why"),
    [
        ("In § 7.9, remove paragraph (a).", "not in the text"),
        ("In § 7.4(b), remove the word “fee”.", "stand there 2 times"),
        ("In § 7.1, redesignate paragraph (b) as paragraph (c).", "is there already"),
        ("Amend § 7.1 by revising paragraph (a).", "replacement text"),
        ("Section 7.1(b) is stayed.", "does not carry out"),
    ],
)
def test_what_cannot_be_carried_out_is_a_finding_and_changes_nothing(base, rule, instruction, why):
    after = amend(base, rule(f"<AMDPAR>2. {instruction}</AMDPAR>"))
    assert [one.outcome for one in after.done] == [Outcome.NOT_APPLIED]
    assert why in after.findings[0].message
    assert instruction in after.findings[0].remedy
    assert after.document.text == base.text


def test_what_is_not_understood_is_a_finding(base, rule):
    after = amend(base, rule("<AMDPAR>2. Let § 7.1 shine.</AMDPAR>"))
    assert [finding.code for finding in after.findings] == ["amend.not-understood"]


def test_another_part_is_left_alone(base, rule):
    after = amend(base, rule("<AMDPAR>2. Remove § 8.1.</AMDPAR>", part="8"))
    assert [one.outcome for one in after.done] == [Outcome.ELSEWHERE]
    assert after.document.text == base.text


def test_few_paragraphs_nest_as_the_instruction_says(base, rule, done):
    text = section(
        "7.1", "Scope.", "<STARS/>", "<P>(b) * * *</P>", "<P>(2) Fill the jug.</P>", "<P>(i) Twice.</P>", "<P>(ii) Or thrice.</P>", "<STARS/>"
    )
    after = done(base, rule(f"<AMDPAR>2. Amend § 7.1 by revising paragraph (b)(2).</AMDPAR>{text}"))
    assert paths(after, "7.1") == ["", "(a)", "(b)", "(b)(1)", "(b)(2)", "(b)(2)(i)", "(b)(2)(ii)", "(c)", "(d)"]


def test_nothing_of_a_half_understood_instruction_is_carried_out(base, rule):
    after = amend(base, rule("<AMDPAR>2. In § 7.1, remove paragraph (d) and paragraph (?) is revised.</AMDPAR>"))
    assert after.document.text == base.text
    assert {one.outcome for one in after.done} == {Outcome.NOT_APPLIED}
