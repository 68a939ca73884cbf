"""A badge: coverage as a small SVG picture for a README or a wall. It needs no service and no font file.

What it says is text, in the title and the label for those who do not see it; colour says it again and never alone. White on each of its colours has
a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3). Widths are those of Verdana at 11 px, so that the text fits whatever font is there instead.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

GREY, BLUE, GREEN, RED = "#474b52", "#0a5470", "#19693a", "#ab1f1a"
_WIDE = {**dict.fromkeys("ijl.,:;|!'", 4.0), **dict.fromkeys("frt() ", 5.0), **dict.fromkeys("mwMW%@", 10.5)}
_PAD = 7


def badge(value: str, *, label: str = "coverage", met: bool | None = None) -> bytes:
    """Return the badge as SVG in UTF-8.

    Args:
        value: what it says, as in ``"38.8 %"``.
        label: of what.
        met: whether that is what was asked for, which makes it green or red; None where nothing was.
    """
    colour = BLUE if met is None else GREEN if met else RED
    left, right = _width(label), _width(value)
    name = f"badge-{left}-{right}"  # of its size: several in one page share it rightly
    said = f"{label}: {value}"
    drawn = "".join(
        f'<text x="{x}" y="14" textLength="{width - 2 * _PAD}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
        for x, width, text in ((_PAD, left, label), (left + _PAD, right, value))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label={quoteattr(said)}>'
        f"<title>{escape(said)}</title>"
        f'<clipPath id="{name}"><rect width="{left + right}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#{name})"><rect width="{left}" height="20" fill="{GREY}"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>'
        f'<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">{drawn}</g></svg>\n'
    ).encode()


def _width(text: str) -> int:
    return round(sum(_WIDE.get(char, 7.0) for char in text)) + 2 * _PAD
