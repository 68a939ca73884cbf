"""Typed questions to a graph. Answers are in reading order (`regkit.graph.order`), and hold model types rather than attribute dictionaries.

Ids of checks and evidence are as their authors wrote them, here as everywhere outside the graph's own node ids.
Every function raises GraphError where a node that it is asked about is not in the graph, naming the nearest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from regkit.graph.references import AuthorityEntry, CitationUse, TermEntry, authorities, citations_of, terms
from regkit.graph.schema import SEPARATOR, EdgeKind, Graph, NodeKind, check_id
from regkit.graph.walk import anchor, neighbours, node, nodes, predecessors, successors
from regkit.model.annotation import Modality
from regkit.model.check import Check, Evidence, Method, Result, Target
from regkit.model.document import Authority, Record, Source, Status
from regkit.model.requirement import Requirement, RequirementKind
from regkit.model.span import Span

__all__ = [
    "AuthorityEntry",
    "CitationUse",
    "TermEntry",
    "anchor",
    "authorities",
    "authority",
    "check",
    "checks",
    "checks_of",
    "citations_of",
    "conditional",
    "conditions_of",
    "documents",
    "evidence",
    "evidence_of",
    "exceptions_of",
    "neighbours",
    "node",
    "nodes",
    "path_to_source",
    "predecessors",
    "requirement",
    "requirements",
    "requirements_of",
    "requirements_of_check",
    "sentence_of",
    "source",
    "spans",
    "successors",
    "terms",
]

_PAIRS = msgspec.json.Decoder(tuple[tuple[str, str], ...])


def documents(graph: Graph) -> list[str]:
    """Return the ids of the documents, in the project's order."""
    return nodes(graph, NodeKind.DOCUMENT)


def source(graph: Graph, document: str) -> Source:
    """Return the file that a document was read from."""
    data = node(graph, document, NodeKind.DOCUMENT)
    return Source(
        name=data["source"],
        sha256=data["sha256"],
        media_type=data["media_type"],
        size=data["size"],
        url=data.get("source_url", ""),
        retrieved=data.get("retrieved", ""),
    )


def authority(graph: Graph, document: str) -> Authority:
    """Return who says a document, with what standing."""
    data = node(graph, document, NodeKind.DOCUMENT)
    texts = {name: data.get(name, "") for name in ["title", "issuer", "instrument", "citation", "short", "version", "effective", "expires", "url"]}
    return Authority(
        **texts,
        status=Status(data["status"]),
        records=msgspec.json.decode(data["records"], type=tuple[Record, ...]),
        not_held=msgspec.json.decode(data["not_held"], type=tuple[str, ...]),
    )


def requirement(graph: Graph, id: str) -> Requirement:
    """Return a requirement as it was built."""
    data = node(graph, id, NodeKind.REQUIREMENT)
    return Requirement(
        id=id,
        kind=RequirementKind(data["requirement_kind"]),
        document=data["document"],
        provision=data["provision"],
        pinpoint=data.get("pinpoint", ""),
        sentence=data["sentence"],
        anchor=anchor(graph, id),
        modality=Modality(data["modality"]) if "modality" in data else None,
        bearer=data.get("bearer", ""),
        title=data.get("title", ""),
        rule=data.get("rule", ""),
        certain=data["certain"],
        read_with=tuple(successors(graph, id, EdgeKind.READ_WITH)),
    )


def requirements(graph: Graph) -> list[Requirement]:
    """Return all requirements."""
    return [requirement(graph, id) for id in nodes(graph, NodeKind.REQUIREMENT)]


def requirements_of(graph: Graph, place: str) -> list[Requirement]:
    """Return the requirements of a document, or of a provision with all below it, or of a sentence."""
    kind = node(graph, place)["kind"]
    if kind == NodeKind.DOCUMENT.value:
        return [requirement(graph, id) for id in nodes(graph, NodeKind.REQUIREMENT, place)]
    if kind == NodeKind.SENTENCE.value:
        own = successors(graph, place, EdgeKind.STATES)
        return [requirement(graph, id) for id in own if graph.nodes[id]["kind"] == NodeKind.REQUIREMENT.value]
    stated: list[str] = []
    todo = [place]
    while todo:
        id = todo.pop()
        todo += successors(graph, id, EdgeKind.CONTAINS)
        stated += successors(graph, id, EdgeKind.STATES)
    found = [requirement(graph, id) for id in dict.fromkeys(stated) if graph.nodes[id]["kind"] == NodeKind.REQUIREMENT.value]
    return sorted(found, key=lambda one: (graph.nodes[one.id].get("order", 0), one.id))  # all of one document: the reading order


