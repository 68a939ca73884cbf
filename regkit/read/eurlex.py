"""EUR-Lex pages: acts of the European Union as HTML, in the layouts before and after 2023 ("ti-art", "oj-ti-art") and as consolidated.

The classes of the Publications Office say what a paragraph is; points stand in tables or grids of two columns, the number in the first. Pages of the
oldest acts have no classes: there an article is a line that says "Article 6" and nothing else. The marks of consolidation (▼M1) are left out, and a
finding says how many. A consolidated text has no legal effect, so it restates.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from lxml import etree

from regkit.model.document import MarkKind, Status
from regkit.model.finding import Severity
from regkit.read import eu_units, eurlex_page
from regkit.read.builder import DocumentBuilder
from regkit.read.html_blocks import BLOCKS, LEVELS
from regkit.read.html_parse import looks_like_html, parse
from regkit.read.nested import Action, Nested
from regkit.read.nested_roles import Role, Unit, local, printed, words_of

MEDIA_TYPE = "text/html"
FALLBACK = False
_SIGNS = re.compile(
    rb"eur-lex\.europa\.eu|data\.europa\.eu/eli|uri=CELEX:|css/com/com-|oj-(?:doc-ti|normal|ti-art)|eli-subdivision|title-article-norm|\"ti-art\""
)
_MARK = re.compile(r"[▼►◄▲](?:[ABCMR]\d{0,3})?(?: ?—+)?")
_CONTENT = ("docHtml", "TexteOnly", "text")
_MARKER = re.compile(r"[(\[]?(?:\d{1,4}[a-z]{0,2}|[a-zA-Z]{1,2}|[ivxlIVXL]{1,6})[)\].]{1,2}|[—–•‧-]")
_PARAGRAPH = re.compile(r"(\d{1,3}[a-z]{0,2})\.(?=\s)")
_POINT = re.compile(r"\(([a-z]{1,2}|[ivx]{1,5}|\d{1,3})\)(?=\s)")
_PLAIN_ARTICLE = re.compile(r"(?:Article|Artikel|Artículo|Articolo|Artigo) \d{1,4}[a-z]{0,3}|Sole Article")
_ANNEX = re.compile(r"(?:ANNEX|Annex)(?: [IVXLC\d]+[A-Za-z]?)?")
_DIVISION = re.compile(r"(?:PART|TITLE|CHAPTER|SECTION|Part|Title|Chapter|Section|Sub-?section|SUB-?SECTION) [0-9IVXLC]+[A-Za-z]?")
_RANKS = {"Part": 1, "Title": 2, "Chapter": 3, "Section": 4, "Subsection": 5, "": 6}
_ARTICLE, _NUMBERED, _LETTERED, _ROMAN = 10, 20, 21, 22
_ROMANS = frozenset(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"])


def accepts(head: bytes, name: str) -> bool:
    """Take pages that show the marks of EUR-Lex in their first bytes."""
    return looks_like_html(head) and _SIGNS.search(head) is not None


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a page. Raises: ReadError where it is too large or nested too deeply."""
    EurlexReader(parse(data, build), build).run()


