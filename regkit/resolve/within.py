"""References within an instrument: "paragraph (b)(2)", "§ 1002.9(b)(1)", "comment 5(b)-1", "condition 2" → the provision that they mean.

`Within` holds what a reference is resolved against: the document, its instrument, and where the words stand. Every method takes a citation and the
match of its canonical form, and returns the citation with its full target and path; none guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace

from regkit.cite.grammar import printed
from regkit.model.annotation import Citation
from regkit.model.document import Document, ProvisionType
from regkit.model.finding import Finding, Severity
from regkit.resolve import comments, pointing, units
from regkit.resolve.corpus import Cited
from regkit.resolve.instruments import PART, Instrument, in_commentary, labels_of, section_of

_SECTION = re.compile(r"§ (?P<part>\d{1,4}[a-z]{0,2})\.(?P<rest>[^()]+?(?:\(\w{1,3}\)){0,3}-\d+[A-Z]?|[^()]+)(?P<path>(?:\(.*)?)$")
_PARAGRAPH = re.compile(r"paragraph (?P<number>\d{1,3})?(?P<path>(?:\([\w-]+\))*)(?: of (?P<which>this|that) (?P<noun>\w+))?$")
_NAMED_SECTION = re.compile(r"\d{1,2} CFR \d{1,4}[a-z]{0,2}\.[\w-]+")
_UNITS = ("Appendix", "Rule", "Article", "Section", "Schedule")  # what paragraphs are counted from, beside sections
_BARE = 6  # the longest label that is printed in brackets, as in provisions' own pinpoints


class Within:
    """What the references of one document are resolved against."""

    def __init__(self, document: Document, instrument: Instrument, titles: dict[str, set[str]]) -> None:
        """``titles`` are the titles of the CFR that the document itself gives for each part."""
        self.document = document
        self.instrument = instrument
        self.findings: list[Finding] = []
        self.before: Citation | None = None
        self.titles = titles
        own = titles.get(instrument.part, set())
        self.title = instrument.title or (next(iter(own)) if len(own) == 1 else "")
        self.whole = PART.match(instrument.citation) is not None
        """Whether the document is the part itself: a notice that amends it holds only some of its sections."""
        self.expected = self.whole and self.instrument.has_sections
        self.own = f"{self.title} CFR part {instrument.part}" if self.title and instrument.part and not self.whole else instrument.citation

    def external(self, citation: Citation) -> Citation:
        """Link a citation to another instrument; the resolver of all citations does."""
        return citation

    def context(self, citation: Citation) -> tuple[str, ...]:
        """Return the path of the provision that the citation stands in; a footnote stands where it is called."""
        provision = self.document.provision_at(citation.span.start)
        while provision.type is ProvisionType.FOOTNOTE and provision.parent > 0:
            provision = self.document.provisions[provision.parent]
        return provision.path

    def at(self, citation: Citation, path: tuple[str, ...], instrument: Cited | None = None, *, expect: bool = False) -> Citation:
        """Return the citation pointing to a path; where the provision does not exist, the path is kept and ``expect`` makes it a finding."""
        instrument = instrument or self.instrument
        whole = self.document.id if instrument is self.instrument else instrument.first
        where = instrument.find(path, prefer=self.document.id) if path else whole
        if where is None and expect:
            return self.absent(replace(citation, target_path=path))
        return replace(citation, target_document=where, target_path=path)

    def absent(self, citation: Citation) -> Citation:
        """Return the citation with a note that what it means is not there, and record a finding."""
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
        return replace(citation, note="no such provision in the corpus")

    def internal(self, citation: Citation) -> Citation:
        """Return the citation of family "internal" with its full target and path."""
        target = citation.target or ""
        readers: tuple[tuple[re.Pattern[str], Callable[[Citation, re.Match[str]], Citation]], ...] = (
            (_SECTION, self._section),
            (_PARAGRAPH, self._paragraph),
            (comments.COMMENT, partial(comments.comment, self)),
            (units.PART, partial(units.part, self)),
            (units.NAMED, partial(units.unit, self)),
        )
        if citation.rule == "internal.such" and target == "this section" and (named := pointing.named_section(self, citation)) is not None:
            return named
        if target.startswith("this "):
            return self._this(citation, target[5:])
        if target.startswith("preceding "):
            return pointing.preceding(self, citation, target[10:])
        if target.startswith("commentary to "):
            match = _SECTION.match(target[14:])
            return comments.comment_on(self, citation, f"{match['part']}.{match['rest']}", labels_of(match["path"]), ()) if match else citation
        for pattern, read in readers:
            match = pattern.match(target)
            if match is not None:
                return read(citation, match)
        return citation

    def _cfr(self, section: str, labels: tuple[str, ...] = ()) -> str:
        return f"{self.title} CFR {section}{printed(labels)}" if self.title else f"§ {section}{printed(labels)}"

    def _through(self, citation: Citation, read: Callable[[str], str | None]) -> str | None:
        return read(citation.through) if citation.through else None

    def _section(self, citation: Citation, match: re.Match[str]) -> Citation:
        """Resolve "§ 1002.9(b)(1)": of this part, or of another part of the title."""
        section, labels = f"{match['part']}.{match['rest']}", labels_of(match["path"])
        if match["part"] == self.instrument.part:
            through = f"{self.title} CFR {citation.through[2:]}" if citation.through and self.title else citation.through
            own = replace(citation, target=self._cfr(section, labels), through=through)
            return self.at(own, (section, *labels), expect=self.expected)
        titles = self.titles.get(match["part"], set())
        title = next(iter(titles)) if len(titles) == 1 else "" if titles else self.title
        if not title or (labels and labels[0].isupper()):  # a state's code: federal sections begin with (a)
            local = self.lookup((section, *labels), (f"Section {section}", *labels), (f"§ {section}", *labels))
            return self.at(citation, local) if local else replace(citation, note="whose section it is is not said")
        through = f"{title} CFR {citation.through[2:]}" if citation.through else None
        return self.external(replace(citation, family="cfr", target=f"{title} CFR {section}{printed(labels)}", through=through))

    def lookup(self, *paths: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return the first of the paths that the instrument has."""
        return next((path for path in paths if self.instrument.find(path, prefer=self.document.id) is not None), None)

    def _paragraph(self, citation: Citation, match: re.Match[str]) -> Citation:
        """Resolve "paragraph (b)(2)": of the section, appendix or rule that it stands in."""
        labels = (*((match["number"],) if match["number"] else ()), *labels_of(match["path"]))
        context = self.context(citation)
        if match["which"] == "that":
            return self._back(citation, labels)
        section = section_of(context)
        if (
            section and in_commentary(context) and match["number"] and match["path"]
        ):  # "paragraph 15(d)(1)": the commentary's way to cite § 1002.15(d)(1)
            number = f"{self.instrument.part}.{match['number']}"
            return self.at(replace(citation, target=self._cfr(number, labels[1:])), (number, *labels[1:]), expect=self.expected)
        if section and (in_commentary(context) or context[0] == section):
            found = self.lookup((section, *labels)) or self._relative(context, labels) or (section, *labels)
            prefix = self._cfr("")
            through = (
                f"{prefix}{found[0]}{citation.through.removeprefix('paragraph ')}" if citation.through and found[1:] == labels else citation.through
            )
            own = replace(citation, target=self._cfr(found[0], found[1:]), through=through)
            return self.at(own, found, expect=self.expected)
        if not section and (amended := self._just_named(citation)):  # "§ 1026.35 is amended by revising paragraphs (b)(2) and (e)"
            return self.external(replace(citation, family="cfr", target=f"{amended}{printed(labels)}"))
        near = self._relative(context, labels, shallow=True)
        if not context or (near is None and not context[0].startswith(_UNITS)):
            return self.at(citation, near) if near else replace(citation, note="no section or rule to count from")
        top = near or (context[0], *labels)
        return self.at(replace(citation, target=self._pinpoint(top)), top)

    def _just_named(self, citation: Citation) -> str:
        """Return the section of the CFR named before the citation in the same block of text, "" for none."""
        before = self.before
        match = _NAMED_SECTION.match(before.target or "") if before is not None else None
        if before is None or match is None or "\n" in self.document.text[before.span.end : citation.span.start]:
            return ""
        return match.group()

    def printed(self, path: tuple[str, ...]) -> str:
        """Return the canonical form of a path: of a section of the CFR, or the printed form of another."""
        return self._cfr(path[0], path[1:]) if section_of(path) == path[0] and not in_commentary(path) else self._pinpoint(path)

    def _pinpoint(self, path: Sequence[str]) -> str:
        """Return the printed form of a path that is not a section's: "Rule 4, Section 3(a)"."""
        words = self.own or self.document.authority.short
        for index, label in enumerate(path):
            bare = index > 0 and len(label) <= _BARE and label.isalnum() and not (label.isupper() and len(label) > 1)
            words = f"{words}({label})" if bare else f"{words}, {label}" if words else label
        return words

    def _back(self, citation: Citation, labels: tuple[str, ...]) -> Citation:
        """Resolve "paragraph (a) of that Section": of the section that was named last, in the same provision."""
        before = self.before
        if before is None or before.target_path is None or self.context(before) != self.context(citation):
            return replace(citation, note="what it points back to is not certain")
        for depth in range(len(before.target_path), 0, -1):
            path = (*before.target_path[:depth], *labels)
            if self.instrument.find(path) is not None:
                return self.at(replace(citation, target=self._pinpoint(path)), path)
        return replace(citation, note="what it points back to has no such paragraph")

    def _relative(self, context: tuple[str, ...], labels: tuple[str, ...], *, shallow: bool = False) -> tuple[str, ...] | None:
        """Return the labels' path counted from the nearest provision around that has them, or, ``shallow``, the farthest."""
        depths = range(1, len(context) + 1) if shallow else range(len(context), 0, -1)
        return self.lookup(*((*context[:depth], *labels) for depth in list(depths)[: units.DEPTH]))

    def _this(self, citation: Citation, noun: str) -> Citation:
        """Resolve "this section", "this part": what the words stand in."""
        context = self.context(citation)
        section = section_of(context)
        own = self.own
        if noun == "section" and section:
            return self.at(replace(citation, target=self._cfr(section)), (section,))
        if noun in ("part", "regulation", "order", "rule") and not (noun == "rule" and context and context[0].startswith("Rule")):
            whole = own or self.document.authority.title if own or noun == "order" else ""
            return self.at(replace(citation, target=whole), ()) if whole else replace(citation, note="what it stands in is not known")
        if noun in ("paragraph", "subparagraph", "subsection", "clause") and len(context) > 1 and section == context[0]:
            return self.at(replace(citation, target=self._cfr(section, context[1:])), context)
        if noun in ("appendix", "supplement", "commentary", "rule", "article") and context:
            return self.at(replace(citation, target=", ".join(filter(None, (own, context[0])))), context[:1])
        return replace(citation, note="what it stands in is not known")
