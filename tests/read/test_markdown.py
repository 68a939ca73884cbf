"""Markdown: what is shown is kept, what is syntax is not."""

import pytest

from regkit.errors import ReadError
from regkit.model.document import MarkKind, ProvisionType, Status
from regkit.read import read_bytes


def _read(text):
    return read_bytes(text.encode(), "source.md")


TEXTS = [
    ("A *firm* **reports**.", "A firm reports."),
    ("See [the Act](https://example.org/a).", "See the Act."),
    ("one\ntwo", "one two"),
    ("- one\n- two", "one\ntwo"),
    ("3. one\n4. two", "3. one\n4. two"),
    ("> quoted", "quoted"),
    ("a `b` c", "a b c"),
    ("![picture](x.png)", "picture"),
    ("<b>bold</b> & x", "<b>bold</b> & x"),
    ("| A | B |\n| - | - |\n| 1 | 2 |", "A B\n1 2"),
    ("[^9] stays", "[^9] stays"),
    ("---\n\nafter a rule", "after a rule"),
    ("    code line", "code line"),
]


@pytest.mark.parametrize(("source", "expected"), TEXTS, ids=[case[0][:20] for case in TEXTS])
def test_text(source, expected):
    assert _read(source).text == expected


def test_marks_and_links():
    document = _read("*a* **b** [c](https://example.org)")
    assert [(document.quote(mark.span), mark.kind, mark.value) for mark in document.marks] == [
        ("a", MarkKind.ITALIC, ""),
        ("b", MarkKind.BOLD, ""),
        ("c", MarkKind.LINK, "https://example.org"),
    ]


def test_headings_and_lists_make_the_tree(tree):
    document = _read(
        "# Order\n\n## I. First\n\n### A. One\n\n1. **Ink.** Use ink:\n\n   (a) blue; or\n\n   (b) black.\n2. Sign.\n\n## II. Second\n\nText."
    )
    assert tree(document) == [
        ": Order",
        "I: I. First",
        "I.A: A. One",
        "I.A/1: 1. Ink. Use ink:",
        "I.A/1/a: (a) blue; or",
        "I.A/1/b: (b) black.",
        "I.A/2: 2. Sign.",
        "II: II. Second|Text.",
    ]
    assert document.provisions[4].heading == "Ink"


def test_lists_of_the_source_nest_as_it_says(tree):
    document = _read("1. one\n   1. inner\n   2. inner\n2. two")
    assert tree(document) == ["1: 1. one", "1/1: 1. inner", "1/2: 2. inner", "2: 2. two"]


def test_text_after_a_list_leaves_the_list():
    document = _read("## I. First\n\nDo:\n\n1. one; and\n2. two.\n\nThe end.")
    assert document.provision_at(document.text.index("The end")).path == ("I",)


def test_footnotes_are_notes_where_they_are_called(tree):
    document = _read("First.[^b] Second.[^a]\n\nThird.\n\n[^a]: Note *a*.\n[^b]: Note b,\n    on two lines.")
    assert document.text == "First. Second.\nNote b, on two lines.\nNote a.\nThird."
    assert [(call.mark, document.text[: call.span.start]) for call in document.calls] == [("b", "First."), ("a", "First. Second.")]
    assert {call.note for call in document.calls} == {p.id for p in document.provisions if p.type is ProvisionType.FOOTNOTE}


def test_a_note_that_nobody_calls_is_kept():
    assert "Lonely." in _read("Text.\n\n[^z]: Lonely.").text


@pytest.mark.parametrize("front", ["---\n{}\n---\n", "+++\n{}\n+++\n"], ids=["yaml", "toml"])
def test_front_matter_is_the_authority_and_no_text(front):
    yaml = front[0] == "-"
    lines = (
        "title: T\nstatus: summary\neffective: 2025-03-01\nversion: 3"
        if yaml
        else 'title = "T"\nstatus = "summary"\neffective = 2025-03-01\nversion = 3'
    )
    document = _read(front.format(lines) + "\nText.")
    authority = document.authority
    assert document.text == "Text."
    assert (authority.title, authority.status, authority.effective, authority.version) == ("T", Status.SUMMARY, "2025-03-01", "3")
    assert document.blocks[0].origin.line == 8


def test_broken_front_matter_says_where():
    with pytest.raises(ReadError, match=r"^source\.md:1: the front matter cannot be read"):
        _read("+++\nx = \n+++\nText.")
