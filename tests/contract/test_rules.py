"""Every rule that ships has a reason and examples, and the examples hold."""

import pytest

from regkit.extract.load_rules import Rule, layers, load_rules

RULES = [rule for layer in layers() for rule in load_rules(layer)]


def test_there_are_rules_for_each_layer() -> None:
    assert {"conditions", "deadlines", "definitions", "norms", "thresholds"} <= set(layers())


def test_ids_are_unique_over_all_layers() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_rule_has_a_gloss_and_an_example_that_fires(rule: Rule) -> None:
    assert rule.gloss.endswith((".", "?")) or " " in rule.gloss
    assert any(example.cue for example in rule.examples)
    for example in rule.examples:
        folded = rule.fold(example.text)
        found = [folded[start:end] for start, end in rule.cues(folded)]
        assert (rule.fold(example.cue) in found) if example.cue else not found
