"""Which part of a web page is the document: what to read, what to leave out, by signals that sites share.

Elements say it themselves (``main``, ``article``, ``nav``, ``role=…``, ``hidden``); where they don't, links do: a list whose words are nearly all
links to elsewhere is navigation. Prose (paragraphs, table cells, definitions) is never left out for its links, nor is a list that a lead-in
announces. What is left out is counted, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Container

from lxml import etree
from msgspec import Struct, field

from regkit.read.html_parse import names, text_of

UNSEEN = names(
    """head script style template noscript iframe object embed applet canvas audio video map svg select option optgroup datalist textarea button input
    progress meter link meta title base param source track col colgroup"""
)
"""Elements whose content a reader of the page does not see as text of the document: code, media, controls."""

_ROLES = names("navigation banner contentinfo search dialog alertdialog menu menubar toolbar tablist tooltip progressbar")
_KEPT_ASIDES = ("doc-footnote", "doc-endnote", "doc-endnotes", "note", "doc-tip", "doc-notice", "definition")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:(?:usa-)?sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|is-hidden|u-hidden|d-none)(?:\s|$)", re.IGNORECASE
)
_FURNITURE = re.compile(r"(?:^|[\s_-])(?:cookies?|cookie-?(?:banner|notice|consent)|breadcrumbs?|skip-?(?:link|nav|to)\b)", re.IGNORECASE)
_SITE = re.compile(
    r"(?:^|\s)(?:side-?bar|(?:site|page|global|main)-?(?:header|footer)|(?:primary|main|global|site)-?nav(?:igation)?|masthead)(?:\s|$)",
    re.IGNORECASE,
)
_TEXT_ID = re.compile(r"(?:full[_-]?text|document)[_-]?(?:content|body|text)(?:[_-]?area)?", re.IGNORECASE)
_HELP = ("Document headings vary by document type",)  # how explanations begin that a site puts among a document's own words
_SITE_IDS = frozenset({"header", "footer", "banner", "sidebar"})
_TERM_CLASS = re.compile(r"(?:^|[\s_-])(?:glossary|dfn|definitions?|defined|defterm|term)(?:$|[\s_-])", re.IGNORECASE)
_TERM_HREF = re.compile(r"(?:^|[#/?&=_-])(?:glossary|dfn|defined-?terms?)(?=[-_/=.#?]|$)|[#/](?:definitions?|term)(?=[-_/=]|$)", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PROSE = frozenset({"p", "td", "th", "dd", "dt", "blockquote", "pre", "figcaption", "caption"})
_TO_TOP = re.compile(r"\W*(?:back to |return to |go to )?(?:the )?top(?: of (?:the )?page)?\W*", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:§|\d|(?:part|section|article|rule|chapter|annex|appendix|schedule|subpart)\b)", re.IGNORECASE)
_HOLDERS = frozenset({"div", "ul", "section", "ol", "aside", "header", "footer", "form", "menu", "center"})
_DENSE = 0.6
_SMALL = 5000  # characters; a banner has fewer
_SHORT = 20
_LEAST = 0.2  # of the page's words: what calls itself the main part and holds less is not it


class Content(Struct):
    """What to read: ``root``, without the elements in ``dropped``. ``left`` counts the characters of visible text that are left out.

    ``main`` is the part of the page around it that has its title; the root itself, mostly.
    """

    root: etree._Element
    dropped: set[etree._Element] = field(default_factory=set)
    left: int = 0
    main: etree._Element | None = None


class _Sum(Struct):
    """What stands below an element and is kept: characters of text, of links, of headings; ``title`` is an h1, ``cut`` something left out."""

    text: int = 0
    links: int = 0
    count: int = 0
    heading: int = 0
    headings: int = 0
    title: bool = False
    cut: bool = False


def is_hidden(element: etree._Element) -> bool:
    """Tell whether a page does not show an element."""
    attributes = element.attrib
    if not attributes:
        return False
    style, classes = attributes.get("style"), attributes.get("class")
    return (
        "hidden" in attributes
        or (style is not None and _HIDDEN_STYLE.search(style) is not None)
        or (classes is not None and _HIDDEN_CLASS.search(classes) is not None)
    )


def is_term_link(element: etree._Element) -> bool:
    """Tell whether a link leads to the definition of its words, as glossaries of rulebooks do."""
    href, classes = element.get("href") or "", element.get("class") or ""
    return bool(_TERM_CLASS.search(classes) or _TERM_HREF.search(href[:300]) or element.get("role") in ("term", "doc-glossref"))


def find_content(page: etree._Element, keep: Container[etree._Element], calls: Container[etree._Element] = ()) -> Content:
    """Return what of a page is the document. ``keep`` holds footnotes, which are never left out, ``calls`` the links to them. Linear in the page."""
    finder = _Finder(keep, calls)
    body = page.find("body") if page.tag == "html" else page
    if body is None:
        body = page
    whole = finder.measure(body, False)
    root, kept = body, whole.text
    mains = [found for found in finder.candidates if found[0].tag != "article"]
    articles = [found for found in finder.candidates if found[0].tag == "article"]
    for found, least in ((mains, _LEAST), (articles, 0.6)):
        if found and root is body:
            best, size = max(found, key=lambda pair: pair[1])
            if size >= max(1, least * whole.text):
                root, kept = best, size
    named = [found for found in finder.named if found[1] >= max(1, 0.6 * kept) and root in found[0].iterancestors()]
    main = root
    if named:  # the text of the document within the main part, which tells about the document too
        root, kept = max(named, key=lambda pair: pair[1])
    if not kept:  # the signals misled: all that is not hidden is read
        return Content(body)
    seen = whole.text + finder.left
    return Content(root, finder.dropped, seen - kept, main)


class _Finder:
    def __init__(self, keep: Container[etree._Element], calls: Container[etree._Element]) -> None:
        self.keep = keep
        self.calls = calls
        self.dropped: set[etree._Element] = set()
        self.left = 0
        self.candidates: list[tuple[etree._Element, int]] = []
        self.named: list[tuple[etree._Element, int]] = []
        self.help: set[etree._Element] = set()

    def measure(self, element: etree._Element, inside: bool) -> _Sum:
        """Return what is kept below an element; ``inside`` says that it stands in the main part or an article."""
        tag = element.tag
        role = element.get("role") or ""
        main = tag == "main" or role == "main"
        own = _Sum(len(element.text.strip()) if element.text else 0)
        inner = inside or main or tag == "article"
        for child in element:
            name = child.tag
            if type(name) is str and name not in UNSEEN and not is_hidden(child):
                below = self.measure(child, inner)
                own.text += below.text
                own.links += below.links
                own.count += below.count
                own.heading += below.heading
                own.headings += below.headings
                own.cut = own.cut or below.cut
                own.title = own.title or below.title
            if child.tail:
                own.text += len(child.tail.strip())
        if tag == "a":
            href = element.get("href")
            if href and href.startswith("#") and _leads_about(element, own):
                self.dropped.add(element)
                self.left += own.text
                return _Sum(cut=True)
            if href and element not in self.calls and not is_term_link(element):
                own.links, own.count = own.text, 1
            return own
        if tag in _HEADINGS:
            own.heading, own.headings = own.text, 1 if own.text else 0
            own.title = tag == "h1" and own.text > 0
            own.links = own.count = 0
            return own
        if tag in _PROSE:
            own.links = own.count = 0
            if tag == "p" and element.text and element.text.lstrip().startswith(_HELP) and (holder := element.getparent()) is not None:
                self.help.add(holder)
        elif tag in _HOLDERS and _TEXT_ID.fullmatch(element.get("id") or ""):
            self.named.append((element, own.text))
        if main or tag == "article":
            self.candidates.append((element, own.text))
            return own
        if element not in self.keep and tag not in ("body", "html") and self._furniture(element, tag, role, own, inside):
            self.dropped.add(element)
            self.left += own.text
            return _Sum(cut=True)
        return own

    def _furniture(self, element: etree._Element, tag: str, role: str, own: _Sum, inside: bool) -> bool:
        """Tell whether an element is no part of the document but of the site."""
        if not own.text and not own.cut:
            return False
        if self.keep and tag in ("aside", "footer", "section") and any(below in self.keep for below in element.iter("li", "p", "div", "aside", "td")):
            return False  # it holds footnotes
        if tag == "nav" or role in _ROLES or (tag == "label" and element.get("for")) or (element in self.help and own.text < _SMALL):
            return True
        if own.title and inside:
            return False
        if tag == "aside" or role == "complementary":
            return role not in _KEPT_ASIDES and (not inside or _dense(own))
        if tag == "footer" and not inside:
            return True
        if tag == "header" and not inside:
            return own.count >= 3 or not own.headings
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if own.text < _SMALL and tag in _HOLDERS and _FURNITURE.search(named):
            return True
        if (
            own.text < _SMALL
            and tag in _HOLDERS
            and not (inside or own.title)
            and ((element.get("id") or "").lower() in _SITE_IDS or _SITE.search(named))
        ):
            return True
        if tag not in _HOLDERS or own.text - own.heading > _SMALL * 4:
            return False
        if tag == "ol":
            return own.count >= 3 and own.links >= 0.95 * own.text and not _announced(element)
        if own.cut and own.headings == 1 and own.text == own.heading:
            return not _numbered(element)
        if own.text <= _SHORT and _numbered(element):
            return False  # the number of a rule, linked to the rule
        return own.links > 0 and _dense(own) and not _announced(element)


def _leads_about(element: etree._Element, own: _Sum) -> bool:
    """Tell whether a link only moves about the page: to its top, or past its navigation."""
    if own.text < _SHORT and _TO_TOP.fullmatch(text_of(element)):
        return True
    return own.text < 3 * _SHORT and _FURNITURE.search(element.get("class") or "") is not None


def _dense(own: _Sum) -> bool:
    return own.links >= _DENSE * max(1, own.text - own.heading)


def _announced(element: etree._Element) -> bool:
    """Tell whether the paragraph right before a list leads it in."""
    before = element.getprevious()
    parent = element.getparent()
    if before is None:
        words = (parent.text or "") if parent is not None else ""
    elif (before.tail or "").strip():
        words = before.tail or ""
    else:
        words = text_of(before) if before.tag in _PROSE or before.tag == "div" else ""
    return words.rstrip().endswith((":", "—", "–"))


def _numbered(element: etree._Element) -> bool:
    return _NUMBERED.match(text_of(element)) is not None
