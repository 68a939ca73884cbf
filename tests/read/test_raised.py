"""Typed footnotes: raised numbers that no link joins to their notes, on pages and in Word files."""

from __future__ import annotations

import pytest
from word_files import docx, p, r

from regkit.model.document import ProvisionType
from regkit.read import read_bytes

UP = '<w:vertAlign w:val="superscript"/>'


def page(*paragraphs):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return read_bytes(f"<html><body><main><h1>Order</h1>{body}</main></body></html>".encode(), "x.html")


def notes(document):
    own = {each.id: [document.quote(span) for span in each.body] for each in document.provisions if each.type is ProvisionType.FOOTNOTE}
    return [(call.mark, document.text[: call.span.start].split("\n")[-1], "|".join(own[call.note])) for call in document.calls]


def test_notes_are_given_to_what_calls_them():
    document = page(
        "The keeper must row.<sup>1</sup> He must log.<sup>2</sup>", "Last.<sup>3</sup>", "<sup>1</sup> See.", "<sup>2</sup> Id.", "<sup>3</sup>At 4."
    )
    assert document.text == "Order\nThe keeper must row. He must log.\nSee.\nId.\nLast.\nAt 4."
    assert [(mark, text) for mark, _, text in notes(document)] == [("1", "See."), ("2", "Id."), ("3", "At 4.")]


def test_notes_at_the_foot_of_each_part_end_with_their_paragraph():
    document = page("Row.<sup>4</sup>", "<sup>4</sup> See.", "The next page begins.<sup>5</sup>", "It goes on.", "<sup>5</sup> Id.", "And on.")
    assert [(mark, text) for mark, _, text in notes(document)] == [("4", "See."), ("5", "Id.")]
    assert "It goes on." in document.text.split("\n")


def test_what_stands_between_notes_behind_the_text_goes_on_the_note():
    document = page("Row.<sup>1</sup>", "Log.<sup>2</sup>", "<sup>1</sup> See.", "See also 4.", "<sup>2</sup> Id.")
    assert notes(document)[0][2] == "See.\nSee also 4."


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["The area is 5 m<sup>2</sup>.", "<sup>2</sup> Not a note of it."],
        ["Row.<sup>1</sup>", "<sup>1</sup> See.", "<sup>3</sup> Id."],
        ["Row.", "<sup>1</sup> See."],
        ["<sup>1</sup> See.", "Row.<sup>1</sup>"],
        ["Row.<sup>1</sup>", "<sup>1</sup> See.", "<sup>2</sup> Id."],
    ],
)
def test_where_marks_do_not_agree_all_stays(paragraphs):
    document = page(*paragraphs)
    assert not document.calls
    assert len(document.text.split("\n")) == len(paragraphs) + 1


def test_word_files_have_them_too():
    body = p("The keeper must row.", r("1", UP), " He must log", r("2", UP), ".") + p(r("1", UP), " See the Act.") + p(r("2", UP), " Id.")
    document = read_bytes(docx(body), "x.docx")
    assert document.text == "The keeper must row. He must log.\nSee the Act.\nId."
    assert [(mark, text) for mark, _, text in notes(document)] == [("1", "See the Act."), ("2", "Id.")]
