"""A document and a rule → the document after the rule, with what became of every instruction.

Instructions are carried out in the order in which they stand; redesignations that stand together are carried out at once, so that "(c) and (d) as
(d) and (e)" never meets itself. What cannot be carried out exactly is left undone and is a finding with the instruction's words: nothing is skipped
in silence.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from regkit.amend.model import Action, Instruction, Operation
from regkit.amend.operate import Operator
from regkit.amend.rule import Rule
from regkit.amend.tree import Node, from_document, to_document
from regkit.model.document import Document, ProvisionType, Source, Status
from regkit.model.finding import Finding, Severity


class Outcome(StrEnum):
    """What became of an operation."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    NOT_APPLIED = "not applied"
    ELSEWHERE = "another part"


class Done(Struct, frozen=True, kw_only=True):
    """One operation and what became of it; ``note`` says why it was not applied, or what to look at."""

    instruction: int
    operation: Operation
    outcome: Outcome
    note: str = ""


class Amended(Struct, frozen=True, kw_only=True):
    """The text after a rule. ``document`` is a restatement: put together by a program from two official texts, official itself it is not."""

    document: Document
    done: tuple[Done, ...]
    findings: tuple[Finding, ...]
    instructions: tuple[Instruction, ...]


def amend(base: Document, rule: Rule, *, part: str = "") -> Amended:
    """Return ``base`` as ``rule`` amends it.

    ``part`` names the only part whose instructions are carried out; without it those of every part that the document holds are. A rule that
    changes nothing gives the document as it is.
    """
    root = from_document(base)
    held = {node.label for node in root.walk() if node.type is ProvisionType.PART}
    held |= {node.label.partition(".")[0] for node in root.walk() if node.type is ProvisionType.SECTION}
    done: list[Done] = []
    findings: list[Finding] = []
    for index, instruction in enumerate(rule.instructions):
        done += _carry_out(index, instruction, root, rule, held, part, findings, base.id)
    if not any(one.outcome is Outcome.APPLIED for one in done):
        return Amended(
            document=replace(base, findings=(*base.findings, *findings)), done=tuple(done), findings=tuple(findings), instructions=rule.instructions
        )
    authority = base.authority
    cited = rule.document.authority.citation or rule.document.id
    if authority.status is Status.OFFICIAL:
        authority = replace(authority, status=Status.RESTATEMENT)
    note = f"{authority.version}, as amended by {cited}".lstrip(", ")
    authority = replace(authority, version=note[:1].upper() + note[1:] if not base.authority.version else note)
    sha = hashlib.sha256(f"{base.source.sha256}{rule.document.source.sha256}".encode()).hexdigest()
    source = Source(name=base.source.name, sha256=sha, media_type=base.source.media_type)
    document = to_document(root, base.id, source, authority, tuple(findings))
    return Amended(document=document, done=tuple(done), findings=tuple(findings), instructions=rule.instructions)


def _carry_out(
    index: int, instruction: Instruction, root: Node, rule: Rule, held: set[str], part: str, findings: list[Finding], id: str
) -> list[Done]:
    wanted = {part} if part else held
    for problem in instruction.problems:
        findings.append(_finding("amend.not-understood", f"instruction {_name(instruction)} is not understood: {problem}", instruction, id))
    done: list[Done] = []
    if instruction.problems:  # what was read of it may be read wrongly
        left = "the instruction is not understood as a whole"
        return [Done(instruction=index, operation=one, outcome=Outcome.NOT_APPLIED, note=left) for one in instruction.operations]
    fragment = rule.fragments.get(instruction.group) or Node("", ProvisionType.DOCUMENT)
    operator = Operator(root, fragment)
    moves = _order(instruction.operations)
    for redesignating, several in groupby(moves, key=lambda operation: operation.action is Action.REDESIGNATE):
        batch = list(several)
        reach = [operation for operation in batch if _mine(operation, wanted, instruction)]
        done += [Done(instruction=index, operation=one, outcome=Outcome.ELSEWHERE) for one in batch if one not in reach]
        results = operator.redesignate(reach) if redesignating else [operator.do(operation) for operation in reach]
        for operation, problem in zip(reach, results, strict=True):
            unchanged = operation.action is Action.UNCHANGED
            if problem:
                message = f"instruction {_name(instruction)}, “{operation}”: {problem}"
                severity = Severity.NOTE if unchanged else Severity.WARNING
                findings.append(_finding("amend.differs" if unchanged else "amend.not-applied", message, instruction, id, severity))
            outcome = Outcome.UNCHANGED if unchanged else Outcome.NOT_APPLIED if problem else Outcome.APPLIED
            done.append(Done(instruction=index, operation=operation, outcome=outcome, note=problem))
    return done


def _order(operations: tuple[Operation, ...]) -> list[Operation]:
    """Return the operations as they are carried out: as written, but what would be in the way of an addition goes before it.

    "Adding paragraph (c) and redesignating paragraph (c) as paragraph (d)" and "redesignating (c) as (b) and removing (b)" can only mean that.
    """
    ordered = list(operations)
    for move in [operation for operation in operations if operation.action is Action.REDESIGNATE]:
        at = ordered.index(move)
        first = next((n for n, one in enumerate(ordered[:at]) if one.action is Action.ADD and one.target == move.target), -1)
        if first >= 0:
            ordered.insert(first, ordered.pop(at))
    for gone in [operation for operation in operations if operation.action is Action.REMOVE]:
        at = ordered.index(gone)
        first = next((n for n, one in enumerate(ordered[:at]) if one.action is Action.REDESIGNATE and one.to == gone.target), -1)
        if first >= 0:
            ordered.insert(first, ordered.pop(at))
    return ordered


def _mine(operation: Operation, wanted: set[str], instruction: Instruction) -> bool:
    part = operation.target.part or instruction.part
    return not part or part in wanted or not wanted or (operation.action is Action.ADD and str(operation.target) == f"part {part}" and not wanted)


def _name(instruction: Instruction) -> str:
    return instruction.number or f"“{instruction.text[:40]}”"


def _finding(code: str, message: str, instruction: Instruction, id: str, severity: Severity = Severity.WARNING) -> Finding:
    remedy = f"carry it out by hand: “{instruction.text[:300]}”" if severity is Severity.WARNING else "compare the two"
    return Finding(code=code, severity=severity, message=message, document=id, place=instruction.place, remedy=remedy)
