"""Every family of citations has every form, and a link where its source is on an official site."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest
from pybtex.database import parse_string

from regkit.cite import EXAMPLE_MODULES, authorities, cases
from regkit.cite import format as forms
from regkit.cite.export import bibtex, csl_json
from regkit.cite.links import url
from regkit.cite.target import ORDER, parse

TARGETS = sorted({target for module in (*EXAMPLE_MODULES, cases) for _, targets in module.EXAMPLES for target in targets if target})
CITED = [target for target in TARGETS if parse(target).family != "internal"]
FAMILIES = sorted({parse(target).family for target in CITED} - {"other"})
# Has no page of its own that follows from its number: acts go to the Code where the table of acts knows the section, forms and filings move about.
WITHOUT_LINK = {"act", "sec_rule"}
HOSTS = {
    "eur-lex.europa.eu",
    "www.cftc.gov",
    "www.courtlistener.com",
    "www.ecfr.gov",
    "www.federalregister.gov",
    "www.finra.org",
    "www.govinfo.gov",
    "www.legislation.gov.uk",
    "www.loc.gov",
    "www.regulations.gov",
    "www.sec.gov",
    "uscode.house.gov",
}
# The types and variables of csl-data.json, the schema of the Citation Style Language, as far as citations of law can use them.
TYPES = {"bill", "document", "legal_case", "legislation", "regulation", "report", "standard", "treaty"}
STRINGS = {"type", "id", "title", "container-title", "section", "URL", "authority", "jurisdiction", "title-short", "note"}
NUMBERS = {"volume", "page", "number", "locator", "chapter-number"}


def test_examples_are_of_every_family_that_targets_have():
    assert set(FAMILIES) == set(ORDER) - {"internal"}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_stands_in_tables_and_has_links_where_its_source_does(family):
    assert authorities.group_of(family) not in (authorities.OTHER, authorities.HERE)
    linked = [target for target in [*CITED, "File No. S7-10-19"] if parse(target).family == family and url(target)]
    assert bool(linked) == (family not in WITHOUT_LINK), family


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_every_form(target):
    long, short = forms.long(target), forms.short(target)
    assert long.strip() == long
    assert short.strip() == short
    assert long and short and len(short) <= len(long)
    assert re.sub(r"\\(.)", r"\1", forms.markdown(target)).startswith((long, f"[{long}]"))
    address = url(target)
    assert forms.html(target).count("<a ") == (address is not None)
    if address is not None:
        parts = urlsplit(address)
        assert parts.scheme == "https"
        assert parts.netloc in HOSTS
        assert re.fullmatch(r"[\w.~:/?#\[\]@!$&'()*+,;=%-]+", address, re.ASCII)


def test_csl_json_keeps_to_its_schema():
    items = json.loads(csl_json(TARGETS))
    assert len({item["id"] for item in items}) == len(TARGETS)
    for item in items:
        assert item["type"] in TYPES
        assert set(item) <= STRINGS | NUMBERS, item
        assert all(isinstance(value, str) and value for value in item.values()), item


def test_bibtex_is_read_by_a_parser_entry_by_entry():
    entries = parse_string(bibtex([*TARGETS, "100% {odd} \\ & _ # $ ~ ^"]), "bibtex").entries
    assert len(entries) == len(TARGETS) + 1
    for entry in entries.values():
        assert entry.type == "misc"
        title = entry.fields["title"]
        assert title.startswith("{")
        assert title.endswith("}")
        depth = 0
        for character in re.sub(r"\\[{}]", "", title):
            depth += {"{": 1, "}": -1}.get(character, 0)
            assert depth >= 0
