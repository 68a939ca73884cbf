"""Requirements of two versions: which belong together, and what became of each."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.change import Side, compare
from regkit.read import read_bytes
from regkit.resolve import resolve
from regkit.workflow import extract

LINES = [
    "§ 9.1 Gates.",
    "(a) Opening. The warden shall open the gate at sunrise.",
    "(b) Books. The warden shall enter each cart in the book. The warden may lend the book to a neighbour for a day.",
    "(c) Tolls. The warden must:",
    "(1) weigh each cart that is laden; and",
    "(2) take a toll of one penny from its driver.",
    "(d) Watch. The watch shall light the lamps at dusk and shall put them out when the last coach has passed the northern mill.",
]


def side(lines):
    document = read_bytes("\n\n".join(lines).encode(), "rule.txt", instrument="12 CFR part 9")
    return Side(resolve([extract(document)])[0])


def found(old, new):
    comparison = compare(side(old), side(new))
    return [
        (str(pair.change), *(" ".join(id.partition("/")[2] for id in ids) for ids in (pair.old, pair.new)))
        for pair in comparison.requirements
        if str(pair.change) != "same" or pair.context
    ]


def swapped(at, *lines):
    return [*LINES[:at], *lines, *LINES[at + 1 :]]


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (LINES, []),
        (swapped(1, LINES[1].replace("sunrise", "noon")), [("reworded", "9-1-a.1", "9-1-a.1")]),
        (swapped(1, LINES[1].replace("shall", "may")), [("reworded", "9-1-a.1", "9-1-a.1")]),
        (LINES[:6], [("removed", "9-1-d.1", ""), ("removed", "9-1-d.2", "")]),
        (swapped(2, LINES[2] + " The warden shall keep the book dry."), [("added", "", "9-1-b.3")]),
        (swapped(2, LINES[2].replace("enter each cart in the book. ", "enter each cart in the book. A clerk shall rule its lines. ")),
         [("added", "", "9-1-b.2"), ("renumbered", "9-1-b.2", "9-1-b.3")]),
        ([*LINES[:4], "(1) count the wheels of each cart;", LINES[4].replace("(1)", "(2)"), LINES[5].replace("(2)", "(3)"), LINES[6]],
         [("added", "", "9-1-c-1.1"), ("renumbered", "9-1-c-1.1", "9-1-c-2.1"), ("renumbered", "9-1-c-2.1", "9-1-c-3.1")]),
        (swapped(3, LINES[3].replace("The warden", "Each warden")),
         [("reworded", "9-1-c.1", "9-1-c.1"), ("same", "9-1-c-1.1", "9-1-c-1.1"), ("same", "9-1-c-2.1", "9-1-c-2.1")]),
    ],
    ids=["same", "reworded", "force", "removed", "added", "pushed on", "numbers", "lead-in"],
)  # fmt: skip
def test_what_became_of_a_requirement(new, wanted):
    assert found(LINES, new) == wanted


WHOLE = "(a) Lamps. The watch shall light each lamp at dusk, and shall trim the wick of each lamp that smokes, on the day on which it is seen."
PARTS = "(a) Lamps. The watch shall light each lamp at dusk. The watch shall trim the wick of each lamp that smokes, on the day on which it is seen."


ONE = "(a) The watch shall light each lamp of the northern road at dusk and trim the wick of each lamp that smokes on that day."
TWO = ["(a) The watch shall light each lamp of the northern road at dusk.", "(b) The watch shall trim the wick of each lamp that smokes on that day."]


def test_one_becomes_several_and_back():
    one, both = ["§ 9.1 Lamps.", ONE], ["§ 9.1 Lamps.", *TWO]
    assert [(change, set(old.split()), set(new.split())) for change, old, new in found(one, both)] == [("split", {"9-1-a.1"}, {"9-1-a.1", "9-1-b.1"})]
    assert [(change, set(old.split()), set(new.split())) for change, old, new in found(both, one)] == [
        ("merged", {"9-1-a.1", "9-1-b.1"}, {"9-1-a.1"})
    ]


def test_the_same_words_are_certain_and_others_never():
    new = swapped(1, LINES[1].replace("sunrise", "noon"))
    for pair in compare(side(LINES), side(new)).requirements:
        assert pair.certain == (str(pair.change) in ("same", "renumbered", "moved"))


lines = st.lists(st.sampled_from([*LINES[1:], WHOLE, PARTS, "(e) Plain words.", "(2)", "(f) A cart must stop."]), max_size=8)


@settings(max_examples=25, deadline=None)
@given(lines, lines)
def test_every_requirement_is_in_one_pair(old, new):
    one, other = side([LINES[0], *old]), side([LINES[0], *new])
    pairs = compare(one, other).requirements
    assert sorted(id for pair in pairs for id in pair.old) == sorted(one.requirements)
    assert sorted(id for pair in pairs for id in pair.new) == sorted(other.requirements)
    assert not compare(one, one).changed
