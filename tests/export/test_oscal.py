"""OSCAL: the catalog and the results that name its controls."""

import json

import pytest

from regkit.export import oscal_catalog, oscal_results


def controls(items):
    for item in items:
        yield from item.get("controls", [])
        yield from controls(item.get("controls", []))


@pytest.fixture
def catalog(graph):
    return json.loads(oscal_catalog.export(graph))["catalog"]


@pytest.fixture
def results(graph):
    return json.loads(oscal_results.export(graph))["assessment-results"]


def props(item):
    return {prop["name"]: prop["value"] for prop in item["props"]}


def test_every_provision_and_requirement_is_a_control_once(graph, catalog):
    found = [props(control)["regkit-id"] for control in controls(catalog["groups"])]
    wanted = [id for id, data in graph.nodes(data=True) if data["kind"] in ("provision", "requirement")]
    assert sorted(found) == sorted(wanted)
    ids = [control["id"] for control in controls(catalog["groups"])]
    assert len(set(ids)) == len(ids)


def test_a_requirement_stands_below_its_provision_with_its_sentence(graph, catalog):
    provision = next(control for control in controls(catalog["groups"]) if control["id"] == "order_III-1")
    (requirement,) = provision["controls"]
    assert requirement["id"] == "order_III-1.1"
    assert requirement["parts"][0]["prose"] == graph.nodes["order/III-1.1"]["quote"]
    assert props(requirement)["label"] == graph.nodes["order/III-1.1"]["pinpoint"]
    assert {"href": "#order_III.1", "rel": "read-with"} in requirement["links"]


def test_links_lead_to_what_is_there(catalog):
    ids = {control["id"] for control in controls(catalog["groups"])} | {group["id"] for group in catalog["groups"]}
    ids |= {resource["uuid"] for resource in catalog["back-matter"]["resources"]}
    for control in controls(catalog["groups"]):
        for link in control.get("links", []):
            assert link["href"].removeprefix("#") in ids, link


def test_definitions_are_parts(catalog):
    (part,) = [part for control in controls(catalog["groups"]) for part in control.get("parts", []) if part["name"] == "definition"]
    assert (part["title"], part["prose"]) == ("dealer", "a person registered under 15 U.S.C. 78o(b)")


def test_sources_have_their_hash(graph, catalog):
    resource = catalog["back-matter"]["resources"][0]
    assert resource["rlinks"][0]["hashes"] == [{"algorithm": "SHA-256", "value": graph.nodes["order"]["sha256"]}]


def test_prose_is_no_markup(graph):
    graph.nodes["order/III-1.1"]["quote"] = "[x](javascript:y) *all* {{ insert: param, z }} <b>"
    data = json.loads(oscal_catalog.export(graph))["catalog"]
    prose = next(control["parts"][0]["prose"] for control in controls(data["groups"]) if control["id"] == "order_III-1.1")
    assert prose == r"\[x\](javascript:y) \*all\* \{\{ insert: param, z \}\} &lt;b&gt;"


def test_findings_are_of_requirements_with_evidence(graph, results, catalog):
    (result,) = results["results"]
    states = {finding["target"]["target-id"]: finding["target"]["status"] for finding in result["findings"]}
    assert states["order_III-1.1_smt"]["state"] == "satisfied"
    assert "order_III-3.2_smt" not in states, "its check has no evidence: it was not assessed"
    statements = {part["id"] for control in controls(catalog["groups"]) for part in control.get("parts", []) if part["name"] == "statement"}
    assert set(states) <= statements
    assert all("people to conclude" in status["remarks"] for status in states.values())


def test_a_failure_is_not_satisfied(graph):
    graph.nodes["evidence:e2"]["result"] = "fail"
    (result,) = json.loads(oscal_results.export(graph))["assessment-results"]["results"]
    status = next(each["target"]["status"] for each in result["findings"] if each["target"]["target-id"] == "order_III-1.1_smt")
    assert (status["state"], status["reason"]) == ("not-satisfied", "fail")


def test_all_evidence_is_observed_on_its_day(results):
    (result,) = results["results"]
    assert [each["collected"][:10] for each in result["observations"]] == ["2026-03-31", "2026-06-30", "2026-06-30"]
    assert (result["start"][:10], result["end"][:10]) == ("2026-03-31", "2026-06-30")
    known = {each["uuid"] for each in result["observations"]}
    for finding in result["findings"]:
        assert {each["observation-uuid"] for each in finding["related-observations"]} <= known
    assert [props(each)["check"] for each in results["local-definitions"]["activities"]] == ["CHK-1", "CHK-2", "CHK-3"]


def test_deep_provisions_are_no_deep_recursion():
    from regkit.graph.schema import Graph

    graph = Graph(schema=1)
    graph.add_node("d", kind="document", order=0, label="d", sha256="0" * 64, title="d")
    above = "d"
    for depth in range(3000):
        id = f"d/{depth}"
        graph.add_node(id, kind="provision", document="d", order=depth + 1, label=id)
        graph.add_edge(above, id, key=f"contains|{above}|{id}", kind="contains")
        above = id
    data = oscal_catalog.export(graph)
    assert data.count(b'"class":"provision"') == 3000
    assert data.count(b"{") == data.count(b"}")
