"""Definitions of a document: what its sentences state, seen where they stand.

`find_definitions` reads the sentences that hold a sign of a definition, then the headings of the entries in lists of definitions. What follows
from place is decided here: how far a definition holds, how far its text goes, which sentences only add to a definition
("The term creditor includes …" under "Creditor means …") and are no definition of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path

from regkit.extract.definitions_place import Places
from regkit.extract.definitions_scope import scope_of
from regkit.extract.definitions_sentence import Found, Setting, definition_rules, own_words, read_definitions
from regkit.extract.definitions_settle import Raw, named, parted_bodies, settled
from regkit.extract.definitions_terms import body_start, normal, opens, trimmed
from regkit.extract.load_rules import Rule
from regkit.model.analysis import Analysis
from regkit.model.annotation import Definition, DefinitionKind, Sentence
from regkit.model.document import Mark, ProvisionType
from regkit.model.span import Span
from regkit.text.quotes import fold_lower

_GATE = re.compile(
    r"(?=[md\"ierh(b:])"
    r"(?:\bmean|\" (?:(?:is|are) (?:an?|any|the|one|each)\b|denote|signif)|"
    r"(?:(?<=lled |n as )|(?<=lled the |n as the )|(?<=y the |r the |, the ))\"|\bdefined\b|\binclude|\bexclude|\brefer|"
    r"\([^\w(\"]{0,4}(?:\w{1,40}[\s,]{1,4}){0,8}\"|\bhereinafter\b|\bhereafter\b|\bbears? the|:)"
)
_NEAR = 250_000
_SIGNS = ("mean", '"', "define", "include", "exclude", "refer", "hereinafter", "hereafter", "bear", ":")
"""One of these stands in every match of `_GATE`. A search for ten literals, one after the other, takes a fifth of the time of the pattern."""
_GENERAL = re.compile(
    r"^(?:(?:in )?general(?:ly)?|examples?|exceptions?|exclusions?|special|scope|general rules?|rules?|applicability|purpose|reserved|"
    r"\[reserved\]|other|definitions?|"
    r"clarifications?|notes?|determination|calculation|inclusions?|relationship|model|content|timing|additional|certain|when|what|how|who)\b"
)
_SAYS = re.compile(r"[\s.:-]*(?:\(\w{1,5}\)\s*)*(?:an?|the)?\s*(?P<term>[\w\s'-]{2,80}?) (?:is|are) ")
_VERB_FIRST = re.compile(
    r"\s*(?P<item>\([1aiA]\)\s*(?:subject to [^,;:]{1,80}, )?)?(?P<verb>means|includes?|do(?:es)? not include|has the (?:same )?meaning)\b"
)
_AFTER = re.compile(r"[\s.:—-]*")
_LAST = re.compile(r"[:—]\W*$")


def find_definitions(analysis: Analysis, *, folders: tuple[Path, ...] = (), lower: str = "") -> tuple[Definition, ...]:
    """Return the definitions of a document, by the place of their terms. ``lower`` is its text folded, where the caller has it.

    Cost: linear in the text. Raises: RuleError.
    """
    finder = _Finder(analysis, folders, lower or fold_lower(analysis.document.text))
    raws = sorted(finder.stated(), key=lambda raw: (raw.span, -len(raw.body)))
    raws = sorted([*raws, *finder.entries(raws)], key=lambda raw: (raw.span, -len(raw.body)))
    return named(analysis, parted_bodies(settled(raws)))


def _places(text: str, literal: str) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + 1)


class _Finder:
    def __init__(self, analysis: Analysis, folders: tuple[Path, ...], lower: str) -> None:
        self.analysis = analysis
        self.document = analysis.document
        self.lower = lower
        self.folders = folders
        self.places = Places(analysis)
        self.starts = [mark.span.start for mark in self.document.marks]
        self._apart: dict[tuple[str, str, int], bool] = {}
        self._at = 0

    def gated(self) -> Iterator[Sentence]:
        """Yield the sentences that hold a sign of a definition, headings too: a heading may be the whole of "Branch: an office"."""
        lower = self.lower
        own = own_words(self.folders)
        signs = sorted(at for sign in (*_SIGNS, *own) for at in _places(lower, sign))
        for sentence in self.analysis.sentences:
            start, end = sentence.span.start, sentence.span.end
            first = bisect_left(signs, start)
            if first == len(signs) or signs[first] >= end or sentence.heading:
                continue
            if _GATE.search(lower, start, end) or any(word in lower[start:end] for word in own):
                yield sentence

    def apart(self, a: str, b: str) -> bool:
        """Tell whether the document uses ``a`` at least as often without "or b" as with it, near the sentence that is being read.

        Near is the sentence's stretch of `_NEAR` characters and the one before and after it: some counts over that much, once a pair and
        stretch, so that the cost stays linear in the text.
        """
        stretch = self._at // _NEAR
        known = self._apart.get((a, b, stretch))
        if known is None:
            together = self._near(f"{a} or {b}")
            alone = self._count(a) - together
            known = self._apart[a, b, stretch] = alone >= max(1, together) and self._count(b) > together
        return known

    def _count(self, words: str) -> int:
        """Return how often the words stand there as they are, not as the beginning of longer ones."""
        return sum(self._near(f" {words}{after}") for after in (" ", ",", ".", ";", ")", "'", "\n"))

    def _near(self, words: str) -> int:
        stretch = self._at // _NEAR
        return self.lower.count(words, max(0, stretch - 1) * _NEAR, (stretch + 2) * _NEAR)

    def marks(self, span: Span) -> list[Mark]:
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return [Mark(mark.span.shifted(-span.start), mark.kind, mark.value) for mark in self.document.marks[first:last] if mark.span.end <= span.end]

    def stated(self) -> Iterator[Raw]:
        """Yield what sentences state by their own words."""
        for sentence in self.gated():
            self._at = sentence.span.start
            text = self.document.quote(sentence.span)
            place = self.places.places[sentence.provision]
            heading = self._before(sentence)
            setting = Setting(place.root >= 0, place.commentary, heading is not None, heading or "")
            lower = self.lower[sentence.span.start : sentence.span.end]
            found = read_definitions(text, self.marks(sentence.span), setting, apart=self.apart, folders=self.folders, lower=lower)
            for item in found:
                yield from self._placed(item, sentence, last=item is found[-1])
            if not found and place.root >= 0:
                yield from self._above(sentence, text)
                if heading and sentence.provision == place.root:
                    yield from self._run_in(sentence, heading)

    def _above(self, sentence: Sentence, text: str) -> Iterator[Raw]:
        """Yield the term of a definition whose verb begins a paragraph of its own, the term being the short line above it (rulebooks set them so)."""
        verb = _VERB_FIRST.match(self.lower, sentence.span.start, sentence.span.end)
        block = self.document.blocks[sentence.block]
        if verb is None or sentence.block == 0 or block.span.start != sentence.span.start:
            return
        above = self.document.blocks[sentence.block - 1]
        root = self.places.places[sentence.provision].root
        line = self.document.quote(above.span)
        span = trimmed(self.document.text, above.span.start + body_start(line), above.span.end)
        items = verb["item"] is not None
        if not len(span) or len(line.split()) > 12 or line.rstrip().endswith((".", ";", ",") if items else (".", ";", ",", ":")):
            return
        if items and (body_start(line) or _GENERAL.match(fold_lower(line))):
            return  # the heading of a numbered entry is read with it
        for rule in definition_rules(self.folders).get("heading", ()):
            end = self._items(sentence.block, root, above.provision) if items else max(sentence.span.end, self._end(sentence, root))
            said = verb["verb"]
            kind = DefinitionKind.INCLUDES if said.startswith("incl") else DefinitionKind.REFERENCE if "meaning" in said else DefinitionKind.MEANS
            body = Span(sentence.span.start, end)
            term = normal(self.document.quote(span))
            yield Raw(span, term, body, kind, self.places.scope(root), above.provision, rule.id, True, above.span, above.span)

    def _items(self, block: int, root: int, stop: int) -> int:
        """Return where the items that begin with a block end: before the next block of the list, or of the provision ``stop``, itself."""
        blocks, whole = self.document.blocks, self.document.provisions[root].span
        while block + 1 < len(blocks) and blocks[block + 1].provision not in (root, stop) and whole.contains(blocks[block + 1].span):
            block += 1
        return blocks[block].span.end

    def _run_in(self, sentence: Sentence, heading: str) -> Iterator[Raw]:
        """Yield the term of an unnumbered entry whose heading runs in: "Affiliated person. This term includes …"."""
        block = self.document.blocks[sentence.block].span
        said = self.lower[sentence.span.start : sentence.span.end]
        for rule in definition_rules(self.folders).get("heading", ()):
            cues = rule.cues(said)
            span = trimmed(self.document.text, block.start, sentence.span.start)
            if not cues or cues[0][0] > 0 or not len(span) or _GENERAL.match(fold_lower(heading)) or len(heading.split()) > 9:
                continue
            body = Span(sentence.span.start, max(sentence.span.end, self._end(sentence, sentence.provision)))
            scope = self.places.scope(sentence.provision)
            term = normal(self.document.quote(span))
            yield Raw(span, term, body, DefinitionKind.ENTRY, scope, sentence.provision, rule.id, True, block, block)

    def _before(self, sentence: Sentence) -> str | None:
        """Return what stands between the start of the paragraph and the sentence, where it is nothing or a heading that runs in; else None."""
        before = self.document.text[self.document.blocks[sentence.block].span.start : sentence.span.start]
        return before if not before or (len(before) < 120 and body_start(before + "X") >= len(before)) else None

    def _placed(self, item: Found, sentence: Sentence, *, last: bool) -> Iterator[Raw]:
        at = sentence.span.start
        provision = self.document.provisions[sentence.provision]
        root = self.places.places[sentence.provision].root
        scope = scope_of(item.scope, provision.path, self.places.units)
        if scope is None:
            scope = self.places.scope(root) if root >= 0 and item.kind is not DefinitionKind.SHORT_FORM else ()
        body = item.body.shifted(at)
        if last and item.kind is not DefinitionKind.SHORT_FORM:
            body = Span(body.start, max(body.end, self._end(sentence, root)))
        entry = self.document.blocks[sentence.block].span if root in (-1, sentence.provision) else self._entry(sentence.provision, root)
        for term in item.terms:
            span = term.shifted(at)
            yield Raw(
                span, normal(self.document.quote(span)), body, item.kind, scope, sentence.provision, item.rule, item.certain, entry, sentence.span
            )

    def _entry(self, index: int, root: int) -> Span:
        """Return the span of the child of ``root`` that holds the provision."""
        while self.document.provisions[index].parent not in (root, -1):
            index = self.document.provisions[index].parent
        return self.document.provisions[index].span

    def _end(self, sentence: Sentence, root: int) -> int:
        """Return where a definition that begins in ``sentence`` ends: with the items that complete it, in a list of definitions with its entry."""
        provision = self.document.provisions[sentence.provision]
        block = self.document.blocks[sentence.block]
        leads = sentence.lead_in or _LAST.search(self.document.quote(sentence.span)) is not None
        if sentence.provision != root and provision.marker is not None:
            return provision.span.end if leads or root >= 0 else sentence.span.end
        if not leads:
            return block.span.end if root >= 0 else sentence.span.end
        following = sentence.block + 1
        while following < len(self.document.blocks) and self.document.blocks[following].provision != sentence.provision:
            if not provision.span.contains(self.document.blocks[following].span):
                break
            following += 1
        return max(block.span.end, self.document.blocks[following - 1].span.end)

    def entries(self, stated: list[Raw]) -> Iterator[Raw]:
        """Yield the terms of entries in lists of definitions whose sentences do not name them.

        "(c) Account. (1) The term means …", "Berth: a place".
        """
        taken = [raw.span.start for raw in stated]
        rules = definition_rules(self.folders)
        for index, provision in enumerate(self.document.provisions):
            root = self.places.places[index].root
            if provision.type is ProvisionType.DEFINITION and provision.body:
                for rule in rules.get("heading", ()):
                    yield from self._alone(index, root, rule, taken)
            if root < 0 or not provision.body:
                continue
            if provision.parent == root or index == root:
                for rule in rules.get("entry", ()):
                    yield from self._written(index, root, rule, taken)
            if provision.parent != root or any(raw.kind is not DefinitionKind.SHORT_FORM for raw in _within(stated, taken, provision.span)):
                continue
            for rule in rules.get("heading", ()):
                yield from self._headed(index, root, rule)

    def _alone(self, index: int, root: int, rule: Rule, taken: list[int]) -> Iterator[Raw]:
        """Yield the term of an entry that the source sets as one: the term on a line of its own, its meaning, with or without a verb, below it."""
        provision = self.document.provisions[index]
        line = self.document.blocks[self.document.block_at(provision.body[0].start)].span
        if normal(self.document.quote(line)) != normal(provision.heading or "") or line.end >= provision.span.end:
            return
        near = bisect_left(taken, line.start)
        if near < len(taken) and taken[near] < line.end:
            return
        span = trimmed(self.document.text, line.start, line.end)
        body = Span(line.end + 1, provision.span.end)
        scope = self.places.scope(root) if root >= 0 else ()
        yield Raw(span, normal(self.document.quote(span)), body, DefinitionKind.ENTRY, scope, index, rule.id, True, provision.span, line)

    def _headed(self, index: int, root: int, rule: Rule) -> Iterator[Raw]:
        provision = self.document.provisions[index]
        heading = self.places.headings[index]
        if not heading or len(heading.split()) > 9 or _GENERAL.match(fold_lower(heading)):
            return
        start = self.document.text.find(heading, provision.span.start, provision.span.start + len(heading) + 60)
        if start < 0:
            return
        after = self.lower[start + len(heading) : min(provision.span.end, start + len(heading) + 600)]
        if not rule.cues(after) and not _restated(after, normal(heading)):
            return
        span = trimmed(self.document.text, start, start + len(heading))
        begin = _AFTER.match(self.document.text, span.end, provision.span.end).end()  # type: ignore[union-attr]
        body = Span(min(provision.span.end, begin), provision.span.end)
        yield Raw(span, normal(heading), body, DefinitionKind.ENTRY, self.places.scope(root), index, rule.id, False, provision.span, span)

    def _written(self, index: int, root: int, rule: Rule, taken: list[int]) -> Iterator[Raw]:
        for body in self.document.provisions[index].body:
            at = body.start
            for line in self.document.quote(body).split("\n"):
                start = at + body_start(line)
                at += len(line) + 1
                end = at - 1
                near = bisect_left(taken, at - len(line) - 1)
                if near < len(taken) and taken[near] < end:
                    continue
                words = self.document.text[start:end]
                match = rule.pattern.match(rule.fold(words)) or rule.pattern.match(rule.fold(words.replace("—", ": ", 1)))
                if match is None or len(match["cue"].split()) > 8:
                    continue
                begin = start + _AFTER.match(words, match.end("cue")).end()  # type: ignore[union-attr]
                if end - begin < 12:
                    continue
                words = fold_lower(match["cue"])
                if (
                    _GENERAL.match(words)
                    or opens(words)
                    or words.startswith("[")
                    or re.search(r"\b(?:the following|is|are|means?|this|must|shall|may|purposes?|used|terms?)\b", words)
                ):
                    continue
                span = trimmed(self.document.text, start + match.start("cue"), start + match.end("cue"))
                if len(span):
                    yield Raw(
                        span,
                        normal(self.document.quote(span)),
                        Span(begin, end),
                        DefinitionKind.ENTRY,
                        self.places.scope(root),
                        index,
                        rule.id,
                        True,
                        Span(start, end),
                        Span(start, end),
                    )


def _within(raws: list[Raw], starts: list[int], span: Span) -> list[Raw]:
    return raws[bisect_left(starts, span.start) : bisect_right(starts, span.end)]


def _restated(after: str, heading: str) -> bool:
    """Tell whether the text under a heading begins by saying what it is: "Credit scoring systems. (1) A credit scoring system is …"."""
    said = _SAYS.match(after)
    return said is not None and said["term"].rstrip("s").endswith(heading.split()[-1].rstrip("s"))
