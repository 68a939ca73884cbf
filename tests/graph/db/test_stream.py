"""A library that is streamed into its database is the graph that a build in memory makes."""

from msgspec.structs import replace

from regkit.graph.build import build_graph
from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.stream import GraphStream
from regkit.graph.store import dump
from regkit.model.check import Check, Evidence, Result, Target

CHECK = Check(id="C-1", title="One", verifies=(Target(id="order/III-1.1"),))
RESULT = Evidence(id="E-1", check="C-1", result=Result.PASS, date="2026-01-31")


def test_one_group_is_a_build(path, analyses):
    with GraphStream(path, name="whole") as stream:
        assert stream.add(analyses, [CHECK], [RESULT]) == len(build_graph(analyses, [CHECK], [RESULT]))
        assert not path.exists()
        stream.finish()
    with StoredGraph(path) as stored:
        assert dump(stored) == dump(build_graph(analyses, [CHECK], [RESULT], name="whole"))
        assert stored.text("order") == analyses[0].document.text


def test_groups_that_do_not_cite_each_other_are_a_build_of_all(path, analyses, analysis_of):
    others = [analysis_of("later", [("1", "The bank shall keep records."), ("2", "It may lend.")]), analysis_of("last", [("1", "A bank must tell.")])]
    shared = next(citation for citation in analyses[1].citations if citation.target)
    span = replace(shared.span, start=0, end=8)
    others[0] = replace(others[0], citations=(replace(shared, span=span),))
    later = [Check(id="C-2", title="Two", verifies=(Target(id="later/1.1"),)), Check(id="C-3", title="Three", verifies=(Target(id="last/1.1"),))]
    result = Evidence(id="E-2", check="C-2", result=Result.FAIL, date="2026-02-28")
    with GraphStream(path, name="whole") as stream:
        stream.add(analyses, [CHECK], [RESULT])
        stream.add(others, later, [result])
        stream.finish()
    expected = build_graph([*analyses, *others], [CHECK, *later], [RESULT, result], name="whole")
    with StoredGraph(path) as stored:
        assert dump(stored) == dump(expected)


def test_what_is_not_finished_is_not_there(path, analyses):
    with GraphStream(path) as stream:
        stream.add(analyses)
    assert list(path.parent.iterdir()) == []
