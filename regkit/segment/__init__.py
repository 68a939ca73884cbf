"""`Document` → sentences and lists. STUB, replaced by the segmentation work."""

from __future__ import annotations

from regkit.model.annotation import ItemList, Sentence
from regkit.model.document import Document


def segment(document: Document) -> tuple[tuple[Sentence, ...], tuple[ItemList, ...]]:
    """Stub: one sentence a block."""
    return tuple(
        Sentence(id=f"{document.provisions[b.provision].id}.s{i}", span=b.span, provision=b.provision, block=i, heading=b.heading)
        for i, b in enumerate(document.blocks)
    ), ()
