"""Footnotes of web pages: which link calls which note.

A call is a link within the page to a place further on, whose words are a mark ("12", "[12]", "*"), raised or leading to what is named a note. The
note is the block that holds that place, with the rest of its paragraphs where it has a container of its own. Links that lead back, and the mark
that opens the note, are no text of the document: the call says both.
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field

from regkit.read.html_parse import text_of

_MARK = re.compile(r"[\[(]?\s*(\d{1,4}|[A-Z]\d{1,3}|[*†‡§¶#]{1,4}|[a-z]{1,2}|[ivxl]{1,6})\s*[\])]?\.?")
_NOTE = re.compile(
    r"(?:^|[#_-])(?:foot-?notes?|end-?notes?|notes?|fn|ftn|edn|cite-?note|commentary|_ftn|_edn)(?=[_\d:.-]|ref|$)|^_?(?:ftn|edn|fn)\w*$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"[\s↩↑^←\ufe0e⏎]*|\[?(?:back(?: to (?:citation|text|reference|content|top))?|return(?: to text)?|go back|jump up)\]?", re.IGNORECASE
)
_HEAD = re.compile(r"\W*(?:foot-?|end-?)?notes?\W*", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({"li", "p", "div", "aside", "td", "dd", "section", "tr"})
_HOLDERS = frozenset({"div", "li", "aside", "td", "section", "tr", "dd"})


class HtmlNotes(Struct):
    """The footnotes of a page: ``calls`` by link (mark, key), ``notes`` by key, ``skip`` the links and marks inside notes that are no text."""

    calls: dict[etree._Element, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, etree._Element] = field(default_factory=dict)
    skip: set[etree._Element] = field(default_factory=set)
    elements: set[etree._Element] = field(default_factory=set)


def find_notes(page: etree._Element) -> HtmlNotes:
    """Return the footnotes of a page. Linear in the page."""
    found = HtmlNotes()
    links = [link for link in page.iter("a") if (link.get("href") or "").startswith("#")]
    marked = [link for link in links if _MARK.fullmatch(_words(link))]
    if not marked:
        return found
    wanted = {_target(link) for link in links}
    places: dict[str, etree._Element] = {}
    order: dict[etree._Element, int] = {}
    for index, element in enumerate(page.iter()):
        if type(element.tag) is not str:
            continue
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name in wanted and name not in places:
                places[name] = element
                order[element] = index
        if element.tag == "a":
            order[element] = index
    by_block: dict[etree._Element, str] = {}
    for link in marked:
        place = places.get(_target(link))
        if place is None or order[place] <= order[link] or not _is_call(link):
            continue
        block = _block(place)
        if block is None or link in found.skip or any(above is block for above in link.iterancestors()):
            continue
        key = by_block.get(block)
        if key is None:
            key = by_block[block] = f"note-{len(by_block) + 1}"
            found.notes[key] = block
        match = _MARK.fullmatch(_words(link))
        found.calls[link] = (match[1] if match else _words(link), key)
    _widen(found, by_block)
    for block in found.notes.values():
        _inner(block, found)
        _headless(block, found)
    found.elements.update(found.notes.values())
    return found


def _words(element: etree._Element) -> str:
    text = element.text or ""
    if len(element):
        text = text_of(element)
    return text.strip() if len(text) < 80 else ""


def _target(link: etree._Element) -> str:
    return (link.get("href") or "")[1:]


def _is_call(link: etree._Element) -> bool:
    if link.get("role") == "doc-noteref" or "footnote" in (link.get("rel") or "") or "noteref" in "".join(map(str, link.attrib.values())):
        return True
    if link.find(".//sup") is not None or _NOTE.search(_target(link)):
        return True
    parent = link.getparent()
    return parent is not None and parent.tag == "sup"


def _block(place: etree._Element) -> etree._Element | None:
    if place.tag in _BLOCKS and (place.tag != "tr"):
        return place
    return next((above for above in place.iterancestors() if above.tag in _BLOCKS), None)


def _widen(found: HtmlNotes, by_block: dict[etree._Element, str]) -> None:
    """Take the container of a note for the note where it holds no other note and nothing that calls one: its further paragraphs are the note's."""
    holders: dict[etree._Element, int] = {}
    for block in by_block:
        parent = block.getparent()
        if parent is not None:
            holders[parent] = holders.get(parent, 0) + 1
    for block, key in by_block.items():
        parent = block.getparent()
        if parent is None or holders[parent] > 1 or parent.tag not in _HOLDERS or block.tag in ("li", "aside"):
            continue
        named = _NOTE.search(parent.get("id") or "") or _NOTE.search((parent.get("class") or "").split(" ")[0]) or parent.tag == "tr"
        if named and block.getprevious() is None and not any(link in found.calls for link in parent.iter("a")):
            found.notes[key] = parent


def _inner(block: etree._Element, found: HtmlNotes) -> None:
    """Leave out of a note the mark that opens it and the links that lead back."""
    first = True
    for element in block.iter("a", "sup"):
        words = _words(element)
        back = element.tag == "a" and element not in found.calls and bool(words) and _BACK.fullmatch(words) is not None
        marks = first and bool(words) and _MARK.fullmatch(words) is not None and (element.get("href") or "#").startswith("#")
        if back or (marks and _opens(element, block)):
            found.skip.add(element)
        first = first and not words


def _headless(block: etree._Element, found: HtmlNotes) -> None:
    """Leave out the heading "Footnotes" over the notes: they are read where they are called."""
    for place in (block, block.getparent()):
        before = place.getprevious() if place is not None else None
        if before is not None and before.tag in _HEADINGS and _HEAD.fullmatch(_words(before)):
            found.skip.add(before)


def _opens(element: etree._Element, block: etree._Element) -> bool:
    """Tell whether nothing stands in the note before an element."""
    current = element
    while current is not block:
        before = current.getprevious()
        while before is not None:
            if (before.tail or "").strip() or text_of(before).strip():
                return False
            before = before.getprevious()
        parent = current.getparent()
        if parent is None or (parent.text or "").strip():
            return False
        current = parent
    return True
