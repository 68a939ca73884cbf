"""reviews.toml is read strictly, and what it says must be whole."""

import pytest

from regkit.errors import CheckError
from regkit.trace.reviews import load_reviews, parse_reviews

GOOD = b"""\
[[review]]
requirement = "order/III-1.1"
fingerprint = "rk1:00"
decision = "approved"
reviewer = "A. Person"
date = 2026-06-30
[[review]]
citation = "order/III.s1@4"
fingerprint = "rk1:00"
decision = "edited"
edits = {target = "17 CFR 240.15c3-3"}
reviewer = "A. Person"
date = 2026-06-30
[[waiver]]
requirement = "order/III-4.1"
reason = "checked elsewhere"
owner = "Legal"
until = 2026-12-31
"""


def test_reviews_as_written(tmp_path):
    path = tmp_path / "reviews.toml"
    assert load_reviews(path).review == ()
    path.write_bytes(GOOD)
    found = load_reviews(path)
    assert (found.review[0].date, found.waiver[0].until) == ("2026-06-30", "2026-12-31")
    assert found.review[1].edits == {"target": "17 CFR 240.15c3-3"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"[[review]]", b"[[reviews]]", r"unknown field 'reviews'. Did you mean 'review'"),
        (b"2026-12-31", b'"2026"', r"waiver\[0\].until is not a date"),
        (b"2026-06-30", b'"soon"', r"review\[0\].date is not a date"),
        (b"checked elsewhere", b" ", "has no reason"),
        (b'reviewer = "A. Person"', b"reviewer = 3", r"line 5: expected 'str', got 'int' at review\[0\].reviewer"),
        (b'reviewer = "A. Person"', b'reviewer = " "', r"review\[0\] has no reviewer"),
        (b'"approved"', b'"fine"', r"review\[0\].decision is none: 'fine'. Write one of: accepted"),
        (b'"approved"', b'"edited"', r"review\[0\].edits does not go with its decision"),
        (b'edits = {target = "17 CFR 240.15c3-3"}\n', b"", r"review\[1\].edits does not go with its decision"),
        (b'citation = "order/III.s1@4"\n', b"", r"review\[1\] does not name one thing"),
        (b'citation = "order/III.s1@4"\n', b'citation = "a"\ncheck = "CHK-1"\n', r"review\[1\] does not name one thing"),
        (b'fingerprint = "rk1:00"\ndecision = "approved"', b'decision = "approved"', r"review\[0\] has no fingerprint"),
    ],
)
def test_wrong_reviews(old, new, message):
    with pytest.raises(CheckError, match=message):
        parse_reviews(GOOD.replace(old, new))
