"""The source as a report renders it: every document, every provision, every sentence, with a place to link to and its highlights.

Every HTML report carries these pages in itself, so that each pinpoint in it leads to the sentence without another file or a network.
"""

from __future__ import annotations

from collections.abc import Container

from msgspec import Struct

from regkit.report.facts import DocumentFact, ProjectView, ProvisionFact, SentenceFact
from regkit.report.views.common import STANDING_WORDS, Segment, place, segments, web_url


class SourceSentence(Struct, frozen=True, kw_only=True, gc=False):
    """A sentence: ``glued`` where no space parts it from the one before. ``requirements`` are places of the rows that rest on it."""

    id: str
    place: str
    segments: tuple[Segment, ...]
    text: str
    heading: bool = False
    glued: bool = False
    requirements: tuple[str, ...] = ()


class SourceProvision(Struct, frozen=True, kw_only=True, gc=False):
    """A provision: its own paragraphs of sentences.

    ``depth`` is capped at 8, which is deeper than any rulebook nests; a continued piece has no place.
    """

    id: str
    place: str
    pinpoint: str
    depth: int
    type: str
    url: str
    paragraphs: tuple[tuple[SourceSentence, ...], ...]


class SourceDocument(Struct, frozen=True, kw_only=True, gc=False):
    """A document's text, rendered."""

    id: str
    place: str
    title: str
    status: str
    standing: str
    provisions: tuple[SourceProvision, ...]


def source_documents(project: ProjectView, rows_of: Container[str] = ()) -> tuple[SourceDocument, ...]:
    """Return the rendered sources of ``project``; sentences lead back to the rows of the requirements in ``rows_of``. Cost: linear in their text."""
    rows: dict[str, list[str]] = {}
    for requirement in project.requirements:
        if requirement.id in rows_of:
            rows.setdefault(requirement.sentence, []).append(place(requirement.id))
    return tuple(_document(document, rows) for document in project.documents)


def _document(document: DocumentFact, rows: dict[str, list[str]]) -> SourceDocument:
    return SourceDocument(
        id=document.id,
        place=place(document.id, "source"),
        title=document.authority.title or document.id,
        status=document.authority.status.value,
        standing=STANDING_WORDS[document.authority.status],
        provisions=tuple(_provision(provision, rows) for provision in document.provisions),
    )


def _provision(provision: ProvisionFact, rows: dict[str, list[str]]) -> SourceProvision:
    paragraphs: list[list[SourceSentence]] = []
    number = None
    for sentence in provision.sentences:
        if sentence.paragraph != number or not paragraphs:
            number = sentence.paragraph
            paragraphs.append([])
        paragraphs[-1].append(_sentence(sentence, rows))
    return SourceProvision(
        id=provision.id,
        place="" if provision.continued else place(provision.id),
        pinpoint=provision.pinpoint,
        depth=min(provision.depth, 8),
        type=provision.type.value,
        url=web_url(provision.url),
        paragraphs=tuple(tuple(paragraph) for paragraph in paragraphs),
    )


def _sentence(sentence: SentenceFact, rows: dict[str, list[str]]) -> SourceSentence:
    return SourceSentence(
        id=sentence.id,
        place=place(sentence.id),
        segments=segments(sentence.text, sentence.highlights),
        text=sentence.text,
        heading=sentence.heading,
        glued=sentence.glued,
        requirements=tuple(rows.get(sentence.id, ())),
    )


class Neighbours(Struct, frozen=True, gc=False):
    """What stands before and after a sentence in its document; empty at the ends."""

    before: str = ""
    after: str = ""


def neighbours(project: ProjectView) -> dict[str, Neighbours]:
    """Return the sentence before and after each, by the sentence's id, across provisions but not across documents."""
    found: dict[str, Neighbours] = {}
    for document in project.documents:
        flat = [sentence for provision in document.provisions for sentence in provision.sentences]
        for index, sentence in enumerate(flat):
            before = flat[index - 1].text if index else ""
            after = flat[index + 1].text if index + 1 < len(flat) else ""
            found[sentence.id] = Neighbours(before, after)
    return found
