"""Lines of a paragraph → its pieces of text: words broken at line ends made whole, raised marks made calls, italics and bold kept.

A hyphen at the end of a line may be the typesetter's or the author's. The document itself says which: the form that stands within lines elsewhere
is taken. Where neither does, a hyphen between two words that both stand by themselves elsewhere is a compound's ("cross-margining"), as is one next
to a number or a capital ("15c3-3"); any other breaks a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from regkit.model.document import MarkKind
from regkit.read.builder import Call, Page, Piece, Run
from regkit.read.pdf_lines import is_spaced
from regkit.read.pdf_types import BOLD, ITALIC, Line, Word

_SOFT = "\u00ad"
_HYPHENS = "-\u2010\u00ad"
_DASHES = "–—"
_WORDS = re.compile(r"\w+(?:[-\u2010]\w+)*")
_LABELS = re.compile(r"[\w)]\((?:[A-Za-z]{1,4}|\d{1,3})\)")
_LABELS_APART = re.compile(r"(?:\([A-Za-z0-9]{1,4}\)|\d[\w.-]*) \((?:[A-Za-z]{1,4}|\d{1,3})\)")
_LABEL_ENDS = re.compile(r"(?:\((?:[A-Za-z]{1,4}|\d{1,3})\)|\d\.\d[\w.-]*|U\.S\.C\.\s\d\w*)$")
_LABEL_BEGINS = re.compile(r"\((?:[A-Za-z]{1,4}|\d{1,3})\)")
_TAIL = re.compile(r"[\w-]*$")
_HEAD = re.compile(r"[\w]+(?:[-\u2010]\w+)*")
_POINT = re.compile(r"(?:^|[\s($£€])[.$£€]$")
_URL = re.compile(r"(?:https?://|www\.)\S*$", re.IGNORECASE)
_URL_GOES_ON = re.compile(r"\S*[/.=&_%#?-]\S|[a-z0-9]+/")
_FIRST_PARTS = "with there where here not up over under out in on any some every what who when how other never more"
_SHORT = "of to by an and than up on off out as for from so per the"
_ENDINGS = """tion tions sion sions ment ments ing ings ed er ers or ors ly al ally
 ance ances ence ences ity ities able ible ably ness tive tives ated ating
ation ations ize izes ized ized ical ically ous ously ful fully less ship ships ary ory ered ering est ries cies ties"""
_COMPOUNDS = frozenset(("based", "bearing", "free", "level", "month", "related", "specific", "term", "week", "year"))  # no syllables of longer words
_CLOSED = frozenset(("with", "there", "where", "here", "through"))
_PREFIXES = frozenset(_FIRST_PARTS.split())
_SMALL_WORDS = frozenset(_SHORT.split())
_LINKS = frozenset(("in", "on", "at", "an", "or", "and", "to", "the", "of", "by"))
_LATIN = ("non", "pre", "intra", "inter", "multi", "anti", "semi", "post", "sub", "co", "re")
_SUFFIXES = frozenset(_ENDINGS.split())


class Vocabulary:
    """The words of a document that no line end breaks, counted."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.count: Counter[str] = Counter()
        self.parts: Counter[str] = Counter()  # of words with hyphens, those that a line end breaks too
        carried = False
        for line in lines:
            words = [word.lower().replace("\u2010", "-") for word in _WORDS.findall(line.text)]
            self.parts.update(part for word in words if "-" in word for part in word.split("-"))
            if carried and words:
                words.pop(0)
            carried = bool(line.text) and line.text[-1] in _HYPHENS
            if carried and words:
                words.pop()
            self.count.update(words)
        apart = sum(len(_LABELS_APART.findall(line.text)) for line in lines)
        self.labels_meet = apart * 2 <= sum(len(_LABELS.findall(line.text)) for line in lines)
        self.marked = not any("\u2010" in word.text[:-1] for line in lines for word in line.words)
        self._parted: Counter[str] = Counter()
        self._solid: Counter[str] = Counter()
        for word, times in self.count.items():
            prefix = next((prefix for prefix in _LATIN if word.startswith(prefix)), "")
            if prefix and word[len(prefix) :].startswith("-"):
                self._parted[prefix] += times
            elif prefix and self.count[word[len(prefix) :]]:
                self._solid[prefix] += times
        self.stems = {word[:-2] for word in self.count if len(word) > 7} | {word for word in self.count if len(word) > 5}

    def breaks(self, before: str, after: str) -> bool:
        """Tell whether the hyphen that ends a line breaks a word. Where the document has U+2010 at line ends alone, it is the typesetter's."""
        if before[-1] == _SOFT or (before[-1] == "\u2010" and self.marked):
            return True
        left, right = _TAIL.search(before[:-1].replace("\u2010", "-")), _HEAD.match(after)
        return not self.keeps(left[0] if left else "", right[0] if right else "")

    def keeps(self, left: str, right: str) -> bool:
        """Tell whether a hyphen between the end of one line and the beginning of the next belongs to the word.

        ``left`` is what stands before the hyphen, ``right`` the word after it.
        """
        if not left or not right:
            return True
        capitals = right.isupper() and left.isupper() and right.isalpha() and len(right) > 1 and len(left) > 2
        plain = left[-1].isalpha() and right[0].isalpha() and (right[0].islower() or capitals) and not any(map(str.isdigit, left))
        left, right = left.lower(), right.lower()
        joined, compound = self.count[left + right], self.count[f"{left}-{right}"]
        if joined != compound:
            return compound > joined
        last, first = left.rpartition("-")[2], right.partition("-")[0]
        if not plain:
            return not (self.parts[last + first] and last.isalpha() and first.isalpha())
        if last != left or first != right:
            joined, compound = self.count[last + first], self.count[f"{last}-{first}"]
            if joined != compound:
                return compound > joined
        if last in _CLOSED:
            return False  # "with-out" is no "phase-out"
        if first in _SMALL_WORDS or (first != right and first in _LINKS):
            return True
        if last in _LATIN:
            return self.count[first] > 0 and self._parted[last] >= self._solid[last]
        if last in _SMALL_WORDS and last != left:
            return True
        whole = last + first
        if (
            first in _SUFFIXES
            or last in _PREFIXES
            or (len(whole) > 7 and (whole in self.stems or whole[:-2] in self.stems or whole[:-1] in self.stems))
        ):
            return False
        return len(last) > 2 and len(first) > 2 and (first in _COMPOUNDS or (self.count[last] > 0 and self.count[first] > 0))


