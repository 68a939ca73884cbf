"""The checks and the evidence of the model project fit its documents."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from regkit.model.check import Method, Result

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
CHECKS = [check for file in sorted(CORPUS.glob("checks/*.yaml")) for check in msgspec.yaml.decode(file.read_bytes())]
EVIDENCE = [result for file in sorted(CORPUS.glob("evidence/*.yaml")) for result in msgspec.yaml.decode(file.read_bytes())]
TARGETS = [target for check in CHECKS for target in check["verifies"]]
QUOTES = [(target["document"], target["quote"]) for target in TARGETS if not isinstance(target, str)]


def source(document):
    file = msgspec.toml.decode((CORPUS / document / "document.toml").read_bytes())["source"]["file"]
    return re.sub(r"\s+", " ", (CORPUS / document / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("document", "quote"), QUOTES)
def test_a_quote_stands_once_in_its_document(document, quote):
    assert source(document).count(quote) == 1


def test_ids_are_unique_and_evidence_names_them():
    ids = [check["id"] for check in CHECKS]
    assert len(ids) == len(set(ids))
    assert {result["check"] for result in EVIDENCE} <= set(ids)


def test_every_check_says_who_does_what_how_often():
    for check in CHECKS:
        assert Method(check["method"])
        for key in ("title", "owner", "frequency", "procedure", "evidence_wanted", "risk"):
            assert check[key].strip(), (check["id"], key)


def test_evidence_shows_every_state():
    latest = {}
    for result in sorted(EVIDENCE, key=lambda result: result["date"]):
        latest[result["check"]] = Result(result["result"])
    assert set(latest.values()) == {Result.PASS, Result.FAIL}
    assert {check["id"] for check in CHECKS} - set(latest), "some check has no evidence, so that unverified shows"
