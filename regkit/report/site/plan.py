"""Which page shows what: documents cut into pages, requirements into dossiers, and the page of every place that a link may name.

A short document is one page. A long one is cut where its own structure is cut (parts, sections, articles, appendices), never by counting,
so a page keeps its name and its content when text elsewhere grows. Only a document that passes the bound changes its pages; links that must
outlive that go through ``go.html``, which knows the page of every place.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from regkit.model.document import ProvisionType
from regkit.report.facts import DocumentFact, ProjectView, ProvisionFact
from regkit.report.site.names import file_name
from regkit.report.views.common import place

MOST_SENTENCES = 400  # of a page of a document, where its structure lets it be cut
MOST_DOSSIERS = 1_000  # with more requirements, those of a provision share a page
_CUTS = {
    ProvisionType.TITLE,
    ProvisionType.CHAPTER,
    ProvisionType.PART,
    ProvisionType.SUBPART,
    ProvisionType.SECTION,
    ProvisionType.ARTICLE,
    ProvisionType.RULE,
    ProvisionType.APPENDIX,
    ProvisionType.HEADING,
}


class Unit(Struct, frozen=True, kw_only=True):
    """A page of a document: the positions of its pieces in ``document.provisions``. ``parents`` are the pages over it, the document's first."""

    path: str
    title: str
    document: DocumentFact
    pieces: tuple[int, ...]
    parents: tuple[tuple[str, str], ...] = ()
    depth: int = 0


class Plan(Struct, frozen=True, kw_only=True):
    """The pages. ``homes`` is the page of each place; ``dossiers`` the page of each requirement's dossier by its id."""

    units: tuple[Unit, ...]
    homes: dict[str, str]
    dossiers: dict[str, str]


def plan(project: ProjectView) -> Plan:
    """Return the pages of ``project``. Cost: linear in its text."""
    units = [unit for document in project.documents for unit in document_units(document)]
    homes: dict[str, str] = {}
    by_sentence: dict[str, str] = {}
    for unit in units:
        if not unit.parents:
            homes[place(unit.document.id, "source")] = homes[place(unit.document.id, "document")] = homes[place(unit.document.id)] = unit.path
        for at in unit.pieces:
            piece = unit.document.provisions[at]
            homes.setdefault(place(piece.id), unit.path)
            for sentence in piece.sentences:
                homes[place(sentence.id)] = by_sentence[sentence.id] = unit.path
    many = len(project.requirements) > MOST_DOSSIERS
    dossiers = {}
    for requirement in project.requirements:
        name = file_name(requirement.provision or requirement.document) if many else file_name(requirement.id)
        dossiers[requirement.id] = f"requirements/{name}.html"
        homes[place(requirement.id)] = by_sentence.get(requirement.sentence, dossiers[requirement.id])
    for term in project.terms:
        homes.setdefault(place(term.id), "reports/glossary.html")
    for check in project.checks:
        homes.setdefault(place(check.id, "check"), "reports/matrix.html")
    return Plan(units=tuple(units), homes=homes, dossiers=dossiers)


class _Part:
    """A provision with its pieces and those below it."""

    def __init__(self, fact: ProvisionFact | None) -> None:
        self.fact = fact
        self.pieces: list[int] = []
        self.children: list[_Part] = []
        self.sentences = 0

    def all(self) -> Iterator[int]:
        stack = [self]
        while stack:
            part = stack.pop()
            yield from part.pieces
            stack += part.children


def document_units(document: DocumentFact) -> tuple[Unit, ...]:
    """Return the pages of a document, in reading order; the first is its own, with everything that no other page has."""
    root = _tree(document)
    title = document.authority.title or document.id
    units: list[Unit] = []
    _cut(root, document, f"documents/{file_name(document.id)}.html", title, (), units)
    return tuple(units)


def _tree(document: DocumentFact) -> _Part:
    root = _Part(None)
    over: list[tuple[int, _Part]] = [(-1, root)]
    known: dict[str, _Part] = {document.id: root}
    made: list[tuple[_Part, _Part]] = []
    for at, piece in enumerate(document.provisions):
        part = known.get(piece.id)
        if part is None:
            while len(over) > 1 and over[-1][0] >= piece.depth:
                over.pop()
            part = known[piece.id] = _Part(piece)
            over[-1][1].children.append(part)
            made.append((part, over[-1][1]))
            over.append((piece.depth, part))
        part.pieces.append(at)
        part.sentences += len(piece.sentences)
    for part, parent in reversed(made):
        parent.sentences += part.sentences
    return root


def _cut(part: _Part, document: DocumentFact, path: str, title: str, parents: tuple[tuple[str, str], ...], units: list[Unit]) -> None:
    """Add the page of ``part``, and those of its children where it is too long; the nesting of a rulebook bounds the depth."""
    cut = [child for child in part.children if child.fact and child.fact.type in _CUTS] if part.sentences > MOST_SENTENCES else []
    kept = [child for child in part.children if child not in cut] if cut else part.children
    pieces = sorted([*part.pieces, *(at for child in kept for at in child.all())])
    units.append(Unit(path=path, title=title, document=document, pieces=tuple(pieces), parents=parents, depth=len(parents)))
    for child in cut:
        fact = child.fact
        if fact is not None:
            name = " ".join(dict.fromkeys(words for words in (fact.pinpoint, fact.heading) if words)) or fact.id
            inside = fact.id if fact.id.startswith(f"{document.id}/") else f"{document.id}/{fact.id}"
            below = f"documents/{file_name(inside)}.html"
            _cut(child, document, below, name, (*parents, (path, title)), units)
