"""``regkit annotate``: the machine contract, JSON Lines on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from regkit.apps.cli.console import progress
from regkit.model.analysis import Analysis
from regkit.model.annotation import Norm, Statement

_DURATION = ("relation", "quantity", "through", "unit", "calendar", "direction", "date", "trigger")
_AMOUNT = ("relation", "quantity", "through", "unit")


class Kind(StrEnum):
    """The kinds of annotation."""

    TEXT = "text"
    PROVISION = "provision"
    SENTENCE = "sentence"
    DEFINITION = "definition"
    TERM_USE = "term_use"
    CITATION = "citation"
    NORM = "norm"


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("annotate")(annotate)


def annotate(
    files: Annotated[list[Path], typer.Argument(help="Documents to annotate; they are resolved together.", show_default=False)],
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help="Only this kind; may be repeated. Default: all but text.")] = None,
    instrument: Annotated[str, typer.Option("--as", help='The instrument that bare files are, as in "12 CFR part 1002".')] = "",
) -> None:
    """Print one JSON object a line for everything found, in reading order."""
    from regkit.workflow import analyse

    kinds = set(kind) if kind else set(Kind) - {Kind.TEXT}
    encode = msgspec.json.Encoder().encode
    with progress("Reading", len(files)) as step:
        analyses = analyse(files, instrument=instrument, step=step)
    for analysis in analyses:
        for row in rows(analysis, kinds):
            sys.stdout.buffer.write(encode(row) + b"\n")
    sys.stdout.buffer.flush()


def rows(analysis: Analysis, kinds: set[Kind]) -> Iterator[dict[str, Any]]:
    """Yield the annotations of one document as the contract spells them, ordered by start, then end, then kind."""
    if Kind.TEXT in kinds:
        yield {"kind": "text", "document": analysis.document.id, "text": analysis.document.text}
    found = [row for kind in Kind if kind in kinds and kind is not Kind.TEXT for row in _ROWS[kind](analysis)]
    yield from sorted(found, key=lambda row: (row["start"], row["end"]))


def _provisions(analysis: Analysis) -> Iterator[dict[str, Any]]:
    document = analysis.document
    for provision in document.provisions[1:]:
        own = provision.body[0] if provision.body else provision.span
        yield {
            "kind": "provision",
            "document": document.id,
            "path": provision.path,
            "marker": provision.marker,
            "type": provision.type,
            "heading": provision.heading,
            "start": own.start,
            "end": own.end,
        }


def _base(analysis: Analysis, kind: Kind, start: int, end: int) -> dict[str, Any]:
    document = analysis.document
    return {
        "kind": kind,
        "document": document.id,
        "path": document.provision_at(start).path,
        "start": start,
        "end": end,
        "text": document.text[start:end],
    }


def _sentences(analysis: Analysis) -> Iterator[dict[str, Any]]:
    for sentence in analysis.sentences:
        yield _base(analysis, Kind.SENTENCE, sentence.span.start, sentence.span.end)


def _definitions(analysis: Analysis) -> Iterator[dict[str, Any]]:
    for definition in analysis.definitions:
        row = _base(analysis, Kind.DEFINITION, definition.span.start, definition.span.end)
        yield row | {"term": definition.term, "scope": definition.scope, "rule": definition.rule}


def _term_uses(analysis: Analysis) -> Iterator[dict[str, Any]]:
    for use in analysis.term_uses:
        row = _base(analysis, Kind.TERM_USE, use.span.start, use.span.end)
        yield row | {"term": use.term, "defined_at": use.defined_at}


def _citations(analysis: Analysis) -> Iterator[dict[str, Any]]:
    for citation in analysis.citations:
        row = _base(analysis, Kind.CITATION, citation.span.start, citation.span.end)
        yield row | {
            "family": citation.family,
            "target": citation.target,
            "target_path": citation.target_path,
            "url": citation.url,
            "rule": citation.rule,
        }


def _norms(analysis: Analysis) -> Iterator[dict[str, Any]]:
    for norm in analysis.norms:
        row = _base(analysis, Kind.NORM, norm.span.start, norm.span.end)
        yield row | {
            "modality": norm.modality,
            "cue": norm.cue,
            "bearer": norm.bearer,
            "conditions": [condition.span for condition in norm.conditions],
            "exceptions": [condition.span for condition in norm.exceptions],
            "deadlines": [deadline.span for deadline in norm.deadlines],
            "thresholds": [threshold.span for threshold in norm.thresholds],
            "logic": norm.logic,
            "rule": norm.rule,
            "action": norm.action,
            "actions": norm.actions,
            "resolved_bearer": norm.resolved_bearer,
            "bearer_definition": norm.bearer_definition or None,
            **_details(norm),
        }
    for statement in analysis.statements:
        row = _base(analysis, Kind.NORM, statement.span.start, statement.span.end)
        cues = [condition.cue for condition in (*statement.conditions, *statement.exceptions)]
        yield row | {
            "modality": "statement",
            "cue": cues[0] if cues else None,
            "bearer": None,
            "conditions": [condition.span for condition in statement.conditions],
            "exceptions": [condition.span for condition in statement.exceptions],
            "deadlines": [deadline.span for deadline in statement.deadlines],
            "thresholds": [threshold.span for threshold in statement.thresholds],
            "logic": statement.logic,
            "rule": statement.rule,
            "action": None,
            "actions": (),
            "resolved_bearer": None,
            "bearer_definition": None,
            **_details(statement),
        }


def _details(stated: Norm | Statement) -> dict[str, Any]:
    """Return what the deadlines and thresholds say, and what each qualifier modifies, in the order of their spans."""
    layers = ("conditions", "exceptions", "deadlines", "thresholds")
    return {
        "durations": [{key: getattr(deadline, key) for key in _DURATION} for deadline in stated.deadlines],
        "amounts": [{key: getattr(threshold, key) for key in _AMOUNT} for threshold in stated.thresholds],
        "modifies": {layer: [member.modifies for member in getattr(stated, layer)] for layer in layers},
    }


_ROWS = {
    Kind.PROVISION: _provisions,
    Kind.SENTENCE: _sentences,
    Kind.DEFINITION: _definitions,
    Kind.TERM_USE: _term_uses,
    Kind.CITATION: _citations,
    Kind.NORM: _norms,
}
