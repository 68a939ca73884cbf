"""Resolved analyses, checks and evidence → the graph. What the graph is made of is said in `regkit.graph.schema`.

Nothing is decided here: which norms are requirements and what hangs on what is `regkit.graph.requirements`, what a check's quote means
`regkit.graph.targets`. The order of nodes and edges is that of `regkit.graph.order`, whatever order the input came in.
"""

from __future__ import annotations

from collections.abc import Sequence

from regkit.graph.amendments import add_amendments, amended
from regkit.graph.bulk import without_collector
from regkit.graph.checks import add_checks, add_evidence
from regkit.graph.document import draft_of
from regkit.graph.draft import Draft
from regkit.graph.links import paths_of
from regkit.graph.schema import SCHEMA, Graph, check_id
from regkit.graph.targets import link_checks, try_links
from regkit.graph.versions import Superseded, add_versions
from regkit.model.analysis import Analysis
from regkit.model.check import Check, Evidence


def build_graph(
    analyses: Sequence[Analysis],
    checks: Sequence[Check] = (),
    evidence: Sequence[Evidence] = (),
    *,
    name: str = "",
    versions: Sequence[Superseded] = (),
    strict: bool = True,
) -> Graph:
    """Return the graph of resolved analyses (their order is the project's), of checks and of evidence.

    ``versions`` are those that the documents have superseded. Without ``strict``, targets that mean nothing are left out instead of raised.

    Raises: CheckError that lists every check whose target is unknown or ambiguous, and every result of an unknown check;
        ValueError where two documents have one id.
    """
    if len({analysis.document.id for analysis in analyses}) != len(analyses):
        raise ValueError("two documents have one id")
    with without_collector():
        draft = _draft(analyses, name, versions)
        if checks or evidence:
            links = link_checks(draft.nodes, checks) if strict else try_links(draft.nodes, checks)[0]
            add_checks(draft, checks, evidence, links)
        return draft.finish()


def _draft(analyses: Sequence[Analysis], name: str, versions: Sequence[Superseded]) -> Draft:
    draft = Draft(schema=SCHEMA, name=name)
    paths = {analysis.document.id: paths_of(analysis.document) for analysis in analyses}
    definitions = frozenset(definition.id for analysis in analyses for definition in analysis.definitions)
    for number, analysis in enumerate(analyses):
        part = draft_of(analysis, paths, definitions)
        part.nodes[analysis.document.id]["order"] = number
        draft.absorb(part)
    held = {analysis.document.authority.citation: analysis.document.id for analysis in reversed(analyses)}
    for analysis in analyses:
        add_amendments(draft, analysis.document.id, amended(analysis.document), held)
    add_versions(draft, versions)
    return draft


def with_checks(graph: Graph, checks: Sequence[Check], evidence: Sequence[Evidence]) -> Graph:
    """Return a copy of a graph with further checks, those left out that it has, and with further results of checks, newer than all it has.

    Raises: CheckError as `build_graph` does.
    """
    draft = Draft(**graph.graph)
    draft.nodes = {node: dict(data) for node, data in graph.nodes.items()}
    draft.edges = {(source, target, key): dict(data) for source, target, key, data in graph.edges(keys=True, data=True)}
    further = [check for check in checks if check_id(check.id) not in draft]
    add_checks(draft, further, (), link_checks(draft.nodes, further))
    add_evidence(draft, evidence, len(draft.nodes))
    return draft.finish()
