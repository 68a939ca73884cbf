r"""The rows of a large page as data: what the page's script draws from, compact, every string once.

A page of ten thousand rows as markup is twenty megabytes that a browser must lay out before anyone sees a line. As data it is a few, and the script
(``_shared/rows.js``) makes the rows that are scrolled to. The data is columnar, for keys would be half of it:

- A column is a list of values, or ``{"v": distinct values, "i": index for each row}`` where few values repeat.
- Requirements, checks, sentences and provisions name each other by their index. Ids are the graph's; the script makes places of them by the rule of
  `regkit.report.views.common.place`.
- A requirement's quote is a stretch of its sentence, so the text of the sources is there once, for the rows and for the source pages.
- ``marks`` are flat: start, end, layer (an index into ``layers``), and for sentences a link as well (an index into ``links``, -1 for none).
- Every offset is in UTF-16 code units, which is what a script counts in; everywhere else in regkit offsets are code points.

The text is data in a ``<script type="application/json">``, which no browser runs; ``<`` is written ``\u003c``, so that nothing in it can end the
element or open a comment (HTML, 4.12.1.3, restrictions for contents of script elements), and so are the characters that a page may not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from regkit.model.document import Status
from regkit.report.facts import CheckFact, Highlight, ProjectView, RequirementFact
from regkit.report.views.common import STANDING_WORDS, STATUS_WORDS, web_url
from regkit.report.views.rows import RESULT_WORDS, official_address
from regkit.report.words import _, no_owner

LAYERS = ("cue", "bearer", "condition", "exception", "deadline", "threshold", "term", "citation")
_LAYER = {layer: index for index, layer in enumerate(LAYERS)}
_ESCAPES = [(b"<", b"\\u003c"), (b"\x7f", b"\\u007f")] + [(chr(code).encode(), f"\\u{code:04x}".encode()) for code in range(0x202A, 0x202F)]
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def payload(project: ProjectView, gaps: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (), *, rows: bool = True) -> str:
    """Return the data of a page as JSON that may stand in a script element.

    ``gaps`` are the groups of a gaps page: a name, and for each row the requirement's id and what would close it. ``rows`` says whether
    requirements and checks are drawn from the data as well as the sources. Cost: linear in what it says.
    """
    maker = _Maker(project)
    data: dict[str, Any] = {"layers": LAYERS, "statuses": [(status.value, words[0]) for status, words in STATUS_WORDS.items()], **maker.sources()}
    if rows:
        data |= {"requirements": maker.requirements(), "checks": maker.checks(), "owners": maker.owners}
        data["gaps"] = [
            {"name": name, "rows": [maker.requirement_index[id] for id, _ in found], "closes": column([text for _, text in found])}
            for name, found in gaps
        ]
    return encode(data)


def encode(data: Any) -> str:
    """Return ``data`` as JSON without any character that could end its script element, or that no page may hold."""
    try:
        made = msgspec.json.encode(data)
    except UnicodeEncodeError:  # half of a surrogate pair, which UTF-8 cannot say
        made = msgspec.json.encode(_whole(data))
    for character, escape in _ESCAPES:
        made = made.replace(character, escape)
    return made.decode()


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_SURROGATES)
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return [_whole(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def column(values: Sequence[Any]) -> Any:
    """Return a column: the values, or the distinct ones and an index for each where that is shorter.

    >>> column(["a", "a", "a", "b"]), column([1, 2])
    ({'v': ['a', 'b'], 'i': [0, 0, 0, 1]}, [1, 2])
    """
    distinct = {value: index for index, value in enumerate(dict.fromkeys(values))}
    if len(distinct) * 2 > len(values):
        return list(values)
    if len(distinct) == 1:
        return {"v": list(distinct), "i": []}
    return {"v": list(distinct), "i": [distinct[value] for value in values]}


class _Maker:
    def __init__(self, project: ProjectView) -> None:
        self._project = project
        self.requirement_index = {fact.id: index for index, fact in enumerate(project.requirements)}
        self._check_index = {fact.id: index for index, fact in enumerate(project.checks)}
        self._sentence_index: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        self._documents = {document.id: index for index, document in enumerate(project.documents)}
        owners = sorted({check.owner for check in project.checks if check.owner})
        self.owners = {owner: f"o{index + 1}" for index, owner in enumerate(owners)} | {no_owner(): "o0"}

    def sources(self) -> dict[str, Any]:
        """Return the documents, their provisions and sentences, in reading order."""
        provisions = [(index, provision) for index, document in enumerate(self._project.documents) for provision in document.provisions]
        sentences = [(provision, sentence) for _, provision in provisions for sentence in provision.sentences]
        links: dict[str, int] = {}
        ids: list[str] = []
        texts: list[str] = []
        flags: list[int] = []
        marks: list[list[int]] = []
        paragraph = None
        last: Any = None
        for provision, sentence in sentences:
            new = provision is not last or sentence.paragraph != paragraph
            last, paragraph = provision, sentence.paragraph
            self._sentence_index[sentence.id] = len(texts)
            self._texts[sentence.id] = sentence.text
            ids.append(short(sentence.id, provision.id))
            texts.append(sentence.text)
            flags.append(sentence.heading + 2 * sentence.glued + 4 * new)
            flat: list[int] = []
            for mark in _inside(sentence.text, sentence.highlights):
                link = links.setdefault(mark.link, len(links)) if mark.link else -1
                flat += (mark.start, mark.end, _LAYER[mark.layer], link)
            marks.append(flat)
        return {
            "documents": [
                [document.id, document.authority.title or document.id, document.authority.status.value, STANDING_WORDS[document.authority.status]]
                for document in self._project.documents
            ],
            "provisions": {
                "id": ["" if provision.continued else provision.id for _, provision in provisions],
                "pin": column([provision.pinpoint for _, provision in provisions]),
                "depth": column([min(provision.depth, 8) for _, provision in provisions]),
                "document": column([index for index, _ in provisions]),
                "home": [provision.id for _, provision in provisions if provision.continued],
                "count": column([len(provision.sentences) for _, provision in provisions]),
            },
            "sentences": {"id": column(ids), "text": texts, "flags": column(flags), "marks": marks},
            "links": list(links),
        }

    def requirements(self) -> dict[str, Any]:
        """Return the columns of the requirements."""
        facts = self._project.requirements
        places = [self._place(fact) for fact in facts]
        return {
            "id": [short(fact.id, fact.provision) for fact in facts],
            "provision": column([fact.provision for fact in facts]),
            "pin": column([fact.pinpoint for fact in facts]),
            "document": column([self._documents.get(fact.document, -1) for fact in facts]),
            "titled": column(["" if fact.document in self._documents else fact.document for fact in facts]),
            "sentence": [place[0] for place in places],
            "offset": column([place[1] for place in places]),
            "length": column([place[2] for place in places]),
            "quote": column([place[3] for place in places]),
            "marks": [_flat(fact.quote, fact.highlights) for fact in facts],
            "kind": column([fact.kind.value for fact in facts]),
            "modality": column([fact.modality for fact in facts]),
            "bearer": column([fact.bearer for fact in facts]),
            "rule": column([fact.rule for fact in facts]),
            "doubtful": column([int(not fact.certain and fact.review_state not in {"accepted", "edited"}) for fact in facts]),
            "review": column([fact.review for fact in facts]),
            "lead": column([tuple(self._leads(fact)) for fact in facts]),
            "url": column(self._addresses()),
            "page": column([fact.pdf_page for fact in facts]),
            "checks": [[self._check_index[id] for id in fact.checks if id in self._check_index] for fact in facts],
            "status": column([fact.status.value for fact in facts]),
            "why": [fact.reasons for fact in facts],
        }

    def checks(self) -> dict[str, Any]:
        """Return the columns of the checks."""
        facts = self._project.checks
        evidence = [fact.evidence for fact in facts]
        return {
            "id": [fact.id for fact in facts],
            "title": [fact.title for fact in facts],
            "method": column([fact.method for fact in facts]),
            "owner": column([fact.owner for fact in facts]),
            "frequency": column([fact.frequency for fact in facts]),
            "due": column([fact.next_due for fact in facts]),
            "procedure": column([fact.procedure for fact in facts]),
            "wanted": column([fact.evidence_wanted for fact in facts]),
            "problems": column([fact.problems for fact in facts]),
            "requirements": [self._verified(fact) for fact in facts],
            "result": column([found.result if found else "" for found in evidence]),
            "words": column([RESULT_WORDS.get(found.result, found.result) if found else _("no evidence yet") for found in evidence]),
            "date": column([found.date if found else "" for found in evidence]),
            "by": column([found.by if found else "" for found in evidence]),
            "note": column([found.note if found else "" for found in evidence]),
        }

    def _verified(self, fact: CheckFact) -> list[int]:
        index = self.requirement_index
        return [index[id] for id in fact.requirements if id in index]

    def _place(self, fact: RequirementFact) -> tuple[int, int, int, str]:
        """Return (sentence, offset, length, quote): the quote is empty where it is that stretch of the sentence."""
        index = self._sentence_index.get(fact.sentence, -1)
        text = self._texts.get(fact.sentence, "")
        if index < 0 or text[fact.offset : fact.offset + len(fact.quote)] != fact.quote:
            return index, units(text, fact.offset), 0, fact.quote
        return index, units(text, fact.offset), units(fact.quote, len(fact.quote)), ""

    def _leads(self, fact: RequirementFact) -> Iterable[int]:
        """Yield what a requirement is read with: the index of a sentence, or -1 less the index of a requirement."""
        for id in fact.read_with:
            if id in self._sentence_index:
                yield self._sentence_index[id]
            elif id in self.requirement_index:
                yield -1 - self.requirement_index[id]

    def _addresses(self) -> list[str]:
        official = {document.id for document in self._project.documents if document.authority.status is Status.OFFICIAL}
        return [official_address(fact) if fact.document in official else web_url(fact.url) for fact in self._project.requirements]


def short(id: str, home: str) -> str:
    """Return what is left of ``id`` after its home's, or the whole with ``=`` in front, which no id begins with.

    >>> short("rule/2.s1", "rule/2"), short("other", "rule/2")
    ('.s1', '=other')
    """
    return id[len(home) :] if home and id.startswith(f"{home}.") else f"={id}"


def units(text: str, offset: int) -> int:
    """Return a code-point offset of ``text`` in UTF-16 code units."""
    return offset if text.isascii() else offset + sum(character > "\uffff" for character in text[:offset])


def _inside(text: str, marks: Sequence[Highlight]) -> Iterable[Highlight]:
    """Return the marks with their offsets in UTF-16 code units."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return marks
    return [Highlight(units(text, max(0, mark.start)), units(text, max(0, mark.end)), mark.layer, mark.link) for mark in marks]


def _flat(text: str, marks: Sequence[Highlight]) -> list[int]:
    flat: list[int] = []
    for mark in _inside(text, marks):
        flat += (mark.start, mark.end, _LAYER[mark.layer])
    return flat
