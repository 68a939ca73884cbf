"""``regkit check``: what is wrong with a project, what is unresolved, and what is not shown."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from regkit.apps.cli.console import finding_lines, note, print_findings, say
from regkit.apps.cli.options import AsOf, Json, Project, day
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
    CoverageStatus.STALE: Severity.WARNING,
}
_REMEDY = {
    CoverageStatus.LOST: "Quote the sentence anew in the check",
    CoverageStatus.FAILING: "Mend what failed and record new evidence",
    CoverageStatus.SUSPECT: "Review the new wording",
    CoverageStatus.UNCOVERED: "Write a check for it, or accept the gap in reviews.toml",
    CoverageStatus.UNVERIFIED: "Carry out its checks and record the evidence",
    CoverageStatus.STALE: "Carry out its checks anew and record the evidence",
}


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("check")(check)


class Form(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"


def check(
    project: Project = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too: gaps and unresolved references.")] = False,
    form: Annotated[Form, typer.Option("--format", "-f", help="Text, JSON, or what continuous integration shows at the line.")] = Form.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.")] = None,
    as_of: AsOf = "",
    json: Json = False,
) -> None:
    """List findings: exit 0 where there is no error, 1 where there is. Checking never approves, and writes nothing but --output."""
    from regkit.workflow import open_project, verify_evidence, verify_graph

    stored = open_project(project, on=day(as_of, "--as-of"))
    findings = [*_stale(stored), *verify_graph(stored.workspace, stored.graph), *verify_evidence(stored.workspace)[0], *_read(stored)]
    findings += [*_reviewed(stored), *_unclear(stored), *(found for found in stored.orphans if found.code != "evidence.broken"), *_unshown(stored)]
    form = Form.JSON if json else form
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    counts = (errors, warnings, len(findings) - errors - warnings)
    said = ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in zip(counts, ("error", "warning", "note"), strict=True)) + "."
    if form in (Form.TEXT, Form.JSON) and output is None:
        print_findings(findings, json=form is Form.JSON)
        if form is Form.TEXT:
            say(said)
    else:
        _put(_text(stored, findings, form), output)
        note(said)
    raise typer.Exit(1 if errors or (strict and warnings) else 0)


def _text(stored: Stored, findings: list[Finding], form: Form) -> str:
    """Return the findings in a form for programs, with paths from the current folder where the project is below it."""
    if form is Form.JSON:
        return msgspec.json.encode(findings).decode() + "\n"
    if form is Form.TEXT:
        return "".join(f"{line}\n" for line in finding_lines(findings))
    from regkit.export.findings import locate, write

    workspace = stored.workspace
    root, here = workspace.root.resolve(), Path.cwd()
    prefix = f"{root.relative_to(here).as_posix()}/".removeprefix("./") if root.is_relative_to(here) else ""
    sources = {document.id: workspace.relative(document.source) for document in workspace.documents}
    files = [workspace.relative(path) for path in workspace.inputs()]
    found = {finding.place for finding in findings}
    good = [
        Finding(code=f"coverage.{item.status.value}", severity=Severity.NOTE, message="; ".join(item.reasons), place=item.requirement)
        for item in stored.coverage
        if item.requirement not in found
    ]
    return write(
        form.value,
        locate(stored.graph, findings, sources, files=files, prefix=prefix),
        passed=locate(stored.graph, good, sources, files=files, prefix=prefix),
    )


def _put(text: str, output: Path | None) -> None:
    from regkit.store.atomic import write_text

    if output is None or str(output) == "-":
        say(text.removesuffix("\n"))
    else:
        write_text(output, text)
        note(f"Wrote {output}")


def _unclear(stored: Stored) -> Iterator[Finding]:
    """Yield what makes evidence and waivers hold longer than somebody meant."""
    from regkit.graph.queries import checks
    from regkit.trace.freshness import is_understood
    from regkit.trace.reviews import load_reviews

    for item in checks(stored.graph):
        if not is_understood(item.frequency):
            yield Finding(
                code="check.frequency",
                severity=Severity.NOTE,
                message=f"the frequency {item.frequency!r} of check {item.id!r} is no interval that is known; its evidence never grows too old",
                place=item.place,
                remedy="Write it as in: monthly, every 10 days, P90D; or name the event it follows: per customer, on each change",
            )
    for index, waiver in enumerate(load_reviews(stored.workspace.reviews).waiver):
        if not waiver.fingerprint and waiver.requirement in stored.graph:
            yield Finding(
                code="waiver.unbound",
                severity=Severity.NOTE,
                message=f"the waiver of {waiver.requirement!r} names no fingerprint: it would outlive a change of the sentence",
                place=f"{stored.workspace.settings.reviewing.file}, waiver[{index}]",
                remedy=f'Write fingerprint = "{stored.graph.nodes[waiver.requirement].get("fingerprint", "")}"',
            )


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


def _reviewed(stored: Stored) -> Iterator[Finding]:
    """Yield what is to be said of reviews, and the waivers of requirements that are not in the graph: they count for nothing."""
    from regkit.trace.review import findings
    from regkit.trace.reviews import Reviews

    reviews = stored.reviews or Reviews()
    file = stored.workspace.settings.reviewing.file
    yield from findings(stored.graph, stored.standings, reviews.review, file)
    for index, waiver in enumerate(reviews.waiver):
        if waiver.requirement not in stored.graph:
            yield Finding(
                code="waiver.vanished",
                severity=Severity.WARNING,
                message=f"there is no requirement {waiver.requirement!r}; the waiver counts for nothing",
                place=f"{file}, waiver[{index}]",
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
