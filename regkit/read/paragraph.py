"""A paragraph of a source before its place in the tree is known: its pieces, and the markers printed in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from regkit.model.document import MarkKind, Origin
from regkit.read.builder import Call, Piece, Run
from regkit.read.outline import Marker
from regkit.text.numbering import readings

_BRACKET = re.compile(r"\s*\(\s?([A-Za-z]{1,5}|\d{1,3}[A-Z]{0,2})\s?\)")
_DOTTED = re.compile(r"\s*(\d{1,3}[A-Z]{0,2}|[A-Za-z]{1,5})[.)](?=\s+\S|\s*$|[—–]\s?\([1i]\))")
_DOTTED_AFTER = re.compile(r"\s*([A-Za-z1])\.(?=\s+\S)")
_MOST = 8  # markers of one paragraph
_FIRSTS = ("i", "A", "1", "a")
_RUN_IN_DOTTED = re.compile(r"\s*([A-Z“\"][^.;()]{0,120})\.\s+([iA1a])\.(?=\s+[A-Z“\"])")
_RANGE = re.compile(r"\s*(?:[-–—]|through|and|to)\s*\(([A-Za-z]{1,5}|\d{1,3})\)(?=\s*\[)")
_RUN_IN = re.compile(r"\s*+([A-Z“\"][^.;()]{0,180}?)([.:]?\s*+[—–-]?\s*+)\(([1iIAa])\)\s*+(?=[A-Z“\"‘\[])")
_AFTER_ITALIC = re.compile(r"[\s.:,]*+(?:[—–-]|&?mdash;)?\s*+\(\s?([1iIAa])\s?\)")
_REFERS = re.compile(
    r"(?:\b(?:sub)?(?:paragraph|section|clause|item|part|title|rule|form|schedule|comment)s?|§+|\bor|\band|\bthrough|,)\s*$", re.IGNORECASE
)
_TITLE = re.compile(r"\s*([A-Z“\"][^.;:—?]{1,120})([.?:]|[—–])(?:\s|$|(?<=[—–]))")
_VERB = re.compile(r"\b(?:shall|must|may|means?|includes?|is|are|was|were|has|have|does|do|will|can|should|would|if|that|which|who)\b", re.IGNORECASE)


class Note(Struct):
    """A footnote with its paragraphs. ``key`` is what its call names."""

    mark: str
    key: str
    paragraphs: list[Paragraph]


class Paragraph(Struct):
    """One paragraph of the source.

    ``text`` is the plain text of the pieces, offsets into it are local. ``italics`` are its stretches in italics. ``heading`` and ``table`` are as
    on a block. ``notes`` are read after it. ``flush`` says that the source prints it flush left, as the continuation of what its list completes.
    ``aside`` says that it stands beside the numbering: it holds no markers. ``level`` is how many numbered lists of the source it stands in, where
    the source says it. ``number`` is the marker that the source has computed and does not hold as text ("2." of an ordered list in HTML).
    ``listed`` is how many lists of any kind the source says it stands in: what stands in fewer than an item does not belong to the item.
    """

    pieces: list[Piece]
    origin: Origin
    text: str = ""
    italics: list[tuple[int, int]] = field(default_factory=list)
    heading: bool = False
    table: bool = False
    flush: bool = False
    aside: bool = False
    level: int = 0
    number: str = ""
    listed: int = 0
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.text:
            return
        parts: list[str] = []
        at = 0
        for piece in self.pieces:
            text = plain(piece)
            if text:
                if isinstance(piece, Run) and piece.kind is MarkKind.ITALIC:
                    self.italics.append((at, at + len(text)))
                parts.append(text)
                at += len(text)
        self.text = "".join(parts)


class Found(Struct, frozen=True):
    """A marker in a paragraph: ``text[start:end]`` is it as printed."""

    marker: Marker
    start: int
    end: int


def plain(piece: Piece) -> str:
    """Return the characters that a piece brings into the text."""
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Run):
        return piece.text
    return piece.mark if isinstance(piece, Call) and piece.inline else ""


def words(pieces: Sequence[Piece]) -> str:
    """Return the text of pieces, single-spaced."""
    return " ".join("".join(map(plain, pieces)).split())


def cut(pieces: Sequence[Piece], offsets: Sequence[int]) -> list[list[Piece]]:
    """Return the pieces cut at local offsets (ascending): one list more than there are offsets. Linear."""
    parts: list[list[Piece]] = [[]]
    at = 0
    ahead = list(offsets)
    for piece in pieces:
        text = plain(piece)
        done = 0
        while ahead and at + len(text) > ahead[0] >= at:
            split = ahead.pop(0) - at
            if split > done:
                parts[-1].append(_slice(piece, done, split))
            parts.append([])
            done = split
        if done < len(text) or not text:
            parts[-1].append(_slice(piece, done, len(text)) if done else piece)
        at += len(text)
    parts.extend([] for _ in ahead)
    return parts


def _slice(piece: Piece, start: int, end: int) -> Piece:
    if isinstance(piece, str):
        return piece[start:end]
    if isinstance(piece, Run):
        return Run(piece.text[start:end], piece.kind, piece.value)
    return piece  # a call or a page mark is never cut


def find_markers(paragraph: Paragraph, dotted: bool = True) -> list[Found]:
    """Return the markers at the head of a paragraph, then those after a heading phrase (optional: the sequence decides whether they are any)."""
    text = paragraph.text
    found: list[Found] = []
    if paragraph.number:
        return [Found(Marker(paragraph.number.strip("()."), "." * max(1, paragraph.level)), 0, 0)]
    at = 0
    match = _DOTTED.match(text) if dotted else None
    if match and _readable(match[1]) and not (len(match[1]) > 1 and match[1].isalpha() and not _roman_like(match[1])):
        found.append(Found(Marker(match[1], "." * max(1, paragraph.level)), match.start(1), match.end()))
        at = match.end()
        if text[at : at + 1] in ("—", "–"):
            at += 1  # "5.—(1) A maker must": regulation 5, paragraph 1, as British instruments print it
        while len(found) < _MOST and (match := _DOTTED_AFTER.match(text, at)) and match[1] in _FIRSTS:
            found.append(Found(Marker(match[1], ".", chained=True), match.start(1), match.end()))
            at = match.end()
    at = _brackets(paragraph, at, found, optional=False)
    if not found:
        return found
    if len(found) == 1 and (match := _RANGE.match(text, at)):
        last = found[0]
        marker = Marker(last.marker.label, last.marker.style, through=match[1])
        return [Found(marker, last.start, match.end())]
    if found[0].marker.style[0] == ".":
        dot = _run_in_dotted(paragraph, at)
        if dot is not None:
            found.append(dot)
        return found
    while (start := _run_in(paragraph, at)) is not None:
        at = _brackets(paragraph, start, found, optional=True)
        if at <= start:
            break
    return found


def _readable(label: str) -> bool:
    """Tell whether a label is one: a number, a letter, or a number with the letters of what was put in after it ("1A")."""
    return bool(readings(label.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if label[0].isdigit() else label))


def _roman_like(label: str) -> bool:
    return set(label.lower()) <= set("ivxl") or label == label[0] * len(label)


def _brackets(paragraph: Paragraph, at: int, found: list[Found], optional: bool) -> int:
    """Append the markers that stand one after the other from ``at`` on; return where they end."""
    while match := _BRACKET.match(paragraph.text, at):
        if not _readable(match[1]) or len(found) >= _MOST:
            break
        style = "*" if paragraph.italics and _italic(paragraph, match.start(1)) else "("
        start = match.end() - len(match[0].lstrip())
        found.append(Found(Marker(match[1], style, chained=bool(found) and not optional, optional=optional), start, match.end()))
        at = match.end()
    return at


def _italic(paragraph: Paragraph, offset: int) -> bool:
    return any(start <= offset < end for start, end in paragraph.italics)


def _run_in(paragraph: Paragraph, at: int) -> int | None:
    """Return where a marker stands after a heading phrase that begins at ``at``; None where there is none."""
    text = paragraph.text
    begin = at
    while begin < len(text) and text[begin].isspace():
        begin += 1
    for start, end in paragraph.italics:
        if start <= begin < end or (start >= begin and not text[begin:start].strip()):
            match = _AFTER_ITALIC.match(text, end)
            if match:
                return text.index("(", end)
            break
    match = _RUN_IN.match(text, at)
    if match and not _VERB.search(match[1]) and (match[2].strip() or not _REFERS.search(match[1])):
        return match.start(3) - 1
    return None


def _run_in_dotted(paragraph: Paragraph, at: int) -> Found | None:
    """Return the marker after the title of a numbered comment ("2. Examples. i. An area …"), where there is one."""
    match = _RUN_IN_DOTTED.match(paragraph.text, at)
    if match is None or _VERB.search(match[1]):
        return None
    return Found(Marker(match[2], ".", optional=True), match.start(2), match.end())


def run_in_title(paragraph: Paragraph, at: int) -> str | None:
    """Return the title that opens the text after a marker ("Authority and scope" of "(a) Authority and scope. This part …"), or None.

    In sources with italics a title is an italic phrase that ends with, or is followed by, a full stop, a colon or a dash; without italics it is a
    short phrase without a verb before a full stop or a dash. An italic term that is then defined ("*Account* means") is no title.
    """
    text = paragraph.text
    begin = at
    while begin < len(text) and text[begin].isspace():
        begin += 1
    for start, end in paragraph.italics:
        if start <= begin < end:
            title = text[begin:end].strip()
            rest = text[end : end + 2].lstrip()
            if title and (title[-1] in ".:—–?" or not rest or rest[0] in ".:—–"):
                return title.rstrip(".:—– ") or None
            return None
        if start > begin:
            break
    match = _TITLE.match(text, begin)
    if match and len(match[1].split()) <= 16 and not _VERB.search(match[1]) and text[match.end() :].strip():
        return " ".join(match[1].split())
    return None
