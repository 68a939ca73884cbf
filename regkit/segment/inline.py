"""Items inside one paragraph: "must: (i) name the account; (ii) state the amount; and (iii) be signed"."""

from __future__ import annotations

import re

from msgspec import Struct

from regkit.model.span import Span
from regkit.segment.logic import Logic, conjunction, decide

_MARKER = re.compile(r"(?:(?<=[\s:;,—–-])|^)\(?(?P<label>[0-9]{1,2}|[ivx]{1,5}|[IVX]{1,5}|[a-z]|[A-Z])\)(?=\s)")
_REFERENCE = re.compile(r"\b(?:(?:sub)?(?:paragraph|section|clause|item|part|rule|subdivision)s?|§+|in|under|with|at|of)\s+(?:[\w.()-]*\s)?$", re.I)
_NAMED = re.compile(r"\b(?:sub)?(?:paragraph|section|clause)s?\s$", re.I)
_DEEPEST = 5  # no sentence nests deeper, and a bound keeps the cost linear
_JOINTS = frozenset({"", "and", "or", "and/or"})
_TERMINAL = " \t\n.;,"
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()  # noqa: SIM905


class InlineItem(Struct, frozen=True, kw_only=True):
    """One item. ``marker`` covers "(i)", ``span`` its words without marker, closing punctuation and conjunction; ``label`` is without brackets."""

    label: str
    marker: Span
    span: Span


class InlineList(Struct, frozen=True, kw_only=True):
    """A list in running text. ``lead`` is what stands before the first marker; ``depth`` is 0 for the outermost."""

    lead: Span
    items: tuple[InlineItem, ...]
    logic: Logic
    depth: int = 0


class _Open:
    def __init__(self, series: tuple[str, ...] | None, numbered: bool, lead: int) -> None:
        self.series = series
        self.numbered = numbered
        self.lead = lead
        self.marks: list[tuple[str, int, int]] = []
        self.end = 0

    @property
    def next(self) -> str:
        n = len(self.marks)
        if self.numbered:
            return str(n + 1)
        return self.series[n] if self.series and n < len(self.series) else ""


_SERIES = {
    "i": tuple(_ROMANS),
    "I": tuple(roman.upper() for roman in _ROMANS),
    "a": tuple("abcdefghijklmnopqrstuvwxyz"),
    "A": tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
}


def inline_items(text: str, start: int = 0, end: int | None = None) -> tuple[InlineList, ...]:
    """Return the lists in ``text[start:end]``, best one sentence, outer lists before inner ones; linear in the text.

    A list needs two markers that follow each other ("(i)" and "(ii)"), so that a lone "(a)" or a reference to a paragraph is none. Offsets are
    those of ``text``. The last item ends where the sentence does: what is said of all items after the last one cannot be told apart by form.
    """
    end = len(text) if end is None else end
    stack: list[_Open] = []
    done: list[tuple[int, _Open]] = []
    for match in _MARKER.finditer(text, start, end):
        label = match["label"]
        level = next((n for n in range(len(stack) - 1, -1, -1) if stack[n].next == label), -1)
        if level < 0 and (label not in {"1", *_SERIES} or _REFERENCE.search(text, max(start, match.start() - 40), match.start())):
            continue
        if level >= 0 and _is_reference(text, stack[level], match):
            continue
        if level < 0:
            same = next((n for n, one in enumerate(stack) if len(one.marks) == 1 and one.marks[0][0] == label), len(stack))
            while len(stack) > same:  # the first "(a)" was no item after all
                stack[-1].end = match.start()
                done.append((len(stack) - 1, stack.pop()))
            if len(stack) == _DEEPEST:
                continue
            lead = stack[-1].marks[-1][2] if stack else start
            stack.append(_Open(_SERIES.get(label), label == "1", lead))
            level = len(stack) - 1
        while len(stack) > level + 1:
            stack[-1].end = match.start()
            done.append((len(stack) - 1, stack.pop()))
        stack[level].marks.append((label, match.start(), match.end()))
    while stack:
        stack[-1].end = end
        done.append((len(stack) - 1, stack.pop()))
    found = [_finish(text, depth, one) for depth, one in done if len(one.marks) > 1]
    return tuple(sorted(found, key=lambda one: (one.items[0].marker, one.depth)))


def _is_reference(text: str, one: _Open, match: re.Match[str]) -> bool:
    """Tell whether a label that would be next is only named: "paragraphs (a) and (b)" has nothing but a conjunction between the two."""
    start, end = one.marks[-1][2], match.start()
    between = text[start:end].strip(" \t\n,;—–-").lower()
    return between in _JOINTS or _NAMED.search(text, max(start, end - 40), end) is not None


def _finish(text: str, depth: int, one: _Open) -> InlineList:
    stops = [mark[1] for mark in one.marks[1:]] + [one.end]
    items = []
    closings = []
    for (label, at, after), stop in zip(one.marks, stops, strict=True):
        joint = conjunction(text, after, stop)
        closings.append(joint)
        last = joint[1].start if joint else stop
        body = text[after:last]
        words = body.strip().rstrip(_TERMINAL + "—–")
        begin = after + len(body) - len(body.lstrip())
        items.append(InlineItem(label=label, marker=Span(at, after), span=Span(begin, begin + len(words))))
    lead = text[one.lead : one.marks[0][1]]
    begin = one.lead + len(lead) - len(lead.lstrip())
    finish = max(begin, one.lead + len(lead.rstrip()))
    logic = decide(text, (begin, finish), closings[:-1])
    return InlineList(lead=Span(begin, finish), items=tuple(items), logic=logic, depth=depth)
