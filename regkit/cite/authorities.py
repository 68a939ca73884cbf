"""Tables of authorities: what is cited, grouped and sorted as lawyers expect, with the places that cite it.

Groups and "passim" follow the practice of briefs (Federal Rules of Appellate Procedure 28(a)(3): a table of authorities with references to the
places where they are cited; "passim" for what is cited all over): cases first, then statutes, regulations and rules, then everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from regkit.cite import format as forms
from regkit.cite.target import parse, sort_key

PASSIM = 5
"""More places than this are "passim"."""

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Cases", ("case",)),
    ("Statutes", ("usc", "statute", "act", "public_law", "bill")),
    ("Rules and regulations", ("cfr", "sec_rule", "cftc")),
    ("Federal Register", ("fedreg",)),
    ("Releases, orders and files", ("release", "executive_order")),
    ("Rules of self-regulatory organizations", ("sro_rule",)),
    ("Rulebooks and standards", ("rulebook",)),
)
OTHER = "Other authorities"
HERE = "Provisions of the documents themselves"
ORDER: tuple[str, ...] = (*(title for title, _ in GROUPS), OTHER, HERE)
"""The headings, in their order."""


class AuthorityLine(Struct, frozen=True, kw_only=True, gc=False):
    """One line of a table: the canonical target, its long form, and the places that cite it, each once and in the order given."""

    target: str
    written: str
    places: tuple[str, ...]

    @property
    def listed(self) -> str:
        """The places as a table prints them."""
        return listed(self.places)


def group_of(family: str) -> str:
    """Return the heading that a family's targets stand under."""
    return HERE if family == "internal" else next((title for title, families in GROUPS if family in families), OTHER)


def is_passim(places: Sequence[object]) -> bool:
    """Tell whether so many places cite a target that a table says "passim"."""
    return len(places) > PASSIM


def listed(places: Sequence[str], *, between: str = ", ") -> str:
    """Return the places as a table prints them: joined, or "passim".

    >>> listed(["3", "7"]), listed("abcdef")
    ('3, 7', 'passim')
    """
    return "passim" if is_passim(places) else between.join(places)


def table(cited: Iterable[tuple[str, str]]) -> list[tuple[str, tuple[AuthorityLine, ...]]]:
    """Return the table of what is cited: (heading, its authorities), both in a table's order.

    ``cited`` are pairs of a canonical target and the place that cites it (a page, a paragraph), in reading order. A heading without authorities
    is left out.

    >>> [(title, [row.written for row in rows]) for title, rows in table([("76 FR 79276", "1"), ("15 U.S.C. 78o", "2"), ("15 U.S.C. 78c", "2")])]
    [('Statutes', ['15 U.S.C. § 78c', '15 U.S.C. § 78o']), ('Federal Register', ['76 Fed. Reg. 79,276'])]
    """
    places: dict[str, dict[str, None]] = {}
    for target, place in cited:
        places.setdefault(target, {})[place] = None
    groups: dict[str, list[AuthorityLine]] = {}
    for target in sorted(places, key=lambda target: sort_key(parse(target))):
        row = AuthorityLine(target=target, written=forms.long(target), places=tuple(places[target]))
        groups.setdefault(group_of(parse(target).family), []).append(row)
    return [(title, tuple(groups[title])) for title in ORDER if title in groups]
