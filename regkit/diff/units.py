"""A document as what is compared: its provisions with their own words, without the markers, which change when nothing else does."""

from __future__ import annotations

import re

from msgspec import Struct

from regkit.model.document import Document, Provision
from regkit.text.quotes import collapse, fold

WORD = re.compile(r"[^\W_]+")
SHINGLE = 3


class Unit(Struct, frozen=True, gc=False):
    """A provision's own words: ``text`` with typography folded, ``words`` lower-case, ``shingles`` the runs of three of them."""

    index: int
    place: tuple[str, ...]
    above: tuple[str, ...]
    text: str
    words: tuple[str, ...]
    shingles: frozenset[tuple[str, ...]]


def units(document: Document) -> list[Unit]:
    """Return the provisions that have words of their own, in reading order. Linear."""
    found: list[Unit] = []
    places: dict[tuple[str, ...], int] = {}
    named: list[tuple[str, ...]] = []
    for index, provision in enumerate(document.provisions):
        above = named[provision.parent] if index else ()
        step = provision.path[-1] if provision.path and (not index or provision.path != document.provisions[provision.parent].path) else ""
        place = (*above, step or f"{provision.type}:{fold(provision.heading or '')[:60].lower()}") if index else ()
        if step and len(provision.path) == 1:
            place = (step,) if not step.isalnum() or "." in step else place
        count = places[place] = places.get(place, 0) + 1
        if count > 1:
            place = (*place[:-1], f"{place[-1]}~{count}")
        named.append(place)
        own = own_text(document, provision)
        if own:
            words = tuple(WORD.findall(own.lower()))
            found.append(Unit(index, place, above, own, words, _shingles(words)))
    return found


def own_text(document: Document, provision: Provision) -> str:
    """Return a provision's own words, typography folded, without its marker."""
    own = collapse(fold(" ".join(document.quote(span) for span in provision.body)))
    marker = collapse(fold(provision.marker or ""))
    return own[len(marker) :].strip(" -—.:") if marker and own.startswith(marker) else own


def _shingles(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    if len(words) < SHINGLE:
        return frozenset([words]) if words else frozenset()
    return frozenset(words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1))


def likeness(one: Unit, other: Unit) -> float:
    """Return how alike two units are: shared runs of words (Dice), or shared words where that says more. Linear in their words."""
    if one.text == other.text:
        return 1.0
    a, b = one.shingles, other.shingles
    if not a or not b:
        return 0.0
    runs = 2 * len(a & b) / (len(a) + len(b))
    c, d = set(one.words), set(other.words)
    single = 2 * len(c & d) / (len(c) + len(d))
    return min(0.999, max(runs, 0.6 * single))


def contained(part: Unit, whole: Unit) -> float:
    """Return the share of a unit's runs of words that another unit holds."""
    return len(part.shingles & whole.shingles) / len(part.shingles) if part.shingles else 0.0
