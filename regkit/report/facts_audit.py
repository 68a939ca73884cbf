"""Facts of an audit: accepted gaps, logs, findings, what became of requirements between versions. See `regkit.report.facts`."""

from __future__ import annotations

from msgspec import Struct


class WaiverFact(Struct, frozen=True, kw_only=True, gc=False):
    """A gap that somebody accepts. ``until`` is ISO; ``stands`` says that it does on the day of the report."""

    requirement: str
    reason: str
    owner: str
    until: str
    stands: bool = True


class LogFact(Struct, frozen=True, kw_only=True, gc=False):
    """A log of evidence: its file, how many entries, the hash of the last (the value to keep elsewhere), and what is wrong with it, in words."""

    file: str
    entries: int
    head: str
    problems: tuple[str, ...] = ()


class FindingFact(Struct, frozen=True, kw_only=True, gc=False):
    """Something that a person should look at: a finding of a reader, of verification, of what hangs in the air."""

    severity: str
    code: str
    message: str
    place: str
    remedy: str = ""


class RequirementChange(Struct, frozen=True, kw_only=True, gc=False):
    """What became of requirements from one version to the next. ``changed`` are stretches: (equal, removed or added; words)."""

    change: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    old_pinpoint: str
    new_pinpoint: str
    changed: tuple[tuple[str, str], ...]
    note: str = ""


class TouchFact(Struct, frozen=True, kw_only=True, gc=False):
    """A check, result, review or waiver that a new version touches: ``effect`` is lost, look or follows."""

    kind: str
    id: str
    effect: str
    requirement: str
    why: str


class ChangeFact(Struct, frozen=True, kw_only=True, gc=False):
    """The step from one version of a document to another. ``old`` and ``new`` are what the user calls them; ``counts`` are by change."""

    old: str
    new: str
    counts: tuple[tuple[str, int], ...]
    requirements: tuple[RequirementChange, ...]
    touches: tuple[TouchFact, ...]
    untouched: int
