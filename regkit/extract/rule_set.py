"""Apply the rules of a layer to a sentence: only those whose words it holds."""

from __future__ import annotations

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
    """The rules of one layer, ready to be applied. Nothing but a cache changes after construction, so it can be shared."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._gate = alternation(word for rule in rules for word in rule.words)
        self._by_word: dict[str, tuple[int, ...]] = {}

    def hits(self, view: View) -> Iterator[Hit]:
        """Yield every place where a rule fires, by rule; cues inside citations, brackets and quotes are not seen."""
        plain = view.plain
        words = view.words if view.words is not None else set(self._gate.findall(plain))
        wanted = {index for word in words for index in self._wanting(word)}
        for index in sorted(wanted):
            rule = self.rules[index]
            for match in rule.pattern.finditer(plain):
                groups = {name: match.span(name) for name in rule.pattern.groupindex if match.start(name) >= 0}
                start, end = groups.get("cue") or match.span()
                yield Hit(start, end, rule, groups)

    def _wanting(self, found: str) -> tuple[int, ...]:
        """Return the rules that a literal found in a text may call for; a scan for literals finds only the longest of those that overlap."""
        known = self._by_word.get(found)
        if known is None:
            known = tuple(index for index, rule in enumerate(self.rules) if any(overlaps(word, found) for word in rule.words))
            self._by_word[found] = known
        return known

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


def overlaps(word: str, found: str) -> bool:
    """Tell whether ``word`` may stand where ``found`` was found: inside it, or beginning with its last words."""
    if word in found:
        return True
    parts, heads = found.split(" "), word.split(" ")
    return any(parts[-n:] == heads[:n] for n in range(1, min(len(parts), len(heads)) + 1))


@cache
def rule_set(layer: str, folders: tuple[str, ...] = ()) -> RuleSet:
    """Return the rules of a layer with those of the user's folders. Raises: RuleError."""
    return RuleSet(load_rules(layer, [Path(folder) for folder in folders]))


@cache
def word_list(name: str, key: str) -> tuple[str, ...]:
    """Return a list of ``extract/words/<name>.toml``."""
    file = resources.files("regkit.extract") / "words" / f"{name}.toml"
    return tuple(tomllib.loads(file.read_text(encoding="utf-8"))[key])
