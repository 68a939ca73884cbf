"""The glossary: every defined term, what the text makes it mean, where that holds, and where it is used."""

from __future__ import annotations

from msgspec import Struct

from regkit.report.facts import ProjectView, TermFact
from regkit.report.views.common import STANDING_WORDS, Front, front, place
from regkit.report.views.source import SourceDocument, source_documents
from regkit.report.words import _


class UseRow(Struct, frozen=True, kw_only=True, gc=False):
    """The uses of a term in one provision."""

    pinpoint: str
    source: str
    count: int


class TermRow(Struct, frozen=True, kw_only=True, gc=False):
    """One definition. A term that is defined twice has two rows, each with its scope. ``uses`` are grouped by provision, in reading order."""

    id: str
    place: str
    term: str
    written: str
    body: str
    kind: str
    scope: str
    document: str
    document_title: str
    document_status: str
    standing: str
    pinpoint: str
    source: str
    certain: bool
    use_count: int
    uses: tuple[UseRow, ...]
    letter: str


class GlossaryView(Struct, frozen=True, kw_only=True, gc=False):
    """Everything on the glossary page; rows by term, then in reading order. ``letters`` are the initials that occur."""

    front: Front
    rows: tuple[TermRow, ...]
    letters: tuple[str, ...]
    unused: int
    sources: tuple[SourceDocument, ...]


def glossary_view(project: ProjectView) -> GlossaryView:
    """Return the glossary of ``project``."""
    homes = {  # what stands before the first unit has no pinpoint
        sentence.id: (
            provision.pinpoint or document.authority.title or document.id,
            provision.id,
        )
        for document in project.documents
        for provision in document.provisions
        for sentence in provision.sentences
    }
    authorities = {document.id: document.authority for document in project.documents}
    rows = []
    for fact in sorted(project.terms, key=lambda term: (term.term.casefold(), term.term)):
        authority = authorities.get(fact.document)
        rows.append(
            TermRow(
                id=fact.id,
                place=place(fact.id, "term"),
                term=fact.term,
                written=fact.written or fact.term,
                body=fact.body,
                kind=fact.kind,
                scope=fact.scope or _("the whole instrument"),
                document=fact.document,
                document_title=(authority.title if authority else "") or fact.document,
                document_status=authority.status.value if authority else "",
                standing=STANDING_WORDS[authority.status] if authority else "",
                pinpoint=fact.pinpoint or (homes[fact.sentence][0] if fact.sentence in homes else ""),
                source=place(fact.sentence) if fact.sentence in homes else "",
                certain=fact.certain,
                use_count=len(fact.uses),
                uses=_uses(fact, homes),
                letter=_letter(fact.term),
            )
        )
    return GlossaryView(
        front=front(project),
        rows=tuple(rows),
        letters=tuple(dict.fromkeys(row.letter for row in rows)),
        unused=sum(row.use_count == 0 for row in rows),
        sources=source_documents(project),
    )


def _letter(term: str) -> str:
    first = term[:1].upper()
    return first if first.isascii() and first.isalpha() else "#"


def _uses(fact: TermFact, homes: dict[str, tuple[str, str]]) -> tuple[UseRow, ...]:
    found: dict[str, tuple[str, str, int]] = {}
    for sentence in fact.uses:
        if sentence not in homes:
            continue
        pinpoint, provision = homes[sentence]
        first, count = (found[provision][1], found[provision][2]) if provision in found else (place(sentence), 0)
        found[provision] = (pinpoint, first, count + 1)
    return tuple(UseRow(pinpoint=pinpoint, source=source, count=count) for pinpoint, source, count in found.values())
