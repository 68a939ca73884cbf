"""Parse XML that is not trusted: no entities of its own, no network, no document type, bounds on depth and size."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from regkit.errors import ReadError

_DEEPEST = 200
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (_DEEPEST + 1) + ")")
_DECLARES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_START = re.compile(rb"\s*+(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>)\s*+)*+<([A-Za-z_][\w.\-]*)", re.DOTALL)


def root_tag(head: bytes) -> str:
    """Return the name of the first element in the first bytes of a file, empty where there is none. Never raises."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    match = _START.match(head.removeprefix(b"\xef\xbb\xbf"))
    return match[1].decode("ascii", "replace") if match else ""


def looks_like_xml(head: bytes) -> bool:
    """Tell whether a file begins with an XML declaration, or with an element and no text before it. Never raises."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml") or bool(root_tag(head))


def root_start(head: bytes) -> tuple[str, str]:
    """Return the local name of the first element and the text of its start tag, as far as the first bytes hold it; ("", "") where none is.

    Namespaces are spelled in the start tag, so this is what a vocabulary is told by. Never raises.
    """
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    head = head.removeprefix(b"\xef\xbb\xbf")
    match = _START.match(head)
    if match is None:
        return "", ""
    end = head.find(b">", match.start(1))
    tag = head[match.start(1) : end if end >= 0 else len(head)].decode("utf-8", "replace")
    name = tag.split(None, 1)[0].rstrip("/")
    return name.rpartition(":")[2], tag


def parse(data: bytes, name: str, *, instructions: bool = False) -> etree._Element:
    """Return the root element; with ``instructions``, processing instructions are kept (some vocabularies put page marks there).

    Raises: ReadError with file and line where the XML is broken, breaks off, declares entities, or is nested deeper than documents are.
    """
    refuse_entities(data, name)
    try:
        root = etree.fromstring(data, etree.XMLParser(**options(len(data), instructions=instructions)))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise broken(error, name) from None
    refuse_deep(root, name)
    return root


def options(size: int, *, instructions: bool = False) -> dict[str, Any]:
    """Return how a parser of lxml is set up for a file of ``size`` bytes that is not trusted."""
    return {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "huge_tree": size > 8_000_000,
        "remove_comments": True,
        "remove_pis": not instructions,
    }


def refuse_entities(data: bytes, name: str) -> None:
    """Raise ReadError where the XML declares entities of its own."""
    if _DECLARES.search(data):
        raise ReadError("the XML declares entities of its own", place=name, remedy="Remove the document type declaration; official XML has none")


def refuse_deep(root: etree._Element, name: str) -> None:
    """Raise ReadError where elements are nested deeper than documents are."""
    if _TOO_DEEP(root):
        raise _too_deep(name)


def broken(error: Exception, name: str) -> ReadError:
    """Return what is wrong with XML that its parser gave up, with file and line."""
    if not isinstance(error, etree.XMLSyntaxError):
        return ReadError(f"the XML cannot be read ({error})", place=name, remedy="Check its encoding declaration")
    if "xcessive depth" in str(error.msg):
        return _too_deep(name)
    reason = " ".join(str(error.msg).split())  # it may quote lines of the file
    return ReadError(f"the XML is broken ({reason})", place=f"{name}:{error.lineno or 1}", remedy="Download the file again; it may have broken off")


def _too_deep(name: str) -> ReadError:
    return ReadError(f"the XML is nested more than {_DEEPEST} deep", place=name, remedy="Check that it is a regulatory document")
