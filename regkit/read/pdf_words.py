"""One PDF page → words with their boxes, whatever order the page draws them in.

pdfium gives each character with its advance box. A word ends where white space is drawn, where the next character does not begin where the last
ended, or where the baseline or the font changes. Note marks set with the raised digits of an OpenType font stand on the baseline by their advance
box; only the ink of the glyph tells, so the ink of digits is asked for.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any

from regkit.read.pdf_hyphens import CODES, Hyphens
from regkit.read.pdf_types import BOLD, ITALIC, Limits, PdfPage, Word

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPACES = frozenset({9, 10, 13, 32, 0xA0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x3000})
_DROPPED = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})  # zero-width: they say how to break and join, not what is read
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6  # ISO 32000-2, table 121
_GAP = 0.19  # of the size: a wider gap parts two words that no space parts
_SEEN_GAP = 0.12  # the same where pdfium sees a gap too: writers that kern "f A" move the second word and draw no space
_OVERLAP = 0.45
_FAR = 1e6  # points; broken matrices give boxes anywhere


class OutOfBoundsError(Exception):
    """A page holds more than is allowed; says what and which limit."""


class PageReader:
    """Reads the pages of one document; fonts are looked up once."""

    def __init__(self, raw: Any, limits: Limits) -> None:
        self.raw = raw
        self.limits = limits
        self.hyphens = Hyphens(raw)
        self._fonts: dict[int, int] = {}
        self._rect = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._doubles = [ctypes.c_double() for _ in range(4)]

    def read(self, page: Any, number: int) -> PdfPage:
        """Return the words of a pypdfium2 page. Raises: OutOfBoundsError."""
        left, bottom, right, top = page.get_cropbox()
        width, height = right - left, top - bottom
        if not (width > 0 and height > 0 and max(width, height) <= self.limits.side):
            raise OutOfBoundsError(f"the page is {max(width, height):.0f} points long; the limit is {self.limits.side} (REGKIT_PDF_SIDE)")
        self._count(page)
        text = page.get_textpage()
        try:
            count = text.count_chars()
            if count > self.limits.characters:
                raise OutOfBoundsError(f"the page has {count} characters; the limit is {self.limits.characters} (REGKIT_PDF_CHARACTERS)")
            made = PdfPage(number, width, height)
            turn = self._turn(text.raw, count)
            if turn:
                made.width, made.height = (height, width) if turn % 2 else (width, height)
                self._turned_page(text.raw, count, turn, made, (left, bottom, right, top))
            else:
                self._upright_page(text.raw, count, made, (left, bottom, right, top))
        finally:
            text.close()
        if not turn:
            self._rules(page, made)
        return made

    def _count(self, page: Any) -> None:
        """Refuse a page before pdfium puts its characters in order, which costs the square of the texts that are drawn over each other."""
        raw = self.raw
        count = raw.FPDFPage_CountObjects(page.raw)
        if count > self.limits.objects:
            raise OutOfBoundsError(f"the page has {count} objects; the limit is {self.limits.objects} (REGKIT_PDF_OBJECTS)")
        if count <= self.limits.texts:
            return
        drawn = sum(raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, index)) == raw.FPDF_PAGEOBJ_TEXT for index in range(count))
        if drawn > self.limits.texts:
            raise OutOfBoundsError(f"the page draws {drawn} pieces of text; the limit is {self.limits.texts} (REGKIT_PDF_TEXTS)")

    def _turn(self, text: Any, count: int) -> int:
        """Return by how many quarter turns most of the text is drawn, from a sample."""
        votes = [0, 0, 0, 0]
        for index in range(0, count, max(1, count // 60)):
            code = self.raw.FPDFText_GetUnicode(text, index)
            if code > 32 and self.raw.FPDFText_GetMatrix(text, index, self._matrix) and math.isfinite(self._matrix.a + self._matrix.b):
                votes[round(math.atan2(self._matrix.b, self._matrix.a) / (math.pi / 2)) % 4] += 1
        return votes.index(max(votes))

    def _upright_page(self, text: Any, count: int, made: PdfPage, box: tuple[float, float, float, float]) -> None:
        raw, rect, by = self.raw, self._rect, ctypes.byref(self._rect)
        get_code, get_box, generated = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, raw.FPDFText_IsGenerated
        words = made.words
        word: Word | None = None
        spaced, least = False, _GAP
        x_start = x_end = low = high = 0.0
        known: tuple[Any, ...] = ()
        for index in range(count):
            code = get_code(text, index)
            if code in _SPACES:
                if generated(text, index):  # pdfium's own, where it sees a gap, also between the letters of a spaced-out heading
                    least = _SEEN_GAP
                else:
                    word, spaced = None, True
                continue
            if code in _DROPPED:
                continue
            get_box(text, index, by)
            x0, x1, y0, y1 = rect.left, rect.right, rect.bottom, rect.top
            if not (-_FAR < x0 < _FAR and -_FAR < x1 < _FAR and -_FAR < y0 < _FAR):  # not a number is none of this either
                made.outside += 1
                continue
            char, reach = self._char(code, made), (y1 - y0) or 1.0
            if word is not None and y0 == low and y1 == high:
                if x0 == x_start and x1 == x_end:
                    word.text += char  # a further character of one glyph
                    continue
                if -_OVERLAP * reach < x0 - x_end < least * reach and not ("0" <= char <= "9") and not word.raised and char != "-":
                    word.text += char
                    x_start, word.x1, x_end, least = x0, x1, x1, _GAP
                    continue
            known = self._facts(text, index, known, (y0, y1), abs(x0 - x_end))
            owner, y, size, style, angle = known[1:]
            outside = x1 < box[0] or x0 > box[2] or y > box[3] or y + size < box[1]
            if abs(angle) > 0.03 or outside:
                self._astray(made, char, owner, spaced=spaced, outside=outside and abs(angle) <= 0.03)
                word, spaced, known = None, False, ()
                continue
            raised = "0" <= char <= "9" and self._is_raised(text, index, y, size)
            follows = word is not None and y0 == low and y1 == high and word.style == style and word.raised == raised
            most = least * max(reach, size)
            near = follows and (x0 - x_end < most or (x0 - x_end < size and self._room(text, index) < most))
            if near and word is not None and -_OVERLAP * reach < x0 - x_end:
                word.text, word.x1 = word.text + char, x1
            else:
                word = Word(x0, max(x1, x0), y, size, char, style, spaced, raised)
                words.append(word)
            if char == "-":
                self.hyphens.note(word, raw.FPDFText_GetTextObject(text, index), self._font(owner)[1], ends=code in CODES)
            x_start, x_end, low, high, spaced, least = x0, x1, y0, y1, False, _GAP

    def _facts(self, text: Any, index: int, known: tuple[Any, ...], key: tuple[float, float], gap: float) -> tuple[Any, ...]:
        """Return `_known` of a character, as it is known where the same object draws it at the same height close by."""
        owner = self._owner(text, index)
        near = bool(known) and known[0] == key and known[1] == owner and gap < 6 * max(key[1] - key[0], 1.0)
        return known if near else self._known(text, index, key, owner)

    def _char(self, code: int, made: PdfPage) -> str:
        if code in CODES:
            return "-"
        if code in _LIGATURES:
            return _LIGATURES[code]
        if code < 32 or 0x7F <= code < 0xA0 or 0xE000 <= code < 0xF900 or 0xD800 <= code < 0xE000 or code > 0x10FFFF or code == 0xFFFF:
            made.unmapped += 1
            return "\ufffd"
        if code == 0xFFFD:
            made.unmapped += 1
        return chr(code)

    def _owner(self, text: Any, index: int) -> int:
        """Return the address of the text object that draws a character: characters of one object share their font."""
        return ctypes.cast(self.raw.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value or 0

    def _known(self, text: Any, index: int, key: tuple[float, float], owner: int) -> tuple[Any, ...]:
        """Return (key, owner, baseline, size, style, angle) of a character."""
        raw, matrix = self.raw, self._matrix
        x, y = self._doubles[:2]
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        size = raw.FPDFText_GetFontSize(text, index)
        angle = 0.0
        if raw.FPDFText_GetMatrix(text, index, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
            angle = math.atan2(matrix.b, matrix.a)
        size = abs(size) if math.isfinite(size) else 0.0
        if not 0.5 <= size <= 2000:
            size = max(key[1] - key[0], 0.5)
        base = y.value if -_FAR < y.value < _FAR else key[0]
        return key, owner, base, min(size, 2000.0), self._style(owner), angle if math.isfinite(angle) else 0.0

    def _room(self, text: Any, index: int) -> float:
        """Return the room between a character and the one before it, by where they are set and not by their boxes.

        pdfium has the box of the ink alone for characters whose text stands beside the drawing (ActualText): "III" looks spaced out by it.
        """
        raw, (x, y) = self.raw, self._doubles[:2]
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        end, last = x.value, index - 1
        while last and raw.FPDFText_IsGenerated(text, last):
            last -= 1
        raw.FPDFText_GetCharOrigin(text, last, x, y)
        font, _ = self._font(self._owner(text, last))
        width, size = ctypes.c_float(), raw.FPDFText_GetFontSize(text, last)
        if not font or not raw.FPDFFont_GetGlyphWidth(font, raw.FPDFText_GetUnicode(text, last), size, ctypes.byref(width)):
            return math.inf
        scale = self._matrix.a if raw.FPDFText_GetMatrix(text, last, self._matrix) else 1.0
        return float(end - x.value - width.value * scale)

    def _font(self, owner: int) -> tuple[Any, int]:
        """Return the font of a text object, and its address: 0 where there is none."""
        if not owner:
            return None, 0
        font: Any = self.raw.FPDFTextObj_GetFont(ctypes.cast(owner, self.raw.FPDF_PAGEOBJECT))
        return font, ctypes.cast(font, ctypes.c_void_p).value or 0

    def _style(self, owner: int) -> int:
        raw = self.raw
        font, address = self._font(owner)
        if not address:
            return 0
        style = self._fonts.get(address)
        if style is None:
            length = raw.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(max(1, min(length, 1024)))
            raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
            name = buffer.value.decode("latin-1").lower()
            flags = max(0, raw.FPDFFont_GetFlags(font))
            bold = any(part in name for part in _BOLD_NAMES) or bool(flags & _FORCE_BOLD) or name.endswith(("-bd", "bd"))
            italic = any(part in name for part in _ITALIC_NAMES) or bool(flags & _ITALIC_FLAG) or name.endswith("-it")
            style = self._fonts[address] = (BOLD if bold else 0) | (ITALIC if italic else 0)
        return style

    def _is_raised(self, text: Any, index: int, y: float, size: float) -> bool:
        x0, x1, y0, y1 = self._doubles
        if not self.raw.FPDFText_GetCharBox(text, index, x0, x1, y0, y1):
            return False
        return y0.value - y > 0.2 * size and y1.value - y0.value < 0.62 * size

    def _astray(self, made: PdfPage, char: str, owner: int, *, spaced: bool, outside: bool) -> None:
        """Keep or count a character that is none of the page's lines."""
        if outside:
            made.outside += 1
        else:
            self._slanted(made, char, owner, spaced)

    def _slanted(self, made: PdfPage, char: str, owner: int, spaced: bool) -> None:
        """Keep what is drawn at an angle by itself, an object at a time: stamps, watermarks, legends of charts."""
        if made.turned and not spaced and self._slant == owner:
            made.turned[-1] += char
        elif made.turned and self._slant == owner:
            made.turned[-1] += " " + char
        else:
            made.turned.append(char)
        self._slant = owner

    _slant = 0

    def _turned_page(self, text: Any, count: int, turn: int, made: PdfPage, box: tuple[float, float, float, float]) -> None:
        """Read a page whose text is drawn at a quarter turn (a landscape table on a portrait page) as if it were upright."""
        raw = self.raw
        left, right, low, high = self._doubles
        word: Word | None = None
        spaced = False
        for index in range(count):
            code = raw.FPDFText_GetUnicode(text, index)
            if code in _SPACES:
                word, spaced = None, True
                continue
            if code in _DROPPED or not raw.FPDFText_GetCharBox(text, index, left, right, low, high):
                continue
            if not all(-_FAR < edge.value < _FAR for edge in self._doubles):
                made.outside += 1
                continue
            corners = _rotated(left.value, low.value, turn, box), _rotated(right.value, high.value, turn, box)
            x0, x1 = sorted((corners[0][0], corners[1][0]))
            char = self._char(code, made)
            owner = self._owner(text, index)
            known = self._known(text, index, (low.value, high.value), owner)
            x, y = self._doubles[:2]
            if round(known[5] / (math.pi / 2)) % 4 != turn:
                self._slanted(made, char, owner, spaced)
                word, spaced = None, False
                continue
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            base = _rotated(x.value, y.value, turn, box)[1]
            size, style = known[3], known[4]
            if word is not None and abs(word.y - base) < 0.05 * size and word.style == style and -0.5 * size < x0 - word.x1 < 0.2 * size:
                word.text += char
                word.x1 = max(x1, word.x1)
            else:
                word = Word(x0, x1, base, size, char, style, spaced)
                made.words.append(word)
            spaced = False

    def _rules(self, page: Any, made: PdfPage) -> None:
        """Collect the horizontal strokes: they part notes from text, and rows of tables."""
        raw = self.raw
        count = raw.FPDFPage_CountObjects(page.raw)
        edges = [ctypes.c_float() for _ in range(4)]
        for index in range(count):
            item = raw.FPDFPage_GetObject(page.raw, index)
            if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH or not raw.FPDFPageObj_GetBounds(item, *edges):
                continue
            x0, y0, x1, y1 = (edge.value for edge in edges)
            if y1 - y0 <= 3.0 and 20 <= x1 - x0 < _FAR:
                made.rules.append((x0, x1, (y0 + y1) / 2))


def _rotated(x: float, y: float, turn: int, box: tuple[float, float, float, float]) -> tuple[float, float]:
    """Return where a point lies once the page is turned back by ``turn`` quarters."""
    left, bottom, right, top = box
    if turn == 1:
        return y - bottom, right - x
    if turn == 2:
        return right - x, top - y
    return top - y, x - left
