"""Norms, conditions and lists of one document → its requirements and how they hang together.

* A norm is a requirement, anchored at its sentence; a heading never states one.
* An item of a list under a lead-in that states a norm is a requirement of its own (``item``), read with the lead-in's; an item that states no norm of
  its own has the lead-in's force and bearer.
* Where the lead-in says that the items are conditions ("is exempt, provided that each of the following is met:"), or exceptions ("… unless:"),
  every item is a requirement of kind ``condition`` on which the lead-in's depends. Parts of a condition are conditions too.
* A condition or exception within the sentence of an exemption or a permission is a ``condition`` as well, anchored at its clause: without it
  "may I rely on it?" could not be answered; and so are the parts that its words mark (`regkit.graph.clauses`), numbered below it. Those of other
  norms say when a duty applies, and stay attributes of it.

What belongs to an item: the sentences of its provision and of the provisions below it, but for items of lists within it (those hang on
the inner lead-in) and for footnotes, notes and tables, which comment rather than state.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from regkit.graph.clauses import Clause, parts
from regkit.graph.elements import title_of
from regkit.graph.lead_ins import Role, host_of, role_of
from regkit.graph.schema import PART, EdgeKind
from regkit.model.analysis import Analysis
from regkit.model.annotation import Condition, ItemList, LogicOp, Modality, Norm
from regkit.model.document import MarkKind, ProvisionType
from regkit.model.requirement import Requirement, RequirementKind
from regkit.model.span import Span
from regkit.text.anchors import make_anchor

_APART = {ProvisionType.FOOTNOTE, ProvisionType.NOTE, ProvisionType.TABLE}
_RELIED_ON = {Modality.EXEMPTION, Modality.PERMISSION}
_TITLE_WORDS = 5
_CLAUSE_EDGE = re.compile(r"^[\s,;:—–-]+|[\s,;:—–-]+$")


class Stated(Struct, frozen=True, kw_only=True):
    """A requirement, the words that state it, and the norm it was made from, where there is one of its own."""

    requirement: Requirement
    clause: Span
    norm: Norm | None


class Link(Struct, frozen=True, kw_only=True):
    """An edge from a requirement: to the id of a requirement, or of a sentence. See `regkit.graph.schema` for the logic it carries."""

    kind: EdgeKind
    source: str
    target: str
    group: str = ""
    item: str = ""
    op: LogicOp | None = None
    count: int = 0
    order: int = 0
    certain: bool = True


class Draft:
    """A requirement that is being made: its id is known once all of its provision are."""

    def __init__(self, sentence: int, clause: Span, norm: Norm | None, *, rule: str, certain: bool = True) -> None:
        self.sentence = sentence
        self.clause = clause
        self.norm = norm
        self.rule = rule
        self.certain = certain
        self.kind = RequirementKind.NORM
        self.modality: Modality | None = norm.modality if norm else None
        self.bearer: Span | None = norm.bearer if norm else None
        self.within = False  # a clause within its sentence, not the sentence
        self.part_of: tuple[Draft, int] | None = None  # a condition, and which part of its words
        self.id = ""


def derive(analysis: Analysis) -> tuple[tuple[Stated, ...], tuple[Link, ...]]:
    """Return the document's requirements, in reading order, and the edges from them. Cost: linear in norms and lists, but for sorting."""
    maker = _Maker(analysis)
    for items in maker.lists:
        maker.read_list(items)
    maker.read_clauses()
    return maker.finish()


