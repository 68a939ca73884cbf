"""``regkit_deadlines``. STUB."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes


@Language.factory("regkit_deadlines", assigns=["doc._.deadlines"])
def make_deadlines(nlp: Language, name: str) -> DeadlineFinder:
    """Build the component."""
    return DeadlineFinder()


class DeadlineFinder:
    """Stub."""

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc``."""
        doc._.deadlines = ()

        return doc
