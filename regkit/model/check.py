"""Checks, their evidence, reviews and waivers: what people bring to a requirement."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Method(StrEnum):
    """How a check is carried out: the four verification methods of systems engineering, attestation for demonstration."""

    TEST = "test"
    INSPECTION = "inspection"
    ANALYSIS = "analysis"
    ATTESTATION = "attestation"


class Result(StrEnum):
    """What an execution of a check gave. ``not_applicable`` verifies nothing and fails nothing."""

    PASS = "pass"
    FAIL = "fail"
    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"


class Target(Struct, frozen=True, kw_only=True):
    """What a check verifies, as its author wrote it: a requirement's id, or a document (or citation) and a quote."""

    id: str = ""
    document: str = ""
    quote: str = ""


class Check(Struct, frozen=True, kw_only=True):
    """A test, inspection, analysis or attestation. ``place`` is the file and line it was read from. Dates are ISO."""

    id: str
    title: str
    verifies: tuple[Target, ...]
    method: Method = Method.INSPECTION
    owner: str = ""
    frequency: str = ""
    next_due: str = ""
    procedure: str = ""
    evidence_wanted: str = ""
    risk: str = ""
    tags: tuple[str, ...] = ()
    place: str = ""


class Evidence(Struct, frozen=True, kw_only=True):
    """The result of one execution of a check. ``date`` is ISO; ``attachment`` a path in the project, ``sha256`` of its bytes.

    ``verified`` pairs the node ids of what was verified with their fingerprints at that time, ``inputs`` the names of the files that went in with
    their SHA-256 (a name that starts with ``/`` is outside the project), ``changed`` those inputs that are not the same any more with the
    SHA-256 that they have, empty where they are gone. ``environment`` is a digest of where it ran. ``entry`` is the hash of the entry in the log,
    empty where a file states the result.
    """

    id: str
    check: str
    result: Result
    date: str
    by: str = ""
    note: str = ""
    attachment: str = ""
    sha256: str = ""
    place: str = ""
    verified: tuple[tuple[str, str], ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    environment: str = ""
    entry: str = ""


class Decision(StrEnum):
    """What a person decided. ``approved`` is the older word for ``accepted``; ``retracted`` takes back all that its reviewer decided before."""

    ACCEPTED = "accepted"
    APPROVED = "approved"
    REJECTED = "rejected"
    EDITED = "edited"
    RETRACTED = "retracted"


class ItemKind(StrEnum):
    """What can be decided on in review."""

    REQUIREMENT = "requirement"
    DEFINITION = "definition"
    CITATION = "citation"
    LINK = "link"


class Review(Struct, frozen=True, kw_only=True):
    """A person's recorded decision on an extraction, or on the link of a check to a requirement, at one wording.

    One of ``requirement``, ``definition`` and ``citation`` names what was reviewed; ``check`` besides a requirement names the link. ``fingerprint``
    is of the sentence with its lead-ins; ``quote`` the sentence, ``mark`` the words of it that the extraction marks, ``read_with`` the lead-ins,
    ``prefix`` and ``suffix`` what stands around: by these it is found again when ids and offsets have moved. ``procedure`` is the fingerprint of
    the check's procedure. ``edits`` are fields with their new values. A file that names only an id and a fingerprint is read as well.
    """

    decision: str
    reviewer: str
    date: str
    requirement: str = ""
    definition: str = ""
    citation: str = ""
    check: str = ""
    fingerprint: str = ""
    reason: str = ""
    edits: dict[str, str] = {}
    quote: str = ""
    mark: str = ""
    read_with: str = ""
    prefix: str = ""
    suffix: str = ""
    procedure: str = ""


class Waiver(Struct, frozen=True, kw_only=True):
    """An accepted gap: who accepted it, why, and until when (ISO date)."""

    requirement: str
    reason: str
    owner: str
    until: str
    fingerprint: str = ""
