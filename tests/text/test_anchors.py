"""Anchors quote what they point at."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from regkit.errors import AnchorError
from regkit.model.span import Span
from regkit.text.anchors import CONTEXT, holds, make_anchor
from regkit.text.fingerprint import fingerprint

TEXT = "Each member shall keep its books open. The agent may inspect them on any business day without notice."


def test_an_anchor_has_its_quote_and_its_context() -> None:
    start = TEXT.index("The agent")
    anchor = make_anchor("rule", TEXT, Span(start, start + 9))
    assert anchor.quote == "The agent"
    assert anchor.prefix == TEXT[start - CONTEXT : start]
    assert anchor.suffix == TEXT[start + 9 : start + 9 + CONTEXT]
    assert anchor.fingerprint == fingerprint("The agent")
    assert holds(anchor, TEXT)


def test_context_stops_at_the_ends_of_the_text() -> None:
    anchor = make_anchor("rule", TEXT, Span(0, len(TEXT)))
    assert (anchor.prefix, anchor.suffix) == ("", "")


@pytest.mark.parametrize("span", [Span(0, len(TEXT) + 1), Span(4, 4), Span(4, 5)], ids=["past the end", "empty", "blank"])
def test_spans_without_wording_are_refused(span: Span) -> None:
    with pytest.raises(AnchorError, match="no wording"):
        make_anchor("rule", TEXT, span)


def test_an_anchor_does_not_hold_on_other_words_or_with_another_fingerprint() -> None:
    anchor = make_anchor("rule", TEXT, Span(0, 11))
    assert not holds(anchor, TEXT.replace("Each", "Some"))
    assert not holds(anchor, "x" + TEXT)
    assert not holds(replace(anchor, fingerprint=fingerprint("Other")), TEXT)


@given(st.text(min_size=1), st.data())
def test_every_anchor_holds_on_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    anchor = make_anchor("d", text, Span(start, end))
    assert holds(anchor, text)
    assert text[anchor.span.start : anchor.span.end] == anchor.quote
    assert (anchor.prefix + anchor.quote + anchor.suffix) in text
