"""What a check verifies, as its author wrote it → requirements of the graph.

By id, or by document and quote. A quote is a whole sentence, or words that stand in one sentence only; typography does not count (quotes, dashes,
white space), wording does. It means the requirements of that sentence; where it lies within a condition's clause, the smallest such
condition alone. A quote that means nothing, or several things, is an error with the candidates: a check that is tied to the wrong sentence is worse
than none.
"""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from regkit.cite.target import canonical, contains, parse
from regkit.errors import CheckError
from regkit.graph.schema import NodeKind
from regkit.model.check import Check, Evidence, Target
from regkit.model.span import Span
from regkit.text.forms import listed, nearest
from regkit.text.quotes import collapse, fold

Linked = tuple[Check, Target, str]
Nodes = Mapping[str, Mapping[str, Any]]

_CANDIDATES = 3
_SHORTLIST = 24
_SHOWN = 160


def link_checks(nodes: Nodes, checks: Sequence[Check]) -> list[Linked]:
    """Return (check, target, requirement id) for everything that the checks verify, in order.

    Raises: CheckError that lists every target that means no requirement, or several sentences, with the nearest candidates.
    """
    links, problems = try_links(nodes, checks)
    if problems:
        raise listed(problems, "the checks", CheckError)
    return links


def try_links(nodes: Nodes, checks: Sequence[Check]) -> tuple[list[Linked], list[CheckError]]:
    """Return what `link_checks` does, and the problems instead of raising them."""
    targets = Targets(nodes)
    links: list[Linked] = []
    problems: list[CheckError] = []
    seen: set[tuple[str, str]] = set()
    ids: dict[str, Check] = {}
    for check in checks:
        if check.id in ids:
            where = ids[check.id].place
            problems.append(
                CheckError(f"check {check.id!r} is there already{f', at {where}' if where else ''}", place=check.place, remedy="Rename one")
            )
            continue
        ids[check.id] = check
        for target in check.verifies:
            try:
                for requirement in targets.find(target, check.place):
                    if (check.id, requirement) not in seen:
                        seen.add((check.id, requirement))
                        links.append((check, target, requirement))
            except CheckError as problem:
                problems.append(problem)
    return links, problems


