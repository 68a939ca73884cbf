"""Condition trees: truth tables of the operators, and trees as the graph spells them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.graph.build import build_graph
from regkit.graph.logic import condition_tree, evaluate, explain, leaves
from regkit.model.annotation import LogicOp
from regkit.model.coverage import Reliance
from regkit.model.requirement import ConditionTree

S, N, F = Reliance.SHOWN, Reliance.NOT_SHOWN, Reliance.FAILS
LETTERS = {"S": S, "N": N, "F": F}


def leaf(id):
    return ConditionTree(op=LogicOp.LEAF, id=id)


def branch(op, *children, count=0, id=""):
    return ConditionTree(op=op, count=count, id=id, children=children)


PAIR = {  # values of a and b → all, any, none; each row spells the nine combinations SS SN SF NS NN NF FS FN FF
    LogicOp.ALL: "SNFNNFFFF",
    LogicOp.ANY: "SSSSNNSNF",
    LogicOp.NONE: "FFFFNNFNS",
}


@pytest.mark.parametrize("op", PAIR)
def test_truth_tables(op):
    tree = branch(op, leaf("a"), leaf("b"))
    for (a, b), expected in zip(product("SNF", repeat=2), PAIR[op], strict=True):
        assert evaluate(tree, {"a": LETTERS[a], "b": LETTERS[b]}) is LETTERS[expected], (a, b)


@pytest.mark.parametrize(
    ("values", "expected"),
    [("SSS", S), ("SSF", S), ("SSN", S), ("SNN", N), ("SNF", N), ("SFF", F), ("NFF", F), ("NNF", N), ("NNN", N), ("FFF", F)],
)
def test_at_least_two_of_three(values, expected):
    tree = branch(LogicOp.AT_LEAST, leaf("a"), leaf("b"), leaf("c"), count=2)
    assert evaluate(tree, dict(zip("abc", (LETTERS[v] for v in values), strict=True))) is expected


def test_an_unknown_leaf_is_not_shown_and_nothing_shows_nothing():
    assert evaluate(leaf("a"), {}) is N
    for op in (LogicOp.ALL, LogicOp.ANY, LogicOp.NONE, LogicOp.AT_LEAST):
        assert evaluate(branch(op), {}) is N


@pytest.mark.parametrize(
    ("own", "items", "expected"), [(None, "SS", S), (S, "SS", S), (N, "SS", N), (F, "SS", F), (S, "SN", N), (S, "SF", F), (None, "NF", F)]
)
def test_a_lead_in_with_a_status_and_its_items_must_both_be_shown(own, items, expected):
    tree = branch(LogicOp.ALL, leaf("a"), leaf("b"), id="lead")
    values = dict(zip("ab", (LETTERS[v] for v in items), strict=True)) | ({"lead": own} if own else {})
    assert evaluate(tree, values) is expected


trees = st.recursive(
    st.sampled_from("abcd").map(leaf),
    lambda below: st.builds(
        lambda op, children, count: branch(op, *children, count=count),
        st.sampled_from([LogicOp.ALL, LogicOp.ANY, LogicOp.NONE, LogicOp.AT_LEAST]),
        st.lists(below, min_size=1, max_size=3),
        st.integers(1, 3),
    ),
    max_leaves=8,
)


@given(trees, st.fixed_dictionaries({letter: st.sampled_from([S, N, F]) for letter in "abcd"}))
def test_an_answer_never_changes_when_what_was_open_becomes_known(tree, values):
    before = evaluate(tree, values)
    if before is not N:
        for letter, known in product("abcd", (S, F)):
            if values[letter] is N:
                assert evaluate(tree, values | {letter: known}) is before


@given(trees)
def test_the_chain_of_reasons_has_every_part_once(tree):
    steps = explain(tree, {})
    assert steps[0].depth == 0
    assert [step.id for step in steps if step.id] and set(leaves(tree)) == {step.id for step in steps if step.id}


def test_the_tree_of_the_exemption(graph):
    tree = condition_tree(graph, "order/III.1")
    assert tree.op is LogicOp.ALL
    assert [child.id for child in tree.children] == ["order/III-1.1", "order/III-2.1", "order/III-3.1", "order/III-4.1"]
    second, third = tree.children[1], tree.children[2]
    assert (second.op, [child.id for child in second.children]) == (LogicOp.ALL, ["order/III-2-a.1", "order/III-2-b.1"])
    assert [child.id for child in third.children] == ["order/III-3.2"]
    assert condition_tree(graph, "order/IV.1") is None


def test_exceptions_are_negated_and_conditions_and_exceptions_must_both_hold(analysis_of):
    text = "A bank is exempt from this part if it is small unless it has a branch."
    graph = build_graph([analysis_of("act", [("1", text)])])
    tree = condition_tree(graph, "act/1.1")
    assert tree.op is LogicOp.ALL
    assert [child.op for child in tree.children] == [LogicOp.ALL, LogicOp.NONE]
    condition, exception = leaves(tree)
    assert evaluate(tree, {condition: S, exception: F}) is S
    assert evaluate(tree, {condition: S, exception: S}) is F
    assert evaluate(tree, {condition: S}) is N


@pytest.mark.parametrize(
    ("op", "count", "statuses", "expected"), [(LogicOp.ANY, 0, (N, S), S), (LogicOp.ALL, 0, (N, S), N), (LogicOp.AT_LEAST, 2, (S, S), S)]
)
def test_the_list_says_how_items_combine(analysis_of, op, count, statuses, expected):
    lines = [("1", "A bank is exempt from this part if:"), ("1-a", "(a) it must report; or"), ("1-b", "(b) it shall keep records.")]
    graph = build_graph([analysis_of("act", lines, op=op, count=count)])
    tree = condition_tree(graph, "act/1.1")
    assert tree.op is op
    assert evaluate(tree, dict(zip(("act/1-a.1", "act/1-b.1"), statuses, strict=True))) is expected
