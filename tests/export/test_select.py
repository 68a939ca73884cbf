"""Parts of a graph, and what goes with what is left out."""

import pytest

from regkit.errors import GraphError, RegkitError
from regkit.export import exporter, pieces
from regkit.export.select import select, with_coverage
from regkit.trace.coverage import coverage


@pytest.fixture
def laid(graph):
    return with_coverage(graph, coverage(graph))


def kinds(graph, kind):
    return {id for id, data in graph.nodes(data=True) if data["kind"] == kind}


def test_coverage_is_laid_over_a_copy(graph, laid):
    assert laid.nodes["order/III-1.1"]["coverage"] == "covered"
    assert "coverage" not in graph.nodes["order/III-1.1"]


def test_nothing_asked_for_is_the_whole(laid):
    assert select(laid) is laid


def test_a_document_with_all_that_is_in_it_and_verifies_it(laid):
    part = select(laid, documents=["rule"])
    assert kinds(part, "document") == {"rule"}
    assert {data["document"] for _, data in part.nodes(data=True) if data["kind"] in ("provision", "requirement", "sentence", "definition")} == {
        "rule"
    }
    assert kinds(part, "check") == kinds(part, "evidence") == set()
    assert "authority:15 U.S.C. 78o(b)" in part


@pytest.mark.parametrize(
    ("asked", "requirements", "checks"),
    [
        ({"statuses": ["covered"]}, {"order/III-1.1", "order/III-2.1", "order/III-2-a.1", "order/III-2-b.1"}, {"check:CHK-1", "check:CHK-2"}),
        ({"modalities": ["prohibition"]}, {"order/IV.1"}, set()),
        ({"modalities": ["prohibition", "exemption"], "documents": ["order"]}, {"order/IV.1", "order/III.1"}, set()),
        ({"statuses": ["lost"]}, set(), set()),
    ],
)
def test_requirements_by_what_they_are(laid, asked, requirements, checks):
    part = select(laid, **asked)
    assert kinds(part, "requirement") == requirements
    assert kinds(part, "check") == checks
    assert kinds(part, "evidence") == {
        target for source, target, data in laid.edges(data=True) if data["kind"] == "evidenced_by" and source in checks
    }
    assert kinds(part, "provision") >= {laid.nodes[id]["provision"] for id in requirements}


def test_a_document_that_is_not_there_is_an_error(laid):
    with pytest.raises(GraphError, match="no document 'ordr'"):
        select(laid, documents=["ordr"])


def test_a_part_is_a_graph_for_every_form(laid, validators, tmp_path):
    part = select(laid, statuses=["covered"])
    for form, valid in validators.VALIDATORS.items():
        if form not in ("mermaid", "needs", "dot"):  # those start another program; the contract test does
            assert valid(exporter(form).export(part), tmp_path) is not None


def test_an_option_that_a_form_has_not(graph):
    with pytest.raises(RegkitError, match=r"reqif has no option 'around'.*Forms that have it: dot, mermaid"):
        pieces("reqif", graph, around="order/III.1")
