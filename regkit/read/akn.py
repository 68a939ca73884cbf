"""Akoma Ntoso (OASIS LegalDocML): acts, bills, documents, judgments, amendment lists, portions and collections, versions 1.0 to 3.0.

Elements are told by their local names, so that the namespaces of drafts and older versions are read too, with a finding. Ids (``eId``, ``id``) are
kept as the source ids of provisions, ``ref`` as links, ``def`` and ``term`` as marks of the term they refer to, authorial notes as footnotes.
What is not text of the law (``meta``) fills the authority. Text of other laws (``quotedStructure``) stands below "quoted".
"""

from __future__ import annotations

from typing import ClassVar

from lxml import etree

from regkit.model.document import MarkKind, ProvisionType
from regkit.model.finding import Severity
from regkit.read import akn_meta
from regkit.read.akn_units import LEVELS, NAMESPACE, OWN_TEXT, REGKIT, TYPES, derive
from regkit.read.builder import Call, DocumentBuilder, Page
from regkit.read.nested import Action, Nested
from regkit.read.nested_roles import Role, Unit, local, printed, words_of
from regkit.read.xml import parse, root_start

MEDIA_TYPE = "application/akn+xml"
FALLBACK = False
_DOCUMENTS = frozenset(
    [
        "act",
        "bill",
        "doc",
        "judgment",
        "statement",
        "amendment",
        "amendmentList",
        "documentCollection",
        "officialGazette",
        "portion",
        "debate",
        "debateReport",
    ]
)
_RK = f"{{{REGKIT}}}"
_SEPARATORS = {"none": "", "space": " "}


