"""``regkit_norms``. STUB."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes


@Language.factory("regkit_norms", assigns=["doc._.norms"])
def make_norms(nlp: Language, name: str) -> NormFinder:
    """Build the component."""
    return NormFinder()


class NormFinder:
    """Stub."""

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc``."""
        doc._.norms = ()
        doc._.statements = ()
        return doc
