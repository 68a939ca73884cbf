"""The words of a reworded pair that changed."""

from __future__ import annotations

from regkit.diff.model import Word
from regkit.model.document import Document, Provision
from regkit.model.span import Span
from regkit.text.quotes import fold
from regkit.text.words import TOKEN, opcodes


def changes(old: Document, one: Provision, new: Document, other: Provision) -> tuple[Word, ...]:
    """Return the words of two provisions' own text as stretches, in order; spans are of the two documents' texts. Case and punctuation count."""
    a, b = _tokens(old, one), _tokens(new, other)
    x, y = [fold(old.quote(span)) for span in a], [fold(new.quote(span)) for span in b]
    found = opcodes(x, y)
    kinds = {"equal": "equal", "replace": "replaced", "delete": "removed", "insert": "added"}
    return tuple(Word(kinds[tag], _over(a, p, q), _over(b, r, s)) for tag, p, q, r, s in found)


def _tokens(document: Document, provision: Provision) -> list[Span]:
    spans = []
    for body in provision.body:
        text = document.quote(body)
        skip = len(provision.marker) if provision.marker and text.startswith(provision.marker) and body is provision.body[0] else 0
        spans += [Span(body.start + match.start(), body.start + match.end()) for match in TOKEN.finditer(text, skip)]
    return spans


def _over(spans: list[Span], start: int, end: int) -> Span:
    if start < end:
        return Span(spans[start].start, spans[end - 1].end)
    at = spans[start].start if start < len(spans) else spans[-1].end if spans else 0
    return Span(at, at)
