"""What every exporter keeps, whoever wrote it: one graph, one sequence of bytes; nothing changed; hostile text comes through; its tools take it."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from regkit.errors import GraphError, RegkitError
from regkit.export import exporter, forms, pieces
from regkit.graph.build import build_graph


def loaded(name, path):
    spec = spec_from_file_location(name, Path(__file__).parent.parent / path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sample = loaded("regkit_tests_sample", "sample.py")
VALIDATORS = loaded("regkit_tests_validators", "export/validators.py").VALIDATORS

HOSTILE = (
    'A bank must report "x" </data></node><!-- & ]]> &amp; \\ {{ 7*7 }} =SUM(A1) \u202e\u2028 \U0001f600 é e\u0301',
    "A bank must not report \x85 \x7f \ufeff ﷐ the end.",
)
# What no reader lets in and a plug-in might: characters that XML and UTF-8 cannot hold, and the syntax of every form that is written.
INJECTED = (
    "a\x00b\x0cc\ud800d\ufffe ]]> --> <script>alert(1)</script> <!ENTITY x SYSTEM 'file:///etc/passwd'> \u202eevil\u2066",
    '"]; n0 -> n1 [label="x"] %%{init: {}}%% click n0 href "javascript:alert(1)" end subgraph \\" \\N <br/> `x` #quot; \n---\n',
    "[[copy('id')]] <<x:y>> :ref:`x` .. raw:: html\n\n   <b>x</b> |sub|_ ``lit`` {{ insert: param, x }} [a](javascript:x) ![i](x) * * *",
)


def hostile():
    """The sample with each of its texts replaced in turn."""
    graph = make()
    for number, data in enumerate(data for _, data in graph.nodes(data=True)):
        for name in ("title", "label", "quote", "prefix", "suffix", "body", "term", "heading", "note", "procedure", "owner", "pinpoint", "bearer"):
            if name in data:
                data[name] = INJECTED[number % len(INJECTED)]
    for *_, data in graph.edges(data=True):
        if "quote" in data:
            data["quote"] = INJECTED[0]
    graph.graph["name"] = INJECTED[2]
    return graph


def make(texts=()):
    if texts:
        return build_graph([sample.make_analysis("act", [(str(number), text) for number, text in enumerate(texts, 1)])])
    return build_graph(sample.make_analyses(), sample.CHECKS, sample.EVIDENCE, name="Sample")


GRAPHS = {"sample": make, "hostile text": lambda: make(HOSTILE), "hostile values": hostile, "nothing": lambda: build_graph([])}


def content(graph):
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True)), graph.graph


def test_the_built_in_forms_are_registered():
    assert set(forms()) >= set(VALIDATORS)
    with pytest.raises(RegkitError, match=r"Registered are: .*graphml, json"):
        exporter("nonsense")


def test_every_form_of_regkit_has_a_validator():
    assert {form for form in forms() if exporter(form).__name__.startswith("regkit.")} == set(VALIDATORS)


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

    def test_pieces_are_the_whole(self, form):
        graph = make()
        assert b"".join(pieces(form, graph)) == exporter(form).export(graph)

    @pytest.mark.parametrize("graph", GRAPHS)
    def test_its_own_tools_take_it(self, form, graph, tmp_path):
        if form not in VALIDATORS:
            pytest.skip("of a plug-in")
        try:
            data = exporter(form).export(GRAPHS[graph]())
        except GraphError:
            assert graph == "hostile values"  # a form may refuse what no reader lets in
            return
        assert VALIDATORS[form](data, tmp_path) is not None

    @settings(max_examples=12, deadline=None)
    @given(text=st.text(st.characters(codec=None), max_size=60))
    def test_any_text_leaves_it_well_formed(self, form, text):
        graph = make(("A bank must report.",))
        for _, data in graph.nodes(data=True):
            data.update((name, text) for name in ("title", "label", "quote", "prefix", "suffix", "pinpoint", "heading", "bearer") if name in data)
        graph.graph["name"] = text
        try:
            data = exporter(form).export(graph)
        except GraphError:
            return
        if data.startswith((b"<?xml", b"<graphml")):
            etree.fromstring(data)
        elif data[:1] in b"[{":
            json.loads(data)
        data.decode()

    def test_hostile_text_survives(self, form):
        graph = make(HOSTILE)
        graph.graph["name"] = graph.nodes["act"]["title"] = HOSTILE[0]  # a form may hold no sentence, but it names what it is of
        data = exporter(form).export(graph)
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
