"""Make an anchor from a span, and check one."""

from __future__ import annotations

from regkit.errors import AnchorError
from regkit.model.span import Anchor, Span
from regkit.text.fingerprint import fingerprint

CONTEXT = 32


def make_anchor(document: str, text: str, span: Span) -> Anchor:
    """Return the anchor of ``span`` in ``text``, the canonical text of ``document``, with up to 32 code points of context a side.

    Raises: AnchorError where the span is not inside the text, or covers no wording.
    """
    quote = text[span.start : span.end]
    if span.end > len(text) or not quote.strip():
        raise AnchorError(f"no wording at {span.start} to {span.end}", place=document)
    return Anchor(
        document=document,
        span=span,
        quote=quote,
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        fingerprint=fingerprint(quote),
    )


def holds(anchor: Anchor, text: str) -> bool:
    """Tell whether the anchor's quote stands at its span in ``text`` and its fingerprint is that of the quote."""
    return text[anchor.span.start : anchor.span.end] == anchor.quote and fingerprint(anchor.quote) == anchor.fingerprint
