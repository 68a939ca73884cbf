"""Results are read strictly and get ids of their own."""

import pytest

from regkit.errors import CheckError
from regkit.model.check import Result
from regkit.trace.evidence import is_date, load_evidence, parse_evidence

GOOD = """\
- {check: CHK-1, result: pass, date: 2026-06-30, by: Operations}
- {check: CHK-1, result: fail, date: "2026-06-30"}
- {check: CHK-2, result: not_applicable, date: 2026-06-30, id: mine, note: "no such account"}
"""


def test_results_as_written():
    found = parse_evidence(GOOD.encode(), "evidence/q2.yaml")
    assert [item.id for item in found] == ["CHK-1/2026-06-30", "CHK-1/2026-06-30~2", "mine"]
    assert [item.result for item in found] == [Result.PASS, Result.FAIL, Result.NOT_APPLICABLE]
    assert found[1].place == "evidence/q2.yaml, line 2"


def test_json_and_ids_over_several_files(tmp_path):
    (tmp_path / "a.json").write_text('{"evidence": [{"check": "A", "result": "pass", "date": "2026-01-01"}]}')
    (tmp_path / "b.json").write_text('[{"check": "A", "result": "error", "date": "2026-01-01"}]')
    assert [item.id for item in load_evidence([tmp_path / "a.json", tmp_path / "b.json"], tmp_path)] == ["A/2026-01-01", "A/2026-01-01~2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {check: A, result: passed, date: 2026-01-01}", "invalid enum value 'passed'"),
        ("- {check: A, result: pass, date: yesterday}", "line 1: not a date: 'yesterday'"),
        ("- {check: A, result: pass, date: '2026-02-30'}", "not a date"),
        ("- {check: A, result: pass}", "missing required field 'date'"),
        ("- {check: A, result: pass, date: 2026-01-01, on: 3}", "unknown field"),
    ],
)
def test_wrong_evidence(text, message):
    with pytest.raises(CheckError, match=message):
        parse_evidence(text.encode(), "e.yaml")


@pytest.mark.parametrize(("text", "expected"), [("2026-06-30", True), ("20260630", False), ("2026-6-30", False), ("", False), ("2026-13-01", False)])
def test_dates(text, expected):
    assert is_date(text) is expected
