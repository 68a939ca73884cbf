"""The instruments of a corpus: those whose documents are at hand, and the others by their outlines.

Documents of one instrument, and documents that share defined terms, are resolved together, as a group. All that a group may ask of the rest of the
corpus is which provision of another instrument a citation leads to; what it asked, and what it was told, is kept. So a group that would be told the
same again need not be resolved again (`regkit.workflow.resolving`), and one can be resolved where the others' documents are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from regkit.model.analysis import Analysis
from regkit.model.document import Document
from regkit.resolve.instruments import PART, Instrument

_JOIN = "\x1f"  # no label has it: readers drop control characters
_SECTION = "§ "

Answers = dict[str, dict[str, str]]
"""By the citation of an instrument, in lower case: "" → its first document, and each path that was asked for → document and provision, or "".

Nothing at all stands under the citation of an instrument that the corpus does not have. Paths, and document and provision, are joined by U+001F.
"""


class About(Struct, frozen=True, gc=False):
    """What decides with which documents one is resolved, and of which others it may ask.

    ``mentions`` are citations that its words may mean, in lower case, and "part N" for part N of the document's own title.
    """

    citation: str
    instrument: str
    mentions: tuple[str, ...] = ()


class Outline(Struct, frozen=True, gc=False):
    """What other instruments may ask of a document: the ids of its provisions by path, labels joined by U+001F.

    Of several provisions with one path, it is the first.
    """

    id: str
    paths: dict[str, str]


class Cited(Protocol):
    """An instrument that a citation leads to."""

    @property
    def first(self) -> str:
        """The id of its first document, for the whole of it."""

    def find(self, path: tuple[str, ...], *, prefer: str = "") -> str | None:
        """Return the id of the document that has a provision."""


class Corpus:
    """Finds instruments by citation. ``table`` has the documents of all by citation in lower case, ``outlines`` gives one of these by id.

    ``asked`` is what the documents at hand have asked of the others, and were told.
    """

    def __init__(self, table: Mapping[str, Sequence[str]], outlines: Callable[[str], Outline]) -> None:
        self._own: dict[str, Instrument] = {}
        self._table = table
        self._outlines = outlines
        self.asked: Answers = {}

    def hold(self, own: Iterable[Instrument]) -> None:
        """Take the instruments whose documents are at hand: they answer for themselves."""
        self._own = {instrument.citation.lower(): instrument for instrument in own if instrument.citation}

    def get(self, citation: str) -> Cited | None:
        """Return the instrument that is cited so, in lower case; None where the corpus has none."""
        own = self._own.get(citation)
        if own is not None:
            return own
        documents = self._table.get(citation, ())
        answers = self.asked.setdefault(citation, {})
        if not documents:
            return None
        answers[""] = documents[0]
        return _Elsewhere(documents, self._outlines, answers)

    def provisions(self) -> dict[str, dict[tuple[str, ...], str]]:
        """Return the ids of the provisions that citations were led to, by document and path; every document that one was led to is there."""
        found: dict[str, dict[tuple[str, ...], str]] = {}
        for answers in self.asked.values():
            for path, answer in answers.items():
                document, _, provision = answer.partition(_JOIN)
                if document:
                    paths = found.setdefault(document, {})
                    if provision:
                        paths[tuple(path.split(_JOIN))] = provision
        return found


class _Elsewhere:
    """An instrument whose documents are not at hand."""

    def __init__(self, documents: Sequence[str], outlines: Callable[[str], Outline], answers: dict[str, str]) -> None:
        self._documents = documents
        self._outlines = outlines
        self._answers = answers
        self.first = documents[0]

    def find(self, path: tuple[str, ...], *, prefer: str = "") -> str | None:
        key = _JOIN.join(path)
        if key not in self._answers:
            self._answers[key] = _found(key, self._documents, self._outlines)
        return self._answers[key].partition(_JOIN)[0] or None


def answers_now(asked: Answers, table: Mapping[str, Sequence[str]], outlines: Callable[[str], Outline]) -> Answers:
    """Return what a group that asked this would be told now. Cost: a look-up for each question, and the outlines of instruments that are cited."""
    told: Answers = {}
    for citation, answers in asked.items():
        documents = table.get(citation, ())
        told[citation] = {"": documents[0]} if documents else {}
        if documents:
            told[citation] |= {key: _found(key, documents, outlines) for key in answers if key}
    return told


def about(analysis: Analysis) -> About:
    """Return what a document says of itself, and which instruments it may ask for."""
    authority = analysis.document.authority
    mentions: set[str] = set()
    for citation in analysis.citations:
        target = citation.target or ""
        part = PART.match(target.partition(".")[0]) if citation.family == "cfr" else None
        if part is not None:
            mentions.add(f"{part[1]} cfr part {part[2]}".lower())
        elif target.startswith(_SECTION):
            mentions.add(f"part {target[len(_SECTION) :].partition('.')[0]}".lower())
        if target and citation.family != "internal":
            mentions.add(target.lower())
    return About(citation=authority.citation, instrument=authority.instrument, mentions=tuple(sorted(mentions)))


def outline(document: Document) -> Outline:
    """Return the outline of a document. Cost: linear in its provisions."""
    paths = {_JOIN.join(provision.path): provision.id for provision in reversed(document.provisions[1:]) if provision.path}
    return Outline(id=document.id, paths=paths)


def table_of(abouts: Mapping[str, About]) -> dict[str, tuple[str, ...]]:
    """Return the documents of each instrument by its citation in lower case, given what documents say of themselves, in the project's order."""
    exact: dict[str, list[str]] = {}
    for id, about in abouts.items():
        if about.citation:
            exact.setdefault(about.citation, []).append(id)
    return {citation.lower(): tuple(ids) for citation, ids in exact.items()}


def groups_of(abouts: Mapping[str, About]) -> list[tuple[str, ...]]:
    """Return the ids of documents that are resolved together, groups and members in the project's order.

    Documents of one citation are one instrument, and those of one instrument's name share its defined terms; both are transitive.
    """
    parent: dict[str, str] = {}

    def root(id: str) -> str:
        while parent[id] != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    first: dict[tuple[str, str], str] = {}
    for id, about in abouts.items():
        parent[id] = id
        for key in {("citation", about.citation), ("instrument", about.instrument or about.citation)}:
            if key[1]:
                other = root(first.setdefault(key, id))
                parent[max(root(id), other)] = min(root(id), other)
    groups: dict[str, list[str]] = {}
    for id in abouts:
        groups.setdefault(root(id), []).append(id)
    return [tuple(members) for members in groups.values()]


def _found(key: str, documents: Sequence[str], outlines: Callable[[str], Outline]) -> str:
    for id in documents:
        provision = outlines(id).paths.get(key)
        if provision is not None:
            return f"{id}{_JOIN}{provision}"
    return ""
