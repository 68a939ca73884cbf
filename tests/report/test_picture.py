"""Pictures of neighbourhoods: nothing overlaps, whatever there is to show; what is drawn is said in words too."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from regkit.errors import ReportError
from regkit.model.annotation import LogicOp
from regkit.model.coverage import Reliance
from regkit.report.facts import ProjectView, TreeNode
from regkit.report.picture import LEFT, RIGHT, Neighbour, Neighbourhood, Neighbourhoods, lay_out
from regkit.report.picture_file import picture_file
from regkit.report.tree import Label, Node, picture

KINDS = [kind for kind, _ in (*LEFT, *RIGHT)]
OWN = Neighbour(kind="own", head="Rule 3", text="The dealer shall keep records.", key="covered", result="Covered")


def overlapping(nodes: tuple[Node, ...]) -> list[tuple[str, str]]:
    found = []
    for at, one in enumerate(nodes):
        for other in nodes[at + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x or one.y + one.height <= other.y or other.y + other.height <= one.y
            if not apart:
                found.append((one.label, other.label))
    return found


def sound(made: Neighbourhood) -> None:
    assert overlapping(made.nodes) == []
    for node in made.nodes:
        assert node.x >= 0 and node.y >= 0 and node.x + node.width <= made.width and node.y + node.height <= made.height
        for line in node.lines:
            assert node.y < line.y < node.y + node.height and len(line.text) <= 38
    for heading in made.headings:
        assert not any(node.x <= heading.x < node.x + node.width and node.y < heading.y < node.y + node.height for node in made.nodes)
    for edge in made.edges:  # a line begins and ends at the side of a box
        numbers = [int(number) for number in re.findall(r"-?\d+", edge.path)]
        assert all(0 <= number <= max(made.width, made.height) for number in numbers)


@settings(max_examples=40)
@given(
    st.lists(
        st.builds(
            Neighbour,
            kind=st.sampled_from(KINDS),
            head=st.text(max_size=90),
            text=st.text(max_size=400),
            key=st.sampled_from(["", "covered", "failing"]),
            result=st.sampled_from(["Covered", ""]),
            evidence=st.sampled_from(["", "Passed on 2026-01-01"]),
        ),
        max_size=25,
    )
)
def test_nothing_overlaps(neighbours: list[Neighbour]) -> None:
    sound(lay_out(OWN, neighbours, requirement="r"))


@pytest.mark.parametrize("kind", KINDS)
def test_sixty_neighbours_with_long_labels(kind: str) -> None:
    many = [Neighbour(kind=kind, head=f"{kind} {number} " + "w" * 200, text="long words " * 60, evidence="Passed") for number in range(60)]
    made = lay_out(OWN, many, requirement="r")
    sound(made)
    assert len([edge for edge in made.edges if edge.kind == kind]) == 60


def test_deep_trees_do_not_overlap() -> None:
    node = TreeNode(op=LogicOp.LEAF, reliance=Reliance.SHOWN, requirement="r")
    for depth in range(40):
        leaf = TreeNode(op=LogicOp.LEAF, reliance=Reliance.FAILS, requirement="r")
        node = TreeNode(op=LogicOp.ALL if depth % 2 else LogicOp.ANY, reliance=Reliance.FAILS, children=(leaf, node, leaf))
    assert overlapping(picture(node, {"r": Label(head="Rule 3", text="w " * 200, key="failing", status="Failing")}).nodes) == []


def test_a_requirement_is_drawn_with_what_it_is_linked_with(project: ProjectView) -> None:
    made = Neighbourhoods(project)
    conditional = made.draw("order/III.1")
    assert {kind for kind, _ in conditional.legend} >= {"condition", "citation"} and conditional.tree is not None
    checked = made.draw("order/III-1.1")
    assert {"check", "evidence", "term"} <= {kind for kind, _ in checked.legend}
    assert any(node.kind == "evidence" and "Passed on 2026-05-02" in node.label for node in checked.nodes)
    for requirement in project.requirements:
        sound(made.draw(requirement.id))


def test_the_file_stands_alone_and_says_in_words_what_it_draws(project: ProjectView) -> None:
    data = picture_file(project, "order/III.1")
    root = etree.fromstring(data)
    space = {"s": "http://www.w3.org/2000/svg"}
    assert root.find("s:title", space).text.startswith("What stands around")
    assert "condition" in root.find("s:desc", space).text
    assert not root.xpath("//s:script | //s:a | //@href | //s:image", namespaces=space)
    assert "url(" not in data.decode() and "@import" not in data.decode()
    assert data == picture_file(project, "order/III.1")


def test_text_in_a_picture_stays_text(project: ProjectView) -> None:
    text = "</text><script>alert(1)</script> {{ 7*7 }} \x07 ]]>"
    first = msgspec.structs.replace(project.requirements[0], quote=text, pinpoint=text, highlights=())
    root = etree.fromstring(picture_file(msgspec.structs.replace(project, requirements=(first, *project.requirements[1:])), first.id))
    assert not root.xpath("//*[local-name()='script']")
    assert "{{ 7*7 }}" in etree.tostring(root, encoding="unicode", method="text")


def test_an_unknown_requirement_is_refused_with_the_nearest(project: ProjectView) -> None:
    with pytest.raises(ReportError, match="no requirement 'order/III") as caught:
        picture_file(project, "order/III.9")
    assert "order/III.1" in str(caught.value)
