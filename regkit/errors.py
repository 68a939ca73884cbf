"""What stops a run.

An error stops; a finding (`regkit.model.finding.Finding`) is collected and the run goes on. Every error says in one line what is wrong,
where, and what to do about it; the command line prints exactly that line and exits with code 2, without a traceback.
"""

from __future__ import annotations


class RegkitError(Exception):
    """Base of every error that regkit raises on purpose.

    Args:
        message: what is wrong, as a sentence without its full stop.
        place: file, and line or table or field, as far as it is known.
        remedy: what the user can do, as a sentence without its full stop.
    """

    code = "RK000"

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        remedy = f". {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{remedy}"


class ReadError(RegkitError):
    """A source cannot be turned into a Document."""

    code = "RK100"


class SettingsError(RegkitError):
    """regkit.toml, document.toml or another file that a user writes is wrong."""

    code = "RK200"


class RuleError(RegkitError):
    """An extraction rule is refused: no example, or an example that fails."""

    code = "RK300"


class CitationError(RegkitError):
    """A canonical citation cannot be parsed back."""

    code = "RK400"


class GraphError(RegkitError):
    """A stored graph is missing, damaged, or of another schema version."""

    code = "RK500"


class CheckError(RegkitError):
    """A check, its evidence or a review is wrong: unknown id, quote that matches no sentence or several."""

    code = "RK600"


class AnchorError(RegkitError):
    """A span or quote does not belong to its document."""

    code = "RK700"


class ReportError(RegkitError):
    """A report, its template or its format cannot be used."""

    code = "RK800"


class MissingExtraError(RegkitError):
    """A part needs an optional dependency that is not installed."""

    code = "RK900"


class FetchError(RegkitError):
    """A document cannot be fetched. ``kind`` says why in one word, for scripts; see the page on fetching for all of them."""

    code = "RK950"

    def __init__(self, message: str, *, kind: str, place: str = "", remedy: str = "") -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.kind = kind