def link_evidence(checks: Iterable[Check], evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return the evidence, without the log's results of unknown checks: nobody can take them out of a log, and `regkit check` lists them.

    Raises: CheckError that lists every other result of an unknown check, and every id that is used twice.
    """
    known = {check.id for check in checks}
    problems: list[CheckError] = []
    seen: set[str] = set()
    for item in evidence:
        if item.check not in known and not item.entry:
            near = nearest(item.check, known, 1)
            hint = f"Did you mean {near[0]!r}?" if near else "Add the check first"
            problems.append(CheckError(f"evidence of an unknown check {item.check!r}", place=item.place, remedy=hint))
        if item.id in seen:
            problems.append(CheckError(f"evidence {item.id!r} is there already", place=item.place, remedy="Give it an id of its own"))
        seen.add(item.id)
    if problems:
        raise listed(problems, "the evidence", CheckError)
    return [item for item in evidence if item.check in known]


class Targets:
    """Finds requirements by id or quote, given attributes by node id, as ``graph.nodes`` has them.

    Making one costs a pass over the nodes; each look-up by quote a substring search of one document.
    """

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.requirements: dict[str, list[str]] = defaultdict(list)  # by sentence
        self.documents: dict[str, _Sentences] = {}
        self.cited: dict[str, str] = {}
        for node, data in nodes.items():
            if data["kind"] == NodeKind.DOCUMENT.value:
                self.documents[node] = _Sentences()
                self.cited.setdefault(fold(str(data.get("citation", ""))), node)
        for node, data in nodes.items():
            if data["kind"] == NodeKind.REQUIREMENT.value:
                self.requirements[data["sentence"]].append(node)
            elif data["kind"] == NodeKind.SENTENCE.value and data["document"] in self.documents:
                self.documents[data["document"]].add(node, str(data["quote"]))

    def document_of(self, name: str) -> str:
        """Return the id of the document that is called so, by its id, its citation or a citation within it; "" for none."""
        return name if name in self.documents else self.cited.get(fold(name), "") or self._holding(name)

    def find(self, target: Target, place: str = "") -> list[str]:
        """Return the ids of the requirements that are meant, at least one. Raises: CheckError with the nearest candidates."""
        if target.id:
            return [self._by_id(target.id, place)]
        document = target.document if target.document in self.documents else self.cited.get(fold(target.document), "")
        if not document:
            document = self._holding(target.document)
            if document:
                return self._by_quote(document, target.quote, place, within=target.document)
            near = nearest(target.document, [*self.documents, *filter(None, self.cited)], 1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(self.documents) or 'none'}"
            raise CheckError(f"there is no document {target.document!r}", place=place, remedy=hint)
        return self._by_quote(document, target.quote, place)

    def _by_id(self, id: str, place: str) -> str:
        if id in self.nodes and self.nodes[id]["kind"] == NodeKind.REQUIREMENT.value:
            return id
        within = [found for ids in self.requirements.values() for found in ids if found.rpartition(".")[0] == id.partition(".s")[0]]
        near = within[:_CANDIDATES] or nearest(id, [found for ids in self.requirements.values() for found in ids], _CANDIDATES)
        hint = f"Nearest are: {', '.join(near)}" if near else "List them with: regkit report matrix -f csv"
        raise CheckError(f"there is no requirement {id!r}", place=place, remedy=hint)

    def near(self, document: str, quote: str) -> str:
        """Return the sentence most like a quote, in the document (or the one that a citation lies in); "" where none is like it."""
        name = self.document_of(document)
        if not name:
            return ""
        sentences = self.documents[name]
        found = sentences.nearest(collapse(fold(quote)), [id for id in sentences.ids if self.requirements[id]])
        return sentences.text(found[0]) if found else ""

    def _holding(self, citation: str) -> str:
        """Return the document that a citation lies in, such as 17 CFR part 240 for "17 CFR 240.15c3-3(a)"; "" for none, or several."""
        cited = parse(canonical(citation) or citation)
        if cited.family == "other":
            return ""
        found = {id for name, id in self.cited.items() if name and contains(parse(canonical(name) or name), cited)}
        return found.pop() if len(found) == 1 else ""

    def _lies_within(self, sentence: str, citation: str) -> bool:
        pinpoint = str(self.nodes[sentence].get("pinpoint", ""))
        return contains(parse(canonical(citation) or citation), parse(canonical(pinpoint) or pinpoint))

    def _by_quote(self, document: str, quote: str, place: str, *, within: str = "") -> list[str]:
        wanted = collapse(fold(quote))
        sentences = self.documents[document]
        if not wanted:
            raise CheckError("the quote is blank", place=place, remedy="Quote a sentence, or words that stand in one sentence only")
        found = [(id, at) for id, at in sentences.having(wanted) if not within or self._lies_within(id, within)]
        whole = [(id, at) for id, at in found if len(sentences.text(id)) == len(wanted)]
        stating = [(id, at) for id, at in whole or found if self.requirements[id]]
        shown = _cut(wanted)
        if not found:
            raise CheckError(f'no sentence of {document} has the words "{shown}"', place=place, remedy=self._hint(document, wanted))
        if not stating:
            where = ", ".join(id for id, _ in (whole or found)[:_CANDIDATES])
            raise CheckError(
                f'the sentence with the words "{shown}" ({where}) states no requirement', place=place, remedy=self._hint(document, wanted)
            )
        if len(stating) > 1:
            candidates = "".join(f'\n    {", ".join(self.requirements[id])}: "{_cut(sentences.text(id))}"' for id, _ in stating)
            remedy = f"Quote more words, or name the requirement by id:{candidates}"
            raise CheckError(f'{len(stating)} sentences of {document} have the words "{shown}"', place=place, remedy=remedy)
        id, at = stating[0]
        start = int(self.nodes[id]["start"]) + at
        return self._meant(id, Span(start, start + len(wanted)))

    def _meant(self, sentence: str, quoted: Span) -> list[str]:
        clauses = {}
        for id in self.requirements[sentence]:
            data = self.nodes[id]
            clauses[id] = Span(data["clause_start"], data["clause_end"]), data["requirement_kind"] == "condition" and "modality" not in data
        inside = [id for id, (clause, condition) in clauses.items() if condition and clause.contains(quoted)]
        inside = [
            id for id in inside if not any(clauses[id][0] != clauses[other][0] and clauses[id][0].contains(clauses[other][0]) for other in inside)
        ]
        touched = [id for id, (clause, _) in clauses.items() if clause.overlaps(quoted)]
        return inside or touched or self.requirements[sentence]

    def _hint(self, document: str, wanted: str) -> str:
        near = self.documents[document].nearest(wanted, [id for id in self.documents[document].ids if self.requirements[id]])
        if not near:
            return "Quote the words as the source has them"
        return "Nearest are:" + "".join(f'\n    {", ".join(self.requirements[id])}: "{_cut(self.documents[document].text(id))}"' for id in near)


class _Sentences:
    """The folded sentences of one document, joined by line feeds (a folded sentence has none), so that one search goes through all of them."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self._joined = ""
        self._starts: list[int] = []
        self._order: list[str] = []

    def add(self, id: str, quote: str) -> None:
        self.ids[id] = fold(quote)
        self._order.append(id)

    def text(self, id: str) -> str:
        return self.ids[id]

    def having(self, wanted: str) -> list[tuple[str, int]]:
        """Return (sentence, offset in it) of every sentence with the words, its first occurrence."""
        if len(self._starts) != len(self._order):
            self._starts, at = [], 0
            for id in self._order:
                self._starts.append(at)
                at += len(self.ids[id]) + 1
            self._joined = "\n".join(self.ids[id] for id in self._order)
        found: list[tuple[str, int]] = []
        at = self._joined.find(wanted)
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            found.append((self._order[index], at - self._starts[index]))
            end = self._starts[index] + len(self.ids[self._order[index]])
            at = self._joined.find(wanted, end)
        return found

    def nearest(self, wanted: str, among: Sequence[str]) -> list[str]:
        """Return the sentences most like the words: by shared words first, then by characters, so that cost stays linear."""
        words = set(wanted.lower().split())

        def shared(id: str) -> float:
            own = set(self.ids[id].lower().split())
            return len(words & own) / (len(words | own) or 1)

        ranked = sorted(((shared(id), id) for id in among), key=lambda entry: (-entry[0], entry[1]))[:_SHORTLIST]
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        close = []
        for score, id in ranked:
            if score > 0:
                matcher.set_seq1(self.ids[id])
                close.append((-matcher.ratio(), id))
        return [id for ratio, id in sorted(close)[:_CANDIDATES] if ratio <= -0.3]


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + "…"
