"""What every maker of nodes and edges needs."""

from __future__ import annotations

import msgspec

from regkit.graph.schema import Attributes
from regkit.model.span import Anchor

_LABEL = 60
_TITLE_LENGTH = 80


def anchored(anchor: Anchor) -> Attributes:
    """Return an anchor as attributes."""
    return {
        "document": anchor.document,
        "start": anchor.span.start,
        "end": anchor.span.end,
        "quote": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "fingerprint": anchor.fingerprint,
    }


def filled(struct: msgspec.Struct, names: str) -> Attributes:
    """Return the fields that have a value, by name."""
    return {name: value for name in names.split() if (value := getattr(struct, name))}


def short(text: str) -> str:
    """Return the text cut at a word to about 60 characters."""
    return text if len(text) <= _LABEL else text[:_LABEL].rsplit(" ", 1)[0] + "…"


def title_of(quote: str, marker: str = "") -> str:
    """Return a short title: the quote without its marker, cut at a word to about 80 characters.

    >>> title_of("(1) A bank keeps records.", "(1)")
    'A bank keeps records.'
    """
    text = quote.removeprefix(marker).strip() or quote
    if len(text) <= _TITLE_LENGTH:
        return text
    return text[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
