"""Time limits with their quantity, unit, date and event."""

import pytest

from regkit.extract.pipeline import pipeline, read_sentence

CASES = [
    (
        "Within 3 days after a form that a buyer can sign, the clerk must reply.",
        "Within 3 days after a form that a buyer can sign",
        "within",
        3,
        "day",
        "",
        "a form that a buyer can sign",
    ),
    ("The use is settled before closing and a lessor need not test it.", "before closing", "before", None, "", "", "closing"),
    (
        "Say so before a card is sent or a service is provided, whichever comes first.",
        "before a card is sent or a service is provided",
        "before",
        None,
        "",
        "",
        "a card is sent or a service is provided",
    ),
    ("Reply within one hundred and eighty days of the sale.", "within one hundred and eighty days of the sale", "within", 180, "day", "", "the sale"),
    ("Keep it for two hundred days after the sale.", "for two hundred days after the sale", "during", 200, "day", "", "the sale"),
    ("A bank may wait until lenders can use it.", "until lenders can use it", "until", None, "", "", "lenders can use it"),
    (
        "Within 30 days of receiving a notice the agent shall reply.",
        "Within 30 days of receiving a notice",
        "within",
        30,
        "day",
        "",
        "receiving a notice",
    ),
    (
        "Pay not later than the third day after the sale.",
        "not later than the third day after the sale",
        "by",
        3,
        "day",
        "",
        "the sale",
    ),
    ("Pay it, but in no event later than 30 days after the sale.", "in no event later than 30 days after the sale", "by", 30, "day", "", "the sale"),
    ("The house must pay as promptly as possible.", "as promptly as possible", "promptly", None, "", "", None),
    (
        "A buyer shall pay by the earlier of closing, or the tenth day.",
        "by the earlier of closing, or the tenth day",
        "by",
        None,
        "",
        "",
        "closing, or the tenth day",
    ),
    (
        "Send it not less than 3 days, nor more than 10 days, before the sale.",
        "not less than 3 days, nor more than 10 days, before the sale",
        "before",
        3,
        "day",
        "",
        "the sale",
    ),
    ("The house must pay on the next business day.", "on the next business day", "by", None, "", "", None),
    ("The house must pay on or before the tenth day after the sale.", "on or before the tenth day after the sale", "by", 10, "day", "", "the sale"),
    ("The house must act within the time limits set out in rule 3.", "within the time limits set out in rule 3", "within", None, "", "", "rule 3"),
    ("The plan must be tested every year.", "every year", "at_least_every", 1, "year", "", None),
    (
        "The agent shall reply within 10 business days of receiving a notice.",
        "within 10 business days of receiving a notice",
        "within",
        10,
        "business day",
        "",
        "receiving a notice",
    ),
    (
        "It shall be filed within thirty (30) days after it takes effect.",
        "within thirty (30) days after it takes effect",
        "within",
        30,
        "day",
        "",
        "it takes effect",
    ),
    ("The agent shall reply within 2 hours.", "within 2 hours", "within", 2, "hour", "", None),
    (
        "File it no later than 30 minutes after the sender pays, in writing.",
        "no later than 30 minutes after the sender pays",
        "by",
        30,
        "minute",
        "",
        "the sender pays",
    ),
    ("File it not later than December 31, 2026.", "not later than December 31, 2026", "by", None, "", "2026-12-31", None),
    ("The notice is due by March 5, 2030.", "by March 5, 2030", "by", None, "", "2030-03-05", None),
    ("Notice is due at least 45 days before the change.", "at least 45 days before the change", "before", 45, "day", "", "the change"),
    (
        "It was booked five or more business days before the transfer.",
        "five or more business days before the transfer",
        "before",
        5,
        "business day",
        "",
        "the transfer",
    ),
    ("The agent must reply promptly after the customer calls.", "promptly after the customer calls", "promptly", None, "", "", "the customer calls"),
    ("The agent must reply without undue delay.", "without undue delay", "promptly", None, "", "", None),
    ("The board shall review the plan at least annually.", "at least annually", "at_least_every", 1, "year", "", None),
    (
        "Keep it for five years after the account is closed.",
        "for five years after the account is closed",
        "during",
        5,
        "year",
        "",
        "the account is closed",
    ),
    (
        "Keep it until the claim is settled unless the court says otherwise.",
        "until the claim is settled",
        "until",
        None,
        "",
        "",
        "the claim is settled",
    ),
    ("Before it opens an account, a bank must check the name.", "Before it opens an account", "before", None, "", "", "it opens an account"),
]


