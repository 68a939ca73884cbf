"""What elements of law in XML are: the roles that a vocabulary gives them, and how a unit is put into the tree."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, auto

from lxml import etree
from msgspec import Struct

from regkit.model.document import ProvisionType
from regkit.read.builder import Piece
from regkit.read.paragraph import plain


class Role(IntEnum):
    """What an element is in its vocabulary."""

    UNIT = auto()  # opens a provision
    NUMBER = auto()
    HEADING = auto()  # of the unit that it stands in
    BLOCK = auto()  # begins and ends a paragraph
    DISPLAY = auto()  # a paragraph of display text
    INLINE = auto()
    ROW = auto()  # of a table: all below it is one block
    TABLE = auto()
    NOTE = auto()  # a footnote
    CALL = auto()  # of a footnote that stands elsewhere
    QUOTED = auto()  # text of another law
    GROUP = auto()  # a provision without a number: a preamble, a source credit
    PAGE = auto()
    SKIPPED = auto()  # metadata


class Unit(Struct, frozen=True):
    """How a unit is put into the tree; see `DocumentBuilder.open` for the fields."""

    label: str
    type: ProvisionType
    top: bool = False
    pinpoint: str = ""
    marker: str | None = None
    heading: str | None = None
    source_id: str = ""
    name: str = ""
    key: str = ""


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words_of(element: etree._Element | None) -> str:
    """Return all text below an element, single-spaced."""
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def printed(pieces: Iterable[Piece]) -> str:
    """Return the text of pieces, single-spaced."""
    return " ".join("".join(map(plain, pieces)).split())


class Places:
    """Paths of child numbers of elements; the children of an element are counted once."""

    def __init__(self) -> None:
        self._numbers: dict[etree._Element, dict[etree._Element, int]] = {}

    def path(self, element: etree._Element) -> str:
        """Return the path of an element."""
        steps: list[str] = []
        parent = element.getparent()
        while parent is not None:
            numbers = self._numbers.get(parent)
            if numbers is None:
                numbers = self._numbers[parent] = {child: number for number, child in enumerate(parent.iterchildren("*"), start=1)}
            steps.append(f"*[{numbers[element]}]")
            element, parent = parent, parent.getparent()
        return "/*/" + "/".join(reversed(steps)) if steps else "/*"
