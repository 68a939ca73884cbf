"""Changes of single words: find them in the blocks of a unit, take them out, put others in."""

from __future__ import annotations

import re

from regkit.amend.model import Action, Operation
from regkit.amend.tree import Text
from regkit.read.paragraph import cut, plain
from regkit.read.pieces import Piece, Run
from regkit.text.quotes import fold


def change(texts: list[Text], operation: Operation) -> str:
    """Make the change in the blocks; return "" where it is made, else why it is not: then nothing is changed."""
    if operation.action is Action.ADD_TEXT and not operation.old:
        return _beside(texts, operation)
    pattern = _pattern(operation.old)
    places = [(number, match.start(), match.end()) for number, text in enumerate(texts) for match in pattern.finditer(fold(_plain(text)))]
    if operation.where == "end" and operation.action is not Action.ADD_TEXT:
        places = [place for place in places if not fold(_plain(texts[place[0]]))[place[2] :].strip()][-1:] or places[-1:]
    if not places:
        return f"the words “{operation.old}” are not there"
    if len(places) > 1 and not operation.every:
        return f"the words “{operation.old}” stand there {len(places)} times, and it does not say that all are meant"
    for number, start, end in reversed(places):
        _splice(texts[number], start, end, operation)
    return ""


def _pattern(words: str) -> re.Pattern[str]:
    folded = fold(words).strip()
    body = r"\s+".join(map(re.escape, folded.split()))
    left = r"(?<!\w)" if folded[:1].isalnum() else ""
    right = r"(?!\w)" if folded[-1:].isalnum() else ""
    return re.compile(f"{left}{body}{right}")


def _plain(text: Text) -> str:
    return "".join(map(plain, text.pieces))


def _splice(text: Text, start: int, end: int, operation: Operation) -> None:
    before, gone, after = cut(text.pieces, [start, end])
    dress = gone[0].kind if gone and isinstance(gone[0], Run) and len(gone) == 1 else None
    fresh: Piece = Run(operation.new, dress) if dress is not None else operation.new
    if operation.action is Action.ADD_TEXT:
        glued = not operation.new[:1].isalnum()
        put: list[Piece] = [*gone, "" if glued else " ", operation.new] if operation.where != "before" else [operation.new, " ", *gone]
        text.pieces = [*before, *put, *after]
        return
    kept = [piece for piece in gone if not isinstance(piece, str | Run)]  # calls and page marks are no words
    text.pieces = [*before, *([fresh] if operation.new else []), *kept, *after]


def _beside(texts: list[Text], operation: Operation) -> str:
    own = [text for text in texts if not text.heading]
    if not own:
        return "there is no text to add the words to"
    text = own[-1] if operation.where != "start" else own[0]
    glued = not operation.new[:1].isalnum()
    text.pieces = [*text.pieces, "" if glued else " ", operation.new] if operation.where != "start" else [operation.new, " ", *text.pieces]
    return ""
