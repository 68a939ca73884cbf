"""Find many terms in a text at once: a trie over words.

Why a trie of our own, measured on the 5 M characters of rule text of the benchmark, one core, with terms of one to three words drawn from that
text, and their plurals:

=========  ==========  =============  ========================  =============================
terms      built in    reads          pyahocorasick, filtered   matches in 5 M characters
=========  ==========  =============  ========================  =============================
100        1 ms        14 M chars/s   30 M chars/s              0.10 M
1,000      5 ms        11 M chars/s   11 M chars/s              0.24 M
10,000     46 ms        8 M chars/s    6 M chars/s              0.36 M
=========  ==========  =============  ========================  =============================

Half the text takes half the time, and a hundred times the terms less than twice. A compiled Aho-Corasick automaton over characters (the column
beside) is no faster where it matters, since it finds the inside of words too and each find must be tested for its ends; the longest of them would
still have to be chosen, and a hyphen for a space be folded first. Its failure links buy nothing here: terms are a few words long, and a restart
at the next word costs at most the longest term. spaCy's PhraseMatcher first needs a Doc of the whole text: 1.4 M chars/s. One regular
expression of all terms takes ten times as long to build, and gives no values.

Words are compared folded to lower case; between two words of a term stands what stands there in the term, a space and a hyphen being equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Generic, TypeVar

from regkit.text.quotes import fold_lower

Value = TypeVar("Value")
_WORD = re.compile(r"[^\W_]+")
_SIBILANT = ("s", "x", "z", "ch", "sh")
_END = ""


def folded(text: str) -> str:
    """Return ``text`` as `TermTrie.find` reads it: in lower case, but with its line feeds, since no term runs over two paragraphs; same length."""
    return "\n".join(map(fold_lower, text.split("\n")))


class TermTrie(Generic[Value]):
    """Terms with values; `find` yields the longest term at each place, left to right, never overlapping.

    A word is a run of letters and digits. A possessive's "'s" is no part of a match.
    """

    def __init__(self, terms: Iterable[tuple[str, Value]]) -> None:
        self._first: dict[str, dict[str, object]] = {}
        for term, value in terms:
            words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(fold_lower(term))]
            if not words:
                continue
            node = self._first.setdefault(words[0][0], {})
            spelled = fold_lower(term)
            for (_, _, end), (word, start, _) in pairwise(words):
                node = node.setdefault(_gap(spelled[end:start]) + word, {})  # type: ignore[assignment]
            node.setdefault(_END, []).append(value)  # type: ignore[attr-defined]

    def find(self, lower: str) -> Iterator[tuple[int, int, list[Value]]]:
        """Yield (start, end, values) in a text that went through `folded`. Linear in the text, whatever the number of terms."""
        first = self._first
        done = 0
        for match in _WORD.finditer(lower):
            node = first.get(match[0])
            if node is None or match.start() < done:
                continue
            best = self._longest(lower, match.end(), node)
            if best is not None:
                done = best[0]
                yield match.start(), done, best[1]

    @staticmethod
    def _longest(lower: str, end: int, node: Mapping[str, object]) -> tuple[int, list[Value]] | None:
        best: tuple[int, list[Value]] | None = None
        while True:
            values = node.get(_END)
            if values is not None:
                best = (end, values)  # type: ignore[assignment]
            if len(node) == (values is not None):
                return best
            following = _WORD.search(lower, end, end + 80)
            if following is None:
                return best
            found = node.get(_gap(lower[end : following.start()]) + following[0])
            if found is None:
                return best
            node, end = found, following.end()  # type: ignore[assignment]


def _gap(between: str) -> str:
    """Return what stands between two words, in one spelling: a space and a hyphen are equal, so is any run of spaces; a line feed is not."""
    return " " if between in (" ", "-", "- ", " - ") else between


def forms(term: str, *, verb: bool = False) -> tuple[str, ...]:
    """Return the surface forms of a term, itself first: its plural or singular, or, for a verb, its first word inflected.

    >>> forms("consumer lease"), forms("eligible positions")
    (('consumer lease', 'consumer leases'), ('eligible positions', 'eligible position'))
    >>> forms("extension of credit")
    ('extension of credit', 'extension of credits', 'extensions of credit')
    >>> forms("collect", verb=True)
    ('collect', 'collects', 'collected', 'collecting')
    """
    words = term.split(" ")
    if verb:
        return tuple(" ".join((form, *words[1:])) for form in _conjugated(words[0]))
    found = [term]
    found += [" ".join((*words[:-1], form)) for form in _numbered(words[-1])]
    for at, word in enumerate(words[1:-1], start=1):
        if word in ("of", "for", "in", "to", "against"):
            found += [" ".join((*words[: at - 1], form, *words[at:])) for form in _numbered(words[at - 1])]
            break
    return tuple(dict.fromkeys(found))


def _numbered(word: str) -> list[str]:
    """Return the plural of a singular, the singular of a plural; [] for what has none."""
    if len(word) < 2 or not word[-1].isalpha():
        return []
    if word.endswith("ies") and len(word) > 4:
        return [word[:-3] + "y"]
    if word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return [word[:-2]]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return [word[:-1]]
    if word.endswith("y") and word[-2] not in "aeiou":
        return [word[:-1] + "ies"]
    return [word + ("es" if word.endswith(_SIBILANT) else "s")]


def _conjugated(word: str) -> tuple[str, ...]:
    if word.endswith("e"):
        return word, word + "s", word + "d", word[:-1] + "ing"
    if word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
        return word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"
    return word, word + ("es" if word.endswith(_SIBILANT) else "s"), word + "ed", word + "ing"
