"""One amending instruction → its operations: a left-to-right reading of `regkit.amend.tokens`.

Two word orders are read: a verb and then what it is done to ("by revising paragraph (b)"), and what it is done to before the verb ("paragraph (b) is
revised"). What "in", "under" and "of" name is where later targets are looked for; a semicolon or full stop goes back to what the sentence began with.
A verb whose target is not named, and a target to which nothing is done, are problems: nothing is guessed.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from regkit.amend.model import Action, Aspect, Operation, Target
from regkit.amend.state import State, Words, unplaced
from regkit.amend.tokens import Kind, Token, tokens
from regkit.amend.verbs import AMEND
from regkit.cite.grammar import fold_citation

_ORDINAL = re.compile(r"\s*(?:\(?[0-9]{1,3}[.)]|\(?[A-Za-z][.)]|\(?[ivxl]{1,6}[.)])\s*(?=\S)")
_TEXTUAL = frozenset({Action.REMOVE, Action.ADD, Action.REVISE})
_REMARK = re.compile(
    r"\((?:as )?(?:referenced|described|added|amended|published|set forth|revised|effective)\b[^()]{0,160}(?:\([^()]{1,8}\)[^()]{0,80}){0,6}\)"
)
_TIED = re.compile(
    r"\s*(?:of|to|in|for|from|within|at)\s+(?:the\s+)?(?:end of\s+)?(?:newly\s+)?(?:(?:re)?designated\s+)?"
    r"(?=§|[Ss]ection|[Pp]ara|[Cc]omment|[Aa]pp|[Pp]art|[Ss]ub|\(|[Ss]upp)"
)


class Parsed(Struct, frozen=True):
    """What was read: operations, the place that later instructions are in (``context``), and what was not understood."""

    operations: tuple[Operation, ...]
    context: tuple[Target, ...]
    problems: tuple[str, ...]
    leads: bool


def parse_instruction(text: str, context: tuple[Target, ...] = ()) -> Parsed:
    """Return what one instruction says. ``context`` is what the instructions above it named. Never raises. Linear.

    >>> [str(operation) for operation in parse_instruction("2. In § 601.2, add paragraph (g) to read as follows:").operations]
    ['add § 601.2(g)']
    """
    folded = fold_citation(text).replace("\n", " ")
    ordinal = _ORDINAL.match(folded)
    body = " " * ordinal.end() + folded[ordinal.end() :] if ordinal else folded
    body = _REMARK.sub(lambda match: " " * len(match[0]), body)
    return _Parser(body, text, context).run()


class _Parser(State):
    """Reads the tokens one after the other; one method a kind of token."""

    def run(self) -> Parsed:
        for token in tokens(self.text):
            getattr(self, f"_{token.kind.name.lower()}")(token)
            if token.kind not in (Kind.IN, Kind.BESIDE):
                self.tie = ""
        self.clause_ends()
        self.finish()
        leads = not self.operations and not self.problems
        if leads and not (self.base or self.start or self.here):
            self.problems.append("no amendment is read in it")
            leads = False
        return Parsed(tuple(self.operations), self.here or self.base, tuple(self.problems), leads)

    # tokens

    def _verb(self, token: Token) -> None:
        word = self.original[token.start : token.end]
        if token.value == AMEND:
            self._amend(token)
            return
        action = Action(token.value)
        self.skip = False
        if self.words is not None and action is Action.ADD and self.words.action is Action.REMOVE and self.words.new is None:
            self.words.action = Action.REPLACE_TEXT  # "removing X and adding Y": decided when Y is there
            return
        passive = token.passive or action is Action.UNCHANGED
        if passive and (self.subjects or self.aspects):
            self.settle_aspects()
            self.end_verb()
            for target in self.subjects:
                self.do(action, target)
            self.last, self.subjects = list(self.subjects), []
            self.first = len(self.operations)
            self.action, self.used, self.verb = (action, True, word) if action is Action.REDESIGNATE else (None, True, "")
            return
        if token.passive and self.arrived and not self.subjects:
            for target in self.arrived:  # "redesignated as paragraph (e) and revised"
                self.operations.append(Operation(action=action, target=target))
            self.arrived = []
            return
        if token.passive and self.last and action is Action.REVISE:
            self.operations += [Operation(action=action, target=target) for target in self.last]
            return
        if token.passive:
            self.end_verb()
            self.problems.append(f"nothing is named that “{word.strip()}” is done to")
            return
        self.end_verb()
        if self.subjects or self.aspects:  # what was named before the verb is where the verb works
            self.settle_aspects()
            self.here = tuple(self.subjects) or self.here
            self.subjects = []
        self.action, self.used, self.verb, self.goal = action, False, word, False
        self.first = len(self.operations)

    def _amend(self, token: Token) -> None:
        self.end_verb()
        self.amends = True
        if token.passive or self.subjects:
            self.settle_aspects()
            if self.subjects:
                self.base = tuple(self.subjects)
                self.here = ()
            self.subjects = []
            self.action = None
        else:
            self.action = None

    def _unit(self, token: Token) -> None:
        if self.skip and token.value in ("section", "paragraph", "comment", "labelled"):
            return
        if self.aspects and self.aspects[-1] == (Aspect.ENTRY, "") and not self.tie:
            self.aspects[-1] = (Aspect.ENTRY, self.original[token.start : token.end])  # "an entry for § 1026.44": a row, no section
            return
        if self.goal and self.moving and len(self.arrived) >= len(self.moving):
            self.end_verb()  # "… as paragraphs 2 and 3, and new paragraph 1 is added"
        if token.value in ("paragraph", "comment") and self.action is None and self._adjoins(token):
            self.here, self.subjects = (self.subjects[-1],), self.subjects[:-1]  # "Section 25.3, paragraph (a), is revised"
        targets = self.targets(token)
        if not targets:
            return
        if self.words is not None and (self.words.old or self.words.new is not None):
            self.of(targets, token) if self.container(token, self.words.targets) else self.words.targets.extend(targets)
            return
        if self.tie and self.container(token, self.last) and (self.last or self.aspects):
            self.of(targets, token)
            return
        if self.aspects and self.tie in ("of", "to", "in", "for", "from", "within"):
            only = 1 if self.text[token.start : token.end].lower().startswith(("paragraph ", "§ ", "section ")) else len(targets)
            named = [replace(target, aspect=aspect, name=name) for target in targets[:only] for aspect, name in self.aspects]
            targets = [*named, *targets[only:]]
            self.aspects = []
        elif self.tie in ("in", "under", "to", "within", "from", "at") and (self.action is None or self.used or token.value != "paragraph"):
            self.settle_aspects()
            self.enter(targets)
            if token.value != "paragraph" and not self.operations and self.action is None:
                self.base, self.here = tuple(targets), ()
            return
        else:
            self.settle_aspects()
        self._named(targets)

    def _adjoins(self, token: Token) -> bool:
        """Tell whether a paragraph stands right after the unit that it is in."""
        if not self.subjects or self.subjects[-1].path or self.subjects[-1].aspect is not Aspect.WHOLE or unplaced(self.subjects[-1]):
            return False
        return self.text[: token.start].endswith(", ") and self.tie == ""

    def _named(self, targets: list[Target]) -> None:
        """Take targets in: as those of the verb before them, as where something goes, or as those of a verb to come."""
        if targets[0].section and not (self.here or self.base):
            self.here = (Target(part=targets[0].part, section=targets[0].section),)
        if self.goal and self.action is Action.REDESIGNATE:
            self.arrived += targets
        elif self.action is not None:
            for target in targets:
                self.do(self.action, target)
            self.used = True
        else:
            if (
                self.subjects
                and targets[0].headings
                and not targets[0].path
                and targets[0].headings[: len(self.subjects[-1].headings)] == self.subjects[-1].headings
            ):
                self.enter(targets)
                return
            self.subjects += targets
        self.last = list(targets)

    def _aspect(self, token: Token) -> None:
        if self.skip:
            return
        if token.aspect is Aspect.DEFINITION and self.words is not None and self.words.new is None and self.words.old:
            return
        ties = _TIED.match(self.text, token.end)
        near = self.last and self.adjacent(token)
        names = token.value.split("\n") if token.value and token.aspect is not Aspect.SENTENCE else [token.value]
        if near and not ties and token.aspect in (Aspect.INTRODUCTORY, Aspect.HEADING, Aspect.CONCLUDING):
            self.refine(token.aspect)
            return
        for name in names:
            self.aspects.append((token.aspect, name))
        if not ties:
            waits = token.aspect is Aspect.SENTENCE or (token.aspect is Aspect.ENTRY and not token.value)
            if self.action is not None and self.words is None and not waits:
                self.settle_aspects()
            return

    def _quote(self, token: Token) -> None:
        words = self.original[token.start : token.end]
        value = _unquoted(words) if token.value not in ".;,:)" or (len(words) > 12 and words[0] in "\"“'‘`") else token.value
        if words[0] not in "\"“'‘`":
            value = token.value
        if self.words is None:
            if self.action not in _TEXTUAL:
                return
            self.words = Words(self.action)
            self.used = True
        change = self.words
        if change.where and change.action is Action.ADD and change.new is not None:
            change.old.append(value)
        elif change.action is Action.ADD or change.action is Action.REPLACE_TEXT:
            if change.new is None:
                change.new = value
        else:
            change.old.append(value)

    def _beside(self, token: Token) -> None:
        word = token.value
        where = {"end": "end", "beginning": "start"}.get(word, "before" if word.endswith(("before", "preceding")) else "after")
        if self.words is not None and self.words.new is not None and self.words.action is Action.ADD:
            self.words.where = where
        elif self.words is not None:
            if where == "end":
                self.words.where = "end"
        elif self.aspects and where in ("end", "start"):
            self.tie = "of"
        elif self.aspects:
            self.skip = True  # "the heading preceding § 4.10": not a part of it
        elif self.action is Action.ADD:
            self.skip = where in ("before", "after") and self.used  # "adding paragraph (d) after paragraph (c)": only says where

    def _to_read(self, token: Token) -> None:
        if self.words is not None and self.words.action is Action.REVISE and "follows" not in token.value:
            self.words.action = Action.REPLACE_TEXT
            return
        reads = "read" in token.value  # "is amended as follows" is only a lead-in
        if self.amends and not self.operations and self.action is None and reads:
            self.settle_aspects()
            for target in self.subjects or self.base:  # "Section 1.2 is amended to read as follows"
                self.do(Action.REVISE, target)
            self.subjects = []

    def _every(self, token: Token) -> None:
        if self.words is not None:
            self.words.every = True
            self.words.where = self.words.where if self.words.action is Action.ADD else ""
        elif self.action in _TEXTUAL:
            self.words = Words(self.action, every=True)
            self.used = True

    def _place(self, token: Token) -> None:
        if self.words is not None and self.words.action is Action.REMOVE:
            self.words.action = Action.REPLACE_TEXT

    def _as(self, token: Token) -> None:
        if self.action is Action.REDESIGNATE or (self.moving and self.action is None):
            self.goal = True
            self.action = Action.REDESIGNATE

    def _in(self, token: Token) -> None:
        self.tie = token.value

    def _title(self, token: Token) -> None:
        if token.members and (self.here or self.base or self.subjects):
            place = (self.subjects or list(self.here) or list(self.base))[-1]
            self.enter([replace(place, headings=(*place.headings, token.members[0].path[0]), path=())])

    def _consisting(self, token: Token) -> None:
        self.skip = True

    def _unread(self, token: Token) -> None:
        self.problems.append(f"“{token.value}” is not understood")  # else what was to be done to it would be done to what it is in

    def _stop(self, token: Token) -> None:
        self.clause_ends()


def _unquoted(words: str) -> str:
    for left, right in (("“", "”"), ('"', '"'), ("``", "''"), ("‘‘", "’’"), ("‘", "’"), ("'", "'")):
        if words.startswith(left) and words.endswith(right) and len(words) > len(left) + len(right) - 1:
            return words[len(left) : -len(right)]
    return words.strip("\"'`“”‘’")
