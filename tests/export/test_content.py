"""The graph as the exporters read it, and the names they give."""

import re
import uuid as uuids

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.export.content import Content, Names, at, token, uuid
from regkit.graph.schema import EdgeKind, NodeKind

NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")


def test_a_graph_in_reading_order(graph):
    content = Content(graph)
    assert content.of(NodeKind.DOCUMENT) == ["order", "rule"]
    assert [id for id, _ in content.walk("order")] == [id for id in content.of(NodeKind.PROVISION) if id.startswith("order")]
    assert [depth for _, depth in content.walk("order")] == [0, 1, 1, 2, 2, 1, 1, 0]
    assert content.within("order/III-3", NodeKind.REQUIREMENT) == ["order/III-3.1", "order/III-3.2", "order/III-3.3"]
    assert [source for source, _ in content.into("order/III-1.1", EdgeKind.VERIFIES)] == ["check:CHK-1"]
    assert content.latest("check:CHK-1")["result"] == "pass"
    assert content.latest("check:CHK-3") is None


def test_what_states_no_requirement_is_said_once(graph):
    content = Content(graph)
    assert content.said("rule/300-1").startswith("The term")
    assert content.said("order/III-1") == ""


def test_rejected_requirements_are_no_requirements(graph):
    graph.nodes["order/III-1.1"].update(was="requirement", kind="rejected")
    content = Content(graph)
    assert "order/III-1.1" not in content.nodes
    assert not any(target == "order/III-1.1" for target, _ in content.out("check:CHK-1", EdgeKind.VERIFIES))


def test_coverage_is_as_laid_over_the_graph_else_computed(graph):
    assert Content(graph).nodes["order/III-1.1"]["coverage"] == "covered"
    for id, data in graph.nodes(data=True):
        if data["kind"] == "requirement":
            data["coverage"] = "waived" if id == "order/III-1.1" else "uncovered"
    assert Content(graph).nodes["order/III-1.1"]["coverage"] == "waived"


def test_dates_are_those_of_the_documents(graph):
    assert Content(graph).moment() == "1970-01-01T00:00:00Z"
    graph.nodes["order"].update(version="2026-04-15", effective="2026-05-01")
    graph.nodes["rule"].update(version="draft 2", retrieved="2026-06-02")
    content = Content(graph)
    assert content.moment("order/III-1.1") == content.moment("order") == "2026-05-01T00:00:00Z"
    assert content.moment() == content.moment("check:CHK-1") == "2026-06-02T00:00:00Z"
    assert at("2026-13-01") == at("") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("id", "expected"),
    [("order/III-1.1", "order_III-1.1"), ("12-cfr/1", "rk-12-cfr_1"), ("a b§", "a_x20_b_xa7_"), ("", "rk-"), (".x", "rk-.x")],
)
def test_tokens(id, expected):
    assert token(id) == expected


@given(st.text(st.characters(codec=None), max_size=30))
def test_any_id_has_a_token_and_a_uuid(id):
    assert NCNAME.fullmatch(token(id))
    assert uuids.UUID(uuid(id)).version == 5


def test_uuids_never_change():
    assert uuid("order/III-1.1") == "ecd23999-84dc-5f34-9e9a-68eb6b5d25da"
    assert uuid("a", "b") != uuid("ab") != uuid("b", "a")


@given(st.lists(st.text("aA1(). /", min_size=1, max_size=6), unique=True))
def test_no_two_ids_share_a_name_whatever_their_order(ids):
    spell = lambda id: re.sub(r"[^A-Z0-9]+", "_", id.upper())  # noqa: E731
    names, backwards = Names(ids, spell), Names(reversed(ids), spell)
    assert len({names[id] for id in ids}) == len(ids)
    assert [names[id] for id in ids] == [backwards[id] for id in ids]
