"""Imports every component, so that its factory is registered; the entry-point group ``spacy_factories`` does the same where regkit is installed."""

from __future__ import annotations

from regkit.extract import citations, conditions, deadlines, definitions, norms, thresholds

__all__ = ["citations", "conditions", "deadlines", "definitions", "norms", "thresholds"]
