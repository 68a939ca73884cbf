from __future__ import annotations

import json

import pytest

from regkit.cite import EXAMPLE_MODULES
from regkit.cite.authorities import listed, table
from regkit.cite.export import bibtex, csl, csl_json


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("12 CFR part 1026", {"type": "regulation", "container-title": "C.F.R.", "volume": "12", "section": "pt. 1026"}),
        ("15 U.S.C. 1601 et seq.", {"type": "legislation", "container-title": "U.S.C.", "section": "1601 et seq."}),
        ("76 FR 79276, 79280", {"container-title": "Fed. Reg.", "volume": "76", "page": "79276", "locator": "79280"}),
        ("124 Stat. 1376", {"type": "legislation", "container-title": "Stat.", "volume": "124", "page": "1376"}),
        ("Public Law 111-203 § 1029(a)", {"type": "legislation", "number": "111-203", "section": "1029(a)"}),
        ("Executive Order 12866", {"type": "regulation", "number": "12866"}),
        ("H.R. 4173", {"type": "bill", "number": "4173"}),
        ("Release No. 34-104748", {"type": "document", "number": "34-104748"}),
        ("FINRA Rule 4210(e)(2)", {"type": "regulation", "number": "4210(e)(2)"}),
    ],
)
def test_csl_items_say_what_the_target_says(target, expected):
    item = csl(target)
    assert {key: item.get(key) for key in expected} == expected


def test_keys_are_unique_and_plain_and_targets_stand_once():
    items = json.loads(csl_json(["15 U.S.C. 78o(c)", "15 U.S.C. 78o-c", "15 U.S.C. 78o(c)", "§§"]))
    assert [item["id"] for item in items] == ["15-u-s-c-78o-c", "15-u-s-c-78o-c-2", "target"]


def test_bibtex_escapes_what_tex_reads():
    assert r"title = {{A \& B\_\{\} \textbackslash{} § 5}}" in bibtex([r"A & B_{} \ § 5"])


def test_every_example_can_be_exported():
    targets = [target for module in EXAMPLE_MODULES for _, targets in module.EXAMPLES for target in targets if target]
    assert len(json.loads(csl_json(targets))) == len(set(targets)) == bibtex(targets).count("@misc{")


def test_a_table_groups_sorts_and_says_passim():
    cited = [("12 CFR 1026.10", "3"), ("12 CFR 1026.9", "1"), ("15 U.S.C. 1601", "1"), ("15 U.S.C. 1601", "1"), ("§ 5", "2")]
    cited += [("FINRA Rule 4210", str(page)) for page in range(6)]
    rows = [(title, [(row.target, row.listed) for row in rows]) for title, rows in table(cited)]
    assert rows == [
        ("Statutes", [("15 U.S.C. 1601", "1")]),
        ("Rules and regulations", [("12 CFR 1026.9", "1"), ("12 CFR 1026.10", "3")]),
        ("Rules of self-regulatory organizations", [("FINRA Rule 4210", "passim")]),
        ("Provisions of the documents themselves", [("§ 5", "2")]),
    ]
    assert listed(["1", "2"], between="; ") == "1; 2"
