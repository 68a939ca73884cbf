"""One pass over a text: cheap triggers find the places where a citation can stand, the family's grammar is tried there and nowhere else.

A trigger is a short string of lower-case text ("§", " cfr", "section"); the pattern of all triggers is one alternation grouped by first letters, so
that the pass costs about as much as looking at each character once. What a grammar has read is not read again: `Scan.floor` is where it ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from regkit.cite.grammar import fold_citation, lower_same_length
from regkit.model.annotation import Citation
from regkit.model.span import Span


class Scan:
    """A text while it is read.

    ``text`` is folded, ``lower`` the same in lower case, ``found`` what was found so far, ``floor`` where the last citation ended, ``names`` what a
    document's own short names of acts stand for, ``acts`` which act a section's number was last cited of, and where,
    ``barren`` where the levels end that were read last and are of no act: none is tried inside them.
    """

    __slots__ = ("acts", "barren", "floor", "found", "lower", "names", "text")

    def __init__(self, text: str, *, wrapped: bool = False, names: Mapping[str, str] | None = None) -> None:
        self.text = fold_citation(text, wrapped=wrapped)
        self.lower = lower_same_length(self.text)
        self.names = names or {}
        self.acts: dict[str, tuple[int, Any, str]] = {}
        self.floor = 0
        self.barren = 0
        self.found: list[Citation] = []

    def add(
        self,
        start: int,
        end: int,
        family: str,
        target: str | None,
        rule: str,
        *,
        through: str | None = None,
        group: Span | None = None,
        certain: bool = True,
        note: str = "",
    ) -> None:
        """Record a citation from ``start`` to ``end`` and move the floor behind it."""
        self.found.append(
            Citation(span=Span(start, end), family=family, target=target, rule=rule, through=through, group=group, certain=certain, note=note)
        )
        if end > self.floor:
            self.floor = end


Grammar = Callable[[Scan, int, int], int]
"""Reads what stands at a trigger (its start, its end); records citations and returns where it ended, or 0 where there is none."""


def trie(words: Iterable[str]) -> str:
    """Return a pattern that matches any of ``words``, longest first, sharing their first letters."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _spell(tree)


def _spell(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [re.escape(letter) + _spell(below) for letter, below in sorted(node.items()) if letter]
    if not branches:
        return ""
    spelled = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{spelled})?" if "" in node else spelled


class Scanner:
    """The triggers of all families and what each one starts."""

    def __init__(self, triggers: Iterable[tuple[str, Grammar]], glued: Iterable[str]) -> None:
        """``glued`` are the triggers that may follow a letter or a digit ("12CFR"); all others begin a word."""
        self._grammars: dict[str, list[Grammar]] = {}
        for word, grammar in triggers:
            self._grammars.setdefault(word, []).append(grammar)
        own = {word: tuple(found) for word, found in self._grammars.items()}
        for word in own:  # where "rules 20" begins no act, "rules " may still begin a rule
            self._grammars[word] += [each for n in range(len(word) - 1, 0, -1) for each in own.get(word[:n], ()) if each not in own[word]]
        self._glued = frozenset(glued)
        # A run of section signs is one trigger: a page of them must not cost a try each.
        self._pattern = re.compile(trie(self._grammars).replace("§", "§[§ ]*"))

    def read(self, scan: Scan) -> None:
        """Fill ``scan.found``, in reading order."""
        lower = scan.lower
        grammars, glued, search = self._grammars, self._glued, self._pattern.search
        match = search(lower)
        while match is not None:
            at, end = match.span()
            word = match.group()
            word = word if word[0] != "§" else "§"
            if word in glued or not at or not lower[at - 1].isalnum():
                for grammar in grammars[word]:
                    after = grammar(scan, at, end)
                    if after:
                        scan.floor = end = max(scan.floor, after)
                        break
                else:  # "this paragraph (c)": another trigger may begin inside
                    end = at + word.find(" ") + 1 if " " in word[:-1] else end
            match = search(lower, end)
