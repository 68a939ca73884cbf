"""The metadata of a document as Akoma Ntoso has them: FRBR work, expression and manifestation, organisations, terms.

The order of elements is the schema's. Names follow the Akoma Ntoso Naming Convention Version 1.0: /akn/COUNTRY/act/DATE/NUMBER. A date that nobody
knows is written 0001-01-01 and read back as unknown: the schema wants one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from regkit.export.akn_xml import put, tag
from regkit.model.document import Document, Status
from regkit.text.slug import slug

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNKNOWN = "0001-01-01"
_UNITED_STATES = re.compile(r"\b(?:CFR|U\.S\.C\.|FR|Public Law)\b|\bU\.S\.C\.")
_EUROPEAN = re.compile(r"\((?:EU|EC|EEC)\)|/(?:EU|EC|EEC)\b")


def meta(document: Document, terms: Mapping[str, str]) -> etree._Element:
    """Return the ``meta`` element. ``terms`` are the terms that are marked, id → words."""
    authority = document.authority
    held = next((record for record in authority.records if record.citation.startswith("/akn/")), None)
    date = held.date if held else authority.version
    date = date if _DATE.fullmatch(date) else _UNKNOWN
    version = authority.version if _DATE.fullmatch(authority.version) else _UNKNOWN
    number = slug(authority.citation or document.id).lower() or "nn"
    country = "us" if _UNITED_STATES.search(authority.citation) else "eu" if _EUROPEAN.search(authority.citation) else "zz"
    work = held.citation if held and not re.search(r"\s", held.citation) else f"/akn/{country}/act/{date}/{number}"
    expression = f"{work}/mul@{version}"
    element = etree.Element(tag("meta"))
    identification = put(element, "identification", source="#regkit")
    aliases = {
        "title": authority.title,
        "citation": authority.citation,
        "short": authority.short,
        "instrument": authority.instrument,
        "url": authority.url,
    }
    level = _level(identification, "FRBRWork", work, "", date, aliases)
    put(level, "FRBRcountry", value=work.split("/")[2] if work.startswith("/akn/") and work.count("/") > 2 else country)
    put(level, "FRBRnumber", value=number)
    put(level, "FRBRauthoritative", value="true" if authority.status is Status.OFFICIAL else "false")
    level = _level(identification, "FRBRExpression", expression, "", version, {})
    put(level, "FRBRlanguage", language="mul")
    _level(identification, "FRBRManifestation", expression, ".xml", version, {})
    if _DATE.fullmatch(authority.effective):
        cycle = put(element, "lifecycle", source="#regkit")
        put(cycle, "eventRef", date=authority.effective, type_="generation", eId="entry-into-force", source="#regkit")
    references = put(element, "references", source="#regkit")
    put(references, "TLCOrganization", eId="issuer", href="/akn/ontology/organization/zz/issuer", showAs=authority.issuer or "unknown")
    put(references, "TLCOrganization", eId="regkit", href="/akn/ontology/organization/zz/regkit", showAs="regkit")
    for id, words in sorted(terms.items()):
        put(references, "TLCTerm", eId=id, href=f"/akn/ontology/term/{country}/{slug(id).lower() or 'term'}", showAs=words)
    return element


def _level(parent: etree._Element, name: str, uri: str, ending: str, date: str, aliases: Mapping[str, str]) -> etree._Element:
    level = put(parent, name)
    put(level, "FRBRthis", value=f"{uri}/!main{ending}")
    put(level, "FRBRuri", value=f"{uri}{ending}")
    for key, value in aliases.items():
        if value:
            put(level, "FRBRalias", value=value, name=key)
    put(level, "FRBRdate", date=date, name="Generation")
    put(level, "FRBRauthor", href="#issuer" if name == "FRBRWork" else "#regkit")
    return level
