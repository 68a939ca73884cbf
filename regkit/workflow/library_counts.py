"""Count the coverage of a library without reading its requirements one by one.

Those that a check verifies or a person decided on are looked at; of all others the database knows how many there are, of which document, kind and
modality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from regkit.graph import queries
from regkit.graph.db.rows import NODE_CODES
from regkit.graph.schema import NodeKind
from regkit.model.coverage import Coverage, CoverageStatus
from regkit.trace.coverage import Summary, Tally, dated
from regkit.workflow.library import decided
from regkit.workflow.stored import Stored

if TYPE_CHECKING:
    from regkit.graph.db.lazy import StoredGraph
    from regkit.store.workspace import Workspace

_REQUIREMENT = NODE_CODES[NodeKind.REQUIREMENT.value]
_COUNTS = """
SELECT d.id, ifnull(json_extract(n.data, '$.requirement_kind'), ''), ifnull(json_extract(n.data, '$.modality'), ''), count(*),
    min(d.place * 16777216 + ifnull(n.place, 0)) AS first
FROM node n JOIN document d ON d.number = n.document WHERE n.kind = ? GROUP BY 1, 2, 3 ORDER BY first
"""


def summary_of(workspace: Workspace, library: StoredGraph, *, on: str = "") -> tuple[Stored, Summary]:
    """Return the part of a library that checks and people have spoken of, and the counts of all of it, as `regkit.trace.coverage.summarise` has them.

    Headings are in reading order. Cost: a pass over the attributes of the requirements, in the database. Raises: as `open_project`.
    """
    stored = decided(workspace, library, on=on)
    rows = library.ask(_COUNTS, _REQUIREMENT)
    rest: Counter[tuple[str, str, str]] = Counter({(document, kind, modality): count for document, kind, modality, count, _ in rows})
    for id, data in stored.graph.nodes(data=True):
        if NodeKind.REQUIREMENT.value in (data["kind"], data.get("was")):  # looked at, or none any more
            before = library.nodes[id]
            rest[str(before.get("document", "")), str(before.get("requirement_kind", "")), str(before.get("modality", ""))] -= 1
    nodes = stored.graph.nodes
    owners = {check.id: check.owner for check in queries.checks(stored.graph)}
    tables: list[dict[str, Counter[CoverageStatus]]] = [{} for _ in range(6)]
    documents, kinds, modalities, owned, dates, months = tables

    def add(table: dict[str, Counter[CoverageStatus]], names: Iterable[str], status: CoverageStatus, count: int) -> None:
        for name in dict.fromkeys(names):
            table.setdefault(name, Counter())[status] += count

    def headings(item: Coverage) -> None:
        data = nodes[item.requirement]
        for table, name in zip(tables, ("document", "requirement_kind", "modality"), strict=False):
            add(table, [str(data.get(name, ""))], item.status, 1)
        add(owned, [owners[check] for check in item.checks] or [""], item.status, 1)
        add(dates, [dated(item)], item.status, 1)
        add(months, [dated(item)[:7]], item.status, 1)

    for document, kind, modality, _, _ in rows:  # in reading order, whoever is counted first
        add(kinds, [kind], CoverageStatus.UNCOVERED, 0)
        add(modalities, [modality], CoverageStatus.UNCOVERED, 0)
        add(documents, [document], CoverageStatus.UNCOVERED, 0)
    for item in stored.coverage:
        headings(item)
    for (document, kind, modality), count in rest.items():
        for table, name in zip(tables, (document, kind, modality, "", "", ""), strict=True):
            add(table, [name], CoverageStatus.UNCOVERED, count)
    found = [_tallies(table) for table in tables]
    none = _tally(Counter())
    return stored, Summary(
        all=_tally(sum((counts for counts in documents.values()), Counter())),
        documents={name: found[0].get(name, none) for name in queries.documents(library)},
        kinds=found[1],
        modalities=found[2],
        owners=dict(sorted(found[3].items())),
        dates=dict(sorted(found[4].items())),
        months=dict(sorted(found[5].items())),
    )


def _tallies(table: dict[str, Counter[CoverageStatus]]) -> dict[str, Tally]:
    return {name: _tally(counts) for name, counts in table.items() if counts.total()}


def _tally(counts: Counter[CoverageStatus]) -> Tally:
    return Tally(total=counts.total(), counts={status: counts[status] for status in CoverageStatus})
