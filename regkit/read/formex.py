"""Formex 4: acts of the European Union as the Publications Office marks them up, as adopted (ACT) and consolidated (CONS.ACT), and their annexes.

Articles, paragraphs and points are labelled as they are cited, recitals and annexes too. Notes stand where they are called; their numbers are
counted, as the Official Journal prints them. Articles inside quotations belong to the act that is amended and stand below "quoted". Source: Formex
Version 4 manual of the Publications Office.
"""

from __future__ import annotations

import re
from typing import ClassVar

from lxml import etree

from regkit.model.document import MarkKind, Status
from regkit.read import eu_units
from regkit.read.builder import Call, DocumentBuilder
from regkit.read.nested import Action, Nested
from regkit.read.nested_roles import Role, Unit, local, printed, words_of
from regkit.read.xml import parse, root_start

MEDIA_TYPE = "application/xml"
FALLBACK = False
_ROOTS = frozenset({"ACT", "CONS.ACT", "ANNEX", "CONS.ANNEX", "GENERAL", "LETTER", "CORR", "AGR", "PROT", "DECISION", "RECOMMENDATION", "OPINION"})
_SURE = frozenset({"ACT", "CONS.ACT", "CONS.ANNEX"})
_DRESS = {"BOLD": MarkKind.BOLD, "ITALIC": MarkKind.ITALIC, "SUP": MarkKind.SUPERSCRIPT, "SUB": MarkKind.SUBSCRIPT, "SMALLCAPS": MarkKind.SMALL_CAPS}
_SIGNS = {"QUOT.START": "‘", "QUOT.END": "’"}


