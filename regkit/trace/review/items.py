"""What can be reviewed in a graph: every requirement, definition, citation, and every link of a check to a requirement.

An item is known by its id, and found again by its wording: the fingerprint of its sentence with the lead-ins it is read with, and the words that it
marks there. Ids: a requirement's and a definition's own; a citation's is ``<sentence>@<offset in the sentence>``, a link's ``<check>@<requirement>``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from regkit.graph.queries import check as check_of
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.model.check import ItemKind, Review
from regkit.model.span import Span
from regkit.text.anchors import CONTEXT
from regkit.text.fingerprint import fingerprint
from regkit.trace.freshness import procedure_fingerprint

FIELDS = {
    "requirement": ("modality", "bearer", "conditions", "exceptions", "deadlines", "thresholds"),
    "definition": ("term", "body", "definition_kind"),
    "citation": ("target",),
    "link": (),
}
"""The fields of each kind of item that an edit may give another value."""


class Item(Struct, frozen=True, kw_only=True):
    """One thing to review, as it was extracted.

    ``quote`` is its sentence, ``start`` where that begins in the document, ``marks`` what the extraction marks in it (spans of the document, with a
    layer). ``legacy`` is the fingerprint that reviews had before they counted lead-ins. ``fields`` are the values that may be edited.
    """

    kind: ItemKind
    id: str
    document: str
    pinpoint: str
    quote: str
    mark: str
    start: int
    fingerprint: str
    legacy: str = ""
    read_with: tuple[str, ...] = ()
    prefix: str = ""
    suffix: str = ""
    node: str = ""
    sentence: str = ""
    check: str = ""
    author: str = ""
    procedure: str = ""
    certain: bool = True
    rule: str = ""
    label: str = ""
    fields: dict[str, str] = {}
    marks: tuple[tuple[str, Span], ...] = ()
    links: tuple[str, ...] = ()


def key_of(review: Review) -> tuple[ItemKind, str]:
    """Return the kind and the id of what a review is about, as its file names it."""
    if review.check:
        return ItemKind.LINK, f"{review.check}@{review.requirement}"
    for kind in (ItemKind.REQUIREMENT, ItemKind.DEFINITION, ItemKind.CITATION):
        if id := getattr(review, kind.value):
            return kind, id
    raise ValueError("a review of nothing")


class Items:
    """The items of a graph, made when they are asked for. Cost: one pass over nodes and edges, then that of what is asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._known: dict[tuple[ItemKind, str], Item] = {}
        self._citations: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        self._links: dict[str, tuple[str, str]] = {}
        self._places: dict[ItemKind, dict[str, list[str]]] = {kind: defaultdict(list) for kind in ItemKind}
        for id, data in graph.nodes(data=True):
            kind = data.get("was", data["kind"])
            if kind in (NodeKind.REQUIREMENT.value, NodeKind.DEFINITION.value):
                self._places[ItemKind(kind)][str(data.get("document", ""))].append(id)
        for source, target, data in graph.edges(data=True):
            kind = data.get("was", data["kind"])
            if kind == EdgeKind.CITES.value and graph.nodes[source]["kind"] == NodeKind.SENTENCE.value:
                id = f"{source}@{int(data['start']) - int(graph.nodes[source]['start'])}"
                if id not in self._citations:
                    self._places[ItemKind.CITATION][str(graph.nodes[source].get("document", ""))].append(id)
                self._citations[id].append((target, data))
            elif kind == EdgeKind.VERIFIES.value and target in graph:
                id = f"{graph.nodes[source].get('check', source)}@{target}"
                if id not in self._links:
                    self._places[ItemKind.LINK][str(graph.nodes[target].get("document", ""))].append(id)
                self._links[id] = source, target

    def ids(self, kind: ItemKind, document: str = "") -> list[str]:
        """Return the ids of the items of a kind, in the graph's order; those of one document where it is named."""
        places = self._places[kind]
        return list(places.get(document, ())) if document else [id for found in places.values() for id in found]

    def all(self) -> Iterator[Item]:
        """Yield every item: requirements, then definitions, citations, links."""
        for kind in ItemKind:
            for id in self.ids(kind):
                if (item := self.get(kind, id)) is not None:
                    yield item

    def find(self, id: str, check: str = "") -> Item | None:
        """Return the item that a person names: by its id, or a link by check and requirement."""
        if check:
            return self.get(ItemKind.LINK, f"{check}@{id}")
        return next((item for kind in ItemKind if (item := self.get(kind, id)) is not None), None)

    def get(self, kind: ItemKind, id: str) -> Item | None:
        """Return an item, None where there is none."""
        key = kind, id
        if key not in self._known:
            made = self._make(kind, id)
            if made is None:
                return None
            self._known[key] = made
        return self._known[key]

    def _make(self, kind: ItemKind, id: str) -> Item | None:
        if kind is ItemKind.CITATION:
            return self._citation(id) if id in self._citations else None
        if kind is ItemKind.LINK:
            return self._link(id) if id in self._links else None
        data = self.graph.nodes.get(id)
        if data is None or data.get("was", data["kind"]) != kind.value:
            return None
        return self._requirement(id, data) if kind is ItemKind.REQUIREMENT else self._definition(id, data)

    def _requirement(self, id: str, data: dict[str, Any]) -> Item:
        data = original(data)
        sentence = self.graph.nodes.get(str(data.get("sentence", "")), data)
        leads = self._leads(id)
        start = int(sentence["start"])
        clause = Span(int(data.get("clause_start", data["start"])), int(data.get("clause_end", data["end"])))
        quote = str(sentence["quote"])
        words = quote[max(0, clause.start - start) : max(0, clause.end - start)]
        words = "" if words == quote else words  # the whole sentence needs no second telling
        marks = [(name, span) for name, span in _marks(data) if start <= span.start and span.end <= start + len(quote)]
        if not any(name == "cue" for name, _ in marks):
            marks.append(("clause", clause))
        made: dict[str, Any] = {
            "fields": {name: str(data.get(name, "")) for name in FIELDS["requirement"]},
            "label": str(data.get("modality") or data.get("requirement_kind", "")),
            "legacy": str(data.get("fingerprint", "")),
        }
        return self._item(ItemKind.REQUIREMENT, id, data, quote, words, start, marks, leads, made)

    def _definition(self, id: str, data: dict[str, Any]) -> Item:
        data = original(data)
        sentence = self.graph.nodes.get(str(data.get("sentence", "")), data)
        start = int(sentence["start"])
        body = Span(int(data["body_start"]), int(data["body_end"]))
        inside = start <= body.start and body.end <= int(sentence["end"])
        leads = () if inside or not str(data.get("body", "")).strip() else (str(data["body"]),)  # a body of items stands after its sentence
        marks = [("term", Span(int(data["start"]), int(data["end"]))), *([("body", body)] if inside else [])]
        made: dict[str, Any] = {"fields": {name: str(data.get(name, "")) for name in FIELDS["definition"]}, "label": str(data["term"])}
        made["legacy"] = str(data.get("fingerprint", "")) if sentence is data else ""
        return self._item(ItemKind.DEFINITION, id, data, str(sentence["quote"]), str(data["quote"]), start, marks, leads, made)

    def _citation(self, id: str) -> Item:
        sentence = id.rpartition("@")[0]
        data = self.graph.nodes[sentence]
        edges = self._citations[id]
        read = [(target, edge) for target, edge in edges if edge.get("rule") != "review"]
        first = read[0][1]
        span = Span(int(first["start"]), int(first["end"]))
        targets = dict.fromkeys(str(self.graph.nodes[target].get("target", target)) for target, edge in read if not edge.get("via"))
        made: dict[str, Any] = {
            "fields": {"target": next(iter(targets), "")}, "label": str(first["quote"]), "certain": bool(first.get("certain", True)),
            "rule": str(first.get("rule", "")), "sentence": sentence, "node": sentence,
        }  # fmt: skip
        mark = [("citation", span)]
        return self._item(ItemKind.CITATION, id, data, str(data["quote"]), str(first["quote"]), int(data["start"]), mark, (), made)

    def _link(self, id: str) -> Item | None:
        source, target = self._links[id]
        base = self.get(ItemKind.REQUIREMENT, target)
        if base is None:
            return None
        check = check_of(self.graph, str(self.graph.nodes[source]["check"]))
        return Item(
            kind=ItemKind.LINK, id=id, document=base.document, pinpoint=base.pinpoint, quote=base.quote, mark=base.mark, start=base.start,
            fingerprint=base.fingerprint, legacy=base.legacy, read_with=base.read_with, prefix=base.prefix, suffix=base.suffix, node=target,
            sentence=base.sentence, check=check.id, author=check.owner, procedure=procedure_fingerprint(check), label=check.title, marks=base.marks,
            rule=base.rule,
        )  # fmt: skip

    def _item(
        self, kind: ItemKind, id: str, data: dict[str, Any], quote: str, mark: str, start: int, marks: list[tuple[str, Span]],
        leads: tuple[str, ...], made: dict[str, Any],
    ) -> Item:  # fmt: skip
        around = self.graph.nodes.get(str(data.get("sentence", "")), data)
        made.setdefault("certain", bool(data.get("certain", True)))
        made.setdefault("rule", str(data.get("rule", "")))
        made.setdefault("sentence", str(data.get("sentence", "")))
        made.setdefault("node", id)
        return Item(
            kind=kind, id=id, document=str(data.get("document", "")), pinpoint=str(data.get("pinpoint", "")), quote=quote, mark=mark, start=start,
            fingerprint=fingerprint(*(text for text in (quote, *leads) if text.strip())), read_with=leads,
            prefix=str(around.get("prefix", ""))[-CONTEXT:], suffix=str(around.get("suffix", ""))[:CONTEXT], marks=tuple(marks),
            links=self._neighbours(id), **made,
        )  # fmt: skip

    def _leads(self, id: str) -> tuple[str, ...]:
        """Return the sentences that a requirement is read with, the outermost last; a circle ends where it closes."""
        found: dict[str, None] = {}
        todo, seen = [id], {id}
        while todo:
            for _, target, data in self.graph.out_edges(todo.pop(), data=True):
                if data["kind"] == EdgeKind.READ_WITH.value and target not in seen:
                    seen.add(target)
                    todo.append(target)
                    node = self.graph.nodes[target]
                    found[str(self.graph.nodes.get(str(node.get("sentence", "")), node).get("quote", ""))] = None
        return tuple(quote for quote in found if quote.strip())

    def _neighbours(self, id: str) -> tuple[str, ...]:
        if id not in self.graph:
            return ()
        wanted = {EdgeKind.READ_WITH: "read with", EdgeKind.CONDITIONED_BY: "on condition of", EdgeKind.EXCEPTED_BY: "except for"}
        out = [f"{wanted[EdgeKind(data['kind'])]} {target}" for _, target, data in self.graph.out_edges(id, data=True) if data["kind"] in wanted]
        into = [
            f"verified by {self.graph.nodes[source].get('check', source)}"
            for source, _, data in self.graph.in_edges(id, data=True)
            if data["kind"] == EdgeKind.VERIFIES.value
        ]
        return tuple(dict.fromkeys((*out, *into)))


def original(data: dict[str, Any]) -> dict[str, Any]:
    """Return attributes as they were extracted: those that an edit has put others in the place of are kept beside it."""
    if "extracted" not in data:
        return data
    return {name: value for name, value in (data | msgspec.json.decode(data["extracted"])).items() if value is not None}


def _marks(data: dict[str, Any]) -> Iterator[tuple[str, Span]]:
    for name in ("cue", "bearer"):
        if f"{name}_start" in data:
            yield name, Span(int(data[f"{name}_start"]), int(data[f"{name}_end"]))
    for name in ("condition", "exception", "deadline", "threshold"):
        for part in str(data.get(f"{name}_spans", "")).split():
            start, _, end = part.partition("-")
            yield name, Span(int(start), int(end))
