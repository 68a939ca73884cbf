"""Two versions of a small rule, and what became of each paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.diff import Carrier, Change, align, changes
from regkit.diff.show import rows, to_html, to_markdown
from regkit.read import read_bytes
from regkit.text.anchors import make_anchor
from regkit.text.relocate import Outcome

OLD = [
    "§ 9.1 Bells.",
    "(a) Duty. Every ringer shall ring the bell at noon on each working day of the year.",
    "(b) Records. Every ringer shall keep a record of each bell that was rung for two years.",
    "(c) Fees. No ringer may take a fee from a traveller who has no money to give.",
    "§ 9.2 Towers.",
    "(a) A tower shall have a door that opens outwards and a lamp above the door.",
]


def version(*lines):
    return read_bytes("\n\n".join(lines).encode(), "rule.txt", instrument="12 CFR part 9")


def found(old, new):
    one, other = version(*old), version(*new)
    return [
        (
            str(pair.change),
            *(", ".join(document.provisions[index].pinpoint for index in side) for document, side in ((one, pair.old), (other, pair.new))),
        )
        for pair in align(one, other).pairs
        if pair.change is not Change.SAME
    ]


def swapped(at, *lines):
    return [*OLD[:at], *lines, *OLD[at + 1 :]]


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (OLD, []),
        (swapped(1, OLD[1].replace("noon", "dawn")), [("reworded", "12 CFR 9.1(a)", "12 CFR 9.1(a)")]),
        ([*OLD, "(b) A tower may have a stair of stone or of oak."], [("added", "", "12 CFR 9.2(b)")]),
        (OLD[:5], [("removed", "12 CFR 9.2(a)", "")]),
        (
            [
                *OLD[:2],
                "(b) Ropes. A rope is replaced when its strands are worn by half.",
                OLD[2].replace("(b)", "(c)"),
                OLD[3].replace("(c)", "(d)"),
                *OLD[4:],
            ],
            [("added", "", "12 CFR 9.1(b)"), ("renumbered", "12 CFR 9.1(b)", "12 CFR 9.1(c)"), ("renumbered", "12 CFR 9.1(c)", "12 CFR 9.1(d)")],
        ),
        ([*OLD[:3], *OLD[4:], OLD[3].replace("(c)", "(b)")], [("moved", "12 CFR 9.1(c)", "12 CFR 9.2(b)")]),
        (
            swapped(3, "(c) Wholly other words about weathercocks and their gilding stand here now."),
            [("reworded", "12 CFR 9.1(c)", "12 CFR 9.1(c)")],
        ),
        (
            [*OLD[:5], "(a) A tower shall have a door that opens outwards", "(b) and a lamp above the door of the tower shall burn."],
            [("reworded", "12 CFR 9.2(a)", "12 CFR 9.2(a)"), ("added", "", "12 CFR 9.2(b)")],
        ),
    ],
    ids=["same", "reworded", "added", "removed", "renumbered", "moved", "all words new", "half taken over"],
)
def test_what_became_of_a_paragraph(new, wanted):
    assert found(OLD, new) == wanted


HALVES = [
    "(a) The keeper of the northern gate shall open it at sunrise.",
    "(b) The keeper of the southern gate shall close it when the evening bell has ceased to sound.",
]
LONG = " ".join([HALVES[0], HALVES[1].removeprefix("(b) ")])


def test_split_and_merged():
    assert found(["§ 9.1 Gates.", LONG], ["§ 9.1 Gates.", *HALVES]) == [("split", "12 CFR 9.1(a)", "12 CFR 9.1(a), 12 CFR 9.1(b)")]
    assert found(["§ 9.1 Gates.", *HALVES], ["§ 9.1 Gates.", LONG]) == [("merged", "12 CFR 9.1(a), 12 CFR 9.1(b)", "12 CFR 9.1(a)")]


def test_the_words_of_a_reworded_pair():
    one, other = version(*OLD), version(*swapped(1, OLD[1].replace("at noon", "at dawn and dusk")))
    index = next(index for index, provision in enumerate(one.provisions) if provision.path == ("9.1", "a"))
    marks = changes(one, one.provisions[index], other, other.provisions[index])
    assert [(mark.kind, one.quote(mark.old), other.quote(mark.new)) for mark in marks if mark.kind != "equal"] == [
        ("replaced", "noon", "dawn and dusk")
    ]
    assert marks[0].kind == marks[-1].kind == "equal"


paragraphs = st.lists(
    st.sampled_from([*OLD, *HALVES, "(d) x", "§ 9.3 Y.", "(a) [Reserved]", "Plain words.", "1. One.", "i. Two."]), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(paragraphs)
def test_a_text_and_itself_are_the_same(lines):
    document = version(*lines)
    alignment = align(document, document)
    assert not alignment.changed
    assert all(pair.old == pair.new for pair in alignment.pairs)


@settings(max_examples=60, deadline=None)
@given(paragraphs, paragraphs)
def test_every_provision_is_in_one_pair(old, new):
    one, other = version(*old), version(*new)
    alignment = align(one, other)
    pairs = alignment.pairs
    assert all(alignment.of_old(index) == pair for pair in pairs for index in pair.old)
    assert all(alignment.of_new(index) == pair for pair in pairs for index in pair.new)
    assert alignment.of_old(len(one.provisions)) is None
    for side, document in (("old", one), ("new", other)):
        listed = [index for pair in pairs for index in getattr(pair, side)]
        assert len(listed) == len(set(listed))
        worded = {
            index for index, provision in enumerate(document.provisions) if any(c.isalnum() for span in provision.body for c in document.quote(span))
        }
        bare = worded - set(listed)
        assert all(document.quote(document.provisions[i].body[0]).strip() == (document.provisions[i].marker or "").strip() for i in bare)


def test_an_anchor_goes_with_its_provision():
    repeated = ["§ 9.1 Oaths.", "(a) A ringer swears. The oath is brief.", "(b) A keeper swears. The oath is brief."]
    later = ["§ 9.1 Oaths.", "(a) A warden swears. The oath is long.", repeated[1].replace("(a)", "(b)"), repeated[2].replace("(b)", "(c)")]
    one, other = version(*repeated), version(*later)
    carrier = Carrier(one, other, align(one, other))
    start = one.text.rindex("The oath is brief.")
    result = carrier.carry(make_anchor(one.id, one.text, type(one.blocks[0].span)(start, start + 18)))
    assert result.certain
    assert result.outcome is Outcome.MOVED
    assert other.provision_at(result.span.start).path == ("9.1", "c")


def test_a_reworded_sentence_is_never_certain():
    one, other = version(*OLD), version(*swapped(1, OLD[1].replace("noon", "dawn")))
    start = one.text.index("Every ringer shall ring")
    result = Carrier(one, other, align(one, other)).carry(make_anchor(one.id, one.text, type(one.blocks[0].span)(start, one.text.index("year.") + 5)))
    assert result.outcome is Outcome.REWORDED
    assert not result.certain
    assert "dawn" in other.quote(result.span)


def test_text_is_data_in_every_form():
    one, other = version(*OLD), version(*swapped(1, "(a) <script>alert(1)</script> | [x](javascript:1) *bold*"))
    alignment = align(one, other)
    page = to_html(one, other, alignment)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    text = to_markdown(one, other, alignment)
    assert "[x](" not in text
    assert "<script>" not in text
    assert len(list(rows(one, other, alignment))) == 1
    assert len(list(rows(one, other, alignment, same=True))) == len(alignment.pairs)


@pytest.mark.parametrize("gone", [False, True], ids=["reworded", "removed"])
def test_words_that_stood_elsewhere_before_have_not_moved_there(gone):
    twice = ["§ 9.1 Oaths.", "(a) A ringer shall swear the oath of the tower.", "(b) Each year a ringer shall swear the oath of the tower again."]
    later = [twice[0], "(a) A ringer shall sing the oath of this tower.", twice[2]]
    one, other = version(*twice), version(*([twice[0], twice[2]] if gone else later))
    carrier = Carrier(one, other, align(one, other))
    start = one.text.index("shall swear the oath of the tower")
    result = carrier.carry(make_anchor(one.id, one.text, type(one.blocks[0].span)(start, start + 33)))
    assert not result.certain
    assert gone or other.provision_at(result.span.start).path == ("9.1", "a")
