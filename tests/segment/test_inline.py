"""Items within one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.model.annotation import LogicOp
from regkit.segment.inline import inline_items

CASES = [
    (
        "The notice must: (1) Name the account; (2) state the amount; and (3) be signed.",
        "The notice must:",
        ["Name the account", "state the amount", "be signed"],
        LogicOp.ALL,
    ),
    (
        "A firm has control if it (i) owns shares; (ii) names directors; or (iii) leads.",
        "A firm has control if it",
        ["owns shares", "names directors", "leads"],
        LogicOp.ANY,
    ),
    ("A claim needs 1) a loss; 2) a cause; and 3) a link.", "A claim needs", ["a loss", "a cause", "a link"], LogicOp.ALL),
    (
        "Under section 12(b), it may rely on any of the following: (A) a call, (B) a note.",
        "Under section 12(b), it may rely on any of the following:",
        ["a call", "a note"],
        LogicOp.ANY,
    ),
    ("It may (a) file under paragraph (b) of this rule, or (b) pay.", "It may", ["file under paragraph (b) of this rule", "pay"], LogicOp.ANY),
]


@pytest.mark.parametrize(("text", "lead", "items", "op"), CASES)
def test_items(text: str, lead: str, items: list[str], op: LogicOp) -> None:
    (found,) = inline_items(text)
    assert found.lead.of(text) == lead
    assert [item.span.of(text) for item in found.items] == items
    assert (found.logic.op, found.logic.certain) == (op, True)
    assert all(item.label in item.marker.of(text) for item in found.items)


@pytest.mark.parametrize(
    "text",
    [
        "As paragraphs (a) and (b) of this section say, it is void.",
        "(a) In general. The bank shall act.",
        "Under sections 4(a) and 5(b), and subject to paragraph (i), the fee is due.",
        "No markers.",
        "(2) It begins late; and (3) goes on.",
    ],
)
def test_references_and_lone_markers_are_no_list(text: str) -> None:
    assert inline_items(text) == ()


def test_inner_lists_come_after_the_list_they_stand_in() -> None:
    text = "A plan has (1) one of: (i) a bond or (ii) a pledge; and (2) a plan for default."
    outer, inner = inline_items(text)
    assert (outer.depth, inner.depth) == (0, 1)
    assert [item.span.of(text) for item in outer.items] == ["one of: (i) a bond or (ii) a pledge", "a plan for default"]
    assert [item.span.of(text) for item in inner.items] == ["a bond", "a pledge"]
    assert (outer.logic.op, inner.logic.op) == (LogicOp.ALL, LogicOp.ANY)


def test_a_marker_that_comes_again_begins_the_list_anew() -> None:
    text = "The rule on (a) fees: the member must (a) pay and (b) report."
    (found,) = inline_items(text)
    assert [item.span.of(text) for item in found.items] == ["pay", "report"]
    assert inline_items("(a) x " * 500) == ()


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Before it. It must (i) pay; and (ii) report. After it."
    (found,) = inline_items(text, 11, 44)
    assert [item.span.of(text) for item in found.items] == ["pay", "report"]
    assert found.lead.of(text) == "It must"
    assert found.logic.evidence is not None
    assert found.logic.evidence.of(text) == "and"


TOKENS = [
    "(a)",
    "(b)",
    "(i)",
    "(ii)",
    "(1)",
    "2)",
    "and",
    "or",
    ";",
    ",",
    "the fee",
    "paragraph",
    ":",
    ".",
    "(A)",
    "(B)",
    "\n",
    "each of the following",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=30).map(" ".join) | st.text())
def test_spans_lie_inside_and_in_order(text: str) -> None:
    for found in inline_items(text):
        assert len(found.items) > 1
        at = found.lead.end
        for item in found.items:
            assert at <= item.marker.start < item.marker.end <= item.span.start <= item.span.end <= len(text)
            at = item.marker.end
