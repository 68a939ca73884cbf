"""What conditions, deadlines and thresholds modify, by where they stand."""

import pytest

from regkit.extract.pipeline import pipeline, read_sentence

CASES = [
    (
        "If the customer objects within 10 days, the bank shall reply within 5 days and keep a copy for two years.",
        {
            "If the customer objects within 10 days": "reply within 5 days and keep a copy for two years",
            "within 10 days": "If the customer objects within 10 days",
            "within 5 days": "reply within 5 days",
            "for two years": "keep a copy for two years",
        },
    ),
    (
        "A bank with assets of $10 billion or more shall establish and maintain policies within 60 days.",
        {"$10 billion or more": "A bank", "within 60 days": "establish and maintain policies within 60 days"},
    ),
    (
        "The bank must file a report and send a copy to the board, within 10 days of the sale.",
        {"within 10 days of the sale": "file a report and send a copy to the board, within 10 days of the sale"},
    ),
    (
        "The bank must file a report and send a copy to the board within 10 days of the sale.",
        {"within 10 days of the sale": "send a copy to the board within 10 days of the sale"},
    ),
    (
        "The bank shall close the account within 5 days, and the agent may keep the card if asked.",
        {"within 5 days": "close the account within 5 days", "if asked": "keep the card"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_modifies(text: str, expected: dict[str, str]) -> None:
    found = {}
    for norm in read_sentence(pipeline(), text, (), ())._.norms:
        for member in (*norm.conditions, *norm.exceptions, *norm.deadlines, *norm.thresholds):
            found[member.span.of(text)] = member.modifies.of(text)
    assert found == expected
