"""Decisions are added at the end of the file; what people wrote stays, and what cannot be is refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.errors import CheckError
from regkit.model.check import Decision, Review
from regkit.trace.review import Items, append, decision_on, settle
from regkit.trace.review.write import retraction, table
from regkit.trace.reviews import load_reviews, parse_reviews

SAID = {"reviewer": "A. Person", "on": "2026-01-01", "reason": "as it reads"}


def test_the_file_keeps_what_it_had(graph, tmp_path):
    path = tmp_path / "reviews.toml"
    written = "# Ours: do not touch\n[[waiver]]\nrequirement = 'order/III-4.1'\nreason='r' # why\nowner='o'\nuntil=2026-12-31"
    path.write_text(written)
    one = decision_on(Items(graph).find("order/III-1.1"), Decision.ACCEPTED, **SAID)
    other = decision_on(Items(graph).find("order/III-1.1", "CHK-1"), Decision.REJECTED, **SAID)
    append(path, [one])
    append(path, [other])
    assert path.read_text().startswith(written + "\n\n[[review]]\n")
    assert load_reviews(path).review == (one, other)
    assert len(load_reviews(path).waiver) == 1


def test_a_file_that_cannot_take_it_is_left_alone(graph, tmp_path):
    path = tmp_path / "reviews.toml"
    path.write_text("[[review]\n")
    with pytest.raises(CheckError, match="not TOML"):
        append(path, [decision_on(Items(graph).find("order/III-1.1"), Decision.ACCEPTED, **SAID)])
    assert path.read_text() == "[[review]\n"


def test_writers_at_once_lose_nothing(graph, tmp_path):
    path = tmp_path / "reviews.toml"
    item = Items(graph).find("order/III-1.1")
    with ThreadPoolExecutor(4) as pool:
        for made in [pool.submit(append, path, [decision_on(item, Decision.ACCEPTED, **SAID | {"reviewer": str(n)})]) for n in range(12)]:
            made.result()
    assert {review.reviewer for review in load_reviews(path).review} == {str(n) for n in range(12)}


texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30).filter(str.strip)


@settings(deadline=None, max_examples=80)
@given(texts, texts, texts)
def test_any_text_comes_back(reviewer, reason, quote):
    made = Review(
        requirement="d/1.1",
        decision="edited",
        reviewer=reviewer,
        date="2026-01-01",
        reason=reason,
        edits={"bearer": quote},
        fingerprint="rk1:0",
        quote=quote,
    )
    assert parse_reviews(b"[[review]]\n" + table(made)).review == (made,)


@pytest.mark.parametrize(
    ("id", "check", "decision", "said", "edits", "message"),
    [
        ("order/III-1.1", "", Decision.ACCEPTED, {"reviewer": " "}, {}, "needs a reviewer"),
        ("order/III-1.1", "", Decision.ACCEPTED, {"on": "today"}, {}, "not a date: 'today'"),
        ("order/III-1.1", "", Decision.REJECTED, {"reason": ""}, {}, "cannot be rejected without a reason"),
        ("order/III-1.1", "", Decision.EDITED, {}, {}, "no field is given another value"),
        ("order/III-1.1", "", Decision.EDITED, {}, {"modalty": "permission"}, "no field 'modalty' to edit. Did you mean 'modality'"),
        ("order/III-1.1", "", Decision.EDITED, {}, {"modality": "duty"}, "'duty' is no modality. Write one of: obligation"),
        ("order/III-1.1", "", Decision.EDITED, {}, {"modality": "obligation"}, "modality has that value"),
        ("order/III-1.1", "", Decision.EDITED, {}, {"conditions": "if it rains"}, "'if it rains' does not stand in the sentence"),
        ("order/III-1.1", "CHK-1", Decision.EDITED, {}, {"title": "x"}, "a link has no field 'title' to edit. Fields are: none"),
        ("rule/300-1.def-dealer", "", Decision.EDITED, {}, {"term": ""}, "term cannot be empty"),
    ],
)
def test_what_cannot_be_decided(graph, id, check, decision, said, edits, message):
    with pytest.raises(CheckError, match=message):
        decision_on(Items(graph).find(id, check), decision, **SAID | said, edits=edits)


def test_a_retraction_is_by_who_decided(graph):
    made = decision_on(Items(graph).find("order/III-1.1"), Decision.ACCEPTED, **SAID)
    standings = settle(graph, [made])
    back = retraction(standings, "order/III-1.1", reviewer="a. person", on="2026-02-01", reason="too early")
    assert settle(graph, [made, back]) == ()
    with pytest.raises(CheckError, match=r"B has decided nothing on order/III-1.1. Decisions are by: A. Person"):
        retraction(standings, "order/III-1.1", reviewer="B", on="2026-02-01")
    with pytest.raises(CheckError, match=r"there is no decision on order/III-2\.1"):
        retraction(standings, "order/III-2.1", reviewer="B", on="2026-02-01")
