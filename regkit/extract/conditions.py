"""``regkit_conditions``. STUB."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes


@Language.factory("regkit_conditions", assigns=["doc._.conditions"])
def make_conditions(nlp: Language, name: str) -> ConditionFinder:
    """Build the component."""
    return ConditionFinder()


class ConditionFinder:
    """Stub."""

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc``."""
        doc._.conditions = ()

        return doc
