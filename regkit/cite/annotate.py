"""Links put around the citations of a source as it is written: HTML, Markdown or plain text.

Nothing of the source is changed: what comes out without the inserted links is the source, character by character. Markup is not read for
citations, and neither are code, scripts, forms and existing links: `html_text` and `markdown_text` say what is. A citation that markup runs through
("15 <i>U.S.C.</i> 78o") is linked a piece at a time, so that elements stay nested.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from html import escape, unescape

from regkit.cite.links import url
from regkit.model.annotation import Citation

GAP = "\ufffc"
"""Stands where a source has something that is not read: no citation runs across it."""

# Quotes count only behind "=", as in the HTML standard; possessive, so that an unclosed one costs a single pass.
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)(?>[^>\"'=]+|=\s*(?:\"[^\"]*\"|'[^']*')?|[\"'])*+>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"))
_SKIPPED = frozenset(("a", "code", "pre", "kbd", "samp", "var", "tt", "head", "button", "select", "svg", "math", "template", "object"))
_INLINE = frozenset(("abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "del", "dfn", "em", "font", "i", "ins", "mark", "q", "s", "small", "span"))
_INLINE |= frozenset(("strong", "sub", "sup", "time", "u", "wbr"))
_RUN = re.compile(r"\s+|\S+")


class Readable:
    """The text of a source that is read for citations, and where each of its characters stands in the source.

    ``starts`` and ``ends`` are offsets into the source, one a character of ``text``.
    """

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the stretches of the source that a span of the text is, without the markup between them and blanks at their ends."""
        found: list[tuple[int, int]] = []
        for at in range(start, end):
            low, high = self.starts[at], self.ends[at]
            if low == high:
                continue
            if found and found[-1][1] == low:
                found[-1] = (found[-1][0], high)
            elif not self.text[at].isspace():
                found.append((low, high))
        return [(low, high - self._blanks(start, end, high)) for low, high in found]

    def _blanks(self, start: int, end: int, stop: int) -> int:
        """Return how many characters of the source are blanks at the end of the stretch that stops at ``stop``."""
        at = next(at for at in range(end - 1, start - 1, -1) if self.ends[at] == stop and self.starts[at] < stop)
        return stop - self.starts[at] if self.text[at].isspace() else 0


