"""Which check a case is of: by the id that it names, or by the check's id in its name.

In this order, the first that finds anything: ids that the case names outright (a property, a column); a name that is an id; a name that has ids in
it, as words: ``test_XM_C5_01_gross[cme]`` has ``XM-C5-01``, since ``-``, ``_``, ``.`` and case do not tell ids apart here. An id of one word
without a digit is not looked for inside a name, where it would be found by chance.

Several cases of one check are one outcome, the worst of them: a check has passed where none of its cases has not. Cases that don't count (skipped)
do not make an outcome, but are named in its note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from regkit.model.check import Result
from regkit.trace.record import Outcome, unknown_check
from regkit.trace.results.model import Case, Matched, Miss

_WORD = re.compile(r"[^\W_]+")
_WORST = (Result.FAIL, Result.ERROR, Result.PASS, Result.NOT_APPLICABLE)
_LISTED = 5
_NOTE = 2000  # characters; the file itself is attached


def match(cases: Iterable[Case], known: Sequence[str], on: str, *, dated: bool = True) -> Matched:
    """Tie cases to checks.

    Args:
        cases: everything of a file.
        known: the ids of the checks.
        on: the day of outcomes whose file has no date.
        dated: use the file's dates; without it ``on`` is the day of all.
    """
    index = _Index(known)
    found: dict[str, list[Case]] = {}
    unknown, unmatched, uncounted = [], [], []
    for case in cases:
        checks = index.checks_of(case)
        for name in case.named:
            if name not in index.exact:
                unknown.append(Miss(place=case.place, label=case.label, why=unknown_check(name, known)))
        for check in checks:
            found.setdefault(check, []).append(case)
        if case.result is None:
            uncounted.append(Miss(place=case.place, label=case.label, why=case.note or "not carried out"))
        elif not checks and not case.named:
            unmatched.append(Miss(place=case.place, label=case.label, why="no check's id is in it"))
    outcomes = [_outcome(check, members, on, dated=dated) for check, members in found.items()]
    return Matched(
        outcomes=tuple(outcome for outcome in outcomes if outcome), unknown=tuple(unknown), unmatched=tuple(unmatched), uncounted=tuple(uncounted)
    )


class _Index:
    """Finds the ids of checks in names. Cost: a look-up for each run of words in a name, no longer than the longest id."""

    def __init__(self, known: Sequence[str]) -> None:
        self.exact = set(known)
        self.longest = 1
        self.words: dict[tuple[str, ...], str] = {}
        twice = Counter(_words(id) for id in self.exact)
        for id in known:
            words = _words(id)
            if twice[words] == 1 and (len(words) > 1 or any(char.isdigit() for char in id)):
                self.words[words] = id
                self.longest = max(self.longest, len(words))

    def checks_of(self, case: Case) -> list[str]:
        """Return the ids of the checks that a case is of, each once."""
        if case.named:
            return list(dict.fromkeys(name for name in case.named if name in self.exact))
        for name in case.names:
            if name in self.exact:
                return [name]
        for name in case.names:
            inside = self._inside(_words(name))
            if inside:
                return inside
        return []

    def _inside(self, words: tuple[str, ...]) -> list[str]:
        found: dict[str, None] = {}
        at = 0
        while at < len(words):
            for length in range(min(self.longest, len(words) - at), 0, -1):
                id = self.words.get(words[at : at + length])
                if id:
                    found[id] = None
                    at += length - 1
                    break
            at += 1
        return list(found)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _outcome(check: str, cases: list[Case], on: str, *, dated: bool) -> Outcome | None:
    counted = [case for case in cases if case.result is not None]
    if not counted:
        return None
    worst = min((case.result for case in counted if case.result), key=_WORST.index)
    date = max((case.date for case in counted if case.date), default="") if dated else ""
    by = next((case.by for case in counted if case.by), "")
    return Outcome(check=check, result=worst, on=date or on, by=by, note=_note(cases, counted, worst))


def _note(cases: list[Case], counted: list[Case], worst: Result) -> str:
    if len(cases) == 1:
        return cases[0].note[:_NOTE]
    number = sum(case.result is Result.PASS for case in counted)
    parts = [f"{number} of {len(counted)} passed"]
    bad = [case for case in counted if case.result is worst and worst is not Result.PASS]
    parts += [f"{case.label}: {case.note}" if case.note else case.label for case in bad[:_LISTED]]
    if len(bad) > _LISTED:
        parts.append(f"and {len(bad) - _LISTED} more")
    left = len(cases) - len(counted)
    if left:
        parts.append(f"{left} not carried out")
    return "; ".join(parts)[:_NOTE]
