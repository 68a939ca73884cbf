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
    their SHA-256 (a name that starts with ``/`` is outside the project), ``changed`` those inputs that are not the same any more with the SHA-256 that
    they have, empty where they are gone. ``environment`` is a digest of where it ran. ``entry`` is the hash of the entry in the log, empty where a
    file states the result.
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


class Review(Struct, frozen=True, kw_only=True):
    """A person's recorded decision on a requirement, or on the link of a check to it, at one fingerprint of its wording."""

    requirement: str
    fingerprint: str
    decision: str
    reviewer: str
    date: str
    check: str = ""
    reason: str = ""


class Waiver(Struct, frozen=True, kw_only=True):
    """An accepted gap: who accepted it, why, and until when (ISO date)."""

    requirement: str
    reason: str
    owner: str
    until: str
    fingerprint: str = ""
