"""The gold of the model corpus is sound: every entry is at one place, names what is there, and fits the sources as they are."""

from __future__ import annotations

import hashlib
from functools import cache

import msgspec
import pytest
import score_gold

IDS = ["sec-xm-order", "sec-xm-announcement", "ficc-gsd-xm-rules"]


@cache
def analyses():
    return {analysis.document.id: analysis for analysis in score_gold.analyse_corpus()}


@pytest.mark.parametrize("id", IDS)
def test_gold_points_at_one_place_each(id):
    gold = score_gold.load_gold(score_gold.CORPUS / id)
    text = analyses()[id].document.text
    wrong = [str(place) for _, place in score_gold.spans(gold, text) if isinstance(place, score_gold.GoldError)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("id", IDS)
def test_no_two_entries_of_gold_are_at_one_place(id):
    gold = score_gold.load_gold(score_gold.CORPUS / id)
    places = [(type(entry).__name__, span) for entry, span in score_gold.spans(gold, analyses()[id].document.text)]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("id", IDS)
def test_inside_references_of_gold_name_provisions(id):
    gold = score_gold.load_gold(score_gold.CORPUS / id)
    paths = {provision.path for provision in analyses()[id].document.provisions}
    asked = {path for citation in gold.citation for path in (citation.path, citation.through) if path}
    assert asked <= paths


def test_ids_that_checks_name_are_of_provisions():
    checks = [check for file in sorted(score_gold.CORPUS.glob("checks/*.yaml")) for check in msgspec.yaml.decode(file.read_bytes())]
    named = {target.rpartition(".")[0] for check in checks for target in check["verifies"] if isinstance(target, str)}
    provisions = {provision.id for analysis in analyses().values() for provision in analysis.document.provisions}
    assert named
    assert named <= provisions


@pytest.mark.parametrize("id", IDS)
def test_document_toml_has_the_hash_of_its_source(id):
    folder = score_gold.CORPUS / id
    source = msgspec.toml.decode((folder / "document.toml").read_bytes())["source"]
    assert source["sha256"] == hashlib.sha256((folder / source["file"]).read_bytes()).hexdigest()


def test_locate_refuses_what_is_not_there_or_there_twice():
    assert score_gold.locate("if a, if b", "b").start == 9
    assert score_gold.locate("if a, if b", "if", "if b").start == 6
    for quote in ("c", "if", ""):
        with pytest.raises(score_gold.GoldError):
            score_gold.locate("if a, if b", quote)
