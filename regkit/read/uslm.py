"""USLM, United States Legislative Markup: the U.S. Code, laws, bills, and the Federal Register and CFR in beta; versions 1.0 and 2.x.

Elements are told by their local names: the namespaces of the two versions differ, the vocabulary does not. Levels nest as they are cited. The
``identifier`` of a level is kept as its source id where it follows the grammar; a finding counts those that don't. ``ref`` becomes a link with its
normalised target, ``term`` a mark, ``<?page?>`` and ``page`` page marks. Source credits, notes and text quoted from other laws stand apart from
the provision's own text. Sources: USLM User Guide (GPO, 2.x), and measured files.
"""

from __future__ import annotations

import re
from typing import ClassVar

from lxml import etree

from regkit.model.document import MarkKind, ProvisionType, Status
from regkit.read.akn_units import number_of
from regkit.read.builder import Call, DocumentBuilder
from regkit.read.nested import Action, Nested
from regkit.read.nested_roles import Role, Unit, local, words_of
from regkit.read.uslm_paths import Path, citation_of, normalised, parsed
from regkit.read.xml import parse, root_start

MEDIA_TYPE = "application/xml"
FALLBACK = False
_ROOTS = frozenset(
    [
        "uscDoc",
        "lawDoc",
        "frDoc",
        "cfrDoc",
        "bill",
        "resolution",
        "pLaw",
        "engrossedAmendment",
        "amendment",
        "statutesAtLarge",
        "statuteCompilation",
        "uslm",
        "preliminaryDoc",
        "rule",
        "presidentialDoc",
        "constitutionalAmendment",
        "coverSheet",
    ]
)
_TYPES = {
    "title": ProvisionType.TITLE,
    "subtitle": ProvisionType.TITLE,
    "chapter": ProvisionType.CHAPTER,
    "subchapter": ProvisionType.CHAPTER,
    "part": ProvisionType.PART,
    "subpart": ProvisionType.SUBPART,
    "division": ProvisionType.HEADING,
    "subdivision": ProvisionType.HEADING,
    "article": ProvisionType.ARTICLE,
    "subarticle": ProvisionType.HEADING,
    "section": ProvisionType.SECTION,
    "courtRule": ProvisionType.RULE,
    "appendix": ProvisionType.APPENDIX,
    "compiledAct": ProvisionType.APPENDIX,
    "courtRules": ProvisionType.HEADING,
    "reorganizationPlan": ProvisionType.APPENDIX,
    "preliminary": ProvisionType.TEXT,
}
_LOWER = frozenset(["subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem", "subsubitem", "level"])
_QUOTED = re.compile(r"\"([^\"]*)\"")
_LAST = re.compile(r"(\S+)\s*$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def accepts(head: bytes, name: str) -> bool:
    """Take XML whose first element is USLM's, by its name and a namespace of USLM."""
    element, tag = root_start(head)
    return element in _ROOTS and "uslm" in tag.lower()


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a document. Raises: ReadError where the XML is broken."""
    UslmReader(parse(data, build.source.name, instructions=True), build).run()


class UslmReader(Nested):
    """The vocabulary of USLM."""

    unknown: ClassVar[Role] = Role.INLINE
    roles: ClassVar[dict[str, Role]] = (
        dict.fromkeys([*_TYPES, *_LOWER], Role.UNIT)
        | {"num": Role.NUMBER, "heading": Role.HEADING, "subheading": Role.HEADING, "crossHeading": Role.HEADING, "chapeau": Role.BLOCK}
        | dict.fromkeys(
            [
                "uscDoc",
                "lawDoc",
                "frDoc",
                "cfrDoc",
                "bill",
                "resolution",
                "pLaw",
                "engrossedAmendment",
                "amendment",
                "statutesAtLarge",
                "statuteCompilation",
                "uslm",
                "main",
                "content",
                "continuation",
                "text",
                "p",
                "block",
                "preface",
                "longTitle",
                "enactingFormula",
                "resolvingClause",
                "docTitle",
                "docNumber",
                "officialTitle",
                "amendmentList",
                "collection",
                "amendmentInstruction",
                "level",
                "rule",
                "frDocBody",
                "supplementalInfo",
                "table",
                "colgroup",
                "thead",
                "tbody",
                "tfoot",
                "td",
                "th",
                "entry",
                "listContent",
                "list",
                "listItem",
                "action",
                "signatures",
                "signature",
                "notation",
                "toc",
                "groupItem",
                "layout",
                "figure",
                "column",
                "docPublicationName",
                "authority",
                "statement",
                "presidentialDoc",
                "attestation",
                "legislativeHistory",
                "amdPart",
                "editorialContent",
                "agency",
                "subject",
                "effectiveDate",
                "currentThroughDate",
                "affected",
                "createdDate",
                "ear",
                "section-content",
                "type",
                "congress",
                "session",
                "enrolledDateline",
                "currentChamber",
                "recital",
                "actionDescription",
                "actionInstruction",
                "sidenote",
                "role",
                "endMarker",
                "slugLine",
                "distributionCode",
                "relatedDocument",
                "starPrint",
                "coverTitle",
                "coverText",
            ],
            Role.BLOCK,
        )
        | dict.fromkeys(["tr", "row", "tocItem", "header", "referenceItem"], Role.ROW)
        | dict.fromkeys(["sourceCredit", "notes", "note", "preamble", "legislativeDetails", "appendixNotes", "backMatter"], Role.GROUP)
        | dict.fromkeys(["quotedContent"], Role.QUOTED)
        | {"meta": Role.SKIPPED, "col": Role.SKIPPED, "footnote": Role.NOTE, "page": Role.PAGE}
    )
    dress: ClassVar[dict[str, MarkKind]] = {
        "i": MarkKind.ITALIC,
        "em": MarkKind.ITALIC,
        "b": MarkKind.BOLD,
        "strong": MarkKind.BOLD,
        "sup": MarkKind.SUPERSCRIPT,
        "sub": MarkKind.SUBSCRIPT,
        "term": MarkKind.TERM,
        "ref": MarkKind.LINK,
        "a": MarkKind.LINK,
    }

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        self.kind = local(root)
        self.broken = 0
        self.paths: list[Path] = []
        self._suggest(root)
        called = {call.get("idref") for call in root.iter("{*}ref") if call.get("idref")}
        for note in root.iter("{*}footnote", "{*}note"):
            id = note.get("id") or ""
            if id in called or (local(note) == "note" and note.get("type") == "footnote" and id):
                self.notes[id] = note

    def _suggest(self, root: etree._Element) -> None:
        top = next((e for e in root.iter("{*}title", "{*}part", "{*}section") if e.get("identifier")), None)
        named = parsed(root.get("identifier") or ("" if top is None else top.get("identifier") or ""))
        meta = next(root.iter("{*}meta"), None)
        found = {local(element): words_of(element) for element in reversed([] if meta is None else list(meta))}  # of two citations the first
        citation = citation_of(named, whole=True) if named else ""
        number = found.get("citableAs") or found.get("docNumber", "")
        created = found.get("created") or found.get("currentThroughDate") or ""
        match = _DATE.search(found.get("date") or created)
        self.short = citation_of(named, whole=False) if named else ""
        self.build.suggest(
            title=found.get("title") or found.get("dc:title", "") or words_of(next(root.iter("{*}officialTitle"), None))[:300],
            issuer=found.get("creator") or found.get("publisher", ""),
            instrument=citation or number,
            citation=citation or number,
            short=self.short or number,
            version=match[0] if match else "",
            status=Status.DRAFT if self.kind in ("bill", "resolution", "amendment", "engrossedAmendment") else Status.OFFICIAL,
        )

    def run(self) -> None:
        """Read the document, then say how many identifiers were of no use."""
        super().run()
        if self.broken:
            self.warn("read.uslm-identifier", f"{self.broken} identifiers do not follow the grammar of USLM", "cite by the printed numbers")

    def unit(self, element: etree._Element, name: str, number: str, heading: str) -> Unit:
        """Label a level: its number as USLM gives it, else as printed."""
        num = next((child for child in element if local(child) == "num"), None)
        value = "" if num is None else (num.get("value") or "").strip().replace("–", "-")
        label = value if value and not re.search(r"\s", value) else number_of(number)
        id = self.source_id(element)
        type = _TYPES.get(name, ProvisionType.PARAGRAPH)
        marker, title = number or None, heading or None
        if not label and type is not ProvisionType.APPENDIX:
            kind = ProvisionType.HEADING if heading else ProvisionType.TEXT
            return Unit("", kind, marker=marker, heading=title, source_id=id, name=heading or name)
        if name in _LOWER:
            return Unit(label, type, marker=marker, heading=title, source_id=id)
        short = self.build.authority.short
        if name == "section":
            pinpoint = f"{short} {label}" if self.short else f"{short} § {label}".strip()
            return Unit(label, type, True, pinpoint, marker, title, id)
        if name == "part" and self.kind == "cfrDoc":
            return Unit(label, type, True, f"{short} part {label}", marker, title, id)
        if name == "title":
            return Unit(f"Title {label}", type, False, self.build.authority.citation if self.short else "", marker, title, id)
        word = "Rule" if name == "courtRule" else "Appendix" if type is ProvisionType.APPENDIX else name.title()
        return Unit(
            f"{word} {label}".strip(), type, type in (ProvisionType.RULE, ProvisionType.APPENDIX, ProvisionType.ARTICLE), "", marker, title, id
        )

    def source_id(self, element: etree._Element) -> str:
        """Return the identifier of a level, normalised; empty where there is none, or it is broken beyond that."""
        given = element.get("identifier") or ""
        if not given:
            return ""
        clean = normalised(given)
        self.broken += not clean
        return clean

    def value(self, element: etree._Element, name: str) -> str:
        """Return what a reference leads to: a path of USLM in its normal form, any other address as it is."""
        href = element.get("href") or ""
        return (normalised(href) or href) if href.startswith("/us/") else href

    def actions(self) -> dict[str, Action]:
        """Return what is read by more than a role."""
        return {"ref": self.reference, "note": self.note, "inline": self.read_inline}

    def reference(self, element: etree._Element, path: str) -> None:
        """Read a reference; one with an ``idref`` to a footnote is its call."""
        if element.get("idref") and (element.get("idref") in self.notes or "footnote" in (element.get("class") or "")):
            self.read_call(element, path)
        else:
            self.read_inline(element, path)

    def note(self, element: etree._Element, path: str) -> None:
        """Read a note: a footnote where it says so, else an editorial note that stands apart."""
        if element.get("type") == "footnote":
            self.read_note(element, path)
        else:
            self.read_group(element, path)

    def call(self, element: etree._Element) -> Call:
        """Return the call of a footnote."""
        return Call(words_of(element), element.get("idref") or "")

    def note_mark(self, element: etree._Element) -> str:
        """Return the number of a footnote."""
        first = element[0] if len(element) else None
        return words_of(first).rstrip(".") if first is not None and local(first) == "num" else ""

    def page(self, element: etree._Element) -> str:
        """Return the number of a page: of an element its text, of an instruction what it says ("num="5"", "5")."""
        target = getattr(element, "target", None)
        if target is None:
            return words_of(element)
        if target.lower() != "page":
            return ""
        said = element.text or ""
        match = _QUOTED.search(said) or _LAST.search(said)
        return match[1] if match else ""
