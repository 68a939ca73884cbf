"""What the exporters read: the nodes and edges of a graph in reading order, gathered once, and the names that other formats want for them.

A graph gives a node's edges one by one; a file wants all of a document's requirements, then all of its links. Here each edge is looked at once, so
that an export costs what the graph is long. Dates come from the documents, never from a clock, and identifiers from the graph's ids: a tool that
imports the next export as well finds its items again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID, uuid5

from regkit.graph.draft import rows
from regkit.graph.schema import SEPARATOR, EdgeKind, Graph, NodeKind
from regkit.text.visible import storable
from regkit.trace.coverage import coverage
from regkit.trace.freshness import is_date

NAMESPACE = UUID("7f0d2f0c-6a3e-5f0e-9a55-0b1f3a3f6c10")
"""Of all UUIDs of version 5 that regkit makes: never changed, or every tool would take each item for a new one."""

STANDING = "coverage"
"""The attribute of a requirement with its coverage status, where the caller has laid it over the graph; else it is computed without reviews."""

EPOCH = "1970-01-01"
"""The day of what has no date: formats ask for one, and a clock would make two exports differ."""

Attributes = dict[str, Any]
Link = tuple[str, Attributes]


class Content:
    """A graph in reading order. ``nodes`` are attributes by id; what a person has rejected in review is not among them.

    Strings are `storable`: they hold nothing that XML or UTF-8 cannot.
    """

    def __init__(self, graph: Graph) -> None:
        found, edges = rows(graph)
        self.name = storable(str(graph.graph.get("name", ""))) or "regkit"
        self.nodes: dict[str, Attributes] = {}
        self._kinds: dict[str, list[str]] = defaultdict(list)
        self._out: dict[tuple[str, str], list[Link]] = defaultdict(list)
        self._in: dict[tuple[str, str], list[Link]] = defaultdict(list)
        self._in_provision: dict[tuple[str, str], list[str]] = defaultdict(list)
        known = statuses(graph)
        for id, data in found:
            kind = str(data.get("kind"))
            if kind == NodeKind.REJECTED.value:
                continue
            data = _clean(data)
            if kind == NodeKind.REQUIREMENT.value:
                data[STANDING] = known.get(id, "")
            self.nodes[id] = data
            self._kinds[kind].append(id)
            self._in_provision[str(data.get("provision") or data.get("document", "")), kind].append(id)
        for source, target, _, data in edges:
            if source in self.nodes and target in self.nodes and data.get("kind") != EdgeKind.REJECTED.value:
                data = _clean(data)
                self._out[source, data["kind"]].append((target, data))
                self._in[target, data["kind"]].append((source, data))

    def of(self, kind: NodeKind) -> list[str]:
        """Return the ids of a kind."""
        return self._kinds[kind.value]

    def out(self, id: str, kind: EdgeKind) -> list[Link]:
        """Return (other end, attributes) of the edges of a kind that leave a node."""
        return self._out.get((id, kind.value), [])

    def into(self, id: str, kind: EdgeKind) -> list[Link]:
        """Return (other end, attributes) of the edges of a kind that end at a node."""
        return self._in.get((id, kind.value), [])

    def parts(self, id: str) -> list[str]:
        """Return the provisions right below a document or provision."""
        return [target for target, _ in self.out(id, EdgeKind.CONTAINS) if self.nodes[target]["kind"] == NodeKind.PROVISION.value]

    def within(self, provision: str, kind: NodeKind) -> list[str]:
        """Return the sentences, definitions or requirements that stand in a provision itself; a document is one too."""
        return self._in_provision.get((provision, kind.value), [])

    def walk(self, document: str) -> Iterator[tuple[str, int]]:
        """Yield every provision below a document with its depth from 0, in reading order."""
        todo = [(part, 0) for part in reversed(self.parts(document))]
        while todo:
            id, depth = todo.pop()
            yield id, depth
            todo += [(part, depth + 1) for part in reversed(self.parts(id))]

    def moment(self, id: str = "") -> str:
        """Return the day of a node's document (retrieved, else in force, else version), or of the newest document, as midnight UTC."""
        data = self.nodes.get(id, {})
        if data.get("kind") == NodeKind.EVIDENCE.value:
            return at(data.get("date", ""))
        document = id if data.get("kind") == NodeKind.DOCUMENT.value else data.get("document", "")
        documents = [document] if document in self.nodes else self.of(NodeKind.DOCUMENT)
        return at(max((_day(self.nodes[each]) for each in documents), default=EPOCH))

    def latest(self, check: str) -> Attributes | None:
        """Return the newest evidence of a check, None where it has none."""
        found = [self.nodes[target] for target, _ in self.out(check, EdgeKind.EVIDENCED_BY)]
        return max(found, key=lambda data: str(data.get("date", ""))) if found else None

    def said(self, provision: str) -> str:
        """Return the text of a provision that states no requirement: its headings, definitions and statements, sentence by sentence."""
        sentences = self.within(provision, NodeKind.SENTENCE)
        return " ".join(self.nodes[id]["quote"] for id in sentences if not self.out(id, EdgeKind.STATES) and not self.nodes[id].get("heading_text"))


