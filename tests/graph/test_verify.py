"""Verification finds what was tampered with, and nothing in what was built."""

import pytest
from msgspec.structs import replace

from regkit.graph.verify import verify


@pytest.fixture
def texts(analyses):
    return {analysis.document.id: analysis.document for analysis in analyses}


def codes(graph, texts, read_source=None):
    return {finding.code for finding in verify(graph, texts, read_source)}


def test_a_graph_as_built_holds(graph, texts):
    assert verify(graph, texts) == []


def change(name, value):
    def apply(graph):
        graph.nodes["order/III-1.1"][name] = value

    return apply


def drop_sentence(graph):
    graph.remove_node(graph.nodes["order/III-1.1"]["sentence"])


HARM = [
    ("quote", change("quote", "(1) The dealer may carry the property in a futures account."), "verify.anchor"),
    ("offset", change("start", 3), "verify.anchor"),
    ("beyond", change("end", 10**6), "verify.anchor"),
    ("fingerprint", change("fingerprint", "rk1:" + "0" * 64), "verify.anchor"),
    ("context", change("prefix", "another"), "verify.anchor-context"),
    ("kind", change("kind", "wish"), "verify.kind"),
    ("document", change("document", "nowhere"), "verify.anchor-document"),
    ("sentence", drop_sentence, "verify.sentence-missing"),
    ("edge", lambda graph: graph.add_edge("order", "nowhere", key="k", kind="contains"), "verify.edge-end"),
    ("edge kind", lambda graph: graph.add_edge("order", "rule", key="k", kind="likes"), "verify.kind"),
]


@pytest.mark.parametrize(("harm", "code"), [case[1:] for case in HARM], ids=[case[0] for case in HARM])
def test_harm_is_found(graph, texts, harm, code):
    harm(graph)
    assert code in codes(graph, texts)


def test_another_text_is_found(graph, texts):
    texts["order"] = replace(texts["order"], text=texts["order"].text.replace("futures", "savings"))
    assert codes(graph, texts) == {"verify.text-hash", "verify.anchor", "verify.anchor-context"}
    del texts["order"]
    assert codes(graph, texts) == {"verify.text-missing"}


def test_sources_are_compared(graph, texts):
    def gone(id):
        raise OSError(id)

    assert codes(graph, texts, lambda id: b"something else") == {"verify.source-hash"}
    assert codes(graph, texts, gone) == {"verify.source-missing"}
