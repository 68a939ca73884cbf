"""``regkit_definitions``: the definitions of one sentence, as a component; `find_definitions` finds those of a document.

In the flow the document is read first, since where a sentence stands decides much; the component leaves what is already set as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc

from regkit.extract import attributes as attributes
from regkit.extract.definitions_document import find_definitions
from regkit.extract.definitions_sentence import Setting, definition_rules, read_definitions
from regkit.extract.definitions_settle import defining
from regkit.extract.definitions_terms import normal
from regkit.model.annotation import Definition
from regkit.model.span import Span
from regkit.text.slug import slug

__all__ = ["DefinitionFinder", "Stated", "find_definitions"]


@Language.factory("regkit_definitions", assigns=["doc._.definitions"], default_config={"rules": []})
def make_definitions(nlp: Language, name: str, rules: Sequence[str]) -> DefinitionFinder:
    """Build the component; ``rules`` are folders of the user's own. Raises: RuleError."""
    return DefinitionFinder(tuple(Path(folder) for folder in rules))


class DefinitionFinder:
    """Sets ``doc._.definitions`` to the `Definition`s of the text, in reading order; spans are code points of ``doc.text``.

    A text alone has no place: the scope is (), the provision 0, the id the slug of the term. Reads ``doc._.marks`` where it is set.
    """

    def __init__(self, folders: tuple[Path, ...] = ()) -> None:
        self.folders = folders
        definition_rules(folders)  # a rule that fails is refused now, not at the first text

    def __call__(self, doc: Doc) -> Doc:
        """Return ``doc`` with its definitions."""
        if doc._.definitions is None:
            found = read_definitions(doc.text, doc._.marks or (), Setting(), folders=self.folders)
            doc._.definitions = tuple(
                Definition(
                    id=f"def-{slug(normal(term.of(doc.text)))}",
                    span=term,
                    term=normal(term.of(doc.text)),
                    scope=(),
                    body=defining(doc.text, item.body, item.kind),
                    kind=item.kind,
                    provision=0,
                    rule=item.rule,
                    certain=item.certain,
                )
                for item in found
                for term in item.terms
            )
        return doc


class Stated:
    """The definitions of a document, by sentence; bisection, so that a document costs n log n."""

    def __init__(self, definitions: Sequence[Definition]) -> None:
        self._definitions = definitions
        self._starts = [definition.span.start for definition in definitions]

    def of(self, span: Span) -> tuple[Definition, ...]:
        """Return the definitions whose term lies in the sentence at ``span``, counted from its start; a body is cut to the sentence."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        found = []
        for definition in self._definitions[first:last]:
            if definition.span.end <= span.end:
                start = min(max(definition.body.start, span.start), span.end)
                body = Span(start, max(start, min(definition.body.end, span.end)))
                found.append(replace(definition, span=definition.span.shifted(-span.start), body=body.shifted(-span.start)))
        return tuple(found)
