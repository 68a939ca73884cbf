"""needs.json as sphinx-needs imports it."""

import json

import pytest
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from regkit.export import needs

PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), min_size=1, max_size=60)
HARD = [
    "(a) *all* of_ it::",
    "1. one",
    "A. two",
    "- x",
    "| y",
    ".. raw:: html",
    ":field: x",
    ">>> x",
    "``lit``",
    "`a`_ |b|_",
    "====",
    "x\\y",
    "[1]_ [#a]_",
    "a__",
    "* * *",
]


def test_sphinx_needs_has_what_was_written(graph, validators, tmp_path):
    data = needs.export(graph)
    written = json.loads(data)["versions"]["1970-01-01"]["needs"]
    imported = validators.needs(data, tmp_path)
    assert set(imported) == set(written)
    for id, need in written.items():
        for field, value in need.items():
            assert sorted(imported[id][field]) == sorted(value) if isinstance(value, list) else imported[id][field] == value, (id, field)
    assert imported["ORDER_III_1_1"]["verifies_back"] == ["CHECK_CHK_1"]
    assert imported["ORDER_III_1"]["status"] == "uncovered"


def test_links_and_types(graph):
    written = json.loads(needs.export(graph))["versions"]["1970-01-01"]["needs"]
    assert {need["type"] for need in written.values()} == {"req", "term", "check"}
    assert written["CHECK_CHK_1"]["result"] == "pass"
    assert "ORDER_III_1_1" in written["ORDER_III_1"]["conditioned_by"]
    assert written["ORDER_III_1"]["uses_term"] == ["RULE_300_1_DEF_DEALER"]
    assert all(isinstance(value, str | list) for need in written.values() for value in need.values())


def test_functions_and_variants_are_set_apart(graph):
    graph.nodes["order/III-1.1"].update(title="[[[copy('id')]] <<x:y>>", bearer="[[a]]")
    data = needs.export(graph).decode()
    assert "[[" not in data
    assert "<<" not in data
    assert "[ [ [copy('id')]] < <x:y>>" in data


@pytest.mark.parametrize("text", HARD)
def test_rst_shows_hard_text(text):
    assert shown(text) == text


@given(PLAIN)
def test_rst_shows_any_text(text):
    assert shown(text) == " ".join(needs.visible(text).split())


def shown(text):
    tree = publish_doctree(
        needs.rst(text), settings_overrides={"report_level": 1, "halt_level": 1, "file_insertion_enabled": False, "raw_enabled": False}
    )
    assert [node.tagname for node in tree.children] == (["paragraph"] if tree.astext() else [])
    return tree.astext()
