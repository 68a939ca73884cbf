"""STUB"""


def url(target: str | None) -> str | None:
    """Stub."""
    return None
