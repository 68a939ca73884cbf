"""Sentences → annotations. STUB, replaced by the extraction work."""

from __future__ import annotations

from regkit.model.analysis import Analysis


def extract(analysis: Analysis) -> Analysis:
    """Stub."""
    return analysis
