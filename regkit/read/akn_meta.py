"""The metadata of an Akoma Ntoso document → the authority: FRBR names, dates, authors, and what the preface calls the act."""

from __future__ import annotations

import re

from lxml import etree

from regkit.model.document import Record, Status
from regkit.read.builder import DocumentBuilder
from regkit.read.nested_roles import local, words_of

_YEARED = re.compile(r"^The (?=[A-Z].*\b(?:19|20)\d\d$)")  # cited without its article
_VARIABLE = re.compile(r"#(var\w{1,60})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNKNOWN = ("0001-01-01", "9999-")  # what tools write who don't know
_DRAFTS = frozenset({"bill", "amendment", "amendmentList"})


def variables(root: etree._Element) -> dict[str, str]:
    """Return what placeholders stand for, by id: drafting tools keep titles and numbers in the metadata, and they may name each other ("#varYear").

    Cost: linear, since a value that names others is filled once, from values as they are written.
    """
    held = [(each.get("eId") or "", each.get("showAs") or "") for each in root.iter("{*}TLCConcept")]
    given = {id: " ".join(shown.split()) for id, shown in held if id.startswith("var")}
    return {id: " ".join(_VARIABLE.sub(lambda match: given.get(match[1], match[0]), text).split()) for id, text in given.items()}


def suggest(root: etree._Element, build: DocumentBuilder) -> None:
    """Fill what nobody gave of the authority.

    An act whose metadata say that it is authoritative is official; one that does not say so restates; bills and amendments are drafts.
    """
    work, expression = _first(root, "FRBRWork"), _first(root, "FRBRExpression")
    aliases = {alias.get("name", ""): alias.get("value", "") for alias in root.iter("{*}FRBRalias")}
    short = words_of(_titled(root, "shortTitle"))
    title = aliases.get("title") or aliases.get("shortTitle") or short or words_of(_titled(root, "docTitle")) or _value(work, "FRBRname")
    citation = aliases.get("citation") or short or (title if len(title) <= 80 else "")
    said = variables(root)
    title, citation, short = (said.get(text.removeprefix("#"), text) if text.startswith("#var") else text for text in (title, citation, short))
    citation = _YEARED.sub("", citation)
    uri, date = _value(work, "FRBRuri") or _value(work, "FRBRthis"), _date(work)
    uri = "" if uri.startswith("#") else uri
    held = (Record(title=title or uri, citation=uri, date=date),) if uri else ()
    address = aliases.get("url", "")
    build.suggest(
        title=title or words_of(_first(root, "longTitle"))[:300],
        issuer=_author(root, work),
        instrument=aliases.get("instrument") or citation,
        citation=citation,
        short=aliases.get("short") or citation,
        version=_date(expression),
        effective=_event(root),
        url=address if address.startswith(("http://", "https://")) else "",
        status=_status(root, work),
        records=held,
    )


def _first(root: etree._Element | None, name: str) -> etree._Element | None:
    return None if root is None else next(root.iter(f"{{*}}{name}"), None)


def _titled(root: etree._Element, name: str) -> etree._Element | None:
    """Return what the document calls itself: not who signs it, and not what is attached to it."""
    for element in root.iter(f"{{*}}{name}"):
        if next(element.iterancestors("{*}conclusions", "{*}attachments", "{*}components"), None) is None:
            return element
    return None


def _value(level: etree._Element | None, name: str) -> str:
    element = _first(level, name)
    return "" if element is None else (element.get("value") or "").strip()


def _date(level: etree._Element | None) -> str:
    element = _first(level, "FRBRdate")
    date = "" if element is None else element.get("date") or ""
    return date[:10] if _DATE.match(date) and not date.startswith(_UNKNOWN) else ""


def _author(root: etree._Element, work: etree._Element | None) -> str:
    author = _first(work, "FRBRauthor")
    id = "" if author is None else (author.get("href") or "").removeprefix("#")
    for element in root.iter("{*}TLCOrganization", "{*}TLCPerson", "{*}TLCRole") if id else ():
        if id in (element.get("eId"), element.get("id")):
            return element.get("showAs") or ""
    return ""


def _event(root: etree._Element) -> str:
    for event in root.iter("{*}eventRef"):
        date = event.get("date") or ""
        if event.get("eId") == "entry-into-force" and _DATE.match(date):
            return date[:10]
    return ""


def _status(root: etree._Element, work: etree._Element | None) -> Status:
    kinds = {local(child) for child in root} | {local(root)}
    if kinds & _DRAFTS:
        return Status.DRAFT
    return Status.OFFICIAL if _value(work, "FRBRauthoritative") == "true" else Status.RESTATEMENT
