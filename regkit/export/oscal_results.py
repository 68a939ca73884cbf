"""OSCAL assessment results: checks as activities, their evidence as observations, and a finding for each requirement that has evidence.

OSCAL knows two states of a finding, satisfied and not satisfied. A requirement is given the first where every check that verifies it has passing
evidence (regkit's ``covered``), the second where it has evidence and is anything else; its remarks say which and that no one has concluded from
it. What has no evidence was not assessed and has no finding. Controls are those of the catalog (`regkit.export.oscal_catalog`).

An assessment plan is asked for by the format; regkit has none, so the results import a resource that says so. The file is written in pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from regkit.export.content import STANDING, Content, Names, at, compact, uuid
from regkit.export.oscal import STATEMENT, filled, line, metadata, names, props
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.model.check import Method
from regkit.model.coverage import CoverageStatus

MEDIA_TYPE = "application/json"
SUFFIX = ".oscal-results.json"

# Source: OSCAL 1.1.3, observation/method; an attestation is what somebody says of it.
_METHODS = {Method.TEST: "TEST", Method.INSPECTION: "EXAMINE", Method.ANALYSIS: "EXAMINE", Method.ATTESTATION: "INTERVIEW"}
_CHECK = {
    "owner": "owner",
    "method": "method",
    "frequency": "frequency",
    "next-due": "next_due",
    "risk": "risk",
    "evidence-wanted": "evidence_wanted",
    "tags": "tags",
    "place": "place",
}
_EVIDENCE = {"result": "result", "by": "by", "place": "place", "sha256": "sha256"}
_REASONS = {CoverageStatus.COVERED: "pass", CoverageStatus.FAILING: "fail"}
_REMARK = "regkit shows coverage by checks and their evidence; whether the requirement is met is for people to conclude."


def export(graph: Graph) -> bytes:
    """Return the graph's checks and evidence as OSCAL assessment results."""
    return b"".join(pieces(graph))


def pieces(graph: Graph) -> Iterator[bytes]:
    """Yield the file piece by piece."""
    for piece in _file(Content(graph)):
        yield piece.encode()


def _file(content: Content) -> Iterator[str]:
    known = names(content)
    days = sorted(content.moment(id) for id in content.of(NodeKind.EVIDENCE)) or [content.moment()]
    plan = uuid("resource", "no assessment plan")
    yield '{"assessment-results":{"uuid":' + compact(uuid("assessment-results", content.name))
    yield ',"metadata":' + compact(metadata(content, f"{content.name}: results", max(days[-1], content.moment())))
    yield ',"import-ap":' + compact({"href": f"#{plan}"})
    yield from _list(',"local-definitions":{"activities":[', (_activity(content, known, id) for id in content.of(NodeKind.CHECK)), "]}")
    yield ',"results":[{"uuid":' + compact(uuid("result", content.name))
    yield ',"title":' + compact(line(content.name)) + ',"description":"Coverage of requirements by checks and their evidence"'
    yield f',"start":"{days[0]}","end":"{days[-1]}"'
    requirements = content.of(NodeKind.REQUIREMENT)
    yield ',"reviewed-controls":{"control-selections":[{'
    yield from _list('"include-controls":[', ({"control-id": known[id]} for id in requirements), "]", nothing='"include-all":{}')
    yield "}]}"
    yield from _list(',"observations":[', _observations(content, known), "]")
    yield from _list(',"findings":[', _findings(content, known), "]")
    nothing = {"uuid": plan, "title": "No assessment plan", "description": "regkit holds no assessment plan; the checks are local definitions."}
    yield '}],"back-matter":{"resources":[' + compact(nothing) + "]}}}\n"


def _list(opening: str, items: Iterator[dict[str, Any]], closing: str, *, nothing: str = "") -> Iterator[str]:
    """Yield a JSON list an item a line; ``nothing`` in its place where it would be empty, which OSCAL forbids."""
    comma = opening
    for item in items:
        yield comma + compact(item)
        comma = "\n,"
    yield nothing if comma == opening else closing


def _activity(content: Content, known: Names, id: str) -> dict[str, Any]:
    data = content.nodes[id]
    verified = dict.fromkeys(target for target, _ in content.out(id, EdgeKind.VERIFIES) if target in known)
    controls = [{"control-id": known[target]} for target in verified]
    return filled(
        {
            "uuid": uuid("check", id),
            "title": line(data.get("title") or id),
            "description": line(data.get("procedure", "") or data.get("title", "")),
            "props": props(data, {"check": "check"} | _CHECK),
            "related-controls": {"control-selections": [{"include-controls": controls}]} if controls else {},
        }
    )


def _observations(content: Content, known: Names) -> Iterator[dict[str, Any]]:
    for check in content.of(NodeKind.CHECK):
        data = content.nodes[check]
        for id, _ in content.out(check, EdgeKind.EVIDENCED_BY):
            evidence = content.nodes[id]
            found = {"href": evidence.get("attachment", ""), "description": line(evidence.get("note") or evidence.get("attachment", ""))}
            attached = [filled(found)] if evidence.get("attachment") else []
            yield filled(
                {
                    "uuid": uuid("evidence", id),
                    "title": line(f"{data.get('title') or check}: {evidence['result']}"),
                    "description": line(evidence.get("note") or evidence["result"]),
                    "props": props(data, {"check": "check"}) + props(evidence, _EVIDENCE, regkit_id=id),
                    "links": [{"href": f"#{uuid('check', check)}", "rel": "check"}],
                    "methods": [_METHODS.get(data.get("method", ""), "UNKNOWN")],
                    "relevant-evidence": attached,
                    "collected": at(evidence.get("date", "")),
                }
            )


def _findings(content: Content, known: Names) -> Iterator[dict[str, Any]]:
    for id in content.of(NodeKind.REQUIREMENT):
        data = content.nodes[id]
        checks = dict.fromkeys(check for check, _ in content.into(id, EdgeKind.VERIFIES))
        evidence = dict.fromkeys(found for check in checks for found, _ in content.out(check, EdgeKind.EVIDENCED_BY))
        if not evidence:
            continue
        status = data.get(STANDING, "")
        state = "satisfied" if status == CoverageStatus.COVERED else "not-satisfied"
        title = line(data.get("title") or data.get("label") or id)
        yield {
            "uuid": uuid("finding", id),
            "title": title,
            "description": line(f"{data.get('pinpoint') or id}: {status}"),
            "props": props(data, {"coverage": STANDING}, regkit_id=id),
            "target": {
                "type": "statement-id",
                "target-id": known[id] + STATEMENT,
                "status": {"state": state, "reason": _REASONS.get(status, "other"), "remarks": f"Coverage: {status}. {_REMARK}"},
            },
            "related-observations": [{"observation-uuid": uuid("evidence", found)} for found in evidence],
        }
