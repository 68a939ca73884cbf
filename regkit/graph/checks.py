"""Checks and their results → nodes and edges."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from regkit.graph.draft import Draft
from regkit.graph.elements import filled
from regkit.graph.schema import SEPARATOR, Attributes, EdgeKind, NodeKind, check_id, evidence_id
from regkit.graph.targets import Linked, link_evidence
from regkit.model.check import Check, Evidence


def add_checks(draft: Draft, checks: Sequence[Check], evidence: Sequence[Evidence], links: Sequence[Linked]) -> None:
    """Add checks, an edge for each of their ``links`` (`regkit.graph.targets.try_links`), and their results.

    Raises: CheckError that lists every result of an unknown check.
    """
    executed = link_evidence(checks, evidence)
    for order, check in enumerate(checks):
        attributes = filled(check, "title owner frequency next_due procedure evidence_wanted risk place")
        attributes |= {"check": check.id, "method": check.method.value, "label": check.title or check.id, "order": order}
        if check.tags:
            attributes["tags"] = SEPARATOR.join(check.tags)
        draft.add_node(check_id(check.id), attributes | {"kind": NodeKind.CHECK.value})
    for check, target, requirement in links:
        extra: Attributes = {"by": "id"} if target.id else {"by": "quote", "quote": target.quote}
        draft.add_edge(EdgeKind.VERIFIES, check_id(check.id), requirement, **extra)
    add_evidence(draft, executed, 0)


def add_evidence(draft: Draft, evidence: Sequence[Evidence], first: int) -> None:
    """Add results of checks; ``first`` is the place of the first of them among their kind."""
    for order, item in enumerate(evidence, first):
        attributes = filled(item, "date by note attachment sha256 place environment entry")
        attributes |= {
            name: msgspec.json.encode(pairs).decode()
            for name, pairs in (("verified", item.verified), ("inputs", item.inputs), ("changed", item.changed))
            if pairs
        }
        attributes |= {
            "evidence": item.id,
            "check": item.check,
            "result": item.result.value,
            "label": f"{item.date} {item.result.value}",
            "order": order,
        }
        draft.add_node(evidence_id(item.id), attributes | {"kind": NodeKind.EVIDENCE.value})
        draft.add_edge(EdgeKind.EVIDENCED_BY, check_id(item.check), evidence_id(item.id))
