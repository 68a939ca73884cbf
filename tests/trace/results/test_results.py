"""Every case of a file of results is recorded, or listed with the reason why not."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.errors import CheckError
from regkit.model.check import Result
from regkit.trace.results import format_of, match, read

KNOWN = ["XM-C5-01", "XM-C5-011", "XM-C7-01", "margin", "tests/test_margin.py::test_floor", "tests/test_margin.py::TestFloor::test_sum"]

JUNIT = """<?xml version="1.0"?>
<testsuites><testsuite name="margin" timestamp="2026-10-07T10:00:00">
  <properties><property name="os" value="linux"/></properties>
  <testcase classname="tests.test_margin" name="test_xm_c5_01_gross[cme]" time="0.1"/>
  <testcase classname="tests.test_margin" name="test_xm_c5_01_gross[ficc]"><failure message="off by 3&#10;at line 7">trace</failure></testcase>
  <testcase classname="tests.test_margin" name="test_floor[1]"/>
  <testcase classname="tests.test_margin.TestFloor" name="test_sum"><system-out>fine</system-out></testcase>
  <testcase classname="tests.test_other" name="test_margin_of_error"/>
  <testcase name="XM-C7-01"><skipped message="no feed"/></testcase>
  <testcase name="posted"><properties><property name="regkit.check" value="XM-C7-01, XM-C8-01"/></properties><error type="IOError">no feed
 today</error></testcase>
