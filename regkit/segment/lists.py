"""Lists: a lead-in, the items that complete it, and what is said after them.

A list is a run of child provisions between two pieces of their parent's own text. What stands before the run leads in if it cannot stand alone
(it ends in a colon or a dash, or stops without a full stop in the middle of a clause) or says that something follows. A run that nothing leads
into is a list only where its items are joined by a conjunction; else they are paragraphs that share a parent.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from regkit.model.annotation import ItemList, Sentence
from regkit.model.document import Document, Provision, ProvisionType
from regkit.segment.logic import conjunction, decide

_ITEM_TYPES = frozenset({ProvisionType.PARAGRAPH, ProvisionType.ITEM, ProvisionType.CONDITION, ProvisionType.DEFINITION})
_OPEN_END = re.compile(r"[:—–-]\s*[\"”’')\]]*$")
_STOPPED = re.compile(r"[.?!][\"”’')\]]*(?:[0-9]{1,3})?$")
_ANNOUNCED = re.compile(
    r"\b(?:following|as follows|(?:set (?:forth|out)|listed|described|specified|stated|enumerated) below|these conditions)\b", re.I
)
_DASHED = re.compile(r"[—–-]\s*$")
_VERB = re.compile(
    r"\b(?:shall|must|may|will|can|should|is|are|was|were|be|has|have|had|means?|includes?|if|when|unless|that|which|who|whose|whether|not)\b", re.I
)
_MODAL = re.compile(r"\b(?:shall|must|may|will)\b")
_QUESTION = re.compile(r"\W*(?:how|when|what|who|where|why|whether)\b", re.I)
_HANGING = re.compile(
    r"\b(?:shall|must|may|will|not|if|when|where|unless|that|which|who|whether|by|of|to|for|from|with|the|an?|and|or|either|both|any|each)$", re.I
)
_FLUSH = re.compile(r"(?:[a-z]|[—–-]\s*[a-z])")
_BULLET = re.compile(r"[•●▪◦○]|[*–—-]\s|\([a-z0-9]{1,4}\)\s|[0-9]{1,2}\.\s", re.I)


def find_lists(document: Document, sentences: Sequence[Sentence]) -> tuple[ItemList, ...]:
    """Return the lists of ``document`` by the place of their first items; linear in provisions and sentences."""
    children: list[list[int]] = [[] for _ in document.provisions]
    own: list[list[int]] = [[] for _ in document.provisions]
    for index, provision in enumerate(document.provisions):
        if provision.parent >= 0 and provision.type in _ITEM_TYPES and provision.body:
            children[provision.parent].append(index)
    for index, sentence in enumerate(sentences):
        own[sentence.provision].append(index)
    ends = _ends(document)
    found: list[ItemList] = []
    for index in range(len(document.provisions)):
        if children[index]:
            found += _lists_of(document, sentences, index, own[index], children[index], ends)
    return tuple(sorted(found, key=lambda one: document.provisions[one.items[0]].span))


def with_lead_ins(document: Document, sentences: Sequence[Sentence], lists: Sequence[ItemList]) -> tuple[Sentence, ...]:
    """Return the sentences, with those marked that provisions, or bulleted blocks of their own provision, complete."""
    leads = {found.lead_in for found in lists}
    for index in range(len(sentences) - 1):
        one, following = sentences[index], sentences[index + 1]
        if following.block != one.block and following.provision == one.provision and not one.heading:
            continues = _BULLET.match(document.text, following.span.start) or _FLUSH.match(document.text, following.span.start)
            if continues and _OPEN_END.search(document.quote(one.span)):
                leads.add(index)
    return tuple(replace(sentence, lead_in=True) if index in leads else sentence for index, sentence in enumerate(sentences))


def _ends(document: Document) -> list[int]:
    """Return where the words of each provision end, with those of its children but without footnotes: an item's "; and" stands before its notes."""
    ends = [provision.body[-1].end if provision.body else 0 for provision in document.provisions]
    for index in range(len(ends) - 1, 0, -1):
        provision = document.provisions[index]
        if provision.type is not ProvisionType.FOOTNOTE:
            ends[provision.parent] = max(ends[provision.parent], ends[index])
    return ends


def _lists_of(
    document: Document, sentences: Sequence[Sentence], parent: int, own: list[int], items: list[int], ends: list[int]
) -> Iterator[ItemList]:
    """Yield the lists among the children ``items`` of ``parent``, whose own sentences are ``own``."""
    starts = [sentences[index].span.start for index in own]
    runs: dict[int, list[int]] = {}
    for item in items:
        runs.setdefault(bisect_left(starts, document.provisions[item].span.start), []).append(item)
    for after, run in runs.items():
        lead = _lead_in(document, sentences, own[after - 1], document.provisions[parent]) if after else -1
        lead_span = sentences[lead].span if lead >= 0 else None
        closings = [conjunction(document.text, document.provisions[item].span.start, ends[item]) for item in run[:-1]]
        if lead < 0 and not any(closings):
            continue
        logic = decide(document.text, (lead_span.start, lead_span.end) if lead_span else None, closings)
        tail = own[after] if lead >= 0 and after < len(own) and _FLUSH.match(document.text, sentences[own[after]].span.start) else -1
        yield ItemList(
            lead_in=lead,
            provision=parent,
            items=tuple(run),
            op=logic.op,
            count=logic.count,
            certain=logic.certain,
            evidence=logic.evidence,
            tail=tail,
        )


def _lead_in(document: Document, sentences: Sequence[Sentence], index: int, parent: Provision) -> int:
    """Return ``index`` if that sentence leads into what follows it, else -1."""
    sentence = sentences[index]
    text = document.quote(sentence.span)
    words = text[len(parent.marker) :] if parent.marker and text.startswith(parent.marker) else text
    if sentence.heading or not any(map(str.isalpha, words)):
        return -1
    if _OPEN_END.search(text):
        titled = _DASHED.search(words) and not _VERB.search(words)  # "Exemptions—": a heading that runs into its first paragraph
        return -1 if titled else index
    if _STOPPED.search(text):
        return index if _ANNOUNCED.search(text[-160:]) else -1
    if _HANGING.search(words.rstrip(",; ")):
        return index
    clause = len(words.split()) > 5 and _MODAL.search(words) and not _QUESTION.match(words)
    return index if clause else -1