class _Maker:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.document = analysis.document
        self.drafts: dict[int, list[Draft]] = defaultdict(list)  # by sentence
        self.sentences_of: dict[int, list[int]] = defaultdict(list)  # by provision, headings left out
        self.children: dict[int, list[int]] = defaultdict(list)
        self.links: list[tuple[EdgeKind, Draft, Draft | int, Link]] = []
        self.spelled: set[tuple[int, Span]] = set()  # clauses that a list spells out
        for index, provision in enumerate(self.document.provisions):
            if provision.parent >= 0:
                self.children[provision.parent].append(index)
        for index, sentence in enumerate(analysis.sentences):
            if not sentence.heading and self.document.quote(sentence.span).strip():
                self.sentences_of[sentence.provision].append(index)
        stated = {index for found in self.sentences_of.values() for index in found}
        for norm in analysis.norms:
            if norm.sentence in stated:
                self.drafts[norm.sentence].append(Draft(norm.sentence, norm.span, norm, rule=norm.rule, certain=norm.certain))
        self.items = {item for items in analysis.lists for item in items.items}
        self.lists = sorted((items for items in analysis.lists if items.items), key=self._outer_first)

    def _outer_first(self, items: ItemList) -> tuple[int, int]:
        first = items.items[0]
        return self.document.provisions[first].span.start, len(self.document.ancestors(first))

    def read_list(self, items: ItemList) -> None:
        """Make requirements of the items, and hang them on the lead-in's."""
        lead = items.lead_in
        text = self.document.quote(self.analysis.sentences[lead].span) if lead >= 0 else ""
        before = self.drafts[lead] if lead >= 0 else []
        after = self.drafts[items.tail] if items.tail >= 0 else []
        host = before[-1] if before else None
        role, clause = Role.ITEM, None
        if before:
            end = self.analysis.sentences[lead].span.end
            host, role, clause = role_of([(draft, draft.norm, draft.kind) for draft in before], text, self.document.text, end)
        elif after:
            host, role = after[0], host_of(text)
        elif lead >= 0 and host_of(text, anywhere=True) is not Role.ITEM:
            host = self._relied_on_above(items)
            role = host_of(text, anywhere=True) if host else Role.ITEM
        if host is None:
            self._read_with_sentence(items)
            return
        if clause:
            self.spelled.add((host.sentence, clause.span))
        group = self.analysis.sentences[lead].id if lead >= 0 else self.document.provisions[items.provision].id
        order = 0
        for item in items.items:
            for draft in self._parts(item, host, role, clause.rule if clause else host.rule):
                order += 1
                logic = Link(
                    kind=EdgeKind.READ_WITH, source="", target="", group=group, item=self.document.provisions[item].id,
                    op=items.op, count=items.count, order=order, certain=items.certain,
                )  # fmt: skip
                self.links.append((EdgeKind.READ_WITH, draft, host if before or after else lead, logic))
                if role is not Role.ITEM:
                    kind = EdgeKind.EXCEPTED_BY if role is Role.EXCEPTION else EdgeKind.CONDITIONED_BY
                    self.links.append((kind, host, draft, logic))

    def _parts(self, item: int, host: Draft, role: Role, rule: str) -> list[Draft]:
        """Return the requirements of one item, making the one that has the lead-in's force where the item's first sentence states no norm."""
        found: list[Draft] = []
        split: list[Draft] = []
        own = list(self._sentences_below(item))
        states = any(self.drafts[index] for index in own)
        first = next((index for index in own if not (states and self._is_title(index)) and not self._is_marked_title(index)), None)
        for index in own:
            if index == first and not self.drafts[index]:
                draft = Draft(index, self.analysis.sentences[index].span, None, rule=rule, certain=host.certain)
                if role is Role.ITEM:
                    draft.modality, draft.bearer = host.modality, host.bearer
                self.drafts[index].append(draft)
                if role is not Role.ITEM and not self.analysis.sentences[index].lead_in:
                    split.append(draft)
            found += self.drafts[index]
        if role is not Role.ITEM:
            found = [draft for draft in found if not _only_allows(draft)] or found
        for draft in found:
            draft.kind = RequirementKind.ITEM if role is Role.ITEM else RequirementKind.CONDITION
            draft.bearer = draft.bearer or (host.bearer if role is Role.ITEM else None)
        for draft in split:
            marker = self.document.provisions[self.analysis.sentences[draft.sentence].provision].marker or ""
            start = draft.clause.start + (len(marker) if marker and self.document.text.startswith(marker, draft.clause.start) else 0)
            self._read_parts(draft, parts(self.document.text, start, draft.clause.end))
        return found

    def _sentences_below(self, item: int) -> Iterator[int]:
        yield from self.sentences_of[item]
        for child in self.children[item]:
            if child not in self.items and self.document.provisions[child].type not in _APART:
                yield from self._sentences_below(child)

    def _is_title(self, index: int) -> bool:
        """Tell whether a sentence that states no norm reads as a run-in title: a few words before the sentence that does."""
        quote = self.document.quote(self.analysis.sentences[index].span)
        return not self.drafts[index] and quote.endswith(".") and len(quote.split()) <= _TITLE_WORDS

    def _is_marked_title(self, index: int) -> bool:
        """Tell whether a sentence that states no norm is wholly set in italic, bold or small capitals."""
        if self.drafts[index]:
            return False
        span = self.analysis.sentences[index].span
        return any(
            mark.kind in {MarkKind.ITALIC, MarkKind.BOLD, MarkKind.SMALL_CAPS} and mark.span.start <= span.start + 8 and mark.span.end >= span.end - 1
            for mark in self.document.marks
            if mark.span.overlaps(span)
        )

    def _relied_on_above(self, items: ItemList) -> Draft | None:
        """Return the one exemption (else the one permission) that a lead-in such as "The exemption is subject to these conditions:" can mean.

        The innermost unit around the list that holds one decides; where it holds several, the text alone does not say which, and none is meant.
        """
        lead = self.analysis.sentences[items.lead_in]
        for index in (items.provision, *self.document.ancestors(items.provision)):
            span = self.document.provisions[index].span
            before = [
                draft
                for drafts in list(self.drafts.values())
                for draft in drafts
                if draft.modality in _RELIED_ON and span.start <= draft.clause.start < lead.span.start
            ]
            for modality in (Modality.EXEMPTION, Modality.PERMISSION):
                meant = [draft for draft in before if draft.modality is modality]
                if meant:
                    return meant[0] if len(meant) == 1 else None
        return None

    def _read_with_sentence(self, items: ItemList) -> None:
        """The lead-in states nothing: norms of the items are norms, read with the lead-in's sentence."""
        if items.lead_in < 0:
            return
        for item in items.items:
            for index in self.sentences_of[item][:1]:
                for draft in self.drafts[index]:
                    self.links.append((EdgeKind.READ_WITH, draft, items.lead_in, Link(kind=EdgeKind.READ_WITH, source="", target="")))

    def read_clauses(self) -> None:
        """Make conditions of the clauses on which exemptions and permissions depend."""
        for drafts in list(self.drafts.values()):
            for draft in list(drafts):
                if draft.norm is None or draft.modality not in _RELIED_ON:
                    continue
                clauses = [(EdgeKind.CONDITIONED_BY, clause) for clause in draft.norm.conditions]
                clauses += [(EdgeKind.EXCEPTED_BY, clause) for clause in draft.norm.exceptions]
                for order, (kind, clause) in enumerate(clauses, 1):
                    if (draft.sentence, clause.span) not in self.spelled:
                        self._read_clause(draft, kind, clause, order)

    def _read_clause(self, host: Draft, kind: EdgeKind, clause: Condition, order: int) -> None:
        span = self._trimmed(clause.span)
        if not len(span):
            return
        # What an item takes over from its lead-in stands in the lead-in's sentence.
        sentence = bisect_right(self.analysis.sentences, span.start, key=lambda sentence: sentence.span.start) - 1
        if sentence < 0 or not self.analysis.sentences[sentence].span.contains(span):
            return
        drafts = self.drafts[sentence]
        draft = next((other for other in drafts if other.within and other.clause == span), None)
        if draft is None:
            draft = Draft(sentence, span, None, rule=clause.rule, certain=host.certain)
            draft.kind, draft.within = RequirementKind.CONDITION, True
            drafts.append(draft)
            self._read_parts(draft, parts(self.document.text, max(span.start, min(clause.cue.end, span.end)), span.end))
        # Each exception by itself takes the norm away, however its conditions combine.
        op = (host.norm.logic if host.norm else None) or LogicOp.ALL if kind is EdgeKind.CONDITIONED_BY else LogicOp.ANY
        logic = Link(kind=kind, source="", target="", group="clause", op=op, order=order, certain=bool(host.norm and host.norm.logic))
        self.links.append((kind, host, draft, logic))

    def _read_parts(self, host: Draft, clause: Clause) -> None:
        """Make conditions of the parts of a condition's own words."""
        for order, part in enumerate(clause.children, 1):
            draft = Draft(host.sentence, part.span, None, rule=host.rule, certain=host.certain and clause.certain)
            draft.kind, draft.within = RequirementKind.CONDITION, True
            draft.part_of = host, order
            self.drafts[host.sentence].append(draft)
            kind = EdgeKind.CONDITIONED_BY
            logic = Link(kind=kind, source="", target="", group=PART, op=clause.op, count=clause.count, order=order, certain=clause.certain)
            self.links.append((kind, host, draft, logic))
            self._read_parts(draft, part)

    def _trimmed(self, span: Span) -> Span:
        text = self.document.quote(span)
        found = [match.span() for match in _CLAUSE_EDGE.finditer(text)]
        start = next((end for begin, end in found if begin == 0), 0)
        end = next((begin for begin, end in found if end == len(text) and begin > 0), len(text))
        return Span(span.start + start, span.start + max(start, end))

    def finish(self) -> tuple[tuple[Stated, ...], tuple[Link, ...]]:
        """Number the requirements within their provisions and return all."""
        drafts = [draft for found in self.drafts.values() for draft in found]
        drafts.sort(key=lambda draft: (self.analysis.sentences[draft.sentence].span, draft.clause.start, draft.within, draft.clause.end))
        numbers: dict[int, int] = defaultdict(int)
        for draft in drafts:
            if draft.part_of:
                continue
            provision = self.analysis.sentences[draft.sentence].provision
            numbers[provision] += 1
            draft.id = f"{self.document.provisions[provision].id}.{numbers[provision]}"
        for draft in sorted(drafts, key=lambda draft: -len(draft.clause)):  # a whole before its parts
            if draft.part_of:
                draft.id = f"{draft.part_of[0].id}.{draft.part_of[1]}"
        links = []
        for kind, source, target, logic in self.links:
            end = target.id if isinstance(target, Draft) else self.analysis.sentences[target].id
            fields = {name: getattr(logic, name) for name in ("group", "item", "op", "count", "order", "certain")}
            links.append(Link(kind=kind, source=source.id, target=end, **fields))
        read_with: dict[str, list[str]] = defaultdict(list)
        for link in links:
            if link.kind is EdgeKind.READ_WITH:
                read_with[link.source].append(link.target)
        return tuple(self._stated(draft, tuple(read_with[draft.id])) for draft in drafts), tuple(links)

    def _stated(self, draft: Draft, read_with: tuple[str, ...]) -> Stated:
        sentence = self.analysis.sentences[draft.sentence]
        provision = self.document.provisions[sentence.provision]
        anchor = make_anchor(self.document.id, self.document.text, draft.clause if draft.within else sentence.span)
        requirement = Requirement(
            id=draft.id,
            kind=draft.kind,
            document=self.document.id,
            provision=provision.id,
            pinpoint=provision.pinpoint,
            sentence=sentence.id,
            anchor=anchor,
            modality=draft.modality,
            bearer=self.document.quote(draft.bearer) if draft.bearer else "",
            title=title_of(self.document.quote(draft.clause), provision.marker or ""),
            rule=draft.rule,
            certain=draft.certain,
            read_with=read_with,
        )
        return Stated(requirement=requirement, clause=draft.clause, norm=draft.norm)


def _only_allows(draft: Draft) -> bool:
    """Tell whether a norm allows and asks nothing ("The firm may require more."): beside a binding norm, such a one is no condition to be met."""
    return draft.norm is not None and draft.modality in _RELIED_ON and not draft.norm.conditions
