"""The documents of one instrument, and where each of its provisions is: what references are resolved against.

Documents whose authority names the same instrument ("12 CFR part 1002": the part, its appendices, its commentary) are one; a document that names
none stands alone. Nothing here knows the grammar of citations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from regkit.model.analysis import Analysis
from regkit.model.document import Document, ProvisionType

Place = tuple[str, tuple[str, ...]]
"""A document's id and a provision's path in it."""

PART = re.compile(r"(\d{1,2}) CFR (?:part )?(\d{1,4}[a-z]{0,2})$", re.IGNORECASE)
_LABELS = re.compile(r"\(([^()]*)\)")
SECTION = re.compile(r"(?:§ ?|Section )?(\d{1,4}[a-z]{0,2}\.\d{1,5}[\w-]*)$")
# "PART 1004-… (REGULATION D)", "This part, known as Regulation D": what a part calls itself at its beginning.
_NAME = re.compile(r"\((?:REGULATION|Regulation) ([A-Z]{1,3})\)|known as Regulation ([A-Z]{1,3})\b")
_OPENING = 3000
_COMMENTARY = re.compile(r"supp(?:lement|\.)|official interpretation|commentary", re.IGNORECASE)


def labels_of(path: str) -> tuple[str, ...]:
    """Return the labels of a printed path: "(a)(1)" gives ("a", "1")."""
    return tuple(_LABELS.findall(path or ""))


class Instrument:
    """One instrument: its title and part of the CFR where it is one, the names that it gives itself, and its provisions by path."""

    def __init__(self, citation: str, documents: Sequence[Document]) -> None:
        self.citation = citation
        self.documents = tuple(documents)
        match = PART.match(citation)
        self.title = match[1] if match else ""
        self.places: dict[tuple[str, ...], str] = {}
        self.kinds: dict[tuple[ProvisionType, str], Place] = {}
        self.comments: dict[tuple[str, ...], Place] = {}
        parts: dict[str, int] = {}
        for document in self.documents:
            for provision in document.provisions:
                path = provision.path
                if not path:
                    continue
                self.places.setdefault(path, document.id)
                self.kinds.setdefault((provision.type, path[-1].lower()), (document.id, path))
                section = section_of(path)
                if section and in_commentary(path):
                    at = next(index for index, label in enumerate(path) if SECTION.match(label))
                    self.comments.setdefault((section, *path[at + 1 :]), (document.id, path))
                elif section and len(path) == 1:
                    parts[section.split(".")[0]] = parts.get(section.split(".")[0], 0) + 1
        self.part = match[2] if match else max(sorted(parts), key=parts.__getitem__, default="")
        self.has_sections = bool(parts)
        opening = [document.authority.title + "\n" + document.text[:_OPENING] for document in self.documents]
        self.names = frozenset(name.upper() for text in opening for match in _NAME.finditer(text) for name in match.groups() if name)

    @property
    def first(self) -> str:
        """The id of its first document, for the whole of it."""
        return self.documents[0].id

    def find(self, path: tuple[str, ...], *, prefer: str = "") -> str | None:
        """Return the id of the document that has the provision, ``prefer`` where it does; None for none."""
        return prefer if prefer and (prefer, path) in self._pairs else self.places.get(path)

    @cached_property
    def _pairs(self) -> frozenset[Place]:
        return frozenset((document.id, provision.path) for document in self.documents for provision in document.provisions)


def section_of(path: tuple[str, ...]) -> str:
    """Return the section's number in a path ("1002.9" of ("Supplement I", "Section 1002.9", "a")), "" where there is none."""
    for label in path:
        match = SECTION.match(label)
        if match is not None:
            return match[1]
    return ""


def in_commentary(path: tuple[str, ...]) -> bool:
    """Tell whether a path is within the official interpretations of a part."""
    return bool(path) and _COMMENTARY.match(path[0]) is not None


def instruments(analyses: Sequence[Analysis]) -> dict[str, Instrument]:
    """Return the instrument of every document, by the document's id."""
    groups: dict[str, list[Document]] = {}
    for analysis in analyses:
        document = analysis.document
        groups.setdefault(document.authority.citation or f"\0{document.id}", []).append(document)
    found: dict[str, Instrument] = {}
    for citation, documents in groups.items():
        instrument = Instrument(citation if citation[0] != "\0" else "", documents)
        found.update((document.id, instrument) for document in documents)
    return found
