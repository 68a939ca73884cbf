"""Anchors are found again, or it is said plainly that they are not."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regkit.model.span import Span
from regkit.text.anchors import make_anchor
from regkit.text.fingerprint import fingerprint
from regkit.text.relocate import Index, Outcome, nearest, relocate

OLD = """§ 12.1 Margin.
(a) Each participant shall post margin by noon on each business day.
(b) The agent may waive a late charge.
(c) A participant that fails to post margin is in default.
§ 12.2 Records.
(a) The agent shall keep records of each call for five years.
(b) The agent may waive a late charge."""


def anchor(quote: str, text: str = OLD, nth: int = 0):
    at = -1
    for _ in range(nth + 1):
        at = text.index(quote, at + 1)
    return make_anchor("doc", text, Span(at, at + len(quote)))


FATES = [
    ("unchanged", "Each participant shall post margin by noon on each business day.", 0, OLD, Outcome.SAME, None),
    ("after-insertion", "A participant that fails to post margin is in default.", 0, "New heading.\n" + OLD, Outcome.MOVED, None),
    ("first-of-two", "The agent may waive a late charge.", 0, "New heading.\n" + OLD, Outcome.MOVED, None),
    ("second-of-two", "The agent may waive a late charge.", 1, "New heading.\n" + OLD, Outcome.MOVED, None),
    (
        "no-context-left",
        "The agent may waive a late charge.",
        0,
        "x. The agent may waive a late charge. y. The agent may waive a late charge. z.",
        Outcome.AMBIGUOUS,
        None,
    ),
    (
        "reworded",
        "Each participant shall post margin by noon on each business day.",
        0,
        OLD.replace("by noon on each business day", "by 11 a.m. on each business day"),
        Outcome.REWORDED,
        "(a) Each participant shall post margin by 11 a.m. on each business day.",
    ),
    ("new-case", "The agent shall keep records", 0, OLD.replace("The agent shall keep", "The Agent shall keep"), Outcome.REWORDED, None),
    (
        "lost",
        "A participant that fails to post margin is in default.",
        0,
        "§ 12.1 Fees.\n(a) No fee is due for a copy of the register.",
        Outcome.LOST,
        None,
    ),
    ("empty-text", "The agent may waive a late charge.", 0, "", Outcome.LOST, None),
]


@pytest.mark.parametrize(("quote", "nth", "new", "outcome", "found"), [fate[1:] for fate in FATES], ids=[fate[0] for fate in FATES])
def test_fates(quote: str, nth: int, new: str, outcome: Outcome, found: str | None) -> None:
    old = anchor(quote, nth=nth)
    sentences = [Span(new.index(line), new.index(line) + len(line)) for line in new.split("\n") if line]
    result = relocate(old, new, sentences)
    assert result.outcome is outcome
    assert result.certain is (outcome in (Outcome.SAME, Outcome.MOVED))
    if result.certain:
        assert result.span is not None
        assert result.span.of(new) == quote
        assert result.score == 1.0
    if found is not None:
        assert result.span is not None
        assert result.span.of(new) == found
    if outcome in (Outcome.LOST, Outcome.AMBIGUOUS):
        assert result.span is None


def test_the_right_one_of_two_is_chosen_by_its_context() -> None:
    new = "A new first line.\n" + OLD
    quote = "The agent may waive a late charge."
    first, second = relocate(anchor(quote, nth=0), new), relocate(anchor(quote, nth=1), new)
    assert first.span == Span(new.index(quote), new.index(quote) + len(quote))
    assert second.span == Span(new.rindex(quote), new.rindex(quote) + len(quote))


@pytest.mark.parametrize(
    ("quote", "new"),
    [
        ("the “late charge” is waived", 'x: the "late charge" is waived.'),
        ("posts margin - daily", "It posts margin – daily."),
        ("five business days", "within five  business\ndays of it"),
    ],
)
def test_typesetting_is_no_rewording(quote: str, new: str) -> None:
    result = relocate(make_anchor("doc", quote, Span(0, len(quote))), new)
    assert result.outcome is Outcome.MOVED
    assert result.certain
    assert result.span is not None
    assert fingerprint(result.span.of(new)) == fingerprint(quote)


def test_two_equally_like_sentences_are_ambiguous() -> None:
    old = make_anchor("doc", "The agent shall pay the whole fee now.", Span(0, 38))
    new = "The agent shall pay the entire fee now. Else. The agent shall pay the complete fee now."
    result = relocate(old, new)
    assert result.outcome is Outcome.AMBIGUOUS
    assert [place.of(new) for place in result.places] == ["The agent shall pay the entire fee now.", "The agent shall pay the complete fee now."]


def test_part_of_a_sentence_finds_the_sentence() -> None:
    old = make_anchor("doc", "shall keep records of each margin call", Span(0, 38))
    new = "Fees are due daily. Notwithstanding any other rule of this chapter, the agent shall keep full records of each margin call that it makes."
    result = relocate(old, new)
    assert result.outcome is Outcome.REWORDED
    assert result.span is not None
    assert result.span.of(new).startswith("Notwithstanding")


def test_nearest_offers_the_likeliest_first() -> None:
    sentences = ["Fees are due.", "A dealer must keep the margin of customers apart.", "A dealer must keep records.", "Nothing here."]
    found = nearest("A dealer shall keep the margin of its customers apart.", sentences)
    assert [near.index for near in found] == [1, 2]
    assert found[0].score > 0.7 > found[1].score
    assert found[0].text == sentences[1]


def test_nearest_has_nothing_to_offer_without_common_words() -> None:
    assert nearest("quorum", ["Fees are due."]) == ()
    assert nearest("", ["Fees are due."]) == ()
    assert nearest("Fees", []) == ()


TOKENS = ["the", "agent", "shall", "pay", "margin", "fee", "daily", ".", "§", "(a)", "“act”", "Inc.", "\n"]
WORDS = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=40).map(" ".join)


@given(WORDS | st.text(min_size=1), st.data())
def test_an_unchanged_quote_is_found_where_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    result = relocate(make_anchor("d", text, Span(start, end)), text)
    assert (result.outcome, result.span, result.certain) == (Outcome.SAME, Span(start, end), True)


@given(st.text(alphabet="ab c.", min_size=1).filter(str.strip), WORDS)
def test_what_stands_before_does_not_lose_a_quote_that_stands_once(quote: str, before: str) -> None:
    quote = f"Quorum {quote} ends"
    old = make_anchor("d", quote, Span(0, len(quote)))
    new = f"{before} {quote}"
    result = relocate(old, new)
    assert result.outcome is Outcome.MOVED
    assert result.span is not None
    assert result.span.of(new) == quote


@given(WORDS.filter(str.strip))
def test_a_quote_that_stands_twice_without_context_is_ambiguous(quote: str) -> None:
    quote = quote.strip()
    old = make_anchor("d", quote, Span(0, len(quote)))
    new = f"| {quote} | {quote} |"
    result = relocate(old, new)
    assert result.outcome is Outcome.AMBIGUOUS
    assert len(result.places) >= 2


@given(WORDS | st.text(min_size=1), WORDS | st.text(), st.data())
def test_spans_always_lie_inside_the_new_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    assume(old[start:end].strip())
    index = Index(new)
    result = index.find(make_anchor("d", old, Span(start, end)))
    assert result == index.find(make_anchor("d", old, Span(start, end)))
    for span in (*result.places, *([result.span] if result.span else [])):
        assert 0 <= span.start < span.end <= len(new)
    assert (result.span is None) is (result.outcome in (Outcome.LOST, Outcome.AMBIGUOUS))
    if result.certain:
        assert fingerprint(result.span.of(new)) == fingerprint(old[start:end])
