"""The rules of list logic read their own examples, and only theirs."""

from __future__ import annotations

import pytest

from regkit.model.annotation import LogicOp
from regkit.model.span import Span
from regkit.segment.logic import LogicRule, conjunction, decide, rules


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_examples(rule: LogicRule) -> None:
    assert rule.gloss
    assert rule.examples
    for example in rule.examples:
        assert decide(example, (0, len(example)), []).op is rule.op


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("pay; and", "and"),
        ("pay;or", "or"),
        ("pay, AND/OR", "and/or"),
        ("pay; or —", "or"),
        ("land", None),
        ("pay;", None),
        ("", None),
        ("the form", None),
    ],
)
def test_conjunction(text: str, word: str | None) -> None:
    found = conjunction(text, 0, len(text))
    assert (found[0] if found else None) == word
    if found:
        assert found[1].of(text).lower() == word


def test_the_wording_nearest_to_the_items_counts() -> None:
    text = "If any of the following occurs, the agent shall do each of the following:"
    assert decide(text, (0, len(text)), []).op is LogicOp.ALL
    other = "If each of the members agrees, the agent may do any of the following:"
    assert decide(other, (0, len(other)), []).op is LogicOp.ANY
    met = "Any of the following conditions are met:"
    assert decide(met, (0, len(met)), []).op is LogicOp.ANY


def test_a_conjunction_before_the_last_but_one_item_only_is_not_certain() -> None:
    assert not decide("x", None, [("or", Span(0, 1)), None]).certain
    assert decide("x", None, [None, ("or", Span(0, 1))]).certain
