"""Rules of a user's own, in every layer: taken where they are sound, refused with file, rule and reason where they are not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from regkit.errors import RuleError
from regkit.extract.load_rules import layers, load_rules
from regkit.read import read_bytes
from regkit.workflow import build_project, extract, load

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


@pytest.mark.parametrize(
    ("file", "label", "more", "reason"),
    [
        ("norm.toml", "obligation", "", r"norm\.toml: there is no layer of rules of that name\. Did you mean norms\.toml\?"),
        ("citations.toml", "cfr", "", r"citations\.toml: there is no layer of rules of that name"),
        ("norms.toml", "obligated", "", r"rule house\.rule: has the label 'obligated', which norms do not have\. Did you mean 'obligation'\?"),
        ("deadlines.toml", "soon", "", r"has the label 'soon', which deadlines do not have\. Labels are: after"),
        ("thresholds.toml", "at-least", "", r"Did you mean 'at_least'\?"),
        ("definitions.toml", "mean", "", r"Did you mean 'means'\?"),
        ("norms.toml", "obligation", "certian = false\n", r"has a key that nothing reads: 'certian'\. Did you mean 'certain'\?"),
    ],
)
def test_what_no_layer_knows_is_refused(file: str, label: str, more: str, reason: str, tmp_path: Path) -> None:
    examples = 'examples = [{ text = "Pay, forsooth.", cue = "forsooth" }]\n'
    (tmp_path / file).write_text(RULE.format(label=label) + more + examples, encoding="utf-8")
    with pytest.raises(RuleError, match=reason):
        load_rules(file.removesuffix(".toml").replace("norm", "norms").replace("normss", "norms"), [tmp_path])


OWN = {
    "conditions": (
        "house.given-leave",
        "if",
        "by leave of",
        "A member may withdraw by leave of the clearing bank.",
        lambda norm, quote: [quote(found.span) for found in norm.conditions],
        ["by leave of the clearing bank"],
    ),
    "exceptions": (
        "exception.house-barring",
        "unless",
        "barring",
        "A member may withdraw barring an open default.",
        lambda norm, quote: [quote(found.span) for found in norm.exceptions],
        ["barring an open default"],
    ),
    "deadlines": (
        "house.fortnightly",
        "at_least_every",
        "each fortnight",
        "A member must report each fortnight.",
        lambda norm, quote: [(quote(found.span), found.relation) for found in norm.deadlines],
        [("each fortnight", "at_least_every")],
    ),
}


@pytest.mark.parametrize("name", sorted(OWN))
def test_what_a_rule_of_ones_own_finds_is_marked(name: str, tmp_path: Path) -> None:
    id, label, words, sentence, marked, wanted = OWN[name]
    layer = "conditions" if name == "exceptions" else name
    rule = f"""[[rule]]
id = "{id}"
label = "{label}"
gloss = "What the house says."
words = ["{words}"]
pattern = '\\b{words}\\b'
examples = [{{ text = "{sentence}", cue = "{words}" }}]
"""
    (tmp_path / f"{layer}.toml").write_text(rule, encoding="utf-8")
    document = read_bytes(sentence.encode(), "rule.txt")
    (norm,) = extract(document, rules=[tmp_path]).norms
    assert marked(norm, document.quote) == wanted
    (bare,) = extract(document).norms
    assert marked(bare, document.quote) != wanted


def test_a_definition_in_words_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "definitions.toml").write_text(
        """[[rule]]
id = "house.stands-for"
label = "means"
gloss = "The way the house defines."
words = ["stands for"]
pattern = '\\bstands for\\b'
examples = [{ text = 'The term "float" stands for cash in hand.', cue = "stands for" }]
""",
        encoding="utf-8",
    )
    document = read_bytes(b'The term "float" stands for cash in hand.\n\nA member must report the float.', "rule.txt")
    (found,) = extract(document, rules=[tmp_path]).definitions
    assert (found.term, document.quote(found.body), found.rule) == ("float", "stands for cash in hand.", "house.stands-for")
    assert extract(document).definitions == ()


def test_an_amount_in_words_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "thresholds.toml").write_text(
        """[[rule]]
id = "house.north-of"
label = "more_than"
gloss = "The way the house says more."
words = ["north of"]
pattern = '\\bnorth of (?P<u>[$])(?P<n>[\\d,]+)'
examples = [{ text = "fees north of $5,000", cue = "north of $5,000" }]
""",
        encoding="utf-8",
    )
    document = read_bytes(b"A member must report fees north of $5,000.", "rule.txt")
    (norm,) = extract(document, rules=[tmp_path]).norms
    (amount,) = norm.thresholds
    assert (document.quote(amount.span), amount.relation, amount.quantity) == ("north of $5,000", "more_than", 5000.0)