def pieces_of(
    lines: Sequence[Line], vocabulary: Vocabulary, calls: dict[int, list[tuple[str, str]]], moved: Callable[[Line], Page | None]
) -> list[Piece]:
    """Return the pieces of a paragraph. ``moved`` tells for a line whether the paragraph goes on elsewhere with it."""
    out: list[Piece] = []
    heading = all(line.style & BOLD for line in lines)
    for number, line in enumerate(lines):
        if number:
            _joint(out, lines[number - 1], line.text, vocabulary)
            page = moved(line)
            if page is not None:
                out.append(page)
        last: Word | None = None
        for word in line.words:
            made = calls.get(id(word), [])
            called = bool(made) and word.raised
            if last is not None and is_spaced(last, word) and not called:
                _add(out, " ", None)
            if not called:
                _add(out, word.text, _kind(word, heading=heading))
            out += [Call(mark, key) for mark, key in made]
            last = word
    return [_softened(piece) for piece in out]


def _softened(piece: Piece) -> Piece:
    """Take soft hyphens out: within a line they say where a word may be broken."""
    if isinstance(piece, str):
        return piece.replace(_SOFT, "")
    return Run(piece.text.replace(_SOFT, ""), piece.kind, piece.value) if isinstance(piece, Run) and _SOFT in piece.text else piece


def _kind(word: Word, *, heading: bool) -> MarkKind | None:
    if word.raised:
        return MarkKind.SUPERSCRIPT
    if word.style & ITALIC:
        return MarkKind.ITALIC
    return MarkKind.BOLD if word.style & BOLD and not heading else None


def _add(out: list[Piece], text: str, kind: MarkKind | None) -> None:
    """Append text, to the piece before it where both are in one dress; white space goes with what stands before it."""
    last = out[-1] if out else None
    if isinstance(last, str) and kind is None:
        out[-1] = last + text
    elif isinstance(last, Run) and (kind is last.kind or text == " ") and kind is not MarkKind.SUPERSCRIPT:
        out[-1] = Run(last.text + text, last.kind)
    else:
        out.append(text if kind is None else Run(text, kind))


def _joint(out: list[Piece], line: Line, after: str, vocabulary: Vocabulary) -> None:
    """Join two lines: take the hyphen of a broken word away, or put a space where one belongs."""
    before = line.text
    end = before[-1:]
    attached = len(before) > 1 and not before[-2].isspace()
    if end and end in _HYPHENS and attached:
        if not line.words[-1].whole and vocabulary.breaks(before, after):
            _chop(out)
        return
    if (end and end in _DASHES and attached) or (after[:1] in _DASHES and len(after) > 1 and not after[1].isspace()):
        return
    url = _URL.search(before)
    if (
        url is not None
        and url[0][-1] not in ",;)"
        and (url[0][-1] in "/-_=&?%#" or (_URL_GOES_ON.match(after) and url[0][-1] != ".") or (url[0][-1] == "." and after[:1].islower()))
    ):
        return
    if (end == "/" and attached) or (after[:1].isdigit() and _POINT.search(before)):
        return
    if end and vocabulary.labels_meet and _LABEL_BEGINS.match(after) and _LABEL_ENDS.search(before):
        return
    _add(out, " ", None)


def _chop(out: list[Piece]) -> None:
    """Take the last character away, which is a hyphen."""
    for index in range(len(out) - 1, -1, -1):
        piece = out[index]
        if isinstance(piece, str) and piece:
            out[index] = piece[:-1]
            return
        if isinstance(piece, Run) and piece.text:
            out[index] = Run(piece.text[:-1], piece.kind, piece.value)
            return
