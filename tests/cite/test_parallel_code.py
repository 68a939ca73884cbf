"""An act's section with its place in the Code: one citation where they are one, two where a sentence ends between them."""

from __future__ import annotations

import pytest

from regkit.cite import find

CASES = [
    (
        "See RESPA section 5(c), as amended by Dodd-Frank Act section 1450. 12 U.S.C. 2604(c).",
        [
            ("RESPA section 5(c)", "12 U.S.C. 2604(c)"),
            ("Dodd-Frank Act section 1450", "Dodd-Frank Act § 1450"),
            ("12 U.S.C. 2604(c)", "12 U.S.C. 2604(c)"),
        ],
    ),
    (
        "under section 5(c) of RESPA, as amended by the Dodd-Frank Act (12 U.S.C. 2604(c)), each lender",
        [("section 5(c) of RESPA, as amended by the Dodd-Frank Act (12 U.S.C. 2604(c))", "12 U.S.C. 2604(c)")],
    ),
    ("Section 15(b) of the Exchange Act, 15 U.S.C. 78o(b).", [("Section 15(b) of the Exchange Act, 15 U.S.C. 78o(b)", "15 U.S.C. 78o(b)")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_parallels(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(citation.span.of(text), citation.target) for citation in find(text)] == expected
