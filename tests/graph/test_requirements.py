"""Norms, lists and clauses become requirements that hang together as the text says."""

import pytest
from msgspec.structs import replace

from regkit.graph.build import build_graph
from regkit.graph.elements import title_of
from regkit.graph.queries import conditions_of, exceptions_of, requirement, requirements

HOLDER = "A bank is exempt from this section to the stated extent"


def kinds(graph):
    return {found.id: (found.kind.value, found.modality.value if found.modality else None) for found in requirements(graph)}


def test_items_of_a_condition_lead_in_are_conditions(graph):
    assert conditions_of(graph, "order/III.1") == ["order/III-1.1", "order/III-2.1", "order/III-3.1", "order/III-4.1"]
    found = kinds(graph)
    assert found["order/III.1"] == ("norm", "exemption")
    assert found["order/III-1.1"] == ("condition", "obligation")
    assert found["order/III-4.1"] == ("condition", None), "an item that states no norm is a condition by its sentence"
    assert requirement(graph, "order/III-1.1").read_with == ("order/III.1",)


def test_parts_of_a_condition_are_conditions_of_it(graph):
    assert conditions_of(graph, "order/III-2.1") == ["order/III-2-a.1", "order/III-2-b.1"]
    assert requirement(graph, "order/III-2-b.1").read_with == ("order/III-2.1",)


def test_a_norm_that_only_allows_is_no_condition_beside_a_binding_one(graph):
    assert kinds(graph)["order/III-3.3"] == ("norm", "permission")
    assert "order/III-3.3" not in conditions_of(graph, "order/III.1")


def test_a_clause_of_a_permission_is_a_condition_anchored_at_its_words(graph):
    assert conditions_of(graph, "order/III-3.1") == ["order/III-3.2"]
    found = requirement(graph, "order/III-3.2")
    assert found.anchor.quote == "only if the customer has agreed in writing"
    assert found.sentence == requirement(graph, "order/III-3.1").sentence


def test_the_clause_that_a_list_spells_out_is_no_requirement_of_its_own(graph):
    assert not any(found.anchor.quote.startswith("provided that") for found in requirements(graph))


def test_clauses_of_other_norms_stay_attributes(graph):
    assert exceptions_of(graph, "order/IV.1") == []
    assert graph.nodes["order/IV.1"]["exceptions"] == "unless it is a member"
    start = graph.nodes["order/IV.1"]["start"]
    at = graph.nodes["order/IV.1"]["quote"].index("unless")
    assert graph.nodes["order/IV.1"]["exception_spans"] == f"{start + at}-{start + at + 21}"


def test_items_of_a_duty_have_its_force_and_bearer(graph):
    for label in "abc":
        found = requirement(graph, f"rule/300-2-{label}.1")
        assert (found.kind.value, found.modality.value, found.bearer) == ("item", "obligation", "Each dealer")
        assert found.read_with == ("rule/300-2.1",)
    assert conditions_of(graph, "rule/300-2.1") == []


def test_a_heading_states_nothing(analysis_of):
    graph = build_graph([analysis_of("act", [("1", "What a bank must do", "heading"), ("1", "A bank must report.")])])
    assert [found.anchor.quote for found in requirements(graph)] == ["A bank must report."]


LEAD_INS = [  # lead-in, what its items are
    (f"{HOLDER}, unless:", "exception"),
    (f"{HOLDER} only if:", "condition"),
    (f"{HOLDER} if each of the following is true:", "condition"),
    (f"{HOLDER}, subject to the following conditions:", "condition"),
    ("A bank shall do each of the following if it receives a notice:", "item"),
    ("A bank shall do the following:", "item"),
    ("A bank may charge fees if the account is closed, such as fees for:", "item"),
    ("A bank may hold any of the following:", "item"),
]


@pytest.mark.parametrize(("lead_in", "role"), LEAD_INS, ids=[case[0][-30:] for case in LEAD_INS])
def test_what_items_are_to_their_lead_in(analysis_of, lead_in, role):
    graph = build_graph([analysis_of("act", [("1", lead_in), ("1-a", "(a) the account of a member; or"), ("1-b", "(b) the account of an agent.")])])
    items = ["act/1-a.1", "act/1-b.1"]
    assert (conditions_of(graph, "act/1.1") == items) == (role == "condition")
    assert (exceptions_of(graph, "act/1.1") == items) == (role == "exception")
    assert {graph.nodes[item]["requirement_kind"] for item in items} == {"item" if role == "item" else "condition"}


def test_a_lead_in_that_speaks_of_the_one_exemption_above_means_it(analysis_of):
    lines = [
        ("1", "A bank is exempt from this part."),
        ("2", "The exemption is available to a bank subject to the following conditions:"),
        ("2-a", "(a) the bank must report;"),
        ("2-b", "(b) an agreement is in force."),
    ]
    graph = build_graph([analysis_of("act", lines)])
    assert conditions_of(graph, "act/1.1") == ["act/2-a.1", "act/2-b.1"]
    twice = build_graph([analysis_of("act", [("0", "A fund is exempt from this part."), *lines])])
    assert conditions_of(twice, "act/1.1") == [], "of two exemptions the text does not say which"


def test_a_lead_in_that_states_nothing_makes_no_requirements(analysis_of):
    graph = build_graph(
        [analysis_of("act", [("1", "The accounts are:"), ("1-a", "(a) a cash account;"), ("1-b", "(b) an account that a bank must report.")])]
    )
    assert list(kinds(graph)) == ["act/1-b.1"]
    assert requirement(graph, "act/1-b.1").kind == "norm"


def test_ids_do_not_change_when_text_elsewhere_does(analysis_of):
    lines = [("1", "A bank must report."), ("2", "A bank must keep records."), ("2", "It may not delete them.")]
    before = kinds(build_graph([analysis_of("act", lines)]))
    after = kinds(build_graph([analysis_of("act", [("0", "A bank must act. A bank shall not wait."), *lines])]))
    assert set(before) == {"act/1.1", "act/2.1", "act/2.2"} < set(after)


@pytest.mark.parametrize(
    ("quote", "marker", "title"),
    [
        ("(1) A bank keeps records.", "(1)", "A bank keeps records."),
        ("(1)", "(1)", "(1)"),
        (
            "A bank shall report " + "each of its open positions " * 5,
            "",
            "A bank shall report each of its open positions each of its open positions each…",
        ),
    ],
)
def test_titles(quote, marker, title):
    assert title_of(quote, marker) == title


def test_a_clause_that_an_item_takes_over_stays_in_the_lead_in(analysis_of):
    lines = [("1", "A bank may, if the account is open, do the following:"), ("1-a", "(a) charge a fee; and"), ("1-b", "(b) close it.")]
    analysis = analysis_of("act", lines)
    lead = analysis.norms[0]
    taken = [replace(lead, sentence=index, span=analysis.sentences[index].span) for index in (1, 2)]
    graph = build_graph([replace(analysis, norms=(lead, *taken))])
    clause = "act/1.2"
    assert graph.nodes[clause]["quote"] == "if the account is open"
    assert [conditions_of(graph, id) for id in ("act/1.1", "act/1-a.1", "act/1-b.1")] == [[clause]] * 3
    assert kinds(graph)["act/1-b.1"] == ("item", "permission")