</testsuite></testsuites>
"""


def matched(text, known=KNOWN, **options):
    return match(read(text.encode(), "junit.xml"), known, "2026-11-01", **options)


def test_junit():
    found = matched(JUNIT)
    assert [(item.check, item.result.value, item.on) for item in found.outcomes] == [
        ("XM-C5-01", "fail", "2026-10-07"),
        ("tests/test_margin.py::test_floor", "pass", "2026-10-07"),
        ("tests/test_margin.py::TestFloor::test_sum", "pass", "2026-10-07"),
        ("XM-C7-01", "error", "2026-10-07"),
    ]
    assert found.outcomes[0].note == "1 of 2 passed; tests.test_margin.test_xm_c5_01_gross[ficc]: off by 3"
    assert found.outcomes[3].note == "0 of 1 passed; posted: no feed; 1 not carried out"
    assert [miss.why for miss in found.unknown] == ["there is no check 'XM-C8-01' (did you mean 'XM-C7-01'?)"]
    assert [miss.label for miss in found.unmatched] == ["tests.test_other.test_margin_of_error"]
    assert [(miss.place, miss.why) for miss in found.uncounted] == [("junit.xml, line 9", "skipped: no feed")]


def test_a_day_of_the_command_line_goes_before_the_file():
    assert {item.on for item in matched(JUNIT, dated=False).outcomes} == {"2026-11-01"}


def test_every_case_is_somewhere():
    found = matched(JUNIT, known=["XM-C5-01"])
    assert len(found.outcomes) == 1
    assert len(found.unmatched) + len(found.uncounted) + len(found.unknown) == 3 + 1 + 2


NAMES = [  # name of the test, check that it is of
    ("XM-C5-01", "XM-C5-01"),
    ("test_XM_C5_01", "XM-C5-01"),
    ("XM-C5-01: margin is gross", "XM-C5-01"),
    ("test_xm_c5_011", "XM-C5-011"),
    ("test_xm_c5_012", None),
    ("test_margin_call", None),
    ("margin", "margin"),
    ("[XM.C7.01] posted", "XM-C7-01"),
]


@pytest.mark.parametrize(("name", "check"), NAMES)
def test_ids_in_names(name, check):
    found = matched(f'<testsuite><testcase name="{name}"/></testsuite>')
    assert [item.check for item in found.outcomes] == ([check] if check else [])


def test_ids_that_read_alike_are_not_guessed_between():
    found = matched('<testsuite><testcase name="test_a_1"/></testsuite>', known=["A-1", "a.1"])
    assert not found.outcomes
    assert len(found.unmatched) == 1


def test_one_test_may_be_of_several_checks():
    found = matched('<testsuite><testcase name="XM-C5-01 and XM-C7-01"/></testsuite>')
    assert [item.check for item in found.outcomes] == ["XM-C5-01", "XM-C7-01"]


CASES = [  # what is in a test case, result
    ("", "pass"),
    ("<failure/>", "fail"),
    ("<error/>", "error"),
    ("<error/><failure/>", "fail"),
    ("<skipped/>", None),
    ("<failure/><skipped/>", "fail"),
    ("<rerunFailure/>", "pass"),
]


@pytest.mark.parametrize(("body", "result"), CASES)
def test_junit_results(body, result):
    (case,) = read(f'<testsuite><testcase name="a">{body}</testcase></testsuite>'.encode(), "j.xml")
    assert (case.result and case.result.value) == result


def sarif(results, **run):
    rules = [{"id": "XM-C5-01"}, {"id": "R2", "properties": {"regkit.check": ["XM-C7-01"]}, "defaultConfiguration": {"level": "note"}}]
    tool = {"driver": {"name": "lint", "rules": rules}}
    return json.dumps({"version": "2.1.0", "runs": [{"tool": tool, "results": results, **run}]})


SARIF = [  # result, outcome, why it does not count
    ({"ruleId": "XM-C5-01"}, ("XM-C5-01", "fail"), ""),
    ({"ruleId": "XM-C5-01/sub", "level": "error"}, ("XM-C5-01", "fail"), ""),
    ({"ruleIndex": 0, "kind": "pass"}, ("XM-C5-01", "pass"), ""),
    ({"ruleId": "XM-C5-01", "kind": "notApplicable"}, ("XM-C5-01", "not_applicable"), ""),
    ({"ruleId": "XM-C5-01", "kind": "review"}, None, "kind review"),
    ({"ruleId": "XM-C5-01", "suppressions": [{"kind": "inSource"}]}, None, "suppressed"),
    ({"ruleId": "XM-C5-01", "suppressions": [{"kind": "inSource", "status": "rejected"}]}, ("XM-C5-01", "fail"), ""),
    ({"ruleId": "XM-C5-01", "baselineState": "absent"}, None, "absent since the baseline"),
    ({"ruleId": "R2"}, None, "level note"),
    ({"ruleId": "R2", "level": "warning"}, ("XM-C7-01", "fail"), ""),
    ({"ruleId": "other", "properties": {"regkit.check": "XM-C7-01"}}, ("XM-C7-01", "fail"), ""),
]


@pytest.mark.parametrize(("result", "outcome", "why"), SARIF)
def test_sarif(result, outcome, why):
    found = matched(sarif([result | {"message": {"text": "m"}}]))
    assert [(item.check, item.result.value) for item in found.outcomes] == ([outcome] if outcome else [])
    assert [miss.why.partition(";")[0] for miss in found.uncounted] == ([why] if why else [])


def test_sarif_says_when_and_where():
    location = {"physicalLocation": {"artifactLocation": {"uri": "src/a.py"}, "region": {"startLine": 3}}}
    text = sarif(
        [{"ruleId": "XM-C5-01", "message": {"text": "bad\nname"}, "locations": [location]}], invocations=[{"endTimeUtc": "2026-10-08T01:02:03Z"}]
    )
    (outcome,) = matched(text).outcomes
    assert (outcome.on, outcome.note) == ("2026-10-08", "bad name; src/a.py, line 3")


@pytest.mark.parametrize(
    "junk", [{"runs": [None]}, {"runs": [{"results": [1]}]}, {"runs": [{"tool": [], "results": [{"rule": 3, "ruleIndex": "x"}]}]}]
)
def test_sarif_of_any_shape_is_read(junk):
    for case in read(json.dumps({"version": "2.1.0"} | junk).encode(), "x.sarif"):
        assert case.label


ODD = st.sampled_from([None, 1, -5, "x", [], {}, True, [None], {"a": 1}])


@settings(deadline=None)
@given(st.data())
def test_odd_values_in_sarif_and_json_stop_nothing_but_the_reading(data):
    def odd(value):
        if data.draw(st.integers(0, 11)) == 0:
            return data.draw(ODD)
        if isinstance(value, dict):
            return {name: odd(item) for name, item in value.items()}
        return [odd(item) for item in value] if isinstance(value, list) else value

    location = {"physicalLocation": {"artifactLocation": {"uri": "a"}, "region": {"startLine": 1}}}
    result = {"ruleId": "R2", "ruleIndex": 1, "kind": "fail", "level": "error", "locations": [location], "suppressions": [{"status": "accepted"}]}
    log = json.loads(sarif([result], invocations=[{"endTimeUtc": "2026-01-01"}]))
    for value, form in ((log, "sarif"), ([{"check": "A", "result": "pass", "date": "2026-01-01"}], "json")):
        try:
            match(read(json.dumps(odd(value)).encode(), "x", form), KNOWN, "2026-11-01")
        except CheckError as problem:
            assert problem.remedy


TABLES = [  # text, checks with results, days
    ('[{"check": "XM-C5-01", "result": "pass", "date": "2026-10-01"}]', [("XM-C5-01", "pass", "2026-10-01")]),
    ('{"results": [{"control": "XM-C5-01", "status": "Failed"}]}', [("XM-C5-01", "fail", "2026-11-01")]),
    (
        '{"check": "XM-C5-01", "result": "n/a"}\n{"check": "XM-C7-01", "result": "ok"}\n',
        [("XM-C5-01", "not_applicable", "2026-11-01"), ("XM-C7-01", "pass", "2026-11-01")],
    ),
    ("check;result;note\nXM-C5-01;pass;a, b\n\n", [("XM-C5-01", "pass", "2026-11-01")]),
    ('\ufeffControl ID,Outcome,Performed on\r\n"XM-C5-01",error,2026-10-02\r\n', [("XM-C5-01", "error", "2026-10-02")]),
    ("check\tresult\nXM-C5-01\tskipped\n", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_tables(text, expected):
    name = "r.json" if text.startswith(("{", "[")) else "r.csv"
    found = match(read(text.encode(), name), KNOWN, "2026-11-01")
    assert [(item.check, item.result.value, item.on) for item in found.outcomes] == expected


WRONG = [
    ("r.csv", "check,result,severity\nA,pass,high\n", "the column 'severity' is not read"),
    ("r.csv", "result,date\npass,2026-01-01\n", "no column for the check"),
    ("r.csv", "check,result\nA,perhaps\n", "line 2: 'perhaps' is no result"),
    ("r.csv", "check,result\nA,pass,extra\n", "3 cells, the heading 2"),
    ("r.csv", "check,result,date\nA,pass,1/2/2026\nB,pass,soon\n", "2 problems in the results"),
    ("r.csv", 'check,result\n"A,pass\n', "no CSV"),
    ("r.json", "[1]", "entry 1: not a table"),
    ("r.json", '[{"check": "A", "result": "pass", "owner": "x"}]', "'owner' is not read"),
    ("r.json", '{"x": 1}', "no list of results"),
    ("r.json", "{", "no JSON"),
    ("r.xml", "<testsuite><a>", "the XML is broken"),
    ("r.xml", "<html/>", "no JUnit XML"),
    ("r.xml", '<!DOCTYPE a [<!ENTITY x "y">]><testsuite/>', "entities"),
    ("r.bin", "what", "no file of results"),
    ("r.csv", "", "no file of results"),
]


@pytest.mark.parametrize(("name", "text", "words"), WRONG)
def test_what_cannot_be_read_is_refused(name, text, words):
    with pytest.raises(CheckError, match=words):
        read(text.encode(), name)


def test_bytes_that_are_no_text():
    with pytest.raises(CheckError, match="line 2: this is not UTF-8"):
        read(b"check,result\nA\xff,pass\n", "r.csv")


def test_formats_are_told_by_content():
    assert format_of("x", b"\xef\xbb\xbf  <testsuites/>") == "junit"
    assert format_of("x.txt", b'{"$schema": "s", "version": "2.1.0", "runs": []}') == "sarif"
    assert format_of("x", b"[]") == "json"
    with pytest.raises(CheckError, match="no format 'tap'"):
        read(b"1..2", "x.tap", "tap")


def test_the_worst_case_is_the_outcome():
    for words, expected in ((["pass", "fail", "error"], Result.FAIL), (["pass", "n/a"], Result.PASS), (["error", "pass"], Result.ERROR)):
        rows = [{"check": "XM-C5-01", "result": word} for word in words]
        (outcome,) = match(read(json.dumps(rows).encode(), "r.json"), KNOWN, "2026-11-01").outcomes
        assert outcome.result is expected
