"""The page of every place, for links that outlive the cut of a document into pages: ``go.html#PLACE`` leads on to it.

Places are spread over pieces by a hash that the script knows too (FNV-1a, 32 bits), so that a visit reads a few kilobytes, and an edit
changes few pieces.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from regkit.report.site.plan import Plan

_PIECES = 64


def fnv(text: str) -> int:
    """Return the FNV-1a hash of an ASCII text. Source: draft-eastlake-fnv.

    >>> hex(fnv("a"))
    '0xe40c292c'
    """
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def places(plan: Plan) -> Iterator[tuple[str, bytes]]:
    """Yield the pieces: path from the site's root, content."""
    pieces: list[dict[str, list[str]]] = [{} for _ in range(_PIECES)]
    for spot, page in plan.homes.items():
        pieces[fnv(spot) % _PIECES].setdefault(page, []).append(spot)
    for number, piece in enumerate(pieces):
        if not piece:
            continue  # the script takes a piece that is not there for one without places
        yield f"places/{number}.js", b"regkitSite.places(%d,%s);\n" % (number, msgspec.json.encode(sorted(piece.items())))
