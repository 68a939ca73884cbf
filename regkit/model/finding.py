"""What a run noticed and did not stop for."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from regkit.model.span import Span


class Severity(StrEnum):
    """How much a finding matters: an ``error`` makes ``regkit check`` exit 1, a ``warning`` asks for a look, a ``note`` informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(Struct, frozen=True, gc=False, kw_only=True):
    """One observation, with its place and, where there is one, its remedy.

    ``code`` is a stable dotted name ("read.control-characters", "resolve.no-target"); ``place`` is a file and line or an id, for people.
    """

    code: str
    severity: Severity
    message: str
    document: str = ""
    span: Span | None = None
    place: str = ""
    remedy: str = ""
