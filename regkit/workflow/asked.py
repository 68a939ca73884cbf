"""A report as somebody asks for it: of a part of the project, of versions, as of a day; and what only some reports need to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from regkit.model.finding import Finding, Severity
from regkit.report.facts import ProjectView
from regkit.report.facts_audit import ChangeFact, FindingFact, LogFact, RequirementChange, TouchFact
from regkit.report.select import Selection, select
from regkit.workflow.stored import Stored, facts_of

if TYPE_CHECKING:
    from regkit.change.model import RequirementPair
    from regkit.change.project import Step
    from regkit.change.requirements import Side


class Asked(Struct, frozen=True, kw_only=True):
    """What a report is to show beside its name: a part, steps between versions (old, new), results and waivers as of a day."""

    selection: Selection = Selection()
    steps: tuple[tuple[str, str], ...] = ()
    on: str = ""

    def options(self) -> tuple[str, ...]:
        """Return all of it as text, for what is kept under it."""
        return (*self.selection.options(), *(f"step {old} {new}" for old, new in self.steps), f"on {self.on}")


def facts_asked(stored: Stored, needs: Iterable[str] = (), asked: Asked | None = None) -> ProjectView:
    """Return what a report says: of the part that is asked for, with what it ``needs`` (see `regkit.report.folders.ReportFile`).

    Raises: ReportError for a selection of what there is not; SettingsError, ReadError for a step between versions.
    """
    asked = asked or Asked()
    needed = set(needs)
    facts = replace(facts_of(stored, asked.on), on=asked.on)
    if "findings" in needed:
        facts = replace(facts, findings=tuple(_finding(found) for found in _findings(stored)))
    if "logs" in needed:
        facts = replace(facts, logs=tuple(_logs(stored)))
    if "changes" in needed and asked.steps:
        facts = replace(facts, changes=tuple(_change(stored, old, new) for old, new in asked.steps))
    return select(facts, asked.selection)


def _findings(stored: Stored) -> Iterator[Finding]:
    """Yield what is wrong, the worst first: anchors and hashes, evidence, what hangs in the air, what the readers noted."""
    from regkit.workflow.audit import verify_evidence, verify_graph

    found = [*verify_graph(stored.workspace, stored.graph), *verify_evidence(stored.workspace)[0]]
    found += [one for one in stored.orphans if one.code != "evidence.broken"]
    for id, data in stored.graph.nodes(data=True):
        if data.get("kind") == "document":
            found += [
                replace(one, document=one.document or id) for one in msgspec.json.decode(str(data.get("findings", "[]")), type=tuple[Finding, ...])
            ]
    rank = {severity: number for number, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.NOTE))}
    yield from sorted(found, key=lambda one: rank[one.severity])


def _finding(found: Finding) -> FindingFact:
    place = found.place if found.place.startswith(found.document) else f"{found.document}, {found.place}" if found.place else found.document
    return FindingFact(severity=found.severity.value, code=found.code, message=found.message, place=place, remedy=found.remedy)


def _logs(stored: Stored) -> Iterator[LogFact]:
    from regkit.trace.log import findings_of

    root = stored.workspace.root
    for path in stored.workspace.logs:
        problems, chain = findings_of(path, root)
        told = tuple(dict.fromkeys(problem.message for problem in problems))
        yield LogFact(file=stored.workspace.relative(path), entries=len(chain.entries), head=chain.head, problems=told)


def _change(stored: Stored, old: str, new: str) -> ChangeFact:
    from regkit.workflow.audit import step_between

    step = step_between(stored.workspace.root, old, new)
    impact = step.impact()
    touches = tuple(
        TouchFact(kind=touch.kind, id=touch.id, effect=touch.effect.value, requirement=touch.requirement, why=touch.why) for touch in impact.touches
    )
    return ChangeFact(
        old=old,
        new=new,
        counts=tuple(impact.counts.items()),
        requirements=tuple(_pair(step, pair) for pair in step.comparison.requirements),
        touches=touches,
        untouched=impact.untouched,
    )


def _pair(step: Step, pair: RequirementPair) -> RequirementChange:
    from regkit.text.words import reworded

    before = " ".join(_words(step.old, id) for id in pair.old)
    after = " ".join(_words(step.new, id) for id in pair.new)
    change = "context" if pair.context and pair.change.value == "same" else pair.change.value
    return RequirementChange(
        change=change,
        old=tuple(step.old_id(id) for id in pair.old),
        new=pair.new,
        old_pinpoint="; ".join(dict.fromkeys(step.old.requirements[id].pinpoint for id in pair.old)),
        new_pinpoint="; ".join(dict.fromkeys(step.new.requirements[id].pinpoint for id in pair.new)),
        changed=tuple((stretch.kind, stretch.text) for stretch in reworded(before, after)),
        note=pair.note or ("the words of its lead-in have changed" if pair.context else ""),
    )


def _words(side: Side, id: str) -> str:
    return str(side.graph.nodes[id]["quote"])
