"""What the classes and ids of a EUR-Lex page say: the layout since 2023 with "oj-", those before it and of consolidated texts without."""

from __future__ import annotations

import re

from lxml import etree

from regkit.read.builder import Call
from regkit.read.nested_roles import local, words_of

_NUMBER_ALONE = re.compile(r"EUR-Lex - |\d{5}[A-Z]{1,2}\d{4}$")
_BREAK = "\u2028"
_SUBDIVISION = re.compile(r"(?:art|anx|rct|cpt|tis|prt|sct|sbs)_")


def notes(root: etree._Element) -> tuple[dict[etree._Element, Call], dict[str, etree._Element], set[etree._Element]]:
    """Return the calls of footnotes by link, the notes by id, and the links that lead back, which are no text.

    Each links to the other: "#ntr1-…" and "#ntc1-…", in consolidated texts "#E0001" and "#src.E0001", in proposals "#footnote1" and "#footnoteref1".
    """
    calls: dict[etree._Element, Call] = {}
    found: dict[str, etree._Element] = {}
    back: set[etree._Element] = set()
    places = {id: element for element in root.iter("a", "p", "div", "dd") if (id := element.get("id"))}
    for link in root.iter("a"):
        href, id = (link.get("href") or "").removeprefix("#"), link.get("id") or ""
        target = places.get(href)
        if target is None or target is link or not (id.startswith(("src.", "footnoteref")) or href.startswith("ntr")):
            continue
        note = target if local(target) != "a" else target.getparent()
        mark = words_of(link).strip("()[] ")
        if note is None or local(note) not in ("p", "div", "td", "dd") or not mark:
            continue
        calls[link] = Call(mark, href)
        found.setdefault(href, note)
        back.update([target] if local(target) == "a" else [each for each in target.iter("a") if each.get("href") == f"#{id}"])
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


def lines_of(element: etree._Element) -> list[str]:
    """Return the lines of a title that a line break parts: "Article 3" and what it is about. A number and its text are parted by a space."""
    parts: list[str] = []
    for when, each in etree.iterwalk(element, events=("start", "end")):
        name = local(each)
        if when == "start":
            parts.append(_BREAK if name == "br" else each.text or "")
        else:
            parts.append(" " if "num" in classes(each) else "")
            parts.append((each.tail or "") if each is not element else "")
    return [line for part in "".join(parts).split(_BREAK) if (line := " ".join(part.split()))]


def described(root: etree._Element, title: str) -> str:
    """Return the title of an act; the oldest pages have a number in its place and tell it in their metadata."""
    if not _NUMBER_ALONE.match(title):
        return title
    told = (" ".join((each.get("content") or "").split()) for each in root.iter("meta") if each.get("name") == "DC.description")
    return next(told, "") or title


def proposal(root: etree._Element) -> tuple[str, str]:
    """Return the number ("COM(2031) 20 final") and the title of a proposal, by the classes of the Commission's template; empty for what is none."""
    found: dict[str, str] = {}
    for element in root.iter("p"):
        for name in classes(element):
            found.setdefault(name.removesuffix("_cp"), words_of(element))
        if len(found) > 60:
            break
    number = found.get("Rfrenceinstitutionnelle", "")
    title = " ".join(filter(None, (found.get(name, "") for name in ("Statut", "Typedudocument", "Titreobjet"))))
    return (number, title) if number.startswith(("COM", "JOIN", "SEC", "SWD")) else ("", "")


def heading_after(element: etree._Element) -> etree._Element | None:
    """Return the line that is the heading of the unit whose number stands in ``element``."""
    following = element.getnext()
    if following is not None and local(following) == "div" and "eli-title" in classes(following) and len(following):
        following = following[0]
    wanted = {"sti-art", "stitle-article-norm", "ti-section-2", "title-division-2", "title-annex-2"}
    if following is None:
        return None
    annex = any(name in classes(element) and name in classes(following) for name in ("doc-ti", "SectionTitle"))
    return following if local(following) == "p" and (classes(following) & wanted or annex) and words_of(following) else None
