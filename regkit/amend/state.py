"""The state of reading one instruction, and what its tokens do to it: places entered, targets named, verbs ended.

`regkit.amend.parse` decides which token means what; here is how a target is put into its place, and how a verb with its targets becomes operations.
"""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from regkit.amend.members import Member
from regkit.amend.model import Action, Aspect, Operation, Target
from regkit.amend.tokens import Token


class Words(Struct):
    """A change of words that is being read."""

    action: Action
    old: list[str] = field(default_factory=list)
    new: str | None = None
    where: str = ""
    every: bool = False
    targets: list[Target] = field(default_factory=list)


class State:
    """One instruction while it is read: where it is, what the verb is, what has been named."""

    def __init__(self, text: str, original: str, context: tuple[Target, ...]) -> None:
        self.text = text
        self.original = original
        self.start = context
        self.base: tuple[Target, ...] = context  # where targets of this sentence are
        self.here: tuple[Target, ...] = ()  # where targets of this clause are
        self.subjects: list[Target] = []
        self.aspects: list[tuple[Aspect, str]] = []
        self.action: Action | None = None
        self.used = True  # whether the verb has found its target
        self.verb = ""
        self.words: Words | None = None
        self.operations: list[Operation] = []
        self.problems: list[str] = []
        self.moving: list[Target] = []
        self.arrived: list[Target] = []
        self.goal = False  # after "as": targets are where redesignated ones go
        self.tie = ""  # the preposition right before the next token
        self.skip = False
        self.amends = False
        self.last: list[Target] = []  # the targets named last, for "and revised" and for "of § 1.2"
        self.first = 0  # of the operations, that of the verb being read

    def adjacent(self, token: Token) -> bool:
        """Tell whether an aspect stands right after the unit before it ("paragraph (a) introductory text")."""
        before = self.text[: token.start].rstrip(" ,")
        return bool(re.search(r"(?:\)|\d|[a-z]\d[\w-]*|[IVXA-Z])$", before)) and self.tie == "" and not re.search(r"(?:and|or)$", before)

    def refine(self, aspect: Aspect) -> None:
        """Give the aspect to the unit named last."""
        target = self.last[-1]
        fresh = replace(target, aspect=aspect)
        for index in range(len(self.operations) - 1, -1, -1):
            if self.operations[index].target == target:
                self.operations[index] = replace(self.operations[index], target=fresh)
                break
        else:
            if target in self.subjects:
                self.subjects[self.subjects.index(target)] = fresh
        self.last = [*self.last[:-1], fresh]

    def settle_aspects(self) -> None:
        """Take what was named without its unit ("the heading is revised") as parts of where we are."""
        aspects, self.aspects = self.aspects, []
        places = tuple(self.subjects) or self.here or self.base
        if not aspects:
            return
        if not places:
            places = (Target(),)
        targets = [replace(place, aspect=aspect, name=name) for place in places for aspect, name in aspects]
        if self.action is not None and self.words is None:
            for target in targets:
                self.do(self.action, target)
            self.used = True
        else:
            self.subjects = targets

    def enter(self, targets: list[Target]) -> None:
        """Take units in as the place of what follows."""
        if self.words is not None:
            self.words.targets.extend(targets)
        elif self.action is not None and not self.used:
            self.here = tuple(targets)  # "adding to § 1.2 a new paragraph (c)"
        elif self.action is not None and self.used and self.last:
            self.action = None
            self.here = tuple(targets)
        else:
            if self.subjects:
                self.base = tuple(self.subjects)
            self.here = tuple(targets)
            self.subjects = []
        self.last = list(targets)

    def container(self, token: Token, targets: list[Target]) -> bool:
        """Tell whether a unit says where the targets before it are ("paragraph (b) of § 1.2", "the heading of Appendix A")."""
        if self.tie not in ("of", "to", "in", "from", "within", "under", "for"):
            return False
        if token.value in ("part", "subpart"):
            return bool(targets)
        if token.value in ("section", "appendix"):
            return bool(targets) and not any(target.section or target.appendix or target.headings for target in self.bare(targets))
        return False

    def bare(self, targets: list[Target]) -> list[Target]:
        """Return targets without what they have from the context only."""
        places = self.here or self.base
        if not places:
            return targets
        return [
            replace(target, section="", appendix="", headings=())
            if (target.section, target.appendix) == (places[0].section, places[0].appendix)
            else target
            for target in targets
        ]

    def of(self, places: list[Target], token: Token) -> None:
        """Put the targets named last into the unit named now."""
        place = places[0]

        def put(target: Target) -> Target:
            if token.value == "part":
                return replace(target, part=place.part)
            if token.value == "subpart":
                return replace(target, subpart=place.subpart, part=place.part or target.part)
            return replace(place, path=(*place.path, *target.path), aspect=target.aspect, name=target.name)

        if self.words is not None:
            self.words.targets = [put(target) for target in self.words.targets]
            return
        bare = [] if token.value in ("part", "subpart") else [op.target for op in self.operations[self.first :] if unplaced(op.target)]
        old = [*bare, *(target for target in self.last if target not in bare)]
        self.last = [put(target) for target in old]
        for before, after in zip(old, self.last, strict=True):
            self.operations = [replace(op, target=after) if op.target == before else op for op in self.operations]
            self.subjects = [after if target == before else target for target in self.subjects]
            self.moving = [after if target == before else target for target in self.moving]
            self.arrived = [after if target == before else target for target in self.arrived]
        moved = dict(zip(old, self.last, strict=True))
        if self.here and self.here[0] in moved:
            self.here = tuple(moved.get(target, target) for target in self.here)
        elif token.value in ("section", "appendix"):
            self.here = (place,)

    def do(self, action: Action, target: Target) -> None:
        """Add an operation; redesignations wait for where they go."""
        if action is Action.REDESIGNATE:
            self.moving.append(target)
        else:
            self.operations.append(Operation(action=action, target=target))

    def targets(self, token: Token) -> list[Target]:
        """Return what a unit names, in the place where it is named."""
        place = (self.here or self.base or (Target(),))[0]
        inside = token.value in ("comment", "section", "labelled") and self.subjects and self.subjects[-1].appendix
        if inside or (self.subjects and self.action is None and self.tie in ("in", "under", "at")):
            place = self.subjects[-1]
        return [_target(token, member, place) for member in token.members]

    def end_words(self) -> None:
        """Turn a change of words into operations."""
        change, self.words = self.words, None
        if change is None:
            return
        if not change.old and change.new is None:
            self.problems.append("it does not say which words")
            return
        places = tuple(change.targets) or self.here or self.base or (Target(),)
        self.aspects = []
        if change.action is Action.REVISE:
            self.problems.append("it does not say what the words become")
            return
        if change.action is Action.REPLACE_TEXT and change.new is None:
            self.problems.append("it does not say which words take the place")
            return
        kind = {Action.REMOVE: Action.REMOVE_TEXT, Action.ADD: Action.ADD_TEXT}.get(change.action, Action.REPLACE_TEXT)
        for place in places:
            for old in change.old or [""]:
                where = change.where or ("end" if kind is Action.ADD_TEXT and not old else "")
                self.operations.append(Operation(action=kind, target=place, old=old, new=change.new or "", where=where, every=change.every))

    def end_verb(self) -> None:
        """End what the verb so far does."""
        self.end_words()
        if self.action is not None and self.aspects:
            self.settle_aspects()
        if self.action is not None and not self.used:
            places = self.subjects or list(self.here)
            if self.action in (Action.REVISE, Action.REMOVE, Action.RESERVE, Action.ADD) and places and not self.operations:
                for place in places:
                    self.do(self.action, place)
                self.subjects, self.here = [], ()
            else:
                self.problems.append(f"nothing is named that “{self.verb.strip()}” is done to")
        self.end_moves()
        self.action, self.used, self.goal = None, True, False

    def end_moves(self) -> None:
        """Pair what is redesignated with where it goes."""
        moving, arrived = self.moving, self.arrived
        self.moving = []
        if not moving:
            return
        if len(moving) != len(arrived):
            self.problems.append(f"{len(moving)} are redesignated as {len(arrived)}")
            return
        self.operations += [Operation(action=Action.REDESIGNATE, target=a, to=b) for a, b in zip(moving, arrived, strict=True)]

    def clause_ends(self) -> None:
        """Go back to the place that the sentence began with."""
        self.end_verb()
        self.arrived = []
        self.skip = False
        if self.aspects:
            self.settle_aspects()
        if (self.subjects and not self.operations and not self.here) or (self.subjects and not self.operations):
            self.base = tuple(self.subjects)
        self.subjects = []
        if not self.operations and self.here and not self.amends:
            self.base = self.here
        self.here = ()
        self.last = []

    def finish(self) -> None:
        """Leave out what was read twice."""
        seen: dict[Operation, None] = {}
        for operation in self.operations:
            seen.setdefault(operation)
        self.operations = list(seen)