def spans(graph: Graph, id: str, name: str) -> list[Span]:
    """Return the spans of a requirement's ``condition``, ``exception``, ``deadline`` or ``threshold``."""
    pairs = (pair.partition("-") for pair in str(node(graph, id).get(f"{name}_spans", "")).split())
    return [Span(int(start), int(end)) for start, _, end in pairs]


def conditions_of(graph: Graph, id: str) -> list[str]:
    """Return the ids of the requirement's conditions."""
    return successors(graph, id, EdgeKind.CONDITIONED_BY)


def exceptions_of(graph: Graph, id: str) -> list[str]:
    """Return the ids of what takes the requirement away."""
    return successors(graph, id, EdgeKind.EXCEPTED_BY)


def conditional(graph: Graph) -> list[str]:
    """Return the ids of the requirements that have conditions or exceptions and are no condition themselves: what one may ask to rely on."""
    found = []
    for id in nodes(graph, NodeKind.REQUIREMENT):
        data = graph.nodes[id]
        if data["requirement_kind"] != RequirementKind.CONDITION.value and (conditions_of(graph, id) or exceptions_of(graph, id)):
            found.append(id)
    return found


def sentence_of(graph: Graph, id: str) -> str:
    """Return the id of the sentence that states a requirement or gives a definition; of a sentence, itself; empty where there is none."""
    data = node(graph, id)
    return id if data["kind"] == NodeKind.SENTENCE.value else str(data.get("sentence", ""))


def path_to_source(graph: Graph, id: str) -> list[str]:
    """Return the ids from a node up to its document: its sentence, its provision, the provisions around it, the document."""
    data = node(graph, id)
    steps = [id]
    sentence = str(data.get("sentence", ""))
    if sentence and sentence != id:
        steps.append(sentence)
    elif data["kind"] == NodeKind.DEFINITION.value:
        steps.append(str(data["provision"]))
    seen = set(steps)
    while above := [other for other in predecessors(graph, steps[-1], EdgeKind.CONTAINS) if other not in seen]:
        steps.append(above[0])
        seen.add(above[0])
    return steps


def check(graph: Graph, id: str) -> Check:
    """Return a check, its targets by requirement id. ``id`` is as its author wrote it."""
    data = node(graph, check_id(id), NodeKind.CHECK)
    texts = {name: data.get(name, "") for name in ["title", "owner", "frequency", "next_due", "procedure", "evidence_wanted", "risk", "place"]}
    return Check(
        id=id,
        **texts,
        verifies=tuple(Target(id=found) for found in requirements_of_check(graph, id)),
        method=Method(data["method"]),
        tags=tuple(str(data["tags"]).split(SEPARATOR)) if "tags" in data else (),
    )


def checks(graph: Graph) -> list[Check]:
    """Return all checks."""
    return [check(graph, graph.nodes[id]["check"]) for id in nodes(graph, NodeKind.CHECK)]


def checks_of(graph: Graph, requirement: str) -> list[str]:
    """Return the ids of the checks that verify a requirement."""
    return [graph.nodes[id]["check"] for id in predecessors(graph, requirement, EdgeKind.VERIFIES)]


def requirements_of_check(graph: Graph, id: str) -> list[str]:
    """Return the ids of the requirements that a check verifies."""
    found = successors(graph, check_id(id), EdgeKind.VERIFIES)
    return [requirement for requirement in found if graph.nodes[requirement]["kind"] == NodeKind.REQUIREMENT.value]


def evidence_of(graph: Graph, id: str) -> list[Evidence]:
    """Return the results of a check by date, those of one day in the order they were recorded."""
    found = [graph.nodes[other] for other in successors(graph, check_id(id), EdgeKind.EVIDENCED_BY)]
    found.sort(key=lambda data: (data.get("date", ""), data["order"]))
    return [evidence(data) for data in found]


def evidence(data: Mapping[str, Any]) -> Evidence:
    """Return a result from the attributes of its node."""
    names = ("date", "by", "note", "attachment", "sha256", "place", "environment", "entry")
    pairs = {name: _PAIRS.decode(data[name]) for name in ("verified", "inputs", "changed") if name in data}
    texts = {name: str(data.get(name, "")) for name in names}
    return Evidence(
        id=data["evidence"],
        check=data["check"],
        result=Result(data["result"]),
        verified=pairs.get("verified", ()),
        inputs=pairs.get("inputs", ()),
        changed=pairs.get("changed", ()),
        **texts,
    )
