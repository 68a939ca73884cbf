"""Rules of a user's own, in every layer: taken where they are sound, refused with file, rule and reason where they are not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from regkit.errors import RuleError
from regkit.extract.load_rules import layers, load_rules
from regkit.workflow import build_project, load

ROOT = Path(__file__).resolve().parents[2]
RULE = """
[[rule]]
id = "house.rule"
label = "{label}"
gloss = "What the house says."
words = ["forsooth"]
pattern = '\\bforsooth\\b'
"""
LABELS = {"norms": "obligation", "conditions": "if", "deadlines": "within", "thresholds": "at_least", "definitions": "means"}
WRONG = [
    ("", "has no example"),
    ('examples = [{ text = "Not here.", cue = "forsooth" }]', "fails its example"),
    ('examples = [{ text = "Here, forsooth.", cue = "" }]', "fails its example"),
]


@pytest.mark.parametrize("layer", sorted(LABELS))
def test_a_sound_rule_is_taken_into_its_layer(layer: str, tmp_path: Path) -> None:
    assert layer in layers()
    rule = RULE.format(label=LABELS[layer]) + 'examples = [{ text = "Pay, forsooth.", cue = "forsooth" }]\n'
    (tmp_path / f"{layer}.toml").write_text(rule, encoding="utf-8")
    assert load_rules(layer, [tmp_path])[-1].id == "house.rule"
    assert len(load_rules(layer, [tmp_path])) == len(load_rules(layer)) + 1


@pytest.mark.parametrize(("examples", "reason"), WRONG, ids=[reason + examples[:30] for examples, reason in WRONG])
@pytest.mark.parametrize("layer", sorted(LABELS))
def test_an_unsound_rule_is_refused_with_file_rule_and_reason(layer: str, examples: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / f"{layer}.toml"
    path.write_text(RULE.format(label=LABELS[layer]) + examples + "\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(layer, [tmp_path])
    assert reason in caught.value.message
    assert str(path) in caught.value.place
    assert "house.rule" in caught.value.place


def test_the_example_of_the_page_makes_a_requirement(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n(.*?)```", page, re.S)
    assert found
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns("build", ".regkit"))
    (folder / "rules").mkdir()
    (folder / "rules" / "norms.toml").write_text(found[1], encoding="utf-8")
    source = folder / "ficc-gsd-xm-rules" / "source.txt"
    source.write_text(source.read_text(encoding="utf-8") + "\n\nA Member sees to it that the ledger is kept.\n", encoding="utf-8")
    about = folder / "ficc-gsd-xm-rules" / "document.toml"
    about.write_text(re.sub(r'(?m)^sha256 = ".*"\n', "", about.read_text(encoding="utf-8")), encoding="utf-8")
    build_project(folder)
    assert [data["quote"] for _, data in load(folder).nodes(data=True) if data.get("rule") == "house.sees-to"] == [
        "A Member sees to it that the ledger is kept."
    ]
