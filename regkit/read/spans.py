"""The spans of provisions, which are known when the last block is there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from regkit.model.document import Block, Provision, ProvisionType
from regkit.model.span import Span


class Unit(Struct, gc=False):
    """A provision without its spans: a title of the Code has hundreds of thousands, so it is small."""

    id: str
    path: tuple[str, ...]
    type: ProvisionType
    parent: int
    marker: str | None = None
    heading: str | None = None
    pinpoint: str = ""
    source_id: str = ""


def provisions_of(units: Sequence[Unit], blocks: Sequence[Block], text: str) -> tuple[Provision, ...]:
    """Return the provisions with their spans (from the first to the last block in them) and bodies (what no provision below them holds).

    The first is the root, and spans the whole text. One without text stands, empty, where the one before it begins. Cost: blocks × depth.
    """
    bodies: list[Span | list[Span] | None] = [None] * len(units)
    ends = [0] * len(units)
    starts = [-1] * len(units)
    for block in blocks:
        bodies[block.provision] = _joined(bodies[block.provision], block.span, text)
        index = block.provision
        while index >= 0:
            if starts[index] < 0:
                starts[index] = block.span.start
            ends[index] = block.span.end
            index = units[index].parent
    previous = 0
    provisions = []
    for index, unit in enumerate(units):
        start = starts[index]
        span = Span(0, len(text)) if index == 0 else Span(previous, previous) if start < 0 else Span(start, ends[index])
        previous = span.start
        own = bodies[index]
        bodies[index] = None
        provisions.append(
            Provision(
                id=unit.id,
                path=unit.path,
                type=unit.type,
                parent=unit.parent,
                span=span,
                body=() if own is None else tuple(own) if isinstance(own, list) else (own,),
                marker=unit.marker,
                heading=unit.heading,
                pinpoint=unit.pinpoint,
                source_id=unit.source_id,
            )
        )
    return tuple(provisions)


def _joined(own: Span | list[Span] | None, span: Span, text: str) -> Span | list[Span]:
    """Return the stretches of a provision's own text with one more; stretches with nothing but white space between them are one."""
    last = own[-1] if isinstance(own, list) else own
    if own is None or last is None:
        return span
    if text[last.end : span.start].isspace():
        whole = Span(last.start, span.end)
        return [*own[:-1], whole] if isinstance(own, list) else whole
    if isinstance(own, list):
        own.append(span)
        return own
    return [own, span]
