"""``regkit_definitions``. STUB, replaced by the definitions work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes
from regkit.model.analysis import Analysis
from regkit.model.annotation import Definition


@Language.factory("regkit_definitions", requires=["doc._.citations"], assigns=["doc._.definitions"])
def make_definitions(nlp: Language, name: str) -> DefinitionFinder:
    """Build the component."""
    return DefinitionFinder()


class DefinitionFinder:
    """Stub. ``doc._.definitions``: what one sentence says; its items need a ``body`` span (code points of the text), which norms stay out of."""

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc``."""
        doc._.definitions = ()
        return doc


def assemble(analysis: Analysis, found: Sequence[tuple[int, int, tuple[Any, ...]]]) -> tuple[Definition, ...]:
    """Stub. ``found`` holds, for each sentence with definitions: its index, the offset of its start in the document, its ``doc._.definitions``."""
    return ()
