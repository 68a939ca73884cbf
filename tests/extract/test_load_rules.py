"""A rule is data, and is refused where its examples do not hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.errors import RuleError
from regkit.extract.load_rules import alternation, literal, load_rules, parse_rules

GOOD = """
[[rule]]
id = "mine.warrants"
label = "obligation"
gloss = "In our contracts a party warrants."
words = ["warrants"]
pattern = 'warrants(?! not)'
subject = "weak"
examples = [{ text = "The seller Warrants the title.", cue = "Warrants" }, { text = "It warrants not.", cue = "" }]
"""


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_rule_is_read() -> None:
    (rule,) = parse_rules(GOOD, "mine.toml")
    assert (rule.id, rule.label, rule.words, rule.certain) == ("mine.warrants", "obligation", ("warrants",), True)
    assert rule.data == {"subject": "weak"}
    assert rule.cues("he warrants it") == [(3, 11)]


REFUSED = [
    ("examples = [", "remarks = [", "no example"),
    ('cue = "Warrants"', 'cue = "title"', "fails its example"),
    ('cue = ""', 'cue = "warrants"', "finds nothing"),
    ("(?! not)", "", "should not"),
    ('gloss = "In our contracts a party warrants."', "", "no gloss"),
    ("(?! not)", "(", "not a regular expression"),
    ('["warrants"]', '["guarantees"]', "words"),
    ('["warrants"]', "[]", "words"),
    ('["warrants"]', '["Warrants"]', "words"),
    ("[[rule]]", "[rules]", r"\[\[rule\]\]"),
    ("[[rule]]", "[[rule", "TOML"),
]


@pytest.mark.parametrize(("old", "new", "reason"), REFUSED)
def test_rule_is_refused_with_the_reason(old: str, new: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason) as error:
        parse_rules(changed(old, new), "mine.toml")
    assert "mine.toml" in str(error.value)


def test_refusal_names_the_rule() -> None:
    with pytest.raises(RuleError, match=r"mine\.toml: rule mine\.warrants"):
        parse_rules(changed('cue = "Warrants"', 'cue = "title"'), "mine.toml")


def test_folder_adds_rules(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text(GOOD, encoding="utf-8")
    assert [rule.id for rule in load_rules("norms", [tmp_path])] == [*(rule.id for rule in load_rules("norms")), "mine.warrants"]
    assert load_rules("conditions", [tmp_path]) == load_rules("conditions")


def test_id_is_taken_once(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text(changed("mine.warrants", "obligation.shall"), encoding="utf-8")
    with pytest.raises(RuleError, match="taken"):
        load_rules("norms", [tmp_path])


@given(
    st.lists(st.text(alphabet="abc $-", min_size=1, max_size=5).filter(str.strip), min_size=1, max_size=6), st.text(alphabet="abc $-.", max_size=40)
)
def test_gate_lets_in_what_any_word_is_in(words: list[str], text: str) -> None:
    words = [word.strip() for word in words]
    assert bool(alternation(words).search(text)) == any(literal(word).search(text) for word in words)
