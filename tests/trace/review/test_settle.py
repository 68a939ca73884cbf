"""A decision holds while its wording stands, wherever that is; it is suspect where the wording changed, lost where it is gone."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from regkit.graph.build import build_graph
from regkit.model.check import Check, Decision, Target
from regkit.text.words import marked
from regkit.trace.coverage import coverage
from regkit.trace.review import ItemKind, Items, State, decision_on, difference, findings, settle
from regkit.trace.reviews import Reviews

LINES = [
    ("1", "A bank must keep its records."),
    ("2", "A bank shall not charge a fee to a customer who asks for a copy."),
    ("3", "A bank shall do each of the following:"),
    ("3-a", "(a) report the loss;"),
    ("3-b", "(b) keep the report."),
]
CHECK = Check(id="CHK-1", title="Fees", verifies=(Target(id="act/2.1"),), owner="Operations", procedure="Read the tariff")


@pytest.fixture
def make(analysis_of):
    return lambda lines, checks=(): build_graph([analysis_of("act", lines)], checks)


def decide(graph, id, decision=Decision.ACCEPTED, who="A. Person", *, check="", reason="seen", on="2026-01-01", **edits):
    item = Items(graph).find(id, check)
    assert item is not None, id
    return decision_on(item, decision, reviewer=who, on=on, reason=reason, edits=edits)


def only(graph, *records, approvals=1):
    (standing,) = settle(graph, records, approvals=approvals)
    return standing


@pytest.mark.parametrize("id", ["act/1.1", "act/2.1", "act/3.1", "act/3-a.1"])
def test_it_holds_on_a_rebuild_and_after_an_unrelated_edit(make, id):
    record = decide(make(LINES), id)
    assert only(make(LINES), record).state is State.ACCEPTED
    longer = [("0", "This act speaks of banks and of their records."), *LINES[:3], *LINES[3:]]
    assert only(make(longer), record).id == id


def test_it_follows_its_sentence_to_another_place(make):
    record = decide(make(LINES), "act/2.1")
    moved = [LINES[0], ("2", "A bank must be open on every business day."), ("7", LINES[1][1])]
    found = only(make(moved), record)
    assert (found.state, found.id, found.was) == (State.ACCEPTED, "act/7.1", "act/2.1")
    before = [("1", "A bank must be a member."), *((label, text) for label, text in LINES)]
    found = only(make(before), decide(make(LINES), "act/1.1"))
    assert (found.state, found.id, found.was) == (State.ACCEPTED, "act/1.2", "act/1.1")


def test_it_is_suspect_with_both_wordings_where_the_wording_changed(make):
    record = decide(make(LINES), "act/2.1")
    changed = [LINES[0], ("2", LINES[1][1].replace("a fee", "any fee")), *LINES[2:]]
    found = only(make(changed), record)
    assert (found.state, found.id, found.reason) == (State.SUSPECT, "act/2.1", "the wording has changed")
    assert "charge [-a-] {+any+} fee to" in marked(difference(found))
    elsewhere = [LINES[0], ("9", changed[1][1]), *LINES[2:]]
    found = only(make(elsewhere), record)
    assert (found.state, found.id, found.was) == (State.SUSPECT, "act/9.1", "act/2.1")


def test_an_item_is_suspect_where_its_lead_in_changed(make):
    record = decide(make(LINES), "act/3-a.1")
    changed = [*LINES[:2], ("3", "A bank shall do either of the following:"), *LINES[3:]]
    found = only(make(changed), record)
    assert (found.state, found.reason) == (State.SUSPECT, "the wording of what it is read with has changed")
    assert marked(difference(found)) == "A bank shall do [-each-] {+either+} of the following:"


def test_it_is_lost_and_listed_where_its_sentence_is_gone(make):
    record = decide(make(LINES), "act/2.1")
    graph = make([LINES[0], *LINES[2:]])
    found = only(graph, record)
    assert (found.state, found.item, found.id) == (State.LOST, None, "act/2.1")
    assert "not in the text any more" in found.reason
    (said,) = [finding for finding in findings(graph, [found], [record], "reviews.toml") if finding.code == "review.lost"]
    assert "charge a fee" in said.message
    assert said.place == "reviews.toml, review[0]"


def test_it_is_lost_where_the_sentence_states_nothing_any_more(make):
    record = decide(make(LINES), "act/1.1")
    graph = make(LINES)
    graph.remove_node("act/1.1")
    found = only(graph, record)
    assert (found.state, found.reason) == (State.LOST, "the sentence stands, and nothing is extracted from it any more")


def test_one_that_names_an_id_and_a_fingerprint_only(make):
    graph = make(LINES)
    bare = replace(decide(graph, "act/2.1"), quote="", mark="", prefix="", suffix="")
    assert only(graph, bare).state is State.ACCEPTED
    assert only(graph, replace(bare, fingerprint="rk1:0")).state is State.SUSPECT
    assert only(graph, replace(bare, requirement="act/gone.1")).state is State.LOST


def test_equal_sentences_are_told_apart_by_what_stands_around_them(make):
    twice = [("1", "A bank must report."), ("2", "A dealer must report twice a year."), ("3", "A bank must report.")]
    record = decide(make(twice), "act/3.1")
    shifted = [("1", "A bank must report."), ("2", "A bank must be open."), ("3", "A dealer must report twice a year."), ("4", "A bank must report.")]
    assert only(make(shifted), record).id == "act/4.1"


def test_a_link_is_suspect_where_the_sentence_or_the_procedure_changed(make):
    graph = make(LINES, [CHECK])
    record = decide(graph, "act/2.1", check="CHK-1")
    assert only(graph, record).state is State.ACCEPTED
    other = replace(CHECK, procedure="Ask a customer")
    found = only(make(LINES, [other]), record)
    assert (found.state, found.reason) == (State.SUSPECT, "the procedure of check CHK-1 has changed")
    assert only(make(LINES), record).state is State.LOST
    changed = [LINES[0], ("2", LINES[1][1].replace("copy", "duplicate")), *LINES[2:]]
    graph = make(changed, [CHECK])
    assert only(graph, record).state is State.SUSPECT
    (status,) = [item for item in coverage(graph, Reviews(review=(record,))) if item.requirement == "act/2.1"]
    assert (status.status, status.reasons[0]) == (
        "suspect",
        "the wording has changed since A. Person reviewed the link to check CHK-1 on 2026-01-01",
    )


def test_a_later_decision_of_the_new_wording_settles_it(make):
    old = decide(make(LINES), "act/1.1")
    graph = make([("1", "A bank must keep its records for five years."), *LINES[1:]])
    new = decide(graph, "act/1.1", Decision.REJECTED, "B. Other")
    assert only(graph, old).state is State.SUSPECT
    found = only(graph, old, new)
    assert (found.state, found.records) == (State.REJECTED, (new,))


def test_the_last_decision_counts_and_who_retracts_takes_all_of_theirs_back(make):
    graph = make(LINES)
    one, other = decide(graph, "act/1.1"), decide(graph, "act/1.1", Decision.REJECTED, "B. Other")
    assert only(graph, one, other).state is State.REJECTED
    assert only(graph, other, one).state is State.ACCEPTED
    back = decide(graph, "act/1.1", Decision.RETRACTED, "b.  OTHER")
    assert only(graph, one, other, back).state is State.ACCEPTED
    assert settle(graph, [other, back]) == ()
    assert only(graph, other, back, decide(graph, "act/1.1", Decision.ACCEPTED, "B. Other")).state is State.ACCEPTED


class TestTwoPeople:
    def test_one_is_pending_and_the_same_one_twice_too(self, make):
        graph = make(LINES)
        one = decide(graph, "act/1.1")
        again = decide(graph, "act/1.1", who="a. person ", on="2026-02-01")
        found = only(graph, one, again, approvals=2)
        assert (found.state, found.reason) == (State.PENDING, "1 of 2 approvals: a. person")

    def test_two_agree_on_the_same(self, make):
        graph = make(LINES)
        edit = decide(graph, "act/1.1", Decision.EDITED, modality="permission")
        assert only(graph, edit, decide(graph, "act/1.1", who="B"), approvals=2).state is State.PENDING
        found = only(graph, edit, decide(graph, "act/1.1", Decision.EDITED, "B", modality="permission"), approvals=2)
        assert (found.state, found.reviewers) == (State.EDITED, ("A. Person", "B"))
        other = decide(graph, "act/1.1", Decision.EDITED, "B", modality="prohibition")
        assert "A. Person decided otherwise" in only(graph, edit, other, approvals=2).reason

    def test_the_owner_of_a_check_does_not_count_for_its_links(self, make):
        graph = make(LINES, [CHECK])
        mine = decide(graph, "act/2.1", who="Operations", check="CHK-1")
        one, other = (decide(graph, "act/2.1", who=who, check="CHK-1") for who in "AB")
        found = only(graph, mine, one, approvals=2)
        assert (found.state, found.reason) == (State.PENDING, "1 of 2 approvals: A; Operations owns the check")
        assert only(graph, mine, one, other, approvals=2).state is State.ACCEPTED
        assert only(graph, mine).state is State.ACCEPTED


WORDS = ["bank", "dealer", "firm", "client", "report", "record", "notice", "fee", "account", "order", "trade", "price", "margin", "branch", "member"]
sentences = st.lists(st.sampled_from(WORDS), min_size=4, max_size=8).map(lambda words: f"A {' '.join(words)} must keep the {words[0]}.")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sentences, min_size=2, max_size=6, unique=True), st.data())
def test_whatever_is_added_and_moved_a_decision_is_on_its_own_words_or_says_that_it_is_not(analysis_of, texts, data):
    numbers = count(1)
    graph = build_graph([analysis_of("act", [(str(next(numbers)), text) for text in texts])])
    chosen = data.draw(st.integers(0, len(texts) - 1))
    record = decide(graph, f"act/{chosen + 1}.1")
    after = data.draw(st.permutations(texts))
    after = [*data.draw(st.lists(sentences, max_size=2)), *after[: data.draw(st.integers(1, len(after)))]]
    fresh = build_graph([analysis_of("act", [(str(number), text) for number, text in enumerate(after, 1)])])
    found = only(fresh, record)
    if found.state is State.ACCEPTED:
        assert found.item.quote == record.quote
    elif found.state is State.SUSPECT:
        assert found.item.quote != record.quote or after.count(record.quote) > 1
    else:
        assert record.quote not in after
    if after.count(record.quote) == 1:
        assert found.state is State.ACCEPTED
    assert ItemKind(found.kind) is ItemKind.REQUIREMENT
