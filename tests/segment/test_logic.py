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


@pytest.mark.parametrize(
    ("lead_in", "op", "count", "certain"),
    [
        ("A fund is exempt if two of the following three tests are met:", LogicOp.AT_LEAST, 2, True),
        ("It satisfies any two (2) of the following criteria:", LogicOp.AT_LEAST, 2, True),
        ("It satisfies one (1) or more of the following:", LogicOp.ANY, 0, True),
        ("No fewer than two of these apply:", LogicOp.AT_LEAST, 2, True),
        ("The dealer meets more than one of the following:", LogicOp.AT_LEAST, 2, True),
        ("Every one of the following is present:", LogicOp.ALL, 0, True),
        ("The adviser is exempt if it does not do either of the following:", LogicOp.NONE, 0, True),
        ("The relief is not open where any of the following is true:", LogicOp.ANY, 0, True),
        ("A custodian must not do any of the following:", LogicOp.ANY, 0, True),
        ("The notice is good if neither of these conditions exists:", LogicOp.NONE, 0, True),
        ("A trustee may act if it neither:", LogicOp.NONE, 0, True),
        ("A member may not leave unless all of the following are met:", LogicOp.ALL, 0, True),
        ("A plan meets not more than one of the following:", LogicOp.ALL, 0, False),
        ("It meets exactly one of the following:", LogicOp.ANY, 0, False),
        ("It holds if not all of the following are met:", LogicOp.ALL, 0, False),
        ("A lender may rely on this section if, as applicable:", LogicOp.ALL, 0, False),
    ],
)
def test_lead_ins(lead_in: str, op: LogicOp, count: int, certain: bool) -> None:
    found = decide(lead_in, (0, len(lead_in)), [])
    assert (found.op, found.count, found.certain) == (op, count, certain)


def test_nor_before_the_last_item_is_none_of() -> None:
    assert decide("x", None, [None, conjunction("has failed; nor", 0, 15)]).op is LogicOp.NONE
