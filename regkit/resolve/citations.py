"""Citations → provisions of the corpus: "paragraph (b)(2) of this section" becomes 12 CFR 1002.9(b)(2) and the path ("1002.9", "b", "2").

What the words leave open is taken from where they stand (`Document.provision_at`) and from the instrument (`Document.authority`): a section number
of the document's own part is internal, one of another part of the same title is external and inherits the title. A reference whose provision does
not exist keeps its target and its path and is a finding; one that could mean several things keeps no target and says why in ``note``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from regkit import cite
from regkit.cite import acts, links
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation
from regkit.model.document import Document, ProvisionType
from regkit.model.finding import Finding, Severity
from regkit.resolve.instruments import Instrument, in_commentary, instruments, section_of

_LABELS = re.compile(r"\(([^()]*)\)")
_SECTION = re.compile(r"§ (?P<part>\d{1,4}[a-z]{0,2})\.(?P<rest>[^()]+?(?:\(\w{1,3}\)){0,3}-\d+[A-Z]?|[^()]+)(?P<path>(?:\(.*)?)$")
_PARAGRAPH = re.compile(r"paragraph (?P<number>\d{1,3})?(?P<path>(?:\([\w-]+\))*)(?: of (?P<which>this|that) (?P<noun>\w+))?$")
_COMMENT = re.compile(
    r"comment (?P<app>app\. )?(?P<section>[A-Z]{1,2}|\d{1,3}[a-z]?)(?P<path>(?:\(\w+\))*)(?:-(?P<number>\d{1,3})(?P<rest>(?:\.\w+)*))?$"
)
_CFR = re.compile(
    r"(?P<title>\d{1,2}) CFR (?:part (?P<whole>\d{1,4}[a-z]{0,2})"
    r"|(?P<part>\d{1,4}[a-z]{0,2})\.(?P<rest>[^()]+?(?:\(\w{1,3}\)){0,3}-\d+[A-Z]?|[^()]+)(?P<path>(?:\(.*)?))$"
)
_PART = re.compile(r"part (?P<number>\d{1,4}[a-z]{0,2})(?P<below>, .+)?$")
_NAMED = re.compile(
    r"(?:Section (?P<outer>[\w.]+), )?"
    r"(?P<noun>appendix|subpart|Part|Item|footnote|condition|step|section|Section|Rule|Article|Chapter"
    r"|note) (?P<label>[\w.-]+)(?P<path>(?:\(\w+\))*)(?:, Section (?P<section>\w+)(?P<inner>(?:\(\w+\))*))?(?:, (?P<model>(?:form|clause) .+))?$"
)
_KINDS = {
    "appendix": (ProvisionType.APPENDIX,),
    "subpart": (ProvisionType.SUBPART,),
    "footnote": (ProvisionType.FOOTNOTE,),
    "condition": (ProvisionType.CONDITION, ProvisionType.ITEM, ProvisionType.PARAGRAPH),
    "item": (ProvisionType.HEADING, ProvisionType.ITEM),
    "part": (ProvisionType.PART, ProvisionType.HEADING),
    "article": (ProvisionType.ARTICLE,),
    "chapter": (ProvisionType.CHAPTER,),
}
_DEFINED_ACT = re.compile(r"(?:the )?((?:[a-z.'-]+ ){0,4}(?:act|code|law))$")
_CONTEXT = 16
_BARE = 6  # the longest label that is printed in brackets, as in provisions' own pinpoints


def _labels(path: str) -> tuple[str, ...]:
    return tuple(_LABELS.findall(path or ""))


def _printed(labels: Sequence[str]) -> str:
    return "".join(f"({label})" for label in labels)


def resolve_citations(analyses: Sequence[Analysis]) -> tuple[Analysis, ...]:
    """Return the analyses with every citation's ``target``, ``target_document``, ``target_path``, ``url`` and ``note`` as far as they can be known.

    Documents of one instrument are resolved together; references to another instrument of the corpus are linked too. Order is kept. Findings
    "resolve.no-target" name what is referred to and does not exist.
    """
    owners = instruments(analyses)
    corpus = {instrument.citation.lower(): instrument for instrument in owners.values() if instrument.citation}
    names = {id(instrument): _short_names([a for a in analyses if owners[a.document.id] is instrument]) for instrument in owners.values()}
    found = []
    for analysis in analyses:
        instrument = owners[analysis.document.id]
        resolver = _Resolver(analysis, instrument, corpus, names[id(instrument)])
        citations = resolver.all(analysis.citations)
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


class _Resolver:
    """Resolves the citations of one document."""

    def __init__(self, analysis: Analysis, instrument: Instrument, corpus: dict[str, Instrument], names: dict[str, str]) -> None:
        self.document: Document = analysis.document
        self.instrument = instrument
        self.corpus = corpus
        self.names = names
        self.findings: list[Finding] = []
        self._before: Citation | None = None
        self._titles: dict[str, set[str]] = {}
        for citation in analysis.citations:
            match = _CFR.match(citation.target or "") if citation.family == "cfr" else None
            if match is not None:
                self._titles.setdefault(match["part"] or match["whole"], set()).add(match["title"])

    def all(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        """Return the citations resolved, in order: what "that section" points back to is known when it is reached."""
        found: list[Citation] = []
        for citation in citations:
            self._before = found[-1] if found else None
            found.append(self.resolve(citation))
        return tuple(found)

    def resolve(self, citation: Citation) -> Citation:
        """Return the citation with what is known about its target."""
        if citation.rule == "act.short" and self.names:
            citation = self._named_act(citation)
        if citation.family == "internal" and citation.target is not None:
            citation = self._internal(citation)
        elif citation.family == "cfr" and citation.target is None:
            citation = self._own_regulation(citation)
        elif citation.family == "cfr":
            citation = self._external(citation)
        elif citation.family == "rulebook" and citation.target is not None:
            citation = self._rule(citation)
        elif citation.target is not None and citation.target.lower() in self.corpus:
            citation = self._at(citation, (), self.corpus[citation.target.lower()])
        return replace(citation, url=links.url(citation.target)) if citation.target and not citation.url else citation

    def _own_regulation(self, citation: Citation) -> Citation:
        """Resolve "Regulation D", a name that several agencies use, where the document says that it is its own."""
        name = self.document.quote(citation.span).rsplit(" ", 1)[-1]
        if name in self.instrument.names and self.instrument.citation:
            return self._at(replace(citation, target=self.instrument.citation, certain=True, note=""), ())
        return citation

    def _named_act(self, citation: Citation) -> Citation:
        """Read the words again, knowing what the document's short names of acts stand for."""
        around = citation.group or citation.span
        for again in cite.find(self.document.quote(around), names=self.names):
            if again.span.shifted(around.start) == citation.span and again.target:
                short = "the document says which act the short name means"
                return replace(citation, target=again.target, through=again.through, certain=True, note=short)
        return citation

    # -- the document's own provisions

    def _context(self, citation: Citation) -> tuple[str, ...]:
        return self.document.provision_at(citation.span.start).path

    def _at(self, citation: Citation, path: tuple[str, ...], instrument: Instrument | None = None, *, expect: bool = False) -> Citation:
        """Return the citation pointing to a path; where the provision does not exist, the path is kept and ``expect`` makes it a finding."""
        instrument = instrument or self.instrument
        whole = self.document.id if instrument is self.instrument else instrument.documents[0].id
        where = instrument.find(path, prefer=self.document.id) if path else whole
        if where is None and expect:
            words = self.document.quote(citation.span)
            self.findings.append(
                Finding(
                    code="resolve.no-target",
                    severity=Severity.WARNING,
                    message=f"{words!r} refers to {citation.target}, which the corpus does not have",
                    document=self.document.id,
                    span=citation.span,
                    place=self.document.provision_at(citation.span.start).id,
                    remedy="look at the source: the reference may be a slip, or the provision may be missing or misread",
                )
            )
            return replace(citation, target_path=path, note="no such provision in the corpus")
        return replace(citation, target_document=where, target_path=path)

    def _internal(self, citation: Citation) -> Citation:
        target = citation.target or ""
        readers: tuple[tuple[re.Pattern[str], Callable[[Citation, re.Match[str]], Citation]], ...] = (
            (_SECTION, self._section),
            (_PARAGRAPH, self._paragraph),
            (_COMMENT, self._comment),
            (_PART, self._part),
            (_NAMED, self._unit),
        )
        if target.startswith("this "):
            return self._this(citation, target[5:])
        if target.startswith("commentary to "):
            match = _SECTION.match(target[14:])
            return self._comment_on(citation, f"{match['part']}.{match['rest']}", _labels(match["path"]), ()) if match else citation
        for pattern, read in readers:
            match = pattern.match(target)
            if match is not None:
                return read(citation, match)
        return citation

    def _cfr(self, section: str, labels: Sequence[str] = ()) -> str:
        return f"{self.instrument.title} CFR {section}{_printed(labels)}" if self.instrument.title else f"§ {section}{_printed(labels)}"

    def _through(self, citation: Citation, read: Callable[[str], str | None]) -> str | None:
        return read(citation.through) if citation.through else None

    def _section(self, citation: Citation, match: re.Match[str]) -> Citation:
        """Resolve "§ 1002.9(b)(1)": of this part, or of another part of the title."""
        section, labels = f"{match['part']}.{match['rest']}", _labels(match["path"])
        if match["part"] == self.instrument.part:
            through = f"{self.instrument.title} CFR {citation.through[2:]}" if citation.through and self.instrument.title else citation.through
            own = replace(citation, target=self._cfr(section, labels), through=through)
            return self._at(own, (section, *labels), expect=self.instrument.has_sections)
        titles = self._titles.get(match["part"], set())
        title = next(iter(titles)) if len(titles) == 1 else "" if titles else self.instrument.title
        if not title or (labels and labels[0].isupper()):  # a state's code: federal sections begin with (a)
            local = self._lookup((section, *labels), (f"Section {section}", *labels), (f"§ {section}", *labels))
            return self._at(citation, local) if local else replace(citation, note="whose section it is is not said")
        through = f"{title} CFR {citation.through[2:]}" if citation.through else None
        return self._external(replace(citation, family="cfr", target=f"{title} CFR {section}{_printed(labels)}", through=through))

    def _lookup(self, *paths: tuple[str, ...]) -> tuple[str, ...] | None:
        return next((path for path in paths if self.instrument.find(path, prefer=self.document.id) is not None), None)

    def _paragraph(self, citation: Citation, match: re.Match[str]) -> Citation:
        """Resolve "paragraph (b)(2)": of the section, appendix or rule that it stands in."""
        labels = (*((match["number"],) if match["number"] else ()), *_labels(match["path"]))
        context = self._context(citation)
        if match["which"] == "that":
            return self._back(citation, labels)
        section = section_of(context)
        if (
            section and in_commentary(context) and match["number"] and match["path"]
        ):  # "paragraph 15(d)(1)": the commentary's way to cite § 1002.15(d)(1)
            number = f"{self.instrument.part}.{match['number']}"
            return self._at(replace(citation, target=self._cfr(number, labels[1:])), (number, *labels[1:]), expect=self.instrument.has_sections)
        if section and (in_commentary(context) or context[0] == section):
            found = self._lookup((section, *labels)) or self._relative(context, labels) or (section, *labels)
            prefix = self._cfr("")
            through = (
                f"{prefix}{found[0]}{citation.through.removeprefix('paragraph ')}" if citation.through and found[1:] == labels else citation.through
            )
            own = replace(citation, target=self._cfr(found[0], found[1:]), through=through)
            return self._at(own, found, expect=self.instrument.has_sections)
        near = self._relative(context, labels, shallow=True)
        if not context or not context[0]:
            return self._at(citation, near) if near else replace(citation, note="no section or rule to count from")
        top = near or (context[0], *labels)
        return self._at(replace(citation, target=self._pinpoint(top)), top)

    def _pinpoint(self, path: Sequence[str]) -> str:
        """Return the printed form of a path that is not a section's: "Rule 4, Section 3(a)"."""
        words = self.instrument.citation or self.document.authority.short
        for index, label in enumerate(path):
            bare = index > 0 and len(label) <= _BARE and label.isalnum() and not (label.isupper() and len(label) > 1)
            words = f"{words}({label})" if bare else f"{words}, {label}" if words else label
        return words

    def _back(self, citation: Citation, labels: tuple[str, ...]) -> Citation:
        """Resolve "paragraph (a) of that Section": of the section that was named last, in the same provision."""
        before = self._before
        if before is None or before.target_path is None or self._context(before) != self._context(citation):
            return replace(citation, note="what it points back to is not certain")
        for depth in range(len(before.target_path), 0, -1):
            path = (*before.target_path[:depth], *labels)
            if self.instrument.find(path) is not None:
                return self._at(replace(citation, target=self._pinpoint(path)), path)
        return replace(citation, note="what it points back to has no such paragraph")

    def _relative(self, context: tuple[str, ...], labels: tuple[str, ...], *, shallow: bool = False) -> tuple[str, ...] | None:
        """Return the labels' path counted from the nearest provision around that has them, or, ``shallow``, the farthest."""
        depths = range(1, len(context) + 1) if shallow else range(len(context), 0, -1)
        return self._lookup(*((*context[:depth], *labels) for depth in list(depths)[:_CONTEXT]))

    def _this(self, citation: Citation, noun: str) -> Citation:
        """Resolve "this section", "this part": what the words stand in."""
        context = self._context(citation)
        section = section_of(context)
        own = self.instrument.citation
        if noun == "section" and section:
            return self._at(replace(citation, target=self._cfr(section)), (section,))
        if noun in ("part", "regulation", "order", "rule") and not (noun == "rule" and context and context[0].startswith("Rule")):
            whole = own or self.document.authority.title if own or noun == "order" else ""
            return self._at(replace(citation, target=whole), ()) if whole else replace(citation, note="what it stands in is not known")
        if noun in ("paragraph", "subparagraph", "subsection", "clause") and len(context) > 1 and section == context[0]:
            return self._at(replace(citation, target=self._cfr(section, context[1:])), context)
        if noun in ("appendix", "supplement", "commentary", "rule", "article") and context:
            return self._at(replace(citation, target=", ".join(filter(None, (own, context[0])))), context[:1])
        return replace(citation, note="what it stands in is not known")

    def _comment(self, citation: Citation, match: re.Match[str]) -> Citation:
        """Resolve "comment 5(b)-5": of the commentary on the part."""
        rest = tuple(part for part in (match["rest"] or "").split(".") if part)
        number = ((match["number"],) if match["number"] else ()) + rest
        if match["app"] or match["section"].isalpha():
            path = self._lookup((f"Appendix {match['section']}", *number))
            own = f"{self.instrument.citation}, supplement I, {citation.target}" if self.instrument.citation else citation.target
            return self._at(replace(citation, target=own), path) if path else replace(citation, target=own)
        if not self.instrument.part:
            return replace(citation, note="which part's commentary is meant is not said")
        return self._comment_on(citation, f"{self.instrument.part}.{match['section']}", _labels(match["path"]), number)

    def _comment_on(self, citation: Citation, section: str, labels: tuple[str, ...], number: tuple[str, ...]) -> Citation:
        """Point to a comment; where the tree has none at that place, the path says it in the part's labels, "Interp" before the comment's number."""
        if section.split(".")[0] != self.instrument.part:
            return citation
        words = f"comment {section.split('.', 1)[1]}{_printed(labels)}{'-' if number else ''}{'.'.join(number)}"
        target = f"{self.instrument.citation}, supplement I, {words}" if self.instrument.citation else words
        citation = replace(citation, target=target)
        place = self.instrument.comments.get((section, *labels, *number))
        if place is not None:
            return replace(citation, target_document=place[0], target_path=place[1])
        return replace(citation, target_path=(section, *labels, "Interp", *number), note="no such comment in the corpus")

    def _part(self, citation: Citation, match: re.Match[str]) -> Citation:
        """Resolve "part 1026", with an appendix or a subpart of it."""
        number, below = match["number"], match["below"] or ""
        if number == self.instrument.part and self.instrument.citation:
            if below:
                return self._below(citation, below)
            return self._at(replace(citation, target=self.instrument.citation), ())
        if not self.instrument.title or len(number) < 2:
            return citation
        target = f"{self.instrument.title} CFR part {number}{below}"
        return self._external(
            replace(citation, family="cfr", target=target, through=f"{self.instrument.title} CFR {citation.through}" if citation.through else None)
        )

    def _below(self, citation: Citation, below: str) -> Citation:
        noun, _, label = below.removeprefix(", ").partition(" ")
        path = self._named_path(noun, label)
        citation = replace(citation, target=f"{self.instrument.citation}{below}")
        return self._at(citation, path) if path else replace(citation, note="no such provision in the corpus")

    def _named_path(self, noun: str, label: str) -> tuple[str, ...] | None:
        for kind in _KINDS.get(noun.lower(), ()):
            for name in (label, f"{noun} {label}"):
                place = self.instrument.kinds.get((kind, name.lower()))
                if place is not None:
                    return place[1]
        return self._lookup((f"{noun.capitalize()} {label}",), (label,))

    def _unit(self, citation: Citation, match: re.Match[str]) -> Citation:
        """Resolve "appendix A", "Rule 5, Section 3(a)", "condition 2", "Section II.B", "footnote 3"."""
        noun, label, labels = match["noun"], match["label"], _labels(match["path"])
        context = self._context(citation)
        if noun in ("section", "Section"):
            found = self._lookup(
                *((*context[:depth], f"Section {label}", *labels) for depth in range(min(len(context), _CONTEXT), -1, -1)),
                (label, *labels),
                (*label.split("."), *labels),
                (label.rstrip("."), *labels),
            )
        elif noun == "Rule":
            inner = (f"Section {match['section']}", *_labels(match["inner"])) if match["section"] else ()
            found = self._lookup((f"Rule {label}", *labels, *inner), (label, *labels, *inner))
        elif noun in ("condition", "footnote", "Item", "step"):
            outer = match["outer"]
            found = self._lookup((outer, label), (f"Section {outer}", label)) if outer else None
            found = found or (self._near(context, label) if noun == "condition" else None)
            found = found or self._named_path(noun, label)
            found = self._lookup((*found, *labels)) if found and labels else found
        else:
            found = self._named_path(noun, label)
            found = self._lookup((*found, *labels)) if found and labels else found
        if match["model"] and found:
            words = match["model"].split(" ", 1)[1]
            inner = (words.split("(")[0], *_labels(words))
            found = self._lookup((*found, *inner), (*found, inner[0].split("-", 1)[1], *inner[1:]))
        own = self.instrument.citation
        if noun in ("appendix", "subpart", "Part") and own:
            citation = replace(citation, target=f"{own}, {citation.target}")
        if found is None:
            return citation
        return self._at(citation, found)

    def _near(self, context: tuple[str, ...], label: str) -> tuple[str, ...] | None:
        """Return the path of a numbered condition: in the list that the words stand in, or the nearest around it."""
        return self._lookup(*((*context[:depth], label) for depth in range(min(len(context), _CONTEXT), -1, -1)))

    # -- other instruments of the corpus

    def _external(self, citation: Citation) -> Citation:
        """Link a citation of the CFR to the corpus, where the corpus has that part."""
        match = _CFR.match(citation.target or "")
        if match is None:
            return citation
        part = match["part"] or match["whole"]
        instrument = self.corpus.get(f"{match['title']} cfr part {part}".lower())
        if instrument is None:
            return citation
        path = (f"{part}.{match['rest']}", *_labels(match["path"])) if match["part"] else ()
        return self._at(citation, path, instrument, expect=bool(path) and instrument is self.instrument and instrument.has_sections)

    def _rule(self, citation: Citation) -> Citation:
        """Link "Rule 5.1.1(b)" to a rule of the document itself."""
        head, _, number = (citation.target or "").rpartition(" ")
        label, labels = number.split("(")[0], _labels(number)
        found = self._lookup((label, *labels), (f"{head} {label}", *labels))
        return self._at(citation, found) if found else citation
