"""What an amending instruction says, as values: an action, what it is done to, and the words it takes out or puts in."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from regkit.cite.grammar import printed


class Action(StrEnum):
    """What is done to a target. ``unchanged`` is an instruction that says that nothing changes ("continues to read as follows")."""

    ADD = "add"
    REVISE = "revise"
    REMOVE = "remove"
    RESERVE = "reserve"
    REDESIGNATE = "redesignate"
    REPLACE_TEXT = "replace_text"
    REMOVE_TEXT = "remove_text"
    ADD_TEXT = "add_text"
    SUSPEND = "suspend"
    UNCHANGED = "unchanged"


class Aspect(StrEnum):
    """Which part of a unit is meant."""

    WHOLE = "whole"
    INTRODUCTORY = "introductory text"
    HEADING = "heading"
    AUTHORITY = "authority citation"
    SOURCE = "source note"
    CONTENTS = "table of contents"
    TABLE = "table"
    ENTRY = "entry"
    DEFINITION = "definition"
    SENTENCE = "sentence"
    CONCLUDING = "concluding text"
    NOTE = "note"
    TEXT = "text"


class Target(Struct, frozen=True, kw_only=True):
    """What an instruction points to: a unit of the Code by its labels, and which part of it.

    ``part`` "1002"; ``subpart`` "B"; ``section`` "1002.14"; ``appendix`` "Appendix C" or "Supplement I"; ``headings`` the headings below an
    appendix, as printed ("Section 1002.14", "14(a)(1)"); ``path`` the labels of the paragraph below the section or heading, without brackets.
    ``name`` is the defined term, the table entry, or the number of the sentence ("first", "last").
    """

    part: str = ""
    subpart: str = ""
    section: str = ""
    appendix: str = ""
    headings: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    aspect: Aspect = Aspect.WHOLE
    name: str = ""

    def __str__(self) -> str:
        """Return the target for people, in one line: "§ 1002.4(d)(2) introductory text"."""
        if self.section:
            unit = ", ".join((f"§ {self.section}", *self.headings)) + printed(self.path)
        elif self.appendix or self.headings:
            below = ".".join(self.path)
            unit = ", ".join(part for part in (self.appendix, *self.headings, below) if part)
        elif self.subpart:
            unit = f"part {self.part}, subpart {self.subpart}" if self.part else f"subpart {self.subpart}"
        elif self.part:
            unit = f"part {self.part}"
        else:
            unit = f"paragraph {printed(self.path)}" if self.path else ""
        name = f' "{self.name}"' if self.name else ""
        aspect = "" if self.aspect is Aspect.WHOLE else f" {self.aspect.value}"
        return f"{unit}{aspect}{name}".strip()


class Operation(Struct, frozen=True, kw_only=True):
    """One thing to do. ``to`` is where a redesignated unit goes; ``old`` and ``new`` are the words of a change of text.

    ``where`` says beside which words new ones go: "after", "before", "end" or "start", ``old`` being those words. ``every`` says that all
    occurrences are meant; ``text`` that the replacement text follows the instruction.
    """

    action: Action
    target: Target
    to: Target | None = None
    old: str = ""
    new: str = ""
    where: str = ""
    every: bool = False
    text: bool = False

    def __str__(self) -> str:
        """Return the operation for people, in one line; the form that the grammar's examples are written in."""
        head = f"{self.action.value} {self.target}".rstrip()
        if self.to is not None:
            return f"{head} → {self.to}"
        every = " everywhere" if self.every else ""
        if self.action is Action.REPLACE_TEXT:
            return f'{head}: "{self.old}" → "{self.new}"{every}'
        if self.action is Action.REMOVE_TEXT:
            return f'{head}: "{self.old}"{every}'
        if self.action is Action.ADD_TEXT:
            beside = f' {self.where} "{self.old}"' if self.old else f" at the {self.where}" if self.where else ""
            return f'{head}: "{self.new}"{beside}{every}'
        return head


class Instruction(Struct, frozen=True, kw_only=True):
    """One amending instruction: its words, what it means, and what of it was not understood.

    ``number`` is as printed with those it stands under ("5.A.i"). ``group`` counts the places where replacement text follows: instructions of one
    group share it. ``leads`` says that it only names what the instructions under it change. ``problems`` are what a person must read.
    """

    text: str
    number: str = ""
    title: str = ""
    part: str = ""
    group: int = 0
    operations: tuple[Operation, ...] = ()
    leads: bool = False
    problems: tuple[str, ...] = ()
    place: str = ""

    @property
    def understood(self) -> bool:
        """Whether all of it is read: there are operations (or it is a lead-in) and no problem."""
        return not self.problems and (self.leads or bool(self.operations))
