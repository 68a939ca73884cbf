"""Which paragraphs of a PDF are set as headings, and of what rank where their words give them none.

What a heading says comes first ("§ 5.1", "II.", "B."): `regkit.read.plain_text.structure` reads that. The rest is told by dress: larger than the
text, all in bold, all in capitals, in italics alone on a line, or what a tagged PDF or its outline calls a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from regkit.read import headings
from regkit.read.pdf_types import BOLD, ITALIC, Line
from regkit.text.quotes import fold

_LARGE = 2  # rank of the largest headings, above parts
_BELOW = 63  # rank of a heading that is larger than the text and smaller than a numbered one
_BOLD, _CAPITALS, _ITALIC = 66, 67, 68
_LONGEST = 300
_MOST_LINES = 5
_SENTENCE = re.compile(r"[.;,:]\s*$")
_TAG = re.compile(r"H[1-6]?")


def ranks(paragraphs: Sequence[Sequence[Line]], size: float, titles: frozenset[str]) -> dict[int, int]:
    """Return the rank of each paragraph, by index, that is set as a heading.

    ``size`` is that of the text, ``titles`` are those of the outline, as `key` makes them.
    """
    found: dict[int, int] = {}
    sizes: list[float] = []
    numbered = 0.0
    dressed: list[int] = []
    for index, lines in enumerate(paragraphs):
        if lines[0].row or len(lines) > _MOST_LINES:
            continue
        text = " ".join(line.text for line in lines)
        if len(text) > _LONGEST or not any(map(str.isalpha, text)):
            continue
        if _is_dressed(lines, text, size, titles):
            dressed.append(index)
            sizes.append(_size(lines))
            if headings.classify(text) is not None or headings.labelled(text, (), appendix=False) is not None:
                numbered = max(numbered, _size(lines))
    large = sorted({each for each in sizes if each > 1.08 * size}, reverse=True)
    for index, each in zip(dressed, sizes, strict=True):
        lines = paragraphs[index]
        if each > 1.08 * size:
            step = large.index(each)
            found[index] = min(_BELOW + step, _BOLD - 1) if each < numbered - 0.4 else min(_LARGE + step, headings.PART - 1)
        elif all(line.style & BOLD for line in lines):
            found[index] = _BOLD
        else:
            found[index] = _CAPITALS if " ".join(line.text for line in lines).isupper() else _ITALIC
    return found


def _size(lines: Sequence[Line]) -> float:
    return round(max(line.size for line in lines) * 2) / 2


def _is_dressed(lines: Sequence[Line], text: str, size: float, titles: frozenset[str]) -> bool:
    if all(_TAG.fullmatch(line.role) for line in lines) or key(text) in titles:
        return True
    if _size(lines) > 1.08 * size or all(line.style & BOLD for line in lines):
        return not text.endswith((";", ",")) and len(text.split()) <= 40
    if text.isupper():
        return sum(map(str.isalpha, text)) >= 4 and not _SENTENCE.search(text)
    return all(line.style & ITALIC for line in lines) and len(lines) <= 2 and not _SENTENCE.search(text) and text[0].isupper()


def key(text: str) -> str:
    """Return what a title of the outline and a heading have in common: letters and digits, in lower case."""
    return "".join(character for character in fold(text).lower() if character.isalnum())
