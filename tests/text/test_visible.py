"""Characters that nothing may hold, shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from regkit.text.visible import markdown, storable, visible

ANY = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1fc", "a␀b␟c"),
        ("tab\tline\nend\r", "tab\tline\nend\r"),
        ("\ud800", "\ufffd"),
        ("del\x7f", "del␡"),
        ("pay \u202eevil", "pay [U+202E]evil"),
        ("pay \u2066evil\u2069", "pay [U+2066]evil[U+2069]"),
        ("é e\u0301 \U0001f600", "é e\u0301 \U0001f600"),
    ],
)
def test_visible(text, expected):
    assert visible(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\x00b", "a␀b"), ("x\ufffe\uffff\udfff", "x\ufffd\ufffd\ufffd"), ("\u202e stays", "\u202e stays"), ("del\x7f", "del\x7f")],
)
def test_storable(text, expected):
    assert storable(text) == expected


@given(ANY)
def test_any_text_can_be_stored_and_keeps_its_offsets(text):
    kept = storable(text)
    assert len(kept) == len(text)
    kept.encode()
    element = etree.Element("a")
    element.text = kept
    assert etree.fromstring(etree.tostring(element)).text == (kept or None) or "\r" in kept
    assert storable(kept) == kept


def test_markdown_shows_what_is_there():
    from markdown_it import MarkdownIt

    text = "1. *all* [a](javascript:x) <b>x</b> `y` a_b_ | # {{ x }}"
    html = MarkdownIt().render(markdown(text))
    assert html == "<p>1. *all* [a](javascript:x) &lt;b&gt;x&lt;/b&gt; `y` a_b_ | # {{ x }}</p>\n"
