"""What a condition within a sentence is made of: "if the bank is small and has no branch" → all of two parts.

Only what the words mark is parted: items ("(1) …; or (2) …"), pairs ("either … or", "neither … nor", "both … and"), a conjunction before a new
subordinator ("and that", "or if") or before a clause of its own, with a subject and a verb or a verb alone ("or has no branch"). Coordinated nouns
("a bank or broker") stay together: what they share the words do not say. Where "and" and "or" meet, a comma or semicolon before one of them puts it
above the other; where nothing does, the clause stays whole, since a tree on a guess would answer wrongly.
"""

from __future__ import annotations

import re

from msgspec import Struct

from regkit.model.annotation import LogicOp
from regkit.model.span import Span
from regkit.segment.inline import InlineList, inline_items
from regkit.segment.logic import conjunction
from regkit.text.quotes import fold_lower

_DEEPEST = 4
_LONGEST = 4000
_VERB = (  # of a clause without a subject of its own: no word that is a noun or a participle as well ("records and files", "kept and maintained")
    r"(?:is|are|was|were|has|have|had|does|do|did|will|would|shall|must|may|cannot|meets|holds|qualifies|complies|satisfies|receives|obtains|gives|"
    r"provides|maintains|remains|applies|exceeds|contains|agrees|discloses|notifies|keeps|makes|pays|ceases|fails|believes|determines|knows|owes|lends)"
)
_FINITE = (  # of a clause with a subject before it
    rf"(?:{_VERB}|can|could|should|meet|met|hold|held|qualify|qualified|comply|complied|satisfy|satisfied|receive|received|obtain|obtained|give|gave|"
    r"provide|maintain|remain|apply|exists?|exceed|exceeded|contain|consents?|consented|agree|agreed|disclosed?|notify|notified|files?|filed|keep|kept|"
    r"made|make|paid|pay|charges?|charged|offers?|offered|acts?|acted|ceased|failed|occurs?|occurred|results?|resulted|requires?|requests?|elects?|elected)"
)
_SUBJECT = (
    r"(?:(?:the|a|an|any|each|every|no|such|its|their|his|her|all|this|that|these|those|some) (?:(?!(?:and|or|that|which|who)\b)[\w'-]+ ){1,7}?"
    r"|(?:it|they|he|she|there) )"
)
_OPENER = r"(?:if|that|unless|when|where|while|whether|provided that|to the extent(?: that)?|so long as|as long as|only if|because|until)"
_ADVERB = r"(?:not |also |only |either |already |never |then |\w+ly )"
_JOINT = re.compile(rf"(?P<stop>[,;]?) (?P<word>and|or)(?:,)? (?=(?:{_OPENER}\b|{_ADVERB}*{_SUBJECT}{_ADVERB}*{_FINITE}\b|{_ADVERB}*{_VERB}\b))")
_COMMA = re.compile(rf"[,;] (?=(?:{_OPENER}\b|{_ADVERB}*{_SUBJECT}{_ADVERB}*{_FINITE}\b|{_ADVERB}*{_VERB}\b))")
_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that)\b(?! (?:and|or)\b)")
_CLAUSE = re.compile(rf"{_ADVERB}*(?:{_OPENER}\b|{_SUBJECT}{_ADVERB}*{_FINITE}\b)")
_HAS_VERB = re.compile(rf"\b{_FINITE}\b")
_PAIR = re.compile(r"\b(?P<word>either|neither|both)\b ")
_PARTNER = {"either": re.compile(r",? or (?!(?:more|less|fewer)\b)"), "neither": re.compile(r",? nor "), "both": re.compile(r",? and ")}
_PAIR_OPS = {"either": LogicOp.ANY, "neither": LogicOp.NONE, "both": LogicOp.ALL}
_BOTH_OF = re.compile(r"(?:the |these |those |of |parties |sides )")
_EDGE = " \t\n,;:."


class Clause(Struct, frozen=True, kw_only=True):
    """A part of a condition: its words, and what it is made of in turn; ``op`` is LEAF where it is whole."""

    span: Span
    op: LogicOp = LogicOp.LEAF
    count: int = 0
    certain: bool = True
    children: tuple[Clause, ...] = ()


def parts(text: str, start: int, end: int) -> Clause:
    """Return the parts of the condition whose words, after its cue, are ``text[start:end]``. Cost: linear, to a bounded depth.

    >>> found = parts("the bank is small and has no branch", 0, 35)
    >>> found.op.value, [child.span for child in found.children]
    ('all', [Span(start=0, end=17), Span(start=22, end=35)])
    """
    start, end = _trimmed(text, start, end)
    if joint := conjunction(text, start, end):  # "; or" before the next item of a list
        start, end = _trimmed(text, start, joint[1].start)
    if end - start > _LONGEST:
        return Clause(span=Span(start, max(start, end)))
    return _parts(text, fold_lower(text[start:end]), start, end, start, 0)


