"""A requirement as a row: the row is the same in the matrix, in the gaps and beside a condition tree."""

from __future__ import annotations

from msgspec import Struct

from regkit.errors import CitationError
from regkit.model.document import Status
from regkit.report.facts import CheckFact, ProjectView, RequirementFact, SentenceFact
from regkit.report.views.common import STANDING_WORDS, Segment, StatusChip, chip, place, segments, web_url
from regkit.report.views.source import Neighbours, neighbours
from regkit.report.words import N_, Words, _, no_owner

RESULT_WORDS = Words({"pass": N_("passed"), "fail": N_("failed"), "error": N_("could not be carried out"), "not_applicable": N_("not applicable")})


class CheckLine(Struct, frozen=True, kw_only=True, gc=False):
    """A check beside the requirement it verifies. ``result`` and ``date`` are of its latest evidence, empty where there is none."""

    id: str
    place: str
    title: str
    method: str
    owner: str
    result: str
    result_words: str
    date: str


class LeadIn(Struct, frozen=True, kw_only=True, gc=False):
    """A sentence that a requirement is read with. ``place`` is where the source shows it, empty where it does not."""

    id: str
    place: str
    text: str


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """One requirement with everything that a person needs to judge it.

    ``quote`` is the sentence (or the clause of it) exactly; ``segments`` joined are ``quote``; ``before`` and ``after`` are the rest of the
    sentence and its neighbours. ``url`` is the official address with a text fragment where the
    document is the official text; ``pdf_page`` is the page of a PDF source, 0 for others. ``tokens`` are what the page's filters select by.
    ``review`` is what people decided on it; ``doubtful`` is what its rule is not sure of and nobody has accepted or edited.
    """

    id: str
    place: str
    source: str
    pinpoint: str
    document: str
    document_title: str
    document_status: str
    standing: str
    kind: str
    modality: str
    bearer: str
    title: str
    quote: str
    segments: tuple[Segment, ...]
    cue: str
    conditions: tuple[str, ...]
    deadlines: tuple[str, ...]
    lead_ins: tuple[LeadIn, ...]
    before: str
    after: str
    checks: tuple[CheckLine, ...]
    owners: tuple[str, ...]
    status: StatusChip
    reasons: tuple[str, ...]
    certain: bool
    doubtful: bool
    review: str
    rule: str
    url: str
    pdf_page: int
    tokens: str


