"""The table of authorities: what the documents cite, grouped as lawyers expect, with the places that cite it.

Groups and "passim" follow the practice of briefs (Federal Rules of Appellate Procedure 28(a)(3): a table of authorities with references to the
places where they are cited; "passim" for what is cited all over): statutes first, then regulations and rules, then everything else.
"""

from __future__ import annotations

import re

from msgspec import Struct

from regkit.report.facts import AuthorityFact, ProjectView
from regkit.report.views.common import Front, front, place, web_url
from regkit.report.views.source import SourceDocument, source_documents

PASSIM = 5
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Statutes", ("usc", "statute", "act", "public_law", "statutes")),
    ("Rules and regulations", ("cfr", "sec_rule", "rule")),
    ("Federal Register", ("fedreg", "federal_register")),
    ("Releases, orders and files", ("release", "releases", "file", "order")),
    ("Rules of self-regulatory organizations", ("sro_rule", "sro_rules", "sro")),
)
_OTHER = "Other authorities"
_HERE = "Provisions of the documents themselves"
_NUMBER = re.compile(r"(\d+)")


class PlaceRow(Struct, frozen=True, kw_only=True, gc=False):
    """A provision that cites the authority, with the words of its first citation and how often it does."""

    pinpoint: str
    source: str
    written: str
    count: int


class AuthorityRow(Struct, frozen=True, kw_only=True, gc=False):
    """One authority. ``passim`` says that more than five provisions cite it; the places are listed all the same."""

    target: str
    place: str
    family: str
    group: str
    url: str
    held: bool
    here: str
    passim: bool
    citation_count: int
    places: tuple[PlaceRow, ...]
    places_text: str


class AuthorityGroup(Struct, frozen=True, kw_only=True, gc=False):
    """A heading of the table and what stands under it."""

    title: str
    place: str
    rows: tuple[AuthorityRow, ...]


class AuthoritiesView(Struct, frozen=True, kw_only=True, gc=False):
    """Everything on the table of authorities. ``unresolved`` counts the references that resolve to nothing; the gaps list them."""

    front: Front
    groups: tuple[AuthorityGroup, ...]
    rows: tuple[AuthorityRow, ...]
    held: int
    unresolved: int
    sources: tuple[SourceDocument, ...]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts numbers by value: ``17 CFR 9.1`` before ``17 CFR 10.1``."""
    return tuple((0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part.casefold()) for part in _NUMBER.split(text) if part)


def authorities_view(project: ProjectView) -> AuthoritiesView:
    """Return the table of authorities of ``project``."""
    known = {provision.id: place(provision.id) for document in project.documents for provision in document.provisions}
    known |= {document.id: place(document.id, "source") for document in project.documents}
    by_group: dict[str, list[AuthorityRow]] = {}
    for fact in sorted(project.authorities, key=lambda fact: (natural(fact.target), fact.target)):
        row = _row(fact, known)
        by_group.setdefault(row.group, []).append(row)
    order = [*(title for title, _ in _GROUPS), _OTHER, _HERE]
    groups = tuple(AuthorityGroup(title=title, place=place(title, "group"), rows=tuple(by_group[title])) for title in order if title in by_group)
    rows = tuple(row for group in groups for row in group.rows)
    return AuthoritiesView(
        front=front(project),
        groups=groups,
        rows=rows,
        held=sum(row.held for row in rows),
        unresolved=len(project.unresolved),
        sources=source_documents(project),
    )


def _group(family: str) -> str:
    if family == "internal":
        return _HERE
    return next((title for title, families in _GROUPS if family in families), _OTHER)


def _row(fact: AuthorityFact, known: dict[str, str]) -> AuthorityRow:
    found: dict[str, PlaceRow] = {}
    for citing in fact.places:
        before = found.get(citing.provision)
        found[citing.provision] = PlaceRow(
            pinpoint=citing.pinpoint,
            source=before.source if before else place(citing.sentence or citing.provision),
            written=before.written if before else citing.written,
            count=(before.count if before else 0) + 1,
        )
    places = tuple(found.values())
    passim = len(places) > PASSIM
    return AuthorityRow(
        target=fact.target,
        place=place(fact.target, "authority"),
        family=fact.family,
        group=_group(fact.family),
        url=web_url(fact.url),
        held=bool(fact.provision),
        here=known.get(fact.provision, ""),
        passim=passim,
        citation_count=len(fact.places),
        places=places,
        places_text="passim" if passim else "; ".join(row.pinpoint for row in places),
    )
