"""The report of authorities: the table of `regkit.cite.authorities`, with the provisions that cite and links to what is held."""

from __future__ import annotations

import re

from msgspec import Struct

from regkit.cite.authorities import ORDER, group_of, is_passim, listed
from regkit.report.facts import AuthorityFact, ProjectView
from regkit.report.views.common import Front, front, place, web_url
from regkit.report.views.source import SourceDocument, source_documents
from regkit.report.words import N_, _

GROUPS = (  # those of `regkit.cite.authorities`, marked for the catalogue
    *(N_("Cases"), N_("Statutes"), N_("Rules and regulations"), N_("Federal Register"), N_("Releases, orders and files")),
    *(N_("Rules of self-regulatory organizations"), N_("Rulebooks and standards"), N_("Other authorities")),
    N_("Provisions of the documents themselves"),
)
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
        by_group.setdefault(group_of(fact.family), []).append(row)
    groups = tuple(AuthorityGroup(title=_(title), place=place(title, "group"), rows=tuple(by_group[title])) for title in ORDER if title in by_group)
    rows = tuple(row for group in groups for row in group.rows)
    return AuthoritiesView(
        front=front(project),
        groups=groups,
        rows=rows,
        held=sum(row.held for row in rows),
        unresolved=len(project.unresolved),
        sources=source_documents(project),
    )


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
    return AuthorityRow(
        target=fact.target,
        place=place(fact.target, "authority"),
        family=fact.family,
        group=_(group_of(fact.family)),
        url=web_url(fact.url),
        held=bool(fact.provision),
        here=known.get(fact.provision, ""),
        passim=is_passim(places),
        citation_count=len(fact.places),
        places=places,
        places_text=listed([row.pinpoint for row in places], between="; "),
    )