def _parts(text: str, lower: str, start: int, end: int, base: int, depth: int) -> Clause:
    """``lower`` is the folded text from ``base``."""
    whole = Clause(span=Span(start, end))
    if depth == _DEEPEST or end - start < 3:
        return whole
    lists = [found for found in inline_items(text, start, end) if found.depth == 0]
    if lists:
        return _of_items(text, lower, lists[0], whole, base, depth)
    words = lower[start - base : end - base]
    if (found := _of_pair(words, start)) or (found := _of_joints(words, start)):
        op, cuts, certain = found
        children = [_parts(text, lower, *_trimmed(text, one, other), base, depth + 1) for one, other in cuts]
        if all(len(child.span) for child in children):
            return Clause(span=whole.span, op=op, certain=certain, children=tuple(children))
    return whole


def _of_items(text: str, lower: str, found: InlineList, whole: Clause, base: int, depth: int) -> Clause:
    children = tuple(_parts(text, lower, *_trimmed(text, item.span.start, item.span.end), base, depth + 1) for item in found.items)
    if not all(len(child.span) for child in children):
        return whole
    return Clause(span=whole.span, op=found.logic.op, count=found.logic.count, certain=found.logic.certain, children=children)


def _of_pair(words: str, start: int) -> tuple[LogicOp, list[tuple[int, int]], bool] | None:
    """Part at "either … or", "neither … nor", "both … and" where the pair spans whole clauses: what stands before the pair is said of both."""
    for match in _PAIR.finditer(words):
        word = match["word"]
        if word == "both" and _BOTH_OF.match(words, match.end()):
            continue
        joints = list(_PARTNER[word].finditer(words, match.end()))
        if not joints or (word != "neither" and not _clausal(words, match.end())):
            continue
        edges = [match.end(), *(edge for joint in joints for edge in joint.span()), len(words)]
        cuts = [(start + edges[at], start + edges[at + 1]) for at in range(0, len(edges), 2)]
        others = _PARTNER["both" if word == "either" else "either"]
        return _PAIR_OPS[word], cuts, others.search(words, match.end()) is None or word == "neither"
    return None


_CLAUSAL = re.compile(rf"{_ADVERB}*(?:{_SUBJECT}{_ADVERB}*{_FINITE}|{_VERB})\b")


def _clausal(words: str, at: int) -> bool:
    return _CLAUSAL.match(words, at) is not None


def _of_joints(words: str, start: int) -> tuple[LogicOp, list[tuple[int, int]], bool] | None:
    joints = [match for match in _JOINT.finditer(words) if not _in_relative(words, match.start(), match.end())]
    if not joints:
        return None
    if len({match["word"] for match in joints}) > 1:
        strong = [match for match in joints if match["stop"]]
        if len({match["word"] for match in strong}) != 1:
            return None
        weak = {match["word"] for match in joints if not match["stop"]}
        if weak <= {strong[0]["word"]}:
            return None
        joints = strong
    edges = [0]
    if len(joints) == 1 and joints[0]["stop"]:  # "A, B, or C": commas before clauses of the same make are joints too
        for comma in _COMMA.finditer(words, 0, joints[0].start()):
            if not _in_relative(words, comma.start(), comma.end()):
                edges += comma.span()
    for joint in joints:
        edges += joint.span()
    edges.append(len(words))
    cuts = list(zip(edges[::2], edges[1::2], strict=True))
    if not all(_HAS_VERB.search(words, one, other) for one, other in cuts):
        return None
    op = LogicOp.ALL if joints[0]["word"] == "and" else LogicOp.ANY
    return op, [(start + one, start + other) for one, other in cuts], True


def _in_relative(words: str, at: int, after: int) -> bool:
    """Tell whether a joint may go on a relative clause: "a bank that is small | and has no branch".

    A verb without a subject may, however far off the pronoun stands ("persons who, by these tests, would not | or would"); a clause with a subject
    of its own may only where no comma has closed the relative one.
    """
    left = words.rfind(";", 0, at) + 1
    if _CLAUSE.match(words, after):
        left = max(left, words.rfind(",", 0, at) + 1)
    found = _RELATIVE.search(words, left, at)
    return found is not None and words[: found.start()].strip(_EDGE) != ""


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
