"""What the fuzz (bench/fuzz_citations.py) has once found wrong stays right, and a few fresh texts are."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "fuzz_citations.py"
spec = importlib.util.spec_from_file_location("fuzz_citations", BENCH)
assert spec is not None
assert spec.loader is not None
fuzz = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fuzz)
LINES = [json.loads(line) for line in fuzz.SEEDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
TEXTS = [line for line in LINES if isinstance(line, str)]


def wrong(text):
    return [fault for fault in fuzz.run(text) if not fault.endswith("characters")]  # no timing in tests


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_what_failed_once_does_not_again(text):
    assert wrong(text) == []


@pytest.mark.parametrize("seed", range(0, 100, 5))
def test_texts_of_each_kind(seed):
    assert [fault for each in range(seed, seed + 5) for fault in wrong(fuzz.text_of(each))] == []


def test_a_fault_is_seen(monkeypatch):
    monkeypatch.setattr(fuzz, "find", lambda text, *, wrapped=False: [text, wrapped, len(text)])
    assert any("Error" in fault for fault in wrong("15 U.S.C. 78o"))
