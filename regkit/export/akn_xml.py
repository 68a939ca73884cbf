"""How Akoma Ntoso's elements are made: names in their namespaces, values that XML can hold, addresses that the schema takes."""

from __future__ import annotations

import re
from urllib.parse import quote

from lxml import etree

from regkit.read.akn_units import NAMESPACE, REGKIT

__all__ = ["NAMESPACE", "REGKIT", "address", "clean", "own", "put", "say", "tag"]

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ADDRESS = re.compile(r"(?:https?://[^\s/?#\[\]]+(?:[/?#]\S*)?|mailto:\S+|#\S+|/(?!/)\S*)")


def tag(name: str) -> str:
    """Return the name of one of Akoma Ntoso's elements, in its namespace."""
    return f"{{{NAMESPACE}}}{name}"


def own(name: str) -> str:
    """Return the name of one of regkit's own attributes."""
    return f"{{{REGKIT}}}{name}"


def clean(text: str) -> str:
    """Return text without the characters that no XML may hold."""
    return _NOT_XML.sub("", text)


def put(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    """Add an element with attributes."""
    element = etree.SubElement(parent, tag(name))
    for key, value in attributes.items():
        element.set(key.rstrip("_"), clean(value))
    return element


def say(element: etree._Element, text: str) -> None:
    """Add text at the end of an element's content."""
    text = clean(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def address(value: str) -> str:
    """Return a link's target as an address that a reader may follow; empty for schemes that run code, and for what is no address."""
    value = clean(value)
    if not _ADDRESS.fullmatch(value):
        return ""
    return quote(value, safe="/:?#@!$&'()*+,;=-._~%") if not value.startswith("#") else "#" + quote(value[1:], safe="/:@!$&'()*+,;=-._~")
