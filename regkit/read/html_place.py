"""The blocks of a web page → the tree: which are headings, numbered rules, entries of definitions, and plain paragraphs.

The levels of the page's own headings say how units nest; what a heading names (part, section, article, rule) says how it is cited. Rulebooks set
the number of a rule in a block of its own, beside the text it numbers: the two are one paragraph here. A definition is an entry where its term
stands alone and what follows begins with "means" (or is its meaning, in a list of definitions).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from regkit.model.document import MarkKind, ProvisionType
from regkit.read import headings
from regkit.read.assemble import Assembler
from regkit.read.builder import Run
from regkit.read.html_blocks import Item
from regkit.read.html_dress import announces
from regkit.read.paragraph import Paragraph, cut, plain

_LEVEL = (0, 6, 10, 14, 18, 22, 27)  # ranks of h1 to h6: below those of rules numbered with a dot, whatever the page numbers
_BOLD = 67  # rank of a line in bold
_ENTRY = 90
_NUMBER = re.compile(
    r"((?:[A-Z]{2,12}\s+\d{1,3}[A-Z]{0,3}(?=\.)|\d{1,3}[A-Z]{0,3})(?:\.\d{1,3}[A-Z]{0,3}){0,4}(?:\s?(?:R|G|E|D|P|UK|EU)\b)?)(?:\s+\d{2}/\d{2}/\d{4})?"
)
_HEADED = re.compile(r"((?:[A-Z]{2,12}\s+)?\d{1,3}[A-Z]{0,3}(?:\.\d{1,3}[A-Z]{0,3}){1,4})\.?\s+(?=[^\W\d_“\"‘(\[])")
_ASIDE = re.compile(r"\s*(?:\[(?:\d{1,3} FR \d|FR Doc\b).*\]\s*$|BILLING CODE\b)", re.DOTALL)
_BRACKETED = re.compile(r"\s*\(\s?[A-Za-z0-9]{1,5}\s?\)\s")
_MARKER = re.compile(r"(?:\(\s?[A-Za-z0-9]{1,5}\s?\)|\d{1,3}[A-Z]{0,2}\.|[A-Za-z]\.|[ivxl]{1,6}\.|[A-Za-z0-9]{1,3}\))")
_UNIT_CELL = re.compile(
    r"(?:Article|Rule|Section|Regulation|Chapter|Part|Schedule|Annex|Appendix)\s+[0-9A-Z]{1,6}(?:\.[0-9A-Z]{1,4})*", re.IGNORECASE
)
_VERB = re.compile(
    r"\W*(?:(?:shall |also )?(?:means?|includes?|refers? to)\b|(?:has|have|shall have|bears?) the (?:same |following )?meanings?\b"
    r"|(?:is|are) defined\b"
    r"|(?:in relation to|in respect of|for the purposes? of|with respect to|where|when|as)\b[^.;]{0,160}?\b(?:means?|includes?|has the meaning)\b"
    r"|\((?!\w{1,4}\))[^()]{1,160}\)\s*(?:means?|includes?|has the meaning)\b)",
    re.IGNORECASE,
)
_GLOSSARY = re.compile(r"\W*(?:glossary|(?:list of )?defined terms)(?: of (?:defined )?terms)?\W*$", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:,!?]\s*$|[.;]\s|^\W*\[")
_PROSE = re.compile(r"\b(?:is|are|was|were|shall|must|may|has|have|will|means?)\b", re.IGNORECASE)
_MOST_WORDS = 14
_LONGEST_TERM = 400  # characters, white space of the source included


def place(items: list[Item], assemble: Assembler) -> None:
    """Hand the blocks of a page to the assembler. Linear."""
    _Placer(_joined(items), assemble).run()


def _joined(items: Sequence[Item]) -> list[Item]:
    """Return the items, a number that stands in a block of its own joined with the block that it numbers: "2.1", "(1)", "A firm must"."""
    found: list[Item] = []
    for item in reversed(items):
        if found and _numbers(item, found[-1]):
            found[-1] = _join(item, found[-1])
        else:
            found.append(item)
    found.reverse()
    return found


def _numbers(item: Item, following: Item) -> bool:
    if item.level or item.role or item.paragraph.table or item.paragraph.number or len(item.paragraph.text) > 60:
        return False
    text = _words(item)
    if following.role in ("row", "pre") or following.paragraph.number or following.number:
        return False
    other = _words(following)
    if following.level:
        return bool(_NUMBER.fullmatch(text) or _UNIT_CELL.fullmatch(text) or _MARKER.fullmatch(text))
    if _NUMBER.fullmatch(other) or _MARKER.fullmatch(other) or following.role:
        return False
    if _MARKER.fullmatch(text):
        return True
    return bool(_NUMBER.fullmatch(text)) and ("." in text or len(other.split()) >= 4)


def _join(item: Item, following: Item) -> Item:
    first, second = item.paragraph, following.paragraph
    paragraph = Paragraph([*first.pieces, " ", *second.pieces], second.origin, heading=second.heading, listed=second.listed)
    paragraph.notes = [*first.notes, *second.notes]
    match = _NUMBER.fullmatch(_words(item))
    number = match[1] if match else ""
    return Item(paragraph, following.level, following.role, following.dressed and not number, number)


class _Placer:
    def __init__(self, items: list[Item], assemble: Assembler) -> None:
        self.items = items
        self.assemble = assemble
        texts = [item.paragraph.text for item in items if not item.level and item.role in ("", "pre")]
        self.decimals = headings.uses_decimals(texts)
        self.headed = sum(1 for item in items if item.level > 1) > 0
        self.leads = False
        self.glossary = False
        self.lists: list[tuple[int, bool]] = []  # the headings that are open, by rank, and whether they head definitions
        self.commentary = False
        self.last: dict[int, int] = {}
        self.units: list[tuple[int, ProvisionType]] = []

    def run(self) -> None:
        for index, item in enumerate(self.items):
            following = self.items[index + 1] if index + 1 < len(self.items) else None
            if item.level:
                if following is not None and self._heads_entry(item, following):
                    self._entry(item)
                else:
                    self._heading(item)
            elif item.number:
                self._rule(item, item.number)
            elif following is not None and self._is_entry(item, following):
                self._entry(item)
            elif item.role not in ("row", "term", "meaning") and self._line(item, following):
                continue
            else:
                self._paragraph(item)
        self.assemble.close(0)

    def _heading(self, item: Item) -> None:
        text = _words(item)
        rank = _LEVEL[min(item.level, 6)]
        self.last.clear()
        self._head(rank, text)
        if not item.number and (match := _HEADED.match(text)) is not None:
            self.assemble.heading(item.paragraph, rank, match[1], ProvisionType.HEADING, marker=match[1], title=text[match.end() :], top=True)
            return
        if item.number:
            number, title = item.number, text[len(item.number) :].strip()
            rank = headings.DECIMAL + number.count(".") if "." in number and self.assemble.inside(headings.DECIMAL) else rank
            kind = ProvisionType.HEADING if "." in number else ProvisionType.CHAPTER
            self.assemble.heading(item.paragraph, rank, number, kind, marker=number, title=title, top=True)
            return
        self._named(item.paragraph, text, rank, found=headings.classify(text, commentary=self.commentary))

    def _head(self, rank: int, text: str) -> None:
        """Note whether a heading announces definitions; what it heads does too."""
        self.lists = [each for each in self.lists if each[0] < rank]
        self.glossary = _GLOSSARY.match(text) is not None or (self.glossary and any(heads for _, heads in self.lists))
        self.lists.append((rank, announces(text, heading=True) and len(text) < 200))
        self.leads = False

    @property
    def listed(self) -> bool:
        """Whether definitions are to be expected here."""
        return self.leads or any(heads for _, heads in self.lists)

    def _named(self, paragraph: Paragraph, text: str, rank: int, found: headings.Heading | None) -> None:
        """Begin the unit of a heading: by what it names where it names a unit, else by its level."""
        if found is None:
            self.assemble.group(paragraph, rank, text, appendix=self.commentary)
            return
        if found.rank <= headings.SECTION:
            self.commentary = found.type is ProvisionType.APPENDIX
        self.units = [unit for unit in self.units if unit[0] < rank]
        within = any(type in (ProvisionType.RULE, ProvisionType.ARTICLE, ProvisionType.CHAPTER) for _, type in self.units)
        self.units.append((rank, found.type))
        top = found.top and not (found.label.startswith("Section ") and within)
        rank = found.rank if found.rank in (headings.COMMENT, headings.SUBCOMMENT) else rank
        self.assemble.heading(paragraph, rank, found.label, found.type, marker=found.marker, title=found.title, top=top)

    def _rule(self, item: Item, number: str) -> None:
        self.leads = False
        self.assemble.heading(None, headings.DECIMAL + number.count("."), number, ProvisionType.PARAGRAPH, marker=number, top=True)
        paragraph = item.paragraph
        end = paragraph.text.find(number) + len(number)
        if not _BRACKETED.match(paragraph.text, end):
            self._paragraph(item)
            return
        first, second = cut(paragraph.pieces, [end])  # "2.1 (1) A firm must": the number stands over the first item
        self.assemble.add(Paragraph(first, paragraph.origin, heading=True, listed=paragraph.listed))
        item.paragraph = Paragraph(second, paragraph.origin, listed=paragraph.listed)
        item.paragraph.notes = paragraph.notes
        self._paragraph(item)

    def _line(self, item: Item, following: Item | None) -> bool:
        """Take a line that the page sets as a heading without marking it as one; False where it is none."""
        paragraph = item.paragraph
        pre = item.role == "pre"
        if paragraph.table or paragraph.number:
            return False
        if self.decimals and (found := headings.decimal(paragraph.text)) is not None:
            self._rule(item, found[0])
            return True
        if not (pre or item.dressed or not self.headed) or len(paragraph.text) > 2 * headings.LONGEST:
            return False
        text = _words(item)
        if (named := headings.classify(text, commentary=self.commentary)) is not None and (pre or not self.headed or item.dressed):
            self.last.clear()
            paragraph.heading = True
            self._named(paragraph, text, named.rank, named)
            return True
        if not self.commentary and (found_sub := headings.subheading(text, self.last)) is not None:
            self._sub(paragraph, found_sub)
            return True
        if _is_bold(paragraph) and following is not None and len(text) <= 150 and not _SENTENCE.search(text) and any(map(str.isalpha, text)):
            self._head(_BOLD, text)
            self.assemble.group(paragraph, _BOLD, text, appendix=True)
            return True
        return False

    def _sub(self, paragraph: Paragraph, found: headings.Heading) -> None:
        self.last[found.rank] = self.last.get(found.rank, 0) + 1
        for rank in [rank for rank in self.last if rank > found.rank]:
            del self.last[rank]
        self.assemble.close(found.rank)
        path = self.assemble.build.path
        label = found.label if found.rank == headings.ROMAN or not path else f"{path[-1]}.{found.label}"
        self.assemble.heading(paragraph, found.rank, label, found.type, marker=found.marker, title=found.title, top=True)

    def _is_entry(self, item: Item, following: Item) -> bool:
        """Tell whether an item is a term that stands alone over its meaning."""
        if item.level or item.paragraph.table or item.paragraph.number or following.level or following.paragraph.table:
            return False
        if len(item.paragraph.text) > _LONGEST_TERM:
            return False
        text = _words(item)
        if not text or len(text.split()) > _MOST_WORDS or _SENTENCE.search(text) or _MARKER.match(text) or not any(map(str.isalpha, text)):
            return False
        if item.role == "meaning" or (item.role == "term") != (following.role == "meaning"):
            return False
        other = _words(following)
        if _VERB.match(other):
            return not _PROSE.search(text) or item.dressed or item.role == "term"
        if not self.listed:
            return False
        return item.role == "term" or (item.dressed and not following.dressed and len(other.split()) >= 3 and not other.startswith("["))

    def _heads_entry(self, item: Item, following: Item) -> bool:
        """Tell whether a heading is a term: below a heading of definitions, over "means …"; in a glossary over anything."""
        text, rank = _words(item), _LEVEL[min(item.level, 6)]
        if following.level or item.number or not 2 <= len(text) <= 100 or following.paragraph.table or not text[0].isalpha():
            return False
        above = [each for each in self.lists if each[0] < rank]
        if not any(heads for _, heads in above) or announces(text, heading=True) or headings.classify(text) is not None:
            return False
        return self.glossary or _VERB.match(_words(following)) is not None

    def _entry(self, item: Item) -> None:
        term = _words(item).strip("“”\"'‘’ ")
        self.assemble.close(_ENTRY)
        pinpoint = f"{self.assemble.build.pinpoint}, {term}"
        self.assemble.heading(item.paragraph, _ENTRY, term, ProvisionType.DEFINITION, title=term, pinpoint=pinpoint)

    def _paragraph(self, item: Item) -> None:
        self.leads = self.leads or (len(item.paragraph.text) < 600 and announces(item.paragraph.text, heading=False))
        if _ASIDE.match(item.paragraph.text):
            item.paragraph.listed = -1  # it stands below the whole, not in the last item
        self.assemble.add(item.paragraph)


def _words(item: Item) -> str:
    return " ".join(item.paragraph.text.split())


def _is_bold(paragraph: Paragraph) -> bool:
    words = [piece for piece in paragraph.pieces if plain(piece).strip()]
    return bool(words) and all(isinstance(piece, Run) and piece.kind is MarkKind.BOLD for piece in words)
