"""Citations → provisions of the corpus: "paragraph (b)(2) of this section" becomes 12 CFR 1002.9(b)(2) and the path ("1002.9", "b", "2").

What the words leave open is taken from where they stand (`Document.provision_at`) and from the instrument (`Document.authority`): a section number
of the document's own part is internal, one of another part of the same title is external and inherits the title. A reference whose provision does
not exist keeps its target and its path and is a finding; one that could mean several things keeps no target and says why in ``note``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from msgspec.structs import replace

from regkit import cite
from regkit.cite import acts, links
from regkit.cite.target import parse
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation
from regkit.resolve import units
from regkit.resolve.corpus import Corpus, Outline
from regkit.resolve.instruments import PART, Instrument, instruments, labels_of
from regkit.resolve.own_numbers import with_own_numbers
from regkit.resolve.short_forms import with_acts, with_short_forms
from regkit.resolve.within import Within

_CFR = re.compile(
    r"(?P<title>\d{1,2}) CFR (?:part (?P<whole>\d{1,4}[a-z]{0,2})"
    r"|(?P<part>\d{1,4}[a-z]{0,2})\.(?P<rest>[^()]+?(?:\(\w{1,3}\)){0,3}-\d+[A-Z]?|[^()]+)(?P<path>(?:\(.*)?))$"
)
_REGULATION = re.compile(r"(?:the )?Reg(?:ulation|\.)? ([A-Z]{1,3})\b")
_BESIDE = re.compile(r"\)? ?[—–:(\[] ?")  # "(Regulation X)—12 CFR part 1024"
_DEFINED_ACT = re.compile(r"(?:the )?((?:[a-z.'-]+ ){0,4}(?:act|code|law))$")


def resolve_citations(analyses: Sequence[Analysis], corpus: Corpus | None = None) -> tuple[Analysis, ...]:
    """Return the analyses with every citation's ``target``, ``target_document``, ``target_path``, ``url`` and ``note`` as far as they can be known.

    Documents of one instrument are resolved together; references to another instrument, of these analyses or of the ``corpus``, are linked too. Order
    is kept. Findings "resolve.no-target" name what is referred to and does not exist.
    """
    owners = instruments(analyses)
    corpus = corpus or Corpus({}, _nothing)
    corpus.hold(owners.values())
    names = {id(instrument): _short_names([a for a in analyses if owners[a.document.id] is instrument]) for instrument in owners.values()}
    found = []
    for analysis in analyses:
        instrument = owners[analysis.document.id]
        resolver = _Resolver(analysis, instrument, corpus, names[id(instrument)])
        citations = resolver.all(with_own_numbers(analysis.document, instrument, with_short_forms(analysis.document, analysis.citations)))
        found.append(replace(analysis, citations=citations, findings=(*analysis.findings, *resolver.findings)))
    return tuple(found)


def _short_names(analyses: Sequence[Analysis]) -> dict[str, str]:
    """Return what the documents of an instrument call acts: {"act": "Truth in Lending Act"}; a name that they give to two acts is left out."""
    found: dict[str, set[str]] = {}
    for analysis in analyses:
        for definition in analysis.definitions:
            match = _DEFINED_ACT.match(definition.term)
            if match is None or acts.named(match[1]) is not None:
                continue
            start = min(definition.body.start, definition.span.start)
            first = acts.first_named(analysis.document.text[max(0, start - 160) : start]) if definition.kind == "short_form" else ""
            name = acts.first_named(analysis.document.quote(definition.body)) or first
            act = acts.named(name) if name else None
            if name:
                found.setdefault(match[1], set()).add(act.name if act else name)
    return {term: next(iter(meant)) for term, meant in found.items() if len(meant) == 1}


def _nothing(document: str) -> Outline:
    raise KeyError(document)


class _Resolver(Within):
    """Resolves the citations of one document."""

    def __init__(self, analysis: Analysis, instrument: Instrument, corpus: Corpus, names: dict[str, str]) -> None:
        titles: dict[str, set[str]] = {}
        for citation in analysis.citations:
            match = _CFR.match(citation.target or "") if citation.family == "cfr" else None
            if match is not None:
                titles.setdefault(match["part"] or match["whole"], set()).add(match["title"])
        super().__init__(analysis.document, instrument, titles)
        self.regulations: dict[str, set[str]] = {}
        for citation, after in zip_longest(analysis.citations, analysis.citations[1:]):
            if citation is None or not citation.rule.startswith("cfr.regulation"):
                continue
            name = _REGULATION.match(self.document.quote(citation.span))
            beside = after is not None and _BESIDE.fullmatch(self.document.text, citation.span.end, after.span.start)
            part = citation.target if citation.rule == "cfr.regulation-with-code" else after.target if beside and after is not None else None
            if name is not None and part and PART.match(part):
                self.regulations.setdefault(name[1], set()).add(part)
        self.corpus = corpus
        self.names = names

    def all(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        """Return the citations resolved, in order: what "that section" points back to is known when it is reached."""
        found: list[Citation] = []
        for citation in citations:
            self.before = found[-1] if found else None
            found.append(self.resolve(citation))
        return tuple(with_acts(self.document, found))

    def resolve(self, citation: Citation) -> Citation:
        """Return the citation with what is known about its target."""
        if citation.rule == "act.short" and self.names:
            citation = self._named_act(citation)
        if citation.family == "internal" and citation.target is not None:
            citation = self.internal(citation)
        elif citation.family == "cfr" and citation.target is None:
            citation = self._own_regulation(citation)
        elif citation.family == "cfr":
            citation = self.external(citation)
        elif citation.family == "rulebook" and citation.target is not None:
            citation = self._rule(citation)
        elif citation.target is not None and (instrument := self.corpus.get(citation.target.lower())) is not None:
            citation = self.at(citation, (), instrument)
        return replace(citation, url=links.url(citation.target)) if citation.target and not citation.url else citation

    def _own_regulation(self, citation: Citation) -> Citation:
        """Resolve "Regulation D", a name that several agencies use, where the document says that it is its own or which part it is."""
        name = self.document.quote(citation.span).rsplit(" ", 1)[-1]
        if name in self.instrument.names and PART.match(self.own) and (self.whole or len(self.instrument.names) == 1):
            own = replace(citation, target=self.own, certain=True, note="")
            return self.at(own, ()) if self.whole else self.external(own)
        said = self.regulations.get(name, set())
        if len(said) == 1:
            return self.external(replace(citation, target=next(iter(said)), certain=True, note="the document says which part it is"))
        return citation

    def _named_act(self, citation: Citation) -> Citation:
        """Read the words again, knowing what the document's short names of acts stand for."""
        around = citation.group or citation.span
        for again in cite.find(self.document.quote(around), names=self.names):
            if again.span.shifted(around.start) == citation.span and again.target and again.family != "internal":
                short = "the document says which act the short name means"
                return replace(citation, target=again.target, through=again.through, certain=True, note=short)
        return citation

    def external(self, citation: Citation) -> Citation:
        """Link a citation of the CFR to the corpus, where the corpus has that part."""
        match = _CFR.match(citation.target or "")
        if match is None:
            return citation
        part = match["part"] or match["whole"]
        instrument = self.corpus.get(f"{match['title']} cfr part {part}".lower())
        if instrument is None:
            return citation
        path = (f"{part}.{match['rest']}", *labels_of(match["path"])) if match["part"] else ()
        return self.at(citation, path, instrument, expect=bool(path) and instrument is self.instrument and self.expected)

    def _rule(self, citation: Citation) -> Citation:
        """Link "Rule 5.1.1(b)" to a rule of the document itself."""
        source = parse(citation.target or "").source.rstrip(",")
        if source and source != self.document.authority.short and source.removeprefix("PRA Rulebook, ") not in self.document.authority.title:
            return citation  # "CRR, Part Three, Chapter 2" is not the document's own chapter 2
        if not source and units.of_another(self, citation):
            return citation
        head, _, number = (citation.target or "").rpartition(" ")
        label, labels = number.split("(")[0], labels_of(number)
        found = self.lookup((label, *labels), (f"{head} {label}", *labels))
        return self.at(citation, found) if found else citation
