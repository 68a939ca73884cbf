"""What every exporter keeps, whoever wrote it: one graph, one sequence of bytes; nothing changed; hostile text comes through."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import networkx as nx
import pytest

from regkit.errors import GraphError, RegkitError
from regkit.export import exporter, forms
from regkit.graph.build import build_graph

_SPEC = spec_from_file_location("regkit_tests_sample", Path(__file__).parent.parent / "sample.py")
sample = module_from_spec(_SPEC)
_SPEC.loader.exec_module(sample)

HOSTILE = (
    'A bank must report "x" </data></node><!-- & ]]> &amp; \\ {{ 7*7 }} =SUM(A1) \u202e\u2028 \U0001f600 é e\u0301',
    "A bank must not report \x85 \x7f \ufeff ﷐ the end.",
)


def make(texts=()):
    if texts:
        return build_graph([sample.make_analysis("act", [(str(number), text) for number, text in enumerate(texts, 1)])])
    return build_graph(sample.make_analyses(), sample.CHECKS, sample.EVIDENCE, name="Sample")


def content(graph):
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True)), graph.graph


def test_the_built_in_forms_are_registered():
    assert {"json", "graphml"} <= set(forms())
    with pytest.raises(RegkitError, match="Registered are: graphml, json"):
        exporter("gexf")


@pytest.mark.parametrize("form", forms())
class TestExporter:
    def test_says_what_it_is(self, form):
        made = exporter(form)
        assert "/" in made.MEDIA_TYPE
        assert made.SUFFIX.startswith(".")

    def test_one_graph_one_sequence_of_bytes(self, form):
        graph = make()
        shuffled = nx.MultiDiGraph(**graph.graph)
        shuffled.add_nodes_from(reversed(list(graph.nodes(data=True))))
        shuffled.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
        first = exporter(form).export(graph)
        assert isinstance(first, bytes)
        assert first == exporter(form).export(graph) == exporter(form).export(shuffled)

    def test_the_graph_is_not_changed(self, form):
        graph = make()
        before = content(graph.copy())
        exporter(form).export(graph)
        assert content(graph) == before

    def test_it_loads_back_where_it_says_it_can(self, form):
        made = exporter(form)
        if not hasattr(made, "load"):
            pytest.skip("write only")
        for graph in (make(), make(HOSTILE), build_graph([])):
            assert content(made.load(made.export(graph))) == content(graph)

    def test_hostile_text_survives(self, form):
        data = exporter(form).export(make(HOSTILE))
        assert "\U0001f600" in data.decode("utf-8") or b"\\ud83d" in data.lower() or b"&#128512;" in data

    def test_what_no_form_can_hold_is_an_error_or_left_out(self, form):
        graph = make()
        graph.nodes["order/III.1"]["note"] = "a\x00b\x0cc\ud800d"
        try:
            data = exporter(form).export(graph)
        except GraphError:
            return
        if hasattr(exporter(form), "load"):
            assert exporter(form).load(data).nodes["order/III.1"]["note"] in {"abcd", "a\x00b\x0cc\ud800d"}

    def test_damage_is_an_error(self, form):
        made = exporter(form)
        if not hasattr(made, "load"):
            pytest.skip("write only")
        with pytest.raises(GraphError):
            made.load(made.export(make())[:-40])
