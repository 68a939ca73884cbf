"""reviews.toml is read strictly; fingerprints decide what has changed."""

import pytest

from regkit.errors import CheckError
from regkit.trace.reviews import load_reviews, parse_reviews, reworded, vanished

GOOD = b"""\
[[review]]
requirement = "order/III-1.1"
fingerprint = "rk1:00"
decision = "approved"
reviewer = "A. Person"
date = 2026-06-30
[[review]]
requirement = "order/gone.1"
fingerprint = "rk1:00"
decision = "approved"
reviewer = "A. Person"
date = 2026-06-30
[[waiver]]
requirement = "order/III-4.1"
reason = "checked elsewhere"
owner = "Legal"
until = 2026-12-31
"""


def test_reviews_as_written(graph, tmp_path):
    path = tmp_path / "reviews.toml"
    assert load_reviews(path).review == ()
    path.write_bytes(GOOD)
    found = load_reviews(path)
    assert (found.review[0].date, found.waiver[0].until) == ("2026-06-30", "2026-12-31")
    assert list(reworded(graph, found.review)) == [("order/III-1.1", "")]
    assert [review.requirement for review in vanished(graph, found.review)] == ["order/gone.1"]


def test_the_same_wording_is_not_reworded(graph):
    now = graph.nodes["order/III-1.1"]["fingerprint"].encode()
    found = parse_reviews(GOOD.replace(b"rk1:00", now))
    assert reworded(graph, found.review) == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"[[review]]", b"[[reviews]]", r"unknown field 'reviews'. Did you mean 'review'"),
        (b"2026-12-31", b'"2026"', r"waiver\[0\].until is not a date"),
        (b"2026-06-30", b'"soon"', r"review\[0\].date is not a date"),
        (b"checked elsewhere", b" ", "has no reason"),
        (b'reviewer = "A. Person"', b"reviewer = 3", r"line 5: expected 'str', got 'int' at review\[0\].reviewer"),
    ],
)
def test_wrong_reviews(old, new, message):
    with pytest.raises(CheckError, match=message):
        parse_reviews(GOOD.replace(old, new))
