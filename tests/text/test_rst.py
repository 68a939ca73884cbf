"""Words as reStructuredText: docutils shows exactly them."""

import io

import pytest
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from regkit.text.rst import address, escape, literal, width
from regkit.text.visible import storable, visible

WORDS = st.text(st.characters(exclude_characters="\r\n\t\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"), max_size=60)


def shown(source: str, *, smart: bool = True) -> str:
    told = io.StringIO()
    settings = {
        "report_level": 1,
        "halt_level": 5,
        "warning_stream": told,
        "file_insertion_enabled": False,
        "raw_enabled": False,
        "smart_quotes": True,
    }
    tree = publish_doctree(source, settings_overrides=settings)
    assert told.getvalue() == ""
    return tree.astext()


@pytest.mark.parametrize(
    "words",
    [
        "a paragraph of § 1005.11(c), with “quotes” and 'others'",
        "(a) first",
        "ii. second",
        "#. third",
        "- item",
        "• item",
        ".. raw:: html",
        ":field: x",
        ":math:`x`",
        "ends in two colons::",
        "http://example.gov/x_y and mailto:a@b.example",
        "a--b---c ... d..",
        "|sub|_ `ref`_ *em* **strong** ``lit`` [1]_ [#n]_ __",
        "====",
        ">>> doctest",
        "back\\slash\\",
        "A. B. Smith shall",
        "40.0 %",
        "日本語 text",
        "a `role <http://x>`__",
    ],
)
def test_escape(words: str) -> None:
    assert shown(escape(words, first=True)) == words
    assert shown(f"before {escape(words)} after") == f"before {words} after"


@given(WORDS)
def test_any_words(words: str) -> None:
    wanted = " ".join(storable(visible(words)).split(" ")).strip(" ")
    assert " ".join(shown(f"x {escape(words)} x", smart=False).split()) == " ".join(f"x {wanted} x".split())


@pytest.mark.parametrize("words", ["rule/1.s1", "a`b", "c:\\d\\", " spaced "])
def test_literal(words: str) -> None:
    assert shown(literal(words)) == words.strip()


def test_width_is_of_columns() -> None:
    assert [width("abc"), width("日本"), width("")] == [3, 4, 0]


@pytest.mark.parametrize("url", ["https://example.gov/a_b_", "https://example.gov/a*b?c=%20#d", "https://example.gov/(x)"])
def test_address(url: str) -> None:
    tree = publish_doctree(f"`words <{address(url)}>`__", settings_overrides={"report_level": 1, "halt_level": 1})
    assert next(iter(tree.findall(lambda node: node.tagname == "reference")))["refuri"] == url
