"""Akoma Ntoso 3.0 out: one document as an ``act`` that the strict schema of OASIS accepts and that regkit reads back alike.

Text, tree, source ids, terms, links, footnotes, tables and pages are kept: reading what was written gives the same text and the same provisions.
What Akoma Ntoso has no place for stands in attributes of regkit's own namespace, which the schema allows everywhere and other tools pass over.
Text is data: it is escaped, and characters that XML cannot hold are dropped. No clock and no locale: the same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from regkit.export.akn_inline import Inline
from regkit.export.akn_meta import meta
from regkit.export.akn_tree import Tree
from regkit.export.akn_xml import NAMESPACE, REGKIT, own, put, tag
from regkit.model.annotation import Citation
from regkit.model.document import Document

MEDIA_TYPE = "application/akn+xml"
SUFFIX = ".akn.xml"


def write(document: Document, citations: Iterable[Citation] = ()) -> bytes:
    """Return the document as Akoma Ntoso, UTF-8.

    ``citations`` (of the document's text) become ``ref`` elements with the official address of what is cited, where it has one and the source has
    no link there. Linear in the text.
    """
    root = etree.Element(tag("akomaNtoso"), nsmap={None: NAMESPACE, "regkit": REGKIT})  # type: ignore[dict-item]
    act = put(root, "act", name="act", contains="singleVersion")
    inline = Inline(document, citations)
    tree = Tree(document, inline)
    body = etree.Element(tag("body"))
    body.set(own("text"), "exact")
    tree.write(body)
    act.append(meta(document, inline.terms))
    act.append(body)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"
