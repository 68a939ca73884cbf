"""Amendments of single sentences: "the second sentence of paragraph (b)", "add a sentence at the end of paragraph (c)"."""

from __future__ import annotations

import re

from regkit.amend.merge import is_stars
from regkit.amend.model import Action, Operation
from regkit.amend.tree import Node, Text
from regkit.read.paragraph import cut, plain
from regkit.read.pieces import Piece

_ORDINALS = {
    "first": 0,
    "second": 1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
    "sixth": 5,
    "seventh": 6,
    "last": -1,
    "final": -1,
    "penultimate": -2,
    "next-to-last": -2,
}
_END = re.compile(r"[.?!][”\")]*(?=\s+[A-Z“\"(§]|\s*$)")
_SHORT = re.compile(r"(?:\b(?:No|Nos|Stat|Pub|Sec|Secs|Inc|Co|Corp|Ltd|Dr|Mr|Ms|Mrs|St|Rev|Fed|Reg|seq|al|e\.g|i\.e|cf|vs?|Art|para|[A-Z])|\b\d)\.$")
_MARKER = re.compile(r"\s*(?:\(\w{1,5}\)\s*)+")


def spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph as offsets, without its marker; a title that opens it counts with the sentence after it."""
    begin = _MARKER.match(text)
    at = begin.end() if begin else 0
    found: list[tuple[int, int]] = []
    start = at
    for match in _END.finditer(text, at):
        if _SHORT.search(text[max(start, match.start() - 6) : match.start() + 1]):
            continue
        found.append((start, match.end()))
        rest = re.compile(r"\s*").match(text, match.end())
        start = rest.end() if rest else match.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return found


def change_sentence(node: Node, new: Node | None, operation: Operation) -> str:
    """Carry out an amendment of sentences in the unit's own text; "" where it is carried out, else why it is not."""
    own = [text for text in node.texts if not text.heading]
    if len(own) != 1:
        return "its sentences do not stand in one paragraph"
    text = own[0]
    sentences = spans("".join(map(plain, text.pieces)))
    title = 1 if node.heading and sentences and sentences[0][1] - sentences[0][0] <= len(node.heading) + 2 else 0
    sentences = sentences[title:]
    names = [name for name in re.split(r",? and |, | ", operation.target.name) if name in _ORDINALS]
    if operation.action is not Action.ADD and (not names or not sentences):
        return "it does not say which sentence"
    try:
        chosen = [sentences[_ORDINALS[name]] for name in names]
    except IndexError:
        return f"there are only {len(sentences)} sentences"
    if operation.action is Action.REMOVE:
        for start, end in sorted(chosen, reverse=True):
            before, _, after = cut(text.pieces, [start, end])
            text.pieces = [*before, *after]
        return ""
    fresh = _printed(new)
    if not fresh:
        return "its replacement text is not found in the rule"
    if operation.action is Action.ADD:
        text.pieces = [*text.pieces, " ", *fresh]
        return ""
    start, end = min(chosen)[0], max(chosen)[1]
    before, _, after = cut(text.pieces, [start, end])
    text.pieces = [*before, *fresh, *after]
    return ""


def _printed(new: Node | None) -> list[Piece]:
    """Return the sentences that a replacement text prints between its asterisks."""
    own = [item for item in (new.intro() if new is not None else []) if isinstance(item, Text) and not item.heading and not is_stars(item)]
    if len(own) != 1:
        return []
    text = "".join(map(plain, own[0].pieces))
    marker = _MARKER.match(text)
    begin = marker.end() if marker else 0
    first = re.compile(r"(?:[^*]{0,160}?)\*(?:\s*\*)+\s*").match(text, begin)
    start = first.end() if first and text[first.end() :].strip() else begin
    last = re.compile(r"\s*\*(?:\s*\*)+\s*$").search(text, start)
    end = last.start() if last else len(text)
    return [piece for piece in cut(own[0].pieces, [start, end])[1] if plain(piece)]
