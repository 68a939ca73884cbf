"""Sentences → annotations: a spaCy pipeline over the sentences that a cheap gate lets through. spaCy is imported here and nowhere else.

`extract` is what the flow calls. The layers are components of their own (``nlp.add_pipe("regkit_norms")``), their rules are TOML in ``rules/``.
"""

from __future__ import annotations

from regkit.extract.run import extract, with_citations, with_definitions, with_norms

__all__ = ["extract", "with_citations", "with_definitions", "with_norms"]
