"""``regkit_thresholds``. STUB."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes


@Language.factory("regkit_thresholds", assigns=["doc._.thresholds"])
def make_thresholds(nlp: Language, name: str) -> ThresholdFinder:
    """Build the component."""
    return ThresholdFinder()


class ThresholdFinder:
    """Stub."""

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc``."""
        doc._.thresholds = ()

        return doc
