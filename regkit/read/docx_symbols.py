"""Characters of symbol fonts (``w:sym``, and private-use characters of bullets) → the characters that they show.

Source: the encodings of the fonts Symbol and Wingdings, as far as documents of law use them. Word stores them at U+F000 and above.
"""

from __future__ import annotations

_SYMBOL = {
    0x22: "∀",
    0x24: "∃",
    0x27: "∋",
    0x2A: "∗",
    0x2D: "−",
    0x40: "≅",
    0xA2: "′",
    0xA3: "≤",
    0xA4: "⁄",
    0xA5: "∞",
    0xAB: "↔",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB5: "∝",
    0xB6: "∂",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBA: "≡",
    0xBB: "≈",
    0xBC: "…",
    0xC5: "⊕",
    0xC7: "∩",
    0xC8: "∪",
    0xCE: "∈",
    0xCF: "∉",
    0xD1: "∇",
    0xD2: "®",
    0xD3: "©",
    0xD4: "™",
    0xD5: "∏",
    0xD6: "√",
    0xD7: "⋅",
    0xD8: "¬",
    0xD9: "∧",
    0xDA: "∨",
    0xE5: "∑",
    0xF2: "∫",
}
_GREEK = dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)) | dict(
    zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)
)
_WINGDINGS = {
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x75: "◆",
    0x76: "❖",
    0x77: "⬥",
    0x78: "⌧",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xE0: "→",
    0xE8: "➔",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_FONTS = {"symbol": _SYMBOL | _GREEK, "wingdings": _WINGDINGS}


def shown(font: str, code: str) -> str | None:
    """Return the character that a font shows for a code (hexadecimal, as in ``w:sym``); None where it is not known.

    >>> shown("Symbol", "F0B3"), shown("Garamond", "2020"), shown("Wingdings 3", "F067")
    ('≥', '†', None)
    """
    try:
        point = int(code, 16)
    except ValueError:
        return None
    low = point - 0xF000 if 0xF000 <= point <= 0xF0FF else point
    known = _FONTS.get(font.strip().lower())
    if known is not None and low < 0x100:
        if (found := known.get(low)) is not None:
            return found
        return chr(low) if known is _FONTS["symbol"] and 0x20 <= low < 0x7F else None
    if point != low or not 0x20 <= point < 0x110000 or 0xD800 <= point < 0xF900:
        return None
    return chr(point)
