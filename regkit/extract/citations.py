"""``regkit_citations``: what `regkit.cite.find` finds, as a component."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from regkit import cite
from regkit.extract import attributes as attributes


@Language.factory("regkit_citations", assigns=["doc._.citations"])
def make_citations(nlp: Language, name: str) -> CitationFinder:
    """Build the component."""
    return CitationFinder()


class CitationFinder:
    """Sets ``doc._.citations``. Citations that are already set, because the whole document was read at once, are left as they are."""

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with its citations."""
        if doc._.citations is None:
            doc._.citations = tuple(sorted(cite.find(doc.text), key=lambda citation: citation.span))
        return doc