class Rows:
    """Makes rows of one project; the look-ups are made once."""

    def __init__(self, project: ProjectView) -> None:
        self.project = project
        self.checks = {check.id: check for check in project.checks}
        self._sentences = {
            sentence.id: sentence for document in project.documents for provision in document.provisions for sentence in provision.sentences
        }
        self._neighbours = neighbours(project)
        self._requirements = {requirement.id: requirement for requirement in project.requirements}
        self._authorities = {document.id: document.authority for document in project.documents}
        self._document_tokens = {document.id: f"d{index}" for index, document in enumerate(project.documents)}
        owners = sorted({check.owner for check in project.checks if check.owner})
        self._owner_tokens = {owner: f"o{index + 1}" for index, owner in enumerate(owners)} | {no_owner(): "o0"}

    def document_token(self, id: str) -> str:
        """Return what the page's filter knows a document by."""
        return self._document_tokens.get(id, "d-")

    def owner_token(self, owner: str) -> str:
        """Return what the page's filter knows an owner by."""
        return self._owner_tokens.get(owner, "o-")

    def title(self, document: str) -> str:
        """Return a document's title, or its id where it has none."""
        authority = self._authorities.get(document)
        return (authority.title if authority else "") or document

    def sentence(self, id: str) -> SentenceFact | None:
        """Return a sentence by its id."""
        return self._sentences.get(id)

    def requirement(self, id: str) -> RequirementFact | None:
        """Return a requirement by its id."""
        return self._requirements.get(id)

    def all(self) -> tuple[Row, ...]:
        """Return a row for every requirement, in reading order."""
        return tuple(self.row(requirement) for requirement in self.project.requirements)

    def row(self, fact: RequirementFact) -> Row:
        """Return the row of one requirement."""
        authority = self._authorities.get(fact.document)
        status = authority.status if authority else Status.DRAFT
        sentence = self._sentences.get(fact.sentence)
        near = self._neighbours.get(fact.sentence, Neighbours())
        lines = tuple(check_line(self.checks[id]) for id in fact.checks if id in self.checks)
        owners = tuple(sorted({line.owner or no_owner() for line in lines})) or (no_owner(),)
        by_layer: dict[str, list[str]] = {}
        for mark in fact.highlights:
            by_layer.setdefault(mark.layer, []).append(fact.quote[mark.start : mark.end])
        tokens = [f"s-{fact.status.value}", self.document_token(fact.document), f"m-{fact.modality or 'none'}"]
        return Row(
            id=fact.id,
            place=place(fact.id),
            source=place(fact.sentence) if fact.sentence in self._sentences else "",
            pinpoint=fact.pinpoint,
            document=fact.document,
            document_title=self.title(fact.document),
            document_status=status.value,
            standing=STANDING_WORDS[status],
            kind=fact.kind.value,
            modality=fact.modality,
            bearer=fact.bearer,
            title=fact.title,
            quote=fact.quote,
            segments=segments(fact.quote, fact.highlights),
            cue=" … ".join(by_layer.get("cue", ())),
            conditions=(*by_layer.get("condition", ()), *by_layer.get("exception", ())),
            deadlines=tuple(by_layer.get("deadline", ())),
            lead_ins=tuple(self._lead_in(id) for id in fact.read_with if id in self._sentences or id in self._requirements),
            before=f"{near.before} {sentence.text[: fact.offset].rstrip()}".strip() if sentence else near.before,
            after=f"{sentence.text[fact.offset + len(fact.quote) :].lstrip()} {near.after}".strip() if sentence else near.after,
            checks=lines,
            owners=owners,
            status=chip(fact.status),
            reasons=fact.reasons,
            certain=fact.certain,
            doubtful=not fact.certain and fact.review_state not in {"accepted", "edited"},
            review=fact.review,
            rule=fact.rule,
            url=official_address(fact) if status is Status.OFFICIAL else web_url(fact.url),
            pdf_page=fact.pdf_page,
            tokens=" ".join((*tokens, *(self.owner_token(owner) for owner in owners))),
        )

    def _lead_in(self, id: str) -> LeadIn:
        sentence = self._sentences.get(id)
        if sentence is not None:
            return LeadIn(id=id, place=place(id), text=sentence.text)
        fact = self._requirements[id]
        return LeadIn(id=id, place=place(fact.sentence) if fact.sentence in self._sentences else "", text=fact.quote)


def official_address(fact: RequirementFact) -> str:
    """Return the official address of a sentence: of its provision where the pinpoint is a citation that has one, else as the document gives it.

    A text fragment makes the browser scroll to the sentence. Only official texts get one: the words of a restatement are not on the official page.
    """
    from regkit.cite.links import text_fragment, url  # noqa: PLC0415  (a report without official texts needs no citation rules)

    try:
        known = url(fact.pinpoint) or ""
    except CitationError:
        known = ""
    address = web_url(known or fact.url)
    return web_url(text_fragment(address, fact.quote)) if address else ""


def check_line(check: CheckFact) -> CheckLine:
    """Return a check as it stands beside a requirement."""
    evidence = check.evidence
    return CheckLine(
        id=check.id,
        place=place(check.id, "check"),
        title=check.title,
        method=check.method,
        owner=check.owner,
        result=evidence.result if evidence else "",
        result_words=RESULT_WORDS.get(evidence.result, evidence.result) if evidence else _("no evidence yet"),
        date=evidence.date if evidence else "",
    )