@pytest.mark.parametrize(("text", "span", "relation", "quantity", "unit", "date", "trigger"), CASES, ids=[case[1] for case in CASES])
def test_deadline(text: str, span: str, relation: str, quantity: float | None, unit: str, date: str, trigger: str | None) -> None:
    (found,) = read_sentence(pipeline(), text, (), ())._.deadlines
    assert (found.span.of(text), found.relation, found.quantity, found.unit, found.date) == (span, relation, quantity, unit, date)
    assert (found.trigger.of(text) if found.trigger else None) == trigger


@pytest.mark.parametrize(
    "text",
    [
        "A branch within the county must register.",
        "The annual fee is due.",
        "The date is 60 days after the notice.",
        "It applied until now.",
        "The party may appear before the court.",
    ],
)
def test_no_deadline(text: str) -> None:
    assert read_sentence(pipeline(), text, (), ())._.deadlines == ()


STRUCTURED = [
    ("Reply within 10 business days of receiving it.", "within", 10, None, "business day", "business", "after"),
    ("Reply within five (5) calendar days.", "within", 5, None, "day", "calendar", ""),
    ("Pay it on or before the 15th day of each month.", "by", None, None, "", "", ""),
    ("Count the loans at the end of each calendar quarter.", "at_least_every", 1, None, "quarter", "calendar", ""),
    ("Review it every 12 months.", "at_least_every", 12, None, "month", "", ""),
    ("Test it once each calendar year.", "at_least_every", 1, None, "year", "calendar", ""),
    ("Test it at least semi-annually.", "at_least_every", 6, None, "month", "", ""),
    ("Test it at least twice each year.", "at_least_every", 0.5, None, "year", "", ""),
    ("Tell them no later than 30 days before the change.", "by", 30, None, "day", "", "before"),
    ("Sell it not more than 45 calendar days after the notice.", "after", 45, None, "day", "calendar", "after"),
    ("Sell it not less than 10 nor more than 60 days before closing.", "before", 10, 60, "day", "", "before"),
    ("Send it between 10 and 20 days before the sale.", "within", 10, 20, "day", "", "before"),
    ("The owner shall have ten (10) days from receipt within which to reply.", "within", 10, None, "day", "", "after"),
    ("Pay no later than the third business day after the sale.", "by", 3, None, "business day", "business", "after"),
]


@pytest.mark.parametrize(
    ("text", "relation", "quantity", "through", "unit", "calendar", "direction"), STRUCTURED, ids=[case[0] for case in STRUCTURED]
)
def test_duration(text: str, relation: str, quantity: float | None, through: float | None, unit: str, calendar: str, direction: str) -> None:
    (found,) = read_sentence(pipeline(), text, (), ())._.deadlines
    assert (found.relation, found.quantity, found.through, found.unit) == (relation, quantity, through, unit)
    assert (found.calendar, found.direction) == (calendar, direction)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("File it by the 19th day of March, 2027.", "2027-03-19"),
        ("File it by the 1st of June 2027.", "2027-06-01"),
        ("File it by 3 May 2027.", "2027-05-03"),
    ],
)
def test_date_in_words(text: str, date: str) -> None:
    (found,) = read_sentence(pipeline(), text, (), ())._.deadlines
    assert found.date == date
