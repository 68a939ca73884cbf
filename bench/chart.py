"""Charts of measurements as SVG, without a library: lines over a size, both axes logarithmic, that follow a light or dark page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape

Points = Sequence[tuple[float, float]]

COLOURS = ("#1f6feb", "#bf5600", "#1a7f37", "#8250df", "#cf222e", "#57606a")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4", "12 4")
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 740, 320, 76, 44, 250, 48


def slope(points: Points) -> float:
    """Return the exponent that cost grows with: 1 is linear. Least squares on logarithms."""
    pairs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len(pairs) < 2:
        return math.nan
    mean_x, mean_y = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _ in pairs)
    return sum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread if spread else math.nan


def chart(title: str, across: str, up: str, lines: Mapping[str, Points]) -> str:
    """Return a chart of named lines. ``across`` and ``up`` say what the axes are, with units."""
    every = [point for points in lines.values() for point in points if point[0] > 0 and point[1] > 0]
    if not every:
        return ""
    low_x, high_x = _decades(x for x, _ in every)
    low_y, high_y = _decades(y for _, y in every)

    def place(x: float, y: float) -> tuple[float, float]:
        across_ = (math.log10(x) - low_x) / (high_x - low_x) * (WIDTH - LEFT - RIGHT) + LEFT
        up_ = HEIGHT - BOTTOM - (math.log10(y) - low_y) / (high_y - low_y) * (HEIGHT - TOP - BOTTOM)
        return round(across_, 1), round(up_, 1)

    parts = [f'<text x="{LEFT}" y="22" class="t">{escape(title)}</text>']
    for power in range(low_x, high_x + 1):
        x, _ = place(10**power, 10**low_y)
        parts.append(
            f'<path class="g" d="M{x} {TOP}V{HEIGHT - BOTTOM}"/><text x="{x}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{_number(power)}</text>'
        )
    for power in range(low_y, high_y + 1):
        _, y = place(10**low_x, 10**power)
        parts.append(f'<path class="g" d="M{LEFT} {y}H{WIDTH - RIGHT}"/><text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{_number(power)}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>')
    parts.append(f'<text x="{LEFT}" y="{TOP - 8}">{escape(up)}</text>')
    for at, (name, points) in enumerate(lines.items()):
        colour, dash = COLOURS[at % len(COLOURS)], DASHES[at % len(DASHES)]
        path = " ".join(f"{x},{y}" for x, y in (place(*point) for point in points if point[0] > 0 and point[1] > 0))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts += [f'<circle cx="{pair.partition(",")[0]}" cy="{pair.partition(",")[2]}" r="3" fill="{colour}"/>' for pair in path.split()]
        y = TOP + 18 * at + 6
        parts.append(f'<path d="M{WIDTH - RIGHT + 14} {y - 4}h26" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 46}" y="{y}">{escape(name)}</text>')
    style = "svg{color:#1b1f24;background:#fff}text{font:12px sans-serif;fill:currentColor}.t{font-weight:bold}.g{stroke:currentColor;opacity:.18}"
    style += "@media(prefers-color-scheme:dark){svg{color:#e6edf3;background:#14181d}}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"><style>{style}</style>'
    return head + "".join(parts) + "</svg>\n"


def _decades(values: Iterable[float]) -> tuple[int, int]:
    logs = [math.log10(value) for value in values]
    low, high = math.floor(min(logs) + 1e-9), math.ceil(max(logs) - 1e-9)
    return low, max(high, low + 1)


def _number(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"
