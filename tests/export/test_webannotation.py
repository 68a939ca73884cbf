"""Web Annotations: anchored words, provenance, terms; nothing fetched, no key lost."""

import json
import socket

import pytest

from regkit.export import webannotation as web

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
OA = "http://www.w3.org/ns/oa#"


@pytest.fixture
def items(graph):
    return json.loads(web.export(graph))["@graph"]


@pytest.fixture
def triples(graph, validators, tmp_path, monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return validators.webannotation(web.export(graph), tmp_path)


def annotations(items):
    return {item["id"]: item for item in items if item["type"] == "oa:Annotation"}


def test_every_requirement_definition_and_citation_has_one(graph, items):
    found = annotations(items)
    kinds = [data["kind"] for _, data in graph.nodes(data=True)]
    cited = {(data["start"], data["end"], source) for source, _, data in graph.edges(data=True) if data["kind"] == "cites"}
    assert len(found) == kinds.count("requirement") + kinds.count("definition") + len(cited)
    assert [item["motivation"] for item in found.values()].count("linking") == len(cited) > 1


def test_both_selectors_find_the_words_in_the_text(analyses, items):
    texts = {f"urn:regkit:{analysis.document.id}#text": analysis.document.text for analysis in analyses}
    for item in annotations(items).values():
        text = texts[item["target"]["source"]]
        position, words = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == words["exact"]
        assert text[: position["start"]].endswith(words["prefix"])
        assert text[position["end"] :].startswith(words["suffix"])
        assert words["prefix"] or position["start"] == 0


def test_no_key_is_unknown_to_the_context(items):
    def keys(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    assert set(keys(items)) <= set(web.CONTEXT)


def test_provenance(graph, triples):
    asked = """
      PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rk: <https://regkit.invalid/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      SELECT ?sha ?tool WHERE { <urn:regkit:order#text> prov:wasDerivedFrom [ rk:sha256 ?sha ] ;
        prov:wasGeneratedBy [ prov:wasAssociatedWith [ rdfs:label ?tool ] ] }
    """
    assert [(str(sha), str(tool)) for sha, tool in triples.query(asked)] == [(graph.nodes["order"]["sha256"], "regkit")]


def test_terms_are_concepts(triples):
    asked = """
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      SELECT ?term ?means WHERE { ?concept skos:prefLabel ?term ; skos:definition ?means ; skos:inScheme <urn:regkit:rule#terms> }
    """
    assert [(str(term), str(means)) for term, means in triples.query(asked)] == [("dealer", "a person registered under 15 U.S.C. 78o(b)")]


def test_conditions_can_be_asked_for(triples):
    asked = "SELECT ?c WHERE { <urn:regkit:order/III.1> <https://regkit.invalid/ns#conditionedBy> ?c }"
    assert "urn:regkit:order/III-1.1" in {str(found) for (found,) in triples.query(asked)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"type":"oa:TextQuoteSelector"', '"type":"oa:XPathSelector"', "TextQuoteSelector"),
        ('"kind":"norm"', '"kind":"wish"', "kind"),
        ('"type":["prov:Entity","rk:Text"],"sha256":"', '"type":["prov:Entity","rk:Text"],"sha256":"x', "sha256"),
        ('"motivation":"linking"', '"motivation":"oa:tagging"', "motivatedBy"),
    ],
)
def test_the_shapes_see_what_is_wrong(graph, old, new, said):
    data = web.export(graph).decode()
    assert old in data
    assert said in web.violations(data.replace(old, new, 1).encode())


def test_addresses_are_addresses(graph):
    graph.nodes["order"].update(url="javascript:alert(1)", source_url="https://example.gov/a b<c>")
    data = json.loads(web.export(graph))["@graph"]
    found = {item["id"]: item.get("seeAlso") for item in data if item["id"].startswith("urn:regkit:order")}
    assert found["urn:regkit:order"] is None
    assert found["urn:regkit:order#source"] in (None, "https://example.gov/a%20b%3Cc%3E")
