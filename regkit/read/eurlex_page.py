"""What the classes and ids of a EUR-Lex page say: the layout since 2023 with "oj-", those before it and of consolidated texts without."""

from __future__ import annotations

import re

from lxml import etree

from regkit.read.builder import Call
from regkit.read.nested_roles import local, words_of

_SUBDIVISION = re.compile(r"(?:art|anx|rct|cpt|tis|prt|sct|sbs)_")


def notes(root: etree._Element) -> tuple[dict[etree._Element, Call], dict[str, etree._Element], set[etree._Element]]:
    """Return the calls of footnotes by link, the notes by id, and the links that lead back, which are no text.

    Each links to the other: "#ntr1-…" and "#ntc1-…", in consolidated texts "#E0001" and "#src.E0001".
    """
    calls: dict[etree._Element, Call] = {}
    found: dict[str, etree._Element] = {}
    back: set[etree._Element] = set()
    places = {id: element for element in root.iter("a", "p", "div") if (id := element.get("id"))}
    for link in root.iter("a"):
        href, id = (link.get("href") or "").removeprefix("#"), link.get("id") or ""
        target = places.get(href)
        if target is None or target is link or not (id.startswith("src.") or href.startswith("ntr")):
            continue
        note = target if local(target) != "a" else target.getparent()
        mark = words_of(link).strip("()[] ")
        if note is None or local(note) not in ("p", "div", "td") or not mark:
            continue
        calls[link] = Call(mark, href)
        found.setdefault(href, note)
        if local(target) == "a":
            back.add(target)
    return calls, found, back


def classes(element: etree._Element) -> set[str]:
    """Return the classes of an element, those of the layout since 2023 without their "oj-"."""
    return {name.removeprefix("oj-") for name in (element.get("class") or "").split()}


def subdivision(element: etree._Element) -> str:
    """Return the id of the subdivision that an element opens, as the European Legislation Identifier has it: "art_6"."""
    parent = element.getparent()
    while parent is not None and local(parent) != "body":
        id = parent.get("id") or ""
        if _SUBDIVISION.match(id):
            return id
        if "eli-subdivision" in classes(parent):
            return ""
        parent = parent.getparent()
    return ""


def heading_after(element: etree._Element) -> etree._Element | None:
    """Return the line that is the heading of the unit whose number stands in ``element``."""
    following = element.getnext()
    if following is not None and local(following) == "div" and "eli-title" in classes(following) and len(following):
        following = following[0]
    wanted = {"sti-art", "stitle-article-norm", "ti-section-2", "title-division-2", "title-annex-2"}
    if following is None:
        return None
    annex = "doc-ti" in classes(element) and "doc-ti" in classes(following)
    return following if local(following) == "p" and (classes(following) & wanted or annex) and words_of(following) else None