def accepts(head: bytes, name: str) -> bool:
    """Take XML whose first element is Akoma Ntoso's, whatever its version or prefix."""
    element, tag = root_start(head)
    return element.lower() == "akomantoso" or (element in _DOCUMENTS and ("akomantoso" in tag.lower() or "/ns/akn" in tag))


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a document. Raises: ReadError where the XML is broken."""
    AknReader(parse(data, build.source.name), build).run()


class AknReader(Nested):
    """The vocabulary of Akoma Ntoso."""

    unknown: ClassVar[Role] = Role.INLINE
    roles: ClassVar[dict[str, Role]] = (
        dict.fromkeys([*TYPES, *LEVELS], Role.UNIT)
        | dict.fromkeys(["num"], Role.NUMBER)
        | dict.fromkeys(["heading", "subheading", "crossHeading", "caption", "tocItem"], Role.HEADING)
        | dict.fromkeys(
            [
                "akomaNtoso",
                "akomantoso",
                "act",
                "bill",
                "doc",
                "judgment",
                "statement",
                "amendment",
                "amendmentList",
                "documentCollection",
                "officialGazette",
                "portion",
                "portionBody",
                "debate",
                "debateReport",
                "body",
                "mainBody",
                "debateBody",
                "judgmentBody",
                "amendmentBody",
                "collectionBody",
                "p",
                "block",
                "content",
                "intro",
                "wrapUp",
                "blockList",
                "listIntroduction",
                "listWrapUp",
                "ul",
                "ol",
                "li",
                "td",
                "th",
                "longTitle",
                "toc",
                "table",
                "list",
                "component",
                "components",
                "componentData",
                "attachments",
                "recitals",
                "citations",
                "citation",
                "formula",
                "foreign",
                "container",
                "blockContainer",
                "interstitial",
                "introduction",
                "background",
                "arguments",
                "remedies",
                "motivation",
                "decision",
                "amendmentHeading",
                "amendmentContent",
                "amendmentReference",
                "amendmentJustification",
            ],
            Role.BLOCK,
        )
        | dict.fromkeys(["preface", "preamble", "conclusions", "coverPage", "header"], Role.GROUP)
        | {"tr": Role.ROW, "meta": Role.SKIPPED, "authorialNote": Role.NOTE, "noteRef": Role.CALL, "eop": Role.PAGE}
        | {"quotedStructure": Role.QUOTED, "embeddedStructure": Role.QUOTED}
    )
    dress: ClassVar[dict[str, MarkKind]] = {
        "i": MarkKind.ITALIC,
        "b": MarkKind.BOLD,
        "sup": MarkKind.SUPERSCRIPT,
        "sub": MarkKind.SUBSCRIPT,
        "term": MarkKind.TERM,
        "def": MarkKind.TERM,
        "ref": MarkKind.LINK,
        "rref": MarkKind.LINK,
        "a": MarkKind.LINK,
    }

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        body = next(root.iter("{*}body"), None)
        self.exact = body is not None and body.get(f"{_RK}text") == "exact"
        self._variables = akn_meta.variables(root)
        akn_meta.suggest(root, build)
        self.citation = build.authority.citation or build.authority.short
        namespace = root.tag.rpartition("}")[0].lstrip("{") if isinstance(root.tag, str) else ""
        if namespace != NAMESPACE:
            said = f"the namespace is {namespace!r}" if namespace else "there is no namespace"
            self.warn("read.akn-version", f"{said}, not that of Akoma Ntoso 3.0", "check what was read; the file follows another version")
        self.articles = next(root.iter("{*}article"), None) is not None
        for note in root.iter("{*}authorialNote", "{*}note"):
            if (id := self.source_id(note)) and local(note) == "note":
                self.notes[id] = note
        targets = {(call.get("href") or "").lstrip("#") for call in root.iter("{*}noteRef")}
        self._elsewhere = targets

    def actions(self) -> dict[str, Action]:
        """Return what is read by more than a role."""
        return {
            "hcontainer": self.container,
            "p": self.read_text,
            "tr": self.read_text_row,
            "block": self.named_block,
            "inline": self.named_inline,
            "ref": self.reference,
            "eop": self.read_page,
            "br": self.line_break,
            "eol": self.line_break,
            "subFlow": self.read_block,
            "docDate": self.date,
        }

    def unit(self, element: etree._Element, name: str, number: str, heading: str) -> Unit:
        """Label a unit: as regkit wrote it, else as its element and its number say."""
        id = self.source_id(element)
        if (type := element.get(f"{_RK}type")) in _TYPES:
            get = element.get
            return Unit(
                get(f"{_RK}label", ""),
                ProvisionType(type),
                get(f"{_RK}top") == "true",
                get(f"{_RK}pinpoint", ""),
                get(f"{_RK}marker", number) or None,
                get(f"{_RK}heading", heading) or None,
                id,
                get(f"{_RK}name", ""),
                element.get("eId", "") if type == ProvisionType.FOOTNOTE else "",
            )
        grouping = self.articles and name == "section" and next(element.iter("{*}article"), None) is not None
        kind = element.get("name", "") if name == "hcontainer" else ""
        made = derive(name, number, heading, self.citation, kind=kind, grouping=grouping, depth=self.build.depth)
        return Unit(made.label, made.type, made.top, made.pinpoint, made.marker, made.heading, id, made.name)

    def source_id(self, element: etree._Element) -> str:
        """Return the id that the source gives an element: ``eId``, or ``id`` as versions before 3.0 spell it."""
        return element.get(f"{_RK}source") or element.get("eId") or element.get("id") or ""

    def value(self, element: etree._Element, name: str) -> str:
        """Return what a reference leads to, or the id of the term that is meant."""
        own = element.get(f"{_RK}value")
        if own is not None:
            return own
        if name in ("term", "def"):
            return (element.get("refersTo") or "").removeprefix("#")
        return element.get("href") or element.get("from") or ""

    def container(self, element: etree._Element, path: str) -> None:
        """Read a generic container; one that holds text of the unit around it opens nothing."""
        if element.get("name") == OWN_TEXT:
            self.read_block(element, path)
        else:
            self.open_unit(element, path)

    def joins(self, element: etree._Element, *, chained: bool) -> str | None:
        """Return what parts a unit's first text from what stands before: regkit writes it down."""
        if self.exact:
            return _SEPARATORS.get(element.get(f"{_RK}after", ""))
        return super().joins(element, chained=chained)

    def read_text(self, element: etree._Element, path: str) -> None:
        """Read a paragraph."""
        if self.exact and not self._row:
            self.flush()
            self._separate(element)
        self.read_block(element, path)

    def read_text_row(self, element: etree._Element, path: str) -> None:
        """Read a row of a table."""
        if self.exact and not self._row:
            self.flush()
            self._separate(element)
        self.read_row(element, path)

    def _separate(self, element: etree._Element) -> None:
        if not self._number:  # the number that waits opens the block, and its unit said what stands before
            self._joined = _SEPARATORS.get(element.get(f"{_RK}after", ""))

    def named_block(self, element: etree._Element, path: str) -> None:
        """Read a generic block; one that is named a heading is display text."""
        if self.exact:
            self.flush()
            self._separate(element)
        if element.get("name") == "heading":
            self.read_display(element, path)
        else:
            self.read_block(element, path)

    def named_inline(self, element: etree._Element, path: str) -> None:
        """Read a generic inline: small capitals and links that no address can hold have their names."""
        kind = _NAMED.get(element.get("name", ""))
        if kind is None:
            self.walk(element, path)
            return
        before = self._kind, self._value
        self._kind, self._value = kind, element.get(f"{_RK}value", "")
        self.walk(element, path)
        self._kind, self._value = before

    def reference(self, element: etree._Element, path: str) -> None:
        """Read a reference; one that regkit wrote for a footnote's mark in the text is its call."""
        if element.get("class") == "placeholder":
            if words_of(element):
                self.walk(element, path)
            else:
                self.say(self._variables.get((element.get("href") or "").removeprefix("#"), ""))
        elif element.get("class") == "noteCall":
            if not self._pieces:
                self._where = self._at
            self._pieces.append(Call(element.text or "", (element.get("href") or "").removeprefix("#"), inline=True))
        else:
            self.read_inline(element, path)

    def date(self, element: etree._Element, path: str) -> None:
        """Read a date; "Made" before it is a cell of its own where instruments are printed."""
        if self._pieces and not printed(self._pieces)[-1:].isspace():
            self.say(" ")
        self.read_inline(element, path)

    def call(self, element: etree._Element) -> Call | None:
        """Return the call of a note that stands elsewhere."""
        return Call(element.get("marker") or "", (element.get("href") or "").removeprefix("#"))

    def note_mark(self, element: etree._Element) -> str:
        """Return the mark of a note."""
        return element.get(f"{_RK}marker") or element.get("marker") or ""

    def call_mark(self, element: etree._Element) -> str:
        """Return the mark that a note is called with."""
        return element.get("marker") or ""

    def note_key(self, element: etree._Element) -> str:
        """Return what calls elsewhere name a note by."""
        id = element.get("eId") or ""
        return id if id in self._elsewhere else ""

    def page(self, element: etree._Element) -> str:
        """Return the number of the page that begins."""
        return element.get("number") or ""

    def read_page(self, element: etree._Element, path: str) -> None:
        """Keep a page mark, without a number too."""
        if not self._pieces:
            self._where = self._at
        self._pieces.append(Page(self.page(element)))

    def line_break(self, element: etree._Element, path: str) -> None:
        """Read the end of a line as a space."""
        self.say(" ")

    def run(self) -> None:
        """Read the document, then say what it leaves to other files."""
        super().run()
        apart = sum(1 for _ in self.root.iter("{*}componentRef", "{*}documentRef"))
        if apart:
            message = f"{apart} components stand in other files"
            self.build.finding("read.akn-components", Severity.NOTE, message, place=self.build.source.name, remedy="add those files as well")


_TYPES = frozenset(map(str, ProvisionType))
_NAMED = {"small-caps": MarkKind.SMALL_CAPS, "link": MarkKind.LINK}
