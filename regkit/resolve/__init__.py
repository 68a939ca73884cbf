"""Annotations → what they point to: citations to provisions, uses of terms to definitions, items to their lead-ins. Documents are resolved together.

Each layer is one module that takes the analyses and returns them; the order matters: terms may look at citations, lead-ins at both. An ambiguous
reference resolves to nothing and says so, and a provision that does not exist is a finding: a wrong link would be worse than a listed gap.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.analysis import Analysis


def resolve(analyses: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """Return the analyses with their citations, uses of terms and lead-ins resolved against each other, and bearers, in the same order."""
    from regkit.resolve.bearers import resolve_bearers  # noqa: PLC0415
    from regkit.resolve.citations import resolve_citations  # noqa: PLC0415  (each layer loads its own tables)
    from regkit.resolve.lead_ins import resolve_lead_ins  # noqa: PLC0415
    from regkit.resolve.terms import resolve_terms  # noqa: PLC0415

    return resolve_bearers(resolve_lead_ins(resolve_terms(resolve_citations(analyses))))
