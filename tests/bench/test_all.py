"""The one command that measures: its charts, its tables, and that a part runs from end to end."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def drawing(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import chart

    return chart


@pytest.mark.parametrize(("power", "expected"), [(1, 1.0), (2, 2.0), (0.5, 0.5)])
def test_slope_is_the_exponent(drawing, power, expected):
    assert drawing.slope([(x, 3 * x**power) for x in (10, 100, 1_000)]) == pytest.approx(expected)


def test_slope_of_one_point_is_unknown(drawing):
    assert str(drawing.slope([(10, 2)])) == "nan"


def test_chart_is_well_formed_and_escapes_names(drawing):
    drawn = drawing.chart("A < B", "rows & more", "seconds", {"<script>": [(1, 0.02), (100, 4)], "other": [(10, 1)]})
    root = ET.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{space}polyline")) == 2
    assert "<script>" in [text.text for text in root.iter(f"{space}text")]
    for circle in root.iter(f"{space}circle"):
        assert drawing.LEFT <= float(circle.get("cx")) <= drawing.WIDTH - drawing.RIGHT
        assert drawing.TOP <= float(circle.get("cy")) <= drawing.HEIGHT - drawing.BOTTOM


def test_chart_of_nothing_is_nothing(drawing):
    assert drawing.chart("None", "x", "y", {"zero": [(0, 0)]}) == ""


def test_a_part_runs_and_the_others_stay_as_they_were(tmp_path):
    (tmp_path / "benchmarks.json").write_text(
        json.dumps({"builds": {"runs": 2, "sizes": [{"documents": 3, "whole": 4, "edited": 2, "unchanged": 1}]}})
    )
    done = subprocess.run(
        [sys.executable, str(BENCH / "all.py"), "--only", "accuracy", "--out", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads((tmp_path / "benchmarks.json").read_text())
    assert figures["builds"]["sizes"][0]["whole"] == 4
    assert "| layer |" in figures["accuracy"]["table"]
    assert "2.00 (50 %)" in (tmp_path / "benchmarks.txt").read_text()
    assert ET.parse(tmp_path / "bench-builds.svg").getroot().tag.endswith("svg")


def test_an_unknown_part_is_told():
    done = subprocess.run([sys.executable, str(BENCH / "all.py"), "--only", "nonsense"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no such part: nonsense" in done.stderr
