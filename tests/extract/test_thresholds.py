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
    ("A bank with assets of $10 billion or more must report.", "$10 billion or more", "at_least", 10e9, "USD"),
    ("Report a loss in excess of EUR 5 000 000.", "in excess of EUR 5 000 000", "more_than", 5_000_000, "EUR"),
    ("The capital must not be below 5 million euros.", "below 5 million euros", "less_than", 5_000_000, "EUR"),
    ("The rate is 200 basis points or less.", "200 basis points or less", "at_most", 200, "basis point"),
    ("The term is at most thirty (30) calendar days.", "at most thirty (30) calendar days", "at_most", 30, "day"),
    ("A loan of five years or less is short.", "five years or less", "at_most", 5, "year"),
    ("It must have not less than three members.", "not less than three members", "at_least", 3, "members"),
    ("A bank that made 25 or fewer loans is exempt.", "25 or fewer loans", "at_most", 25, "loans"),
    ("It must post at least the sum of both margins.", "at least the sum of", "at_least", None, ""),
]


@pytest.mark.parametrize(("text", "span", "relation", "quantity", "unit"), CASES)
def test_threshold(text: str, span: str, relation: str, quantity: float | None, unit: str) -> None:
    (found,) = read_sentence(pipeline(), text, (), ())._.thresholds
    assert (found.span.of(text), found.relation, found.quantity, found.unit) == (span, relation, quantity, unit)


@pytest.mark.parametrize(
    ("text", "span", "low", "high", "unit"),
    [
        ("The fee is between $50 and $75.", "between $50 and $75", 50, 75, "USD"),
        ("The cap is between $5 and $10 million.", "between $5 and $10 million", 5e6, 10e6, "USD"),
        ("The ratio is between 5 and 8 percent.", "between 5 and 8 percent", 5, 8, "%"),
        ("The term is between 10 and 20 days.", "between 10 and 20 days", 10, 20, "day"),
    ],
)
def test_range(text: str, span: str, low: float, high: float, unit: str) -> None:
    (found,) = read_sentence(pipeline(), text, (), ())._.thresholds
    assert (found.span.of(text), found.relation, found.quantity, found.through, found.unit) == (span, "between", low, high, unit)


def test_not_less_than_nor_more_than() -> None:
    text = "The term must be not less than 3 years nor more than 7 years."
    layers = read_sentence(pipeline(), text, (), ())._
    assert [(one.relation, one.quantity) for one in layers.thresholds] == [("at_least", 3), ("at_most", 7)]


def test_a_deadline_is_not_told_twice() -> None:
    layers = read_sentence(pipeline(), "Send it at least 30 days before the change.", (), ())._
    assert layers.thresholds == ()
    assert len(layers.deadlines) == 1
