"""Fragments put together are the bytes of the whole graph, and hold what a document gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from regkit.errors import CheckError
from regkit.graph.build import build_graph
from regkit.graph.draft import rows
from regkit.graph.fragment import Fragment, fragment_of
from regkit.graph.links import paths_of
from regkit.graph.merge import Merge
from regkit.graph.schema import NodeKind
from regkit.graph.store import dump
from regkit.graph.versions import Superseded
from regkit.model.analysis import Analysis
from regkit.model.check import Check, Evidence, Method, Result, Target
from regkit.model.document import Authority
from regkit.read import read_bytes
from regkit.resolve import resolve
from regkit.workflow import extract

BELLS = """§ 9.1 Definitions.

(a) Bell means a thing that rings.

§ 9.2 Ringing.

(a) A keeper must ring the bell at noon under § 9.1(a) and 17 CFR 240.15c3-3.

(b) A keeper may rest if no bell is cracked.
"""
CLOCKS = """§ 7.1 Clocks.

(a) A clock must follow the bell of 12 CFR 9.2(a), 12 CFR 9.4 and 17 CFR 240.15c3-3.

(b) A keeper may not stop a clock unless the keeper rings the bell as 12 CFR 9.2 requires; see the notes.
"""
RULE = """<RULE><PREAMB><SUBJECT>Bells</SUBJECT></PREAMB><SUPLINF><REGTEXT TITLE="12" PART="9"><AMDPAR>1. Remove § 9.1.</AMDPAR></REGTEXT>
<REGTEXT TITLE="12" PART="8"><AMDPAR>2. Remove § 8.1.</AMDPAR></REGTEXT></SUPLINF><FRDOC>[FR Doc. 2021-00007 Filed 1-2-21; 8:45 am]</FRDOC></RULE>"""
CHECKS = [
    Check(id=id, title=id, verifies=targets, method=Method.TEST)
    for id, targets in (
        ("C2", (Target(document="bells", quote="must ring the bell at noon"),)),
        ("C1", (Target(id="clocks/7-1-a.1"), Target(document="bells", quote="may rest"))),
    )
]
EVIDENCE = [
    Evidence(id="e1", check="C1", result=Result.PASS, date="2026-02-01"),
    Evidence(id="e2", check="C2", result=Result.FAIL, date="2026-01-01"),
]
VERSIONS = [
    Superseded(document="clocks", id=f"clocks@{year}", authority=Authority(title="Clocks", effective=f"{year}-01-01")) for year in (2024, 2020)
]


@pytest.fixture(scope="module")
def analyses() -> tuple[Analysis, ...]:
    texts = [("clocks", CLOCKS, "12 CFR part 7"), ("bells", BELLS, "12 CFR part 9"), ("rule", RULE, "")]
    return resolve([extract(read_bytes(text.encode(), f"{id}.xml", id=id, instrument=instrument)) for id, text, instrument in texts])


@pytest.fixture(scope="module")
def fragments(analyses: tuple[Analysis, ...]) -> dict[str, Fragment]:
    places = {analysis.document.id: paths_of(analysis.document) for analysis in analyses}
    definitions = {definition.id for analysis in analyses for definition in analysis.definitions}
    return {analysis.document.id: fragment_of(analysis, places, definitions)[0] for analysis in analyses}


def merged(fragments: dict[str, Fragment], folder: Path, order: list[str], checks: list[Check], *, strict: bool = True) -> bytes:
    with Merge("Bells", folder) as merge:
        for id in order:
            merge.add(fragments[id])
        merge.finish(checks, EVIDENCE if checks else [], VERSIONS, fragments.__getitem__, strict=strict)
        return b"".join(merge.pieces())


@pytest.mark.parametrize("order", [["clocks", "bells", "rule"], ["rule", "bells", "clocks"], ["bells"], []], ids=" ".join)
@pytest.mark.parametrize("checks", [CHECKS, []], ids=["checked", "unchecked"])
def test_fragments_are_the_whole_graph(
    analyses: tuple[Analysis, ...], fragments: dict[str, Fragment], tmp_path: Path, order: list[str], checks: list[Check]
) -> None:
    by_id = {analysis.document.id: analysis for analysis in analyses}
    checks = checks if {"clocks", "bells"} <= set(order) else []
    if order == ["bells"]:
        chosen = resolve([extract(by_id["bells"].document)])
        fragments = {"bells": fragment_of(chosen[0], {"bells": paths_of(chosen[0].document)}, {one.id for one in chosen[0].definitions})[0]}
    else:
        chosen = tuple(by_id[id] for id in order)
    graph = build_graph(chosen, checks, EVIDENCE if checks else [], name="Bells", versions=VERSIONS)
    for id in order:
        graph.nodes[id]["text_file"] = fragments[id].head["text_file"]
    found = merged(fragments, tmp_path, order, checks)
    assert found == dump(graph)
    assert not list(tmp_path.iterdir()), "temporary files are gone"


def test_a_fragment_has_the_rows_of_its_document(analyses: tuple[Analysis, ...], fragments: dict[str, Fragment]) -> None:
    nodes, edges = rows(build_graph(analyses))
    own = {id for id, data in nodes if data.get("document", id) == "clocks" and data["kind"] != NodeKind.AUTHORITY.value}
    found_nodes, found_edges = fragments["clocks"].rows()
    assert [id for id, _ in found_nodes] == [id for id, _ in nodes if id in own]
    assert found_nodes[1:] == [node for node in nodes if node[0] in own][1:]
    assert found_edges == [edge for edge in edges if edge[0] in own]
    assert {data["document"] for data in fragments["clocks"].authorities.values() if "document" in data} == {"bells"}
    assert fragments["rule"].amends == {"12 CFR part 9": 1, "12 CFR part 8": 1}


def test_checks_that_mean_nothing_name_candidates_of_every_document(fragments: dict[str, Fragment], tmp_path: Path) -> None:
    wrong = [Check(id="X", title="X", verifies=(Target(id="clocks/7-1-z.1"),), method=Method.TEST)]
    with pytest.raises(CheckError, match=r"no requirement 'clocks/7-1-z.1'. Nearest are: .*clocks/7-1-a.1"):
        merged(fragments, tmp_path, ["bells", "clocks"], wrong)
    found = merged(fragments, tmp_path, ["bells", "clocks"], [*wrong, *CHECKS], strict=False)
    assert b'"id":"check:X"' in found
    assert found.count(b'"kind":"verifies"') == 3
