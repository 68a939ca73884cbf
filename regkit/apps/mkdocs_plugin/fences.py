"""Fenced blocks of ours in a page of Markdown: ```` ```reg-matrix ````, an argument on the same line, options as ``:name: value`` lines below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from regkit.apps.embed.spec import ARGUMENT, OPTIONS, Problem, Shown

_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)$", re.M)
_CLOSE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*$", re.M)
_KIND = re.compile(r"\{?reg[-:](?P<kind>[a-z]+)\}?(?:\s+(?P<argument>.*?))?\s*\Z")
_OPTION = re.compile(r"\s*:(?P<name>[a-z-]+):[ \t]*(?P<value>.*?)\s*\Z")


class Fence(Struct, frozen=True):
    """A block: what it shows, where it begins and ends in the page, its line from 1.

    ``hidden`` asks for no anchors; ``odd`` are lines that are no option.
    """

    shown: Shown
    start: int
    end: int
    line: int
    hidden: bool
    odd: tuple[str, ...]


def find(markdown: str) -> Iterator[Fence]:
    """Yield the blocks of ours in reading order; what stands inside of another fenced block is that block's. A block without an end is none."""
    at = 0
    while (found := _FENCE.search(markdown, at)) is not None:
        fence = found["fence"]
        close = next((line for line in _CLOSE.finditer(markdown, found.end()) if line[1].startswith(fence)), None)
        if close is None:
            at = found.end()
            continue
        at = close.end()
        kind = _KIND.match(found["info"].strip())
        if kind is not None and not (fence[0] == "`" and "`" in found["info"]):
            yield _fence(kind["kind"], kind["argument"] or "", markdown, found.start(), close, found.end())


def _fence(kind: str, argument: str, markdown: str, start: int, close: re.Match[str], body: int) -> Fence:
    options: dict[str, str] = {}
    odd = []
    for line in markdown[body : close.start()].splitlines():
        found = _OPTION.match(line)
        if found:
            options[found["name"]] = found["value"]
        elif line.strip():
            odd.append(line.strip())
    hidden = options.pop("no-index", None) is not None
    shown = Shown(kind, argument, tuple(sorted(options.items())))
    return Fence(shown, start, close.end(), markdown.count("\n", 0, start) + 1, hidden, tuple(odd))


def problems_of(fence: Fence) -> tuple[Problem, ...]:
    """Return what keeps a block from being shown."""
    kind = fence.shown.kind
    if kind not in OPTIONS:
        return (Problem("bad-option", f"there is no block reg-{kind}; blocks are {', '.join(f'reg-{name}' for name in OPTIONS)}"),)
    known = OPTIONS[kind]
    wrong = [Problem("bad-option", f"reg-{kind} has no option {name!r}") for name, _ in fence.shown.options if name not in known]
    wrong += [Problem("bad-option", f"in reg-{kind}, this line is no option: {line!r}") for line in fence.odd]
    if kind in ARGUMENT and not fence.shown.argument:
        wrong.append(Problem("bad-option", f"reg-{kind} needs an id or a name on its first line"))
    return tuple(wrong)