def _target(token: Token, member: Member, place: Target) -> Target:
    """Return the target that a member of a unit names, in the place where it is named."""
    labels = member.path
    if token.value == "part":
        return Target(part=labels[0], aspect=member.aspect)
    if token.value == "subpart":
        return Target(part=token.below or place.part, subpart=labels[0], aspect=member.aspect)
    if token.value == "appendix" and place.appendix.startswith("Supplement") and not token.below and labels[0].startswith("Appendix "):
        return replace(place, headings=(labels[0],), path=(), aspect=member.aspect, name="")  # the comments on an appendix
    if token.value == "appendix":
        return Target(part=token.below or place.part, appendix=labels[0], aspect=member.aspect)
    if token.value == "section":
        if place.appendix:
            return replace(place, headings=(f"Section {labels[0]}",), path=(), aspect=member.aspect, name="")
        return Target(part=place.part, section=labels[0], path=labels[1:], aspect=member.aspect)
    if token.value == "labelled":
        return replace(place, headings=(*place.headings, labels[0]), path=(), aspect=member.aspect, name="")
    if token.value == "comment":
        above = tuple(heading for heading in place.headings if heading.startswith("Section "))
        return replace(
            place, appendix=place.appendix or "Supplement I", section="", headings=(*above, labels[0]), path=labels[1:], aspect=member.aspect, name=""
        )
    if place.aspect is Aspect.DEFINITION and place.name and member.aspect is Aspect.WHOLE:
        return replace(place, path=labels)
    aspect = member.aspect
    keep = place.path if place.path and len(labels) < 2 and _below(place.path[-1], labels[0]) else ()
    return replace(place, path=(*keep, *labels), aspect=aspect, name="")


def unplaced(target: Target) -> bool:
    """Tell whether a target names no unit of the Code, only labels or a part of one."""
    return not (target.section or target.appendix or target.headings or target.subpart or target.part)


def _below(above: str, label: str) -> bool:
    """Tell whether a label that is written short stands below another: "in paragraph (a), remove (1)"."""
    return (above.islower() and label.isdigit()) or (above.isdigit() and not label.isdigit())
