"""ReqIF: what an importing tool finds in it."""

import pytest
from lxml import etree
from reqif.parser import ReqIFParser

from regkit.export import reqif
from regkit.graph.build import build_graph

R = "{http://www.omg.org/spec/ReqIF/20110401/reqif.xsd}"


@pytest.fixture
def bundle(graph):
    return ReqIFParser.parse_from_string(reqif.export(graph).decode())  # that it is valid, the contract test asks


def values(bundle, object):
    """Return an object's attributes by their long names, enumerations by theirs."""
    content = bundle.core_content.req_if_content
    type_ = next(each for each in content.spec_types if each.identifier == object.spec_object_type)
    names = {each.identifier: each for each in type_.attribute_definitions}
    enums = {value.identifier: value.long_name for data in content.data_types for value in getattr(data, "values", None) or ()}
    found = {}
    for attribute in object.attributes:
        value = attribute.value
        found[names[attribute.definition_ref].long_name] = enums[value[0]] if isinstance(value, list) else value
    return found


def by_id(bundle):
    return {values(bundle, each)["ReqIF.ForeignID"]: each for each in bundle.core_content.req_if_content.spec_objects}


def test_a_requirement_has_its_sentence_its_standing_and_its_anchor(bundle, graph):
    found = values(bundle, by_id(bundle)["order/III-1.1"])
    data = graph.nodes["order/III-1.1"]
    assert data["quote"] in found["ReqIF.Text"]
    assert (found["regkit.Modality"], found["regkit.Status"], found["regkit.Kind"]) == ("obligation", "covered", "condition")
    assert (found["regkit.Start"], found["regkit.End"]) == (str(data["start"]), str(data["end"]))
    assert found["regkit.Fingerprint"] == data["fingerprint"]
    assert found["regkit.Certain"] == "yes"


def test_a_check_has_its_latest_result(bundle):
    found = values(bundle, by_id(bundle)["CHK-1"])
    assert (found["regkit.Result"], found["regkit.ResultDate"], found["regkit.Owner"]) == ("pass", "2026-06-30", "Operations")
    assert "reconciled" in found["regkit.ResultNote"]
    assert "no breaks" in found["regkit.ResultNote"]


def test_the_hierarchy_is_that_of_the_provisions(bundle):
    content = bundle.core_content.req_if_content
    assert [each.long_name for each in content.specifications] == ["The order", "The rule", "Checks", "Authorities"]
    names = {object.identifier: id for id, object in by_id(bundle).items()}
    order = [(found.level, names[found.spec_object]) for found in bundle.iterate_specification_hierarchy(content.specifications[0])]
    at = order.index((2, "order/III-2"))
    assert order[at : at + 5] == [
        (2, "order/III-2"),
        (3, "order/III-2.1"),
        (3, "order/III-2-a"),
        (4, "order/III-2-a.1"),
        (3, "order/III-2-b"),
    ]


def test_documents_of_one_title_are_told_apart(graph):
    graph.nodes["rule"]["title"] = "the ORDER"
    names = etree.fromstring(reqif.export(graph)).xpath("//*[local-name()='SPECIFICATION']/@LONG-NAME")
    assert names == ["The order (order)", "the ORDER (rule)", "Checks", "Authorities"]


def test_relations_lead_from_the_dependent_item(bundle):
    content = bundle.core_content.req_if_content
    names = {object.identifier: id for id, object in by_id(bundle).items()}
    types = {each.identifier: each.long_name for each in content.spec_types}
    found = {(names[each.source], types[each.relation_type_ref], names[each.target]) for each in content.spec_relations}
    assert ("CHK-1", "VERIFIES", "order/III-1.1") in found
    assert ("order/III-1.1", "CONDITION_OF", "order/III.1") in found
    assert ("order/III.1", "USES_TERM", "rule/300-1.def-dealer") in found
    pairs = [(each.source, each.target) for each in content.spec_relations]
    assert len(pairs) == len(set(pairs)), "strictdoc stops at a second relation between two items"
    assert b"READ_WITH" in reqif.export(build_graph([])), "what else ties two items is named by a type of its own"


def test_no_relation_is_lost_where_two_items_are_tied_twice(graph):
    root = etree.fromstring(reqif.export(graph))
    also = [value.get("THE-VALUE") for relation in root.iter(f"{R}SPEC-RELATION") for value in relation.iter(f"{R}ATTRIBUTE-VALUE-STRING")]
    assert "READ_WITH" in also


def test_the_whole_text_of_a_document_is_there(graph):
    text = " ".join("".join(etree.fromstring(reqif.export(graph)).itertext()).split())
    for _, data in graph.nodes(data=True):
        if data["kind"] == "sentence" and not data["heading_text"]:
            assert data["quote"] in text


def test_ids_are_spelled_as_strictdoc_takes_them(graph):
    graph.add_node("authority:11 U.S.C. ch. 7, subch. IV", kind="authority", target="11 U.S.C. ch. 7, subch. IV", label="x", order=9)
    values = etree.fromstring(reqif.export(graph)).xpath("//@THE-VALUE")
    assert "authority:11 U.S.C. ch. 7_ subch. IV" in values
    assert "11 U.S.C. ch. 7, subch. IV" in values


def test_identifiers_stay_when_the_text_changes(graph):
    before = set(etree.fromstring(reqif.export(graph)).xpath("//@IDENTIFIER"))
    graph.nodes["order/III-1.1"]["quote"] += " Always."
    assert set(etree.fromstring(reqif.export(graph)).xpath("//@IDENTIFIER")) == before
