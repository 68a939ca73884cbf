"""How a web page dresses its words: bold, italics, links, terms, and the page breaks of a printed edition."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from regkit.model.document import MarkKind
from regkit.read.builder import Piece, Run
from regkit.read.html_content import is_term_link
from regkit.read.html_parse import text_of
from regkit.read.paragraph import plain

_KINDS = {
    "b": MarkKind.BOLD,
    "strong": MarkKind.BOLD,
    "i": MarkKind.ITALIC,
    "em": MarkKind.ITALIC,
    "cite": MarkKind.ITALIC,
    "var": MarkKind.ITALIC,
    "dfn": MarkKind.TERM,
    "sup": MarkKind.SUPERSCRIPT,
    "sub": MarkKind.SUBSCRIPT,
}
_HEADS = re.compile(r"\b(?:definitions?|defined terms?|glossary|meanings?|interpretation|terminology)\b", re.IGNORECASE)
_LEADS = re.compile(
    r"\b(?:following|these) (?:definitions?|terms?|words?|expressions?)\b|\bha(?:s|ve) the (?:following )?meanings?\b"
    r"|\bdefinitions? (?:below|that follow)\b",
    re.IGNORECASE,
)
_WEAK = (None, MarkKind.BOLD, MarkKind.ITALIC, MarkKind.SMALL_CAPS)
_PAGE_TEXT = re.compile(r"\s*\[*\s*(?:(?:start\s+)?(?:printed\s+)?page\s+)?([A-Za-z]{0,2}\d{1,7})\s*\]*\s*|\s*", re.IGNORECASE)
_PAGE_ID = re.compile(r"(?:page|pg)[-_]?\d+", re.IGNORECASE)
_SMALL_CAPS = re.compile(r"font-variant(?:-caps)?\s*:\s*small-caps", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_NUMBER = re.compile(
    r"\([A-Za-z0-9]{1,5}\)|[A-Z]?\d{1,3}[A-Z]{0,2}\.?|(?:part|chapter|schedule|annex|section|article)\s+[A-Z0-9]{1,6}", re.IGNORECASE
)
_WORD = re.compile(r"[\w“‘\"']")


def dress(element: etree._Element, tag: str, kind: MarkKind | None, value: str) -> tuple[MarkKind | None, str]:
    """Return the mark of an inline element within one of ``kind`` and ``value``.

    What is a link stays one whatever stands inside it; a term wins over a link.
    """
    if tag == "a":
        href = (element.get("href") or "").strip()
        if href and (kind is not MarkKind.TERM or not value):
            return (MarkKind.TERM if kind is MarkKind.TERM or is_term_link(element) else MarkKind.LINK), href
        return kind, value
    if kind not in _WEAK:
        return kind, value
    if tag == "span" and element.attrib and is_term_link(element):
        return MarkKind.TERM, ""
    new = _KINDS.get(tag)
    if new is None and element.attrib and (style := element.get("style")):
        if _SMALL_CAPS.search(style):
            new = MarkKind.SMALL_CAPS
        elif _BOLD_STYLE.search(style):
            new = MarkKind.BOLD
        elif _ITALIC_STYLE.search(style):
            new = MarkKind.ITALIC
    return (new or kind), value


def announces(text: str, *, heading: bool) -> bool:
    """Tell whether a heading or a lead-in says that definitions follow."""
    return (_HEADS if heading else _LEADS).search(text) is not None


def dressed(pieces: Iterable[Piece]) -> bool:
    """Tell whether all words of some pieces are set off: in bold, in italics, or a link to a definition."""
    any_words = False
    for piece in pieces:
        text = plain(piece)
        if text.strip():
            if not isinstance(piece, Run) or piece.kind not in (MarkKind.BOLD, MarkKind.ITALIC, MarkKind.TERM, MarkKind.SMALL_CAPS):
                return False
            any_words = True
    return any_words


def page_label(element: etree._Element) -> str | None:
    """Return the label of a page break of the printed edition, None where an element is none."""
    attributes = element.attrib
    if attributes.get("role") != "doc-pagebreak" and not attributes.get("data-page") and not _PAGE_ID.fullmatch(attributes.get("id") or ""):
        return None
    match = _PAGE_TEXT.fullmatch(text_of(element))
    if match is None:
        return None
    given = attributes.get("data-page") or match[1] or re.sub(r"\D+", "", attributes.get("id") or "") or (attributes.get("aria-label") or "").strip()
    return given or None


def stands_beside(span: etree._Element) -> bool:
    """Tell whether a span is a number and the next one its text: the page sets them side by side, with nothing between."""
    following = span.getnext()
    if span.tail or len(span) or following is None or following.tag != "span":
        return False
    return bool(_NUMBER.fullmatch((span.text or "").strip())) and _WORD.match(following.text or "") is not None
