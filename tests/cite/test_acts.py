from __future__ import annotations

import pytest

from regkit.cite.acts import short_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('Under the Securities Exchange Act of 1934 (the "Act"), a', {"act": "Securities Exchange Act of 1934"}),
        ('the Truth in Lending Act (hereinafter the "Lending Act")', {"lending act": "Truth in Lending Act"}),
        ('the Truth in Lending Act ("Act") and the Securities Act of 1933 ("Act")', {}),
        ('the Truth in Lending Act ("TILA")', {}),
        ('a Bill of Somewhere ("Act")', {}),
        ('("Act")', {}),
    ],
)
def test_what_a_text_calls_acts(text, names):
    assert {short: name.split(" of ")[0] for short, name in short_names(text).items()} == {s: n.split(" of ")[0] for s, n in names.items()}
