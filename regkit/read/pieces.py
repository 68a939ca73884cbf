"""The pieces that a block of text is made of: plain strings, runs in one dress, footnote calls, page marks."""

from __future__ import annotations

from msgspec import Struct

from regkit.model.document import MarkKind, Origin


class Run(Struct, frozen=True):
    """Text in one typographic dress. ``value`` is a link's target."""

    text: str
    kind: MarkKind | None = None
    value: str = ""


class Call(Struct, frozen=True):
    """A footnote call. ``key`` is what the note's provision is opened with; ``inline`` keeps the mark in the text (plain text sources)."""

    mark: str
    key: str
    inline: bool = False


class Page(Struct, frozen=True):
    """From here on the text stands on this page of the publication; ``origin`` says where, within a paragraph that goes on elsewhere."""

    label: str
    origin: Origin | None = None


Piece = str | Run | Call | Page


def starts_blank(pieces: tuple[Piece, ...]) -> bool:
    """Tell whether the first text of the pieces begins with white space."""
    for piece in pieces:
        text = piece if isinstance(piece, str) else piece.text if isinstance(piece, Run) else ""
        if text:
            return text[0].isspace()
    return False