class EurlexReader(Nested):
    """The classes of EUR-Lex pages."""

    unknown = Role.INLINE  # as browsers show what they don't know
    roles: ClassVar[dict[str, Role]] = (
        dict.fromkeys([*BLOCKS, *LEVELS], Role.BLOCK)
        | dict.fromkeys(["script", "style", "nav", "header", "footer", "button", "form", "head", "noscript", "img", "input", "select"], Role.SKIPPED)
        | {"tr": Role.ROW}
    )
    dress: ClassVar[dict[str, MarkKind]] = {
        "i": MarkKind.ITALIC,
        "em": MarkKind.ITALIC,
        "b": MarkKind.BOLD,
        "strong": MarkKind.BOLD,
        "sup": MarkKind.SUPERSCRIPT,
        "sub": MarkKind.SUBSCRIPT,
        "a": MarkKind.LINK,
    }

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        self._calls, self.notes, self._back = eurlex_page.notes(root)
        self._proposal, self._called = eurlex_page.proposal(root)
        self._ranks: list[tuple[int, str]] = []
        self.left = 0
        self._head: etree._Element | None = None
        self._suggest(root)
        self.cited = build.authority.citation

    def _suggest(self, root: etree._Element) -> None:
        lines = [
            p
            for p in root.iter("p", "h1")
            if eurlex_page.classes(p) & {"doc-ti", "title-doc-first", "title-doc-last", "doctitle"} or local(p) == "h1"
        ]
        said = [text for line in lines[:4] if (text := words_of(line))]
        said = said[: next((index for index, text in enumerate(said) if _ANNEX.match(text)), len(said))]
        title = " ".join(dict.fromkeys(said))[:600] or words_of(root.find(".//title"))
        address = next((link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"), "")
        first = words_of(root)[:3000]
        number, date = eu_units.celex(f"{address} {words_of(root.find('.//title'))} {first}")
        title = self._called or eurlex_page.described(root, title)
        cited = self._proposal or eu_units.instrument(title) or eu_units.instrument(first)
        consolidated = number.startswith("0") or next((p for p in root.iter("p") if "title-article-norm" in eurlex_page.classes(p)), None) is not None
        self.build.suggest(
            title=title,
            instrument=cited or number,
            citation=cited or number,
            short=cited or number,
            version=date,
            url=address if address.startswith("https://") else eu_units.address(cited),
            status=Status.DRAFT if self._proposal else Status.RESTATEMENT if consolidated else Status.OFFICIAL,
        )

    def run(self) -> None:
        """Read the document part of the page."""
        held = [element for element in self.root.iter("div") if element.get("id") in _CONTENT]
        body = held[0] if held else self.root.find("body")
        self.root = body if body is not None else self.root
        self.walk(self.root, self.root.getroottree().getpath(self.root))
        self.flush()
        self.close(0)
        if self.left:
            message = f"{self.left} marks of consolidation were left out"
            self.build.finding(
                "read.eurlex-marks", Severity.NOTE, message, place=self.build.source.name, remedy="see the page for which act amended what"
            )

    def actions(self) -> dict[str, Action]:
        """Return what is read by its class."""
        lines: dict[str, Action] = dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), self.line)
        return (
            lines
            | {"div": self.division, "table": self.table, "a": self.link, "br": self.gap}
            | ({"span": self.span, "dd": self.entry} if self._proposal else {})
        )

    def unit(self, element: etree._Element, name: str, number: str, heading: str) -> Unit:
        """Label what an element opens; used by none of this vocabulary's own roles."""
        return eu_units.numbered(number)

    def value(self, element: etree._Element, name: str) -> str:
        """Return the address of a link."""
        return element.get("href") or ""

    def link(self, element: etree._Element, path: str) -> None:
        """Read a link, or the call of a footnote."""
        call = self._calls.get(element)
        if call is not None:
            if not self._pieces:
                self._where = self._at
            self._unbracket(element)
            self._pieces.append(call)
            note = self.notes.get(call.key)
            if note is not None and note not in self._read:
                self._read.add(note)
                self._waiting.append((call, note))
        elif element in self._back:
            self._unbracket(element)
        elif element.get("href"):
            self.read_inline(element, path)
        else:
            self.walk(element, path)

    def _unbracket(self, element: etree._Element) -> None:
        """Take away the brackets around a call, as consolidated texts print it ("Directive 95/46/EC (8) applies"): they are of the mark."""
        before, after = self._pieces[-1] if self._pieces else "", (element.tail or "").lstrip()
        if isinstance(before, str) and before.rstrip().endswith("(") and after.startswith(")"):
            self._pieces[-1] = before.rstrip()[:-1].rstrip()
            element.tail = after[1:]

    def gap(self, element: etree._Element, path: str) -> None:
        """Read a line break as a space."""
        self.say(" ")

    # lines

    def line(self, element: etree._Element, path: str) -> None:
        """Read a paragraph by its class: the title of a unit opens it."""
        if element in self._read or element is self._head:
            return
        if self._row:
            self.read_block(element, path)
            return
        kinds = eurlex_page.classes(element)
        if kinds & {"modref", "arrow"}:
            self.left += 1
            return
        parts = eurlex_page.lines_of(element) if self._proposal else [words_of(element)]
        text = " ".join(parts)
        if not kinds and _MARK.fullmatch(text):
            self.left += 1
        elif kinds & {"Titrearticle", "Annexetitre"} and text:
            self._titled(element, path, parts[0], " ".join(parts[1:]), annex="Annexetitre" in kinds)
        elif not text or kinds & {"ti-art", "title-article-norm"} or (not kinds and _PLAIN_ARTICLE.fullmatch(text)):
            if text:
                self.begin(element, path, _ARTICLE, lambda heading: eu_units.article(text, heading, self.cited, eurlex_page.subdivision(element)))
        elif _ANNEX.fullmatch(text) and not kinds & {"normal", "norm"}:
            self.begin(element, path, 0, lambda heading: eu_units.annex(text, heading, self.cited, eurlex_page.subdivision(element)))
        elif kinds & {"ti-section-1", "title-division-1"} or (not kinds & {"normal", "norm"} and _DIVISION.fullmatch(text)):
            word = text.split(" ")[0].title().replace("Sub-Section", "Subsection")
            self.begin(
                element, path, _RANKS.get(word, 6), lambda heading: eu_units.division(text, heading, self._outer(), eurlex_page.subdivision(element))
            )
        elif kinds & {"doc-ti", "title-doc-first", "title-doc-last", "ti-grseq-1", "title-gr-seq-level-1", "sti-art", "stitle-article-norm", "hd-ti"}:
            self.read_display(element, path)
        elif match := _PARAGRAPH.match(text):
            self.numbered(element, path, _NUMBERED, match[0])
        elif match := _POINT.match(text):
            self.numbered(element, path, self._point_rank(match[1]), match[0])
        else:
            if kinds & {"signatory", "final"}:
                self.close(0)
            self.read_block(element, path)

    def _titled(self, element: etree._Element, path: str, number: str, heading: str, *, annex: bool) -> None:
        """Open an article or an annex of a proposal, whose title is one paragraph with its number."""
        self.close(0 if annex else _ARTICLE)
        self.open((eu_units.annex if annex else eu_units.article)(number, heading, self.cited), 0 if annex else _ARTICLE)
        self.read_display(element, path)

    def entry(self, element: etree._Element, path: str) -> None:
        """Read an entry of the list of notes, where none calls it."""
        if element not in self._read:
            self.read_block(element, path)

    def span(self, element: etree._Element, path: str) -> None:
        """Read a stretch of a proposal; a number stands right beside its text."""
        self.read_inline(element, path)
        if "num" in eurlex_page.classes(element):
            self.say(" ")

    def _outer(self) -> str:
        return "" if self.build.path else self.cited

    def _point_rank(self, label: str) -> int:
        before = next((text for rank, text in reversed(self._ranks) if rank == _LETTERED), "")
        follows = len(label) == 1 and len(before) == 1 and ord(label) == ord(before) + 1
        return _ROMAN if label in _ROMANS and before and not follows else _LETTERED

    def begin(self, element: etree._Element, path: str, rank: int, unit: Callable[[str], Unit]) -> None:
        """Open a unit by its title; the line after it, where its class says so, is the heading."""
        self.flush()
        self.close(rank)
        following = eurlex_page.heading_after(element)
        made = unit("" if following is None else words_of(following))
        self.open(made, rank)
        self.read_display(element, path)
        if following is not None:
            self.read_display(following, following.getroottree().getpath(following))
            self._head = following

    def numbered(self, element: etree._Element, path: str, rank: int, marker: str) -> None:
        """Open a numbered paragraph of an article, or a point, that is printed in one line with its text."""
        self.flush()
        if not self.build.path and rank != _NUMBERED:
            unit = eu_units.recital(marker, self.cited)
            self.close(0)
        else:
            self.close(rank)
            unit = eu_units.numbered(marker)
        self.open(unit, rank, unit.label)
        self.read_block(element, path)

    def open(self, unit: Unit, rank: int, label: str = "") -> None:
        """Open a provision and remember its rank."""
        self.release()
        self.build.open(
            unit.label,
            type=unit.type,
            marker=unit.marker,
            heading=unit.heading,
            top=unit.top,
            pinpoint=unit.pinpoint,
            name=unit.name,
            source_id=unit.source_id,
        )
        self._ranks.append((rank, label))

    def close(self, rank: int) -> None:
        """Close every open unit of the same or a higher rank."""
        self.release()
        while self._ranks and self._ranks[-1][0] >= rank:
            self._ranks.pop()
            self.build.close()

    # points in tables and grids

    def division(self, element: etree._Element, path: str) -> None:
        """Read a division of the page: a point in a grid, a recital, a numbered paragraph, or a container."""
        kinds = eurlex_page.classes(element)
        if "grid-container" in kinds and len(element) >= 2:
            self.point(element[0], list(element)[1:], path, 2)
            return
        number = element[0] if len(element) and local(element[0]) == "span" and "no-parag" in eurlex_page.classes(element[0]) else None
        if number is not None and not (element.text or "").strip() and len(words_of(number)) <= 12:
            self.close(_NUMBERED)
            mark = self._gather(number)
            unit = eu_units.numbered(printed(mark))
            self.open(unit, _NUMBERED, unit.label)
            self._at = self._numbered = (element, path)
            self._number = mark
            self.walk(element, path, 1)
            self.flush()
            return
        if "final" in kinds or (element.get("id") or "").startswith("fnp_"):
            self.close(0)
        self.read_block(element, path)

    def table(self, element: etree._Element, path: str) -> None:
        """Read a table: of points where each row begins with a number, of data otherwise."""
        rows = list(element.iterchildren("tr")) or [row for part in element.iterchildren("tbody") for row in part.iterchildren("tr")]
        cells = [[cell for cell in row if local(cell) in ("td", "th")] for row in rows]
        if self._row or not cells or not all(len(row) == 2 and _MARKER.fullmatch(words_of(row[0])) for row in cells):
            self.read_block(element, path)
            return
        for row in cells:
            self.point(row[0], row[1:], path, 0)

    def point(self, number: etree._Element, content: list[etree._Element], path: str, first: int) -> None:
        """Read a point, or a recital: its number, then its text in a provision of its own."""
        self.release()
        marker = words_of(number)
        recital = not self.build.path and marker.startswith("(")
        if recital:
            self.close(0)
        unit = eu_units.recital(marker, self.cited, eurlex_page.subdivision(number)) if recital else eu_units.numbered(marker)
        ranks, self._ranks = self._ranks, []
        self.open(unit, _NUMBERED)
        self._number = [marker] if marker else []
        self._numbered = None
        for index, cell in enumerate(content, start=first):
            place = f"{path}/*[{index}]" if first else cell.getroottree().getpath(cell)
            self.read_block(cell, place)
        self.close(0)
        self._ranks = ranks
