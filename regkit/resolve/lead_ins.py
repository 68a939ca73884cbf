"""What the items of a list take over from their lead-in.

"A bank shall: (1) keep …; and (2) report …" is one norm over three sentences. An item that states no norm of its own gets one with the lead-in's
force, bearer and conditions, by the rule ``lead-in.inherit``: its ``sentence`` and ``span`` are the item's, its ``cue`` (and its
bearer and conditions) are spans of the lead-in, where those words stand. A reader of the graph reads the item with its lead-in
(`READ_WITH`); nothing of the item's text is changed.

Items take over nothing where they are not things that the lead-in's norm says:

- the lead-in ends in a condition or an exception ("provided that each of the following is met:", "unless the bank:"): they are its conditions;
- the lead-in states a definition or nothing at all;
- the item is vacant ("(k) [deleted]");
- the item states its own norm ("(2) The bank may not …").

An imperative or present tense that was read as a norm without a modal (a guess) gives way: under a lead-in it only completes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from regkit.model.analysis import Analysis
from regkit.model.annotation import ItemList, Norm, Statement
from regkit.model.document import ProvisionType
from regkit.model.span import Span

RULE = "lead-in.inherit"

_TRAILING = " \t\n,;:.—–-"
_CONDITIONAL = re.compile(
    r"\b(?:if|only if|unless|provided(?: that)?|except(?: that| when| if| as| for)?|when|where|other than"
    r"|on (?:the )?condition(?: that)?|so long as|as long as|to the extent(?: that)?)"
    r"(?:,? (?:(?:each|any|all|both|either|one|one or more|at least \w+|none) of )?(?:the )?following\b[^:;]{0,80}|[^:;.]{0,60})?\s*[:—–-]\s*$"
    r"|\bconditions?\b[^:;.]{0,60}[:—–-]\s*$",
    re.IGNORECASE,
)
_MEANING = re.compile(r"\bmeans?\b[^:;.]{0,60}[:—–-]\s*$", re.IGNORECASE)
_VACANT = re.compile(r"(?:\(\w{1,5}\)\s*)*[\[(](?:deleted|reserved|omitted|repealed|removed)[\])][.;]?", re.IGNORECASE)
_APART = frozenset({ProvisionType.FOOTNOTE, ProvisionType.NOTE, ProvisionType.TABLE, ProvisionType.DEFINITION})
_IMPLICIT = "implicit."


def resolve_lead_ins(analyses: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """Return the analyses with the norms that items take over from their lead-ins added, in reading order. Linear in sentences and items."""
    return tuple(_resolve(analysis) for analysis in analyses)


def _resolve(analysis: Analysis) -> Analysis:
    if not analysis.lists or not analysis.norms:
        return analysis
    first, stated = _sentences(analysis)
    said = {one.sentence: one for one in analysis.statements}
    for items in sorted(analysis.lists, key=lambda items: (items.lead_in, items.items)):
        norm = _governing(analysis, items, stated)
        if norm is None:
            continue
        for item in items.items:
            index = first.get(item)
            if index is None or index == items.lead_in or analysis.document.provisions[item].type in _APART:
                continue
            own = stated[index]
            if _VACANT.fullmatch(analysis.document.quote(analysis.sentences[index].span)):
                continue
            if any(not one.rule.startswith(_IMPLICIT) for one in own):
                continue
            mine = own[0] if own else said.get(index)
            stated[index] = [_inherited(norm, index, analysis.sentences[index].span, mine)]
    norms = [norm for index in sorted(stated) for norm in stated[index]]
    statements = tuple(one for one in analysis.statements if not stated.get(one.sentence))
    return replace(analysis, norms=tuple(sorted(norms, key=lambda norm: (norm.sentence, norm.span, norm.cue))), statements=statements)


def _sentences(analysis: Analysis) -> tuple[dict[int, int], defaultdict[int, list[Norm]]]:
    """Return each provision's first sentence of prose, and the norms of each sentence."""
    first: dict[int, int] = {}
    for index, sentence in enumerate(analysis.sentences):
        if not sentence.heading:
            first.setdefault(sentence.provision, index)
    stated: defaultdict[int, list[Norm]] = defaultdict(list)
    for norm in analysis.norms:
        stated[norm.sentence].append(norm)
    return first, stated


def _governing(analysis: Analysis, items: ItemList, stated: defaultdict[int, list[Norm]]) -> Norm | None:
    """Return the norm of the lead-in that its items complete: its last one, None where the items are conditions or the lead-in states none."""
    if items.lead_in < 0 or not stated[items.lead_in]:
        return None
    text = analysis.document.text
    span = analysis.sentences[items.lead_in].span
    norm = stated[items.lead_in][-1]
    if _MEANING.search(text, span.start, span.end) or _CONDITIONAL.search(text, norm.cue.end, span.end):
        return None
    if any(_closes(clause.span, span, text) for clause in (*norm.conditions, *norm.exceptions) if clause.span.start > norm.cue.start):
        return None
    return norm


def _closes(clause: Span, sentence: Span, text: str) -> bool:
    """Tell whether a clause runs to the end of its sentence, so that the items spell it out."""
    return clause.start >= sentence.start and not text[clause.end : sentence.end].strip(_TRAILING)


def _inherited(norm: Norm, index: int, span: Span, own: Norm | Statement | None) -> Norm:
    """Return an item's norm: the lead-in's force, bearer and qualifiers, with what the item itself is qualified by ("(2) if asked, the amount")."""
    taken = replace(norm, sentence=index, span=span, rule=RULE, action=None, actions=())
    if own is None:
        return taken
    return replace(
        taken,
        conditions=(*norm.conditions, *own.conditions),
        exceptions=(*norm.exceptions, *own.exceptions),
        deadlines=(*norm.deadlines, *own.deadlines),
        thresholds=(*norm.thresholds, *own.thresholds),
        logic=norm.logic or own.logic,
    )
