"""Annotations → what they point to: citations to provisions, uses of terms to definitions, items to their lead-ins. Documents are resolved together.

Each layer is one module that takes the analyses and returns them; the order matters: terms may look at citations, lead-ins at both. An ambiguous
reference resolves to nothing and says so, and a provision that does not exist is a finding: a wrong link would be worse than a listed gap.

Documents that belong together are resolved as a group; the rest of the corpus they see through `regkit.resolve.corpus` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from regkit.model.analysis import Analysis

if TYPE_CHECKING:
    from regkit.resolve.corpus import Corpus


def resolve(analyses: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """Return the analyses with their citations, uses of terms and lead-ins resolved against each other, and bearers, in the same order."""
    from regkit.resolve.corpus import Corpus, about, groups_of, outline, table_of  # noqa: PLC0415

    places = {analysis.document.id: place for place, analysis in enumerate(analyses)}
    abouts = {analysis.document.id: about(analysis) for analysis in analyses}
    table = table_of(abouts)
    outlines = cache(lambda id: outline(analyses[places[id]].document))
    done = list(analyses)
    for group in groups_of(abouts):
        corpus = Corpus(table, outlines)
        for resolved in resolve_group([analyses[places[id]] for id in group], corpus):
            done[places[resolved.document.id]] = resolved
    return tuple(done)


def resolve_group(analyses: Sequence[Analysis], corpus: Corpus) -> tuple[Analysis, ...]:
    """Return the analyses of one group (`regkit.resolve.corpus.groups_of`), resolved; ``corpus`` then knows what they asked of other groups."""
    from regkit.resolve.bearers import resolve_bearers  # noqa: PLC0415
    from regkit.resolve.citations import resolve_citations  # noqa: PLC0415  (each layer loads its own tables)
    from regkit.resolve.lead_ins import resolve_lead_ins  # noqa: PLC0415
    from regkit.resolve.terms import resolve_terms  # noqa: PLC0415

    return resolve_bearers(resolve_lead_ins(resolve_terms(resolve_citations(analyses, corpus))))
