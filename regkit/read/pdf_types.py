"""What the PDF reader hands from step to step: words with boxes, lines, and the bounds that a file is read within.

Coordinates are points of the page turned upright, y upwards, as PDF has them (ISO 32000-2, 8.3): a line further down has a smaller ``y``.
"""

from __future__ import annotations

import os

from msgspec import Struct, field

from regkit.errors import SettingsError

BOLD, ITALIC = 1, 2


class Limits(Struct, frozen=True):
    """What a PDF may hold before it is refused, so that time and memory stay bounded whatever the file is.

    Each is set by an environment variable of its name: ``REGKIT_PDF_PAGES=20000``. ``unpacked`` and ``stream`` are bytes that compressed streams may
    unpack to, all together and each; ``characters``, ``objects`` and ``texts`` (pieces of text) are of one page; ``forms`` is how often forms may
    be drawn within each other; ``side`` is the longest side of a page in points (the limit of PDF 1.7 is 14,400, ISO 32000-1, annex C).
    """

    pages: int = 10_000
    unpacked: int = 1 << 30
    stream: int = 64 << 20
    characters: int = 250_000
    objects: int = 200_000
    texts: int = 25_000
    side: int = 14_400
    forms: int = 50_000


def limits() -> Limits:
    """Return the bounds in force. Raises: SettingsError where an environment variable is no positive number."""
    given: dict[str, int] = {}
    for name in Limits.__struct_fields__:
        variable = f"REGKIT_PDF_{name.upper()}"
        value = os.environ.get(variable, "")
        if not value:
            continue
        if not value.isascii() or not value.isdigit() or not int(value[:18]):
            raise SettingsError(f"{value[:40]!r} is no positive whole number", place=variable, remedy="Give a number, or unset the variable")
        given[name] = int(value[:18])
    return Limits(**given)


class Word(Struct, gc=False):
    """Characters without a gap between them, in one font and on one baseline ``y``.

    ``spaced`` says that white space was drawn before it; ``raised`` that its glyphs stand above the baseline; ``role`` is what a tagged PDF calls
    it ("H1", "Artifact"), empty where it says nothing; ``whole`` that the file says of the hyphen at its end that it is the author's.
    """

    x0: float
    x1: float
    y: float
    size: float
    text: str
    style: int = 0
    spaced: bool = False
    raised: bool = False
    role: str = ""
    whole: bool = False


class Line(Struct):
    """Words on one line of one column, left to right.

    ``left`` and ``right`` are the edges of its column, ``row`` marks a row of a table, ``number`` the line number printed beside it. ``region``
    counts the columns and bands of a page in reading order.
    """

    words: list[Word]
    x0: float
    x1: float
    y: float
    size: float
    text: str
    page: int = 0
    region: int = 0
    left: float = 0.0
    right: float = 0.0
    row: bool = False
    style: int = 0
    number: int = 0
    role: str = ""


class Region(Struct):
    """A column, or a band of full width, in reading order on its page. ``table`` says that it is read row by row."""

    words: list[Word]
    left: float
    right: float
    table: bool = False
    band: int = 0


class PdfPage(Struct):
    """A page: ``number`` from 1, its words in no order, ``rules`` the horizontal strokes (x0, x1, y), ``turned`` what is drawn at an angle."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    unmapped: int = 0
    outside: int = 0
    label: str = ""
    regions: list[Region] = field(default_factory=list)
    numbers: list[tuple[float, int]] = field(default_factory=list)


def median(values: list[float], default: float = 0.0) -> float:
    """Return the middle value (the upper of two), ``default`` for none."""
    return sorted(values)[len(values) // 2] if values else default
