"""The steps of the PDF reader on boxes made by hand: gutters, lines, raised marks, paragraphs, broken words, running heads."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regkit.model.document import MarkKind
from regkit.read.builder import Call, Run
from regkit.read.pdf_columns import gaps, regions
from regkit.read.pdf_flow import Flow
from regkit.read.pdf_headings import ranks
from regkit.read.pdf_join import Vocabulary, pieces_of
from regkit.read.pdf_lines import make_line, region_lines
from regkit.read.pdf_margins import take_margins
from regkit.read.pdf_notes import part_notes
from regkit.read.pdf_open import ranges
from regkit.read.pdf_types import BOLD, ITALIC, Line, PdfPage, Region, Word
from regkit.read.pdf_words import _rotated


def words(text, x=50.0, y=700.0, size=10.0, style=0):
    """Return the words of a line, each character half its size wide."""
    found = []
    for word in text.split():
        found.append(Word(x, x + len(word) * size / 2, y, size, word, style, spaced=bool(found)))
        x += (len(word) + 0.5) * size / 2
    return found


def line(text, x=50.0, y=700.0, size=10.0, style=0, page=1, region=0, left=50.0, right=250.0):
    made = make_line(words(text, x, y, size, style))
    made.page, made.region, made.left, made.right = page, region, left, right
    return made


def block(texts, x=50.0, top=700.0, **options):
    return [line(text, x, top - 12 * number, **options) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("mask", "width", "strips"),
    [
        (0b0, 3, []),
        (0b111, 1, []),
        (0b1001, 2, [(1, 3)]),
        (0b1001, 3, []),
        (0b1_0000_1_000_1, 3, [(1, 4), (5, 9)]),
        (0b1_0000_1_000_1 << 700, 4, [(705, 709)]),
        (0b1000000000000000000001, 13, [(1, 21)]),
    ],
)
def test_strips_without_ink(mask, width, strips):
    assert gaps(mask, width) == strips


@settings(max_examples=60, deadline=None)
@given(
    columns=st.integers(1, 3),
    rows=st.integers(15, 40),
    gutter=st.floats(14, 40),
    skew=st.floats(0, 5),
    seed=st.integers(0, 2**32),
)
def test_columns_are_found_whatever_the_order_of_the_words(columns, rows, gutter, skew, seed):
    chance = random.Random(seed)
    width = (500 - gutter * (columns - 1)) / columns
    made = []
    for column in range(columns):
        left = 50 + column * (width + gutter)
        for row in range(rows):
            x = left
            y = 740 - 12 * row - skew * column
            while x < left + width - 30:
                length = chance.uniform(8, 30)
                made.append(Word(x, x + length, y, 10.0, f"w{column}", spaced=True))
                x += length + chance.uniform(2.2, 3.5)
            made.append(Word(x, left + width, y, 10.0, f"w{column}", spaced=True))
    order = list(made)
    chance.shuffle(order)
    found = regions(order)
    assert sorted(map(id, made)) == sorted(id(word) for region in found for word in region.words)
    assert [{word.text for word in region.words} for region in found] == [{f"w{column}"} for column in range(columns)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 100), st.floats(0, 800), st.floats(1, 40)), max_size=60))
def test_no_word_is_lost_or_doubled_wherever_words_stand(boxes):
    made = [Word(x, x + width, y, size, "w") for x, width, y, size in boxes]
    found = regions(made)
    assert sorted(map(id, made)) == sorted(id(word) for region in found for word in region.words)
    placed = [word for region in found for each in region_lines(region) for word in each.words]
    assert sorted(map(id, made)) == sorted(map(id, placed))


def test_a_small_raised_word_joins_the_line_it_stands_over():
    body = words("margin of customers")
    mark = Word(body[0].x1, body[0].x1 + 2, 703.5, 6.0, "12")
    (made,) = region_lines(Region([mark, *body], 50, 250))
    assert made.text == "margin12 of customers"
    assert [word.raised for word in made.words] == [False, True, False, False]


def test_a_mark_alone_on_a_line_belongs_to_the_line_before():
    found = region_lines(Region([*words("the end of it."), Word(50, 54, 691.5, 6.0, "8")], 50, 250))
    assert [each.text for each in found] == ["the end of it.8"]


FULL = "which says that a member must keep its own"
FLOWS = [
    ("full lines go on", [FULL, FULL, "ledger."], [3]),
    ("a line that ends early ends its paragraph", [FULL, "ledger.", FULL + "."], [2, 1]),
    ("a marker begins a paragraph after a stop", [FULL + ".", "(b) " + FULL], [1, 1]),
    ("a label that is referred to does not", ["that it keeps as required by paragraph", "(b) of this section and of no other one."], [2]),
    ("a number without its first digits goes on", ["that it keeps as required by § 11.35 and .", "36. The member must keep its own ledger too"], [2]),
    ("a number is no stop before a mark", ["of the kind that is meant by § 11.35", "and .36. The member must keep its own one"], [2]),
    ("nor does one whose first part ends the line", ["that is required by § 240.15c3-3 or 19(b)", "(2) of the Act, as it stands at that time."], [2]),
]


@pytest.mark.parametrize(("texts", "counts"), [case[1:] for case in FLOWS], ids=[case[0] for case in FLOWS])
def test_paragraphs_of_a_column(texts, counts):
    lines = block([FULL, FULL, FULL + "."], top=800) + block(texts)
    made = Flow(lines).paragraphs(lines)
    assert [len(paragraph) for paragraph in made][-len(counts) :] == counts


def test_room_between_lines_ends_a_paragraph():
    lines = block([FULL] * 4) + block([FULL] * 4, top=630)
    assert [len(paragraph) for paragraph in Flow(lines).paragraphs(lines)] == [4, 4]


def page_of(columns, gutter=14.0, width=200.0):
    """Return the words of columns of texts, set side by side from one height."""
    made = [block(texts, x=50 + number * (width + gutter), top=740) for number, texts in enumerate(columns)]
    return [word for column in made for each in column for word in each.words]


def test_the_first_lines_of_a_column_are_none_of_the_column_before():
    found = regions(page_of([[FULL] * 30, ["ledger.", "By the Board."]]))
    assert [len(region.words) for region in found] == [30 * len(FULL.split()), 4]


def test_what_stands_beside_the_middle_of_a_column_is_no_column():
    beside = words("note", x=264, y=740 - 12 * 14)
    assert len(regions([*page_of([[FULL] * 30]), *beside])) == 1


def test_gaps_that_stand_over_each_other_in_few_lines_are_no_gutters():
    narrow = ["aa bb cc dd ee ff gg hh ii jj kk ll"] * 3
    found = regions(page_of([[FULL] * 40, [FULL] * 12 + narrow], gutter=14))
    assert len(found) == 2


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [
        (FULL, "ledger by the day.", True),
        ("ledger.", "The day is counted.", False),
        (FULL + " cross-", "margining.", True),
        ("as said.", "(a) The day is counted.", False),
    ],
)
def test_paragraphs_over_columns(last, first, joined):
    lines = [line(FULL), line(last, y=688), line(first, x=300, region=1, left=300, right=500)]
    assert (len(Flow(lines).paragraphs(lines)) == 1) is joined


BROKEN = [
    ("the settle-", "ment of it", "the settlement of it"),
    ("of cross-", "margining here", "of cross-margining here"),
    ("an account-", "level record", "an account-level record"),
    ("goes through-", "out the year", "goes throughout the year"),
    ("with-", "out notice", "without notice"),
    ("a phase-", "out of it", "a phase-out of it"),
    ("Rule 15c3-", "3 is one", "Rule 15c3-3 is one"),
    ("File SR-", "OCC-2024-001", "File SR-OCC-2024-001"),
    ("an over-the-", "counter trade", "an over-the-counter trade"),
    ("CON-", "TACT us", "CONTACT us"),
    ("a soft\u00ad", "ened word", "a softened word"),
    ("paragraph (b)", "(1) of it", "paragraph (b)(1) of it"),
    ("at https://www.example.gov/rules/", "order.pdf now", "at https://www.example.gov/rules/order.pdf now"),
    ("see www.example.", "gov for it", "see www.example.gov for it"),
    ("the rule—", "as it stands", "the rule—as it stands"),
    ("and/", "or more", "and/or more"),
    ("a price of $", "5 each", "a price of $5 each"),
    ("plain words", "go on", "plain words go on"),
]


@pytest.mark.parametrize(("first", "second", "text"), BROKEN, ids=[case[2] for case in BROKEN])
def test_lines_are_joined_as_the_document_writes_its_words(first, second, text):
    told = block(["margining and cross words, in 19(b)(1) and cross-margining, the counter"])
    lines = [line(first), line(second, y=688)]
    pieces = pieces_of(lines, Vocabulary([*told, *lines]), {}, lambda _: None)
    assert "".join(piece if isinstance(piece, str) else piece.text for piece in pieces) == text


def test_a_called_mark_is_a_call_and_italics_are_kept():
    mark = Word(80, 84, 703.5, 6.0, "3", raised=True)
    made = make_line([Word(50, 80, 700, 10, "Margin", ITALIC), mark, Word(90, 110, 700, 10, "is")])
    pieces = pieces_of([made], Vocabulary([made]), {id(mark): [("3", "note-3")]}, lambda _: None)
    assert pieces[:2] == [Run("Margin", MarkKind.ITALIC), Call("3", "note-3")]
    assert pieces[2:] == [" is"]


def test_notes_are_parted_by_size_and_numbered_in_order():
    call = Word(160, 164, 703.5, 6.0, "7", raised=True)
    body = [make_line([*words("as the rule says now"), call]), line(FULL, y=688)]
    note = make_line([Word(50, 53, 102.5, 5, "7", raised=True), *words("See 15", x=55, y=100, size=8)])
    rest = line("78 U.S.C. 1, which goes on.", y=90, size=8)
    for each in (*body, note):
        each.page, each.left, each.right = 1, 50, 250
    kept, notes = part_notes([*body, note, rest], {}, 10)
    assert [each.text for each in kept] == [each.text for each in body]
    assert [(each.mark, [one.text for one in each.lines]) for each in notes.notes] == [("7", ["See 15", "78 U.S.C. 1, which goes on."])]
    assert notes.calls[id(call)] == [("7", "note-1")]


def _paged(texts):
    pages = []
    for number, (head, foot) in enumerate(texts, start=1):
        made = PdfPage(number, 612, 792)
        made.words = words(head, y=760) + words(FULL + f" x{'abcdefgh'[number]}", y=700) + words(FULL, y=650) + words(foot, x=300, y=30)
        pages.append(made)
    return pages


def test_a_head_that_varies_is_told_by_its_place():
    pages = _paged([("Rules of the House", "1"), ("Rules of the House", "2"), ("Chapter on Margin", "3"), ("Rules of the House", "4")])
    heads = [margin.text for margin in take_margins(pages, 10) if margin.kind == "head"]
    assert heads == ["Rules of the House", "Rules of the House", "Chapter on Margin", "Rules of the House"]
    assert [page.label for page in pages] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("foot", ["Page {} of 9", "- {} -", "{}", "A-{}"])
def test_page_numbers_in_every_dress(foot):
    pages = _paged([(f"Alone {word}", foot.format(number)) for number, word in enumerate(("one", "two", "three"), start=5)])
    taken = [margin.text for margin in take_margins(pages, 10) if margin.kind == "page_number"]
    assert taken == [foot.format(number) for number in (5, 6, 7)]
    assert [page.label for page in pages] == ["5", "6", "7"]


def test_ranks_of_headings_follow_their_dress():
    made = [[line("Great Matters", size=16)], [line("Smaller Matters", size=13)], [line("Bold Matters", style=BOLD)], [line(FULL)]]
    found = ranks(made, 10, frozenset())
    assert 3 not in found
    assert found[0] < found[1] < found[2]


@pytest.mark.parametrize(("turn", "place"), [(1, (20.0, 602.0)), (2, (602.0, 772.0)), (3, (772.0, 10.0))])
def test_a_turned_page_is_read_upright(turn, place):
    assert _rotated(10, 20, turn, (0, 0, 612, 792)) == place


def test_pages_are_listed_as_ranges():
    assert ranges([1]) == "1"
    assert ranges(list(range(1, 40, 2))).endswith("and 10 more ranges")


def test_lines_know_their_dress():
    assert isinstance(line("all bold", style=BOLD), Line)
    assert line("all bold", style=BOLD).style & BOLD
