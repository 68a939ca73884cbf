"""CSL-JSON of documents and authorities."""

import json

import pytest

from regkit.export import csl


def items(graph):
    return {item["id"]: item for item in json.loads(csl.export(graph))}


def test_documents_and_what_they_cite(graph):
    found = items(graph)
    assert set(found) == {"order", "rule", "15-u-s-c-78o-b"}
    assert found["15-u-s-c-78o-b"]["type"] == "legislation"
    assert found["15-u-s-c-78o-b"]["section"] == "78o(b)"
    assert found["order"]["title"] == "The order"
    assert found["order"]["note"] == "restatement text; Order 1"


def test_what_is_known_of_a_document(graph):
    graph.nodes["rule"].update(
        title="Error resolution",
        citation="12 CFR 1005.11",
        issuer="The Bureau",
        effective="2026-01-05",
        retrieved="2026-02-03",
        source_url="https://example.gov/r",
    )
    item = items(graph)["rule"]
    assert (item["type"], item["container-title"], item["volume"], item["section"]) == ("regulation", "C.F.R.", "12", "1005.11")
    assert (item["title"], item["authority"], item["URL"]) == ("Error resolution", "The Bureau", "https://example.gov/r")
    assert (item["issued"], item["accessed"]) == ({"date-parts": [[2026, 1, 5]]}, {"date-parts": [[2026, 2, 3]]})


def test_citeproc_prints_them(graph, validators, tmp_path):
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    graph.nodes["order"].update(title="Order on “margin” & <more>")
    found = validators.csl(csl.export(graph), tmp_path)
    made = CitationStylesBibliography(CitationStylesStyle("harvard-cite-them-right", validate=False), CiteProcJSON(found), formatter.plain)
    made.register(Citation([CitationItem("order")]))
    assert "Order on “margin” & <more>" in str(made.bibliography()[0])


def test_what_is_not_resolved_is_no_item(graph):
    assert any(data["kind"] == "authority" and not data["resolved"] for _, data in graph.nodes(data=True))
    assert not any("unresolved" in id for id in items(graph))


@pytest.mark.parametrize("target", ["Release No. 34-99999", "12 CFR 1005.11(c)", "76 FR 79276", "Public Law 111-203", "§§ 5 and 6", "Rule 4(a)"])
def test_any_authority_is_an_item(graph, validators, tmp_path, target):
    graph.add_node(f"authority:{target}", kind="authority", target=target, label=target, resolved=True, order=99, family="x")
    assert any(target.split()[-1].strip("()") in json.dumps(item) for item in validators.csl(csl.export(graph), tmp_path))
