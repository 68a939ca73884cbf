"""The words of a reworded pair that changed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from regkit.diff.model import Word
from regkit.model.document import Document, Provision
from regkit.model.span import Span
from regkit.text.quotes import fold

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_MOST = 3000  # words that are compared one by one; what is longer is compared between its common ends only, as one change


def changes(old: Document, one: Provision, new: Document, other: Provision) -> tuple[Word, ...]:
    """Return the words of two provisions' own text as stretches, in order; spans are of the two documents' texts. Case and punctuation count."""
    a, b = _tokens(old, one), _tokens(new, other)
    x, y = [fold(old.quote(span)) for span in a], [fold(new.quote(span)) for span in b]
    start = 0
    while start < min(len(x), len(y)) and x[start] == y[start]:
        start += 1
    end = 0
    while end < min(len(x), len(y)) - start and x[-1 - end] == y[-1 - end]:
        end += 1
    found: list[tuple[str, int, int, int, int]] = [("equal", 0, start, 0, start)] if start else []
    i, j = len(x) - end, len(y) - end
    if max(i, j) - start > _MOST:
        found.append(("replace", start, i, start, j))
    elif i > start or j > start:
        matcher = SequenceMatcher(None, x[start:i], y[start:j], autojunk=False)
        found += [(tag, start + p, start + q, start + r, start + s) for tag, p, q, r, s in matcher.get_opcodes()]
    if end:
        found.append(("equal", i, len(x), j, len(y)))
    kinds = {"equal": "equal", "replace": "replaced", "delete": "removed", "insert": "added"}
    return tuple(Word(kinds[tag], _over(a, p, q), _over(b, r, s)) for tag, p, q, r, s in found)


def _tokens(document: Document, provision: Provision) -> list[Span]:
    spans = []
    for body in provision.body:
        text = document.quote(body)
        skip = len(provision.marker) if provision.marker and text.startswith(provision.marker) and body is provision.body[0] else 0
        spans += [Span(body.start + match.start(), body.start + match.end()) for match in _TOKEN.finditer(text, skip)]
    return spans


def _over(spans: list[Span], start: int, end: int) -> Span:
    if start < end:
        return Span(spans[start].start, spans[end - 1].end)
    at = spans[start].start if start < len(spans) else spans[-1].end if spans else 0
    return Span(at, at)