class Names:
    """Names of ids in a format's own alphabet: no two ids share one, and none depends on the order they are asked for.

    ``spell`` makes a name of an id. Where it makes the same name of several, each of these gets eight digits of a hash of its id.
    """

    def __init__(self, ids: Iterable[str], spell: Callable[[str], str]) -> None:
        by_name: dict[str, list[str]] = defaultdict(list)
        for id in ids:
            by_name[spell(id)].append(id)
        self._names = {id: name if len(same) == 1 else f"{name}_{_digest(id)}" for name, same in by_name.items() for id in same}

    def __getitem__(self, id: str) -> str:
        return self._names[id]

    def __contains__(self, id: object) -> bool:
        return id in self._names


def statuses(graph: Graph) -> dict[str, str]:
    """Return the coverage status of each requirement: as it was laid over the graph, else computed from checks and evidence alone."""
    laid = {id: str(data[STANDING]) for id, data in graph.nodes(data=True) if data.get("kind") == NodeKind.REQUIREMENT.value and STANDING in data}
    if laid:
        return laid
    return {found.requirement: found.status.value for found in coverage(graph)}


def uuid(*names: str) -> str:
    """Return the UUID (version 5, RFC 9562) of names: the same names give the same one, in every export and on every machine."""
    return str(uuid5(NAMESPACE, json.dumps(names)))


def at(day: str) -> str:
    """Return a day as a moment with its zone: ``2026-04-15`` → ``2026-04-15T00:00:00Z``; what is no day as the first of 1970."""
    return f"{day if is_date(day) else EPOCH}T00:00:00Z"


def listed(data: Attributes, name: str) -> list[str]:
    """Return the texts of an attribute that joins several."""
    return [text for text in str(data.get(name, "")).split(SEPARATOR) if text]


def compact(value: Any) -> str:
    """Return JSON on one line, in UTF-8 and with keys as they are given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def token(id: str, *, start: str = "rk-") -> str:
    """Return an id as an XML name without colons (NCName): ``/`` becomes ``_``, other characters that it cannot have ``_x<hex>_``.

    >>> token("order/III-1.1"), token("12-cfr/1")
    ('order_III-1.1', 'rk-12-cfr_1')
    """
    name = _NOT_NAME.sub(lambda found: f"_x{ord(found[0]):x}_", id).replace("/", "_")
    return name if name[:1].isascii() and (name[:1].isalpha() or name[:1] == "_") else f"{start}{name}"


_NOT_NAME = re.compile(r"[^A-Za-z0-9./_-]")


def _clean(data: Attributes) -> Attributes:
    return {name: storable(value) if isinstance(value, str) else value for name, value in data.items()}


def _digest(id: str) -> str:
    return hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _day(document: Attributes) -> str:
    return next((day for name in ("retrieved", "effective", "version") if is_date(day := str(document.get(name, "")))), EPOCH)
