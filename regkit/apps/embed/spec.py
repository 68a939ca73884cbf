"""What a directive or role is, before anything is read: its names and options, and the values that a build keeps of it.

Light on purpose: a build in which nothing has changed imports this and no report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from regkit.report.blocks import Block, Section


class Shown(Struct, frozen=True, order=True):
    """A directive as it was written: its name, its argument, its options by name. Hashable, and small in a pickle."""

    kind: str
    argument: str = ""
    options: tuple[tuple[str, str], ...] = ()


class Place(Struct, frozen=True, gc=False):
    """Something that can be linked to: its place (`regkit.report.views.common.place`), the kind of thing, its id, and what people call it."""

    place: str
    kind: str
    id: str
    name: str


class Problem(Struct, frozen=True, gc=False):
    """What is wrong: ``kind`` is one of `PROBLEMS`."""

    kind: str
    words: str


PROBLEMS = {
    "unknown-id": "an id, a term, a citation or a document that the graph does not have",
    "changed-quote": "words that were pinned with `quote` are not in the text any more",
    "ambiguous": "a term that several documents define; name the definition by its id",
    "bad-option": "an option with a value that it does not take",
    "duplicate": "a requirement that two pages describe; mark one with `no-index`",
    "stale-graph": "the project's inputs have changed since `regkit build`",
    "no-project": "a directive or role is used, and no project is configured",
}
NO_PROJECT = Problem("no-project", "no project is configured, so nothing can be shown")


class Embedded(Struct, frozen=True, kw_only=True):
    """What a directive shows. ``index`` are entries of the index: words and the place that they lead to."""

    blocks: tuple[Block | Section, ...] = ()  # not decoded, so the name may stay unresolved
    places: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()
    index: tuple[tuple[str, str], ...] = ()


FILTERS = ("document", "status", "modality", "bearer", "owner", "id")
_SELECTION = (*FILTERS, "sort")
OPTIONS: dict[str, tuple[str, ...]] = {
    "requirement": ("quote",),
    "matrix": (*_SELECTION, "columns", "caption"),
    "gaps": (*_SELECTION, "columns", "caption"),
    "report": (),
    "register": (),
    "source": ("quote", "highlight", "only"),
    "tree": (),
    "coverage": FILTERS,
    "glossary": ("document", "terms"),
}
ARGUMENT = frozenset({"requirement", "report", "source", "tree"})  # kinds that need one
ROLES = ("cite", "provision", "req", "term")
PREFIX = "reg-"
_EXPLICIT = re.compile(r"(?s)(.+?)\s*<([^<>]*)>\Z")


def anchor(place: str) -> str:
    """Return the HTML id of a place."""
    return PREFIX + place


def split(written: str) -> tuple[str, str]:
    """Part ``words <target>`` into words and target; without a target both are the text.

    >>> split("the firm <a/1.1>"), split("a/1.1")
    (('the firm', 'a/1.1'), ('', 'a/1.1'))
    """
    found = _EXPLICIT.match(written.strip())
    return (found[1], found[2].strip()) if found else ("", written.strip())
