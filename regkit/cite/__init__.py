"""Citations as written. STUB, replaced by the citation work."""

from __future__ import annotations

from regkit.model.annotation import Citation


def find(text: str) -> list[Citation]:
    """Stub."""
    return []
