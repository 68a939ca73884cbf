"""Hyphens at line ends of which the file itself says whether they break a word.

A typesetter's hyphen is a soft one, U+00AD, an author's is "-" (ISO 32000-2, 14.8.2.6.2). Both are drawn with one glyph, and a font says of a glyph
one character; where the other is meant, the file gives it as the replacement text (ActualText) of what it marks. pdfium has one code for both, so
the marks are asked for. A hyphen that is not marked is the other kind of those that are marked in its font; in a font with no marks nothing is known.
"""

from __future__ import annotations

import ctypes
from typing import Any

from regkit.read.pdf_types import Word

CODES = frozenset({0x02, 0xFFFE})  # pdfium's signs for a hyphen at the end of a line
SOFT = "\u00ad"
_SAID = frozenset({"", SOFT, "-", "\u2010", "\u2011"})
_MARKS = 16  # that a piece of text is asked for: real ones stand in a few


class Hyphens:
    """Collects the hyphens at line ends of a document, then settles what they are."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._buffer = (ctypes.c_ushort * 4)()
        self._length = ctypes.c_ulong()
        self._open: list[tuple[Word, int]] = []
        self._soft: set[int] = set()
        self._hard: set[int] = set()

    def note(self, word: Word, owner: Any, font: int, *, ends: bool) -> None:
        """Look at a word that ends with a hyphen. ``owner`` is the text object that draws it; ``font`` tells fonts apart."""
        said = self._replacement(owner) if owner else None
        if said is None:
            if ends:
                self._open.append((word, font))
        elif said and said != SOFT:
            self._hard.add(font)
            word.whole = True
        else:  # nothing, where it is written in PDFDocEncoding, which pdfium has no soft hyphen for
            self._soft.add(font)
            _soften(word)

    def settle(self) -> None:
        """Decide about the hyphens that are not marked, once all pages are read."""
        for word, font in self._open:
            if not word.text.endswith("-") or (font in self._hard) == (font in self._soft):
                continue
            if font in self._hard:
                _soften(word)
            else:
                word.whole = True

    def _replacement(self, owner: Any) -> str | None:
        """Return the text that stands for a text object, None where none does or it is no hyphen. pdfium puts zeros where it cannot read it."""
        raw, size = self._raw, ctypes.sizeof(self._buffer)
        for number in range(min(raw.FPDFPageObj_CountMarks(owner), _MARKS)):
            mark = raw.FPDFPageObj_GetMark(owner, number)
            if mark and raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", self._buffer, size, self._length) and self._length.value <= size:
                said = "".join(chr(code) for code in self._buffer[: self._length.value // 2] if code)
                return said if said in _SAID else None
        return None


def _soften(word: Word) -> None:
    word.text = word.text[:-1] + SOFT