class _Page:
    """Reads HTML from its beginning to its end. ``skipped`` is the element whose content is not read, ``depth`` how often it is open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text: list[str] = []
        self.starts = array("q")  # a list of numbers takes four times the room
        self.ends = array("q")
        self.skipped = ""
        self.depth = 0
        self.before = ""

    def read(self) -> Readable:
        source, at = self.source, 0
        while at < len(source):
            begin = source.find("<", at)
            begin = len(source) if begin < 0 else begin
            if not self.skipped:
                self.words(at, begin)
            at = self.markup(begin) if begin < len(source) else begin
        return Readable("".join(self.text), self.starts, self.ends)

    def put(self, character: str, low: int, high: int) -> None:
        self.text.append(character)
        self.starts.append(low)
        self.ends.append(high)

    def words(self, low: int, high: int) -> None:
        at = low
        for entity in _ENTITY.finditer(self.source, low, high):
            self.plain(at, entity.start())
            for character in unescape(entity.group())[:1]:
                self.put(" " if character == "\n" else character, entity.start(), entity.end())
            at = entity.end()
        self.plain(at, high)

    def plain(self, low: int, high: int) -> None:
        for run in _RUN.finditer(self.source, low, high):
            start, end = run.span()
            if run.group().isspace():  # as a browser shows it: one space
                self.put(" ", start, end)
            else:
                self.text.extend(run.group())
                self.starts.extend(range(start, end))
                self.ends.extend(range(start + 1, end + 1))

    def markup(self, begin: int) -> int:
        """Read what "<" begins, and return where it ends: the end of the source for a tag or a comment that has none."""
        source = self.source
        for opened, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")):
            if source.startswith(opened, begin):
                stop = source.find(closing, begin)
                at = len(source) if stop < 0 else stop + len(closing)
                self.put(GAP, at, at)
                return at
        tag = _TAG.match(source, begin)
        if tag is not None:
            return self.tag(tag)
        following = source[begin + 1 : begin + 2]
        if following.isalpha() or following == "/":
            return len(source)
        if not self.skipped:
            self.put("<", begin, begin + 1)
        return begin + 1

    def tag(self, tag: re.Match[str]) -> int:
        name, at = tag["name"].lower(), tag.end()
        whole_page = name == "pre" and self.before == "body"  # the Government Publishing Office's pages of plain text
        self.before = name
        opens = not tag["close"] and not tag.group().endswith("/>")
        if self.skipped:
            if name == self.skipped:
                self.depth += -1 if tag["close"] else int(opens)
                self.skipped = self.skipped if self.depth > 0 else ""
        elif name in _RAW and not tag["close"]:
            self.put(GAP, at, at)
            return _raw_end(self.source, at, name)
        elif name in _SKIPPED and opens and not whole_page:
            self.put(GAP, at, at)
            self.skipped, self.depth = name, 1
        elif name not in _INLINE:
            self.put("\n", at, at)
        return at


def html_text(source: str) -> Readable:
    """Return the text of HTML: entities read, tags of phrases left out, other tags as line feeds, and code, scripts and links as gaps."""
    return _Page(source).read()


def _raw_end(source: str, at: int, name: str) -> int:
    match = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(source, at)  # of nine names; `re` keeps them
    return len(source) if match is None else match.start()


# What begins a block of HTML, in which Markdown means nothing, up to a blank line (CommonMark 0.31, HTML blocks, kind 6).
_BLOCKS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param"
    "|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_MARKDOWN = re.compile(
    r"(?P<fence>^ {0,3}(?P<ticks>`{3,}+(?=[^`\n]*$)|~{3,}+)[^\n]*+\n(?:(?! {0,3}(?P=ticks)[`~]*[ \t\r]*$)[^\n]*+(?:\n|\Z))*+[^\n]*)"
    r"|(?P<definition>^ {0,3}\[(?!\^)[^\]\n]{1,200}\]:[^\n]*)"
    rf"|(?P<block>^ {{0,3}}</?(?:{_BLOCKS})(?=[\s/>])[^\n]*+(?:\n(?![ \t\r]*(?:\n|\Z))[^\n]*+)*+)"
    r"|(?P<indented>^(?: {4}|\t)[^\n]*)"
    r"|(?P<escape>\\[^\w\s])"
    r"|(?P<span>`+)"
    r"|(?P<link>!?\[(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]{0,200}\]){0,1000}+\](?:\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}+\)|\[[^\]\n]{0,200}\]))"
    r"|(?P<auto><[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\s]*>|\bhttps?://[^\s<>]*)"
    r"|(?P<html><!--|</?[A-Za-z][^<>]{0,2000}+>)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_FRONT = re.compile(r"(?P<mark>---|\+\+\+)\r?\n.*?\n(?P=mark)[ ]*(?:\r?\n|\Z)", re.DOTALL)
_ELEMENT = re.compile(r"<([A-Za-z]+)[\s/>]")
_CLOSED = {"!--": re.compile(r"-->")} | {
    name: re.compile(rf"</{name}\s{{0,20}}>", re.IGNORECASE)
    for name in ("a", "button", "code", "kbd", "math", "pre", "samp", "script", "select", "style", "svg", "textarea", "tt", "var")
}


def markdown_text(source: str) -> Readable:
    """Return the text of Markdown: code, links, addresses, HTML tags, blocks of HTML and front matter are gaps of the same length."""
    front = _FRONT.match(source)
    at = front.end() if front else 0
    kept = [GAP * at]
    ticks: dict[str, list[int]] = {}
    for run in re.finditer(r"`+", source):
        ticks.setdefault(run.group(), []).append(run.start())
    next_run = dict.fromkeys(ticks, 0)
    closed = dict(_CLOSED)
    while (match := _MARKDOWN.search(source, at)) is not None:
        stop = match.end()
        if match["span"]:
            runs, index = ticks.get(match["span"], []), next_run.get(match["span"], 0)
            while index < len(runs) and runs[index] < stop:
                index += 1
            next_run[match["span"]] = index
            stop = runs[index] + len(match["span"]) if index < len(runs) else stop
        element = _ELEMENT.match(match.group()) if match["html"] else None
        opened = element[1].lower() if element else "!--" if match["html"] == "<!--" else ""
        if opened in closed and not match.group().endswith("/>"):
            end = closed[opened].search(source, stop)
            if end is None:
                del closed[opened]  # nor will a later one find its end: no second search
            else:
                stop = end.end()
        kept += (source[at : match.start()], GAP * (stop - match.start()))
        at = stop
    kept.append(source[at:])
    return plain_text("".join(kept))


def plain_text(source: str) -> Readable:
    """Return the text as it is."""
    return Readable(source, range(len(source)), range(1, len(source) + 1))


def link_html(source: str, read: Readable, citations: Iterable[Citation], *, date: str = "") -> str:
    """Return HTML with an ``a`` element around each citation that has an official address."""
    return _insert(source, read, citations, lambda words, address: f'<a href="{escape(address, quote=True)}">{words}</a>', date)


def link_markdown(source: str, read: Readable, citations: Iterable[Citation], *, date: str = "") -> str:
    """Return Markdown with each citation that has an official address as the text of a link."""

    def link(words: str, address: str) -> str:
        address = address.replace("(", "%28").replace(")", "%29")
        return words if "[" in words or "]" in words else f"[{words}]({address})"

    return _insert(source, read, citations, link, date)


def link_plain(source: str, read: Readable, citations: Iterable[Citation], *, date: str = "") -> str:
    """Return plain text with the official address behind each citation that has one, in angle brackets (RFC 3986, appendix C)."""
    return _insert(source, read, citations, lambda words, address: f"{words} <{address}>", date)


def _insert(source: str, read: Readable, citations: Iterable[Citation], link: Callable[[str, str], str], date: str) -> str:
    made: list[str] = []
    at = 0
    for citation in sorted(citations, key=lambda citation: citation.span):
        address = url(citation.target, date=date)
        if address is None:
            continue
        for low, high in read.pieces(citation.span.start, citation.span.end):
            if low >= at:
                made += (source[at:low], link(source[low:high], address))
                at = high
    made.append(source[at:])
    return "".join(made)
