"""Lists: a lead-in and the items that complete it, with their logic."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from regkit.model.annotation import ItemList, Sentence
from regkit.model.document import Document


def find_lists(document: Document, sentences: Sequence[Sentence]) -> tuple[ItemList, ...]:
    """Return the lists."""
    return ()


def with_lead_ins(sentences: Sequence[Sentence], lists: Sequence[ItemList]) -> tuple[Sentence, ...]:
    """Return the sentences, those that lead into a list marked."""
    leads = {found.lead_in for found in lists}
    return tuple(replace(sentence, lead_in=True) if i in leads else sentence for i, sentence in enumerate(sentences))
