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


def negated(value):
    return {S: F, F: S, N: N}[value]


def classical(tree, truth):
    """Two-valued, written apart from what is tested."""
    if tree.op is LogicOp.LEAF:
        return truth[tree.id]
    below = [classical(child, truth) for child in tree.children]
    return {LogicOp.ALL: all(below), LogicOp.ANY: any(below), LogicOp.NONE: not any(below), LogicOp.AT_LEAST: sum(below) >= max(tree.count, 1)}[
        tree.op
    ]


def small_trees():
    """Every tree over three leaves, each named once, with one or two levels of operators."""
    ops = [(LogicOp.ALL, 0), (LogicOp.ANY, 0), (LogicOp.NONE, 0), (LogicOp.AT_LEAST, 1), (LogicOp.AT_LEAST, 2), (LogicOp.AT_LEAST, 3)]
    a, b, c = map(leaf, "abc")
    for op, count in ops:
        yield branch(op, a, b, c, count=count)
        for inner, inner_count in ops:
            below = branch(inner, b, c, count=inner_count)
            yield branch(op, a, below, count=count)
            yield branch(op, branch(inner, a, count=inner_count), branch(inner, b, c, count=inner_count), count=count)
            for last, last_count in ops:
                yield branch(op, a, branch(inner, b, branch(last, c, count=last_count), count=inner_count), count=count)


def test_every_small_tree_says_what_follows_whatever_the_open_leaves_turn_out_to_be():
    """Where each leaf is named once, Kleene's value is: shown (fails) where every completion is true (false), else not shown."""
    tried = 0
    for tree in small_trees():
        for values in product((S, N, F), repeat=3):
            assigned = dict(zip("abc", values, strict=True))
            possible = [((True, False) if value is N else (value is S,)) for value in values]
            outcomes = {classical(tree, dict(zip("abc", truth, strict=True))) for truth in product(*possible)}
            wanted = N if len(outcomes) == 2 else S if outcomes.pop() else F
            assert evaluate(tree, assigned) is wanted, (tree, assigned)
            tried += 1
    assert tried == len(list(small_trees())) * 27 > 7000


assignments = st.fixed_dictionaries({letter: st.sampled_from([S, N, F]) for letter in "abcd"})
branches = st.lists(trees, min_size=1, max_size=3)


@given(branches, assignments)
def test_de_morgan(children, values):
    none, any_ = branch(LogicOp.NONE, *children), branch(LogicOp.ANY, *children)
    each = branch(LogicOp.ALL, *(branch(LogicOp.NONE, child) for child in children))
    assert evaluate(none, values) is negated(evaluate(any_, values)) is evaluate(each, values)
    not_all = branch(LogicOp.NONE, branch(LogicOp.ALL, *children))
    some_not = branch(LogicOp.ANY, *(branch(LogicOp.NONE, child) for child in children))
    assert evaluate(not_all, values) is evaluate(some_not, values)


@given(branches, assignments)
def test_at_least_one_is_any_and_at_least_all_is_all(children, values):
    assert evaluate(branch(LogicOp.AT_LEAST, *children, count=1), values) is evaluate(branch(LogicOp.ANY, *children), values)
    assert evaluate(branch(LogicOp.AT_LEAST, *children, count=len(children)), values) is evaluate(branch(LogicOp.ALL, *children), values)


@given(trees, trees, assignments)
def test_an_exception_negates_and_is_met_by_its_failing(condition, exception, values):
    tree = branch(LogicOp.ALL, condition, branch(LogicOp.NONE, exception))
    if evaluate(exception, values) is S:
        assert evaluate(tree, values) is F
    elif evaluate(exception, values) is F:
        assert evaluate(tree, values) is evaluate(condition, values)


positive = st.recursive(
    st.sampled_from("abcd").map(leaf),
    lambda below: st.builds(
        lambda op, children, count: branch(op, *children, count=count),
        st.sampled_from([LogicOp.ALL, LogicOp.ANY, LogicOp.AT_LEAST]),
        st.lists(below, min_size=1, max_size=3),
        st.integers(1, 3),
    ),
    max_leaves=8,
)


@given(positive, assignments, st.sampled_from("abcd"))
def test_without_negation_more_evidence_for_is_never_worse(tree, values, letter):
    rank = [F, N, S]
    better = values | {letter: S}
    assert rank.index(evaluate(tree, better)) >= rank.index(evaluate(tree, values))


@pytest.mark.parametrize(
    ("own", "below", "wanted"), [(S, "NN", S), (None, "SS", S), (N, "SS", S), (F, "SS", F), (S, "SF", F), (N, "SN", N), (None, "SN", N)]
)
def test_what_shows_a_condition_as_a_whole_shows_it_without_its_parts(own, below, wanted):
    tree = ConditionTree(op=LogicOp.ALL, id="whole", children=(leaf("a"), leaf("b")), whole=True)
    values = dict(zip("ab", (LETTERS[letter] for letter in below), strict=True)) | ({"whole": own} if own else {})
    assert evaluate(tree, values) is wanted


def test_the_words_of_a_condition_make_parts_of_it(analysis_of):
    text = "A bank is exempt from this part if it is small and has no branch unless it has been fined or any court has enjoined it."
    graph = build_graph([analysis_of("act", [("1", text)])])
    tree = condition_tree(graph, "act/1.1")
    condition, exception = tree.children
    assert [child.id for child in leaves_of(condition)] == ["act/1.2.1", "act/1.2.2"]
    assert (condition.children[0].op, condition.children[0].whole, exception.children[0].op) == (LogicOp.ALL, True, LogicOp.ANY)
    assert evaluate(tree, {"act/1.2.1": S, "act/1.2.2": S, "act/1.3.1": F, "act/1.3.2": F}) is S
    assert evaluate(tree, {"act/1.2.1": S, "act/1.2.2": S, "act/1.3.1": F, "act/1.3.2": S}) is F
    assert evaluate(tree, {"act/1.2": S, "act/1.3": F}) is S
    assert graph.nodes["act/1.2.2"]["quote"] == "has no branch"


def test_each_exception_takes_the_norm_away_however_its_conditions_combine(analysis_of):
    from msgspec.structs import replace

    analysis = analysis_of("act", [("1", "A bank is exempt from this part if it is small, if it is new unless it lends, unless it trades.")])
    (norm,) = analysis.norms
    assert (len(norm.conditions), len(norm.exceptions)) == (2, 2)
    graph = build_graph([replace(analysis, norms=(replace(norm, logic=LogicOp.ALL),))])
    tree = condition_tree(graph, "act/1.1")
    small, new, lends, trades = leaves(tree)
    assert evaluate(tree, {small: S, new: S, lends: S, trades: F}) is F
    assert evaluate(tree, {small: S, new: S, lends: F, trades: F}) is S


def leaves_of(tree):
    return [tree] if not tree.children else [found for child in tree.children for found in leaves_of(child)]
