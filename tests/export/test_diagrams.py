"""Mermaid and DOT: what is drawn, and that text can never become a part of the drawing."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regkit.errors import GraphError
from regkit.export import dot, mermaid
from regkit.export.picture import OPERATOR, picture
from regkit.graph.schema import Graph

ANY = st.text(st.characters(codec=None), max_size=50)
LABEL = re.compile(r'"((?:[^"\n`{}<>\[\]|%&;#]|#\d+;|<br/>)*)"')


def ids(drawn):
    return [box.id for box in drawn.boxes]


class TestPicture:
    def test_the_whole_is_requirements_and_checks(self, graph):
        drawn = picture(graph)
        assert {box.kind for box in drawn.boxes} == {"requirement", "check"}
        assert ("check:CHK-1", "order/III-1.1", "verifies") in {(line.source, line.target, line.label) for line in drawn.lines}
        assert drawn.groups == {"order": "The order", "rule": "The rule"}

    @pytest.mark.parametrize("id", ["check:CHK-1", "CHK-1"])
    def test_around_a_check(self, graph, id):
        assert ids(picture(graph, id)) == ["order/III-1.1", "check:CHK-1", "evidence:e1", "evidence:e2"]

    def test_each_step_reaches_further(self, graph):
        steps = [set(ids(picture(graph, "order/III-1.1", depth))) for depth in range(4)]
        assert steps[0] == {"order/III-1.1"}
        assert steps[0] < steps[1] < steps[2] < steps[3]
        assert "check:CHK-1" in steps[1]
        assert "evidence:e1" in steps[2] - steps[1]

    def test_terms_and_authorities_are_tied_to_the_requirement_itself(self, graph):
        found = {(line.source, line.label) for line in picture(graph, "rule/300-1.def-dealer").lines}
        assert ("order/III.1", "uses term") in found

    def test_around_a_provision_are_its_requirements(self, graph):
        assert "order/III-3.1" in ids(picture(graph, "order/III-3"))

    def test_a_tree_has_its_operators(self, graph):
        drawn = picture(graph, tree="order/III.1")
        said = [box.lines for box in drawn.boxes if box.kind == OPERATOR]
        assert ("all of",) in said
        assert drawn.boxes[0].id == "order/III.1"
        leads = {line.target for line in drawn.lines}
        assert len(drawn.lines) == len(leads) == len(drawn.boxes) - 1, "a tree"
        assert {"order/III-1.1", "order/III-2-a.1"} <= {box.id.rsplit(" > ", 1)[-1] for box in drawn.boxes}

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"around": "order/III-9"}, "no node 'order/III-9'"),
            ({"tree": "order/III-1.1"}, "has no conditions"),
            ({"tree": "order"}, "no requirement 'order'"),
        ],
    )
    def test_what_is_not_there_is_said(self, graph, asked, said):
        with pytest.raises(GraphError, match=said):
            picture(graph, **asked)

    def test_long_text_is_cut_and_kept_whole_beside(self, graph):
        graph.nodes["order/III-1.1"]["quote"] = "word " * 100 + "end."
        box = next(box for box in picture(graph).boxes if box.id == "order/III-1.1")
        assert len(box.lines[1]) <= 160
        assert box.lines[1].endswith("…")
        assert box.whole.endswith("end.")


def one(text):
    graph = Graph(schema=1)
    graph.add_node("d", kind="document", label=text, title=text, order=0, sha256="0" * 64)
    graph.add_node("d/1.1", kind="requirement", document="d", provision="d", quote=text, pinpoint=text, label=text, order=0, coverage="covered")
    graph.add_node("check:c", kind="check", check=text, title=text, label=text, order=0)
    graph.add_edge("check:c", "d/1.1", key="v", kind="verifies")
    return graph


@settings(max_examples=80)
@given(ANY)
def test_text_stays_within_its_label(text):
    lines = mermaid.export(one(text)).decode().splitlines()
    assert [re.sub(LABEL, '""', line).strip() for line in lines] == [
        "flowchart LR",
        'subgraph g0[""]',
        'n0[""]',
        "end",
        'n1([""])',
        'n1 -- "" --> n0',
        "classDef covered fill:#d9f2e1,stroke:#19693a,color:#111",
        "class n0 covered",
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY)
def test_pydot_reads_three_boxes_and_a_line_whatever_the_text(text, validators, tmp_path, monkeypatch):
    monkeypatch.setattr(validators.shutil, "which", lambda _: None)  # Graphviz is asked in the contract test
    drawn = validators.dot(dot.export(one(text)), tmp_path)
    (group,) = drawn.get_subgraphs()
    assert [node.get_name() for node in group.get_nodes()] == ["n0"]
    assert [node.get_name() for node in drawn.get_nodes() if node.get_name() not in ("graph", "node", "edge")] == ["n1"]
    assert [(edge.get_source(), edge.get_destination()) for edge in drawn.get_edges()] == [("n1", "n0")]


@pytest.mark.parametrize(
    ("text", "large"), [("a", False), ("n0 --> n1\n" * 499, False), ("n0 --> n1\n" * 500, True), ("é" * 50_001, True), ("é" * 50_000, False)]
)
def test_what_mermaid_would_not_draw(text, large):
    assert mermaid.too_large(text.encode()) is large


def test_mermaid_sees_what_was_drawn(graph, validators, tmp_path):
    drawn = picture(graph, tree="order/III.1")
    found = validators.mermaid(mermaid.export(graph, tree="order/III.1"), tmp_path)
    assert (found["vertices"], found["edges"]) == (len(drawn.boxes), len(drawn.lines))
    assert any("all of" in label for label in found["labels"])


def test_dot_has_the_whole_sentence_as_tooltip(graph):
    quote = 'A dealer says “yes” & "no" \\N and more. ' * 6
    graph.nodes["order/III-1.1"]["quote"] = quote.strip()
    data = dot.export(graph).decode()
    assert quote.strip().replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") in data
