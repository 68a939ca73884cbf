"""What a role says: the words that are printed, what they explain, and where they lead."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from regkit.apps.embed.content import missing
from regkit.apps.embed.project import Project
from regkit.apps.embed.spec import Problem, split
from regkit.model.document import Status
from regkit.report.views.common import place, web_url
from regkit.report.views.rows import official_address


class Said(Struct, frozen=True, kw_only=True):
    """A role's text and ends. ``place`` is where a page may show it, ``url`` its official address, ``hover`` the explanation, ``index`` an entry."""

    text: str
    target: str = ""
    place: str = ""
    url: str = ""
    hover: str = ""
    index: str = ""
    problems: tuple[Problem, ...] = ()


def said(project: Project, role: str, written: str) -> Said:
    """Return what a role says; what is wrong is among its problems, and then its text is as written."""
    return project.once((role, written), lambda: ROLES[role](project, *split(written)))


def _requirement(project: Project, words: str, id: str) -> Said:
    fact = project.requirements.get(id)
    if fact is None:
        return Said(text=words or id, target=id, place=place(id), problems=(missing("requirement", id, project.requirements),))
    official = project.documents[fact.document].authority.status is Status.OFFICIAL if fact.document in project.documents else False
    return Said(
        text=words or fact.pinpoint,
        target=id,
        place=place(id),
        url=official_address(fact) if official else web_url(fact.url),
        hover=fact.quote,
    )


def _provision(project: Project, words: str, id: str) -> Said:
    pinpoints = project.once("pinpoints", lambda: _pinpoints(project))
    found = id if id in project.provisions else pinpoints.get(id, "")
    if not found:
        return Said(text=words or id, target=id, place=place(id), problems=(missing("provision", id, project.provisions),))
    head = project.provisions[found][0]
    document = project.documents[project.home_of[found]]
    return Said(text=words or head.pinpoint or found, target=found, place=place(found), url=web_url(head.url or document.authority.url))


def _pinpoints(project: Project) -> dict[str, str]:
    """Return the provision of each pinpoint that only one has."""
    found: dict[str, set[str]] = {}
    for id, pieces in project.provisions.items():
        found.setdefault(pieces[0].pinpoint, set()).add(id)
    return {pinpoint: ids.pop() for pinpoint, ids in found.items() if pinpoint and len(ids) == 1}


def _term(project: Project, words: str, term: str) -> Said:
    facts = (project.terms[term],) if term in project.terms else project.terms_by_words.get(term.casefold(), ())
    if not facts:
        return Said(text=words or term, target=term, place=place(term, "term"), problems=(missing("term", term, project.terms_by_words),))
    if len(facts) > 1:
        ids = ", ".join(fact.id for fact in facts)
        problem = Problem("ambiguous", f"{term!r} is defined {len(facts)} times: name one of {ids}")
        return Said(text=words or term, target=term, problems=(problem,))
    fact = facts[0]
    name = fact.written or fact.term
    hover = f"{fact.body} ({fact.pinpoint})"
    return Said(text=words or (name if term in project.terms else term), target=fact.id, place=place(fact.id, "term"), hover=hover, index=name)


def _cite(project: Project, words: str, citation: str) -> Said:
    from regkit.cite import find
    from regkit.cite.links import url

    found = [item for item in find(citation) if item.target]
    if len(found) != 1 or found[0].target is None:
        known = "it is several" if len(found) > 1 else "no citation of a known form"
        return Said(text=words or citation, target=citation, problems=(Problem("unknown-id", f"{citation!r} cannot be linked: {known}"),))
    target = found[0].target
    held = project.authorities.get(target)
    inside = (
        held.provision if held and held.provision in project.provisions else project.once("pinpoints", lambda: _pinpoints(project)).get(target, "")
    )
    address = url(target) or (held.url if held else "")
    if not inside and not address:
        problem = Problem("unknown-id", f"{target} is not in the corpus and has no official address")
        return Said(text=words or citation, target=target, problems=(problem,))
    return Said(text=words or citation, target=inside or target, place=place(inside) if inside else "", url=web_url(address), hover=target)


ROLES: dict[str, Callable[[Project, str, str], Said]] = {"req": _requirement, "provision": _provision, "term": _term, "cite": _cite}
