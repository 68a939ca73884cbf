"""Bytes of a web page → a tree: the character set as a browser finds it, broken markup recovered, no network, bounds on size and depth.

The order is that of the HTML standard (WHATWG HTML, "Determining the character encoding"): byte order mark, then what the page declares in its
first bytes, then UTF-8, then Windows-1252. Declared ``iso-8859-1`` and ``us-ascii`` mean Windows-1252 there, a declared UTF-16 means UTF-8.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree

from regkit.errors import ReadError
from regkit.model.finding import Severity
from regkit.read.builder import DocumentBuilder
from regkit.read.decode import decode

LARGEST = 96 * 1024 * 1024  # bytes; the tree takes about eight times as many
DEEPEST = 250  # elements; what libxml2 itself takes for the most
_DECLARED_WITHIN = 4096
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?><\?.*?\?>|<!--.*?-->|(?P<doctype><!doctype)[^>]*+>)\s*+)*+(?:<(?P<tag>[a-z][\w-]*)(?P<rest>[^>]{0,200}))?",
    re.DOTALL | re.IGNORECASE,
)
_CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|^\s*<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE
)
_WINDOWS = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252", "x-cp1252"})
_TAGS = frozenset(
    b"html head body main article section div header nav p h1 h2 h3 h4 h5 h6 table pre ol ul dl center font title meta form span b br hr".split()
)
_C1 = re.compile(r"&#(?:(1[2-5]\d)|x([89][0-9a-f]));?", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:[0-9a-fA-F]{2}){4,400}")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")


def names(words: str) -> frozenset[str]:
    """Return the element names in a list of words."""
    return frozenset(words.split())


def text_of(element: etree._Element) -> str:
    """Return all text below an element, as it stands."""
    return "".join(map(str, element.itertext()))


def looks_like_html(head: bytes, *, whole: bool = False) -> bool:
    """Tell whether the first bytes of a file are those of a web page. Never raises.

    ``whole`` asks for a page with a document type or an ``html`` element; otherwise a piece of one is enough.
    """
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    match = _START.match(head)
    if match is None:
        return False
    doctype, tag = match["doctype"], (match["tag"] or b"").lower()
    if tag == b"html" or (doctype and re.search(rb"<!doctype\s+html", head, re.IGNORECASE)):
        return True
    return not whole and tag in _TAGS and b"xmlns" not in (match["rest"] or b"") and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml")


def parse(data: bytes, build: DocumentBuilder) -> etree._Element:
    """Return the root of a page.

    Raises: ReadError where the page is larger or nested deeper than documents are, or holds nothing at all.
    """
    name = build.source.name
    if len(data) > LARGEST:
        raise ReadError(f"the page has more than {LARGEST // 2**20} MiB", place=name, remedy="Get the document as XML or PDF, or in parts")
    text = _C1.sub(_windows, _text(data, build))
    if _DROPPED.search(text):
        text, dropped = _DROPPED.subn("", text)
        message = f"{dropped} control characters were dropped"
        build.finding("read.control-characters", Severity.WARNING, message, remedy="check the source's encoding")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"the HTML cannot be read ({error})", place=name, remedy="Download the page again") from None
    if root is None:
        raise ReadError("the page is empty", place=name, remedy="Download the page again")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise ReadError(f"the HTML is nested more than {DEEPEST} deep", place=name, remedy="Check that it is a regulatory document")
    _show_addresses(root)
    return root


def _show_addresses(root: etree._Element) -> None:
    """Put back the e-mail addresses that a content network hides from robots until a script of its own runs (federalregister.gov, govinfo.gov).

    The key differs each time a page is sent, so the text would say "[email protected]" and its bytes would differ from day to day. The first byte
    is added to each of the others by exclusive or.
    """
    for element in root.iterfind(".//*[@data-cfemail]"):
        given = element.get("data-cfemail") or ""
        if not _HIDDEN.fullmatch(given):
            continue
        key, *rest = bytes.fromhex(given)
        address = bytes(byte ^ key for byte in rest).decode("utf-8", "replace")
        if "@" in address and address.isprintable():
            for child in list(element):
                element.remove(child)
            element.text = address


def _text(data: bytes, build: DocumentBuilder) -> str:
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, build)
    match = _CHARSET.search(data[:_DECLARED_WITHIN])
    label = (match[1] or match[2]).decode("ascii").lower() if match else ""
    if not label or label.startswith(("utf-8", "utf8", "utf-16", "utf16", "ucs")):
        return decode(data, build)
    try:
        return data.decode("cp1252" if label in _WINDOWS else label)
    except (LookupError, ValueError):
        return decode(data, build)


def _windows(match: re.Match[str]) -> str:
    """Return the character that browsers show for a reference to a C1 control: that of Windows-1252, where pages took it from."""
    number = int(match[1]) if match[1] else int(match[2], 16)
    if not 0x80 <= number <= 0x9F:
        return match[0]
    return bytes([number]).decode("cp1252", "ignore") or match[0]
