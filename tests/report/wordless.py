"""A project that says nothing in the letters of English: what is read in them in a report of it, the report itself said."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import msgspec
from msgspec.structs import replace

from regkit.diff.model import Change
from regkit.model.annotation import Modality
from regkit.model.check import ItemKind, Method, Result
from regkit.model.coverage import CoverageStatus
from regkit.model.document import Status
from regkit.model.finding import Severity
from regkit.report.facts import EvidenceFact, ProjectView, ReviewFact
from regkit.report.facts_audit import ChangeFact, FindingFact, LogFact, RequirementChange, TouchFact, WaiverFact

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "".join(chr(0x430 + at) for at in range(26))
_LETTERS = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())
_MACHINE = {"layer", "type", "result", "method", "kind", "modality", "status", "review_state", "state", "family", "change", "effect", "severity"}
"""Fields whose values are regkit's own words, or decide what a report says."""
URL = "https://0.0.0.0/1"


def wordless(value: Any, field: str = "") -> Any:
    """Return ``value`` with other letters in every text of the project's; its values of regkit's own stay."""
    if isinstance(value, msgspec.Struct):
        return replace(value, **{name: wordless(getattr(value, name), name) for name in value.__struct_fields__})
    if isinstance(value, tuple):
        if field == "changed" and len(value) == 2 and value[0] in {"equal", "added", "removed"}:
            return (value[0], wordless(value[1]))
        return tuple(wordless(item, field) for item in value)
    if field == "graph_sha256":
        return "0" * len(value)
    if type(value) is not str or field in _MACHINE:
        return value
    return URL if field == "url" and value else value.translate(_LETTERS)


def of_every_kind(project: ProjectView) -> ProjectView:
    """Return ``project`` with every value that reports have a word for: statuses, results, decisions, changes, findings."""
    documents = tuple(
        replace(document, authority=replace(document.authority, status=status))
        for document, status in zip(project.documents, cycle(Status), strict=False)
    )
    statuses, modalities = cycle(CoverageStatus), cycle([*(modality.value for modality in Modality), ""])
    requirements = tuple(
        replace(fact, status=next(statuses), modality=next(modalities), certain=at % 5 > 0, reasons=("7",), review="8" if at % 3 else "")
        for at, fact in enumerate(project.requirements)
    )
    results = [EvidenceFact(result=result.value, date="2026-01-01", by="9", note="9", attachment="9", sha256="0" * 64) for result in Result]
    methods, latest = cycle([*Method, ""]), cycle([*results, None])
    checks = tuple(
        replace(
            check, method=str(next(methods)), evidence=next(latest), history=tuple(results), problems=("7",), frequency="9", next_due="2026-02-01"
        )
        for check in project.checks
    )
    states = ("accepted", "rejected", "edited", "pending", "suspect", "lost")
    reviews = tuple(
        ReviewFact(id=f"{at}", kind=kind.value, state=state, words="9", pinpoint="9", quote="9", changed=(("removed", "1"), ("added", "2")))
        for at, (state, kind) in enumerate(zip(states, cycle(ItemKind), strict=False))
    )
    ids = [fact.id for fact in project.requirements]
    waivers = (
        WaiverFact(requirement=ids[0], reason="9", owner="9", until="2026-12-31"),
        WaiverFact(requirement=ids[1], reason="9", owner="9", until="2025-12-31", stands=False),
    )
    changes = tuple(
        RequirementChange(
            change=kind.value, old=(ids[0],), new=(ids[1],), old_pinpoint="1", new_pinpoint="2", changed=(("removed", "1"), ("added", "2")), note="9"
        )
        for kind in Change
    )
    touches = tuple(
        TouchFact(kind=kind, id="9", effect=effect, requirement=ids[0], why="9")
        for kind, effect in zip(("check", "review", "waiver"), ("lost", "look", "follows"), strict=True)
    )
    lost = TouchFact(kind="check", id="8", effect="lost", requirement="", why="9")
    step = ChangeFact(old="1", new="2", counts=tuple((kind.value, 1) for kind in Change), requirements=changes, touches=(*touches, lost), untouched=3)
    return replace(
        project,
        documents=documents,
        requirements=requirements,
        checks=checks,
        reviews=reviews,
        waivers=waivers,
        changes=(step,),
        logs=(LogFact(file="1", entries=1, head="0" * 64), LogFact(file="2", entries=2, head="0" * 64, problems=("9",))),
        findings=tuple(FindingFact(severity=severity.value, code="9", message="9", place="9", remedy="9") for severity in Severity),
    )
