"""Mixed content of GPO's XML → pieces of text, with its two white-space defects repaired.

Files of 2011 to 2015 lost the spaces around inline elements ("the<E T="04">Federal Register</E>"); files cut from whole issues are pretty-printed
inside paragraphs, so that a line feed and indentation stand where nothing stood. The first is repaired by a space where two words meet at such an
element; the second by taking away the indentation next to tags, and no more than that: one space further in is a real one. Only white space is ever
added or taken away.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from regkit.model.document import MarkKind
from regkit.read.builder import Call, Page, Piece, Run

CODES = {
    "02": MarkKind.BOLD,
    "03": MarkKind.ITALIC,
    "04": MarkKind.SMALL_CAPS,
    "05": MarkKind.SMALL_CAPS,
    "51": MarkKind.SUPERSCRIPT,
    "52": MarkKind.SUBSCRIPT,
}
"""GPO's typeface codes of ``E T=``; 01 is roman, 51 and 52 are the superior and the inferior (their content proves it: CO2, note marks)."""

_TAGS = {
    "I": MarkKind.ITALIC,
    "B": MarkKind.BOLD,
    "SU": MarkKind.SUPERSCRIPT,
    "SUP": MarkKind.SUPERSCRIPT,
    "SUB": MarkKind.SUBSCRIPT,
    "i": MarkKind.ITALIC,
    "b": MarkKind.BOLD,
    "em": MarkKind.ITALIC,
    "strong": MarkKind.BOLD,
    "sup": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
}
_RAISED = (MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT)
_CLOSES = ".,;:?!)]”’%"
_OPENS = "“(§[‘$"


class Inline:
    """Turns the content of one element after the other into pieces.

    ``call`` says what a footnote element stands for: a `Call`, None for a mark that is not text (its call stands elsewhere), or False where it is
    plain text. ``repair`` is on for GPO's Federal Register and annual CFR files.
    """

    def __init__(self, call: Callable[[etree._Element], Call | bool | None], *, repair: bool) -> None:
        self._call = call
        self._repair = repair
        self._out: list[Piece] = []
        self._last = ""
        self._seam = ""
        self._indent = -1

    def pieces(self, element: etree._Element) -> list[Piece]:
        """Return the pieces of an element's content. The element's own tail is not part of it."""
        if not len(element):
            return [element.text] if element.text else []
        self._out, self._last, self._seam = [], "", ""
        self._indent = _indentation(element) if self._repair else -1
        self._content(element, None)
        return self._out

    def _content(self, element: etree._Element, kind: MarkKind | None) -> None:
        if element.text:
            self._text(self._unindent(element.text, after_tag=True, before_tag=True), kind)
        for child in element:
            self._child(child, kind)
            if child.tail:
                self._text(self._unindent(child.tail, after_tag=True, before_tag=True), kind)

    def _child(self, child: etree._Element, kind: MarkKind | None) -> None:
        tag = child.tag
        if tag == "PRTPAGE":
            self._out.append(Page(child.get("P") or ""))
            self._seam = self._seam or "break"
            return
        if tag in ("FTREF", "SU") or (tag == "E" and child.get("T") == "51"):
            call = self._call(child)
            if call is None or isinstance(call, Call):
                if isinstance(call, Call):
                    self._out.append(call)
                self._seam = "break"
                return
        inner = CODES.get(child.get("T", "")) if tag == "E" else _TAGS.get(tag)
        seam = "word" if tag == "E" and inner not in _RAISED else "block" if tag in ("LI", "BR", "br", "P", "FP", "HD") else ""
        self._seam = self._seam or seam
        self._content(child, inner or kind)
        self._seam = self._seam or seam

    def _text(self, text: str, kind: MarkKind | None) -> None:
        if not text:
            return
        if self._seam and self._last and _parted(self._seam, self._last, text[0], repair=self._repair):
            self._out.append(" ")
        self._seam = ""
        self._out.append(text if kind is None else Run(text, kind))
        self._last = text[-1]

    def _unindent(self, text: str, *, after_tag: bool, before_tag: bool) -> str:
        """Take away a line feed and indentation next to a tag, where the file is pretty-printed."""
        if self._indent < 0 or "\n" not in text:
            return text
        if after_tag and text[0] == "\n":
            spaces = len(text) - 1 - len(text[1:].lstrip(" "))
            text = text[1 + min(spaces, self._indent) :]
        if before_tag and "\n" in text:
            head, _, tail = text.rpartition("\n")
            if not tail.strip(" "):
                text = head
        return text


def _indentation(element: etree._Element) -> int:
    """Return how far the content of a pretty-printed element is set in, -1 where no line feed stands next to a tag."""
    least = -1
    for text in (element.text, *(child.tail for child in element)):
        if text and text[0] == "\n":
            rest = text[1:]
            spaces = len(rest) - len(rest.lstrip(" "))
            if spaces == len(rest) and least >= 0:
                continue  # the run before the closing tag is set in less
            least = spaces if least < 0 else min(least, spaces)
    return least


def _parted(seam: str, left: str, right: str, *, repair: bool) -> bool:
    """Tell whether a space was lost between two characters that meet at an inline element."""
    if left.isspace() or right.isspace():
        return False
    if seam == "block":
        return True
    if not repair:
        return False
    if seam == "word":
        return (right.isalnum() or right in "“§") and (left.isalnum() or left in ".,;:?!)”")
    return (right.isalnum() or right in _OPENS) and (left.isalnum() or left in _CLOSES)
