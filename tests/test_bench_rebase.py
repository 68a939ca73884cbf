"""The bench of carried quotes, on a pair made here: it finds every unchanged quote, and sees a wrong one."""

from __future__ import annotations

import json
import random
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from regkit.text.relocate import Outcome, Relocation

SPEC = spec_from_file_location("regkit_bench_rebase", Path(__file__).parent.parent / "bench" / "rebase.py")
assert SPEC and SPEC.loader
BENCH = module_from_spec(SPEC)
SPEC.loader.exec_module(BENCH)
THINGS = ["bell", "lamp", "rope", "stair", "clock", "organ", "door", "vane"]


@pytest.fixture
def folder(tmp_path):
    lines = [
        f"({letter}) The keeper of the {thing} shall look to the {thing} before the {thing}-feast of each year."
        for letter, thing in zip("abcdefgh", THINGS, strict=True)
    ]
    new = [*lines[:3], lines[3].replace("look to", "mend"), *lines[4:7]]
    made = tmp_path / "9__1__2"
    made.mkdir()
    for name, text in (("old", lines), ("new", new)):
        (made / f"{name}.txt").write_text("\n\n".join(["§ 9.1 Things.", *text]), encoding="utf-8")
    rows = [{"old": f"9-1-{letter}", "new": f"9-1-{letter}" if letter != "h" else None} for letter in "abcdefgh"]
    (made / "alignment.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return made


def test_every_quote_is_found_again(folder):
    errors = []
    found = BENCH.pair(folder, 50, 1, errors)
    assert errors == []
    assert (found["unchanged"], found["unchanged right"], found["reworded"], found["gone"], found["wrong"]) == (6, 6, 1, 1, 0)
    assert found["mutated"] == found["mutated right"] >= 7


def test_a_wrong_answer_is_seen(folder, monkeypatch):
    monkeypatch.setattr(BENCH.Carrier, "carry", lambda self, anchor: Relocation(outcome=Outcome.MOVED, span=BENCH.Span(0, 5), certain=True))
    assert BENCH.pair(folder, 50, 1, [])["wrong"] > 10


def test_a_mutated_wording_is_near():
    words = "one two three four five six seven eight nine ten"
    for seed in range(40):
        changed = BENCH.mutated(words, random.Random(seed)).split()
        assert len(set(words.split()) - set(changed)) <= 2
    assert BENCH.mutated("too few words", random.Random(1)) == "too few words"
