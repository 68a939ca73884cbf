"""Annotations → what they point to. STUB."""

from __future__ import annotations

from collections.abc import Sequence

from regkit.model.analysis import Analysis


def resolve(analyses: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """Stub."""
    return tuple(analyses)
