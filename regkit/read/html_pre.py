r"""Preformatted text, as govinfo.gov publishes the Federal Register: lines → paragraphs, page marks, footnotes between backslashes.

``[[Page 9884]]`` on a line of its own begins a page, often in the middle of a sentence; it is an origin, not text. ``\3\`` calls a footnote
where it stands in a sentence, and opens the note where it begins a paragraph; both stay in the text. Quotes in double backquotes stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from regkit.model.document import Origin
from regkit.read.builder import Call, Page, Piece
from regkit.read.lines import paragraphs
from regkit.read.paragraph import Note, Paragraph

_SIGN = "\ufdd0"  # no character: it stands for a page mark while lines are joined
_PAGE = re.compile(r"\[\[Page ([A-Z]?\d{1,6})\]\]|^[ \t]*(?:-{5,}|_{5,}|={5,}|\[[^\[\]\n]{1,300}\])[ \t]*$", re.MULTILINE)
_BLANK = re.compile(r"[ \t\n]*")
_NOTE = re.compile(r"\s*\\(\d{1,4})\\\s")
_CALL = re.compile(r"\\(\d{1,4})\\")
_SPLIT = re.compile(f"{_SIGN}([A-Z]?\\d{{1,6}}){_SIGN}")
_ENDS = re.compile(r"(?:[.?!:;][\"”')\]]*|[.?!]?\\\d+\\|-{5,})\s*$")


def preformatted(text: str, line: int, path: str) -> list[Paragraph]:
    """Return the paragraphs of preformatted text that begins on ``line`` of its page, notes attached to the paragraphs that call them. Linear."""
    text, moved = _signed(text.replace(_SIGN, "").replace("\r\n", "\n"))
    found: list[Paragraph] = []
    callers: dict[str, Paragraph] = {}
    for part in paragraphs(text):
        gone = moved[bisect_right(moved, (part.line, 1 << 60)) - 1][1] if moved and moved[0][0] <= part.line else 0
        origin = Origin(line=line + part.line - 1 + gone, xpath=path)
        bare = _SPLIT.sub("", part.text)
        note = _NOTE.match(bare)
        if note and note[1] in callers:
            caller = callers.pop(note[1])
            key = f"pre-{origin.line}-{note[1]}"
            caller.notes.append(Note(note[1], key, [Paragraph(_pieces(part.text, set()), origin)]))
            _rekey(caller, note[1], key)
            continue
        calls = {match[1] for match in _CALL.finditer(bare) if not (note and match.start() <= note.start(1))} - callers.keys()
        paragraph = Paragraph(_pieces(part.text, calls), origin, table=part.row)
        callers.update(dict.fromkeys(calls, paragraph))
        found.append(paragraph)
    for mark, caller in callers.items():
        _uncall(caller, mark)
    return found


def _signed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take page marks off their lines, so that a sentence that goes on over the page is whole; set off rules and lines in brackets.

    Returns the text with a sign where each page begins, and (line of the new text, lines that are gone before it) for each.
    """
    parts: list[str] = []
    moved: list[tuple[int, int]] = []
    at = lines = gone = 0
    for match in _PAGE.finditer(text):
        start = match.start()
        if match[1] is None:  # a rule, or a line in brackets: a paragraph of its own
            parts += [text[at:start], "\n", match[0], "\n"]
            lines += text.count("\n", at, start) + 2
            gone -= 2
            moved += [(lines, gone + 1), (lines + 1, gone)]
            at = match.end()
            continue
        while start > at and text[start - 1] in " \t\n":
            start -= 1
        end = _BLANK.match(text, match.end()).end()  # type: ignore[union-attr]
        if ("\n" not in text[start : match.start()] and start > at) or "\n" not in text[match.end() : end]:
            continue  # not on a line of its own
        line = text.rfind("\n", match.end(), end) + 1
        before = text[max(at, start - 60) : start]
        following = text[end : end + 1]
        goes_on = bool(before.strip()) and end - line < 3 and not (_ENDS.search(before) and not following.islower())
        indent = text[line:end]
        joint = f"\n{_SIGN}{match[1]}{_SIGN}" if goes_on else f"\n\n{indent}{_SIGN}{match[1]}{_SIGN}"
        parts += [text[at:start], joint]
        lines += text.count("\n", at, start) + joint.count("\n")
        gone += text.count("\n", start, end) - joint.count("\n")
        moved.append((lines + 1, gone))
        at = end
    parts.append(text[at:])
    return "".join(parts), moved


def _pieces(text: str, calls: set[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for index, part in enumerate(_SPLIT.split(text)):
        if index % 2:
            pieces.append(Page(part))
            continue
        at = 0
        for match in _CALL.finditer(part):
            if match[1] in calls:
                pieces += [part[at : match.start()], Call(match[0], match[1], inline=True)]
                at = match.end()
        pieces.append(part[at:])
    return [piece for piece in pieces if piece != ""]


def _rekey(caller: Paragraph, mark: str, key: str) -> None:
    caller.pieces = [Call(p.mark, key, inline=True) if isinstance(p, Call) and p.key == mark else p for p in caller.pieces]


def _uncall(caller: Paragraph, mark: str) -> None:
    """Leave a mark whose note is nowhere as plain text."""
    caller.pieces = [p.mark if isinstance(p, Call) and p.key == mark else p for p in caller.pieces]
