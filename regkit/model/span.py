"""The one coordinate system: half-open ranges of Unicode code points of ``Document.text``."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True, gc=False, order=True, array_like=True):
    """``start`` inclusive, ``end`` exclusive; ``start == end`` is a place between two characters.

    Ordered by start, then end. Written in JSON as ``[start, end]``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return True

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> Span:
        """Return the span moved by ``by`` code points."""
        return Span(self.start + by, self.end + by)

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class Anchor(Struct, frozen=True, gc=False, kw_only=True):
    """A sentence (or part of one) that can be found again: a W3C TextPositionSelector and TextQuoteSelector in one.

    Invariant: ``document.text[span.start:span.end] == quote``. ``prefix`` and ``suffix`` hold up to 32 code points of context.
    ``fingerprint`` is `regkit.text.fingerprint.fingerprint` of the quote: it changes when the wording does, not when typesetting does.
    """

    document: str
    span: Span
    quote: str
    prefix: str = ""
    suffix: str = ""
    fingerprint: str
