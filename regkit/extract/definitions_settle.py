"""From what was found in a document to its definitions: drop what only adds to one, end one where the next begins, give ids."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from regkit.model.analysis import Analysis
from regkit.model.annotation import Definition, DefinitionKind
from regkit.model.span import Span
from regkit.text.slug import slug


class Raw(Struct, frozen=True):
    """A definition before its id: one term with what is known of its place. ``entry`` is the block or the provision that is its entry."""

    span: Span
    term: str
    body: Span
    kind: DefinitionKind
    scope: tuple[str, ...]
    provision: int
    rule: str
    certain: bool
    entry: Span
    whole: Span


def settled(raws: Iterable[Raw]) -> list[Raw]:
    """Drop what only adds to a definition: the same term, in the entry that defines it, with the same scope."""
    kept: list[Raw] = []
    entries: dict[str, list[Raw]] = {}
    for raw in raws:
        own = entries.setdefault(raw.term, [])
        if not raw.term or any(
            old.span.overlaps(raw.span) or ((old.scope == raw.scope or raw.kind in _ADDING) and old.entry.contains(raw.span)) for old in own[-4:]
        ):
            continue
        own.append(raw)
        kept.append(raw)
    return kept


def parted_bodies(raws: list[Raw]) -> list[Raw]:
    """End a definition's text where the sentence of the next definition in its own paragraph or entry begins; synonyms share their text."""
    parted = []
    following = len(raws)
    for at in range(len(raws) - 1, -1, -1):
        raw = raws[at]
        if at + 1 < len(raws) and raws[at + 1].whole != raw.whole:
            following = at + 1
        limit = raws[following].whole.start if following < len(raws) else raw.body.end
        if (
            raw.kind is not DefinitionKind.SHORT_FORM
            and following < len(raws)
            and raws[following].kind is not DefinitionKind.SHORT_FORM
            and raw.body.start < limit < raw.body.end
        ):
            raw = replace(raw, body=Span(raw.body.start, limit - (1 if limit > raw.body.start + 1 else 0)))
        parted.append(raw)
    return parted[::-1]


_VERB = re.compile(
    r"\s*(?:(?:shall|must|will|also|generally) )?"
    r"(?:means?|refers? to|denotes?|signif(?:y|ies)|(?:is|are) defined (?:as|to mean)|is|are)\b(?! not\b)"
    r"[,:]?\s*"
)


def defining(text: str, body: Span, kind: DefinitionKind) -> Span:
    """Return the part of a definition's body that says what the term means, without the verb: "means title 9" is "title 9".

    Where the verb carries sense (includes, does not include, has the meaning given in) it stays.
    """
    verb = _VERB.match(text, body.start, body.end) if kind is DefinitionKind.MEANS else None
    return Span(verb.end(), body.end) if verb is not None and verb.end() < body.end else body


_ADDING = frozenset({DefinitionKind.INCLUDES, DefinitionKind.EXCLUDES})


def named(analysis: Analysis, raws: Iterable[Raw]) -> tuple[Definition, ...]:
    """Give the definitions their ids: the provision's, and the slug of the term; the second of a name gets ``~2``."""
    counts: dict[str, int] = {}
    found = []
    for raw in raws:
        name = f"{analysis.document.provisions[raw.provision].id}.def-{slug(raw.term).lower() or 'term'}"
        count = counts[name] = counts.get(name, 0) + 1
        found.append(
            Definition(
                id=name if count == 1 else f"{name}~{count}",
                span=raw.span,
                term=raw.term,
                scope=raw.scope,
                body=defining(analysis.document.text, raw.body, raw.kind),
                kind=raw.kind,
                provision=raw.provision,
                rule=raw.rule,
                certain=raw.certain,
            )
        )
    return tuple(found)