def accepts(head: bytes, name: str) -> bool:
    """Take XML whose first element is one of Formex's."""
    element, tag = root_start(head)
    return element in _SURE or (element in _ROOTS and (b"BIB.INSTANCE" in head or "formex" in tag.lower()))


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read an act or an annex. Raises: ReadError where the XML is broken."""
    FormexReader(parse(data, build.source.name, instructions=True), build).run()


class FormexReader(Nested):
    """The vocabulary of Formex."""

    unknown = Role.BLOCK
    roles: ClassVar[dict[str, Role]] = (
        dict.fromkeys(["ARTICLE", "PARAG", "NP", "CONSID", "ANNEX", "CONS.ANNEX", "DIVISION"], Role.UNIT)
        | dict.fromkeys(["TI.ART", "NO.PARAG", "NO.P"], Role.NUMBER)
        | dict.fromkeys(["STI.ART"], Role.HEADING)
        | dict.fromkeys(["TITLE", "TI", "STI", "TI.BLK", "TI.GR.SEQ"], Role.DISPLAY)
        | dict.fromkeys(["PREAMBLE", "FINAL", "GR.VISA"], Role.GROUP)
        | dict.fromkeys(
            [
                "HT",
                "DATE",
                "FT",
                "NOTE.REF",
                "REF.DOC",
                "REF.DOC.OJ",
                "REF.DOC.SE",
                "REF.DOC.ECR",
                "LINK",
                "FORMULA.S",
                "FMT.VALUE",
                "NO.DOC.TXT",
                "ADDR.S",
                "OVER",
                "FR",
                "PLACEHOLDER",
                "IE",
                "QUOT.S.IN",
                "MATH",
                "EXPONENT",
                "ACCENT",
                "TERM",
                "DEFINITION",
            ],
            Role.INLINE,
        )
        | {"ROW": Role.ROW, "NOTE": Role.NOTE, "QUOT.S": Role.QUOTED}
        | dict.fromkeys(["BIB.INSTANCE", "BIB.DATA", "BIB.DOC", "INFO.CONSLEG", "INFO.PROD", "FAM.COMP", "NO.CELEX", "GR.MOD.ACT"], Role.SKIPPED)
    )
    dress: ClassVar[dict[str, MarkKind]] = {"LINK": MarkKind.LINK, "REF.DOC.OJ": MarkKind.LINK, "TERM": MarkKind.TERM}

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        whole = next((e for e in root.iter("TITLE") if _parent(e) not in ("ANNEX", "DIVISION", "BIB.DATA")), None)
        title = "" if whole is None else " ".join(filter(None, map(words_of, whole.iter("P")))) or words_of(whole)
        numbers = " ".join(words_of(e) for e in root.iter("NO.CELEX"))
        found, date = eu_units.celex(numbers)
        info = next(root.iter("INFO.CONSLEG"), None)
        consolidated = local(root).startswith("CONS.")
        cited = eu_units.instrument(title)
        iso = next((e.get("ISO") or "" for e in root.iter("DATE")), "")
        version = (info.get("START.DATE") or info.get("CONSLEG.DATE") or "") if info is not None else iso
        self.build.suggest(
            title=title[:600],
            issuer=words_of(next(root.iter("AUTHOR"), None)),
            instrument=cited or found,
            citation=cited or found,
            short=cited or found,
            version=f"{version[:4]}-{version[4:6]}-{version[6:8]}" if re.fullmatch(r"\d{8}", version) else date,
            url=eu_units.address(cited),
            status=Status.RESTATEMENT if consolidated else Status.OFFICIAL,
        )
        self.cited = build.authority.citation
        self.marks: dict[etree._Element, str] = {}
        called = {note.get("NOTE.REF") for note in root.iter("NOTE") if note.get("NOTE.REF")}
        self._ids: dict[str, str] = {}
        count = 0
        for note in root.iter("NOTE"):
            if note.get("NOTE.REF"):
                continue
            count += 1
            self.marks[note] = "*" * count if note.get("NUMBERING") == "STAR" and count < 4 else str(count)
            if (id := note.get("NOTE.ID") or "") in called:
                self._ids[id] = self.marks[note]

    def actions(self) -> dict[str, Action]:
        """Return what is read by more than a role."""
        return {
            "HT": self.highlighted,
            "DIVISION": self.titled,
            "ANNEX": self.titled,
            "CONS.ANNEX": self.titled,
            "CONSID": self.recital,
            "QUOT.START": self.sign,
            "QUOT.END": self.sign,
            "QUOT.S": self.quotation,
            "INCL.ELEMENT": self.included,
            "NOTE": self.footnote,
            "PARAG": self.open_unit,
            "CELL": self.read_block,
        }

    def unit(self, element: etree._Element, name: str, number: str, heading: str) -> Unit:
        """Label a unit."""
        id = element.get("IDENTIFIER") or ""
        if name == "ARTICLE":
            return eu_units.article(number, heading, self.cited, id)
        if name in ("ANNEX", "CONS.ANNEX"):
            return eu_units.annex(number, heading, self.cited, id)
        if name == "DIVISION":
            return eu_units.division(number, heading, "" if self.build.path else self.cited, id)
        return eu_units.numbered(number, id)

    def titled(self, element: etree._Element, path: str) -> None:
        """Read a division or an annex: its title is number and heading on lines of their own."""
        title = next((child for child in element if local(child) == "TITLE"), None)
        number, heading = _first(title, "TI"), _first(title, "STI")
        self.release()
        unit = self.unit(element, local(element), words_of(number), words_of(heading))
        self.build.open(
            unit.label,
            type=unit.type,
            marker=unit.marker,
            heading=unit.heading,
            top=unit.top and not self.quoted,
            pinpoint="" if self.quoted else unit.pinpoint,
            name=unit.name,
            source_id=unit.source_id,
        )
        outer, self._at = self._at, (element, path)
        self.walk(element, path)
        self.release()
        self.build.close()
        self._at = outer

    def included(self, element: etree._Element, path: str) -> None:
        """Say that what stands here is in another file: an act and its annexes, images and forms come apart."""
        file = " ".join((element.get("FILEREF") or "another file").split())[:200]
        self.warn("read.formex-included", f"{file} belongs here and was not read", "Read that file too")

    def recital(self, element: etree._Element, path: str) -> None:
        """Read a recital: the number is that of the numbered paragraph in it."""
        number = next(element.iter("NO.P"), None)
        self.release()
        unit = eu_units.recital(printed(self._gather(number)), self.cited)
        inner = next((child for child in element if local(child) == "NP"), None)
        self.build.open(unit.label, type=unit.type, marker=unit.marker, top=unit.top, pinpoint=unit.pinpoint, name=unit.name)
        outer, self._at = self._at, (element, path)
        if inner is not None and number is not None and number.getparent() is inner:
            place = f"{path}/*[{1 + sum(1 for _ in inner.itersiblings('*', preceding=True))}]"
            self._at = (inner, place)
            self._number, self._numbered = self._gather(number), self._at
            self.walk(inner, place, 1)
        else:
            self.walk(element, path)
        self.flush()
        self._end_unit()
        self._at = outer

    def highlighted(self, element: etree._Element, path: str) -> None:
        """Read text in a dress."""
        before, self._kind = self._kind, _DRESS.get(element.get("TYPE") or "", self._kind)
        self.walk(element, path)
        self._kind = before

    def sign(self, element: etree._Element, path: str) -> None:
        """Read a quotation mark: it is an element with the character's code."""
        code = element.get("CODE") or ""
        mark = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) and not 0xD800 <= int(code, 16) < 0xE000 else ""
        self.say(mark if mark.isprintable() and mark else _SIGNS[local(element)])

    def quotation(self, element: etree._Element, path: str) -> None:
        """Read a quotation: of whole provisions as text of another act, of words as it stands."""
        if next(element.iter("ARTICLE", "PARAG", "NP", "ANNEX", "DIVISION", "P", "ALINEA"), None) is None:
            self.walk(element, path)
        else:
            self.read_quoted(element, path)

    def footnote(self, element: etree._Element, path: str) -> None:
        """Read a note where it is called, or a further call of one."""
        again = element.get("NOTE.REF")
        if again:
            self._pieces.append(Call(self._ids.get(again, ""), again))
        else:
            self.read_note(element, path)

    def note_key(self, element: etree._Element) -> str:
        """Return the id of a note that is called again."""
        id = element.get("NOTE.ID") or ""
        return id if id in self._ids else ""

    def note_mark(self, element: etree._Element) -> str:
        """Return the number of a note."""
        return self.marks.get(element, "")

    def value(self, element: etree._Element, name: str) -> str:
        """Return what a reference leads to."""
        if name == "REF.DOC.OJ":
            return "OJ " + " ".join(filter(None, (element.get("COLL"), element.get("NO.OJ"), element.get("DATE.PUB"), element.get("PAGE.FIRST"))))
        return element.get("HREF") or element.get("REF") or ""

    def page(self, element: etree._Element) -> str:
        """Return the page of the Official Journal that begins."""
        if getattr(element, "target", "") != "PAGE":
            return ""
        match = re.search(r"NO=[\"']0*(\w+)", element.text or "")
        return match[1] if match else ""


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else local(parent)


def _first(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next((child for child in element if local(child) == name), None)
