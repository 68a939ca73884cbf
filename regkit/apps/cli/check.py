"""``regkit check``: what is wrong with a project, what is unresolved, and what is not shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from regkit.apps.cli.console import print_findings, say
from regkit.apps.cli.options import Json, Project
from regkit.errors import GraphError
from regkit.model.coverage import CoverageStatus
from regkit.model.finding import Finding, Severity

if TYPE_CHECKING:
    from regkit.workflow import Stored

_SEVERITY = {
    CoverageStatus.LOST: Severity.ERROR,
    CoverageStatus.FAILING: Severity.ERROR,
    CoverageStatus.SUSPECT: Severity.ERROR,
    CoverageStatus.UNCOVERED: Severity.WARNING,
    CoverageStatus.UNVERIFIED: Severity.WARNING,
}
_REMEDY = {
    CoverageStatus.LOST: "Quote the sentence anew in the check",
    CoverageStatus.FAILING: "Mend what failed and record new evidence",
    CoverageStatus.SUSPECT: "Review the new wording",
    CoverageStatus.UNCOVERED: "Write a check for it, or accept the gap in reviews.toml",
    CoverageStatus.UNVERIFIED: "Carry out its checks and record the evidence",
}


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("check")(check)


def check(
    project: Project = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too: gaps and unresolved references.")] = False,
    json: Json = False,
) -> None:
    """List findings: exit 0 where there is no error, 1 where there is. Checking never approves and never writes."""
    from regkit.workflow import open_project, verify_graph

    stored = open_project(project)
    findings = [*_stale(stored), *verify_graph(stored.workspace, stored.graph), *_read(stored), *_vanished(stored), *_unshown(stored)]
    print_findings(findings, json=json)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    counts = (errors, warnings, len(findings) - errors - warnings)
    if not json:
        say(", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in zip(counts, ("error", "warning", "note"), strict=True)) + ".")
    raise typer.Exit(1 if errors or (strict and warnings) else 0)


def _stale(stored: Stored) -> Iterator[Finding]:
    if not stored.current:
        yield Finding(
            code="check.stale",
            severity=Severity.ERROR,
            message="the project, or regkit itself, has changed since the graph was built",
            place=str(stored.workspace.root),
            remedy="Run: regkit build",
        )


def _read(stored: Stored) -> Iterator[Finding]:
    """Yield what reading and resolving noticed: it is stored with each document."""
    from regkit.graph.queries import documents

    for document in documents(stored.graph):
        try:
            yield from msgspec.json.decode(str(stored.graph.nodes[document].get("findings", "[]")), type=list[Finding])
        except msgspec.DecodeError as problem:
            message = f"the graph is damaged: the findings of {document!r}: {problem}"
            raise GraphError(message, place=str(stored.workspace.graph), remedy="Make it again with: regkit build") from None


def _vanished(stored: Stored) -> Iterator[Finding]:
    """Yield the reviews and waivers of requirements that are not in the graph: they count for nothing, which their authors must know."""
    from regkit.trace.reviews import load_reviews

    reviews = load_reviews(stored.workspace.reviews)
    named = {"review": [item.requirement for item in reviews.review], "waiver": [item.requirement for item in reviews.waiver]}
    for what, requirements in named.items():
        for index, requirement in enumerate(requirements):
            if requirement not in stored.graph:
                yield Finding(
                    code=f"{what}.vanished",
                    severity=Severity.WARNING,
                    message=f"there is no requirement {requirement!r}; the {what} counts for nothing",
                    place=f"{stored.workspace.settings.reviews}, {what}[{index}]",
                    remedy="Name the requirement that it is about, or remove it",
                )


def _unshown(stored: Stored) -> Iterator[Finding]:
    for item in stored.coverage:
        if item.status in _SEVERITY:
            yield Finding(
                code=f"coverage.{item.status.value}",
                severity=_SEVERITY[item.status],
                message="; ".join(item.reasons) or item.status.value,
                document=str(stored.graph.nodes[item.requirement].get("document", "")),
                place=item.requirement,
                remedy=_REMEDY[item.status],
            )
