"""Apply the rules of a layer to a sentence: only those whose words it holds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from regkit.extract.load_rules import Rule, alternation, load_rules
from regkit.extract.view import View


class Hit(NamedTuple):
    """Where a rule fired: the cue, and the whole match with its context."""

    start: int
    end: int
    rule: Rule
    groups: dict[str, tuple[int, int]]


class RuleSet:
    """The rules of one layer, ready to be applied. Immutable after construction, so it can be shared."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        words = sorted({word for rule in rules for word in rule.words})
        self._gate = re.compile(f"(?=({alternation(words).pattern}))")
        self._by_word: dict[str, list[int]] = {}
        for index, rule in enumerate(rules):
            for word in rule.words:
                for holder in words:
                    if word in holder:  # the gate finds the longest literal at a place, and with it those inside
                        self._by_word.setdefault(holder, []).append(index)

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield every place where a rule fires, by rule; cues inside citations, brackets and quotes are not seen."""
        plain = view.plain
        wanted = {index for match in self._gate.finditer(plain) for index in self._by_word[match[1]]}
        for index in sorted(wanted):
            rule = self.rules[index]
            for match in rule.pattern.finditer(plain):
                groups = {name: match.span(name) for name in rule.pattern.groupindex if match.start(name) >= 0}
                start, end = groups.get("cue") or match.span()
                yield Hit(start, end, rule, groups)

    def settled(self, view: View) -> list[Hit]:
        """Return the hits in reading order; of two that overlap, the earlier, then the longer one, then the first rule of the file stays."""
        kept: list[Hit] = []
        hits = list(self.hits(view))
        if len(hits) > 1:  # the sort is stable, and hits come in the order of the rules
            hits.sort(key=lambda hit: (hit.start, -hit.end))
        for hit in hits:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept


@cache
def rule_set(layer: str, folders: tuple[str, ...] = ()) -> RuleSet:
    """Return the rules of a layer with those of the user's folders. Raises: RuleError."""
    return RuleSet(load_rules(layer, [Path(folder) for folder in folders]))


@cache
def word_list(name: str, key: str) -> tuple[str, ...]:
    """Return a list of ``extract/words/<name>.toml``."""
    file = resources.files("regkit.extract") / "words" / f"{name}.toml"
    return tuple(tomllib.loads(file.read_text(encoding="utf-8"))[key])
