"""Amounts with their comparison."""

import pytest

from regkit.extract.pipeline import pipeline, read_sentence

CASES = [
    ("The fund must hold at least $5,000.", "at least $5,000", "at_least", 5000, "USD"),
    ("The fund must hold $2.5 million.", "$2.5 million", "equal", 2_500_000, "USD"),
    ("A share of more than 25 percent is control.", "more than 25 percent", "more_than", 25, "%"),
    ("A fee of up to 3% may be charged.", "up to 3%", "at_most", 3, "%"),
    ("The term may be not more than 60 days.", "not more than 60 days", "at_most", 60, "day"),
    ("The margin is the greater of the two.", "the greater of", "greater_of", None, ""),
    ("It must post at least the sum of both margins.", "at least the sum of", "at_least", None, ""),
]


@pytest.mark.parametrize(("text", "span", "relation", "quantity", "unit"), CASES)
def test_threshold(text: str, span: str, relation: str, quantity: float | None, unit: str) -> None:
    (found,) = read_sentence(pipeline(), text, (), ())._.thresholds
    assert (found.span.of(text), found.relation, found.quantity, found.unit) == (span, relation, quantity, unit)


def test_a_deadline_is_not_told_twice() -> None:
    layers = read_sentence(pipeline(), "Send it at least 30 days before the change.", (), ())._
    assert layers.thresholds == ()
    assert len(layers.deadlines) == 1
