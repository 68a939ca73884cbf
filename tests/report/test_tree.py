"""The picture of a condition tree: nothing overlaps, nothing is lost, and labels fit their boxes."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from regkit.model.annotation import LogicOp
from regkit.model.coverage import Reliance
from regkit.report.facts import TreeNode
from regkit.report.tree import LEAF_CHARS, LEAF_LINES, Label, branch_words, picture, wrap

LABELS = {
    "a": Label(head="12 CFR 5.1(1)", text="word " * 40, key="covered", status="Covered"),
    "b": Label(head="", text="", key="lost", status="Lost"),
}
LEAVES = st.builds(TreeNode, op=st.just(LogicOp.LEAF), reliance=st.sampled_from(Reliance), requirement=st.sampled_from(["a", "b"]))
TREES = st.recursive(
    LEAVES,
    lambda below: st.builds(
        TreeNode,
        op=st.sampled_from([LogicOp.ALL, LogicOp.ANY, LogicOp.AT_LEAST, LogicOp.NONE]),
        reliance=st.sampled_from(Reliance),
        count=st.integers(1, 3),
        requirement=st.sampled_from(["", "a"]),
        children=st.lists(below, min_size=1, max_size=4).map(tuple),
    ),
    max_leaves=25,
)


def size(node: TreeNode) -> int:
    return 1 + sum(size(child) for child in node.children)


@given(TREES)
def test_boxes_never_overlap_and_lie_inside(root: TreeNode) -> None:
    made = picture(root, LABELS)
    assert len(made.nodes) == size(root)
    assert len(made.edges) == size(root) - 1
    for node in made.nodes:
        assert node.x >= 0 and node.x + node.width <= made.width
        assert node.y >= 0 and node.y + node.height <= made.height
        assert all(node.y < line.y < node.y + node.height for line in node.lines)
    for one, other in combinations(made.nodes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x or one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart


@given(st.text(max_size=300), st.integers(1, 40), st.integers(1, 5))
def test_wrapped_lines_fit(text: str, width: int, lines: int) -> None:
    made = wrap(text, width, lines)
    assert len(made) <= lines
    assert all(0 < len(line) <= width for line in made)
    if made and not made[-1].endswith("…"):
        assert "".join("".join(made).split()) == "".join(text.split())


def test_a_label_that_does_not_fit_is_cut_with_a_sign() -> None:
    (node,) = picture(TreeNode(op=LogicOp.LEAF, reliance=Reliance.SHOWN, requirement="a"), LABELS).nodes
    texts = [line.text for line in node.lines if line.role == "text"]
    assert len(texts) == LEAF_LINES
    assert texts[-1].endswith("…")
    assert max(map(len, texts)) <= LEAF_CHARS
    assert node.description == LABELS["a"].text


def test_branches_say_their_logic() -> None:
    leaf = TreeNode(op=LogicOp.LEAF, reliance=Reliance.SHOWN, requirement="a")
    words = [
        branch_words(TreeNode(op=op, reliance=Reliance.SHOWN, count=2, children=(leaf, leaf)))
        for op in (LogicOp.ALL, LogicOp.ANY, LogicOp.AT_LEAST, LogicOp.NONE)
    ]
    assert words == ["All of these", "Any of these", "At least 2 of these", "None of these"]
    alone = [branch_words(TreeNode(op=op, reliance=Reliance.SHOWN, children=(leaf,))) for op in (LogicOp.ALL, LogicOp.ANY, LogicOp.NONE)]
    assert alone == ["This", "This", "Not this"]
